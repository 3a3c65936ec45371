"""Who before when: no plan under the caps is better than the bound, and what is found alone is the least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil
from random import Random

import pytest
from tests.amount import amount
from tests.models.claims import late
from tests.models.crowded import Oracle, crowded, for_goal
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors
from tests.tiny import all_plans, horizon, tiny_portfolio

from ipmplan.core.portfolio import Portfolio
from ipmplan.instance.network import Network
from ipmplan.models.clock import Clock
from ipmplan.models.construct import without_time
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.construct.without_time import WithoutTime
from ipmplan.models.goals import goal as goal_module
from ipmplan.models.improve.promised.promised_people import PromisedPeople
from ipmplan.models.improve.who_first import WhoFirst
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, floor_of, to_value
from ipmplan.models.way import Setting, Way
from ipmplan.study.reading import Reading

GOALS = ("cost", "overrun", "continuity")
EARLIER = ("makespan", "completion", "lateness", "cost", "overrun", "continuity")
WORK = 0.2

Values = dict[str, float]


def crowd(seed: int, goal: str) -> Portfolio:
    """A crowded portfolio in which money over budgets is likely."""
    made = for_goal(crowded(Random(seed)), goal)
    first, *others = made.projects
    return replace(made, projects=(replace(first, budget=Decimal(20), budget_limit="soft"), *others))


def counted(portfolio: Portfolio) -> list[Values]:
    """What every plan of a crowded portfolio is worth."""
    oracle = Oracle(portfolio)
    return [{goal: oracle.value(goal, made) for goal in EARLIER} for made in oracle.plans()]


def drawn(portfolio: Portfolio, rng: Random) -> list[Values]:
    """What plans of a tiny portfolio are worth that keep all rules; all goals, evenness too."""
    found = []
    for plan in all_plans(portfolio, horizon(portfolio), rng, most=30):
        if not errors(plan, portfolio):
            reading = Reading(plan, portfolio)
            found.append({goal: goal_module(goal).value(reading) for goal in (*EARLIER, "evenness")})
    return found


def limit(instance_of: Solution, goal: str, value: float) -> int:
    """The least measure that a value keeps."""
    unit = to_value(goal, instance_of.instance, 10**6) / 10**6
    return ceil(value / unit - 1e-3) if unit else 0


def stage_of(start: Solution, goal: str, plan: Values, earlier: Sequence[str]) -> Stage:
    """A stage whose caps a plan just keeps."""
    return Stage(start.instance, goal, [Cap(name, limit(start, name, plan[name])) for name in earlier])


def bounded(start: Solution, stage: Stage, clock: Clock | None = None) -> Incumbent:
    """The incumbent after the way has had its turn, from the bound that needs no solver."""
    incumbent = Incumbent(stage, start, clock or Clock(work=WORK), None)
    incumbent.raise_bound(floor_of(stage.goal, Network(start.instance)))
    way = WhoFirst(Setting(Constructor(start.instance), incumbent, 1, Random(1)))
    if way.supports(stage):
        way.turn(Slice(incumbent, 0.0, WORK))
    return incumbent


def refuted(start: Solution, goal: str, plans: Sequence[Values], rng: Random, least: dict[str, int]) -> list[str]:
    """What a plan that keeps the caps refutes: the goal and the caps, with the bound and the plan's value."""
    cap_of = rng.choice(plans)
    known = [name for name in cap_of if name != goal]
    earlier = rng.sample(known, rng.choice((0, 1, 2)))
    if "evenness" in known and rng.random() < 0.5 and "evenness" not in earlier:
        earlier.append("evenness")
    stage = stage_of(start, goal, cap_of, earlier)
    kept = [plan for plan in plans if all(plan[name] <= cap_of[name] + 1e-9 for name in earlier)]
    best = min(plan[goal] for plan in kept)
    bound = bounded(start, stage).bound
    least["bounds above 0"] += bound > 0
    least[f"under {len(earlier)}"] += 1
    if to_value(goal, start.instance, bound) > best + 1e-6:
        return [f"{goal} under {earlier}: {to_value(goal, start.instance, bound)} above {best}"]
    return []


