"""What compiled code makes small: rules that may be broken, caps of earlier goals, the goal, and how early everything is."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    ABLE,
    AHEAD,
    AIMED,
    ALL_TASKS,
    ANY_STARTED,
    APART,
    BEGIN,
    BEYOND,
    BUDGET,
    CALENDAR,
    CAPACITY,
    CENTS,
    COST,
    EARLINESS,
    END,
    EXCESS,
    FINISHES,
    FIRM,
    FIRST_MEMBER,
    FIRST_PART,
    FIRST_RELATIVE,
    FIRST_SEAT,
    FIRST_USE,
    FLOOR,
    FLOOR_OF_GROUP,
    KEYS,
    KIND,
    LATE_FIRM,
    LATEST,
    LENGTH,
    LIMIT_OF_CAP,
    MODE,
    MONEY,
    NEVER,
    ODD,
    OTHER,
    OVER_BUDGET,
    PAIRS,
    PASSED,
    PEOPLE,
    PERSON,
    POOL,
    PROJECT,
    RANK,
    RELATION,
    RELATIVE,
    RUNNING,
    SAME,
    SEAT,
    SHARE,
    SOFT,
    SPENT,
    STABLE,
    START,
    STAY_COUNT,
    STAY_DATE,
    STAY_PERSON,
    STAY_SLOT,
    STAY_START,
    STOCK,
    TAIL,
    TARGET,
    TOTAL,
    UNEVEN,
    UNITS,
    USED,
    VALUE,
    WAIT,
    WEIGHT,
    WHICH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.placing import FRESH, at_work
from ipmplan.models.kernel.timelines import State

MILLIONTHS = 10**6


class Aim(NamedTuple):
    """A stage of the search in arrays.

    Parameters
    ----------
    groups
        int64, (groups + 1, 5). Groups of tasks whose last finish counts: ``WEIGHT`` times what the last finish is beyond ``TARGET``, at least ``FLOOR``.
        ``WHICH`` is `FIRM` for firm dates (in grid moments; ``FLOOR`` is then the date for what ends at the start of a slot), `LATEST` for last starts, else
        the row of `caps`, `OF_STAGE` for the last. The last row only closes the table.
    members
        int64, (members,). Tasks of the groups, from their ``FIRST_MEMBER`` on.
    caps
        int64, (caps + 1, 3). For each cap, and last for the goal itself: ``LIMIT_OF_CAP``, work space (``TOTAL``), and the ``KIND`` of what is counted.
    money
        int64, (projects, 5). For each project its hard ``BUDGET``, what is ``SPENT`` whatever is planned, its ``SOFT`` budget (in cents, `IMPOSSIBLE` where
        there is none), work space (``USED``), and the row of `running`, -1 = none; empty where no money counts.
    running
        int64, (projects with bookings that go on, grid moments). Cents of a project by the grid moment of the last finish.
    rates
        int64, (entries,). Where somebody's rate changes: what the first own slots cost together, for one person behind the other; see `scale`.
    first_rate
        int64, (people,). For each person the entry of `rates` that is before their first own slot, -1 where the rate never changes.
    scale
        int64, (4,). Cents times ``scale[1]`` are entries of `rates` times per cent of share times ``scale[0]``; ``scale[2]`` is the grid moment
        before which the last finish does not lie, ``scale[3]`` what tasks that stay count as changed.
    stock
        int64, (pools,). For each pool what there is of a consumable, `NEVER` where it is renewable.
    even
        int64, (people who matter for evenness,). Their rows; empty where evenness does not count.
    working, booked
        int64, (people who matter for evenness, grid moments). For each of them the ticks before each grid moment.
    loads
        int64, (people,). Work space; empty where evenness does not count.
    pairs
        int64, (people, projects). Work space; empty where pairs do not count.
    stays
        int64, (tasks, 5). For each task what another start counts (``STAY_DATE``), and each portfolio slot to it (``STAY_SLOT``); the portfolio slots to
        the old start (``STAY_START``), what another person counts (``STAY_PERSON``), and how many did it (``STAY_COUNT``); empty where changes do not count.
    stayers
        int64, (tasks, people). 1 for everybody who did a task.
    held_loads, held_pairs
        int64, (people,) and (people, projects). As `loads` and `pairs`: those of work that stays.
    """

    groups: Ints
    members: Ints
    caps: Ints
    money: Ints
    running: Ints
    rates: Ints
    first_rate: Ints
    scale: Ints
    stock: Ints
    even: Ints
    working: Ints
    booked: Ints
    loads: Ints
    pairs: Ints
    stays: Ints
    stayers: Ints
    held_loads: Ints
    held_pairs: Ints


@compiled
def last_of(a: Arrays, s: State, aim: Aim, group: int) -> int:
    """Portfolio slots to the last finish of a group; for a firm date or a last start the grid slots by which it is passed."""
    last = -NEVER
    for k in range(aim.groups[group, FIRST_MEMBER], aim.groups[group + 1, FIRST_MEMBER]):
        task = aim.members[k]
        end = s.rows[task, END]
        if aim.groups[group, WHICH] == LATEST:
            last = max(last, s.rows[task, START] - aim.groups[group, TARGET])
        elif aim.groups[group, WHICH] != FIRM:
            last = max(last, a.moments[0, end])
        elif a.rows[s.rows[task, MODE], WAIT] == 0 and a.rows[task, RANK] == FRESH and s.rows[task, PASSED] >= 0:
            last = max(last, s.rows[task, START] - aim.groups[group, FLOOR_OF_GROUP])
        else:
            last = max(last, end - aim.groups[group, TARGET])
    return last


@compiled
def beyond(a: Arrays, s: State, task: int, end: int) -> int:
    """Portfolio slots that a task's end, with the longest chain behind it where the state asks for it, is beyond the aim."""
    if s.rows[-1, AHEAD]:
        end = min(end + s.rows[task, TAIL], a.moments.shape[1] - 1)
    return int(max(0, a.moments[0, end] - s.rows[-1, AIMED]))


