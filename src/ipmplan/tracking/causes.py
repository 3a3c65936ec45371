"""The first task that explains why something is later than its baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.dates import TaskDates
from ipmplan.tracking.states import TaskState


@dataclass(frozen=True, slots=True)
class SlipCause:
    """A task that is later than approved while nothing before it is, and in words what happened to it."""

    task: str
    words: str


class Causes:
    """Follows lateness back, over predecessors and over the people's earlier work, to where it began.

    Parameters
    ----------
    study, axis
        Of the portfolio.
    baselines, states, now
        What was approved, and how it stands.
    """

    def __init__(
        self,
        study: Study,
        axis: Axis,
        baselines: Mapping[str, Baseline],
        states: Mapping[str, TaskState],
        now: TaskDates,
    ) -> None:
        self._study, self._axis, self._states, self._now = study, axis, states, now
        self._approved = {name: task for row in baselines.values() for name, task in row.tasks.items()}
        self._before: dict[str, list[str]] = {}
        for link in study.scope.links:
            self._before.setdefault(link.after, []).append(link.before)
        self._work: dict[str, list[tuple[int, str]]] = {}
        for name, (_, end) in now.spans.items():
            for person in now.people[name]:
                self._work.setdefault(person, []).append((end, name))

    def of(self, tasks: tuple[str, ...]) -> SlipCause | None:
        """The first cause of some tasks' last end; None when none of them is later than approved."""
        late = [name for name in tasks if self._late(name) > 0]
        if not late:
            return None
        task = max(late, key=lambda name: (self._now.spans[name][1], name))
        seen = {task}
        while (earlier := self._pushing(task, seen)) is not None:
            task = earlier
            seen.add(task)
        return SlipCause(task, self._words(task))

    def _late(self, name: str) -> Fraction:
        """Working hours by which a task ends later than approved; work that was never approved is late by all it takes."""
        if name not in self._now.spans:
            return Fraction(0)
        start, end = self._now.spans[name]
        approved = self._approved.get(name)
        if approved is None:
            return self._axis.at_tick(end) - self._axis.at_tick(start)
        return self._axis.at_tick(end) - self._axis.at(approved.end)

    def _pushing(self, name: str, seen: set[str]) -> str | None:
        """What ends later than approved and keeps a task from the start that was approved."""
        approved, start = self._approved.get(name), self._now.spans[name][0]
        if approved is None:
            return None
        # Begun work starts at the beginning of a day, however late on it: then what it waited for tells.
        if not self._states[name].begun and self._axis.at_tick(start) <= self._axis.at(approved.start):
            return None
        agreed = self._study.grid.start_of(approved.start)
        found = [
            other
            for other in self._candidates(name, start)
            if other not in seen and self._now.spans[other][1] > agreed and self._late(other) > 0
        ]
        return max(found, key=lambda other: (self._now.spans[other][1], other), default=None)

    def _candidates(self, name: str, start: int) -> Iterator[str]:
        yield from (other for other in self._before.get(name, ()) if other in self._now.spans)
        for person in self._now.people[name]:
            yield from (other for end, other in self._work[person] if other != name and end <= start)

    def _words(self, name: str) -> str:
        state, approved = self._states[name], self._approved.get(name)
        if approved is None:
            return "was not in the baseline"
        start, end = self._now.spans[name]
        later = self._axis.at_tick(start) - self._axis.at(approved.start)
        longer = (self._axis.at_tick(end) - self._axis.at_tick(start)) - self._axis.between(
            approved.start, approved.end
        )
        more = state.total - state.estimate
        waits = [one for one in self._study.portfolio.decisions if name in one.tasks and one.answered_on is None]
        if longer >= later and more > 0:
            return f"takes {_hours(state.total)} h instead of {_hours(state.estimate)} h"
        if waits and not state.begun:
            return f"waits for the answer to {waits[0].id}"
        if longer >= later:
            return f"lasts {_hours(longer)} working hours longer than approved"
        return f"{'began' if state.begun else 'begins'} {_hours(later)} working hours later than approved"


def _hours(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0")
