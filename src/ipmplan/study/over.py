"""Waits whose time is over by facts alone, of which nobody has said that they ended."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipmplan.core.portfolio import Task
from ipmplan.study.scope import TaskLink
from ipmplan.study.study import Study


@dataclass(frozen=True, slots=True)
class Over:
    """A wait that is to be confirmed: when it began and when its time was over, in ticks."""

    task: str
    start: int
    end: int


def waits_over(study: Study) -> tuple[Over, ...]:
    """Waits without a 0 in progress that, as far as facts say, began so long ago that their time has passed.

    They began by their own row or, without `uses`, when what comes before them was finished; while any of that is open it is
    not known when they begin. Where a task may be done in several ways, its row or the newest approved plan says which.

    Notes
    -----
    In portfolio time W: W(start) is the largest of W(moment) + lag over the links, less the wait's length for those into its
    end, and W(release); it is over when W(start) + length is at or before W(as_of). See the rule `waits`.
    """
    links: dict[str, list[TaskLink]] = {}
    for link in study.scope.links:
        links.setdefault(link.after, []).append(link)
    found = (_over(study, task, links.get(task.id, [])) for task in study.scope.tasks)
    return tuple(one for one in found if one is not None)


def _over(study: Study, task: Task, links: list[TaskLink]) -> Over | None:
    state = study.started.get(task.id)
    way = _way(study, task)
    wait = task.work[way].wait if way is not None else None
    if way is None or wait is None or (state is not None and state.finished):
        return None
    calendar, length = study.time.portfolio, study.grid.ticks(Fraction(wait))
    if state is not None:
        begun: int | None = calendar.before(state.start)
    else:
        begun = None if task.uses or task.work[way].uses else _begun(study, task, links, length)
    if begun is None or length <= 0 or begun < 0 or begun + length > calendar.before(study.portfolio.as_of_tick):
        return None
    return Over(task.id, calendar.slot(begun), calendar.slot(begun + length - 1) + 1)


def _way(study: Study, task: Task) -> int | None:
    """Number of the alternative that is taken; None when that is not known."""
    state = study.started.get(task.id)
    if state is not None:
        return state.alternative if task.work else None
    if len(task.work) == 1:
        return 0
    baseline = study.portfolio.baseline
    approved = (row.alternative for row in (baseline.tasks if baseline is not None else ()) if row.id == task.id)
    way = next(approved, None)
    return way if way is not None and way < len(task.work) else None


def _begun(study: Study, task: Task, links: list[TaskLink], length: int) -> int | None:
    """Portfolio ticks that had passed when a wait began; None when that is not a fact."""
    calendar = study.time.portfolio
    bounds = []
    for link in links:
        before = study.started.get(link.before)
        moment = None if before is None else before.end if link.type[0] == "F" else before.start
        if moment is None:
            return None
        bounds.append(calendar.before(moment) + link.lag - (length if link.type[1] == "F" else 0))
    release = study.scope.release(task)
    if release is not None:
        if release > study.portfolio.as_of_tick:
            return None
        bounds.append(calendar.before(release))
    return max(bounds, default=None)
