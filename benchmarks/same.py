"""Whether the planner still makes the very same plans: ``python -m benchmarks.same FOLDER --write PLANS`` before, ``--against PLANS`` after.

A change that only moves code must not change a plan. One instance of each family and all portfolio folders of a folder are
planned with one worker, a work limit and a seed, and their plans are compared byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import index
from benchmarks.formats import read
from benchmarks.suites.agency import folders
from ipmplan import loading, planner
from ipmplan.core.goal_names import KNOWN_GOALS
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import IpmplanError
from ipmplan.files.planfile import print_plan

MOST_TASKS = 100
"""Larger folders are planned by their own goals only."""


@dataclass(frozen=True, slots=True)
class Case:
    """A portfolio to plan for some goals; None = its own."""

    name: str
    portfolio: Portfolio
    goals: tuple[str, ...] | None = None


def cases(places: Sequence[Path], only: str) -> Iterator[Case]:
    """The first instance of each family, and portfolio folders, by their own goals and, small ones, by each goal first."""
    for place in places:
        if (place / index.NAME).is_file():
            families = dict.fromkeys(entry.family for entry in index.read_index(place))
            for family in families:
                entry = next(entry for entry in index.read_index(place) if entry.family == family)
                if family.startswith(only) and (place / entry.instance).is_file():
                    yield Case(f"{family}-{Path(entry.instance).stem}", read(place / entry.instance).portfolio())
            continue
        for folder in folders(place):
            if folder.name.startswith(only):
                portfolio = loading.load(folder)
                yield Case(folder.name, portfolio)
                for goal in KNOWN_GOALS if len(portfolio.tasks) <= MOST_TASKS else ():
                    rest = tuple(name for name in ("overrun", "lateness") if name != goal)
                    yield Case(f"{folder.name}-{goal}", portfolio, (goal, *rest))


def planned(case: Case, work: float, seed: int) -> str:
    """The plan as its file says it, or why there is none."""
    try:
        made = planner.plan(case.portfolio, time_limit=None, work_limit=work, workers=1, seed=seed, goals=case.goals)
    except IpmplanError as error:
        return f"{type(error).__name__}: {error}\n"
    return print_plan(made, with_cost=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write plans, or compare them.

    Returns
    -------
    int
        0 = written, or all the same; 1 = some differ.
    """
    parser = argparse.ArgumentParser("python -m benchmarks.same", description="Make the same plans before and after.")
    parser.add_argument(
        "places", metavar="FOLDER", type=Path, nargs="+", help="an index of instances, or portfolio folders"
    )
    parser.add_argument("--work", type=float, default=3.0, help="deterministic work for each plan (3)")
    parser.add_argument("--seed", type=int, default=1, help="random seed (1)")
    parser.add_argument("--only", default="", metavar="PREFIX", help="families or portfolio folders that start so")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--write", type=Path, metavar="PLANS", help="folder for the plans")
    way.add_argument("--against", type=Path, metavar="PLANS", help="folder with the plans of before")
    asked = parser.parse_args(arguments)
    differing = 0
    for case in cases(asked.places, asked.only):
        made = planned(case, asked.work, asked.seed)
        file = (asked.write or asked.against) / f"{case.name}.json"
        if asked.write is not None:
            asked.write.mkdir(parents=True, exist_ok=True)
            file.write_text(made, encoding="utf-8", newline="\n")
            print(f"{case.name}: written", flush=True)
            continue
        same = file.is_file() and file.read_bytes() == made.encode()
        differing += not same
        print(f"{case.name}: {'same' if same else 'DIFFERENT' if file.is_file() else 'not planned before'}", flush=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
