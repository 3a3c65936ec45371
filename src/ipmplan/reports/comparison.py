"""The comparison that a notebook holds: one plan's tables and figures, for each scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ipmplan.reports import frames
from ipmplan.reports.goals import goal_column
from ipmplan.reports.result import NOTEBOOK_ROWS, Plan
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.shown import Shown
from ipmplan.scenarios.compare import Compared

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure
    from rich.console import Group

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


@dataclass(frozen=True, repr=False)
class ScenarioComparison(Shown):
    """Scenarios beside the portfolio as it is, with the tables and figures of a `Plan`.

    Each table has the scenario as its outer index; each figure has a switch between scenarios. Scenarios without a plan are in
    `scenarios` with the reason, and nowhere else.

    Parameters
    ----------
    found
        The facts: plans, values, odds.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(as_of="2026-01-05")
    >>> with ThreadPoolExecutor(1) as executor:
    ...     made = ipm.compare(studio, [ipm.Scenario("same")], time_limit=1, seeds=1, executor=executor)
    >>> made.scenarios["plan"].tolist()
    [True, True]
    """

    found: Compared

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The plan of each scenario by name, that of the portfolio as it is first."""
        return {one.name: Plan(one.schedule, one.portfolio) for one in self.found.every if one.schedule is not None}

    @cached_property
    def _scenes(self) -> Mapping[str, Scene]:
        return {name: scene(plan.schedule, plan.portfolio) for name, plan in self.plans.items()}

    @property
    def scenarios(self) -> pd.DataFrame:
        """One row for each: what is different, whether there is a plan, or why not, and the value of each goal."""
        import pandas as pd

        rows = []
        for one in self.found.every:
            made = one.result
            different = "; ".join(one.scenario.words(self.found.base.portfolio))
            row = {"different": different, "plan": made.schedule is not None, "problem": made.problem}
            currency = one.portfolio.currency
            rows.append(row | {goal_column(goal, currency): value for goal, value in made.goal_values.items()})
        return pd.DataFrame(rows, index=pd.Index([one.name for one in self.found.every], name="scenario"))

    @property
    def differences(self) -> pd.DataFrame:
        """What each scenario differs in from the portfolio as it is; `real` where that is more than chance (`noise`)."""
        import pandas as pd

        rows = [
            (
                one.name,
                row.of,
                row.id,
                row.before,
                row.after,
                row.by,
                row.noise,
                row.unit,
                row.is_real,
                row.is_better,
                *row.when,
            )
            for one in self.found.scenarios
            for row in self.found.differences(one)
        ]
        names = ["scenario", "of", "id", "before", "after", "by", "noise", "unit", "real", "better", "from", "to"]
        made = pd.DataFrame(rows, columns=names)
        for column in ("from", "to"):
            made[column] = pd.to_datetime(made[column])
        return made.set_index(["scenario", "of", "id"])

    @property
    def chances(self) -> pd.DataFrame:
        """P50, P80 and the chance of each date; a task has the same luck in every scenario."""
        import pandas as pd

        rows = [
            (one.name, row.id, row.kind, row.project, row.p50, row.p80, row.chance)
            for one in self.found.every
            for row in one.result.chances
        ]
        made = pd.DataFrame(rows, columns=["scenario", "id", "kind", "project", "p50", "p80", "chance"])
        made["chance"] = made["chance"].astype("float64")
        return made.set_index(["scenario", "id"])

    @property
    def assignments(self) -> pd.DataFrame:
        """Who works on what and when; see `Plan.assignments`."""
        return self._each(frames.assignments)

    @property
    def tasks(self) -> pd.DataFrame:
        """When each task happens; see `Plan.tasks`."""
        return self._each(frames.tasks)

    @property
    def milestones(self) -> pd.DataFrame:
        """Due dates against the plans; see `Plan.milestones`."""
        return self._each(frames.milestones)

    @property
    def people(self) -> pd.DataFrame:
        """Load of each person; see `Plan.people`."""
        return self._each(frames.people)

    @property
    def weeks(self) -> pd.DataFrame:
        """Load by person and ISO week; see `Plan.weeks`."""
        return self._each(frames.weeks)

    @property
    def projects(self) -> pd.DataFrame:
        """Finish and money of each project; see `Plan.projects`."""
        return self._each(frames.projects)

    @property
    def goals(self) -> pd.DataFrame:
        """What each goal reached, with its proved bound; see `Plan.goals`."""
        return self._each(frames.goals)

    def gantt(self, by: Literal["project", "person"] = "project", *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw the Gantt chart of each scenario, with a switch."""
        return self._switched(lambda plan: plan.gantt(by, theme=theme, rows=rows), theme)

    def roadmap(self, *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw one row a project for each scenario, with a switch."""
        return self._switched(lambda plan: plan.roadmap(theme=theme, rows=rows), theme)

    def workload(self, *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw the heat map of person and week for each scenario, with a switch."""
        return self._switched(lambda plan: plan.workload(theme=theme, rows=rows), theme)

    def budget(self, projects: list[str] | None = None, *, theme: Theme = "light") -> Figure:
        """Draw cost over time against budgets for each scenario, with a switch."""
        return self._switched(lambda plan: plan.budget(projects, theme=theme), theme)

    def _each(self, table: Callable[[Scene], pd.DataFrame]) -> pd.DataFrame:
        import pandas as pd

        every = {name: table(view) for name, view in self._scenes.items()}
        # An empty table has no types that others could keep.
        return pd.concat({name: rows for name, rows in every.items() if len(rows)} or every, names=["scenario"])

    def _switched(self, draw: Callable[[Plan], Figure], theme: Theme) -> Figure:
        from ipmplan.reports.figures.switch import switched

        return switched({name: draw(plan) for name, plan in self.plans.items()}, theme)

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text

        return as_text(self.__rich__())

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal.comparison import comparison_page

        return comparison_page(self.found)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.comparison import tables
        from ipmplan.reports.html.in_notebook import framed

        return framed(tables(self))

    def _figure_below(self) -> LightFigure | None:
        return self.gantt(rows=NOTEBOOK_ROWS) if self.plans else None
