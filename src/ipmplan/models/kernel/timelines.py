"""Where work still fits: a person's own slots as segments of load, a pool's units by grid slot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    ABLE,
    ALL_PEOPLE,
    ALL_TASKS,
    CEILING,
    COUNT,
    FIRST_SEAT,
    FIRST_SEGMENT,
    FLOOR,
    FROM,
    KEPT,
    LOAD,
    MARK,
    MOST_ABLE,
    MOST_SEATS,
    NEVER,
    POOLS,
    REACHED,
    STAMP,
    STATE_WIDTH,
    TO,
    WISH,
)
from ipmplan.models.kernel.compiled import compiled

WHOLE = 100


class State(NamedTuple):
    """What one construction is told and writes.

    Parameters
    ----------
    rows
        int64, (tasks + people + seats + 3, 11). A row for each task, then one for each person (both with the numbers they have in `Arrays.rows`), then one for each
        seat, and a last one for what is being placed.

        Of a task: ``MODE`` (a row of `Arrays.rows`), ``START``, ``END``, ``PASSED`` as in `solution.Choice`; what is asked for:
        ``KEY``, smaller first; the ``WISH`` for a mode, counted within the task, -1 = any; ``PRICE``, the parts of a slot of
        delay that a cent of an hour's cost counts as; ``TAIL``, the least grid slots from its end to the end of all that comes
        after it.
        Of a person: the ``COUNT`` of segments; ``FLOOR``, the own slot before which only started pieces begin; ``MARK``, equal to
        ``STAMP`` when they have a seat in the mode being tried; ``WHIM``, parts of a slot of delay that taking them counts as.
        Of a seat: the ``ABLE`` row that has it (-1 = nobody), and from ``BEGIN`` to ``STOP``; the row that has ``KEPT`` it, -1 =
        anybody, which holds only for tasks with a wish.
        In the last row, ``CEILING``: portfolio slots beyond which no last finish is of interest, and the construction is left;
        ``AIMED``, the last finish that is aimed at, and whether `worth.beyond` looks ``AHEAD`` to what comes after a task.
    desk
        int64, (most seats or parts of a mode, 11). The seats of the mode being tried, with the able row each may be ``LIMIT``ed to; and members of the matching.
    options
        int64, (most parts of a mode, most people able, 2). For each member of the matching: able ``ROW``s and their ``WORTH``.
    segments
        int64, (segments, 3). ``FROM``, ``TO`` and ``LOAD``: each person's load in own slots, from their `FIRST_SEGMENT` on, disjoint and in order; the end is work space.
    held
        int64, (pools, grid moments). Units of each pool that are held, by grid slot.
    """

    rows: Ints
    desk: Ints
    options: Ints
    segments: Ints
    held: Ints


def new_state(a: Arrays) -> State:
    """Make room for the constructions of one thread."""
    tasks, people = int(a.rows[-1, ALL_TASKS]), int(a.rows[-1, ALL_PEOPLE])
    most_seats, most_parts, most_able = (int(number) for number in a.rows[-1, MOST_SEATS : MOST_ABLE + 1])
    seats = int(a.rows[tasks, FIRST_SEAT])
    ends = a.rows[tasks + 1 : tasks + 2 + people, FIRST_SEGMENT]
    rows = np.zeros((seats + 1, STATE_WIDTH), np.int64)
    rows[:tasks, WISH] = -1
    rows[tasks + people + 2 :, KEPT] = -1
    rows[-1, CEILING] = NEVER
    return State(
        rows=rows,
        desk=np.zeros((max(most_seats, most_parts), STATE_WIDTH), np.int64),
        options=np.zeros((most_parts, most_able, 2), np.int64),
        segments=np.zeros((int(ends[-1] + np.diff(ends).max(initial=1)) + 3, 3), np.int64),
        held=np.zeros((int(a.rows[-1, POOLS]), a.moments.shape[1]), np.int64),
    )


@compiled
def clear(a: Arrays, s: State) -> None:
    """Nothing is placed."""
    tasks, people = a.rows[-1, ALL_TASKS], a.rows[-1, ALL_PEOPLE]
    for person in range(tasks + 1, tasks + 1 + people):
        s.rows[person, COUNT] = s.rows[person, FLOOR] = s.rows[person, MARK] = 0
    for pool in range(s.held.shape[0]):
        for slot in range(s.rows[-1, REACHED]):
            s.held[pool, slot] = 0
    for seat in range(tasks + 2 + people, len(s.rows) - 1):
        s.rows[seat, ABLE] = -1
    s.rows[-1, STAMP] = s.rows[-1, REACHED] = 0


@compiled
def _first_after(s: State, low: int, high: int, slot: int) -> int:
    """First segment from `low` to `high` that ends after a slot."""
    while low < high:
        middle = (low + high) // 2
        if s.segments[middle, TO] > slot:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def earliest(a: Arrays, s: State, person: int, release: int, length: int, share: int) -> int:
    """First own slot from `release` on at which `length` slots have room for `share` per cent."""
    base = a.rows[person, FIRST_SEGMENT]
    last = base + s.rows[person, COUNT]
    stop = release + length
    limit = WHOLE - share
    for k in range(_first_after(s, base, last, release), last):
        if s.segments[k, FROM] >= stop:
            break
        if s.segments[k, LOAD] > limit:
            release = s.segments[k, TO]
            stop = release + length
    return release


@compiled
def occupy(a: Arrays, s: State, person: int, start: int, length: int, share: int) -> None:
    """Take up room in a person's own slots."""
    if length == 0:
        return
    base = a.rows[person, FIRST_SEGMENT]
    last = base + s.rows[person, COUNT]
    end = start + length
    at = _first_after(s, base, last, start)
    if at < last and s.segments[at, FROM] < end:
        _occupy_beside(s, person, at, last, start, end, share)
        return
    left = at > base and s.segments[at - 1, TO] == start and s.segments[at - 1, LOAD] == share
    right = at < last and s.segments[at, FROM] == end and s.segments[at, LOAD] == share
    if left and right:
        s.segments[at - 1, TO] = s.segments[at, TO]
        _shift(s, at + 1, last, at - (at + 1))
        s.rows[person, COUNT] -= 1
    elif left:
        s.segments[at - 1, TO] = end
    elif right:
        s.segments[at, FROM] = start
    else:
        _shift(s, at, last, at + 1 - at)
        s.segments[at, FROM], s.segments[at, TO], s.segments[at, LOAD] = start, end, share
        s.rows[person, COUNT] += 1


