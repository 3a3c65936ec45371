"""Airbus' discrete-optimization (models for CP-SAT): it refuses our release of ortools, so it runs in a Python of its own."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.statement import Done, answer, state
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run
from ipmplan.errors import InputError, Issue

PYTHON = "IPMPLAN_DO_PYTHON"
_SCRIPT = Path(__file__).with_name("discrete_optimization_script.py")
# Seconds that its Python may take, beyond the search's, to import, build the model, and end.
_BESIDES = 300
_HAS_IT = "import importlib.util, sys; sys.exit(importlib.util.find_spec('discrete_optimization') is None)"


def ready() -> None:
    """Make sure that there is such a Python.

    Raises
    ------
    InputError
        When none is named, it is none, or lacks the package.
    """
    python = os.environ.get(PYTHON, "")
    wrong = "is not set"
    if python:
        try:
            has_it = subprocess.run([python, "-c", _HAS_IT], check=False, capture_output=True).returncode == 0
        except OSError as error:
            wrong = f"is `{python}`: {error.strerror}"
        else:
            if has_it:
                return
            wrong = f"is `{python}`, which has no discrete-optimization"
    hint = (
        f"Maybe `python -m venv do && do/bin/pip install discrete-optimization`, then {PYTHON}=do/bin/python: "
        "it refuses this environment's ortools."
    )
    raise InputError(Issue(f"{PYTHON} {wrong}", "--peer", hint))


def solve(problem: Problem, run: Run) -> Outcome:
    """Plan with the same workers and seconds; what its Python takes to import is left out of the outcome's seconds."""
    watch = Stopwatch()
    statement = state(problem)
    asked = {
        "statement": asdict(statement) | {"horizon": statement.horizon},
        "time": run.time,
        "workers": run.workers or os.cpu_count() or 1,
        "seed": run.seed,
    }
    try:
        ended = subprocess.run(
            [os.environ[PYTHON], str(_SCRIPT)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=run.time + _BESIDES,
            # Ours are not its modules.
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )
    except subprocess.TimeoutExpired:
        return none(watch, f"no answer {_BESIDES} s after its time was over")
    if ended.returncode:
        return none(watch, (ended.stderr.strip().splitlines() or [f"exit status {ended.returncode}"])[-1])
    said = json.loads(ended.stdout)
    if said["done"] is None:
        return none(watch, f"no plan: {said['status']}")
    done = [Done(start, mode, tuple((seat, person) for seat, person in people)) for start, mode, people in said["done"]]
    return Outcome(answer(statement, done), said["bound"], said["seconds"], watch.cpu_seconds)
