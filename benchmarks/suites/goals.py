"""What people run: folders planned in their own order of goals, with several seeds. Values, bounds, spread, and how natural plans are."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.natural import natural
from benchmarks.solvers import ours
from benchmarks.suite import Run, Summary, suite
from benchmarks.suites.agency import folders
from benchmarks.table import Cell, Column, Table
from ipmplan import loading
from ipmplan.errors import InputError

_COLUMNS = (
    Column("portfolio", "portfolio", 14),
    Column("seed", "seed", 4),
    Column("measure", "goal", 26),
    Column("value", "value", 11, 3),
    Column("bound", "bound", 11, 3),
    Column("proved", "proved", 6),
    Column("seconds", "secs", 5, 1),
    Column("judged", "ok", 3),
    Column("trouble"),
)


@suite("goals", holds=lambda folder: bool(_own(folder)))
def run(asked: Run) -> Summary:
    """Plan each folder by its own goals with `--seeds` seeds, from `--seed` on; then what each goal reached over the seeds."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    failures = plans = 0
    for path in _own(asked.folder):
        if not asked.wants(path.name, "goals"):
            continue
        rows: list[Mapping[str, Cell]] = []
        for seed in range(asked.seed, asked.seed + asked.seeds):
            made = _rows(path, replace(asked, seed=seed))
            plans += 1
            failures += any(not row["judged"] for row in made)
            for row in made:
                table.add(row)
                if row.get("trouble"):
                    table.say(f"    {row['trouble']}")
            rows += made
        for line in spread(rows):
            table.say(f"  {path.name}: {line}")
    return Summary(f"goals: {plans} plans, {failures} failed", failures)


def _own(folder: Path) -> list[Path]:
    """Folders whose own goals are asked for: `-plain` ones are published with two of them."""
    return [path for path in folders(folder) if not path.name.endswith("-plain")]


def _rows(path: Path, asked: Run) -> list[Mapping[str, Cell]]:
    row: dict[str, Cell] = {"portfolio": path.name, "seed": asked.seed}
    try:
        portfolio = loading.load(path)
    except InputError as error:
        return [row | {"measure": "-", "judged": False, "trouble": str(error.issues[0]).replace("\n", " ")}]
    outcome = ours.solve(portfolio, asked)
    row |= {"seconds": outcome.seconds}
    if outcome.schedule is None:
        return [row | {"measure": "-", "judged": False, "trouble": outcome.trouble}]
    wrong = ours.breaches(outcome.schedule, portfolio)
    row |= {"judged": not wrong, "trouble": wrong[0] if wrong else ""}
    goals = [
        row
        | {
            "measure": goal.goal,
            "value": goal.value,
            "bound": goal.bound,
            "proved": goal.bound is not None and goal.value <= goal.bound + 1e-6,
        }
        for goal in outcome.schedule.goals
    ]
    return [
        *goals,
        *(row | {"measure": name, "value": value} for name, value in natural(outcome.schedule, portfolio).items()),
    ]


def spread(rows: Sequence[Mapping[str, Cell]]) -> list[str]:
    """Median, least and greatest value of each measure, and the greatest bound.

    Examples
    --------
    >>> spread([{"measure": "cost", "value": 3.0, "bound": 1.0}, {"measure": "cost", "value": 5.0, "bound": 2.0}])
    ['cost: median 4, from 3 to 5, bound 2']
    """
    found = []
    for name in dict.fromkeys(str(row["measure"]) for row in rows):
        values = [value for row in rows if row["measure"] == name and isinstance(value := row.get("value"), float)]
        bounds = [bound for row in rows if row["measure"] == name and isinstance(bound := row.get("bound"), float)]
        if values:
            told = f", bound {max(bounds):.5g}" if bounds else ""
            found.append(
                f"{name}: median {statistics.median(values):.5g}, from {min(values):.5g} to {max(values):.5g}{told}"
            )
    return found
