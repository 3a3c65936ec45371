"""A stage of the search as what compiled local search makes small."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

import numpy as np

from ipmplan.instance import Instance
from ipmplan.instance.seats import seats_of
from ipmplan.instance.stability import Stability
from ipmplan.models.kernel.arrays import Ints, first_person
from ipmplan.models.kernel.columns import (
    FINISHES,
    FIRM,
    IMPOSSIBLE,
    LATEST,
    MONEY,
    NEVER,
    OF_STAGE,
    OVER,
    PAIRS,
    STABLE,
    UNEVEN,
)
from ipmplan.models.kernel.worth import Aim
from ipmplan.models.stage import Stage, asks_of, groups_of
from ipmplan.study.stability import DAY, MOVED, PERSON

DIGITS = 6
"""Of an hour's rate; with more a piece of work may be counted a cent off, and the incumbent counts again."""


def only_finishes(stage: Stage) -> bool:
    """Whether a stage counts only last finishes, and no rule needs to know who does what or when."""
    instance = stage.instance
    names = (stage.goal, *(cap.goal for cap in stage.caps))
    steady = not instance.tight_budgets or not (instance.running or (seats_of(instance).cents < 0).any())
    regular = all(groups_of(name, instance) is not None for name in names)
    return regular and steady and not instance.relations and not instance.has_started


def aim_of(stage: Stage) -> Aim | None:
    """Arrays of a stage; None when a goal is none that compiled code counts."""
    instance = stage.instance
    names = (*(cap.goal for cap in stage.caps), stage.goal)
    groups = [groups_of(name, instance) for name in names]
    kinds: list[int] = []
    for name, found in zip(names, groups, strict=True):
        kind = FINISHES if found is not None else asks_of(name).counted
        if kind is None:
            return None
        kinds.append(kind)
    rows: list[tuple[int, int, int, int]] = []
    members: list[Sequence[int]] = []
    for number, found in enumerate(groups):
        for group in found or ():
            which = number if number + 1 < len(names) else OF_STAGE
            rows.append((group.weight, group.floor, group.target, which))
            members.append(group.tasks)
    for due in instance.firm_dues:
        if due.firm is not None and due.firm_start is not None:
            rows.append((1, due.firm_start, due.firm, FIRM))
            members.append(due.tasks)
    for task in instance.held_starts:
        rows.append((1, 0, instance.tasks[task].latest or 0, LATEST))
        members.append((task,))
    firsts = list(accumulate((len(tasks) for tasks in members), initial=0))
    limits = [*(cap.limit for cap in stage.caps), 0]
    none = np.zeros(0, np.int64)
    money = _money(instance, MONEY in kinds or OVER in kinds)
    rates, first_rate, scale = _rates(instance) if len(money) else (none, none, [1, 1])
    even, working, booked = instance.peoples_time.relevant if UNEVEN in kinds else (none, none[None], none[None])
    people = len(instance.people)
    loads = np.zeros(people if UNEVEN in kinds else 0, np.int64)
    pairs = np.zeros((people if PAIRS in kinds else 0, len(instance.projects)), np.int64)
    stays = _stays(instance.stability) if STABLE in kinds else np.zeros((0, 5), np.int64)
    held_loads, held_pairs = loads.copy(), pairs.copy()
    if instance.held is not None:
        held_loads += instance.held.loads if UNEVEN in kinds else 0
        for person, project in instance.held.pairs if PAIRS in kinds else ():
            held_pairs[person, project] = 1
    return Aim(
        groups=np.array(
            [(*row, first) for row, first in zip([*rows, (0, 0, 0, 0)], firsts, strict=True)], dtype=np.int64
        ),
        members=np.array([task for tasks in members for task in tasks], dtype=np.int64),
        caps=np.array([(limit, 0, kind) for limit, kind in zip(limits, kinds, strict=True)], dtype=np.int64),
        money=money,
        running=np.array([instance.running[number] for number in sorted(instance.running)], dtype=np.int64).reshape(
            len(instance.running), instance.length + 1
        ),
        rates=rates,
        first_rate=first_rate,
        scale=np.array(
            [*scale, instance.fixed_end, instance.stability.fixed if STABLE in kinds else 0], dtype=np.int64
        ),
        stock=np.array([pool.capacity if pool.consumable else NEVER for pool in instance.pools], dtype=np.int64),
        even=even + first_person(instance),
        working=working,
        booked=booked,
        loads=loads,
        pairs=pairs,
        stays=stays,
        stayers=instance.stability.people if STABLE in kinds else none[None],
        held_loads=held_loads,
        held_pairs=held_pairs,
    )


def _stays(before: Stability) -> Ints:
    """See `Aim`: stays."""
    columns = (
        before.date_weight * (MOVED * before.day),
        before.date_weight * DAY,
        before.start,
        before.weight * (PERSON * before.day),
        before.count,
    )
    return np.stack(columns, axis=1).astype(np.int64)


def _money(instance: Instance, counts: bool) -> Ints:
    """What each project may cost; no rows where no budget is tight and no goal counts money."""
    if not instance.money.counts or not (counts or instance.tight_budgets):
        return np.zeros((0, 5), np.int64)
    tight, running = set(instance.tight_budgets), sorted(instance.running)
    rows = []
    for number, project in enumerate(instance.projects):
        budget = IMPOSSIBLE if project.budget is None else project.budget
        hard = budget if number in tight else IMPOSSIBLE
        soft = IMPOSSIBLE if project.hard else budget
        row = running.index(number) if number in instance.running else -1
        rows.append((hard, project.fixed, 0, soft, row))
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def _rates(instance: Instance) -> tuple[Ints, Ints, list[int]]:
    """See `Aim`: rates, first_rate and scale."""
    totals: list[Ints] = []
    firsts, length = [], 0
    for person, axis in enumerate(instance.axes):
        steps = instance.money.rates[person]
        if len(steps) < 2:
            firsts.append(-1)
            continue
        slots = np.zeros(len(axis.slots) + 1, np.int64)
        for (begin, rate), (end, _) in zip(steps, [*steps[1:], (len(axis.slots), Decimal(0))], strict=True):
            slots[begin + 1 : end + 1] = round(rate * 10**DIGITS)
        totals.append(np.cumsum(slots))
        firsts.append(length)
        length += len(slots)
    joined = np.concatenate([np.zeros(0, np.int64), *totals])
    # Entries are rate x slots; x minutes / 60 x share / 100 x 100 cents.
    return joined, np.array(firsts, dtype=np.int64), [instance.portfolio.grid.minutes, 60 * 10**DIGITS]
