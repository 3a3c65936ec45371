"""What compiled code makes small: rules that may be broken, caps of earlier goals, the goal, and how early everything is."""

from __future__ import annotations

from typing import NamedTuple

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    ABLE,
    AHEAD,
    AIMED,
    ALL_TASKS,
    BEYOND,
    BUDGET,
    CAPACITY,
    CENTS,
    COST,
    EARLINESS,
    END,
    FIRM,
    FIRST_MEMBER,
    FIRST_SEAT,
    FIRST_USE,
    FLOOR_OF_GROUP,
    KEYS,
    LIMIT_OF_CAP,
    MODE,
    NEVER,
    OF_STAGE,
    POOL,
    PROJECT,
    SPENT,
    TAIL,
    TARGET,
    TOTAL,
    UNITS,
    USED,
    VALUE,
    WEIGHT,
    WHICH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.timelines import State


class Aim(NamedTuple):
    """A stage of the search in arrays.

    Parameters
    ----------
    groups
        Groups of tasks whose last finish counts: ``WEIGHT`` times what the last finish is beyond ``TARGET``, at least ``FLOOR``.
        ``WHICH`` is `OF_STAGE` for the goal, `FIRM` for firm dates (in grid moments), else the number of a cap.
    members
        Tasks of the groups, from their ``FIRST_MEMBER`` on.
    caps
        For each cap ``LIMIT_OF_CAP``, and work space.
    money
        For each project its hard ``BUDGET`` and what is ``SPENT`` whatever is planned, in cents, and work space; empty where no
        budget is tight.
    stock
        For each pool what there is of a consumable, `NEVER` where it is renewable.
    """

    groups: Ints
    members: Ints
    caps: Ints
    money: Ints
    stock: Ints


@compiled
def last_of(a: Arrays, s: State, aim: Aim, group: int) -> int:
    """Last finish of a group: portfolio slots, or the grid moment for a firm date."""
    last = -NEVER
    firm = aim.groups[group, WHICH] == FIRM
    for k in range(aim.groups[group, FIRST_MEMBER], aim.groups[group + 1, FIRST_MEMBER]):
        end = s.rows[aim.members[k], END]
        last = max(last, end if firm else a.moments[0, end])
    return last


@compiled
def beyond(a: Arrays, s: State, task: int, end: int) -> int:
    """Portfolio slots that a task's end, with the longest chain behind it where the state asks for it, is beyond the aim."""
    if s.rows[-1, AHEAD]:
        end = min(end + s.rows[task, TAIL], a.moments.shape[1] - 1)
    return int(max(0, a.moments[0, end] - s.rows[-1, AIMED]))


@compiled
def judge(a: Arrays, s: State, aim: Aim, keys: Ints, row: int) -> None:
    """Write what a construction is worth: firm dates, consumables and budgets broken, caps exceeded, and see `columns`."""
    for k in range(KEYS):
        keys[row, k] = 0
    for cap in range(len(aim.caps)):
        aim.caps[cap, TOTAL] = 0
    for group in range(len(aim.groups) - 1):
        which, over = aim.groups[group, WHICH], last_of(a, s, aim, group) - aim.groups[group, TARGET]
        amount = aim.groups[group, WEIGHT] * max(over, aim.groups[group, FLOOR_OF_GROUP])
        if which == OF_STAGE:
            keys[row, VALUE] += amount
        elif which == FIRM:
            keys[row, 0] += amount
        else:
            aim.caps[which, TOTAL] += amount
    for cap in range(len(aim.caps)):
        keys[row, 3] += max(0, aim.caps[cap, TOTAL] - aim.caps[cap, LIMIT_OF_CAP])
    for project in range(len(aim.money)):
        aim.money[project, USED] = aim.money[project, SPENT]
    scarce = False
    for pool in range(s.held.shape[0]):
        s.held[pool, -1] = 0
        scarce = scarce or aim.stock[pool] < NEVER
    last, crowd, sum_of_ends = 0, 0, 0
    for task in range(a.rows[-1, ALL_TASKS]):
        end = a.moments[0, s.rows[task, END]]
        sum_of_ends += end
        keys[row, BEYOND] += beyond(a, s, task, s.rows[task, END])
        crowd = crowd + 1 if end == last else 1 if end > last else crowd
        last = max(last, end)
        mode, project = s.rows[task, MODE], a.rows[task, PROJECT]
        if scarce:
            for use in range(a.rows[mode, FIRST_USE], a.rows[mode + 1, FIRST_USE]):
                if a.rows[use, CAPACITY] < 0:
                    s.held[a.rows[use, POOL], -1] += a.rows[use, UNITS]
        if project >= 0 and len(aim.money):
            aim.money[project, USED] += a.rows[mode, COST]
            for seat in range(a.rows[task, FIRST_SEAT], a.rows[task + 1, FIRST_SEAT]):
                if s.rows[seat, ABLE] >= 0:
                    aim.money[project, USED] += a.able[s.rows[seat, ABLE], CENTS]
    keys[row, EARLINESS] = sum_of_ends + last * crowd
    for project in range(len(aim.money)):
        keys[row, 2] += max(0, aim.money[project, USED] - aim.money[project, BUDGET])
    for pool in range(s.held.shape[0]):
        # The last column of a consumable pool's row has what is used up of it.
        keys[row, 1] += max(0, s.held[pool, -1] - aim.stock[pool])
