"""What size costs: generated portfolios of 100 to 10,000 tasks, each planned in a process of its own."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

from benchmarks.generate import generate
from benchmarks.solvers import ours
from benchmarks.solvers.outcome import Step
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Cell, Column, Table

SIZES = (100, 300, 1000, 3000, 10_000)
GOALS = ("lateness", "makespan")
_NEAR = 1.05
_COLUMNS = (
    Column("tasks", "tasks", 6),
    Column("people", "people", 6),
    Column("seed"),
    Column("lateness", "late", 9, 1),
    Column("makespan", "makespan", 8),
    Column("first_seconds", "first s", 8, 2),
    Column("near_seconds", "to 5 % s", 8, 2),
    Column("last_seconds", "last s", 8, 2),
    Column("seconds", "secs", 7, 1),
    Column("cpu_seconds", "cpu s", 7, 1),
    Column("memory_mb", "peak MB", 8, 0),
    Column("judged", "ok", 3),
    Column("trouble"),
)


@suite("scale", holds=lambda _: False)
def run(asked: Run) -> Summary:
    """Plan each size; `--only 1000` plans that size alone. The folder is not needed."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.say(f"generated like an agency's, seed {asked.seed}, goals {', '.join(GOALS)}")
    table.head()
    for size in SIZES:
        if asked.only in ("", str(size)):
            row = _in_own_process(size, asked)
            table.add(row)
            if row["trouble"]:
                table.say(f"    {row['trouble']}")
    failures = sum(1 for row in table.rows if not row["judged"])
    peak = max((m for row in table.rows if isinstance(m := row.get("memory_mb"), float)), default=0.0)
    first = max((s for row in table.rows if isinstance(s := row.get("first_seconds"), float)), default=0.0)
    table.say()
    sizes = f"{len(table.rows)} sizes, first plan within {first:.2f} s, at most {peak:.0f} MB, {failures} failed"
    return Summary(f"scale: {sizes}", failures)


def _in_own_process(size: int, asked: Run) -> dict[str, Cell]:
    """Memory is a process's own peak, so each size gets one; a process that dies is a failure, not the end."""
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(size, asked, writer))
    process.start()
    writer.close()
    try:
        row: dict[str, Cell] = reader.recv()
    except EOFError:
        row = {"tasks": size, "judged": False, "trouble": "its process died"}
    process.join()
    return row


def _measure(size: int, asked: Run, writer: Connection) -> None:
    portfolio = generate(size, asked.seed)
    outcome = ours.solve(portfolio, asked, GOALS)
    row: dict[str, Cell] = {
        "tasks": size,
        "people": len(portfolio.people),
        "seed": asked.seed,
        "first_seconds": outcome.first,
        "near_seconds": near(outcome.steps),
        "last_seconds": outcome.steps[-1].seconds if outcome.steps else None,
        "seconds": outcome.seconds,
        "cpu_seconds": outcome.cpu_seconds,
        "memory_mb": _peak_megabytes(),
        "judged": False,
        "trouble": outcome.trouble,
    }
    if outcome.schedule is not None:
        wrong = ours.breaches(outcome.schedule, portfolio)
        row |= {goal.goal: goal.value for goal in outcome.schedule.goals}
        row |= {"judged": not wrong, "trouble": wrong[0] if wrong else ""}
    writer.send(row)


def near(steps: Sequence[Step]) -> float | None:
    """Seconds until every goal was within 5 % of the value it ended with.

    Examples
    --------
    >>> steps = [Step(1, "makespan", 200, None), Step(2, "makespan", 104, None), Step(9, "makespan", 100, None)]
    >>> near(steps)
    2
    """
    final = {step.goal: step.value for step in steps if step.value is not None}
    reached: dict[str, float] = {}
    for step in steps:
        if step.value is not None and step.value <= final[step.goal] * _NEAR + 1e-9:
            reached.setdefault(step.goal, step.seconds)
    return max(reached.values(), default=None)


def _peak_megabytes() -> float | None:
    try:
        import resource
    except ImportError:
        return None
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)
