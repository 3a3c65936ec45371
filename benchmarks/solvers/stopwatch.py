"""Seconds on the clock and of all cores."""

from __future__ import annotations

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
        self._cpu = time.process_time()

    @property
    def seconds(self) -> float:
        """Seconds on the clock since the start."""
        return time.monotonic() - self._clock

    @property
    def cpu_seconds(self) -> float:
        """Seconds of all cores that this process used since the start."""
        return time.process_time() - self._cpu
