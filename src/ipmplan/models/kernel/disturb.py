"""The plans that a local search goes on from, and how the list of one is disturbed: order, modes, people."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.chain import trace
from ipmplan.models.kernel.columns import (
    ABLE,
    ALL_PEOPLE,
    ALL_TASKS,
    END,
    FIRST_ABLE,
    FIRST_MEMBER,
    FIRST_MODE,
    FIRST_PART,
    FIRST_SEAT,
    HOURLY,
    KEPT,
    KEY,
    MODE,
    OF_STAGE,
    OVER_BUDGET,
    PEOPLE,
    PERSON,
    PRICE,
    PROJECT,
    RANK,
    SEAT,
    SEED,
    SLOT,
    START,
    TARGET,
    WHICH,
    WHIM,
    WISH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.timelines import State
from ipmplan.models.kernel.worth import Aim

FINE = 1 << 10
TUNING = 13
LEFT, SINCE, STALE, JUSTIFIED, KEEPING, KEEPING_LESS, CHANGED, BOUNDED, MEASURE, STAFFING = range(10)
RANKED, RANKED_KEEPING, HOLDING = range(10, TUNING)
FAR = 1 << 31
HELD, MOVED = 0, 1
# numpy's integers, since a function is compiled once more for each literal that it is called with.
ALL = cast("int", np.int64(1000))
CURRENT, BEST, TRIED, PUSHED = cast("tuple[int, int, int, int]", tuple(np.arange(4)))


class Plans(NamedTuple):
    """Plans that a local search goes on from; see `solution.Solution` for tasks and seats, `worth.judge` for keys.

    Parameters
    ----------
    tasks, seats, keys
        int64, (4, tasks, 4), (4, seats, 3) and (4, 8). Row 0 is the current plan, 1 the best one, 2 the one being tried, 3 the
        same pushed both ways.
    owners
        int64, (seats,). The task of each seat.
    chain
        int64, (2 tasks,). Work space.
    holds
        int64, (2, tasks + seats). Modes that tasks are held to, and able rows that their seats are, -1 = free; as they are held, and as they are moved.
    ranks
        int64, (2, tasks + projects + 2). Keys of tasks, ranks of projects and of none, and the price of a cent; as they are held, and as they are moved.
    """

    tasks: Ints
    seats: Ints
    keys: Ints
    owners: Ints
    chain: Ints
    ranks: Ints
    holds: Ints


@compiled
def random(s: State) -> int:
    """A random number of 30 bits (Knuth's linear congruential generator, the upper bits)."""
    s.rows[-1, SEED] = s.rows[-1, SEED] * 6364136223846793005 + 1442695040888963407
    return int((s.rows[-1, SEED] >> 33) & 0x3FFFFFFF)


@compiled
def wish(a: Arrays, s: State, plans: Plans, source: int, keeping: int) -> None:
    """Ask for the modes and people of a plan, for so many per mille of the tasks."""
    first = len(s.rows) - 1 - plans.seats.shape[1]
    for task in range(a.rows[-1, ALL_TASKS]):
        keeps = keeping >= 1000 or random(s) % 1000 < keeping
        s.rows[task, WISH] = plans.tasks[source, task, MODE] if keeps else -1
        s.rows[task, PRICE] = 0
    for seat in range(plans.seats.shape[1]):
        s.rows[first + seat, KEPT] = plans.seats[source, seat, 0]


@compiled
def set_key(a: Arrays, s: State, task: int, key: int) -> None:
    """Give a task its place in the list: what has begun comes first, and equal keys go by number."""
    s.rows[task, KEY] = (key + a.rows[task, RANK] * FAR) * len(s.rows) + task


@compiled
def disturb(a: Arrays, s: State, aim: Aim, plans: Plans, tuning: Ints) -> None:
    """Ask for the order of the current plan, disturbed."""
    tasks = a.rows[-1, ALL_TASKS]
    if tuning[STAFFING] > 0 and random(s) % 1000 < tuning[STAFFING]:
        for task in range(tasks):
            set_key(a, s, task, plans.tasks[CURRENT, task, START] * FINE)
        wish(a, s, plans, CURRENT, ALL)
        _restaff(a, s, aim, plans, tuning[CHANGED])
        return
    most = 1
    for task in range(tasks):
        plans.chain[tasks + task] = plans.tasks[CURRENT, task, START] * FINE
        most = max(most, plans.tasks[CURRENT, task, START])
    kind, length = random(s) % 100, 0
    if kind < 50:
        length = trace(a, plans.tasks, plans.seats, plans.owners, _culprit(a, s, aim, plans), random(s), plans.chain)
        width = FINE * (8 << random(s) % 5)
        for _ in range(1 + (random(s) % 3) * (random(s) % 2) + random(s) % 2):
            plans.chain[tasks + plans.chain[random(s) % length]] -= random(s) % width
        if random(s) % 2:
            for _ in range(1 << random(s) % 3):
                plans.chain[tasks + random(s) % tasks] += random(s) % width
    elif kind < 75:
        width = FINE * (4 << random(s) % 6)
        for _ in range(1 << random(s) % 5):
            plans.chain[tasks + random(s) % tasks] += random(s) % (2 * width) - width
    else:
        width = FINE * (4 << random(s) % 4)
        low = random(s) % (most + 50) - 50
        high = low + (50 << random(s) % 4)
        for task in range(tasks):
            if low * FINE <= plans.chain[tasks + task] <= high * FINE:
                plans.chain[tasks + task] += random(s) % (2 * width) - width
    for task in range(tasks):
        set_key(a, s, task, plans.chain[tasks + task])
    wish(a, s, plans, CURRENT, tuning[KEEPING_LESS] if random(s) % 4 == 0 else tuning[KEEPING])
    if len(a.able):
        _choose_people(a, s)
    if tuning[CHANGED] > 2 or random(s) % 8 == 0:
        _choose_anew(a, s, plans, length, tuning[CHANGED])
    if plans.keys[CURRENT, OVER_BUDGET] > 0:
        # Where budgets are broken, a cent of an hour's cost counts as a random delay.
        price = 1 << random(s) % 20
        for task in range(tasks):
            s.rows[task, PRICE] = price


@compiled
def _choose_people(a: Arrays, s: State) -> None:
    """Prefer some people at random: only among those who finish alike, or some by a few slots."""
    first = a.rows[-1, ALL_TASKS] + 1
    kind = random(s) % 12
    for person in range(first, first + a.rows[-1, ALL_PEOPLE]):
        s.rows[person, WHIM] = random(s) % SLOT if kind < 4 else 0
        if kind == 0 and random(s) % 8 == 0:
            s.rows[person, WHIM] += (random(s) % 16) * SLOT


@compiled
def _choose_anew(a: Arrays, s: State, plans: Plans, length: int, most: int) -> None:
    """Ask for another mode, or somebody else, for a few tasks, rather of the chain that was traced."""
    seats = len(s.rows) - 1 - plans.seats.shape[1]
    for _ in range(1 + random(s) % most):
        task = plans.chain[random(s) % length] if length > 0 and random(s) % 2 else random(s) % a.rows[-1, ALL_TASKS]
        first, count = a.rows[task, FIRST_MODE], a.rows[task + 1, FIRST_MODE] - a.rows[task, FIRST_MODE]
        mode = plans.tasks[CURRENT, task, MODE]
        if count > 1 and random(s) % 2:
            mode = random(s) % count
        s.rows[task, WISH] = mode
        parts = a.rows[first + mode + 1, FIRST_PART] - a.rows[first + mode, FIRST_PART]
        changed = mode != plans.tasks[CURRENT, task, MODE]
        for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
            s.rows[seat, KEPT] = -1 if changed else plans.seats[CURRENT, seat - seats, 0]
        if changed or parts == 0:
            continue
        part = a.rows[first + mode, FIRST_PART] + random(s) % parts
        able = a.rows[part + 1, FIRST_ABLE] - a.rows[part, FIRST_ABLE]
        row = a.rows[part, FIRST_ABLE] + random(s) % able
        free = True
        for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
            free = free and (s.rows[seat, KEPT] < 0 or a.able[s.rows[seat, KEPT], PERSON] != a.able[row, PERSON])
        if free:
            seat = a.rows[task, FIRST_SEAT] + a.rows[part, SEAT] + random(s) % a.rows[part, PEOPLE]
            s.rows[seat, KEPT] = row
        else:
            # The others of the part may take turns.
            s.rows[task, WISH] = -1


@compiled
def _restaff(a: Arrays, s: State, aim: Aim, plans: Plans, most: int) -> None:
    """Leave the order, and give work to others: a few seats, all of a project that somebody has, or two seats exchanged."""
    seats = plans.seats.shape[1]
    if seats == 0:
        return
    first = len(s.rows) - 1 - seats
    kind = random(s) % 8
    if kind < 2:
        _choose_anew(a, s, plans, 0, most)
        return
    for _ in range(1 + random(s) % 3 if kind < 5 else 1):
        seat = random(s) % seats
        for _ in range(4):
            # Rather somebody who is busy, or dear.
            other = random(s) % seats
            if plans.seats[CURRENT, other, ABLE] >= 0 and (
                plans.seats[CURRENT, seat, ABLE] < 0 or (random(s) % 2 and _burden(a, aim, plans, other, seat) > 0)
            ):
                seat = other
        row = plans.seats[CURRENT, seat, ABLE]
        if row < 0:
            return
        task, person = plans.owners[seat], a.able[row, PERSON]
        part = _part_of(a, plans, task, first + seat)
        chosen = a.rows[part, FIRST_ABLE] + random(s) % (a.rows[part + 1, FIRST_ABLE] - a.rows[part, FIRST_ABLE])
        taker = a.able[chosen, PERSON]
        if taker == person:
            continue
        if kind < 5:
            _give(a, s, plans, seat, taker)
        elif kind < 7:
            project = a.rows[task, PROJECT]
            for k in range(seats):
                if a.rows[plans.owners[k], PROJECT] == project and plans.seats[CURRENT, k, ABLE] >= 0:
                    if a.able[plans.seats[CURRENT, k, ABLE], PERSON] == person:
                        _give(a, s, plans, k, taker)
        else:
            back, ways = -1, 0
            for k in range(seats):
                if plans.seats[CURRENT, k, ABLE] >= 0 and a.able[plans.seats[CURRENT, k, ABLE], PERSON] == taker:
                    its = _part_of(a, plans, plans.owners[k], first + k)
                    if _row_of(a, its, person) >= 0:
                        ways += 1
                        if random(s) % ways == 0:
                            back = k
            if _give(a, s, plans, seat, taker) and back >= 0:
                _give(a, s, plans, back, person)


@compiled
def _burden(a: Arrays, aim: Aim, plans: Plans, one: int, other: int) -> int:
    """Whether the person of one seat is busier, or dearer where loads do not count, than that of another one."""
    first = a.rows[-1, ALL_TASKS] + 1
    left = a.able[plans.seats[CURRENT, one, ABLE], PERSON]
    right = a.able[plans.seats[CURRENT, other, ABLE], PERSON]
    if len(aim.loads):
        return int(aim.loads[left - first] - aim.loads[right - first])
    return int(a.rows[left, HOURLY] - a.rows[right, HOURLY])


@compiled
def _part_of(a: Arrays, plans: Plans, task: int, seat: int) -> int:
    """Part of the current plan's mode that a seat of a task belongs to."""
    mode = a.rows[task, FIRST_MODE] + plans.tasks[CURRENT, task, MODE]
    for part in range(a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]):
        if seat - a.rows[task, FIRST_SEAT] < a.rows[part, SEAT] + a.rows[part, PEOPLE]:
            return int(part)
    return int(a.rows[mode, FIRST_PART])


