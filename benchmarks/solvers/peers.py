"""Other solvers that read the same problems, where they are installed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome
from benchmarks.suite import Run
from ipmplan.errors import InputError, Issue

Peer = Callable[[Problem, Run], Outcome]
PEERS = ("pyjobshop",)


def peer(name: str) -> Peer:
    """Find a peer.

    Raises
    ------
    InputError
        When there is no such peer, or it is not installed.

    Examples
    --------
    >>> peer("nobody")
    Traceback (most recent call last):
    ipmplan.errors.InputError: --peer: unknown peer `nobody`
    Maybe you meant `pyjobshop`?
    """
    if name not in PEERS:
        raise InputError(Issue(f"unknown peer `{name}`", "--peer", f"Maybe you meant `{PEERS[0]}`?"))
    if importlib.util.find_spec(name) is None:
        hint = f"Maybe `pip install {name}` puts it into this environment."
        raise InputError(Issue(f"`{name}` is not installed", "--peer", hint))
    found: Peer = importlib.import_module(f"benchmarks.solvers.{name}_peer").solve
    return found
