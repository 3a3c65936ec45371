"""Who does what under promises: no plan that keeps them is better than the bound, and what is found is one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from tests.amount import amount
from tests.models.improve.test_who_first import Values, counted, crowd, stage_of
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors

from ipmplan.core.portfolio import Portfolio
from ipmplan.instance import DueModel, Instance
from ipmplan.loading import load
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.construct.without_time import Reach
from ipmplan.models.cpsat.solve import is_small
from ipmplan.models.improve.promised import early, promised_people
from ipmplan.models.improve.promised.early import Early
from ipmplan.models.improve.promised.promised_people import PromisedPeople
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.search import Search
from ipmplan.models.stage import Cap, Stage, to_value
from ipmplan.models.way import Setting

GOALS = ("overrun", "cost", "continuity")
WORK = 1.0


def asked(portfolio: Portfolio, goal: str, plans: list[Values], rng: Random) -> tuple[Incumbent, float] | None:
    """The incumbent after a turn under promises that some plan just keeps, and what the best plan under them is worth."""
    start = constructed(portfolio)
    if start is None or not plans:
        return None
    cap_of = rng.choice(plans)
    earlier = ["lateness", *rng.sample([name for name in ("overrun", "cost") if name != goal], rng.choice((0, 1)))]
    stage = stage_of(start, goal, cap_of, earlier)
    incumbent = Incumbent(stage, start, Clock(work=WORK), None)
    way = PromisedPeople(Setting(Constructor(start.instance), incumbent, 1, Random(1)))
    if not way.supports(stage):
        return None
    way.turn(Slice(incumbent, 0.0, WORK))
    kept = [plan for plan in plans if all(plan[name] <= cap_of[name] + 1e-9 for name in earlier)]
    return incumbent, min(plan[goal] for plan in kept)


@pytest.mark.parametrize("goal", GOALS)
def test_the_bound_and_the_plan_are_on_the_right_side_of_the_best(goal: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(amount(45)):
        portfolio = crowd(seed, goal)
        found = asked(portfolio, goal, counted(portfolio), Random(seed))
        if found is None:
            continue
        incumbent, best = found
        stage, instance = incumbent.stage, incumbent.best.instance
        assert to_value(goal, instance, incumbent.bound) <= best + 1e-6, seed
        seen["asked"] += 1
        seen["bounds above 0"] += incumbent.bound > 0
        if incumbent.best.sound and not stage.excess(incumbent.best):
            assert to_value(goal, instance, stage.measure(incumbent.best)) >= best - 1e-6, seed
            assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
            seen["best"] += abs(to_value(goal, instance, stage.measure(incumbent.best)) - best) < 1e-6
    assert seen["asked"] > amount(9)
    assert seen["best"] > seen["asked"] / 2
    assert seen["bounds above 0"] > 0


def test_a_bound_that_is_one_too_high_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raised = Incumbent.raise_bound
    monkeypatch.setattr(Incumbent, "raise_bound", lambda self, bound: raised(self, bound + 1))
    for seed in range(45):
        portfolio = crowd(seed, "cost")
        found = asked(portfolio, "cost", counted(portfolio), Random(seed))
        if found is not None and to_value("cost", found[0].best.instance, found[0].bound) > found[1] + 1e-6:
            return
    pytest.fail("no bound was tight")


def test_it_is_asked_under_promises_and_what_is_about_people_alone() -> None:
    start = next(found for seed in range(20) if (found := constructed(crowd(seed, "cost"))) is not None)
    way = PromisedPeople(
        Setting(
            Constructor(start.instance), Incumbent(Stage(start.instance, "cost"), start, Clock(), None), 1, Random(1)
        )
    )
    plan = dict.fromkeys(("lateness", "overrun", "completion", "cost", "makespan"), 9.0)
    assert way.supports(stage_of(start, "cost", plan, ["lateness"]))
    assert way.supports(stage_of(start, "cost", plan, ["lateness", "overrun"]))
    assert not way.supports(stage_of(start, "cost", plan, ["lateness", "completion"]))
    assert not way.supports(stage_of(start, "cost", plan, ["overrun"]))
    assert not way.supports(stage_of(start, "makespan", plan, ["lateness"]))


def test_a_question_without_an_answer_is_asked_about_less(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def unanswered(_: PromisedPeople, asked: Early, *_rest: object) -> tuple[None, bool]:
        sizes.append(len(asked.tasks))
        return None, False

    monkeypatch.setattr(PromisedPeople, "_model", lambda _, part, *_rest: part)
    monkeypatch.setattr(PromisedPeople, "_ask", unanswered)
    search = Search(load("data/studio"), Clock(work=WORK), 1, 1)
    best = search.incumbent.best
    stage = Stage(best.instance, "overrun", (Cap("lateness", Stage(best.instance, "lateness").measure(best)),))
    way = PromisedPeople(Setting(search.constructor, Incumbent(stage, best, Clock(work=WORK), None), 1, Random(1)))
    way._aim(0, Slice(way.incumbent, 0.0, WORK), Reach(0))
    assert len(sizes) > 2
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    assert way.least == 1


def test_how_many_promises_fit_is_soon_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one by one, with no more parts made than halving needs: with two hundred promises each takes long."""
    portfolio = load("data/studio")
    incumbent = Search(portfolio, Clock(work=0.1), 1, 1).incumbent
    way = PromisedPeople(Setting(Constructor(incumbent.best.instance), incumbent, 1, Random(1)))
    sizes: list[int] = []

    def part_of(instance: Instance, dues: Sequence[DueModel]) -> Early:
        sizes.append(len(dues))
        return early.part_of(instance, dues)

    monkeypatch.setattr(promised_people, "part_of", part_of)
    all_of_them = len(way.dues)
    part = way._part()
    assert part is not None
    small = [
        is_small(
            early.part_of(way.instance, way.dues[:count]).rows(incumbent.best), promised_people.PARAMETERS.literals
        )
        for count in range(1, all_of_them + 1)
    ]
    assert way.count == sum(small) < all_of_them
    assert part.tasks == early.part_of(way.instance, way.dues[: way.count]).tasks
    assert len(sizes) <= 1 + all_of_them.bit_length()
    sizes.clear()
    way._part()
    assert sizes == [way.count]
