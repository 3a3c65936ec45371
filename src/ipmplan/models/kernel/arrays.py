"""An instance as a few arrays of integers, for compiled code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance, Mode, TaskModel, TimeAxis
from ipmplan.instance.seats import seats_of
from ipmplan.models.kernel.columns import APART, APART_TOO, NEVER, SAME, SAME_TOO, SLOT, WIDTH

Ints = NDArray[np.int64]


class Arrays(NamedTuple):
    """An instance in arrays.

    Parameters
    ----------
    rows
        int64, (rows, 10). Tasks (numbered as in the instance), people (from `people` on), modes, parts, uses of pools, links into tasks,
        followers of tasks, relations of tasks and the people they name, one below the other; the columns that count are named in `columns`. What belongs to a row lies
        side by side: the modes of a task are the rows from its ``FIRST_MODE`` to that of the next task, so that each kind ends
        with a row that only closes it. The last row is about the whole: how many tasks, people, slots of the portfolio; where in
        `slots` the entry 0 of `AT_SLOT` is, 0 = nowhere; how many pools; and the most seats and parts of a mode and people
        able to do a part, and whether anything has begun.

        Of a task: ``RANK`` 0 = a wait in progress, 1 = other started work, 2 = not started; smaller ones are placed first.
        ``END_BOUND`` is the grid moment before which it does not end, 0 = none; ``BEGAN`` the portfolio slots from the status date
        to the start of a started task; a *seat* is a place for a person in it.
        Of a mode: ``WAIT`` in portfolio slots, -1 where people work; ``LEAST`` grid slots that it takes.
        Of a use: the ``CAPACITY`` of the pool, -1 for a consumable one.
        Of a relation: the ``OTHER`` task (-1 = none), what the ``RELATION`` is (`SAME` people as there or as named, `APART` from
        them; `SAME_TOO` and `APART_TOO` where it is stated at the other task), and the people that are named.
        Of a person: how much of all work they could do is ``WANTED``, below a slot: among equals the one whom fewest others need
        is taken; ``HOURLY`` in cents.
    able
        int64, (able rows, 3). For each person who may do a part, the ``PERSON``'s row, the ``LENGTH`` in own slots, and the
        ``CENTS`` that it costs, -1 when that depends on when it is done; a part's ``FIRST_ABLE`` counts here.
    moments
        int64, (calendars + 2, grid moments). For each calendar (0 is the portfolio's) the own slots before each grid moment. The last two rows are
        `Instance.end_from_start` and `ended_at_end`; the last one is 0 where no link asks for it.
    slots
        int64, (own slots of all calendars and what follows,). Grid slots of each calendar, one behind the other, then `Instance.ended_at_slot` where a link asks for it.
    related
        int64, (tasks + 1,). For each task the row of its first relation, and the row behind the last one; empty where people
        are not tied at all.
    blocks
        int64, (pieces of work that stay, 5). The person's row, first own slot, own slots, per cent, and 1 where it is the rest of
        started work.
    holds
        int64, (what those tasks hold of pools, 4). The pool, from and to which grid moment, and units.
    """

    rows: Ints
    able: Ints
    moments: Ints
    slots: Ints
    related: Ints
    blocks: Ints
    holds: Ints


def arrays(instance: Instance) -> Arrays:
    """Arrays of an instance; kept with it."""
    return instance.once(_arrays)


def _arrays(instance: Instance) -> Arrays:
    return _Flattened(instance).arrays()


def first_person(instance: Instance) -> int:
    """Row of the first person, behind the tasks and the row that closes them."""
    return len(instance.tasks) + 1


def first_seat(instance: Instance) -> int:
    """Row of the first seat, behind tasks and people."""
    return first_person(instance) + len(instance.people) + 1


def _firsts(begin: int, counts: Iterable[int]) -> list[int]:
    """First row of each, and the one behind the last."""
    return list(accumulate(counts, initial=begin))


def _table(*columns: Sequence[int] | Ints) -> Ints:
    """Columns side by side; shorter ones end with zeros."""
    made = np.zeros((max(len(column) for column in columns), WIDTH), np.int64)
    for number, column in enumerate(columns):
        made[: len(column), number] = column
    return made


class _Flattened:
    """One pass over an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.seats = seats_of(instance)
        self.modes: Sequence[Mode] = [mode for task in instance.tasks for mode in task.modes]
        self.parts = [part for mode in self.modes for part in mode.parts]
        uses = sum(len(mode.uses) for mode in self.modes)
        self.person = first_person(instance)
        self.mode = self.person + len(instance.people) + 1
        self.part = self.mode + len(self.modes) + 1
        self.use = self.part + len(self.parts) + 1
        self.link = self.use + uses
        self.follower = self.link + len(instance.links)
        self.relation = self.follower + len(instance.links)
        self.relations = _relations(instance)
        self.relative = self.relation + sum(len(found) for found in self.relations) + 1

    def arrays(self) -> Arrays:
        instance = self.instance
        axes, people = self._people()
        edges, at_slot = self._edges()
        slots = np.concatenate([axis.slots for axis in axes]).astype(np.int64)
        whole = [
            len(instance.tasks),
            len(instance.people),
            len(instance.axis.slots),
            len(slots) + instance.most_passed if len(at_slot) else 0,
            len(instance.pools),
            max((mode.seats for mode in self.modes), default=0),
            max((len(mode.parts) for mode in self.modes), default=0),
            max((len(part.length) for part in self.parts), default=0),
            instance.has_started,
        ]
        links = [link for links in instance.into for link in links]
        uses = [(pool, units) for mode in self.modes for pool, units in mode.uses.items()]
        pools = [-1 if pool.consumable else pool.capacity for pool in instance.pools]
        rows = [
            self._tasks(),
            people,
            self._modes(),
            self._parts(),
            _table([pool for pool, _ in uses], [units for _, units in uses], [pools[pool] for pool, _ in uses]),
            _table(
                [link.before for link in links],
                [link.type[0] == "F" for link in links],
                [link.type[1] == "F" for link in links],
                [link.lag for link in links],
                [link.counts_time for link in links],
            ),
            _table([link.after for links in instance.out for link in links]),
            *self._related(),
            _table(*([value] for value in whole)),
        ]
        seats = self.seats
        able = np.stack([seats.person + self.person, seats.length, seats.cents], axis=1)
        return Arrays(
            rows=np.concatenate(rows),
            able=able,
            moments=np.concatenate([np.array([axis.before for axis in axes], dtype=np.int64), edges]),
            slots=np.concatenate([slots, at_slot]),
            related=np.array(_firsts(self.relation, map(len, self.relations)) if any(self.relations) else [], np.int64),
            blocks=np.array(list(self._blocks()), np.int64).reshape(-1, 5),
            holds=np.array(list(self._holds()), np.int64).reshape(-1, 4),
        )

    def _blocks(self) -> Iterator[tuple[int, int, int, int, int]]:
        for person, blocks in enumerate(() if self.instance.held is None else self.instance.held.blocks):
            before = self.instance.axes[person].before_list
            for block in blocks:
                start, end = before[block.start], before[block.end]
                yield self.person + person, start, end - start, block.share, int(block.piece)

    def _holds(self) -> Iterator[tuple[int, int, int, int]]:
        for held in () if self.instance.held is None else self.instance.held.holds:
            yield held.pool, held.start, held.end, held.units

    def _tasks(self) -> Ints:
        tasks, instance = self.instance.tasks, self.instance
        return _table(
            [task.release for task in tasks],
            [-NEVER if task.start_bound is None else task.start_bound for task in tasks],
            [
                instance.slot_after(task.end_bound) if task.end_bound is not None and task.end_bound > 0 else 0
                for task in tasks
            ],
            [0 if task.started is None else instance.passed(task.started) for task in tasks],
            [_rank(task) for task in tasks],
            self.seats.first_mode + self.mode,
            self.seats.first_seat + first_seat(instance),
            _firsts(self.link, (len(links) for links in instance.into)),
            _firsts(self.follower, (len(links) for links in instance.out)),
            [task.project for task in tasks],
        )

    def _people(self) -> tuple[list[TimeAxis], Ints]:
        """Different calendars, the portfolio's first, and the rows of people."""
        instance = self.instance
        axes = [instance.axis]
        known = {axes[0].slots.tobytes(): 0}
        calendars = []
        for axis in instance.axes:
            number = known.setdefault(axis.slots.tobytes(), len(axes))
            if number == len(axes):
                axes.append(axis)
            calendars.append(number)
        firsts = _firsts(0, (len(axis.slots) for axis in axes))
        rows = _table(
            calendars,
            [firsts[number] for number in calendars],
            [len(axes[number].slots) for number in calendars],
            [int(amount * SLOT) for amount in _wanted(instance)],
            instance.money.hourly,
            _firsts(0, (2 * count + 2 for count in self._most_jobs())),
        )
        return axes, rows

    def _modes(self) -> Ints:
        modes = self.modes
        return _table(
            [-1 if mode.wait is None else mode.wait for mode in modes],
            [-NEVER if mode.end_bound is None else mode.end_bound for mode in modes],
            [max((min(part.length.values(), default=1) for part in mode.parts), default=1) for mode in modes],
            [mode.seats for mode in modes],
            _firsts(self.part, (len(mode.parts) for mode in modes)),
            _firsts(self.use, (len(mode.uses) for mode in modes)),
            [mode.cost for mode in modes],
        )

    def _parts(self) -> Ints:
        parts = self.parts
        places = [place for places in self.seats.part_of for place in places]
        return _table(
            [part.people for part in parts],
            [part.share for part in parts],
            [-1 if part.group is None else part.group for part in parts],
            [part.piece for part in parts],
            [seat for _, seat in places],
            [*(row for row, _ in places), len(self.seats.person)],
        )

    def _related(self) -> tuple[Ints, Ints]:
        """Rows of the relations, and of the people that they name."""
        relations = [relation for found in self.relations for relation in found]
        people = [self.person + person for _, _, named in relations for person in named]
        return _table(
            [other for other, _, _ in relations],
            [kind for _, kind, _ in relations],
            _firsts(self.relative, (len(named) for _, _, named in relations)),
        ), _table(people)

    def _most_jobs(self) -> list[int]:
        """How many parts a person may do at most."""
        most = [0] * len(self.instance.people)
        for task, tasks in _alike(self.instance.tasks):
            counts: dict[int, int] = {}
            for mode in task.modes:
                here: dict[int, int] = {}
                for part in mode.parts:
                    for person in part.length:
                        here[person] = here.get(person, 0) + 1
                for person, count in here.items():
                    counts[person] = max(count, counts.get(person, 0))
            for person, count in counts.items():
                most[person] += count * tasks
        for person, blocks in enumerate(() if self.instance.held is None else self.instance.held.blocks):
            most[person] += len(blocks)
        return most

    def _edges(self) -> tuple[Ints, Ints]:
        """Tables for links that order two ends; only what some link asks for is filled in."""
        instance = self.instance
        edges = np.zeros((2, instance.length + 1), np.int64)
        edges[0] = instance.end_from_start
        odd = any(
            link.type[1] == "F"
            and not link.counts_time
            and any(mode.wait is not None for mode in instance.tasks[link.after].modes)
            for link in instance.links
        )
        if not odd:
            return edges, np.zeros(0, np.int64)
        edges[1] = instance.ended_at_end
        numbers = range(-instance.most_passed, instance.length + 2)
        return edges, np.array([instance.ended_at_slot(number) for number in numbers], dtype=np.int64)


def _alike(tasks: Iterable[TaskModel]) -> Iterator[tuple[TaskModel, int]]:
    """One of all tasks with the same people at the same lengths in every mode, and how many they are."""
    groups: dict[object, list[TaskModel]] = {}
    for task in tasks:
        key = tuple(tuple((part.alike, part.people) for part in mode.parts) for mode in task.modes)
        groups.setdefault(key, []).append(task)
    for group in groups.values():
        yield group[0], len(group)


def _wanted(instance: Instance) -> list[float]:
    """How much of all work each person could do, below 1."""
    could = [0.0] * len(instance.people)
    for task, tasks in _alike(instance.tasks):
        for mode in task.modes:
            for part in mode.parts:
                for person, length in part.length.items():
                    could[person] += tasks * length * part.people / len(part.length) / len(task.modes)
    most = max(could, default=0.0)
    return [amount / most * 0.9 if most else 0.0 for amount in could]


def _relations(instance: Instance) -> list[list[tuple[int, int, list[int]]]]:
    """For each task the other one (-1 = none), how their people are tied, and the people named besides."""
    found: list[list[tuple[int, int, list[int]]]] = [[] for _ in instance.tasks]
    for relation in instance.relations:
        other = -1 if relation.other is None else relation.other
        found[relation.task].append((other, SAME if relation.same else APART, sorted(relation.people)))
        if other >= 0 and not relation.same:
            found[other].append((relation.task, APART_TOO, []))
        elif other >= 0 and not relation.people:
            found[other].append((relation.task, SAME_TOO, []))
    return found


def _rank(task: TaskModel) -> int:
    """Waits in progress, whose pools nobody can give back, before other started work, before the rest."""
    if task.started is None:
        return 2
    return 0 if task.modes[0].wait is not None else 1
