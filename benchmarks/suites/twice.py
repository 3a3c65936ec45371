"""Whether more work ever makes a plan worse: each folder and seed planned by one worker, with some work and with twice as much."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.solvers import ours
from benchmarks.suite import Run, Summary, suite
from benchmarks.suites.agency import first_of, folders
from benchmarks.table import Cell, Column, Table
from ipmplan import loading
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Goals
from ipmplan.errors import InputError

_COLUMNS = (
    Column("portfolio", "portfolio", 14),
    Column("seed", "seed", 4),
    Column("work"),
    Column("verdict", "twice is", 8),
    Column("decided", "by goal", 12),
    Column("once", "once", 11, 3),
    Column("twice", "twice", 11, 3),
    Column("by", "by %", 8, 2),
    Column("gained", "gained before", 13),
    Column("seconds_once", "secs", 6, 1),
    Column("seconds_twice", "secs", 6, 1),
    Column("judged", "ok", 3),
    Column("values_once"),
    Column("values_twice"),
    Column("trouble"),
)
# Values that a plan reports are rounded to a few digits.
_ROUNDED = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a plan of twice the work compares.

    Parameters
    ----------
    word
        ``worse``, ``better`` or ``same``.
    goal
        The first goal in which the two differ by more than its tolerance and slack; empty = none does.
    once, twice
        Its values.
    gained
        Earlier goals in which the longer run is better, but within what later goals may give up: it is only worse because of
        the tolerance.
    """

    word: str
    goal: str = ""
    once: float | None = None
    twice: float | None = None
    gained: tuple[str, ...] = ()


def compare(once: Mapping[str, float], twice: Mapping[str, float], goals: Goals) -> Verdict:
    """Compare two plans goal by goal, in the order of `once`; the first that differs by more than may be given up decides.

    Parameters
    ----------
    once, twice
        Value of each goal, in its unit and in the order of the goals.
    goals
        Tolerance and slack.

    Examples
    --------
    >>> goals = Goals()  # a tolerance of 2 %
    >>> compare({"lateness": 56.0, "cost": 100.0}, {"lateness": 55.0, "cost": 103.0}, goals)
    Verdict(word='worse', goal='cost', once=100.0, twice=103.0, gained=('lateness',))
    >>> compare({"lateness": 56.0, "cost": 100.0}, {"lateness": 40.0, "cost": 103.0}, goals).word
    'better'
    >>> compare({"lateness": 0.0, "cost": 100.0}, {"lateness": 0.0, "cost": 101.5}, goals).word
    'same'
    """
    gained: list[str] = []
    for goal, before in once.items():
        after = twice[goal]
        if after > _allowed(goal, before, goals):
            return Verdict("worse", goal, before, after, tuple(gained))
        if before > _allowed(goal, after, goals):
            return Verdict("better", goal, before, after)
        if after < before - _ROUNDED:
            gained.append(goal)
    return Verdict("same", gained=tuple(gained))


def _allowed(goal: str, value: float, goals: Goals) -> float:
    """Most that later goals may make of a goal's value."""
    return value * (1 + float(goals.tolerance)) + float(goals.slack.get(goal, 0)) + _ROUNDED


@suite("twice", holds=lambda folder: bool(folders(folder)))
def run(asked: Run) -> Summary:
    """Plan each folder with `--work` and with twice that, for `--seeds` seeds from `--seed` on; worse is a failure."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    for path in folders(asked.folder):
        if not asked.wants(path.name, "twice"):
            continue
        for seed in range(asked.seed, asked.seed + asked.seeds):
            row = _row(path, replace(asked, seed=seed, workers=1))
            table.add(row)
            for key in ("values_once", "values_twice", "trouble"):
                if row.get(key):
                    table.say(f"    {row[key]}")
        rows = [row for row in table.rows if row["portfolio"] == path.name]
        table.say(f"  {path.name}: {counted(rows)}")
    failures = sum(1 for row in table.rows if row["verdict"] == "worse" or not row["judged"])
    return Summary(f"twice: {counted(table.rows)}", failures)


def _row(path: Path, asked: Run) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {
        "portfolio": path.name,
        "seed": asked.seed,
        "work": asked.work,
        "judged": False,
        "verdict": "-",
    }
    try:
        portfolio = loading.load(path)
    except InputError as error:
        return row | {"trouble": first_of(error)}
    plans: list[Schedule] = []
    for key, work in (("once", asked.work), ("twice", 2 * asked.work)):
        outcome = ours.solve(portfolio, asked, work=work)
        row[f"seconds_{key}"] = outcome.seconds
        if outcome.schedule is None:
            return row | {"trouble": outcome.trouble}
        plans.append(outcome.schedule)
        row[f"values_{key}"] = ", ".join(f"{goal} {value:g}" for goal, value in _values(outcome.schedule).items())
    found = compare(_values(plans[0]), _values(plans[1]), portfolio.goals)
    wrong = [breach for plan in plans for breach in ours.breaches(plan, portfolio)]
    return row | {
        "verdict": found.word,
        "decided": found.goal,
        "once": found.once,
        "twice": found.twice,
        "by": 100 * (found.twice / found.once - 1) if found.once and found.twice is not None else None,
        "gained": ",".join(found.gained),
        "judged": not wrong,
        "trouble": wrong[0] if wrong else "",
    }


def _values(schedule: Schedule) -> Mapping[str, float]:
    return {reached.goal: float(reached.value) for reached in schedule.goals}


def counted(rows: Sequence[Mapping[str, Cell]]) -> str:
    """How many are worse, better, the same and failed; and which goals made them worse.

    Examples
    --------
    >>> lines = [{"verdict": "worse", "decided": "cost", "gained": "lateness", "judged": True}, {"verdict": "same", "judged": True}]
    >>> counted(lines)
    '2 pairs, 1 worse (cost 1; 1 of them better in an earlier goal, within its tolerance), 0 better, 1 same, 0 failed'
    """
    words = Counter(str(row["verdict"]) for row in rows)
    by_goal = Counter(str(row["decided"]) for row in rows if row["verdict"] == "worse")
    traded = sum(1 for row in rows if row["verdict"] == "worse" and row.get("gained"))
    why = ", ".join(f"{goal} {count}" for goal, count in by_goal.most_common())
    why += f"; {traded} of them better in an earlier goal, within its tolerance" if traded else ""
    failed = sum(1 for row in rows if not row["judged"])
    return (
        f"{len(rows)} pairs, {words['worse']} worse{f' ({why})' if why else ''}, "
        f"{words['better']} better, {words['same']} same, {failed} failed"
    )