@compiled
def judge(a: Arrays, s: State, aim: Aim, keys: Ints, row: int) -> None:
    """Write what a construction is worth: people, firm dates, consumables and budgets broken, caps exceeded, and see `columns`."""
    for k in range(KEYS):
        keys[row, k] = 0
    for cap in range(len(aim.caps)):
        aim.caps[cap, TOTAL] = 0
    for group in range(len(aim.groups) - 1):
        which, over = aim.groups[group, WHICH], last_of(a, s, aim, group)
        if which in (FIRM, LATEST):
            keys[row, LATE_FIRM] += max(0, over)
        else:
            over = max(over - aim.groups[group, TARGET], aim.groups[group, FLOOR_OF_GROUP])
            aim.caps[which, TOTAL] += aim.groups[group, WEIGHT] * over
    for project in range(len(aim.money)):
        aim.money[project, USED] = aim.money[project, SPENT]
    scarce = False
    for pool in range(s.held.shape[0]):
        s.held[pool, -1] = 0
        scarce = scarce or aim.stock[pool] < NEVER
    last, crowd, sum_of_ends, latest = 0, 0, 0, aim.scale[2]
    for task in range(a.rows[-1, ALL_TASKS]):
        latest = max(latest, s.rows[task, END])
        end = a.moments[0, s.rows[task, END]]
        sum_of_ends += end
        keys[row, BEYOND] += beyond(a, s, task, s.rows[task, END])
        crowd = crowd + 1 if end == last else 1 if end > last else crowd
        last = max(last, end)
        mode = s.rows[task, MODE]
        if scarce:
            for use in range(a.rows[mode, FIRST_USE], a.rows[mode + 1, FIRST_USE]):
                if a.rows[use, CAPACITY] < 0:
                    s.held[a.rows[use, POOL], -1] += a.rows[use, UNITS]
    if len(a.related) or a.rows[-1, ANY_STARTED]:
        for task in range(a.rows[-1, ALL_TASKS]):
            keys[row, ODD] += _odd(a, s, task)
    if len(aim.money) or len(aim.loads) or len(aim.pairs):
        _count_people(a, s, aim)
    keys[row, EARLINESS] = sum_of_ends + last * crowd
    for project in range(len(aim.money)):
        if aim.money[project, RUNNING] >= 0:
            aim.money[project, USED] += aim.running[aim.money[project, RUNNING], latest]
        keys[row, OVER_BUDGET] += max(0, aim.money[project, USED] - aim.money[project, BUDGET])
    for pool in range(s.held.shape[0]):
        # The last column of a consumable pool's row has what is used up of it.
        keys[row, STOCK] += max(0, s.held[pool, -1] - aim.stock[pool])
    for cap in range(len(aim.caps)):
        kind = aim.caps[cap, KIND]
        if kind == UNEVEN:
            aim.caps[cap, TOTAL] = _unevenness(aim, latest, a.rows[-1, ALL_TASKS] + 1)
        elif kind == STABLE:
            aim.caps[cap, TOTAL] = aim.scale[3] + _changes(a, s, aim)
        elif kind not in (FINISHES, PAIRS):
            for project in range(len(aim.money)):
                used = aim.money[project, USED]
                aim.caps[cap, TOTAL] += used if kind == MONEY else max(0, used - aim.money[project, SOFT])
        elif kind == PAIRS:
            for person in range(len(aim.pairs)):
                for project in range(aim.pairs.shape[1]):
                    aim.caps[cap, TOTAL] += aim.pairs[person, project] > 0
        if cap + 1 < len(aim.caps):
            keys[row, EXCESS] += max(0, aim.caps[cap, TOTAL] - aim.caps[cap, LIMIT_OF_CAP])
        else:
            keys[row, VALUE] = aim.caps[cap, TOTAL]


