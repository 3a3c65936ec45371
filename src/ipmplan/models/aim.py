"""A stage of the search as what compiled local search makes small."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from ipmplan.instance import Instance
from ipmplan.models.kernel.aim import Aim
from ipmplan.models.kernel.columns import FIRM, NEVER, OF_STAGE
from ipmplan.models.solution import facts
from ipmplan.models.stage import Stage, groups_of


def aim_of(stage: Stage) -> Aim | None:
    """Arrays of a stage; None when it counts anything else than last finishes, or rules that need a person's look.

    Those are goals of people and money, the order of started work, `same` and `other`, and money that depends on when
    work is done.
    """
    instance = stage.instance
    goals = [(groups_of(stage.goal, instance), OF_STAGE)]
    goals += [(groups_of(cap.goal, instance), number) for number, cap in enumerate(stage.caps)]
    money = _money(instance)
    if any(groups is None for groups, _ in goals) or instance.relations or instance.has_started or money is None:
        return None
    rows: list[tuple[int, int, int, int]] = []
    members: list[Sequence[int]] = []
    for groups, which in goals:
        for group in groups or ():
            rows.append((group.weight, group.floor, group.target, which))
            members.append(group.tasks)
    for due in instance.firm_dues:
        if any(mode.wait == 0 for task in due.tasks for mode in instance.tasks[task].modes):
            return None
        rows.append((1, 0, due.firm or 0, FIRM))
        members.append(due.tasks)
    firsts = list(accumulate((len(tasks) for tasks in members), initial=0))
    return Aim(
        groups=np.array(
            [(*row, first) for row, first in zip([*rows, (0, 0, 0, 0)], firsts, strict=True)], dtype=np.int64
        ),
        members=np.array([task for tasks in members for task in tasks], dtype=np.int64),
        caps=np.array([(cap.limit, 0) for cap in stage.caps], dtype=np.int64).reshape(-1, 2),
        money=money,
        stock=np.array([pool.capacity if pool.consumable else NEVER for pool in instance.pools], dtype=np.int64),
    )


def _money(instance: Instance) -> np.ndarray[tuple[int, int], np.dtype[np.int64]] | None:
    """Budgets of all projects, no rows where none is tight, None where cents depend on when work is done."""
    if not instance.tight_budgets:
        return np.zeros((0, 3), np.int64)
    if instance.running or (facts(instance).cents < 0).any():
        return None
    never = 1 << 60
    tight = set(instance.tight_budgets)
    rows = [
        (project.budget if number in tight and project.budget is not None else never, project.fixed, 0)
        for number, project in enumerate(instance.projects)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
