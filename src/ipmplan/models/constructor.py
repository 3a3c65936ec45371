"""A complete plan in milliseconds: serial schedule generation in the order of a priority list.

Source: Kolisch (1996), "Serial and parallel resource-constrained project scheduling methods revisited", EJOR 90,
320-333; here with calendars, shares, groups of people and alternatives.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from ipmplan.instance import Instance, Mode, PartModel, TaskModel
from ipmplan.models.edges import ended as ended_after
from ipmplan.models.matching import choose_people
from ipmplan.models.solution import Choice, Solution, Work, reached
from ipmplan.models.timeline import PersonTimeline, PoolTimeline

NEVER = 10**9


class DoesNotFit(Exception):
    """The shared grid ends before all work is placed, or nobody is left who may do a part."""

    def __init__(self, task: TaskModel) -> None:
        super().__init__(task.id)
        self.task = task


@dataclass(frozen=True)
class Guide:
    """What the constructor is told.

    Parameters
    ----------
    keys
        Priority of each task; smaller first.
    modes
        Mode to use for some tasks, by task index.
    people
        People to use, by task index and part; other people are not considered.
    bias
        Added to the finish moment of a candidate when people are compared: ``bias(task, person)``.
    """

    keys: Sequence[float]
    modes: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    bias: Callable[[int, int], float] | None = None


class Constructor:
    """Builds solutions of one instance; `build` may be called many times."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.wanted = wanted(instance)

    def build(self, guide: Guide) -> Solution:
        """Place every task as early as the list order allows.

        Raises
        ------
        DoesNotFit
            When the grid is too short or nobody may do a part.
        """
        run = _Run(self, guide)
        waiting = [len(links) for links in self.instance.into]
        tasks = self.instance.tasks
        ready = [(_rank(tasks[n]), guide.keys[n], n) for n, count in enumerate(waiting) if not count]
        heapify(ready)
        while ready:
            number = heappop(ready)[2]
            run.place(tasks[number])
            for after in (link.after for link in self.instance.out[number]):
                waiting[after] -= 1
                if not waiting[after]:
                    heappush(ready, (_rank(tasks[after]), guide.keys[after], after))
        return Solution(self.instance, tuple(choice for choice in run.choices if choice is not None))