@pytest.mark.parametrize("goal", GOALS)
def test_no_plan_of_a_crowded_portfolio_is_better_than_the_bound(goal: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(amount(36)):
        portfolio = crowd(seed, goal)
        start, plans = constructed(portfolio), counted(portfolio)
        if start is not None and plans:
            assert refuted(start, goal, plans, Random(seed), seen) == [], seed
    assert seen["bounds above 0"] > 0
    assert seen["under 2"] > 0


@pytest.mark.parametrize("goal", GOALS)
def test_no_plan_of_a_tiny_portfolio_is_better_than_the_bound(goal: str) -> None:
    """With started work, hand-overs, dated rates, premiums, bookings and holds, and equal loads as a cap."""
    seen: Counter[str] = Counter()
    for seed in range(amount(30)):
        portfolio = for_goal(tiny_portfolio(Random(seed)), goal)
        start = constructed(portfolio)
        plans = drawn(portfolio, Random(seed)) if start is not None else []
        if start is not None and plans:
            assert refuted(start, goal, plans, Random(seed), seen) == [], seed
            seen["started"] += start.instance.has_started
    assert seen["bounds above 0"] > 0
    assert seen["started"] > 0


@pytest.mark.parametrize("goal", ["cost", "continuity"])
def test_a_bound_that_is_one_too_high_is_refused(goal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raised = Incumbent.raise_bound
    monkeypatch.setattr(Incumbent, "raise_bound", lambda self, bound: raised(self, bound + 1))
    for seed in range(45):
        portfolio = crowd(seed, goal)
        start, plans = constructed(portfolio), counted(portfolio)
        if start is not None and plans and refuted(start, goal, plans, Random(seed), Counter()):
            return
    pytest.fail("no bound was tight")


@pytest.mark.parametrize("goal", ["cost", "continuity"])
def test_a_goal_alone_is_solved_and_proved(goal: str) -> None:
    better = proved = 0
    for seed in range(amount(45)):
        portfolio = for_goal(crowded(Random(seed)), goal)
        start = late(portfolio)
        best = Oracle(portfolio).best.get(goal)
        if start is None or best is None or not start.sound:
            continue
        stage = Stage(start.instance, goal)
        incumbent = bounded(start, stage)
        assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
        better += stage.measure(incumbent.best) < stage.measure(start)
        if incumbent.proved:
            assert to_value(goal, start.instance, incumbent.bound) == pytest.approx(best[0]), seed
            proved += 1
    assert proved > amount(5)
    assert better > 0


def test_the_same_work_gives_the_same_bound_and_is_counted() -> None:
    starts = (constructed(for_goal(crowded(Random(seed)), "continuity")) for seed in range(10))
    start = next(found for found in starts if found is not None)
    made = []
    for _ in range(2):
        clock = Clock(work=WORK)
        incumbent = bounded(start, Stage(start.instance, "continuity", [Cap("evenness", 10**6)]), clock)
        made.append((incumbent.bound, incumbent.best.tasks.tolist(), incumbent.best.seats.tolist(), clock.done))
    assert made[0] == made[1]
    assert made[0][-1] > 0


@pytest.mark.parametrize("way", [WhoFirst, PromisedPeople])
def test_no_model_is_begun_that_takes_longer_to_make_than_is_left(
    way: type[Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = next(found for seed in range(20) if (found := constructed(crowd(seed, "cost"))) is not None)
    stage = stage_of(start, "cost", dict.fromkeys(("lateness", "cost"), 9.0), ["lateness"])
    clock = Clock(work=0.5 * without_time.MAKING * without_time.pairs_of(start.instance))
    incumbent = Incumbent(stage, start, clock, None)
    made = way(Setting(Constructor(start.instance), incumbent, 1, Random(1)))
    assert made.supports(stage)
    monkeypatch.setattr(WithoutTime, "__init__", lambda *_: pytest.fail("a model is made"))
    assert not made.turn(Slice(incumbent, 0.0, clock.left))
