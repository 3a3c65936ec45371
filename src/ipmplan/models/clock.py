"""How long the search may go on: wall time, or deterministic work for runs that must repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

# Deterministic work that placing one task counts as.
CONSTRUCTION = 3e-7


@dataclass
class Clock:
    """What is left of the time or work that the user gave.

    Parameters
    ----------
    seconds
        Wall time; None = no limit.
    work
        Deterministic solver time; None = not limited by it. When given, wall time decides nothing.
    stop
        Set to end the search as soon as possible and keep the best plan so far.
    began
        When the search began, on the monotonic clock.
    done
        Deterministic work so far.
    pause
        Where the present round ends, in the unit that decides: until it is taken back there is nothing left beyond it.
    """

    seconds: float | None = 20.0
    work: float | None = None
    stop: Event = field(default_factory=Event)
    began: float = field(default_factory=monotonic)
    done: float = 0.0
    pause: float | None = None

    @property
    def deterministic(self) -> bool:
        """Whether only counted work decides."""
        return self.work is not None

    @property
    def elapsed(self) -> float:
        """Wall seconds since the start."""
        return monotonic() - self.began

    @property
    def used(self) -> float:
        """What has been used, in the unit that decides: work or wall seconds."""
        return self.done if self.deterministic else self.elapsed

    @property
    def left(self) -> float:
        """What is left, in the unit that decides."""
        if self.stop.is_set():
            return 0.0
        limit = self.work if self.work is not None else self.seconds
        if self.pause is not None:
            limit = self.pause
        return max(0.0, limit - self.used) if limit is not None else 10.0**9

    @property
    def over(self) -> bool:
        """Whether the search has to end."""
        return self.left <= 0

    def side_by_side(self, workers: int) -> bool:
        """Whether threads may run side by side, with so many of the solver's: what is counted repeats only in turns."""
        return workers > 1 and not self.deterministic

    @contextmanager
    def until(self, end: float | None) -> Iterator[None]:
        """Let nothing be left beyond a moment, in the unit that decides, while something is done; None = what the user gave."""
        self.pause = end
        try:
            yield
        finally:
            self.pause = None

    def spend(self, work: float) -> None:
        """Count work that was done."""
        self.done += work

    def call(self, work: Callable[[], T], stop: Callable[[], object], enough: Callable[[], bool] | None = None) -> T:
        """Call something that runs outside Python's lock in a thread, so that Ctrl-C and the stop event end it at once.

        Parameters
        ----------
        work
            What is called.
        stop
            Tells it to end soon.
        enough
            Asked ten times a second whether it may end.

        Returns
        -------
        object
            What the call returns.
        """
        found: list[T] = []
        thread = Thread(target=lambda: found.append(work()), daemon=True)
        thread.start()
        while thread.is_alive():
            try:
                thread.join(0.1)
            except KeyboardInterrupt:
                self.stop.set()
            if self.stop.is_set() or (enough is not None and enough()):
                stop()
        return found[0]