class _Run:
    """State of one construction."""

    def __init__(self, constructor: Constructor, guide: Guide) -> None:
        instance = constructor.instance
        self.instance = instance
        self.into = instance.into
        self.wanted = constructor.wanted
        self.guide = guide
        self.before = instance.axis.before_list
        self.slots = instance.axis.slot_list
        self.people = [PersonTimeline() for _ in instance.people]
        self.floor = [0] * len(instance.people)
        self.pools = [
            None if pool.consumable else PoolTimeline(pool.capacity, instance.length) for pool in instance.pools
        ]
        self.choices: list[Choice | None] = [None] * len(instance.tasks)
        self.seats: Mapping[int, Sequence[int]] = {}

    def place(self, task: TaskModel) -> None:
        """Place one task in the way that finishes first."""
        start_bound, end_bound, wait_bounds = self._bounds(task)
        best: tuple[float, Choice] | None = None
        modes: Sequence[int] = range(len(task.modes))
        fixed = self.guide.modes.get(task.index)
        if fixed is not None:
            modes = (fixed,)
        for number in modes:
            mode = task.modes[number]
            if mode.wait is not None:
                choice = self._wait(task, number, mode, start_bound, wait_bounds)
                worth = float(choice.end) if choice is not None else 0.0
            else:
                choice, worth = self._worked(task, number, mode, start_bound, end_bound)
            if choice is not None and (best is None or worth < best[0]):
                best = (worth, choice)
        if best is None:
            raise DoesNotFit(task)
        self._commit(task, best[1])

    def _bounds(self, task: TaskModel) -> tuple[int, int, tuple[int, int, int]]:
        """Least grid moments of start and end, and portfolio slots before those of a wait.

        The second of these is for waits without a length, the third for those with one.
        """
        start = task.release
        end = 0
        passed_start = task.start_bound if task.start_bound is not None else -NEVER
        ended = -NEVER
        passed_end = -NEVER
        if task.end_bound is not None and task.end_bound > 0:
            end = self.instance.slot_after(task.end_bound)
        for link in self.into[task.index]:
            choice = self.choices[link.before]
            assert choice is not None
            from_end = link.type[0] == "F"
            moment = choice.end if from_end else choice.start
            passed = self._passed(choice, from_end, link.before) + link.lag
            if link.lag:
                moment = self._moment(passed)
            if link.type[1] == "S":
                start = max(start, moment)
                passed_start = max(passed_start, passed)
            else:
                at_slot = moment if link.lag else reached(self.instance, link.before, choice, end=from_end)
                end = max(end, at_slot)
                passed_end = max(passed_end, passed)
                odd = passed if link.lag else ended_after(self.instance, link.before, choice, end=from_end)
                ended = max(ended, odd)
        return start, end, (passed_start, passed_end, ended)

    def _moment(self, passed: int) -> int:
        return bisect_left(self.before, passed) if passed > 0 else 0

    def _passed(self, choice: Choice, end: bool, task: int) -> int:
        if not end:
            mode = self.instance.tasks[task].modes[choice.mode]
            if mode.wait is not None:
                return choice.passed
        return self.before[choice.end if end else choice.start]

    def _wait(
        self, task: TaskModel, number: int, mode: Mode, start: int, bounds: tuple[int, int, int]
    ) -> Choice | None:
        length = mode.wait or 0
        passed_start, passed_end, ended = bounds
        lasts = length > 0 or task.started is not None
        passed_end = max(ended if lasts else passed_end, -NEVER if mode.end_bound is None else mode.end_bound)
        if mode.uses and task.started is None:
            return self._wait_with_pool(number, mode, length, max(start, 0), max(passed_end, 0))
        if task.started is not None:
            passed = self.instance.passed(task.started)
        else:
            passed = max(passed_start, passed_end - length)
            if passed <= -NEVER // 2:
                passed = 0
        finish = wait_finish(passed, length)
        if task.started is not None:
            finish = max(finish, passed_end, 1)
        if finish > len(self.slots) or passed >= len(self.slots):
            return None
        begin = 0 if passed < 0 else (self.slots[passed] if passed < len(self.slots) else self.instance.length)
        stop = self.slots[finish - 1] + 1 if finish > 0 and finish > passed else begin
        return Choice(number, begin, max(stop, begin), (), passed)

    def _wait_with_pool(self, number: int, mode: Mode, length: int, start: int, passed_end: int) -> Choice | None:
        passed = max(self.before[min(start, self.instance.length)], passed_end - length)
        while passed + length <= len(self.slots) and passed < len(self.slots):
            begin = self.slots[passed]
            end = self.slots[passed + length - 1] + 1 if length else begin
            blocked = self._blocked(mode, begin, end)
            if blocked < 0:
                return Choice(number, begin, end, (), passed)
            if blocked >= self.instance.length:
                return None
            passed = self.before[blocked + 1]
        return None

    def _blocked(self, mode: Mode, start: int, end: int, *, started: bool = False) -> int:
        """Last slot in which a pool has too little left, -1 when none; started work may take more when alone."""
        worst = -1
        for pool, units in mode.uses.items():
            line = self.pools[pool]
            if line is not None:
                if units > line.capacity:
                    if end > start and not started:
                        return NEVER
                    units = line.capacity
                worst = max(worst, line.blocked(start, end, units))
        return worst

    def _worked(self, task: TaskModel, number: int, mode: Mode, start: int, end: int) -> tuple[Choice | None, float]:
        least = max((min(part.length.values(), default=1) for part in mode.parts), default=1)
        while start < self.instance.length:
            if mode.uses and task.started is None:
                start = self._when_free(mode, start, least)
            found = self._parts(task, mode, start, end) if start < self.instance.length else None
            if found is None:
                return None, 0.0
            work, worth = found
            begin = min(item.start for item in work)
            stop = max(item.end for item in work)
            blocked = self._blocked(mode, begin, stop, started=task.started is not None) if mode.uses else -1
            if blocked < 0:
                return Choice(number, begin, stop, tuple(work), 0), worth
            start = blocked + 1
        return None, 0.0

    def _when_free(self, mode: Mode, start: int, length: int) -> int:
        """First moment from `start` on at which every pool of a mode has room for a while."""
        moved = True
        while moved:
            moved = False
            for pool, units in mode.uses.items():
                line = self.pools[pool]
                if line is not None:
                    later = line.earliest(start, length, units)
                    moved = moved or later > start
                    start = later
        return start

    def _parts(self, task: TaskModel, mode: Mode, start: int, end: int) -> tuple[list[Work], float] | None:
        if len(mode.parts) == 1 and mode.parts[0].people == 1:
            return self._single(task, mode.parts[0], start, end, ())
        found = self._greedy(task, mode, start, end)
        if found is None and len(mode.parts) > 1:
            self.seats = self._staff(task, mode)
            found = self._greedy(task, mode, start, end) if self.seats else None
            self.seats = {}
        return found

    def _staff(self, task: TaskModel, mode: Mode) -> dict[int, Sequence[int]]:
        """Different people for all parts at once, by part, where taking the quickest for each leaves one without."""
        able = [self._able(task, part, index) for index, part in enumerate(mode.parts)]
        chosen = choose_people(
            able, [part.people for part in mode.parts], lambda part, person: mode.parts[part].length[person]
        )
        return dict(enumerate(chosen)) if chosen is not None else {}

    def _allowed(self, task: TaskModel, part: PartModel, index: int) -> Sequence[int] | None:
        """People to whom a part is restricted, None when it is not."""
        return self.seats[index] if self.seats else self.guide.people.get((task.index, part.number))

    def _able(self, task: TaskModel, part: PartModel, index: int) -> list[int]:
        allowed = self._allowed(task, part, index)
        return [person for person in part.length if allowed is None or person in allowed]

    def _greedy(self, task: TaskModel, mode: Mode, start: int, end: int) -> tuple[list[Work], float] | None:
        """The quickest people for one part after the other."""
        work: list[Work] = []
        worth = 0.0
        taken: list[int] = []
        done: set[int] = set()
        for index, part in enumerate(mode.parts):
            if index in done:
                continue
            if part.group is not None:
                members = [n for n, other in enumerate(mode.parts) if other.group == part.group]
                done.update(members)
                found = self._group(task, mode, members, start, taken)
            else:
                found = self._several(task, index, part, start, taken)
            if found is None:
                return None
            work.extend(found)
            taken.extend(item.person for item in found)
        last = max(work, key=lambda item: item.end)
        if last.end < end:
            part = mode.parts[last.part]
            if part.group is None:
                others = tuple(person for person in taken if person != last.person)
                later = self._single(task, part, start, end, others, last.part, last.person)
                if later is None:
                    return None
                work[work.index(last)] = later[0][0]
            else:
                return self._greedy(task, mode, start + max(1, end - last.end), end) if start < end else None
        worth += max(item.end for item in work)
        return work, worth

    def _single(
        self,
        task: TaskModel,
        part: PartModel,
        start: int,
        end: int,
        taken: Sequence[int],
        index: int = 0,
        only: int | None = None,
    ) -> tuple[list[Work], float] | None:
        """The person who finishes first."""
        best: tuple[float, int, int, int] | None = None
        bias = self.guide.bias
        allowed = self._allowed(task, part, index)
        for person, length in part.length.items():
            if (allowed is not None and person not in allowed) or person in taken:
                continue
            if only is not None and person != only:
                continue
            axis = self.instance.axes[person]
            before, slots = axis.before_list, axis.slot_list
            release = before[start]
            if end:
                release = max(release, self._late_enough(before, slots, end) - length)
            if not part.piece:
                release = max(release, self.floor[person])
            own = self.people[person].earliest(release, length, part.share)
            if own + length > len(slots):
                continue
            stop = slots[own + length - 1] + 1
            worth = stop + self.wanted[person]
            if bias is not None:
                worth += bias(task.index, person)
            if best is None or worth < best[0]:
                best = (worth, person, slots[own], stop)
        if best is None:
            return None
        return [Work(index, best[1], best[2], best[3])], best[0]

    @staticmethod
    def _late_enough(before: Sequence[int], slots: Sequence[int], end: int) -> int:
        """Own slots that must have passed for the last of them to end at or after `end`."""
        count = before[min(end, len(before) - 1)]
        return count if count and slots[count - 1] + 1 >= end else count + 1

    def _several(
        self, task: TaskModel, index: int, part: PartModel, start: int, taken: Sequence[int]
    ) -> list[Work] | None:
        """Different people for one part, each in their own time; those who finish first."""
        found: list[Work] = []
        for _ in range(part.people):
            busy = [*taken, *(item.person for item in found)]
            one = self._single(task, part, start, 0, busy, index)
            if one is None:
                return None
            found.extend(one[0])
        return found

    def _group(
        self, task: TaskModel, mode: Mode, members: Sequence[int], start: int, taken: Sequence[int]
    ) -> list[Work] | None:
        """Different people who start at the same moment, the first at which enough are free."""
        parts = [mode.parts[number] for number in members]
        able = [
            [person for person in self._able(task, part, number) if person not in taken]
            for part, number in zip(parts, members, strict=True)
        ]
        moment = start
        while moment < self.instance.length:
            later = NEVER
            options: list[list[int]] = []
            for part, people in zip(parts, able, strict=True):
                free = []
                for person in people:
                    at = self._next_start(person, part, moment)
                    if at == moment:
                        free.append(person)
                    elif at < later:
                        later = at
                options.append(free)
            chosen = choose_people(options, [part.people for part in parts], self._preference(task, parts, moment))
            if chosen is not None:
                return [
                    Work(number, person, moment, self._end(person, part, moment))
                    for number, part, people in zip(members, parts, chosen, strict=True)
                    for person in people
                ]
            moment = later
        return None

    def _preference(self, task: TaskModel, parts: Sequence[PartModel], moment: int) -> Callable[[int, int], float]:
        bias = self.guide.bias

        def worth(part: int, person: int) -> float:
            end = self._end(person, parts[part], moment)
            return end + self.wanted[person] + (bias(task.index, person) if bias is not None else 0.0)

        return worth

    def _next_start(self, person: int, part: PartModel, moment: int) -> int:
        axis = self.instance.axes[person]
        release = axis.before_list[moment]
        if not part.piece:
            release = max(release, self.floor[person])
        length = part.length[person]
        own = self.people[person].earliest(release, length, part.share)
        return axis.slot_list[own] if own + length <= len(axis.slot_list) else NEVER

    def _end(self, person: int, part: PartModel, start: int) -> int:
        axis = self.instance.axes[person]
        return axis.slot_list[axis.before_list[start] + part.length[person] - 1] + 1

    def _commit(self, task: TaskModel, choice: Choice) -> None:
        self.choices[task.index] = choice
        mode = task.modes[choice.mode]
        for work in choice.work:
            part = mode.parts[work.part]
            own = self.instance.axes[work.person].before_list[work.start]
            self.people[work.person].add(own, part.length[work.person], part.share)
            if part.piece:
                self.floor[work.person] = max(self.floor[work.person], own)
        for pool, units in mode.uses.items():
            line = self.pools[pool]
            if line is not None:
                line.add(choice.start, choice.end, units)


def wanted(instance: Instance) -> list[float]:
    """How much of all work each person could do, below 1: among equals the one whom fewest others need is taken."""
    could = [0.0] * len(instance.people)
    for task in instance.tasks:
        for mode in task.modes:
            for part in mode.parts:
                for person, length in part.length.items():
                    could[person] += length * part.people / len(part.length) / len(task.modes)
    most = max(could, default=0.0)
    return [amount / most * 0.9 if most else 0.0 for amount in could]


def _rank(task: TaskModel) -> int:
    """Waits in progress, whose pools nobody can give back, before other started work, before the rest."""
    if task.started is None:
        return 2
    return 0 if task.modes[0].wait is not None else 1


def wait_finish(passed: int, length: int) -> int:
    """Portfolio slots from the status date to the end of a wait that begins after `passed` of them.

    A wait that began in the past ends at least one grid step after the status date while nobody says it is over.
    """
    return passed + length if passed >= 0 else max(passed + length, 1)
