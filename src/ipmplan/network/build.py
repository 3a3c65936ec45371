"""From a plan to its network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ipmplan.core.calendar import Calendar
from ipmplan.network.calendars import PORTFOLIO, tables
from ipmplan.network.columns import ANY_TIME, FROM_FACTS, NOBODY, ArcKind
from ipmplan.network.data import PlanNetwork, Table
from ipmplan.network.handovers import UnitHold, handovers
from ipmplan.study.reading import Reading, Stint
from ipmplan.study.scope import TaskLink
from ipmplan.study.study import Study

DUE_YEARS = 3
Row = tuple[int, ...]


def plan_network(plan: Reading, until: int | None = None) -> PlanNetwork:
    """Write down what a plan is made of.

    Parameters
    ----------
    plan
        Read against its portfolio.
    until
        Tick at which the network's calendars end at the earliest; what is pushed beyond them never happens. Given by
        those who make work longer; they always reach the plan's last finish and its dates, of which those that lie
        more than three years after it count as if they were there.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.plan import Schedule
    >>> from ipmplan.core.portfolio import Portfolio
    >>> made = plan_network(Reading(Schedule("Studio", date(2026, 1, 5), "feasible"), Portfolio("Studio", date(2026, 1, 5))))
    >>> made.pieces.shape, made.arcs.shape
    ((0, 8), (0, 7))
    """
    return _Build(plan, until).network()


class _Build:
    """Collects the tables of a network, in ticks since its origin."""

    def __init__(self, plan: Reading, until: int | None) -> None:
        self.plan = plan
        self.time = plan.time if until is None or until <= plan.time.until else Study(plan.portfolio, until).time
        self.until = min(self.time.until, max(until or 0, plan.last + DUE_YEARS * 366 * plan.grid.ticks_a_day))
        self.origin = self.time.start
        self.tasks = tuple(plan.spans)
        self.people = tuple(plan.by_person)
        self.person = {name: row for row, name in enumerate(self.people)}
        self.calendars: list[Calendar] = [self.time.portfolio, *(self.time.free(name) for name in self.people)]
        self.shared: dict[tuple[int, ...], int] = {}
        self.today = plan.portfolio.as_of_tick
        self.pieces: list[Row] = []
        self.groups: list[Row] = []
        self.earliest_end: list[int] = []
        self.arcs: dict[Row, None] = {}
        self.groups_of: list[range] = []
        self.pieces_of: list[range] = []
        self.rows = {name: row for row, name in enumerate(self.tasks)}
        self.pieces_by: dict[int, list[int]] = {}

    def network(self) -> PlanNetwork:
        plan = self.plan
        for row, name in enumerate(self.tasks):
            group, piece = len(self.groups), len(self.pieces)
            self._work(row, name)
            self.groups_of.append(range(group, len(self.groups)))
            self.pieces_of.append(range(piece, len(self.pieces)))
        self.first_end = len(self.groups)
        self.task_starts = self.first_end + len(self.pieces)
        self.task_ends = self.task_starts + len(self.tasks)
        decisions = tuple(decision.id for decision in plan.portfolio.decisions)
        links = tuple(link for link in plan.scope.links if link.before in plan.spans and link.after in plan.spans)
        pools = tuple(pool.id for pool in plan.portfolio.pools)
        for number, link in enumerate(links):
            self._link(number, link)
        for person in self.people:
            self._order_of_person(person)
        for number in range(len(pools)):
            self._order_of_pool(number)
        for row, name in enumerate(self.tasks):
            self._facts(row, name, decisions)
        has_work = np.array([bool(groups) for groups in self.groups_of], np.bool_)
        calendars = tables(self.calendars, self.origin, self.until)
        spans = np.array([plan.spans[name] for name in self.tasks], np.int64).reshape(-1, 2) - self.origin
        return PlanNetwork(
            grid=plan.grid,
            origin=self.origin,
            tasks=self.tasks,
            people=self.people,
            pools=pools,
            decisions=decisions,
            links=links,
            calendars=calendars,
            pieces=_table(self.pieces, 8),
            groups=_table(self.groups, 3),
            arcs=_table(list(self.arcs), 7),
            spans=np.clip(spans, 0, calendars.far).astype(np.int32),
            fixed_start=~has_work | np.array([not plan.is_fresh(name) for name in self.tasks], np.bool_),
            fixed_end=~has_work,
            earliest_end=np.array(self.earliest_end, np.int32),
            latest_end=np.array([self._latest_end(row[2]) for row in self.pieces], np.int32),
            limits=np.array([min(limit, calendars.far) for limit in self._limits()], np.int32),
            last=plan.last - self.origin,
        )

    def _work(self, row: int, name: str) -> None:
        """Pieces of a task; none when it is finished, or the plan has no rows for its work."""
        plan = self.plan
        state = plan.started.get(name)
        if state is not None and state.finished:
            return
        if plan.is_wait(name):
            start, end = plan.spans[name]
            if state is not None:
                self._begun_wait(row, end)
                return
            length = plan.wait_ticks(name)
            calendar = PORTFOLIO if length or start in self.time.portfolio else ANY_TIME
            self._group(row, calendar, [(0, NOBODY, PORTFOLIO, start, end, length)])
            self.earliest_end[-1] = self._tomorrow() if start < self.today else 0
            return
        for stints in together(plan, name):
            members = []
            for stint in stints:
                person = self.person[stint.row.person]
                length = self.time.free(stint.row.person).count(stint.start, max(stint.start, stint.end))
                members.append((stint.row.part, person, person + 1, stint.start, stint.end, length))
            self._group(row, self._common(tuple(sorted({member[2] for member in members}))), members)

    def _begun_wait(self, row: int, end: int) -> None:
        """A wait that has begun is a piece of one tick, its last."""
        calendar = self.time.portfolio
        start = calendar.slot(max(0, calendar.before(end) - 1)) if calendar.total else end
        self._group(row, PORTFOLIO, [(0, NOBODY, PORTFOLIO, start, end, 1)])

    def _group(self, row: int, calendar: int, members: Sequence[Row]) -> None:
        self.groups.append((row, calendar, members[0][3] - self.origin))
        for part, person, own, start, end, length in members:
            group = len(self.groups) - 1
            times = (start - self.origin, end - self.origin, length)
            self.pieces_by.setdefault(person, []).append(len(self.pieces))
            self.pieces.append((row, part, person, group, own, *times))
            self.earliest_end.append(0)

    def _common(self, calendars: tuple[int, ...]) -> int:
        """The calendar of the time in which all of some people work."""
        if len(calendars) == 1:
            return calendars[0]
        if calendars not in self.shared:
            common = self.calendars[calendars[0]]
            for other in calendars[1:]:
                common = common.minus(common.minus(self.calendars[other].intervals).intervals)
            self.shared[calendars] = len(self.calendars)
            self.calendars.append(common)
        return self.shared[calendars]

    def _tomorrow(self) -> int:
        """End of the first working step after the status date."""
        calendar = self.time.portfolio
        return calendar.slot(min(calendar.before(self.today), calendar.total - 1)) + 1 - self.origin

    def _arc(self, kind: ArcKind, tail: int, head: int, at: int = 0, about: int = 0) -> None:
        self.arcs[kind, tail, head, 0, at, about, 0] = None

    def _link(self, number: int, link: TaskLink) -> None:
        row, other = self.rows[link.before], self.rows[link.after]
        tail = (self.task_ends if link.type[0] == "F" else self.task_starts) + row
        heads: Iterable[int] = ()
        if link.type[1] == "S":
            if self.plan.is_fresh(link.after):
                heads = self.groups_of[other]
        elif self.pieces_of[other]:
            last = max(self.pieces_of[other], key=lambda piece: (self.pieces[piece][6], piece))
            heads = (self.first_end + last,)
        for head in heads:
            self.arcs[ArcKind.LINK, tail, head, link.lag, 0, number, link.counts_time] = None

    def _order_of_person(self, name: str) -> None:
        person = self.person[name]
        own = self.pieces_by.get(person, [])
        shares = [self._share(row) for row in own]
        holds = [
            UnitHold(self.pieces[row][5], self.pieces[row][6], share) for row, share in zip(own, shares, strict=True)
        ]
        for first, then in handovers(holds, 100):
            tail, head = self.first_end + own[first], self.pieces[own[then]][3]
            self._arc(ArcKind.PERSON, tail, head, about=person)
        begun = [row for row in own if self.plan.is_open(self.tasks[self.pieces[row][0]])]
        for row, share in zip(own, shares, strict=True):
            if row in begun or share == 100:
                continue
            for other in begun:
                self._arc(ArcKind.PERSON, self.pieces[other][3], self.pieces[row][3], about=person)

    def _share(self, row: int) -> int:
        task, number = self.pieces[row][:2]
        parts = self.plan.alternative(self.tasks[task]).parts
        return parts[number].share if 0 <= number < len(parts) else 100

    def _order_of_pool(self, number: int) -> None:
        pool = self.plan.portfolio.pools[number]
        if pool.kind != "renewable":
            return
        users, holds = [], []
        for row, name in enumerate(self.tasks):
            units = self.plan.uses(name).get(pool.id, 0)
            state = self.plan.started.get(name)
            if not units:
                continue
            start, end = self.plan.spans[name]
            if state is not None:
                starts = [self.pieces[piece][5] + self.origin for piece in self.pieces_of[row]]
                start = max(start, self.today) if self.plan.is_wait(name) else min(starts, default=end)
            users.append(row)
            holds.append(UnitHold(start, end, units))
        for first, then in handovers(holds, pool.capacity):
            if self.plan.is_wait(self.tasks[users[then]]) and not self.plan.is_fresh(self.tasks[users[then]]):
                continue
            for group in self.groups_of[users[then]]:
                self._arc(ArcKind.POOL, self.task_ends + users[first], group, about=number)

    def _facts(self, row: int, name: str, decisions: tuple[str, ...]) -> None:
        """What keeps a task's groups late whatever else is planned."""
        plan = self.plan
        task = plan.task(name)
        today = self.today - self.origin
        release = plan.scope.release(task)
        for group in self.groups_of[row]:
            if not plan.is_fresh(name):
                if plan.is_wait(name):
                    self._arc(ArcKind.PROGRESS, FROM_FACTS, group, at=self._goes_on(name))
                else:
                    self._arc(ArcKind.STATUS, FROM_FACTS, group, at=today)
                continue
            loose = release is None and not any(link.before in plan.spans for link in plan.links_into.get(name, ()))
            if not plan.is_wait(name) or plan.uses(name) or loose:
                self._arc(ArcKind.STATUS, FROM_FACTS, group, at=today)
            held = plan.study.holds.get(name)
            if held is not None and held.first is not None:
                self._arc(ArcKind.HOLD, FROM_FACTS, group, at=max(0, min(held.first, self.until) - self.origin))
            if release is not None:
                at = max(0, min(release, self.until) - self.origin)
                if task.not_before is not None and plan.grid.start_of(task.not_before) >= release:
                    self._arc(ArcKind.NOT_BEFORE, FROM_FACTS, group, at=at)
                else:
                    last = max(plan.scope.decisions[name], key=plan.scope.answer)
                    self._arc(ArcKind.DECISION, FROM_FACTS, group, at=at, about=decisions.index(last.id))

    def _goes_on(self, name: str) -> int:
        """First moment at which the last tick of a wait that has begun may be."""
        calendar = self.time.portfolio
        length = self.plan.wait_ticks(name)
        last = max(calendar.before(self.plan.spans[name][0]) + length, calendar.before(self.today) + 1)
        return calendar.slot(min(last, calendar.total) - 1) - self.origin if calendar.total else 0

    def _latest_end(self, person: int) -> int:
        """When somebody leaves, in ticks since the origin."""
        leaves = None if person == NOBODY else self.plan.portfolio.person[self.people[person]].leaves
        end = self.until + 1 if leaves is None else self.plan.grid.end_of(leaves)
        return min(end, self.until + 1) - self.origin

    def _limits(self) -> Iterator[int]:
        """Last end of each task by the dated milestones it belongs to."""
        plan, calendar = self.plan, self.time.portfolio
        limits: dict[str, int] = {}
        for due in plan.scope.dues:
            ends = [plan.spans[name][1] for name in due.tasks if name in plan.spans]
            if due.end is None or not ends:
                continue
            passed = max(calendar.before(due.end) - due.buffer, calendar.before(max(ends)))
            limit = min(calendar.slot(passed), self.until) if passed < calendar.total else self.until
            if due.firm and max(ends) <= due.end:
                limit = min(limit, due.end)
            for name in due.tasks:
                limits[name] = min(limits.get(name, limit), limit)
        for name in self.tasks:
            yield limits[name] - self.origin if name in limits else self.until + 1 - self.origin


def together(plan: Reading, name: str) -> list[list[Stint]]:
    """Rows of a listed task, those together that have to begin together and do."""
    numbers = [group for group, parts in enumerate(plan.alternative(name).groups) for _ in parts]
    found: dict[tuple[int, int, int], list[Stint]] = {}
    for row, stint in enumerate(plan.stints.get(name, ())):
        known = plan.is_fresh(name) and 0 <= stint.row.part < len(numbers)
        group = numbers[stint.row.part] if known else -1
        alone = -1 if known and numbers.count(group) > 1 else row
        found.setdefault((group, stint.start, alone), []).append(stint)
    return list(found.values())


def _table(rows: Sequence[Row], width: int) -> Table:
    return np.array(rows, np.int32).reshape(-1, width)