@compiled
def _changes(a: Arrays, s: State, aim: Aim) -> int:
    """What is done at another time, or by others, than in the plan before, weighed."""
    total = 0
    first = a.rows[-1, ALL_TASKS] + 1
    for task in range(len(aim.stays)):
        if aim.stays[task, STAY_DATE]:
            if a.rows[s.rows[task, MODE], WAIT] >= 0:
                passed = s.rows[task, PASSED]
            else:
                passed = a.moments[0, s.rows[task, START]]
            apart = abs(passed - aim.stays[task, STAY_START])
            if apart:
                total += aim.stays[task, STAY_DATE] + apart * aim.stays[task, STAY_SLOT]
        if aim.stays[task, STAY_PERSON]:
            new, gone = 0, aim.stays[task, STAY_COUNT]
            for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
                if s.rows[seat, ABLE] >= 0:
                    if aim.stayers[task, a.able[s.rows[seat, ABLE], PERSON] - first]:
                        gone -= 1
                    else:
                        new += 1
            total += max(new, gone) * aim.stays[task, STAY_PERSON]
    return int(total)


@compiled
def _odd(a: Arrays, s: State, task: int) -> int:
    """How often a task's people are not those that others' or started work ask for; see `Solution.violations`."""
    count = 0
    if a.rows[-1, ANY_STARTED] and a.rows[task, RANK] == FRESH:
        for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
            if s.rows[seat, ABLE] >= 0:
                person = a.able[s.rows[seat, ABLE], PERSON]
                if s.rows[person, FLOOR] > a.moments[a.rows[person, CALENDAR], s.rows[seat, BEGIN]]:
                    count += 1
    if len(a.related) == 0:
        return count
    for relation in range(a.related[task], a.related[task + 1]):
        kind, other = a.rows[relation, RELATION], a.rows[relation, OTHER]
        if kind not in (SAME, APART):
            continue
        for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
            if s.rows[seat, ABLE] < 0:
                continue
            person = a.able[s.rows[seat, ABLE], PERSON]
            known = False
            for before in range(a.rows[task, FIRST_SEAT], seat):
                known = known or (s.rows[before, ABLE] >= 0 and a.able[s.rows[before, ABLE], PERSON] == person)
            if known:
                continue
            for named in range(a.rows[relation, FIRST_RELATIVE], a.rows[relation + 1, FIRST_RELATIVE]):
                known = known or a.rows[named, RELATIVE] == person
            if not known and other >= 0:
                known = at_work(a, s, other, person)
            if known != (kind == SAME):
                count += 1
    return count


@compiled
def _count_people(a: Arrays, s: State, aim: Aim) -> None:
    """Add up what is worked: cents by project, load by person, and who works for which project."""
    first = a.rows[-1, ALL_TASKS] + 1
    for person in range(len(aim.loads)):
        aim.loads[person] = aim.held_loads[person]
    for person in range(len(aim.pairs)):
        for project in range(aim.pairs.shape[1]):
            aim.pairs[person, project] = aim.held_pairs[person, project]
    for task in range(a.rows[-1, ALL_TASKS]):
        mode, project = s.rows[task, MODE], a.rows[task, PROJECT]
        if project >= 0 and len(aim.money):
            aim.money[project, USED] += a.rows[mode, COST]
        for part in range(a.rows[mode, FIRST_PART], a.rows[mode + 1, FIRST_PART]):
            seat = a.rows[task, FIRST_SEAT] + a.rows[part, SEAT]
            for k in range(seat, seat + a.rows[part, PEOPLE]):
                row = s.rows[k, ABLE]
                if row < 0:
                    continue
                person, share = a.able[row, PERSON], a.rows[part, SHARE]
                if len(aim.loads):
                    aim.loads[person - first] += a.able[row, LENGTH] * share
                if project >= 0 and len(aim.pairs):
                    aim.pairs[person - first, project] = 1
                if project >= 0 and len(aim.money):
                    cents = a.able[row, CENTS]
                    if cents < 0:
                        at = aim.first_rate[person - first] + a.moments[a.rows[person, CALENDAR], s.rows[k, BEGIN]]
                        amount = (aim.rates[at + a.able[row, LENGTH]] - aim.rates[at]) * share * aim.scale[0]
                        cents = (2 * amount + aim.scale[1]) // (2 * aim.scale[1])
                    aim.money[project, USED] += cents


@compiled
def _unevenness(aim: Aim, latest: int, first: int) -> int:
    """Standard deviation of utilisation until a last finish, in millionths."""
    count = len(aim.even)
    total, squares = 0.0, 0.0
    for k in range(count):
        total += _rate(aim, latest, k, first)
    for k in range(count):
        squares += (_rate(aim, latest, k, first) - total / count) ** 2
    return int(sqrt(squares / count) * MILLIONTHS + 0.5) if count > 0 else 0


@compiled
def _rate(aim: Aim, latest: int, k: int, first: int) -> float:
    """Utilisation of one of the people who matter for evenness."""
    available = aim.working[k, latest]
    if available <= 0:
        return 0.0
    return float((aim.loads[aim.even[k] - first] / 100.0 + aim.booked[k, latest]) / available)