@compiled
def _row_of(a: Arrays, part: int, person: int) -> int:
    """The able row of somebody for a part, -1 = none."""
    for row in range(a.rows[part, FIRST_ABLE], a.rows[part + 1, FIRST_ABLE]):
        if a.able[row, PERSON] == person:
            return int(row)
    return -1


@compiled
def _give(a: Arrays, s: State, plans: Plans, seat: int, person: int) -> bool:
    """Ask for somebody on a seat of the current plan, where they are able and have no other seat of the task."""
    task = plans.owners[seat]
    place = len(s.rows) - 1 - plans.seats.shape[1] + seat
    row = _row_of(a, _part_of(a, plans, task, place), person)
    if row < 0:
        return False
    for k in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
        if s.rows[k, KEPT] >= 0 and a.able[s.rows[k, KEPT], PERSON] == person:
            return False
    s.rows[place, KEPT] = row
    return True


@compiled
def _culprit(a: Arrays, s: State, aim: Aim, plans: Plans) -> int:
    """A task whose earlier end would help: of a random group that is beyond its target."""
    chosen, ways = -a.rows[-1, ALL_TASKS], 0
    for group in range(len(aim.groups) - 1):
        if aim.groups[group, WHICH] == OF_STAGE and _last(a, aim, plans, group) > aim.groups[group, TARGET]:
            ways += 1
            if random(s) % ways == 0:
                chosen = group
    ways, found = 0, 0
    if chosen < 0:
        last = 0
        for task in range(a.rows[-1, ALL_TASKS]):
            if plans.tasks[CURRENT, task, END] > last:
                last, found = plans.tasks[CURRENT, task, END], task
        return found
    last = _last(a, aim, plans, chosen)
    for k in range(aim.groups[chosen, FIRST_MEMBER], aim.groups[chosen + 1, FIRST_MEMBER]):
        if a.moments[0, plans.tasks[CURRENT, aim.members[k], END]] == last:
            ways += 1
            if random(s) % ways == 0:
                found = aim.members[k]
    return found


@compiled
def _last(a: Arrays, aim: Aim, plans: Plans, group: int) -> int:
    last = -1
    for k in range(aim.groups[group, FIRST_MEMBER], aim.groups[group + 1, FIRST_MEMBER]):
        last = max(last, a.moments[0, plans.tasks[CURRENT, aim.members[k], END]])
    return last
