"""Where a single task goes: as early as its links, people and pools allow."""

from __future__ import annotations

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.columns import (
    ABLE,
    ALL_PEOPLE,
    ALL_TASKS,
    APART,
    APART_TOO,
    AT_SLOT,
    BARRED,
    BEFORE,
    BEGAN,
    BEGIN,
    CALENDAR,
    CAPACITY,
    COUNTS,
    END,
    END_BOUND,
    END_FROM_START,
    ENDED_AT_END,
    FIRST_LINK,
    FIRST_MODE,
    FIRST_PART,
    FIRST_RELATIVE,
    FIRST_SEAT,
    FIRST_USE,
    FLOOR,
    FROM_END,
    IMPOSSIBLE,
    INTO_END,
    KEEPS,
    LAG,
    LEAST,
    LENGTH,
    LIMITED,
    MODE,
    NEVER,
    ONLY,
    OTHER,
    PASSED,
    PEOPLE,
    PERSON,
    PIECE,
    PLACED,
    POOL,
    PRICE,
    PRICE_NOW,
    RANK,
    REACHED,
    RELATION,
    RELATIVE,
    RELEASE,
    SAME,
    SEAT,
    SEATS,
    SHARE,
    SLOT,
    SLOTS,
    SOME_BARRED,
    SOME_KEPT,
    STAMP,
    START,
    START_BOUND,
    STOP,
    UNITS,
    WAIT,
    WAIT_END,
    WAITING,
    WISH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.people import greedy, single, staff
from ipmplan.models.kernel.timelines import State, occupy

FRESH = 2


@compiled
def place(a: Arrays, s: State, task: int) -> bool:
    """Place one task in the way that finishes first, as its wish says; returns whether it fits."""
    fixed = s.rows[task, WISH]
    keeps = SOME_KEPT if fixed >= 0 else 0
    s.rows[-1, KEEPS] = keeps
    s.rows[-1, PRICE_NOW] = s.rows[task, PRICE]
    s.rows[-1, ONLY] = -1
    start, end, passed_start, passed_end, ended = _bounds(a, s, task)
    first, last = a.rows[task, FIRST_MODE], a.rows[task + 1, FIRST_MODE]
    if fixed >= 0:
        first, last = first + fixed, first + fixed + 1
    best = IMPOSSIBLE
    seat = a.rows[task, FIRST_SEAT]
    # People tied to another task's: as wished if they fit to it, else others who do, else whoever can.
    tries = 1
    if len(a.related) and a.related[task] < a.related[task + 1]:
        _bar(a, s, task)
        s.rows[-1, KEEPS] += SOME_BARRED
        tries = 3
    while tries > 0 and best == IMPOSSIBLE:
        for mode in range(first, last):
            if a.rows[mode, WAIT] >= 0:
                begin, stop, passed = _wait(a, s, task, mode, start, passed_start, passed_end, ended)
                worth = stop * SLOT if begin >= 0 else IMPOSSIBLE
            else:
                begin, stop, worth = _worked(a, s, task, mode, start, end)
                passed = 0
            if worth < best:
                best = worth
                s.rows[task, MODE], s.rows[task, PASSED] = mode, passed
                s.rows[task, START], s.rows[task, END] = begin, stop
                for k in range(a.rows[mode, SEATS]):
                    s.rows[seat + k, ABLE] = s.desk[k, ABLE]
                    s.rows[seat + k, BEGIN] = s.desk[k, BEGIN]
                    s.rows[seat + k, STOP] = s.desk[k, STOP]
                for k in range(seat + a.rows[mode, SEATS], a.rows[task + 1, FIRST_SEAT]):
                    s.rows[k, ABLE] = -1
        tries -= 1
        s.rows[-1, KEEPS] = SOME_BARRED if tries > 1 else keeps
    if best == IMPOSSIBLE:
        return False
    _commit(a, s, task)
    return True


@compiled
def _bar(a: Arrays, s: State, task: int) -> None:
    """Note who may not work at a task by what ties its people to those of tasks that are placed."""
    first, last = a.related[task], a.related[task + 1]
    people = a.rows[-1, ALL_TASKS] + 1
    for person in range(people, people + a.rows[-1, ALL_PEOPLE]):
        s.rows[person, BARRED] = 0
        for relation in range(first, last):
            other, kind = a.rows[relation, OTHER], a.rows[relation, RELATION]
            placed = other >= 0 and s.rows[other, WAITING] == PLACED
            known = False
            for named in range(a.rows[relation, FIRST_RELATIVE], a.rows[relation + 1, FIRST_RELATIVE]):
                known = known or a.rows[named, RELATIVE] == person
            if placed and not known:
                known = at_work(a, s, other, person)
            if kind in (APART, APART_TOO):
                barred = known
            elif kind == SAME:
                barred = not known and (placed or other < 0)
            else:
                barred = not known and placed
            if barred:
                s.rows[person, BARRED] = 1


@compiled
def at_work(a: Arrays, s: State, task: int, person: int) -> bool:
    """Whether somebody has a seat of a placed task."""
    for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
        if s.rows[seat, ABLE] >= 0 and a.able[s.rows[seat, ABLE], PERSON] == person:
            return True
    return False


@compiled
def _bounds(a: Arrays, s: State, task: int) -> tuple[int, int, int, int, int]:
    """Least grid moments of start and end; portfolio slots before the start of a wait and before its end.

    The fourth number is for waits without a length, the fifth for those with one. See `cpsat.ends` for what ends when.
    """
    start, end = a.rows[task, RELEASE], a.rows[task, END_BOUND]
    passed_start = a.rows[task, START_BOUND]
    passed_end = ended = -NEVER
    for link in range(a.rows[task, FIRST_LINK], a.rows[task + 1, FIRST_LINK]):
        before, lag = a.rows[link, BEFORE], a.rows[link, LAG]
        from_end = a.rows[link, FROM_END] != 0
        wait, since = a.rows[s.rows[before, MODE], WAIT], s.rows[before, PASSED]
        moment = s.rows[before, END] if from_end else s.rows[before, START]
        passed = since if wait >= 0 and not from_end else a.moments[0, moment]
        if a.rows[link, COUNTS] != 0:
            # The first moment before which so many portfolio slots lie.
            passed += lag
            moment = 0
            if passed > a.rows[-1, SLOTS]:
                moment = a.moments.shape[1]
            elif passed > 0:
                moment = a.slots[passed - 1] + 1
        if a.rows[link, INTO_END] == 0:
            start = max(start, moment)
            passed_start = max(passed_start, passed)
            continue
        odd = passed
        if a.rows[link, COUNTS] == 0:
            at_slot = wait == 0 and since >= 0 and a.rows[before, RANK] == FRESH
            if a.rows[-1, AT_SLOT] > 0:
                odd = a.slots[a.rows[-1, AT_SLOT] + since] if at_slot else a.moments[ENDED_AT_END, moment]
            if at_slot:
                moment = a.moments[END_FROM_START, s.rows[before, START]]
        end = max(end, moment)
        passed_end = max(passed_end, passed)
        ended = max(ended, odd)
    return start, end, passed_start, passed_end, ended


@compiled
def _wait(
    a: Arrays, s: State, task: int, mode: int, start: int, passed_start: int, passed_end: int, ended: int
) -> tuple[int, int, int]:
    """Start and end of a wait and the portfolio slots before its start; -1 when it does not fit."""
    length, own = a.rows[mode, WAIT], a.rows[-1, SLOTS]
    fresh = a.rows[task, RANK] == FRESH
    passed_end = max(ended if length > 0 or not fresh else passed_end, a.rows[mode, WAIT_END])
    if fresh and a.rows[mode, FIRST_USE] < a.rows[mode + 1, FIRST_USE]:
        horizon = a.moments.shape[1] - 1
        passed = max(a.moments[0, min(max(start, 0), horizon)], max(passed_end, 0) - length)
        while passed + length <= own and passed < own:
            begin = a.slots[passed]
            end = a.slots[passed + length - 1] + 1 if length > 0 else begin
            blocked = _blocked(a, s, task, mode, begin, end)
            if blocked < 0:
                return begin, end, passed
            if blocked >= horizon:
                break
            passed = a.moments[0, blocked + 1]
        return -1, -1, 0
    if fresh:
        passed = max(passed_start, passed_end - length)
        if passed <= -NEVER // 2:
            passed = 0
        finish = passed + length if passed >= 0 else max(passed + length, 1)
    else:
        passed = a.rows[task, BEGAN]
        finish = max(passed + length, passed_end, 1)
    if finish > own or passed >= own:
        return -1, -1, 0
    begin = 0 if passed < 0 else a.slots[passed]
    stop = a.slots[finish - 1] + 1 if finish > 0 and finish > passed else begin
    return begin, max(stop, begin), passed


@compiled
def _blocked(a: Arrays, s: State, task: int, mode: int, start: int, end: int) -> int:
    """Last slot in which a pool has too little left, -1 when none; started work may take more when alone."""
    worst = -1
    for use in range(a.rows[mode, FIRST_USE], a.rows[mode + 1, FIRST_USE]):
        pool, units, capacity = a.rows[use, POOL], a.rows[use, UNITS], a.rows[use, CAPACITY]
        if capacity < 0:
            continue
        if units > capacity:
            if end > start and a.rows[task, RANK] == FRESH:
                return NEVER
            units = capacity
        slot = end - 1
        while slot >= start and slot > worst:
            if s.held[pool, slot] > capacity - units:
                worst = slot
                break
            slot -= 1
    return worst


@compiled
def _worked(a: Arrays, s: State, task: int, mode: int, start: int, end: int) -> tuple[int, int, int]:
    """Start, end and worth of a task at which people work; `IMPOSSIBLE` when it does not fit."""
    horizon = a.moments.shape[1] - 1
    uses = a.rows[mode, FIRST_USE] < a.rows[mode + 1, FIRST_USE]
    first, last = a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]
    while start < horizon:
        if uses and a.rows[task, RANK] == FRESH:
            start = _when_free(a, s, mode, start)
            if start >= horizon:
                break
        s.rows[-1, LIMITED] = 0
        if last - first == 1 and a.rows[first, PEOPLE] == 1:
            s.rows[-1, STAMP] += 1
            worth = single(a, s, task, first, last - last, start, end)
        else:
            worth = greedy(a, s, task, mode, start, end)
            if worth == IMPOSSIBLE and last - first > 1 and staff(a, s, task, mode):
                s.rows[-1, LIMITED] = 1
                worth = greedy(a, s, task, mode, start, end)
        if worth == IMPOSSIBLE:
            break
        begin, stop = s.desk[0, BEGIN], s.desk[0, STOP]
        for k in range(1, a.rows[mode, SEATS]):
            begin, stop = min(begin, s.desk[k, BEGIN]), max(stop, s.desk[k, STOP])
        blocked = _blocked(a, s, task, mode, begin, stop) if uses else -1
        if blocked < 0:
            return begin, stop, worth
        start = blocked + 1
    return -1, -1, IMPOSSIBLE


