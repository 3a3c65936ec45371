"""Who does a task: its seats, filled one after the other or all at once."""

from __future__ import annotations

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.columns import (
    ABLE,
    BARRED,
    BEGIN,
    CALENDAR,
    FIRST_ABLE,
    FIRST_PART,
    FIRST_SEAT,
    FIRST_SLOT,
    FLOOR,
    GROUP,
    HOLDER,
    HOURLY,
    IMPOSSIBLE,
    KEEPS,
    KEPT,
    LENGTH,
    LIMIT,
    LIMITED,
    MARK,
    NEED,
    NEVER,
    ONLY,
    OPTIONS,
    PEOPLE,
    PERSON,
    PIECE,
    PRICE_NOW,
    ROW,
    SEAT,
    SHARE,
    SLOT,
    SLOTS,
    SOME_BARRED,
    SOME_KEPT,
    STAMP,
    STOP,
    WANTED,
    WHIM,
    WORTH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.seats import seat_all
from ipmplan.models.kernel.timelines import State, earliest


@compiled
def staff(a: Arrays, s: State, task: int, mode: int) -> bool:
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
def greedy(a: Arrays, s: State, task: int, mode: int, start: int, end: int) -> int:
    """Seats for all parts, the quickest people for one after the other; returns the worth."""
    first, last = a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]
    nothing = last - last
    while True:
        s.rows[-1, STAMP] += 1
        for part in range(first, last):
            if a.rows[part, GROUP] < 0:
                for number in range(a.rows[part, PEOPLE]):
                    if single(a, s, task, part, number, start, nothing) == IMPOSSIBLE:
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
            worth = single(a, s, task, latest, seat - a.rows[latest, SEAT], start, end)
            s.rows[-1, ONLY] = -1
            return IMPOSSIBLE if worth == IMPOSSIBLE else max(stop, s.desk[seat, STOP]) * SLOT
        if start >= end:
            return IMPOSSIBLE
        start += max(1, end - stop)


@compiled
def single(a: Arrays, s: State, task: int, part: int, number: int, start: int, end: int) -> int:
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
