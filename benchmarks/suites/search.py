"""Published instances: how good the plans are, how much of it is proved, and how soon."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import index
from benchmarks.formats import read
from benchmarks.index import Entry
from benchmarks.problems.problem import Problem
from benchmarks.solvers import ours
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.peers import Solve, peer
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Cell, Column, Table
from ipmplan.errors import InputError

Row = Mapping[str, Cell]
_COLUMNS = (
    Column("instance", "instance", 35),
    Column("solver"),
    Column("family"),
    Column("group"),
    Column("tasks"),
    Column("value", "value", 6),
    Column("bound", "bound", 6),
    Column("best_known", "best", 6),
    Column("best_known_bound"),
    Column("gap", "gap %", 7, 2),
    Column("bound_gap", "bound %", 7, 2),
    Column("proved", "prvd", 4),
    Column("first_seconds", "first s", 7, 2),
    Column("seconds", "secs", 6, 1),
    Column("cpu_seconds"),
    Column("judged", "ok", 3),
    Column("skipped"),
    Column("trouble"),
    Column("time_limit"),
    Column("workers"),
    Column("seed"),
)
# Shown only where there are several.
_SOLVER = Column("solver", "solver", 21)


@suite("search", holds=lambda folder: (folder / index.NAME).is_file())
def run(asked: Run) -> Summary:
    """Plan, judge and compare every instance of the index."""
    entries = [entry for entry in index.read_index(asked.folder) if asked.wants(entry.group, entry.family)]
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    others = {name: peer(name) for name in asked.peers}
    table = Table([_SOLVER if others and one.key == "solver" else one for one in _COLUMNS], sys.stdout, asked.csv)
    solvers = [ours.NAME, *others]
    for group, members in groups.items():
        table.say(f"\n{group}")
        table.head()
        for entry in members:
            problem, trouble = _read(asked.folder, entry)
            for solver in solvers:
                if problem is None:
                    outcome = Outcome(None, None, 0.0, 0.0, trouble=trouble)
                elif solver == ours.NAME:
                    outcome = ours.solve(problem.portfolio(), asked)
                else:
                    outcome = _asked(others[solver], problem, asked)
                row = _row(entry, solver, problem, outcome, asked)
                table.add(row)
                if row["trouble"]:
                    table.say(f"    {solver}: {'skipped: ' if row['skipped'] else ''}{row['trouble']}")
        for solver in solvers:
            table.say(
                totals(
                    f"{group}, {solver}" if others else group,
                    [r for r in table.rows if (r["group"], r["solver"]) == (group, solver)],
                )
            )
    table.say()
    mine = [row for row in table.rows if row["solver"] == ours.NAME]
    for solver in others:
        theirs = [row for row in table.rows if row["solver"] == solver]
        table.say(totals(f"total, {solver}", theirs))
        beside = [my for my, row in zip(mine, theirs, strict=True) if row["judged"]]
        if len(beside) < len(mine):
            table.say(totals(f"{ours.NAME} where {solver} has a plan", beside))
    return Summary(totals("search", mine), sum(1 for row in mine if not row["judged"]))


def _read(folder: Path, entry: Entry) -> tuple[Problem | None, str]:
    try:
        return read(folder / entry.instance), ""
    except InputError as error:
        return None, error.issues[0].message


def _asked(other: Solve, problem: Problem, asked: Run) -> Outcome:
    """Ask a peer; a crash of it is its outcome, so that a long run goes on."""
    watch = Stopwatch()
    try:
        return other(problem, asked)
    except Exception as error:  # noqa: BLE001 - whatever a package of others raises must not end the run
        return none(watch, f"{type(error).__name__}: {error}")


def _row(entry: Entry, solver: str, problem: Problem | None, outcome: Outcome, asked: Run) -> Row:
    row: dict[str, Cell] = {
        "instance": Path(entry.instance).stem,
        "solver": solver,
        "family": entry.family,
        "group": entry.group,
        "tasks": problem.size if problem else None,
        "best_known": entry.upper,
        "best_known_bound": entry.lower,
        "first_seconds": outcome.first,
        "seconds": round(outcome.seconds, 3),
        "cpu_seconds": round(outcome.cpu_seconds, 3),
        "judged": False,
        "proved": False,
        "skipped": outcome.skipped,
        "trouble": outcome.trouble,
        "time_limit": asked.time,
        "workers": asked.workers,
        "seed": asked.seed,
    }
    if problem is None or outcome.schedule is None:
        return row
    judgement = problem.judge(outcome.schedule)
    wrong = list(judgement.breaches)
    if solver == ours.NAME:
        wrong += ours.breaches(outcome.schedule, problem.portfolio())
    value = judgement.makespan
    bound = None if outcome.bound is None else math.ceil(outcome.bound - 1e-6)
    if value is not None:
        wrong += _impossible(value, bound, entry, outcome)
        row |= {
            "value": value,
            "bound": bound,
            "gap": percent(value, entry.upper),
            "bound_gap": percent(value, bound),
            "proved": not wrong and bound == value,
        }
    extra = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return row | {"judged": not wrong, "trouble": f"{wrong[0]}{extra}" if wrong else ""}


def _impossible(value: int, bound: int | None, entry: Entry, outcome: Outcome) -> list[str]:
    """Values that cannot be: they show a mistake of ours, of the reader or of the index."""
    wrong = []
    if entry.lower is not None and value < entry.lower:
        wrong.append(f"makespan {value} is below the published bound {entry.lower}")
    if bound is not None and bound > value:
        wrong.append(f"bound {bound} is above the plan's own makespan {value}")
    if bound is not None and entry.upper is not None and bound > entry.upper:
        wrong.append(f"bound {bound} is above the best known makespan {entry.upper}")
    goals = outcome.schedule.goals if outcome.schedule else ()
    wrong += [
        f"the plan says makespan {goal.value:g}, it is {value}"
        for goal in goals
        if goal.goal == "makespan" and goal.value != value
    ]
    return wrong


def percent(value: float, reference: float | None) -> float | None:
    """How far `value` is above `reference`, in per cent of it.

    Examples
    --------
    >>> percent(102, 100), percent(3, None), percent(0, 0)
    (2.0, None, 0.0)
    """
    if reference is None:
        return None
    if reference == 0:
        return 0.0 if value == 0 else None
    return round(100 * (value - reference) / reference, 4)


def totals(name: str, rows: Sequence[Row]) -> str:
    """Sum up rows in one line: means over those with a best known value, or a bound."""
    gaps = [gap for row in rows if isinstance(gap := row.get("gap"), (int, float))]
    bound_gaps = [gap for row in rows if isinstance(gap := row.get("bound_gap"), (int, float))]
    seconds = sum(s for row in rows if isinstance(s := row.get("seconds"), (int, float)))
    parts = [f"{len(rows)} instances"]
    if gaps:
        parts.append(f"gap {statistics.fmean(gaps):.2f} % (max {max(gaps):.2f})")
        parts.append(f"{sum(1 for gap in gaps if gap <= 0)}/{len(gaps)} at best")
    if bound_gaps:
        parts.append(f"to bound {statistics.fmean(bound_gaps):.2f} %")
    parts.append(f"{sum(1 for row in rows if row['proved'])} proved")
    skipped = sum(1 for row in rows if row.get("skipped"))
    parts.append(f"{sum(1 for row in rows if not row['judged']) - skipped} failed")
    if skipped:
        parts.append(f"{skipped} skipped")
    return f"{name}: {', '.join(parts)}, {seconds:.0f} s"
