"""Slack and rebuilt plans against brute force in plain dates, on random tiny portfolios with every notation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from tests.amount import amount
from tests.models.pinned import constructed, schedule_of
from tests.network.oracle import MOST_SLIP, Oracle
from tests.plans import errors
from tests.tiny import Tiny

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.network import ArcKind, plan_network, rebuild, slacks
from ipmplan.network.columns import ArcColumn
from ipmplan.study.reading import Reading

KEPT = ("precedence", "capacity", "pools", "availability", "waits", "status", "parts", "progress")
"""Rules that say when work may be; a plan that breaks others can slip all the same."""
BLOCKS, SEEDS = amount(4, 2), 30


def planned(seed: int) -> tuple[Schedule, Portfolio, bool] | None:
    """A valid plan of three to five tasks, and whether some of its work begins later than it has to."""
    rng = Random(seed)
    portfolio = Tiny(rng, tasks=rng.choice((3, 4, 5))).portfolio()
    late = {
        task.id: portfolio.as_of_day + timedelta(days=rng.randint(1, 4))
        for task in portfolio.tasks
        if rng.random() < 0.3 and all(work.wait is None for work in task.work) and task.work
    }
    held = replace(portfolio, tasks=tuple(replace(t, not_before=late.get(t.id, t.not_before)) for t in portfolio.tasks))
    solution = constructed(held)
    if solution is None:
        return None
    schedule = schedule_of(solution, held)
    return None if errors(schedule, portfolio, *KEPT) else (schedule, portfolio, bool(late))


def plans(block: int) -> Iterator[tuple[int, Schedule, Portfolio, bool]]:
    for seed in range(block * SEEDS, (block + 1) * SEEDS):
        found = planned(seed)
        if found is not None:
            yield seed, *found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_slack_is_the_last_slip_that_moves_no_date(block: int) -> None:
    found: Counter[str] = Counter()
    for seed, schedule, portfolio, _ in plans(block):
        oracle = Oracle(schedule, portfolio)
        assert oracle.rebuilt() == {row.id: (row.start, row.end) for row in schedule.tasks}, seed
        for name, slack in slacks(plan_network(Reading(schedule, portfolio))).items():
            expected = oracle.slack(name)
            if expected < portfolio.grid.to_hours(MOST_SLIP):
                assert slack.hours == expected, (seed, name)
                found["dated" if slack.dated else "last finish"] += 1
                found["critical" if not expected else "slack"] += 1
    assert min(found[kind] for kind in ("dated", "last finish", "critical", "slack")) > 5


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_rebuilt_plan_is_never_later_and_the_same_where_all_begins_as_early_as_it_can(block: int) -> None:
    found: Counter[str] = Counter()
    for seed, schedule, portfolio, put_off in plans(block):
        network = plan_network(Reading(schedule, portfolio))
        moved = network.planned - rebuild(network).events[:, 0]
        assert (moved >= 0).all(), seed
        assert put_off or not moved.any(), seed
        found["earlier" if moved.any() else "same"] += 1
    assert min(found["earlier"], found["same"]) > 0


def test_many_runs_at_once_are_the_runs_one_by_one() -> None:
    held = 0
    for _, schedule, portfolio, _ in plans(0):
        network = plan_network(Reading(schedule, portfolio))
        lengths = np.random.default_rng(0).integers(0, 6, (len(network.pieces), 5)).astype(np.int32)
        together = rebuild(network, lengths).events
        for run in range(5):
            assert (rebuild(network, lengths[:, run : run + 1]).events[:, 0] == together[:, run]).all()
        held += bool((network.arcs[:, ArcColumn.KIND] == ArcKind.HOLD).any())
    assert held, "some of these plans keep a task where it is held"