@compiled
def _shift(s: State, first: int, last: int, by: int) -> None:
    """Move segments to make room or to close a gap."""
    for number in range(last - first):
        k = last - 1 - number if by > 0 else first + number
        s.segments[k + by, FROM] = s.segments[k, FROM]
        s.segments[k + by, TO] = s.segments[k, TO]
        s.segments[k + by, LOAD] = s.segments[k, LOAD]


@compiled
def _occupy_beside(s: State, person: int, at: int, last: int, start: int, end: int, share: int) -> None:
    """Add load where there is some already: the segments are cut at its edges."""
    over = at
    while over < last and s.segments[over, FROM] < end:
        over += 1
    count = 0
    position = start
    for k in range(at, over):
        low, high, load = s.segments[k, FROM], s.segments[k, TO], s.segments[k, LOAD]
        for cut in range(4):
            # What lies before the new load, a gap in it, what they share, and what lies behind it.
            if cut == 0:
                begin, stop, amount = low, min(high, start), load
            elif cut == 1:
                begin, stop, amount = position, min(low, end), share
            elif cut == 2:
                begin, stop, amount = max(low, start), min(high, end), load + share
            else:
                begin, stop, amount = max(low, end), high, load
            if begin < stop:
                count += 1
                s.segments[-count, FROM], s.segments[-count, TO], s.segments[-count, LOAD] = begin, stop, amount
        position = max(start, min(high, end))
    if position < end:
        count += 1
        s.segments[-count, FROM], s.segments[-count, TO], s.segments[-count, LOAD] = position, end, share
    _shift(s, over, last, count - (over - at))
    for number in range(count):
        s.segments[at + number, FROM] = s.segments[-1 - number, FROM]
        s.segments[at + number, TO] = s.segments[-1 - number, TO]
        s.segments[at + number, LOAD] = s.segments[-1 - number, LOAD]
    s.rows[person, COUNT] += count - (over - at)


@compiled
def keep(a: Arrays, s: State) -> None:
    """Take up the room of what stays."""
    for k in range(len(a.blocks)):
        person, start = a.blocks[k, 0], a.blocks[k, 1]
        occupy(a, s, person, start, a.blocks[k, 2], a.blocks[k, 3])
        if a.blocks[k, 4]:
            s.rows[person, FLOOR] = max(s.rows[person, FLOOR], start)
    for k in range(len(a.holds)):
        s.rows[-1, REACHED] = max(s.rows[-1, REACHED], a.holds[k, 2])
        for slot in range(a.holds[k, 1], a.holds[k, 2]):
            s.held[a.holds[k, 0], slot] += a.holds[k, 3]
