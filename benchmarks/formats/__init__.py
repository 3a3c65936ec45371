"""File formats of published instances: each module registers its endings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.discovery import import_all
from benchmarks.problems.problem import Problem
from ipmplan.errors import InputError, Issue

Reader = Callable[[Path], Problem]
_READERS: dict[str, Reader] = {}


def reads(*endings: str) -> Callable[[Reader], Reader]:
    """Register the decorated function as the reader of files with these endings."""

    def register(reader: Reader) -> Reader:
        _READERS.update(dict.fromkeys(endings, reader))
        return reader

    return register


def read(path: Path) -> Problem:
    """Read an instance by its ending.

    Raises
    ------
    InputError
        When there is no such file, no reader for its ending, or its content is not of that format.

    Examples
    --------
    >>> read(Path("no.rcp"))
    Traceback (most recent call last):
    ipmplan.errors.InputError: no.rcp: there is no such file
    """
    import_all(__name__)
    if not path.is_file():
        raise InputError(Issue("there is no such file", str(path)))
    reader = _READERS.get(path.suffix)
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise InputError(Issue(f"no reader for `{path.suffix}`", str(path), f"Maybe it is one of {known}."))
    try:
        return reader(path)
    except (ValueError, IndexError, KeyError, StopIteration, AssertionError) as error:
        raise InputError(Issue(f"not a `{path.suffix}` instance: {error!r}", str(path))) from error
