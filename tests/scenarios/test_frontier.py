"""Trade-offs: no point is dominated, ends are the least of each goal, and other plans are as good and differ."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipmplan as ipm
from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Goals, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.scenarios.alternatives import distance
from ipmplan.scenarios.frontier import FrontierPoint, _within, best_of
from ipmplan.scenarios.jobs import PlanJob
from ipmplan.scenarios.sweep import sweep_scenarios

MONDAY = date(2026, 1, 5)
WORK = 0.05


def work(hours: int) -> tuple[Alternative, ...]:
    return (Alternative(((Part(Fraction(hours), "web"),),)),)


# A cheap person and a dear one: the more the dear one does, the sooner it is done.
STUDIO = Portfolio(
    "Northlight",
    MONDAY,
    people=(
        Person("ana", skills=(Skill("web"),), rate=Decimal(50)),
        Person("kim", skills=(Skill("web"),), rate=Decimal(100)),
    ),
    projects=(Project("P0"),),
    tasks=tuple(Task(f"T{n}", "P0", work=work(8)) for n in range(4)),
    goals=Goals(("completion",)),
)


def test_frontier_goes_from_the_cheapest_to_the_soonest() -> None:
    with ThreadPoolExecutor(1) as executor:
        made = ipm.frontier(STUDIO, "cost", "completion", points=3, work_limit=WORK, executor=executor)
    # All by Ana: 32 h x 50 EUR, done after 32 hours; half by Kim: 16 x 50 + 16 x 100, after 16; one by Kim: 24 x 50 + 8 x 100, after 24.
    assert made.points[["cost_eur", "completion_hours"]].to_numpy().tolist() == [[1600, 32], [2000, 24], [2400, 16]]
    assert (made.points["completion_bound_hours"].fillna(0) <= made.points["completion_hours"]).all()
    assert all(ipm.check(plan, plan.portfolio) == [] for plan in made.plans)
    assert len(made.figure().data[0].x) == 3
    assert "cost" in repr(made)


POINT = FrontierPoint(ipm.Schedule("N", MONDAY, "feasible"), 0, 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1))
def test_no_point_is_dominated_and_every_other_one_is(pairs: list[tuple[int, int]]) -> None:
    kept = [(int(one.first), int(one.second)) for one in best_of(replace(POINT, first=a, second=b) for a, b in pairs)]
    for a, b in kept:
        assert not any(x <= a and y <= b and (x, y) != (a, b) for x, y in pairs)
    for a, b in pairs:
        assert any(x <= a and y <= b for x, y in kept)


def test_a_level_is_counted_from_the_least_of_the_first_goal_however_many_points_lie_between() -> None:
    """The search makes the first goal 1600 again; 600 more than that are 2200, and not 200 more than the point at 2000."""
    best = [replace(POINT, first=first, second=second) for first, second in ((1600, 32), (2000, 24), (2400, 16))]
    job = _within(PlanJob("", STUDIO), ("cost", "completion"), best, 2200)
    assert job.slack == {"cost": Fraction(600)}
    assert job.start is None


def test_wrong_goals_are_told_together() -> None:
    with pytest.raises(ipm.InputError) as raised:
        ipm.frontier(STUDIO, "costs", "completion", points=1)
    assert "Maybe you meant `cost`?" in str(raised.value)
    assert "at least 2" in str(raised.value)
    with pytest.raises(ipm.InputError, match="twice"):
        ipm.frontier(STUDIO, "cost", "cost")


def test_alternatives_are_as_good_and_differ() -> None:
    plan = ipm.plan(STUDIO, time_limit=None, work_limit=WORK, workers=1)
    with ThreadPoolExecutor(1) as executor:
        found = ipm.alternatives(plan, n=2, work_limit=WORK, executor=executor)
    assert found
    for other in found:
        assert ipm.check(other, STUDIO) == []
        assert other.goals["value"].iloc[0] <= plan.goals["value"].iloc[0] * 1.02
        assert distance(plan.schedule, other.schedule) > 0
    with pytest.raises(ipm.InputError):
        ipm.alternatives(plan, n=0)


def test_a_sweep_has_a_scenario_for_each_combination() -> None:
    found = sweep_scenarios(STUDIO, {"people.ana.until": ["2026-01-06", "2026-01-07"], "people.kim.rate": [70, 80]})
    assert len(found) == 4
    assert found[3].name == "people.ana.until = 2026-01-07, people.kim.rate = 80"
    after = found[3].apply(STUDIO)
    assert (after.person["ana"].leaves, after.person["kim"].rate) == (date(2026, 1, 7), Decimal(80))
    with pytest.raises(ipm.InputError, match="kym"):
        ipm.sweep(STUDIO, {"people.kym.rate": [70]})
