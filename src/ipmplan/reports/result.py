"""The plan that a notebook holds: tables, figures, and a picture of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ipmplan.core.plan import PlanStatus, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import frames
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.shown import Shown

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure
    from rich.console import Group

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


NOTEBOOK_ROWS = 24


@dataclass(frozen=True, repr=False)
class Plan(Shown):
    """A plan with the portfolio that it was made for.

    Printed, it is a short table; in Jupyter what is late, what moved and who does what, with a Gantt chart that opens at what is late; with `rich` everything that the command line
    shows. All tables are new pandas DataFrames each time, so changing one changes nothing else.

    Parameters
    ----------
    schedule
        The plan as plain facts.
    portfolio
        What it was planned from.
    before
        The plan that was there before, to say what moved.

    Examples
    --------
    >>> from datetime import date
    >>> plan = Plan(Schedule("Northlight", date(2026, 1, 5), "optimal"), Portfolio("Northlight", date(2026, 1, 5)))
    >>> plan.status, len(plan.assignments)
    ('optimal', 0)
    >>> print(plan)
    Northlight: plan of Mon 5 Jan 2026...
    """

    schedule: Schedule
    portfolio: Portfolio
    before: Schedule | None = field(default=None, compare=False)

    @cached_property
    def _scene(self) -> Scene:
        return scene(self.schedule, self.portfolio, self.before)

    @property
    def status(self) -> PlanStatus:
        """``optimal`` when every goal was proved, else ``feasible``."""
        return self.schedule.status

    @property
    def assignments(self) -> pd.DataFrame:
        """Who works on what and when; `hours` worked, `share` of the person's time from 0 to 1."""
        return frames.assignments(self._scene)

    @property
    def tasks(self) -> pd.DataFrame:
        """When each task happens; `hours` of its people, `slack_hours` in portfolio working hours."""
        return frames.tasks(self._scene)

    @property
    def milestones(self) -> pd.DataFrame:
        """Due dates against the plan, late ones first; `due` is the last moment of its day, `late_hours` are working hours."""
        return frames.milestones(self._scene)

    @property
    def people(self) -> pd.DataFrame:
        """Load of each person: `hours`, `available_hours` and `utilisation` from 0 to 1."""
        return frames.people(self._scene)

    @property
    def weeks(self) -> pd.DataFrame:
        """Load by person and ISO week, in hours."""
        return frames.weeks(self._scene)

    @property
    def projects(self) -> pd.DataFrame:
        """Finish and money of each project; the money columns end in the currency (``cost_eur``)."""
        return frames.projects(self._scene)

    @property
    def goals(self) -> pd.DataFrame:
        """What each goal reached, with its proved bound, both in `unit`."""
        return frames.goals(self._scene)

    def gantt(self, by: Literal["project", "person"] = "project", *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw the Gantt chart; see `ipmplan.reports.figures.gantt`."""
        from ipmplan.reports import figures

        return figures.gantt(self.schedule, self.portfolio, by, theme=theme, rows=rows, before=self.before)

    def roadmap(self, *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw one row a project; see `ipmplan.reports.figures.roadmap`."""
        from ipmplan.reports import figures

        return figures.roadmap(self.schedule, self.portfolio, theme=theme, rows=rows)

    def workload(self, *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw the heat map of person and week; see `ipmplan.reports.figures.workload`."""
        from ipmplan.reports import figures

        return figures.workload(self.schedule, self.portfolio, theme=theme, rows=rows)

    def budget(self, projects: list[str] | None = None, *, theme: Theme = "light") -> Figure:
        """Draw cost over time against budgets; see `ipmplan.reports.figures.budget`."""
        from ipmplan.reports import figures

        return figures.budget(self.schedule, self.portfolio, projects, theme=theme)

    def report(self, path: str | Path, *, theme: Theme = "light") -> Path:
        """Write the HTML report, one file that works offline.

        Raises
        ------
        InputError
            When the place cannot be written.
        """
        from ipmplan.reports.html import write_report
        from ipmplan.reports.odds import forecast_of, scores_of

        forecast, card = forecast_of(self.schedule, self.portfolio), scores_of(self.portfolio).card
        return write_report(
            Path(path), self.schedule, self.portfolio, theme=theme, before=self.before, forecast=forecast, card=card
        )

    def save(self, path: str | Path, *, with_cost: bool = False) -> Path:
        """Write plan.json in one step; one that was there is kept as ``.bak``.

        Parameters
        ----------
        path
            Where to.
        with_cost
            Whether to say what each person's work costs.

        Raises
        ------
        InputError
            When the place cannot be written.
        """
        from ipmplan.files.planfile import write_plan

        write_plan(Path(path), self.schedule, with_cost=with_cost)
        return Path(path)

    @classmethod
    def read(cls, path: str | Path, portfolio: Portfolio) -> Plan:
        """Read a plan.json that was made for `portfolio`.

        Raises
        ------
        InputError
            With every place of the file that is no plan.
        """
        from ipmplan.files.planfile import plan_before, read_plan

        place = Path(path)
        return cls(read_plan(place), portfolio, plan_before(place, place.parent, written=True))

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text, brief

        return as_text(brief(self.schedule, self.portfolio, self.before))

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal import page

        return page(self.schedule, self.portfolio, before=self.before)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html import notebook

        return notebook(self.schedule, self.portfolio, self.before)

    def _figure_below(self) -> LightFigure | None:
        return self.gantt(rows=NOTEBOOK_ROWS) if self.schedule.tasks else None
