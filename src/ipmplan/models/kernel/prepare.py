"""Compiling before the time of a search begins to count."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import numpy as np

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.chain import trace
from ipmplan.models.kernel.columns import WIDTH
from ipmplan.models.kernel.compiled import is_compiled
from ipmplan.models.kernel.schedule import construct
from ipmplan.models.kernel.timelines import new_state

_LOCK = Lock()


def prepare(tell: Callable[[], None] = lambda: None) -> None:
    """Load what is compiled, or compile it, which takes some ten seconds once on a machine.

    Parameters
    ----------
    tell
        Called when it has to be compiled.
    """
    if not is_compiled():
        tell()
    nothing = Arrays(
        rows=np.zeros((3, WIDTH), np.int64),
        able=np.zeros((0, 2), np.int64),
        moments=np.zeros((4, 1), np.int64),
        slots=np.zeros(0, np.int64),
    )
    with _LOCK:
        construct(nothing, new_state(nothing))
        trace(
            nothing,
            np.zeros((1, 4), np.int64),
            np.zeros((0, 3), np.int64),
            np.zeros(0, np.int64),
            0,
            0,
            np.zeros(1, np.int64),
        )
