"""Bounds that hold for every plan: who may do what, how soon anything can start and end, how much work there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.study.pieces import Piece, Started, efficiency
from ipmplan.study.reach import farthest, reach
from ipmplan.study.scope import Scope, TaskLink
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime
from ipmplan.validation.crews import Crews

YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Earliest:
    """How soon a task can start and end, in ticks, and the task that it waits for (empty when none)."""

    start: int
    end: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class LeastWork:
    """Work that has to be done by some of these people: hours of their task time, at least."""

    people: tuple[str, ...]
    hours: Fraction
    part: Part


class Bounds:
    """What is certain about every plan of a portfolio, worked out when it is asked for.

    Parameters
    ----------
    portfolio
        One without errors.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.today: int = portfolio.as_of_tick
        self.study = Study(portfolio, _until(portfolio))
        self.scope: Scope = self.study.scope
        self.time: WorkingTime = self.study.time
        self._crews = Crews(portfolio)

    @property
    def never(self) -> int:
        """Tick that stands for later than anything that is looked at."""
        return self.time.until

    @property
    def states(self) -> dict[str, Started]:
        """State of started tasks."""
        return self.study.started

    @cached_property
    def open_tasks(self) -> tuple[Task, ...]:
        """Planned tasks that are not finished."""
        return tuple(t for t in self.scope.tasks if t.id not in self.states or not self.states[t.id].finished)

    def able(self, task: Task, part: Part) -> tuple[str, ...]:
        """Ids of those who may do a part."""
        return self._crews.able(task, part)

    def piece_people(self, task: Task, piece: Piece) -> tuple[str, ...]:
        """Ids of those who may do the rest of a started part."""
        own = () if piece.person is None else (piece.person,)
        if not piece.others:
            return own
        part = task.work[self.states[task.id].alternative].parts[piece.part]
        return (*own, *(person for person in self.able(task, part) if person not in piece.excluded))

    def elapsed(self, part: Part, count: int, person: str) -> int:
        """Own ticks that a part takes a person when `count` people split it."""
        rate = efficiency(self.portfolio, part, person)
        return _elapsed(part.hours, count, rate, part.share, self.portfolio.grid.hours)

    def piece_elapsed(self, task: Task, piece: Piece, person: str) -> int:
        """Own ticks that the rest of a started part takes a person."""
        part = task.work[self.states[task.id].alternative].parts[piece.part]
        hours = piece.hours_of(person, efficiency(self.portfolio, part, person))
        return self.portfolio.grid.ticks(hours * 100 / part.share)

    def least_work(self, task: Task) -> list[list[LeastWork]]:
        """Work of each way to do an open task: of the only one left when it has started."""
        state = self.states.get(task.id)
        if state is not None:
            return [[self._piece_need(task, piece) for piece in state.pieces]]
        return [
            [self._need(self.able(task, part), part, part.hours) for part in alternative.parts]
            for alternative in task.work or (Alternative(wait=Fraction(0)),)
        ]

    def _piece_need(self, task: Task, piece: Piece) -> LeastWork:
        part = task.work[self.states[task.id].alternative].parts[piece.part]
        people = self.piece_people(task, piece)
        amounts = (piece.hours_of(person, efficiency(self.portfolio, part, person)) for person in people)
        return LeastWork(people, min(amounts, default=piece.hours), part)

    def _need(self, people: tuple[str, ...], part: Part, hours: Fraction) -> LeastWork:
        fastest = max((efficiency(self.portfolio, part, person) for person in people), default=Fraction(1))
        return LeastWork(people, hours / fastest, part)

    @cached_property
    def earliest(self) -> dict[str, Earliest]:
        """How soon each task that matters here can start and end, as if everybody had nothing else to do.

        What matters: all before a firm date, and work that only people who leave can do. Empty for cycles.
        """
        found: dict[str, Earliest] = {}
        known: dict[str, list[TaskLink]] = {task.id: [] for task in self.scope.tasks}
        for link in self.scope.links:
            known[link.after].append(link)
        queue = [name for due in self.scope.dues if due.firm for name in due.tasks] + self._of_leavers()
        into: dict[str, list[TaskLink]] = {}
        while queue:
            name = queue.pop()
            if name not in into:
                into[name] = known[name]
                queue += [link.before for link in known[name]]
        out: dict[str, list[str]] = {name: [] for name in into}
        for name, links in into.items():
            for link in links:
                out[link.before].append(name)
        waiting = {name: len(links) for name, links in into.items()}
        ready = [name for name, count in waiting.items() if not count]
        while ready:
            name = ready.pop()
            found[name] = self._earliest(self.portfolio.task[name], into[name], found)
            for after in out[name]:
                waiting[after] -= 1
                if not waiting[after]:
                    ready.append(after)
        return found if len(found) == len(into) else {}

    def _of_leavers(self) -> list[str]:
        """Open tasks with a part for which everybody who may do it has a last day."""
        leaving = {person.id for person in self.portfolio.people if person.leaves is not None}
        if not leaving:
            return []
        return [
            task.id
            for task in self.open_tasks
            if any(leaving.issuperset(need.people) for way in self.least_work(task) for need in way)
        ]

    def _earliest(self, task: Task, links: Sequence[TaskLink], known: dict[str, Earliest]) -> Earliest:
        state = self.states.get(task.id)
        if state is not None and state.end is not None:
            return Earliest(state.start, state.end)
        starts: list[tuple[int, str]] = []
        ends: list[tuple[int, str]] = []
        for link in links:
            moment = known[link.before].end if link.type[0] == "F" else known[link.before].start
            target = starts if link.type[1] == "S" else ends
            target.append((self.later(moment, link), link.before))
        if state is not None:
            start, end, after = state.start, self._rest(task, state), ""
        else:
            release = self.scope.release(task)
            if release is not None:
                starts.append((release, ""))
            first, after = max(starts, default=(self.today, ""), key=lambda pair: pair[0])
            ways = [self._way(task, way, first) for way in task.work or (Alternative(wait=Fraction(0)),)]
            start, end = min(way[0] for way in ways), min(way[1] for way in ways)
        for bound, name in ends:
            if bound > end:
                end, after = bound, name
        return Earliest(start, end, after)

    def _rest(self, task: Task, state: Started) -> int:
        work = task.work[state.alternative] if task.work else Alternative(wait=Fraction(0))
        if work.wait is not None:
            return max(self.today, self.after(self.time.portfolio, state.start, self.portfolio.grid.ticks(work.wait)))
        ends = [self.today]
        for piece in state.pieces:
            ends.append(
                min(
                    (
                        self.after(self.time.free(person), self.today, self.piece_elapsed(task, piece, person))
                        for person in self.piece_people(task, piece)
                    ),
                    default=self.never,
                )
            )
        return max(ends)

    def _way(self, task: Task, way: Alternative, first: int) -> tuple[int, int]:
        if way.wait is not None:
            begin = max(first, self.today) if task.uses or way.uses else first
            end = self.after(self.time.portfolio, begin, self.portfolio.grid.ticks(way.wait))
            return begin, max(end, self.today)
        begin = max(first, self.today)
        return begin, max((self._part_end(task, part, begin) for part in way.parts), default=begin)

    def _part_end(self, task: Task, part: Part, begin: int) -> int:
        people = self.able(task, part)
        best = self.never
        for count in range(part.fewest, min(part.most, len(people)) + 1):
            ends = sorted(self.after(self.time.free(p), begin, self.elapsed(part, count, p)) for p in people)
            best = min(best, ends[count - 1])
        return best

    def later(self, tick: int, link: TaskLink) -> int:
        """First moment that a link allows after a tick."""
        if not link.counts_time:
            return tick
        calendar = self.time.portfolio
        number = calendar.before(tick) + link.lag
        if number <= 0:
            return min(self.time.start, tick)
        return calendar.slot(number - 1) + 1 if number <= calendar.total else self.never

    def after(self, calendar: Calendar, start: int, ticks: int) -> int:
        """Moment at which `ticks` of a calendar have passed; `never` when it ends before."""
        if ticks <= 0:
            return start
        number = calendar.before(start) + ticks
        return calendar.slot(number - 1) + 1 if number <= calendar.total else self.never

    def before(self, tasks: Iterable[str]) -> list[str]:
        """Open tasks that have to end no later than the last of `tasks` does, these included, in table order."""
        into: dict[str, list[str]] = {}
        for link in self.scope.links:
            if link.type[0] == "F" and link.lag >= 0:
                started_already = link.after in self.states and link.type[1] == "S"
                if not started_already:
                    into.setdefault(link.after, []).append(link.before)
        found: set[str] = set()
        queue = list(tasks)
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += into.get(name, ())
        return [task.id for task in self.open_tasks if task.id in found]


def _until(portfolio: Portfolio) -> int:
    """Tick beyond every date that matters here, with two years of room for work."""
    grid = portfolio.grid
    ends = [portfolio.as_of_tick]
    ends += [grid.end_of(row.due) for row in portfolio.milestones if row.firm and row.due is not None]
    ends += [grid.end_of(person.leaves) for person in portfolio.people if person.leaves is not None]
    return reach(portfolio, min(max(ends), farthest(portfolio)) + 366 * YEARS_AHEAD * grid.ticks_a_day)


@lru_cache(maxsize=65536)
def _elapsed(hours: Fraction, people: int, rate: Fraction, share: int, step: Fraction) -> int:
    """Own ticks that pass, rounded up to the grid once."""
    return -(-(hours * 100) // (people * rate * share * step))
