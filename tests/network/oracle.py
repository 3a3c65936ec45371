"""Slack by brute force, in plain dates: a task is put off, whatever must give way does so a step at a time.

Nothing here is taken from `ipmplan.network`. Working time comes from `core`, as sets of moments; what ties work together is
read anew from the tables and the plan.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import takewhile

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.study.reading import Reading

MOST_SLIP = 40
DAYS_AFTER = 25


@dataclass
class Block:
    """Work that begins together: for each row, who, how many steps of whose time, and its share."""

    task: str
    start: datetime
    rows: list[Work]
    moves: bool = True


@dataclass
class Work:
    """A row of a block; `times` are the moments at which a step of its person's free time begins."""

    person: str
    steps: int
    share: int
    times: list[datetime] = field(repr=False)
    least_end: datetime = datetime.min


class Oracle:
    """A plan taken apart."""

    def __init__(self, schedule: Schedule, portfolio: Portfolio) -> None:
        self.plan = Reading(schedule, portfolio)
        self.portfolio = self.plan.portfolio
        self.step = timedelta(minutes=portfolio.grid.minutes)
        self.now = portfolio.grid.moment(portfolio.as_of_tick)
        self.never = max([self.now, *(row.end for row in schedule.tasks)]) + timedelta(days=DAYS_AFTER)
        self.hours = self._moments(self.plan.time.portfolio.intervals)
        self.rows = {row.id: row for row in schedule.tasks}
        self.blocks = [block for name in self.rows for block in self._blocks(name)]
        self.last = max([self.now, *(row.end for row in schedule.tasks)])
        self.pairs = [*self._people(), *self._pools()]

    def _moments(self, intervals: list[tuple[int, int]]) -> list[datetime]:
        moments = (self.plan.grid.moment(tick) for start, end in intervals for tick in range(start, end))
        return list(takewhile(lambda moment: moment < self.never, moments))

    def _between(self, start: datetime, end: datetime) -> int:
        """Working steps of the portfolio between two moments."""
        return max(0, bisect_left(self.hours, end) - bisect_left(self.hours, start))

    def _state(self, name: str) -> str:
        state = self.plan.started.get(name)
        return "fresh" if state is None else "done" if state.finished else "begun"

    def _blocks(self, name: str) -> Iterator[Block]:
        row, state = self.rows[name], self._state(name)
        if state == "done":
            return
        if self.plan.is_wait(name):
            steps = self._between(row.start, row.end)
            if state == "begun":
                # Only its end can move: one step that is last.
                last = max(moment for moment in self.hours if moment < row.end)
                yield Block(name, last, [Work("", 1, 0, self.hours)])
            elif row.start < self.now:
                length = int((self.plan.alternative(name).wait or 0) / self.plan.grid.hours)
                yield Block(name, row.start, [Work("", length, 0, self.hours, row.end)])
            else:
                yield Block(name, row.start, [Work("", steps, 0, self.hours)])
            return
        parts = self.plan.alternative(name).groups
        group_of = [number for number, group in enumerate(parts) for _ in group]
        together: dict[int, Block] = {}
        for stint in self.plan.stints.get(name, ()):
            person = stint.row.person
            times = self._moments(self.plan.time.free(person).intervals)
            steps = sum(stint.row.start <= moment < stint.row.end for moment in times)
            work = Work(person, steps, round(stint.row.share * 100), times)
            group = group_of[stint.row.part]
            if state == "fresh" and len(parts[group]) > 1 and group in together:
                together[group].rows.append(work)
                continue
            block = Block(name, stint.row.start, [work])
            together[group] = block
            yield block

    def end_of(self, work: Work, start: datetime) -> datetime:
        """When so many steps have been worked from a start on."""
        if not work.steps:
            return max(start, work.least_end)
        last = bisect_left(work.times, start) + work.steps - 1
        return max(work.times[last] + self.step, work.least_end) if last < len(work.times) else datetime.max

    def _users(self) -> Iterator[tuple[str, str, datetime, datetime, int]]:
        for name, row in self.rows.items():
            if self._state(name) == "done":
                continue
            for pool, units in self.plan.uses(name).items():
                start = row.start
                if self._state(name) == "begun":
                    own = [block.start for block in self.blocks if block.task == name]
                    start = max(start, self.now) if self.plan.is_wait(name) else min(own)
                if units and start < row.end:
                    yield pool, name, start, row.end, units

    def _people(self) -> Iterator[tuple[tuple[str, int, int], tuple[str, int, int]]]:
        """Rows, as (`row`, block, number), of which the second has to wait for the first of the same person."""
        people = {work.person for block in self.blocks for work in block.rows if work.person}
        for person in sorted(people):
            users = [
                (("row", b, w), block.start, self.end_of(work, block.start), work.share)
                for b, block in enumerate(self.blocks)
                for w, work in enumerate(block.rows)
                if work.person == person
            ]
            yield from _passed_on(users, 100)
            begun = [u for u in users if self._state(self.blocks[u[0][1]].task) == "begun"]
            for first, *_ in begun:
                for then, *_ in users:
                    if self._state(self.blocks[then[1]].task) != "begun":
                        yield ("start", *first[1:]), then

    def _pools(self) -> Iterator[tuple[tuple[str, int, int], tuple[str, int, int]]]:
        names = list(self.rows)
        for pool in self.portfolio.pools:
            if pool.kind == "renewable":
                users = [
                    (("task", names.index(name), 0), start, end, units)
                    for used, name, start, end, units in self._users()
                    if used == pool.id
                ]
                yield from _passed_on(users, pool.capacity)

    def rebuilt(self, task: str = "", slip: int = 0) -> dict[str, tuple[datetime, datetime]] | None:
        """Spans of all tasks when one slips by so many working steps of the portfolio; None when it never ends."""
        starts = [block.start for block in self.blocks]
        for number, block in enumerate(self.blocks):
            if block.task == task:
                while self._between(block.start, starts[number]) < slip:
                    starts[number] += self.step
                    if starts[number] > self.never:
                        return None
        while True:
            wrong = {number for number in range(len(starts)) if self._is_away(number, starts[number])}
            wrong |= set(self._broken(starts))
            if not wrong:
                return self._spans(starts)
            for number in wrong:
                starts[number] += self.step
                if starts[number] > self.never:
                    return None

    def _is_away(self, number: int, start: datetime) -> bool:
        block = self.blocks[number]
        return any(
            (work.steps or _is_in(work.times, block.start)) and not _is_in(work.times, start) for work in block.rows
        )

    def _spans(self, starts: list[datetime]) -> dict[str, tuple[datetime, datetime]]:
        spans = {name: (row.start, row.end) for name, row in self.rows.items()}
        for name in self.rows:
            own = [(start, block) for start, block in zip(starts, self.blocks, strict=True) if block.task == name]
            if own:
                start = min(start for start, _ in own) if self._state(name) == "fresh" else self.rows[name].start
                end = max(self.end_of(work, start) for start, block in own for work in block.rows)
                spans[name] = (start, end)
        return spans

    def _broken(self, starts: list[datetime]) -> Iterator[int]:
        """Blocks that have to give way."""
        spans = self._spans(starts)
        names = list(self.rows)

        def moment(user: tuple[str, int, int], *, end: bool) -> datetime:
            kind, number, row = user
            if kind == "task":
                return spans[names[number]][end]
            start = starts[number]
            return self.end_of(self.blocks[number].rows[row], start) if end and kind == "row" else start

        for first, then in self.pairs:
            after = moment(first, end=True)
            if then[0] == "task":
                if self._state(names[then[1]]) == "begun" and self.plan.is_wait(names[then[1]]):
                    continue
                for number, block in enumerate(self.blocks):
                    if block.task == names[then[1]] and starts[number] < after:
                        yield number
            elif starts[then[1]] < after:
                yield then[1]
        for task in self.portfolio.tasks:
            if task.id in self.rows:
                yield from self._links(task, starts, spans)

    def _links(self, task: Task, starts: list[datetime], spans: dict[str, tuple[datetime, datetime]]) -> Iterator[int]:
        own = [number for number, block in enumerate(self.blocks) if block.task == task.id]
        for link in task.after:
            steps = int(link.lag / self.plan.grid.hours)
            for name in self.portfolio.milestone_tasks.get(link.predecessor, (link.predecessor,)):
                if name not in spans or name == task.id or not own:
                    continue
                before = spans[name][link.type[0] == "F"]
                if link.type[1] == "S":
                    if self._state(task.id) == "fresh":
                        yield from (number for number in own if not self._holds(before, starts[number], steps))
                    continue
                # The row that ends last in the plan is the one that waits.
                ends = [
                    (self.end_of(work, self.blocks[number].start), number, row)
                    for number in own
                    for row, work in enumerate(self.blocks[number].rows)
                ]
                _, number, row = max(ends)
                end = self.end_of(self.blocks[number].rows[row], starts[number])
                # No working time from the start of one to the end of the other is none back, however far apart they are.
                if (
                    self._between(end, before)
                    if link.type == "SF" and not steps
                    else not self._holds(before, end, steps)
                ):
                    yield number

    def _holds(self, before: datetime, after: datetime, steps: int) -> bool:
        if not steps:
            return after >= before
        if steps > 0:
            return self._between(before, after) >= steps
        return self._between(after, before) <= -steps

    def late(self, spans: dict[str, tuple[datetime, datetime]]) -> dict[str, tuple[int, bool]]:
        """For each dated milestone how many working steps late it is, and whether its firm date is broken."""
        found = {}
        for due in self.plan.scope.dues:
            ends = [spans[name][1] for name in due.tasks if name in spans]
            if due.due is None or not ends:
                continue
            day = due.due
            end = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day) + timedelta(days=1)
            finish = max(ends)
            after, before = self._between(end, finish), self._between(finish, end)
            found[due.id + due.kind] = (max(0, after - before + due.buffer), due.firm and finish > end)
        return found

    def slack(self, task: str) -> float:
        """Hours that a task can slip, `MOST_SLIP` of them where it is more."""
        if not any(block.task == task for block in self.blocks):
            return 0.0
        if not any(person.leaves for person in self.portfolio.people):
            return self._until_a_date_moves(task)
        # If nobody ever left; and until somebody who leaves cannot end what is theirs.
        staying = tuple(replace(person, leaves=None) for person in self.portfolio.people)
        longest = Oracle(self.plan.schedule, replace(self.portfolio, people=staying))._until_a_date_moves(task)
        broken = next((slip for slip in range(1, MOST_SLIP + 1) if not self._ends(task, slip)), MOST_SLIP + 1)
        return min(longest, self.plan.grid.to_hours(broken - 1))

    def _ends(self, task: str, slip: int) -> bool:
        spans = self.rebuilt(task, slip)
        return spans is not None and all(end < datetime.max for _, end in spans.values())

    def _until_a_date_moves(self, task: str) -> float:
        planned = self.late(self.rebuilt() or {})
        stopped = None
        for slip in range(1, MOST_SLIP):
            spans = self.rebuilt(task, slip)
            if spans is None:
                break
            late = self.late(spans)
            if any(late[name][0] > planned[name][0] or late[name][1] > planned[name][1] for name in planned):
                return self.plan.grid.to_hours(slip - 1)
            if stopped is None and max(end for _, end in spans.values()) > self.last:
                stopped = slip - 1
        return self.plan.grid.to_hours(MOST_SLIP if stopped is None else stopped)


def _is_in(times: list[datetime], moment: datetime) -> bool:
    place = bisect_left(times, moment)
    return place < len(times) and times[place] == moment


def _passed_on(
    users: list[tuple[tuple[str, int, int], datetime, datetime, int]], capacity: int
) -> Iterator[tuple[tuple[str, int, int], tuple[str, int, int]]]:
    """Give each unit a name and a holder; whoever comes takes the units that have been free for longest."""
    units: list[tuple[datetime, tuple[str, int, int] | None]] = [(datetime.min, None)] * capacity
    for user, start, end, wanted in sorted(users, key=lambda one: (one[1], one[2])):
        if end <= start:
            continue
        units.sort(key=lambda unit: unit[0])
        free = [number for number, (since, _) in enumerate(units) if since <= start][:wanted]
        for holder in dict.fromkeys(units[number][1] for number in free):
            if holder is not None:
                yield holder, user
        for number in free:
            units[number] = (end, user)
