"""Hold every claim against every plan for many seeds: ``python -m tests.models.sound_by_hand FIRST LAST``."""

from __future__ import annotations

import sys
from random import Random

from tests.models.claims import refuted
from tests.models.crowded import GOALS, Oracle, crowded, for_goal
from tests.plans import errors


def main(first: int, last: int) -> None:
    """Write each claim that a plan refutes, and how many portfolios and goals were tried."""
    portfolios = goals = wrong = 0
    for seed in range(first, last):
        portfolio = crowded(Random(seed))
        oracle = Oracle(portfolio)
        portfolios += bool(oracle.best)
        for goal in GOALS[:-1]:
            if goal not in oracle.best:
                continue
            best, made = oracle.best[goal]
            goals += 1
            assert errors(oracle.schedule(made), portfolio) == [], (seed, goal)
            for claim in refuted(for_goal(portfolio, goal), goal, best):
                wrong += 1
                sys.stdout.write(f"{seed} {best} {claim}\n")
    sys.stdout.write(f"{portfolios} portfolios with a plan, {goals} goals, {wrong} claims refuted\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
