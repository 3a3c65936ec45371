"""A complete solution on the grid, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ipmplan.errors import Issue
from ipmplan.instance import DueModel, Instance, Mode, TaskGroups, TaskModel
from ipmplan.instance.seats import seats_of

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Work:
    """A person's unbroken part: grid slots from `start` to the moment `end`."""

    part: int
    person: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided for a task.

    Parameters
    ----------
    mode
        Index into the task's modes.
    start, end
        Grid moments; `start` of a started task is its first planned piece's.
    passed
        For a wait: portfolio slots from the status date to its start, negative when it began before.
    work
        Who does it, and when; empty for a wait.
    """

    mode: int
    start: int
    end: int
    work: tuple[Work, ...] = ()
    passed: int = 0


def first_end(instance: Instance, task: int, choice: Choice) -> int:
    """First grid moment at which work may end when it must not end sooner than a task does."""
    if choice.passed >= 0 and ends_at_slot(instance.tasks[task], choice.mode):
        return instance.end_from_start[choice.start]
    return choice.end


def ends_at_slot(task: TaskModel, mode: int) -> bool:
    """Whether a task ends at the beginning of a portfolio slot: a wait without length does."""
    return task.modes[mode].wait == 0 and task.started is None


class Solution:
    """One choice for each task of an instance.

    Parameters
    ----------
    instance
        What is solved.
    tasks
        int64, (tasks, 4). The columns of `Choice`: mode, start, end, passed.
    seats
        int64, (seats, 3). For each seat (a place for a person in a task, numbered from `Seats.first_seat`) the number of the able row that has it,
        -1 = nobody, and the grid slots of its work: from, to. Able rows are the people who may do a part, in the order of
        tasks, modes and parts.
    """

    def __init__(self, instance: Instance, tasks: Ints, seats: Ints) -> None:
        self.instance = instance
        self.tasks = tasks
        self.seats = seats
        # What `gate` has found in it; None until somebody asks.
        self.breaches: tuple[Issue, ...] | None = None

    @classmethod
    def of(cls, instance: Instance, choices: Sequence[Choice]) -> Solution:
        """Make a solution of choices."""
        known = seats_of(instance)
        tasks = np.array([(c.mode, c.start, c.end, c.passed) for c in choices], dtype=np.int64).reshape(-1, 4)
        seats = np.zeros((int(known.first_seat[-1]), 3), np.int64)
        seats[:, 0] = -1
        for number, choice in enumerate(choices):
            first = int(known.first_seat[number])
            parts = instance.tasks[number].modes[choice.mode].parts
            taken: dict[int, int] = {}
            for work in choice.work:
                row, seat = known.part_of[int(known.first_mode[number]) + choice.mode][work.part]
                row += list(parts[work.part].length).index(work.person)
                seat += first + taken.get(work.part, 0)
                taken[work.part] = taken.get(work.part, 0) + 1
                seats[seat] = row, work.start, work.end
        return cls(instance, tasks, seats)

    @cached_property
    def choices(self) -> Sequence[Choice]:
        """The choice for each task."""
        known, tasks, seats = seats_of(self.instance), self.tasks.tolist(), self.seats.tolist()
        firsts, modes, people = known.first_seat.tolist(), known.first_mode.tolist(), known.person
        found = []
        for number, (mode, start, end, passed) in enumerate(tasks):
            work = []
            for index, (part, (_, seat)) in enumerate(
                zip(self.instance.tasks[number].modes[mode].parts, known.part_of[modes[number] + mode], strict=True)
            ):
                for row, begin, stop in seats[firsts[number] + seat : firsts[number] + seat + part.people]:
                    if row >= 0:
                        work.append(Work(index, int(people[row]), begin, stop))
            waits = self.instance.tasks[number].modes[mode].wait is not None
            found.append(Choice(mode, start, end, tuple(work), passed if waits else 0))
        return tuple(found)

    def mode(self, task: int) -> Mode:
        """The mode that was chosen for a task."""
        return self.instance.tasks[task].modes[int(self.tasks[task, 0])]

    @cached_property
    def modes(self) -> Ints:
        """The mode that was chosen for each task, numbered through all tasks."""
        return seats_of(self.instance).first_mode[:-1] + self.tasks[:, 0]

    @cached_property
    def finish(self) -> Ints:
        """Portfolio slots from the status date to each task's end."""
        return self.instance.axis.before[self.tasks[:, 2]]

    @cached_property
    def earliness(self) -> int:
        """How early everything is, smaller is better: all finishes added up, and the last one once more for each task there.

        Between plans that end at the same time the one is better of which fewer tasks have to move to end sooner.
        """
        last = self.finish.max(initial=0)
        return int(self.finish.sum() + last * (self.finish == last).sum())

    def latest(self, groups: TaskGroups) -> list[int]:
        """Portfolio slots to the last finish of each group of tasks, far below 0 for an empty group."""
        return groups.most(self.finish)

    def past_firm(self, due: DueModel) -> int:
        """Grid slots by which a firm date is passed, 0 when it is kept or not firm."""
        if due.firm is None or due.firm_start is None:
            return 0
        most = 0
        for task in due.tasks:
            mode, start, end, passed = self.tasks[task].tolist()
            at_start = passed >= 0 and ends_at_slot(self.instance.tasks[task], mode)
            most = max(most, start - due.firm_start if at_start else end - due.firm)
        return most

    def past_latest(self, task: TaskModel) -> int:
        """Grid slots by which a task starts later than it is held, 0 when it does not or is not held."""
        return 0 if task.latest is None else max(0, int(self.tasks[task.index, 1]) - task.latest)

    @cached_property
    def last_moment(self) -> int:
        """Grid moment of the last finish."""
        return max(self.instance.fixed_end, int(self.tasks[:, 2].max(initial=0)))

    @cached_property
    def tasks_by_person(self) -> dict[int, list[int]]:
        """Tasks that each person works at."""
        found: dict[int, list[int]] = {}
        for number, choice in enumerate(self.choices):
            for work in choice.work:
                found.setdefault(work.person, []).append(number)
        return found

    @cached_property
    def _rows(self) -> Ints:
        """Able rows of the seats that are taken."""
        rows: Ints = self.seats[self.seats[:, 0] >= 0, 0]
        return rows

    @cached_property
    def loads(self) -> dict[int, int]:
        """Planned work of each person, in slots times per cent."""
        loads = self._loads
        return {person: int(loads[person]) for person in np.flatnonzero(loads).tolist()}

    @cached_property
    def _loads(self) -> Ints:
        known, rows = seats_of(self.instance), self._rows
        made = np.bincount(known.person[rows], weights=known.load[rows], minlength=len(self.instance.people))
        held = self.instance.held
        return made.astype(np.int64) if held is None else made.astype(np.int64) + held.loads

    @cached_property
    def pairs(self) -> int:
        """How many pairs of a person and a project there are at work."""
        known = seats_of(self.instance)
        taken = (self.seats[:, 0] >= 0) & (known.project >= 0)
        people, projects = known.person[self.seats[taken, 0]], max(1, len(self.instance.projects))
        held = () if self.instance.held is None else self.instance.held.pairs
        staying = np.array([person * projects + project for person, project in held], dtype=np.int64)
        return len(np.unique(np.concatenate([people * projects + known.project[taken], staying])))

    @cached_property
    def utilisation(self) -> dict[int, float]:
        """Planned and booked time over working time until the last finish, of the people who matter for evenness."""
        last = self.last_moment
        people, working, booked = self.instance.peoples_time.relevant
        available = working[:, last]
        busy = self._loads[people] / 100 + booked[:, last]
        rates = np.divide(busy, available, out=np.zeros(len(people)), where=available > 0)
        return dict(zip(people.tolist(), rates.tolist(), strict=True))

    @cached_property
    def costs(self) -> list[int]:
        """Cents of each project, what is certain included."""
        instance = self.instance
        total = np.array([project.fixed for project in instance.projects], dtype=np.int64)
        if not instance.money.counts or not len(total):
            return [int(amount) for amount in total]
        known = seats_of(instance)
        taken = (self.seats[:, 0] >= 0) & (known.project >= 0)
        rows, projects = self.seats[taken, 0], known.project[taken]
        cents = known.cents[rows]
        for odd in np.flatnonzero(cents < 0).tolist():
            row = int(rows[odd])
            begin = int(self.seats[taken, 1][odd])
            cents[odd] = instance.money.cost(
                int(known.person[row]), int(known.length[row]), int(known.share[row]), begin
            )
        total += np.bincount(projects, weights=cents, minlength=len(total)).astype(np.int64)
        owner = instance.project_of
        total += np.bincount(
            owner[owner >= 0], weights=known.mode_cents[self.modes[owner >= 0]], minlength=len(total)
        ).astype(np.int64)
        found = [int(amount) for amount in total]
        for project, table in instance.running.items():
            found[project] += table[self.last_moment]
        return found

    @cached_property
    def violations(self) -> tuple[int, int, int, int]:
        """How far hard rules that a constructed plan may break are broken: people, firm dates and held starts, consumables, budgets."""
        instance = self.instance
        firm = sum(self.past_firm(due) for due in instance.firm_dues)
        firm += sum(self.past_latest(instance.tasks[task]) for task in instance.held_starts)
        over = 0
        capacities = [pool.capacity for pool in instance.pools if pool.consumable]
        if capacities:
            used = seats_of(instance).mode_units[self.modes].sum(axis=0).tolist()
            over = sum(max(0, units - capacity) for units, capacity in zip(used, capacities, strict=True))
        money = 0
        if instance.tight_budgets:
            costs = self.costs
            money = sum(
                max(0, costs[number] - (instance.projects[number].budget or 0)) for number in instance.tight_budgets
            )
        return self._odd_people, firm, over, money

    def _people_at(self, task: int) -> set[int]:
        known = seats_of(self.instance)
        rows = self.seats[known.first_seat[task] : known.first_seat[task + 1], 0]
        return set(known.person[rows[rows >= 0]].tolist())

    @cached_property
    def _odd_people(self) -> int:
        """How often `same`, `other` or the order of started work is broken."""
        count = 0
        for relation in self.instance.relations:
            others = set(relation.people) | (self._people_at(relation.other) if relation.other is not None else set())
            who = self._people_at(relation.task)
            count += len(who - others) if relation.same else len(who & others)
        if not self.instance.has_started:
            return count
        begun: dict[int, int] = {}
        for number, choice in enumerate(self.choices):
            if self.instance.tasks[number].started is not None:
                for work in choice.work:
                    begun[work.person] = max(begun.get(work.person, 0), work.start)
        for number, choice in enumerate(self.choices):
            if self.instance.tasks[number].started is None:
                count += sum(work.start < begun.get(work.person, 0) for work in choice.work)
        return count

    @property
    def sound(self) -> bool:
        """Whether nothing is broken that the search knows of; `gate.is_valid` asks the other rules as well."""
        return not any(self.violations)


def wait_finish(passed: int, length: int) -> int:
    """Portfolio slots from the status date to the end of a wait that begins after `passed` of them.

    A wait that began in the past ends at least one grid step after the status date while nobody says it is over.
    """
    return passed + length if passed >= 0 else max(passed + length, 1)
