"""How the search goes, on stderr: one line that changes on a terminal, a few plain lines otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ipmplan.reports.words import number

if TYPE_CHECKING:
    from rich.status import Status

    from ipmplan.models.search import Event

EVERY = 5.0


class ProgressLine(AbstractContextManager["ProgressLine"]):
    """Shows best value and bound of the goal that is being searched.

    Parameters
    ----------
    limit
        Seconds that the search may take; None = no limit by the clock.
    write
        Prints a plain line; used when stderr is no terminal.
    live
        Whether one line is written over; by default on a terminal.
    """

    def __init__(self, limit: float | None, write: Callable[[str], None], *, live: bool | None = None) -> None:
        self._limit = limit
        self._write = write
        self._live = sys.stderr.isatty() if live is None else live
        self._status: Status | None = None
        self._goal = ""
        self._told = float("-inf")
        self._started = time.monotonic()
        self._last = "reading the plan's rules"

    def __enter__(self) -> Self:
        if self._live:
            from rich.console import Console

            self._status = Console(stderr=True).status(self, spinner="line")
            self._status.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.__exit__(kind, error, trace)

    def __call__(self, event: Event) -> None:
        """Take an event of the planner."""
        self._last = describe(event)
        if self._live:
            return
        if event.goal != self._goal or event.seconds - self._told >= EVERY:
            self._goal, self._told = event.goal, event.seconds
            self._write(f"{event.seconds:5.1f} s  {self._last}")

    def __rich__(self) -> str:
        seconds = time.monotonic() - self._started
        limit = f" of {self._limit:g} s" if self._limit is not None else ""
        return f"{self._last}  ({seconds:.0f} s{limit}; Ctrl-C keeps the best plan so far)"


def describe(event: Event) -> str:
    """Write an event in words."""
    if event.value is None:
        return f"{event.goal}: {event.kind}" if event.goal else event.kind
    if event.kind == "proved":
        return f"{event.goal}: {number(event.value)}, proved"
    bound = "no bound yet" if event.bound is None else f"bound {number(event.bound)}"
    return f"{event.goal}: best {number(event.value)}, {bound}"
