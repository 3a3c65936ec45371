"""Other solvers that read the same problems, where they are installed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome
from benchmarks.suite import Run
from ipmplan.core.words import did_you_mean
from ipmplan.errors import InputError, Issue

Solve = Callable[[Problem, Run], Outcome]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another solver.

    Parameters
    ----------
    file
        Module with its `solve(problem, run)`, and `ready()` where modules are not all that it needs.
    modules
        What has to be installed here.
    packages
        What pip calls that.
    """

    file: str
    modules: tuple[str, ...] = ()
    packages: str = ""


PEERS: Mapping[str, Peer] = {
    "pyjobshop": Peer("benchmarks.solvers.pyjobshop_peer", ("pyjobshop",), "pyjobshop"),
    "cpoptimizer": Peer("benchmarks.solvers.cpoptimizer_peer", ("docplex", "cplex"), "cplex docplex"),
    "pumpkin": Peer("benchmarks.solvers.pumpkin_peer", ("pumpkin_solver",), "pumpkin-solver"),
    "discrete-optimization": Peer("benchmarks.solvers.discrete_optimization_peer"),
}


def peer(name: str) -> Solve:
    """Find a peer's `solve`.

    Raises
    ------
    InputError
        When there is no such peer, or it is not installed.

    Examples
    --------
    >>> peer("pumkin")
    Traceback (most recent call last):
    ipmplan.errors.InputError: --peer: unknown peer `pumkin`
    Maybe you meant `pumpkin`?
    """
    if name not in PEERS:
        hint = did_you_mean(name, PEERS) or f"Maybe you meant one of {', '.join(PEERS)}."
        raise InputError(Issue(f"unknown peer `{name}`", "--peer", hint))
    one = PEERS[name]
    if any(importlib.util.find_spec(module) is None for module in one.modules):
        hint = f"Maybe `pip install {one.packages}` puts it into this environment."
        raise InputError(Issue(f"`{name}` is not installed", "--peer", hint))
    try:
        found = importlib.import_module(one.file)
    except ImportError as error:
        hint = f"Maybe `pip install {one.packages}` puts what it needs into this environment."
        raise InputError(Issue(f"`{name}` cannot be imported: {error}", "--peer", hint)) from error
    if hasattr(found, "ready"):
        found.ready()
    solve: Solve = found.solve
    return solve
