"""What a search with a change may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """What each search may take.

    Parameters
    ----------
    seconds
        Wall seconds; not used with `work`.
    work
        Deterministic solver time, for runs that have to repeat.
    workers, seed
        As `plan` takes them.
    """

    seconds: float = 2.0
    work: float | None = None
    workers: int | None = None
    seed: int = 0
