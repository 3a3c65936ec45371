"""Mutated inputs over all readers: each is read or told as wrong input, soon, and without much memory."""

from __future__ import annotations

import hashlib
import signal
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from ipmplan.errors import InputError
from robustness.corpus import Reader, readers
from robustness.mutate import mutated

SECONDS = 20.0
GIGABYTES = 4


class Hang(BaseException):
    """An input took too long; no reader catches it."""


@dataclass(frozen=True)
class Failure:
    """An input that did something else than being read or told."""

    reader: str
    number: int
    data: bytes
    what: str


def fuzz(inputs: int, seed: int, *, only: str = "", seconds: float = SECONDS) -> Iterator[Failure | None]:
    """Read mutated inputs, the readers in turn.

    Parameters
    ----------
    inputs
        How many.
    seed
        Equal seeds make equal inputs.
    only
        Readers whose names begin with this; all when empty.
    seconds
        How long one may take.

    Yields
    ------
    Failure or None
        For each input; None when it was read, or told as wrong.
    """
    chosen = [reader for reader in readers() if reader.name.startswith(only)]
    if not chosen:
        raise SystemExit(f"no reader is called {only}")
    for number in range(inputs):
        reader = chosen[number % len(chosen)]
        data = mutated(reader.seed, Random(f"{seed} {reader.name} {number}"), zipped=reader.zipped)
        yield tried(reader, data, number, seconds)


def tried(reader: Reader, data: bytes, number: int = 0, seconds: float = SECONDS) -> Failure | None:
    """Read one input; None when it was read, or told as wrong."""
    try:
        with _limited(seconds):
            reader.call(data)
    except InputError as error:
        if any(not issue.message for issue in error.issues):
            return Failure(reader.name, number, data, "an issue without a message")
    except Hang:
        return Failure(reader.name, number, data, f"it takes more than {seconds:.0f} seconds")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return Failure(reader.name, number, data, "".join(traceback.format_exception(error)))
    return None


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limit_memory() -> None:
    """Keep this process from taking the machine: more than a few gigabytes are a failure."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, GIGABYTES << 30))


def keep(failures: Sequence[Failure], folder: Path) -> None:
    """Write the inputs that failed into a folder, each with what happened."""
    folder.mkdir(parents=True, exist_ok=True)
    for failure in failures:
        name = f"{failure.reader}-{hashlib.sha256(failure.data).hexdigest()[:10]}"
        (folder / name).write_bytes(failure.data)
        (folder / f"{name}.txt").write_text(failure.what, encoding="utf-8")
