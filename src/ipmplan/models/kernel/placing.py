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
    END,
    END_BOUND,
    END_FROM_START,
    ENDED_AT_END,
    ENDED_AT_START,
    FIRST_ABLE,
    FIRST_LINK,
    FIRST_MODE,
    FIRST_PART,
    FIRST_RELATIVE,
    FIRST_SEAT,
    FIRST_SLOT,
    FIRST_USE,
    FLOOR,
    FROM_END,
    GROUP,
    HOLDER,
    HOURLY,
    IMPOSSIBLE,
    INTO_END,
    KEEPS,
    KEPT,
    LAG,
    LEAST,
    LENGTH,
    LIMIT,
    LIMITED,
    MARK,
    MODE,
    NEED,
    NEVER,
    ONLY,
    OPTIONS,
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
    ROW,
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
    WANTED,
    WHIM,
    WISH,
    WORTH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.seats import seat_all
from ipmplan.models.kernel.timelines import State, earliest, occupy

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
        if lag != 0:
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
        if lag == 0:
            fresh = a.rows[before, RANK] == FRESH
            at_slot = wait >= 0 and fresh and (not from_end or wait == 0)
            if a.rows[-1, AT_SLOT] > 0:
                if at_slot and (not from_end or since >= 0):
                    odd = a.slots[a.rows[-1, AT_SLOT] + since]
                else:
                    odd = a.moments[ENDED_AT_END if from_end else ENDED_AT_START, moment]
            if wait >= 0 and since < 0:
                moment = moment if from_end else 0
            elif not from_end or at_slot:
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
            worth = _single(a, s, task, first, last - last, start, end)
        else:
            worth = _greedy(a, s, task, mode, start, end)
            if worth == IMPOSSIBLE and last - first > 1 and _staff(a, s, task, mode):
                s.rows[-1, LIMITED] = 1
                worth = _greedy(a, s, task, mode, start, end)
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
def _staff(a: Arrays, s: State, task: int, mode: int) -> bool:
    """Different people for all parts at once, where taking the quickest for each leaves one without."""
    first, last = a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]
    for part in range(first, last):
        i = part - first
        count = 0
        for row in range(a.rows[part, FIRST_ABLE], a.rows[part + 1, FIRST_ABLE]):
            if _is_allowed(a, s, task, part, row):
                s.options[i, count, ROW], s.options[i, count, WORTH] = row, a.able[row, LENGTH]
                count += 1
        s.desk[i, OPTIONS], s.desk[i, NEED] = count, a.rows[part, PEOPLE]
    if not seat_all(a, s, last - first):
        return False
    for i in range(last - first):
        seat = a.rows[first + i, SEAT]
        for k in range(s.desk[i, OPTIONS]):
            if s.rows[a.able[s.options[i, k, ROW], PERSON], HOLDER] == i:
                s.desk[seat, LIMIT] = s.options[i, k, ROW]
                seat += 1
    return True


@compiled
def _is_allowed(a: Arrays, s: State, task: int, part: int, row: int) -> bool:
    """Whether somebody may be considered for a part."""
    keeps = s.rows[-1, KEEPS]
    if keeps >= SOME_BARRED and s.rows[a.able[row, PERSON], BARRED]:
        return False
    at, count = a.rows[part, SEAT], a.rows[part, PEOPLE]
    if s.rows[-1, LIMITED]:
        for k in range(at, at + count):
            if s.desk[k, LIMIT] == row:
                return True
        return False
    if (keeps & SOME_KEPT) == 0 or s.rows[a.rows[task, FIRST_SEAT] + at, KEPT] < 0:
        return True
    for k in range(a.rows[task, FIRST_SEAT] + at, a.rows[task, FIRST_SEAT] + at + count):
        if s.rows[k, KEPT] == row:
            return True
    return False


@compiled
def _greedy(a: Arrays, s: State, task: int, mode: int, start: int, end: int) -> int:
    """Seats for all parts, the quickest people for one after the other; returns the worth."""
    first, last = a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]
    nothing = last - last
    while True:
        s.rows[-1, STAMP] += 1
        for part in range(first, last):
            if a.rows[part, GROUP] < 0:
                for number in range(a.rows[part, PEOPLE]):
                    if _single(a, s, task, part, number, start, nothing) == IMPOSSIBLE:
                        return IMPOSSIBLE
            elif part == first or a.rows[part - 1, GROUP] != a.rows[part, GROUP]:
                if not _together(a, s, task, mode, part, start):
                    return IMPOSSIBLE
        stop, latest, seat = -1, first, 0
        for part in range(first, last):
            for k in range(a.rows[part, SEAT], a.rows[part, SEAT] + a.rows[part, PEOPLE]):
                if s.desk[k, STOP] > stop:
                    stop, latest, seat = s.desk[k, STOP], part, k
        if stop >= end:
            return stop * SLOT
        if a.rows[latest, GROUP] < 0:
            # The last one alone may begin later, so that the task does not end too early.
            s.rows[-1, ONLY] = s.desk[seat, ABLE]
            worth = _single(a, s, task, latest, seat - a.rows[latest, SEAT], start, end)
            s.rows[-1, ONLY] = -1
            return IMPOSSIBLE if worth == IMPOSSIBLE else max(stop, s.desk[seat, STOP]) * SLOT
        if start >= end:
            return IMPOSSIBLE
        start += max(1, end - stop)


