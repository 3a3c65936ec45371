"""Local search over priority lists in compiled code: disturb the order of a plan, construct again, keep what is good."""

from __future__ import annotations

from math import log

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    ABLE,
    AIMED,
    ALL_PEOPLE,
    ALL_TASKS,
    BEYOND,
    CEILING,
    END,
    EXCESS,
    FIRST_ABLE,
    FIRST_MODE,
    FIRST_PART,
    FIRST_SEAT,
    KEPT,
    KEYS,
    MODE,
    NEVER,
    OVER_BUDGET,
    PASSED,
    PEOPLE,
    PRICE,
    PROJECT,
    SEAT,
    START,
    STOP,
    VALUE,
    WHIM,
    WISH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.disturb import (
    ALL,
    BEST,
    BOUNDED,
    CURRENT,
    FINE,
    HELD,
    HOLDING,
    JUSTIFIED,
    KEEPING,
    KEEPING_LESS,
    LEFT,
    MEASURE,
    MOVED,
    PUSHED,
    RANKED,
    RANKED_KEEPING,
    SINCE,
    STALE,
    TRIED,
    Plans,
    disturb,
    random,
    set_key,
    wish,
)
from ipmplan.models.kernel.schedule import construct
from ipmplan.models.kernel.timelines import State
from ipmplan.models.kernel.worth import Aim, beyond, judge

NEAR = 32
TRY, LATE, EARLY = range(3)


