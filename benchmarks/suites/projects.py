"""Real projects: how long their baseline was, how long our plan is, and why the two differ."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Mapping

from benchmarks.realdata import PROJECTS, RealProject, read_projects
from benchmarks.solvers import ours
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Cell, Column, Table

_COLUMNS = (
    Column("project", "project", 9),
    Column("name"),
    Column("tasks", "tasks", 5),
    Column("resources", "pools", 5),
    Column("baseline", "base h", 6),
    Column("value", "ours h", 6),
    Column("bound", "bound", 6),
    Column("proved", "prvd", 4),
    Column("verdict", "verdict", 8),
    Column("first_seconds", "first s", 7, 2),
    Column("seconds", "secs", 5, 1),
    Column("cpu_seconds"),
    Column("judged", "ok", 3),
    Column("why", "why", 24),
    Column("baseline_waits"),
    Column("trouble"),
)


@suite("projects", holds=lambda folder: (folder / PROJECTS).is_file())
def run(asked: Run) -> Summary:
    """Plan every project by its own network, lags, resources and working week."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    for project in read_projects(asked.folder):
        if asked.wants(project.code, project.family):
            row = _row(project, asked)
            table.add(row)
            if row["trouble"]:
                table.say(f"    {row['trouble']}")
    reasons: dict[str, Counter[str]] = {}
    for row in table.rows:
        reasons.setdefault(str(row["verdict"]), Counter())[str(row["why"])] += 1
    table.say()
    for verdict in ("shorter", "same", "longer", "overload", "none"):
        if verdict in reasons:
            table.say(f"{verdict}: {reasons[verdict].total()}")
            for why, count in reasons[verdict].most_common():
                table.say(f"    {count:3d}  {why}")
    table.say()
    verdicts = Counter(str(row["verdict"]) for row in table.rows)
    failures = sum(1 for row in table.rows if not row["judged"])
    proved = sum(1 for row in table.rows if row["proved"])
    told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in ("shorter", "same", "longer", "overload"))
    text = f"projects: {len(table.rows)} projects, {told} (than the baseline), {proved} proved, {failures} failed"
    return Summary(text, failures)


def _row(project: RealProject, asked: Run) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {
        "project": project.code,
        "name": project.name,
        "tasks": len(project.activities),
        "resources": len(project.resources),
        "baseline": project.baseline,
        "baseline_waits": project.baseline_waits(),
        "proved": False,
        "trouble": "",
    }
    overloads = project.overloads()
    if overloads:
        return row | {"verdict": "overload", "judged": True, "why": overloads[0], "trouble": "; ".join(overloads)}
    portfolio = project.portfolio()
    outcome = ours.solve(portfolio, asked)
    row |= {"first_seconds": outcome.first, "seconds": outcome.seconds, "cpu_seconds": outcome.cpu_seconds}
    if outcome.schedule is None:
        return row | {"verdict": "none", "judged": False, "why": "no plan", "trouble": outcome.trouble}
    value, wrong = project.judge(outcome.schedule)
    wrong += ours.breaches(outcome.schedule, portfolio)
    bound = None if outcome.bound is None else math.ceil(outcome.bound - 1e-6)
    verdict = "same" if value == project.baseline else "longer" if value > project.baseline else "shorter"
    over = project.baseline_overloads()
    extra = f" (and {len(over) - 1} more)" if len(over) > 1 else ""
    return row | {
        "value": value,
        "bound": bound,
        "proved": not wrong and bound == value,
        "verdict": verdict,
        "judged": not wrong,
        "why": _why(project, value, bool(over)),
        "trouble": wrong[0] if wrong else f"overload: {over[0]}{extra}" if over and verdict == "longer" else "",
    }


def _why(project: RealProject, value: int, overloaded: bool) -> str:
    if value > project.baseline:
        if overloaded:
            return "baseline overloads"
        return "baseline breaks a link" if project.baseline_breaks() else "search"
    if value == project.baseline:
        return "overloads are levelled" if overloaded else "as the network says"
    return "baseline waits" if project.relations else "no relations in the data"
