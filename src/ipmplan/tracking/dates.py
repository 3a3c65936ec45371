"""When each task happens as things stand: as recorded, else as the current plan has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.tracking.states import TaskState


@dataclass(frozen=True, slots=True)
class TaskDates:
    """Start and end of tasks, in ticks.

    Parameters
    ----------
    spans
        By task; tasks that no plan has and that are not finished are missing.
    people
        Who works, or worked, on each task.
    """

    spans: Mapping[str, tuple[int, int]]
    people: Mapping[str, tuple[str, ...]]

    def last(self, tasks: tuple[str, ...]) -> int | None:
        """Last end of some tasks; None when one of them has none, or there are none."""
        ends = [self.spans[name][1] for name in tasks if name in self.spans]
        return max(ends) if ends and len(ends) == len(tasks) else None


def dates_now(study: Study, plan: Reading | None, states: Mapping[str, TaskState], *, old: bool) -> TaskDates:
    """Read dates from progress and from a plan.

    Parameters
    ----------
    study, states
        Of the portfolio, and its tasks.
    plan
        The current plan.
    old
        Whether it was made for an earlier status date. Then open work goes on from the status date for as long as it still
        takes, and what should have begun begins there, each by itself: only a new plan knows what follows from that.
    """
    today = study.portfolio.as_of_tick
    spans: dict[str, tuple[int, int]] = {}
    people: dict[str, tuple[str, ...]] = {}
    for task in study.scope.tasks:
        state = study.started.get(task.id)
        planned = plan.spans.get(task.id) if plan is not None else None
        if state is not None and state.end is not None:
            spans[task.id] = (state.start, state.end)
        elif planned is not None:
            start = state.start if state is not None else planned[0]
            spans[task.id] = (start, planned[1])
            if old and (state is not None or start < today):
                whole = study.time.portfolio.count(*planned)
                left = study.grid.ticks(states[task.id].left) if state is not None else whole
                spans[task.id] = (start if state is not None else today, _goes_on(study, today, left, planned[1]))
        logged = [row.person for row in study.sheet.logged(task.id) if row.person]
        rows = [stint.row.person for stint in plan.stints.get(task.id, ())] if plan is not None else []
        people[task.id] = tuple(dict.fromkeys([*rows, *logged]))
    return TaskDates(spans, people)


def _goes_on(study: Study, today: int, left: int, planned: int) -> int:
    """End of work that is open at the status date: not before it was planned, and at least one step after that date."""
    calendar = study.time.portfolio
    before = calendar.before(today) + max(left, 1)
    soonest = calendar.slot(before - 1) + 1 if before <= calendar.total else today + 1
    return max(planned, soonest)
