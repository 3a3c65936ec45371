"""Seconds on the clock and of all cores."""

from __future__ import annotations

import os
import time


class Stopwatch:
    """Starts when made.

    Examples
    --------
    >>> watch = Stopwatch()
    >>> watch.seconds >= 0 and watch.cpu_seconds >= 0
    True
    """

    def __init__(self) -> None:
        self._clock = time.monotonic()
        self._cpu = _cpu()

    @property
    def seconds(self) -> float:
        """Seconds on the clock since the start."""
        return time.monotonic() - self._clock

    @property
    def cpu_seconds(self) -> float:
        """Seconds of all cores that this process used since the start, and programs that it ran to their end."""
        return _cpu() - self._cpu


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
