"""Where the work stands, as a notebook holds it: tables and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.reports.shown import Shown
from ipmplan.reports.standing import frames
from ipmplan.tracking.track import Track

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure
    from rich.console import Group

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


@dataclass(frozen=True, repr=False)
class Standing(Shown):
    """Where the work stands; printed, it is what is late or over and why, what needs an answer, and what can be billed.

    All tables are new pandas DataFrames each time.

    Parameters
    ----------
    facts
        Everything as plain facts.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio
    >>> from ipmplan.tracking.track import track
    >>> standing = Standing(track(Portfolio("Northlight", date(2026, 1, 5))))
    >>> len(standing.slips), list(standing.people.columns)[:2]
    (0, ['person', 'name'])
    """

    facts: Track

    @property
    def slips(self) -> pd.DataFrame:
        """Projects and milestones: agreed, baseline, approved, now; `later_hours` are portfolio working hours."""
        return frames.slips(self.facts)

    @property
    def earned_value(self) -> pd.DataFrame:
        """PV, EV, AC and what follows from them, earned schedule too, by project."""
        return frames.earned_value(self.facts)

    @property
    def budget(self) -> pd.DataFrame:
        """Spent, committed, to go, cap and margins by project."""
        return frames.budget(self.facts)

    @property
    def tasks(self) -> pd.DataFrame:
        """Hours of each task: estimated, spent, left."""
        return frames.tasks(self.facts)

    @property
    def people(self) -> pd.DataFrame:
        """Hours planned and recorded since the plan that was worked by."""
        return frames.people(self.facts)

    @property
    def delays(self) -> pd.DataFrame:
        """How late because of whom."""
        return frames.delays(self.facts)

    @property
    def billable(self) -> pd.DataFrame:
        """What can be billed."""
        return frames.billable(self.facts)

    @property
    def curve(self) -> pd.DataFrame:
        """PV, EV and AC over time by project."""
        return frames.curve(self.facts)

    def s_curve(self, projects: list[str] | None = None, *, theme: Theme = "light") -> Figure:
        """Draw PV, EV and AC over time by project; see `ipmplan.reports.figures.progress`."""
        from ipmplan.reports.figures import progress

        return progress.s_curve(self.facts, projects, theme=theme)

    def burn_up(self, *, theme: Theme = "light") -> Figure:
        """Draw how much is done of what was approved, against the plan."""
        from ipmplan.reports.figures import progress

        return progress.burn_up(self.facts, theme=theme)

    def slip_chart(self, *, theme: Theme = "light") -> Figure:
        """Draw each milestone in the baseline, now, and as agreed."""
        from ipmplan.reports.figures import progress

        return progress.slips(self.facts, theme=theme)

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text
        from ipmplan.reports.terminal.standing import brief

        return as_text(brief(self.facts))

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal.standing import page

        return page(self.facts)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.in_notebook import framed
        from ipmplan.reports.html.standing import standing_tables

        return framed(standing_tables(self.facts))

    def _figure_below(self) -> LightFigure | None:
        return self.burn_up() if any(row.points for row in self.facts.projects) else None
