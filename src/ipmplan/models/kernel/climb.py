"""Local search over priority lists in compiled code: disturb the order of a plan, construct again, keep what is good."""

from __future__ import annotations

from math import log

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    ABLE,
    AIMED,
    ALL_TASKS,
    BEYOND,
    CEILING,
    END,
    EXCESS,
    FIRST_MODE,
    KEYS,
    MODE,
    NEVER,
    PASSED,
    STOP,
    VALUE,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.disturb import (
    ALL,
    BEST,
    BOUNDED,
    CURRENT,
    FINE,
    JUSTIFIED,
    KEEPING,
    KEEPING_LESS,
    LEFT,
    MEASURE,
    PUSHED,
    RANKED,
    SINCE,
    STALE,
    TRIED,
    Plans,
    begin_ranks,
    disturb,
    hold_ranks,
    move_ranks,
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
        int64, (12,). Steps ``LEFT`` to do; steps ``SINCE`` the last better plan (is written), and after how many it is ``STALE`` and left; per
        mille of promising plans that are ``JUSTIFIED``, pushed late and early; per mille of tasks ``KEEPING`` mode and people,
        mostly and one time in four; how many tasks at the most are ``CHANGED``, given another mode or somebody else; whether the
        goal is ``BOUNDED`` by how late any task and all behind it end, so that a construction may be left before its end; by which
        ``MEASURE`` plans are compared, value or how far all tasks together end beyond what is aimed at; per mille of the steps that
        are ``STAFFING``, give work to others and leave the order; whether lists are ``RANKED`` by project (see `move_ranks`; 2 = from now on), and per
        mille of tasks ``RANKED_KEEPING`` mode and people then.
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