@compiled
def climb(a: Arrays, s: State, late: Arrays, t: State, aim: Aim, plans: Plans, tuning: Ints, patience: float) -> int:
    """Do some steps, or fewer when none is better for a while; returns how many found a better plan than the best.

    A step is a list and its construction; a promising plan is then pushed late, and early again in that order (see
    `construct.justification`). All go through one call of `construct`, which would be compiled anew for each.

    Parameters
    ----------
    a, s
        The instance, and room for its constructions.
    late, t
        The same instance with time running backwards, and room for its constructions.
    aim
        What is made small.
    plans
        Those that are gone on from; are written.
    tuning
        int64, (13,). Steps ``LEFT`` to do; steps ``SINCE`` the last better plan (is written), and after how many it is ``STALE`` and left; per
        mille of promising plans that are ``JUSTIFIED``, pushed late and early; per mille of tasks ``KEEPING`` mode and people,
        mostly and one time in four; how many tasks at the most are ``CHANGED``, given another mode or somebody else; whether the
        goal is ``BOUNDED`` by how late any task and all behind it end, so that a construction may be left before its end; by which
        ``MEASURE`` plans are compared, value or how far all tasks together end beyond what is aimed at; per mille of the steps that
        are ``STAFFING``, give work to others and leave the order; whether lists are ``RANKED`` by project (see `move_ranks`; 2 = from now on), and per
        mille of tasks ``RANKED_KEEPING`` mode and people then; per mille of moves of keys in whose place a task is ``HOLDING`` mode or people.
    patience
        How much worse than the current one a plan may be, in the measure, as a part of the value.
    """
    better = 0
    phase = TRY
    left, allowed, justify = tuning[LEFT], tuning[LEFT], False
    measure = tuning[MEASURE]
    _compare(a, s, plans)
    while (left > 0 and tuning[SINCE] < tuning[STALE]) or phase != TRY:
        if phase == TRY:
            left -= 1
            tuning[SINCE] += 1
            value = plans.keys[CURRENT, VALUE]
            # How much worse a plan may be is drawn first: it tells when a construction can be left.
            allowed = plans.keys[CURRENT, measure] + int(-patience * log((random(s) + 1) / (1 << 30)) * value)
            justify = tuning[RANKED] == 0 and random(s) % 1000 < tuning[JUSTIFIED]
            s.rows[-1, CEILING] = NEVER
            if tuning[BOUNDED] and _is_sound(plans, CURRENT):
                # One task that ends so late is alone further beyond the aim than is allowed.
                ceiling = s.rows[-1, AIMED] + allowed if measure == BEYOND else allowed
                s.rows[-1, CEILING] = max(ceiling, value + value // NEAR) if justify else ceiling
            if tuning[RANKED]:
                if tuning[RANKED] > 1:
                    begin_ranks(a, s, plans)
                move_ranks(a, s, plans, tuning)
            else:
                disturb(a, s, aim, plans, tuning)
        x, y = (late, t) if phase == LATE else (a, s)
        fits = construct(x, y) < 0
        done = fits
        if phase == TRY and fits:
            _take(a, s, aim, plans, TRIED)
            value = plans.keys[CURRENT, VALUE]
            near = plans.keys[TRIED, VALUE] <= value + value // NEAR
            if justify and near and _broken(plans.keys, CURRENT) <= 0:
                _ask_late(a, t, plans)
                phase, done = LATE, False
        elif phase == LATE and fits:
            _ask_early(a, s, t, plans, tuning)
            phase, done = EARLY, False
        elif phase != TRY:
            if phase == EARLY and fits:
                _take(a, s, aim, plans, PUSHED)
                if _is_better(plans.keys, PUSHED, TRIED):
                    _copy(plans, PUSHED, TRIED)
            phase, done = TRY, True
        if done:
            order = _broken(plans.keys, CURRENT)
            if order < 0 or (order == 0 and plans.keys[TRIED, measure] <= allowed) or tuning[RANKED] > 1:
                _copy(plans, TRIED, CURRENT)
                if tuning[RANKED]:
                    hold_ranks(plans)
                    tuning[RANKED] = 1
            if _is_better(plans.keys, TRIED, BEST):
                _copy(plans, TRIED, BEST)
                if measure == BEYOND and plans.keys[BEST, VALUE] <= s.rows[-1, AIMED]:
                    s.rows[-1, AIMED] = plans.keys[BEST, VALUE] - 1
                    _compare(a, s, plans)
                tuning[SINCE] = 0
                better += 1
    s.rows[-1, CEILING] = NEVER
    return better


@compiled
def _compare(a: Arrays, s: State, plans: Plans) -> None:
    """Count anew how far the current plan goes beyond the aim."""
    total = plans.keys[CURRENT, VALUE] - plans.keys[CURRENT, VALUE]
    for task in range(a.rows[-1, ALL_TASKS]):
        total += beyond(a, s, task, plans.tasks[CURRENT, task, END])
    plans.keys[CURRENT, BEYOND] = total


@compiled
def _is_sound(plans: Plans, row: int) -> bool:
    """Whether a plan breaks and exceeds nothing."""
    for k in range(EXCESS + 1):
        if plans.keys[row, k] > 0:
            return False
    return True


@compiled
def _broken(keys: Ints, other: int) -> int:
    """Compare what the plan being tried breaks and exceeds with another: below 0 when it is better."""
    for k in range(EXCESS + 1):
        if keys[TRIED, k] != keys[other, k]:
            return -1 if keys[TRIED, k] < keys[other, k] else 1
    return 0


@compiled
def _is_better(keys: Ints, one: int, other: int) -> bool:
    for k in range(BEYOND):
        if keys[one, k] != keys[other, k]:
            return bool(keys[one, k] < keys[other, k])
    return False


@compiled
def _copy(plans: Plans, source: int, target: int) -> None:
    for task in range(plans.tasks.shape[1]):
        for k in range(4):
            plans.tasks[target, task, k] = plans.tasks[source, task, k]
    for seat in range(plans.seats.shape[1]):
        for k in range(3):
            plans.seats[target, seat, k] = plans.seats[source, seat, k]
    for k in range(KEYS):
        plans.keys[target, k] = plans.keys[source, k]


@compiled
def _take(a: Arrays, s: State, aim: Aim, plans: Plans, target: int) -> None:
    """Keep what was constructed as one of the plans, with its key."""
    first = len(s.rows) - 1 - plans.seats.shape[1]
    for task in range(a.rows[-1, ALL_TASKS]):
        for k in range(MODE, PASSED + 1):
            plans.tasks[target, task, k] = s.rows[task, k]
        plans.tasks[target, task, MODE] -= a.rows[task, FIRST_MODE]
    for seat in range(plans.seats.shape[1]):
        for k in range(ABLE, STOP + 1):
            plans.seats[target, seat, k] = s.rows[first + seat, k]
    judge(a, s, aim, plans.keys, target)


@compiled
def _ask_late(a: Arrays, t: State, plans: Plans) -> None:
    """Ask for the plan being tried, backwards."""
    for task in range(a.rows[-1, ALL_TASKS]):
        set_key(a, t, task, -plans.tasks[TRIED, task, END] * FINE)
    wish(a, t, plans, TRIED, ALL)


@compiled
def _ask_early(a: Arrays, s: State, t: State, plans: Plans, tuning: Ints) -> None:
    """Ask for the order in which tasks start when they are pushed late."""
    for task in range(a.rows[-1, ALL_TASKS]):
        set_key(a, s, task, -t.rows[task, END] * FINE)
    kind = random(s) % 20
    wish(a, s, plans, TRIED, tuning[KEEPING_LESS] if kind < 6 else ALL if kind < 13 else tuning[KEEPING])


@compiled
def begin_ranks(a: Arrays, s: State, plans: Plans) -> None:
    """Take the list from the starts of the current plan, without ranks, prices and preferences."""
    tasks = a.rows[-1, ALL_TASKS]
    for person in range(tasks + 1, tasks + 1 + a.rows[-1, ALL_PEOPLE]):
        s.rows[person, WHIM] = 0
    for k in range(plans.ranks.shape[1]):
        plans.ranks[HELD, k] = plans.tasks[CURRENT, k, START] * FINE if k < tasks else 0
    for k in range(plans.holds.shape[1]):
        plans.holds[HELD, k] = -1


@compiled
def move_ranks(a: Arrays, s: State, plans: Plans, tuning: Ints) -> None:
    """Ask for the list that is held with other ranks of a project or two, or other places of a few tasks.

    Parameters
    ----------
    a, s
        The instance, and where is asked.
    plans
        Its `ranks` that are moved are written.
    tuning
        See `climb.climb`; where ranks have only begun, the list is asked for as it is.
    """
    tasks = a.rows[-1, ALL_TASKS]
    price = plans.ranks.shape[1] - 1
    projects = price - tasks - 1
    most = 1
    for k in range(price + 1):
        plans.ranks[MOVED, k] = plans.ranks[HELD, k]
    for task in range(tasks):
        most = max(most, plans.tasks[CURRENT, task, START])
    for k in range(plans.holds.shape[1]):
        plans.holds[MOVED, k] = plans.holds[HELD, k]
    # A list as it is seldom gives the plan back: the others follow from what it gives.
    kind = random(s) % 20 if tuning[RANKED] == 1 else -1
    if 0 <= kind < 8:
        one = tasks + random(s) % projects
        if random(s) % 10 < 7:
            step = max(FINE, (most * FINE) >> (3 + random(s) % 4))
            plans.ranks[MOVED, one] += step if random(s) % 2 else -step
        else:
            other = tasks + random(s) % projects
            rank = plans.ranks[MOVED, one]
            plans.ranks[MOVED, one] = plans.ranks[MOVED, other]
            plans.ranks[MOVED, other] = rank
    if kind > 6 and random(s) % 1000 < tuning[HOLDING]:
        _hold(a, s, plans)
    elif kind > 6:
        width = max(FINE, (most * FINE) >> (4 + random(s) % 4))
        few = random(s) % 5
        for _ in range(1 << max(0, few - 1)):
            plans.ranks[MOVED, random(s) % tasks] += random(s) % (2 * width) - width
    if plans.keys[CURRENT, OVER_BUDGET] > 0 or (plans.ranks[HELD, price] > 0 and random(s) % 8 == 0):
        # A cent of an hour's cost counts as a delay, for as long as that keeps the budgets.
        plans.ranks[MOVED, price] = 1 << random(s) % 20
    wish(a, s, plans, CURRENT, tuning[RANKED_KEEPING])
    first = len(s.rows) - 1 - plans.seats.shape[1]
    for task in range(tasks):
        if plans.holds[MOVED, task] >= 0:
            s.rows[task, WISH] = plans.holds[MOVED, task]
            for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
                s.rows[seat, KEPT] = plans.holds[MOVED, tasks + seat - first]
        project = a.rows[task, PROJECT]
        rank = plans.ranks[MOVED, tasks + project] if project >= 0 else 0
        set_key(a, s, task, plans.ranks[MOVED, task] + rank)
        s.rows[task, PRICE] = plans.ranks[MOVED, price]


@compiled
def _hold(a: Arrays, s: State, plans: Plans) -> None:
    """Hold a task to another mode, or one of its parts to somebody else, until it is let go; or let all tasks go, or a part of them.

    What is not held takes whoever finishes first, which is not always who should: somebody else may wait for them.
    """
    tasks, seats = a.rows[-1, ALL_TASKS], len(s.rows) - 1 - plans.seats.shape[1]
    if random(s) % 2:
        part = 1 << random(s) % 4
        for task in range(tasks):
            if random(s) % part == 0:
                plans.holds[MOVED, task] = -1
        return
    task = random(s) % tasks
    first, count = a.rows[task, FIRST_MODE], a.rows[task + 1, FIRST_MODE] - a.rows[task, FIRST_MODE]
    mode = plans.tasks[CURRENT, task, MODE]
    if count > 1 and random(s) % 2:
        mode = random(s) % count
    parts = a.rows[first + mode + 1, FIRST_PART] - a.rows[first + mode, FIRST_PART]
    plans.holds[MOVED, task] = mode
    for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
        plans.holds[MOVED, tasks + seat - seats] = -1
    if parts == 0 or mode != plans.tasks[CURRENT, task, MODE]:
        return
    part = a.rows[first + mode, FIRST_PART] + random(s) % parts
    row = a.rows[part, FIRST_ABLE] + random(s) % (a.rows[part + 1, FIRST_ABLE] - a.rows[part, FIRST_ABLE])
    one = a.rows[task, FIRST_SEAT] + a.rows[part, SEAT]
    given = one + random(s) % a.rows[part, PEOPLE]
    for seat in range(one, one + a.rows[part, PEOPLE]):
        if plans.seats[CURRENT, seat - seats, ABLE] == row:
            given = seat
    for seat in range(one, one + a.rows[part, PEOPLE]):
        plans.holds[MOVED, tasks + seat - seats] = row if seat == given else plans.seats[CURRENT, seat - seats, ABLE]


@compiled
def hold_ranks(plans: Plans) -> None:
    """Keep the ranks that were moved: the plan that they gave is gone on from."""
    for k in range(plans.ranks.shape[1]):
        plans.ranks[HELD, k] = plans.ranks[MOVED, k]
    for k in range(plans.holds.shape[1]):
        plans.holds[HELD, k] = plans.holds[MOVED, k]
