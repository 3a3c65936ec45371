"""When begun work may be handed over: what `[calendar] handovers` says, held against the facts alone.

With ``needed``, a piece of work may be handed over when the one who has begun it

- is away: their next working moment comes after more than `open_absence` of portfolio time;
- leaves before all they have begun can be done; or
- cannot keep a dated milestone that lies ahead: one that is late when they go on at once, with nothing else to do, and
  everything between the piece and the milestone takes the least time that anybody needs for it, while somebody else would
  be done with the piece sooner; or one before which they have begun more than fits into their time.

These say nothing of what is planned, so that a plan can be judged by them, whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, lru_cache

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.study.eligibility import candidates
from ipmplan.study.holds import active
from ipmplan.study.pieces import Piece, Started, efficiency, takers
from ipmplan.study.scope import Due, Scope, TaskLink
from ipmplan.study.working_time import WorkingTime

Span = tuple[int | None, int]
FULL = 100
HORIZON_DAYS = 360


class Handing:
    """Which pieces of started tasks may be handed over.

    Parameters
    ----------
    portfolio, scope, time
        What they follow from.
    states
        Started tasks; a piece with a person who could hand it over has a hand-over's price and those who are excluded.
    """

    def __init__(self, portfolio: Portfolio, scope: Scope, time: WorkingTime, states: Mapping[str, Started]) -> None:
        self._portfolio = portfolio
        self._scope = scope
        self._time = time
        self._states = states
        self._today = portfolio.as_of_tick
        self._held = active(portfolio)
        self._out: dict[str, bool] = {}
        self._full: dict[tuple[str, str, str], bool] = {}
        self._sets: dict[tuple[str, str], frozenset[str]] = {}
        self._least: dict[str, list[list[list[tuple[Calendar, int]]]]] = {}

    def of(self, name: str, piece: Piece) -> Piece:
        """A piece of a task as it is planned: offered, or staying with who has begun it."""
        if piece.person is None or not piece.excluded:
            return piece
        if self._stays(name, piece.person):
            return replace(piece, handover=Fraction(0), excluded=(), rate=Fraction(1))
        if self._portfolio.calendar.handovers == "any" or self._is_needed(name, piece.person, piece):
            return replace(piece, owner=piece.person)
        return replace(piece, handover=Fraction(0), excluded=(), rate=Fraction(1))

    def _stays(self, name: str, person: str) -> bool:
        """Whether somebody is held on a task and can go on with it."""
        return name in self._held and person in self._held[name].people and not self._is_out(person)

    def _is_out(self, person: str) -> bool:
        if person not in self._out:
            self._out[person] = self.is_away(person) or self._leaves_too_soon(person)
        return self._out[person]

    def _is_needed(self, name: str, person: str, piece: Piece) -> bool:
        if self._is_out(person):
            return True
        end = self._after(self._time.free(person), self._today, self._ticks(name, piece, person))
        if any(self._is_full(name, person, due) for due in self._ahead):
            return True
        return self._is_sooner(name, piece, end) and any(
            self._passes(moment, due)
            for task, (_, moment) in self._follow(name, end).items()
            for due in self._dues.get(task, ())
        )

    def _is_sooner(self, name: str, piece: Piece, end: int) -> bool:
        """Whether somebody else would be done before a tick, the hand-over included."""
        task, part = self._portfolio.task[name], self._part(name, piece)
        return any(
            self._after(self._time.free(other), self._today, self._ticks(name, piece, other)) < end
            for other in takers(self._portfolio, task, part, piece.excluded)
        )

    def is_away(self, person: str) -> bool:
        """Whether somebody's next working moment comes after more than `open_absence` of portfolio time."""
        grid, calendar = self._portfolio.grid, self._time.portfolio
        number = calendar.before(self._today) + grid.ticks(self._portfolio.calendar.open_absence)
        if number >= calendar.before(self._horizon):
            return False
        return not self._time.person(person).count(self._today, calendar.slot(number) + 1)

    @cached_property
    def _horizon(self) -> int:
        """Tick up to which absences and last days are looked at, which every study knows."""
        return self._today + HORIZON_DAYS * self._portfolio.grid.ticks_a_day

    def _leaves_too_soon(self, person: str) -> bool:
        leaves = self._portfolio.person[person].leaves
        if leaves is None or self._portfolio.grid.end_of(leaves) > self._horizon:
            return False
        return self._has_begun_too_much(person, self._states, self._portfolio.grid.end_of(leaves))

    def _has_begun_too_much(self, person: str, names: Iterable[str], end: int) -> bool:
        """Whether what somebody has begun in some tasks takes more than their time until a tick."""
        needed = sum(
            self._ticks(name, piece, person) * self._part(name, piece).share
            for name in names
            if name in self._states
            for piece in self._states[name].pieces
            if piece.person == person
        )
        return needed > FULL * self._time.free(person).count(self._today, end)

    @cached_property
    def _ahead(self) -> tuple[Due, ...]:
        """Dates that lie ahead and count."""
        return tuple(
            due
            for due in self._scope.dues
            if due.end is not None and due.end > self._today and (due.weight or due.firm)
        )

    @cached_property
    def _far(self) -> int:
        """Tick of the last date; what ends behind it is late for every one of them."""
        return max((due.end or 0 for due in self._ahead), default=self._today)

    @cached_property
    def _dues(self) -> dict[str, list[Due]]:
        """Dates ahead by the tasks that they are dates of."""
        found: dict[str, list[Due]] = {}
        for due in self._ahead:
            for task in due.tasks:
                found.setdefault(task, []).append(due)
        return found

    def _is_full(self, name: str, person: str, due: Due) -> bool:
        """Whether a task has to end before a date before which somebody has begun more than fits."""
        assert due.end is not None
        before = self._ends_before(due)
        if name not in before:
            return False
        key = (person, due.kind, due.id)
        if key not in self._full:
            self._full[key] = self._has_begun_too_much(person, before, due.end)
        return self._full[key]

    def _passes(self, end: int, due: Due) -> bool:
        """Whether an end is late for a date, less its buffer."""
        assert due.end is not None
        calendar = self._time.portfolio
        if end > self._far or (due.firm and end > due.end):
            return True
        return calendar.before(end) > calendar.before(due.end) - due.buffer

    def _ends_before(self, due: Due) -> frozenset[str]:
        """Tasks that have to end before a date."""
        key = (due.kind, due.id)
        if key not in self._sets:
            found: set[str] = set()
            queue = list(due.tasks)
            while queue:
                name = queue.pop()
                if name not in found:
                    found.add(name)
                    links = self._into.get(name, ())
                    queue += [link.before for link in links if link.type[0] == "F" and link.lag >= 0]
            self._sets[key] = frozenset(found)
        return self._sets[key]

    @cached_property
    def _into(self) -> dict[str, list[TaskLink]]:
        """Links that still bind, by the task that waits."""
        found: dict[str, list[TaskLink]] = {}
        for link in self._scope.links:
            state = self._states.get(link.after)
            if state is None or (not state.finished and link.type[1] == "F"):
                found.setdefault(link.after, []).append(link)
        return found

    @cached_property
    def _behind(self) -> dict[str, list[str]]:
        """What waits for each task."""
        found: dict[str, list[str]] = {}
        for name, links in self._into.items():
            for link in links:
                found.setdefault(link.before, []).append(name)
        return found

    @cached_property
    def _place(self) -> dict[str, int]:
        """Place of each planned task behind those that it waits for; those in cycles have none."""
        waiting = {task.id: len(self._into.get(task.id, ())) for task in self._scope.tasks}
        order = [name for name, count in waiting.items() if not count]
        for name in order:
            for after in self._behind.get(name, ()):
                waiting[after] -= 1
                if not waiting[after]:
                    order.append(after)
        return {name: number for number, name in enumerate(order)}

    def _follow(self, name: str, end: int) -> dict[str, Span]:
        """Earliest starts and ends of a started task that ends at a tick, and of all that waits for it."""
        later: set[str] = set()
        queue = list(self._behind.get(name, ()))
        while queue:
            after = queue.pop()
            if after not in later and after in self._place:
                later.add(after)
                queue += self._behind.get(after, ())
        found: dict[str, Span] = {name: (None, end)}
        for after in sorted(later, key=self._place.__getitem__):
            found[after] = self._span(after, found)
        return found

    def _span(self, name: str, known: Mapping[str, Span]) -> Span:
        first, last = self._today, self._today
        for link in self._into[name]:
            if link.before not in known:
                continue
            start, end = known[link.before]
            moment = end if link.type[0] == "F" else start
            if moment is None:
                continue
            bound = self._later(moment, link)
            if link.type[1] == "S":
                first = max(first, bound)
            else:
                last = max(last, bound)
        if name in self._states:
            return None, last
        return first, max(last, self._least_end(self._portfolio.task[name], first))

    def _least_end(self, task: Task, start: int) -> int:
        """End of a task begun at a tick by people who have nothing else to do."""
        ends = []
        for calendars in self._ways(task):
            ends.append(
                max(
                    (min((self._after(c, start, n) for c, n in part), default=start) for part in calendars),
                    default=start,
                )
            )
        return min(ends, default=start)

    def _ways(self, task: Task) -> list[list[list[tuple[Calendar, int]]]]:
        """For each alternative and part, everybody's calendar and the least ticks that it takes them."""
        if task.id not in self._least:
            grid = self._portfolio.grid
            found: list[list[list[tuple[Calendar, int]]]] = []
            for way in task.work or (Alternative(wait=Fraction(0)),):
                if way.wait is not None:
                    found.append([[(self._time.portfolio, grid.ticks(way.wait))]])
                    continue
                found.append(
                    [
                        [
                            (
                                self._time.free(person),
                                _ticks(
                                    part.hours,
                                    part.most * part.share,
                                    efficiency(self._portfolio, part, person),
                                    grid.hours,
                                ),
                            )
                            for person in candidates(self._portfolio, task, part)
                        ]
                        for part in way.parts
                    ]
                )
            self._least[task.id] = found
        return self._least[task.id]

    def _ticks(self, name: str, piece: Piece, person: str) -> int:
        part = self._part(name, piece)
        hours = piece.hours_of(person, efficiency(self._portfolio, part, person))
        return self._portfolio.grid.ticks(hours * FULL / part.share)

    def _part(self, name: str, piece: Piece) -> Part:
        return self._portfolio.task[name].work[self._states[name].alternative].parts[piece.part]

    def _later(self, tick: int, link: TaskLink) -> int:
        """First tick that a link allows; behind the last date all is the same."""
        if not link.counts_time or tick > self._far:
            return tick
        calendar = self._time.portfolio
        number = calendar.before(tick) + link.lag
        if number <= 0:
            return self._today
        return calendar.slot(number - 1) + 1 if number <= calendar.before(self._far) else self._far + 1

    def _after(self, calendar: Calendar, start: int, ticks: int) -> int:
        """End of so many ticks of a calendar; one behind the last date where they do not fit before it."""
        if ticks <= 0 or start > self._far:
            return start
        number = calendar.before(start) + ticks
        return calendar.slot(number - 1) + 1 if number <= calendar.before(self._far) else self._far + 1


@lru_cache(maxsize=65536)
def _ticks(hours: Fraction, people: int, rate: Fraction, step: Fraction) -> int:
    """Ticks that work takes each of so many per cent of people, rounded up once."""
    return -(-(hours * FULL) // (people * rate * step))