@compiled
def _single(a: Arrays, s: State, task: int, part: int, number: int, start: int, end: int) -> int:
    """Seat the person who finishes first, at or after `end` when that is not 0; returns the worth."""
    best, chosen = IMPOSSIBLE, -1
    only = s.rows[-1, ONLY]
    seat = a.rows[part, SEAT] + number
    piece, share = a.rows[part, PIECE] != 0, a.rows[part, SHARE]
    for row in range(a.rows[part, FIRST_ABLE], a.rows[part + 1, FIRST_ABLE]):
        person, length = a.able[row, PERSON], a.able[row, LENGTH]
        if only >= 0:
            if row != only:
                continue
        elif s.rows[person, MARK] == s.rows[-1, STAMP] or not _is_allowed(a, s, task, part, row):
            continue
        calendar, base, own_slots = a.rows[person, CALENDAR], a.rows[person, FIRST_SLOT], a.rows[person, SLOTS]
        release = a.moments[calendar, start]
        if end > 0:
            count = a.moments[calendar, min(end, a.moments.shape[1] - 1)]
            reached = count > 0 and a.slots[base + count - 1] + 1 >= end
            release = max(release, count - length if reached else count + 1 - length)
        if not piece:
            release = max(release, s.rows[person, FLOOR])
        if release + length > own_slots:
            continue
        # What counts as delay when people are compared: how wanted somebody is, and what an hour costs.
        extra = a.rows[person, WANTED] + s.rows[person, WHIM] + s.rows[-1, PRICE_NOW] * a.rows[person, HOURLY]
        if (a.slots[base + release + length - 1] + 1) * SLOT + extra >= best:
            continue
        own = earliest(a, s, person, release, length, share)
        if own + length > own_slots:
            continue
        stop = a.slots[base + own + length - 1] + 1
        if stop * SLOT + extra < best:
            best, chosen = stop * SLOT + extra, person
            s.desk[seat, ABLE], s.desk[seat, BEGIN], s.desk[seat, STOP] = row, a.slots[base + own], stop
    if chosen >= 0:
        s.rows[chosen, MARK] = s.rows[-1, STAMP]
    return best


@compiled
def _together(a: Arrays, s: State, task: int, mode: int, first: int, start: int) -> bool:
    """Seat different people who start at the same moment, the first at which enough are free."""
    horizon = a.moments.shape[1] - 1
    last = first
    while last < a.rows[mode + 1, FIRST_PART] and a.rows[last, GROUP] == a.rows[first, GROUP]:
        last += 1
    moment = start
    while moment < horizon:
        later = NEVER
        for part in range(first, last):
            i = part - first
            count = 0
            for row in range(a.rows[part, FIRST_ABLE], a.rows[part + 1, FIRST_ABLE]):
                person, length = a.able[row, PERSON], a.able[row, LENGTH]
                if s.rows[person, MARK] == s.rows[-1, STAMP] or not _is_allowed(a, s, task, part, row):
                    continue
                base = a.rows[person, FIRST_SLOT]
                release = a.moments[a.rows[person, CALENDAR], moment]
                if a.rows[part, PIECE] == 0:
                    release = max(release, s.rows[person, FLOOR])
                own = earliest(a, s, person, release, length, a.rows[part, SHARE])
                if own + length > a.rows[person, SLOTS]:
                    continue
                at = a.slots[base + own]
                if at == moment:
                    extra = (
                        a.rows[person, WANTED] + s.rows[person, WHIM] + s.rows[-1, PRICE_NOW] * a.rows[person, HOURLY]
                    )
                    s.options[i, count, ROW] = row
                    s.options[i, count, WORTH] = (a.slots[base + own + length - 1] + 1) * SLOT + extra
                    count += 1
                elif at < later:
                    later = at
            s.desk[i, OPTIONS], s.desk[i, NEED] = count, a.rows[part, PEOPLE]
        if seat_all(a, s, last - first):
            break
        moment = later
    if moment >= horizon:
        return False
    for i in range(last - first):
        seat = a.rows[first + i, SEAT]
        for k in range(s.desk[i, OPTIONS]):
            row = s.options[i, k, ROW]
            person, base = a.able[row, PERSON], a.rows[a.able[row, PERSON], FIRST_SLOT]
            if s.rows[person, HOLDER] == i:
                own = a.moments[a.rows[person, CALENDAR], moment]
                s.desk[seat, ABLE], s.desk[seat, BEGIN] = row, moment
                s.desk[seat, STOP] = a.slots[base + own + a.able[row, LENGTH] - 1] + 1
                s.rows[person, MARK] = s.rows[-1, STAMP]
                seat += 1
    return True


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
