"""Links of Microsoft Project, between tasks alone: those of summaries go to what is in them, milestones fall out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TypeVar, cast

from ipmplan.core.work import Link, LinkType
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.data import MsTask, PredecessorLink

MOST_LINKS = 500_000
HOURS_A_WEEK = 168


@dataclass(frozen=True, slots=True)
class _End:
    """The start or the finish of a task, and how long after it something may happen."""

    task: int
    finish: bool


K = TypeVar("K")
_Ends = dict[_End, Fraction]


class Links:
    """What each task waits for.

    Parameters
    ----------
    tasks
        In the order of the file.
    moments
        UIDs of tasks that take no time: they stand for everything before them.
    floors
        First moments of those.
    week
        Working hours of a week, for lags in elapsed time.
    losses
        What cannot be carried over.
    """

    def __init__(
        self,
        tasks: Iterable[MsTask],
        moments: frozenset[int],
        floors: Mapping[int, datetime],
        week: Fraction,
        losses: Losses,
    ) -> None:
        self._tasks = {task.uid: task for task in tasks}
        self._moments = moments
        self._floors = floors
        self._week = week
        self._losses = losses
        self._inside, self._outside = _outline(self._tasks.values())
        self._into: dict[int, list[tuple[int, LinkType, Fraction]]] = {}
        count = 0
        for task in self._tasks.values():
            for link in task.links:
                for into, found in self._spread(task, link):
                    count += 1
                    if count > MOST_LINKS:
                        raise InputError(Issue(f"the plan has more than {MOST_LINKS:,} links"))
                    self._into.setdefault(into, []).append(found)
        self._known: dict[int, tuple[_Ends, datetime | None]] = {}

    def of(self, uid: int) -> tuple[tuple[tuple[int, LinkType, Fraction], ...], datetime | None]:
        """Predecessors of a task that takes time, and the first moment that milestones before it leave it."""
        found: dict[tuple[int, LinkType], Fraction] = {}
        floor: datetime | None = None
        for before, kind, lag in self._into.get(uid, ()):
            if before not in self._moments:
                _take(found, (before, kind), lag)
                continue
            ends, first = self._reach(before)
            for end, more in ends.items():
                _take(found, (end.task, cast("LinkType", ("F" if end.finish else "S") + kind[1])), more + lag)
            if first is not None and kind[1] == "S":
                floor = first if floor is None else max(floor, first)
        return tuple((before, kind, lag) for (before, kind), lag in found.items()), floor

    def direct(self, uid: int) -> list[tuple[int, LinkType, Fraction]]:
        """What leads into a task or milestone as it stands, summaries taken apart."""
        return self._into.get(uid, [])

    def _reach(self, moment: int) -> tuple[_Ends, datetime | None]:
        """The ends of tasks that a milestone waits for, through other milestones; each is worked out once."""
        stack = [moment]
        while stack:
            here = stack[-1]
            waiting = [
                before
                for before, _, _ in self._into.get(here, ())
                if before in self._moments and before not in self._known and before not in stack
            ]
            if waiting and here not in self._known:
                stack.append(waiting[0])
                continue
            stack.pop()
            if here not in self._known:
                self._known[here] = self._joined(here)
        return self._known[moment]

    def _joined(self, moment: int) -> tuple[_Ends, datetime | None]:
        ends: _Ends = {}
        floor = self._floors.get(moment)
        for before, kind, lag in self._into.get(moment, ()):
            if before not in self._moments:
                _take(ends, _End(before, kind[0] == "F"), lag)
                continue
            if before not in self._known:
                self._losses.add("milestones that wait for each other are taken apart", self._tasks[before].name)
                continue
            others, first = self._known[before]
            for end, more in others.items():
                _take(ends, end, more + lag)
            if first is not None:
                floor = first if floor is None else max(floor, first)
        return ends, floor

    def _spread(self, task: MsTask, link: PredecessorLink) -> Iterable[tuple[int, tuple[int, LinkType, Fraction]]]:
        """The links between single tasks that one link stands for."""
        before = self._tasks.get(link.predecessor)
        if before is None or link.other_project:
            self._losses.add("a link to another plan is not carried over", task.label)
            return
        if before.uid in self._outside.get(task.uid, ()) or task.uid in self._outside.get(before.uid, ()):
            self._losses.add("a link between a summary and what is in it is not carried over", task.label)
            return
        lag = self._lag(task, before, link)
        sources = self._inside.get(before.uid, [before.uid])
        targets = self._inside.get(task.uid, [task.uid])
        if len(sources) > 1 and link.type[0] == "S":
            self._losses.add("a link from the start of a summary is not carried over", f"{before.name} - {task.label}")
            return
        if len(targets) > 1 and link.type[1] == "F":
            self._losses.add("a link to the finish of a summary is not carried over", f"{before.name} - {task.label}")
            return
        for target in targets:
            for source in sources:
                yield target, (source, link.type, lag)

    def _lag(self, task: MsTask, before: MsTask, link: PredecessorLink) -> Fraction:
        if link.percent:
            self._losses.add("a lag in per cent becomes hours", task.label)
            return Fraction(before.duration * link.lag / 100)
        if link.elapsed and link.lag:
            self._losses.add("a lag in elapsed time becomes as much of the working week", task.label)
            return Fraction(round(link.lag * self._week / HOURS_A_WEEK * 4), 4)
        return link.lag


def _take(found: dict[K, Fraction], key: K, lag: Fraction) -> None:
    found[key] = max(found.get(key, lag), lag)


def _outline(tasks: Iterable[MsTask]) -> tuple[dict[int, list[int]], dict[int, tuple[int, ...]]]:
    """What takes time within each summary, and the summaries around each task."""
    inside: dict[int, list[int]] = {}
    outside: dict[int, tuple[int, ...]] = {}
    path: list[MsTask] = []
    for task in tasks:
        while path and path[-1].level >= task.level:
            path.pop()
        outside[task.uid] = tuple(one.uid for one in path)
        if task.summary:
            inside[task.uid] = []
            path.append(task)
        else:
            for one in path:
                inside[one.uid].append(task.uid)
    return inside, outside


def summaries(tasks: Iterable[MsTask]) -> dict[int, tuple[int, ...]]:
    """The summaries around each task, outermost first."""
    return _outline(tasks)[1]


def plain(links: Iterable[tuple[int, LinkType, Fraction]], ids: Mapping[int, str]) -> tuple[Link, ...]:
    """Links by our ids; one for each predecessor and type."""
    return tuple(Link(ids[before], kind, lag) for before, kind, lag in links if before in ids)
