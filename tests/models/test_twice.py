"""Twice the work begins with what half of it does, and is never worse."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest
from benchmarks.generate import generate
from tests.amount import deep
from tests.models.test_repeatable import small

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.models import stage
from ipmplan.models.rounds import LEAST
from ipmplan.models.search import Event
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap
from ipmplan.planner import plan

Seen = list[tuple[str, str, float | None, float | None]]


def planned(portfolio: Portfolio, work: float, seed: int) -> tuple[Schedule, Seen]:
    seen: Seen = []

    def hear(event: Event) -> None:
        seen.append((event.kind, event.goal, event.value, event.bound))

    return plan(portfolio, time_limit=None, work_limit=work, workers=1, seed=seed, on_event=hear), seen


@pytest.mark.parametrize("make", [small, pytest.param(lambda: generate(40), marks=deep)])
def test_a_longer_run_begins_with_a_shorter_one(make: Callable[[], Portfolio]) -> None:
    portfolio = make()
    once, heard = planned(portfolio, LEAST, 1)
    twice, more = planned(portfolio, 2 * LEAST, 1)
    assert more[: len(heard)] == heard
    assert len(more) > len(heard)
    assert {reached.goal for reached in once.goals} == {goal for _, goal, _, _ in more}
    for before, after in zip(once.goals, twice.goals, strict=True):
        allowed = float(before.value) * (1 + float(portfolio.goals.tolerance))
        if float(after.value) * (1 + float(portfolio.goals.tolerance)) < float(before.value):
            break
        assert float(after.value) <= allowed + 1e-6, (before, after)


def test_a_round_that_costs_later_goals_more_than_it_gains_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    worth = {"first": {"completion": 1000, "cost": 50}, "traded": {"completion": 990, "cost": 60}}
    worth |= {"gained": {"completion": 900, "cost": 60}, "cheaper": {"completion": 1010, "cost": 40}}
    monkeypatch.setattr(stage, "measure", lambda goal, plan: worth[plan.name][goal])
    monkeypatch.setattr(stage, "cap_after", lambda _, goal, amount: Cap(goal, int(amount * 1.02)))
    first, traded, gained, cheaper = (cast("Solution", SimpleNamespace(name=name, instance=None)) for name in worth)
    goals = ("completion", "cost")
    assert stage.is_worse(traded, first, goals)
    assert not stage.is_worse(gained, first, goals)
    assert not stage.is_worse(cheaper, first, goals)
    assert stage.is_worse(first, cheaper, goals)
