"""Tasks that stay where a solution has them: what they leave of people and pools for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ipmplan.instance.instance import Instance

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Work of one person that stays: grid moments, per cent, and whether it is the rest of started work."""

    start: int
    end: int
    share: int
    piece: bool


@dataclass(frozen=True, slots=True)
class PoolHold:
    """Units of a pool that are held from one grid moment to another."""

    pool: int
    start: int
    end: int
    units: int


@dataclass(frozen=True)
class Held:
    """What stays, seen from an instance that has only the other tasks.

    Its people's time is taken, not off their calendars: work goes on through a night or a leave, but not around other work.

    Parameters
    ----------
    whole
        The instance with all tasks.
    tasks, seats
        The solution of the whole that it was taken from, as `models.solution.Solution` has it.
    free
        Numbers in the whole of the tasks that do not stay, in their order here.
    blocks
        For each person the work that stays.
    holds
        What it holds of renewable pools, disjoint for each pool.
    loads
        int64, (people,). Slots times per cent that it takes.
    pairs
        Person and project (indexes) that it puts together.
    end
        Grid moment of its last finish.
    """

    whole: Instance
    tasks: Ints
    seats: Ints
    free: Sequence[int]
    blocks: Sequence[Sequence[Block]]
    holds: Sequence[PoolHold]
    loads: Ints
    pairs: frozenset[tuple[int, int]]
    end: int
