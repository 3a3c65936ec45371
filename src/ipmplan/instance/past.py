"""What lies behind: tasks that nothing can change any more, and what they ask of those still to plan."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ipmplan.core.portfolio import Task
from ipmplan.instance.axis import ended
from ipmplan.study.pieces import Started
from ipmplan.study.scope import Scope, TaskLink
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime


class KnownMoments:
    """What a study knows whatever is planned, as moments and bounds in portfolio time."""

    def __init__(self, study: Study) -> None:
        self.scope: Scope = study.scope
        self.grid = study.portfolio.grid
        self.today = study.portfolio.as_of_tick
        self.time: WorkingTime = study.time
        self.states: Mapping[str, Started] = study.started

    def passed(self, tick: int) -> int:
        """Portfolio slots from the status date to a tick; negative before it."""
        return self.time.portfolio.count(self.today, tick)

    def bound(self, moment: int, link: TaskLink, wait: int) -> int:
        """Portfolio slots that have passed at the first moment after another that a link allows."""
        return self.passed(moment) + link.lag if link.counts_time or not wait else self._ended(moment)

    def _ended(self, tick: int) -> int:
        """How many portfolio slots, counted from the status date, a wait has to fill so that it ends at a tick or later."""
        return ended(self.time.portfolio, self.today, tick)

    def fixed(self) -> dict[str, tuple[int, int]]:
        """Finished tasks, and waits that began before today with nothing left that could move them."""
        fixed = {name: (s.start, s.end) for name, s in self.states.items() if s.end is not None}
        return {**fixed, **self._past_waits(fixed)}

    def _past_waits(self, fixed: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """Waits without pools that began in the past: their start is what links to known moments and `not_before` say."""
        found: dict[str, tuple[int, int]] = {}
        incoming: dict[str, list[TaskLink]] = {}
        for link in self.scope.links:
            incoming.setdefault(link.after, []).append(link)
        waiting = [t for t in self.scope.tasks if _only_waits(t) and t.id not in fixed]
        calendar = self.time.portfolio
        progressed = True
        while progressed:
            progressed = False
            for task in waiting:
                if task.id in found:
                    continue
                length = self.grid.ticks(task.work[0].wait or Fraction(0))
                state = self.states.get(task.id)
                bounds = self._past_bounds(task, incoming.get(task.id, []), {**fixed, **found}, length, state)
                if bounds is None:
                    continue
                start_bound, end_bound = bounds
                base = calendar.before(self.today)
                if state is not None:
                    start = state.start
                    first = calendar.before(start) - base
                else:
                    if start_bound >= 0 or base + start_bound < 0:
                        continue
                    first = start_bound
                    start = calendar.slot(base + first)
                passed = max(first + length, end_bound, 1)
                end = calendar.slot(base + passed - 1) + 1
                found[task.id] = (start, end)
                progressed = True
        return found

    def _past_bounds(
        self,
        task: Task,
        links: list[TaskLink],
        known: Mapping[str, tuple[int, int]],
        length: int,
        state: Started | None,
    ) -> tuple[int, int] | None:
        """Least portfolio slots before start and end, None while a link comes from something still to plan."""
        start_bounds: list[int] = []
        end_bounds: list[int] = []
        for link in links:
            into_start = link.type in ("FS", "SS")
            if state is not None and into_start:
                continue
            if link.before in known:
                moment = known[link.before][1 if link.type[0] == "F" else 0]
            elif link.type[0] == "S" and link.before in self.states:
                moment = self.states[link.before].start
            else:
                return None
            if into_start:
                start_bounds.append(self.passed(moment) + link.lag)
            else:
                end_bounds.append(self.bound(moment, link, length if state is None else max(length, 1)))
        if state is not None:
            return 0, max(end_bounds, default=0)
        release = self.scope.release(task)
        if release is not None:
            start_bounds.append(self.passed(release))
        start_bounds += [bound - length for bound in end_bounds]
        return (max(start_bounds), 0) if start_bounds else None


def _only_waits(task: Task) -> bool:
    return len(task.work) == 1 and task.work[0].wait is not None and not task.uses and not task.work[0].uses
