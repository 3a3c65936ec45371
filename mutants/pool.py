"""Mutants run side by side, each in a process and a copy of the project of its own."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutants.cover import Cover
from mutants.sandbox import Sandbox
from mutants.session import Hunt, fork
from mutants.sites import Mutant

HANGS_AFTER = 900.0
"""Seconds after which a process that neither computes nor ends is given up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant.

    Parameters
    ----------
    killer
        The test that noticed it, or ``import`` or ``time``; empty = it survived.
    ran
        How many tests ran.
    covering
        How many run through it.
    complete
        Whether all of those ran that would have been needed to let it survive.
    seconds
        How long it took.
    """

    mutant: Mutant
    killer: str
    ran: int
    covering: int
    complete: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class _Running:
    mutant: Mutant
    sandbox: Sandbox
    answer: Path
    covering: int
    begun: float


def run(
    sources: Mapping[str, bytes], sandboxes: Sequence[Sandbox], sample: Sequence[Mutant], cover: Cover, limit: float
) -> Iterator[Verdict]:
    """Yield the verdict of each mutant as it falls; `limit` is the computing time for each, in seconds."""
    waiting = list(reversed(sample))
    idle = list(sandboxes)
    running: dict[int, _Running] = {}
    try:
        while waiting or running:
            while waiting and idle:
                mutant = waiting.pop()
                tests = cover.of(mutant)
                if not tests:
                    yield Verdict(mutant, "", 0, 0, True, 0.0)
                    continue
                sandbox = idle.pop()
                child, state = _start(
                    sources[mutant.path], sandbox, mutant, {test: cover.seconds[test] for test in tests}, limit
                )
                running[child] = state
            for child in list(running):
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    state = running.pop(child)
                    state.sandbox.write(state.mutant.path, sources[state.mutant.path])
                    idle.append(state.sandbox)
                    yield _verdict(state, os.waitstatus_to_exitcode(status))
                elif time.monotonic() - running[child].begun > HANGS_AFTER:
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.02)
    finally:
        for child, state in running.items():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            state.sandbox.write(state.mutant.path, sources[state.mutant.path])


def _start(
    source: bytes, sandbox: Sandbox, mutant: Mutant, seconds: dict[str, float], limit: float
) -> tuple[int, _Running]:
    sandbox.write(mutant.path, mutant.apply(source))
    answer = sandbox.root.with_suffix(".answer")
    # In the order in which they run, so that the fastest files are read first.
    targets = list(dict.fromkeys(test.split("::")[0] for test in sorted(seconds, key=seconds.__getitem__)))
    hunt = Hunt(seconds, limit)
    child = fork(sandbox, lambda: hunt.run(targets), answer)
    return child, _Running(mutant, sandbox, answer, len(seconds), time.monotonic())


def _verdict(state: _Running, code: int) -> Verdict:
    seconds = time.monotonic() - state.begun
    if code or not state.answer.exists():
        # Ended by the system: it computed too long.
        return Verdict(state.mutant, "time" if code < 0 else "import", 0, state.covering, True, seconds)
    answer = json.loads(state.answer.read_text(encoding="utf-8"))
    return Verdict(state.mutant, answer["killer"], answer["ran"], state.covering, answer["complete"], seconds)
