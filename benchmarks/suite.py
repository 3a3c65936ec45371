"""What a suite is and how it registers itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.discovery import import_all


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for on the command line.

    Parameters
    ----------
    folder
        Where the instances are.
    time
        Seconds for each instance.
    workers
        Search workers of the solver.
    only
        Prefix of the families (or folders, or projects) to run; empty = all.
    csv
        File that gets every column of every row as soon as it is known.
    seed
        Random seed of the search and of the generator.
    peers
        Names of other solvers that run on the same instances.
    history
        Folders with earlier data of the same layout, which forecasts learn from.
    seeds
        How many seeds, from `seed` on, where a suite tries several.
    work
        Deterministic work of a run, where a suite needs runs that repeat.
    """

    folder: Path
    time: float = 20.0
    workers: int | None = None
    only: str = ""
    csv: Path | None = None
    seed: int = 1
    peers: tuple[str, ...] = ()
    history: tuple[Path, ...] = ()
    seeds: int = 1
    work: float = 6.0

    def wants(self, *names: str) -> bool:
        """Tell whether one of `names` starts with `only`, upper and lower case alike."""
        return any(name.lower().startswith(self.only.lower()) for name in names)


@dataclass(frozen=True, slots=True)
class Summary:
    """The last line of a suite, and how many of its instances failed."""

    text: str
    failures: int


@dataclass(frozen=True, slots=True)
class Suite:
    """A kind of benchmark: `holds` tells whether a folder has something for it."""

    name: str
    holds: Callable[[Path], bool]
    run: Callable[[Run], Summary]


_SUITES: dict[str, Suite] = {}


def suite(name: str, holds: Callable[[Path], bool]) -> Callable[[Callable[[Run], Summary]], Callable[[Run], Summary]]:
    """Register the decorated function as the suite `name`."""

    def register(run: Callable[[Run], Summary]) -> Callable[[Run], Summary]:
        _SUITES[name] = Suite(name, holds, run)
        return run

    return register


def all_suites() -> Mapping[str, Suite]:
    """Find the suites, by name.

    Examples
    --------
    >>> sorted(all_suites())
    ['agency', 'earned', 'forecast', 'goals', 'odds', 'projects', 'replan', 'scale', 'search', 'twice']
    """
    import_all("benchmarks.suites")
    return _SUITES