@compiled
def _when_free(a: Arrays, s: State, mode: int, start: int) -> int:
    """First moment from `start` on at which every pool of a mode has room for a while; else the horizon."""
    horizon, least = a.moments.shape[1] - 1, a.rows[mode, LEAST]
    moved = True
    while moved:
        moved = False
        for use in range(a.rows[mode, FIRST_USE], a.rows[mode + 1, FIRST_USE]):
            pool, limit = a.rows[use, POOL], a.rows[use, CAPACITY] - a.rows[use, UNITS]
            if a.rows[use, CAPACITY] < 0:
                continue
            run = 0
            slot = start
            while slot < horizon and run < least:
                run = run + 1 if s.held[pool, slot] <= limit else 0
                slot += 1
            later = slot - run if run >= least else horizon
            moved = moved or later > start
            start = later
    return start


@compiled
def _commit(a: Arrays, s: State, task: int) -> None:
    """Take up the room of what was chosen for a task."""
    mode, seat = s.rows[task, MODE], a.rows[task, FIRST_SEAT]
    for part in range(a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]):
        for k in range(seat + a.rows[part, SEAT], seat + a.rows[part, SEAT] + a.rows[part, PEOPLE]):
            row = s.rows[k, ABLE]
            person = a.able[row, PERSON]
            own = a.moments[a.rows[person, CALENDAR], s.rows[k, BEGIN]]
            occupy(a, s, person, own, a.able[row, LENGTH], a.rows[part, SHARE])
            if a.rows[part, PIECE]:
                s.rows[person, FLOOR] = max(s.rows[person, FLOOR], own)
    for use in range(a.rows[mode, FIRST_USE], a.rows[mode + 1, FIRST_USE]):
        if a.rows[use, CAPACITY] >= 0:
            s.rows[-1, REACHED] = max(s.rows[-1, REACHED], s.rows[task, END])
            for slot in range(s.rows[task, START], s.rows[task, END]):
                s.held[a.rows[use, POOL], slot] += a.rows[use, UNITS]
