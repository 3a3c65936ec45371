"""Compiling before the time of a search begins to count."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from logging import getLogger
from threading import Lock

import numpy as np

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.branching.branch import Occupancy, branch
from ipmplan.models.kernel.branching.branch import new_state as new_branching
from ipmplan.models.kernel.chain import trace
from ipmplan.models.kernel.climb import climb
from ipmplan.models.kernel.columns import KEYS, WIDTH
from ipmplan.models.kernel.compiled import is_compiled, why_slow
from ipmplan.models.kernel.disturb import TUNING, Plans
from ipmplan.models.kernel.schedule import construct
from ipmplan.models.kernel.timelines import new_state
from ipmplan.models.kernel.worth import Aim

_LOCK = Lock()
_LOG = getLogger("ipmplan")


def prepare(tell: Callable[[], None] = lambda: None) -> None:
    """Load what is compiled, or compile it, which takes half a minute, once on a machine.

    Parameters
    ----------
    tell
        Called when it has to be compiled.
    """
    slow = why_slow()
    if slow:
        _say(slow)
        return
    if not is_compiled():
        tell()
    nothing = Arrays(
        rows=np.zeros((3, WIDTH), np.int64),
        able=np.zeros((0, 3), np.int64),
        moments=np.zeros((4, 1), np.int64),
        slots=np.zeros(0, np.int64),
        related=np.zeros(0, np.int64),
        blocks=np.zeros((0, 5), np.int64),
        holds=np.zeros((0, 4), np.int64),
    )
    state, none = new_state(nothing), np.zeros(0, np.int64)
    plans = Plans(
        tasks=np.zeros((4, 1, 4), np.int64),
        seats=np.zeros((4, 0, 3), np.int64),
        keys=np.zeros((4, KEYS), np.int64),
        owners=none,
        chain=np.zeros(2, np.int64),
        ranks=np.zeros((2, 3), np.int64),
        holds=np.zeros((2, 2), np.int64),
    )
    table = np.zeros((1, 5), np.int64)
    aim = Aim(
        groups=table,
        members=none,
        caps=table[:, :3].copy(),
        money=table[:0],
        running=table[:0],
        rates=none,
        first_rate=none,
        scale=np.ones(4, np.int64),
        stock=none,
        even=none,
        working=table[:0],
        booked=table[:0],
        loads=none,
        pairs=table[:0],
        stays=table[:0],
        stayers=table[:0],
        held_loads=none,
        held_pairs=table[:0],
    )
    alone = Occupancy(
        table[:, :3].copy(), table[:, :1].copy(), np.zeros(1, np.int64), table[:, :1].copy(), np.zeros(1, np.int64)
    )
    with _LOCK:
        construct(nothing, state)
        trace(nothing, plans.tasks, plans.seats, none, 0, 0, plans.chain)
        branch(alone, new_branching(alone), 1, 1, 0, 0)
        climb(nothing, state, nothing, state, aim, plans, np.zeros(TUNING, np.int64), 1.0)


@cache
def _say(slow: str) -> None:
    """Say once why the search is slow; where nobody handles ipmplan's log, that is a line on stderr."""
    _LOG.warning("the search is not compiled and much slower: %s", slow)
