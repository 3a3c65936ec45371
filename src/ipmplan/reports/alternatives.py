"""Plans as good as one, that a notebook holds: how each differs, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from ipmplan.core.moves import moves
from ipmplan.reports import words
from ipmplan.reports.result import NOTEBOOK_ROWS, Plan
from ipmplan.reports.shown import Shown

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


@dataclass(frozen=True, repr=False)
class Alternatives(Shown, Sequence[Plan]):
    """Plans about as good as another one, the one that differs most first: a sequence of `Plan`.

    Parameters
    ----------
    plan
        The one that they are compared with.
    plans
        The others.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.plan import Schedule
    >>> from ipmplan.core.portfolio import Portfolio
    >>> plan = Plan(Schedule("N", date(2026, 1, 5), "optimal"), Portfolio("N", date(2026, 1, 5)))
    >>> Alternatives(plan, (plan,))
    1 other plan of N
      1: 0 of 0 tasks on other days, 0 with other people
    """

    plan: Plan
    plans: tuple[Plan, ...]

    @overload
    def __getitem__(self, index: int) -> Plan: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Plan]: ...
    def __getitem__(self, index: int | slice) -> Plan | Sequence[Plan]:
        return self.plans[index]

    def __len__(self) -> int:
        return len(self.plans)

    @property
    def table(self) -> pd.DataFrame:
        """One row for each: tasks on other days (`other_days`), with other people (`other_people`), and the value of each goal; 0 is the plan itself."""
        import pandas as pd

        rows = []
        for plan in (self.plan, *self.plans):
            found = moves(self.plan.schedule, plan.schedule, plan._scene.now)  # noqa: SLF001 - one kind of result
            goals = {words.column(goal.goal, goal.unit): goal.value for goal in plan.schedule.goals}
            rows.append({"other_days": len(found.dates), "other_people": len(found.people), **goals})
        return pd.DataFrame(rows, index=pd.RangeIndex(len(rows), name="number"))

    def gantt(self, by: Literal["project", "person"] = "project", *, theme: Theme = "light", rows: int = 60) -> Figure:
        """Draw the Gantt chart of the plan and of each other one, with a switch."""
        from ipmplan.reports.figures.switch import switched

        every = {"the plan": self.plan, **{f"another, {number}": plan for number, plan in enumerate(self.plans, 1)}}
        return switched({name: plan.gantt(by, theme=theme, rows=rows) for name, plan in every.items()}, theme)

    def _lines(self) -> Iterator[str]:
        for number, plan in enumerate(self.plans, 1):
            found = moves(self.plan.schedule, plan.schedule, plan._scene.now)  # noqa: SLF001
            days = f"{len(found.dates)} of {words.count(len(found.common), 'task')} on other days"
            yield f"{number}: {days}, {len(found.people)} with other people"

    def __repr__(self) -> str:
        head = f"{words.count(len(self.plans), 'other plan')} of {self.plan.portfolio.name}"
        return "\n  ".join([head, *self._lines()])

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.in_notebook import frames_in_html

        head = f"{words.count(len(self.plans), 'other plan')} of {self.plan.portfolio.name}"
        return frames_in_html(head, [("Beside the plan (0)", self.table)], self._lines())

    def _figure_below(self) -> LightFigure | None:
        return self.gantt(rows=NOTEBOOK_ROWS) if self.plans else None
