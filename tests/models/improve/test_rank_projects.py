"""Ranks of projects: the list that is held gives the plan that is gone on from, and whole projects change places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part
from ipmplan.instance import build_instance
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, Guide
from ipmplan.models.improve.rank_projects import RankProjects
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.kernel.disturb import CURRENT, FINE, RANKED
from ipmplan.models.local import compiled_search as compiled_search_file
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, measure
from ipmplan.models.way import Setting

STEPS = 100
LONG = 100.0


def queue(seed: int, projects: int = 6) -> Portfolio:
    """Projects of three tasks each, in a row, for two people who can do all: whose turn it is decides everything."""
    rng = Random(seed)
    tasks, milestones = [], []
    for number in range(projects):
        for step in range(3):
            hours = Fraction(rng.randint(4, 40))
            tasks.append(
                Task(
                    f"P{number}-{step}",
                    f"P{number}",
                    f"P{number}-end",
                    work=(Alternative(groups=((Part(hours, "make"),),)),),
                    after=() if step == 0 else (Link(f"P{number}-{step - 1}"),),
                )
            )
        milestones.append(Milestone(f"P{number}-end", f"P{number}", due=date(2026, 1, 5 + rng.randint(0, 20))))
    return Portfolio(
        "queue",
        date(2026, 1, 5),
        people=tuple(Person(name, name, (Skill("make"),)) for name in ("Ana", "Bo")),
        projects=tuple(Project(f"P{number}", weight=Fraction(rng.randint(1, 5))) for number in range(projects)),
        milestones=tuple(milestones),
        tasks=tuple(tasks),
    )


def first_come(portfolio: Portfolio) -> Solution:
    """A plan in the order of tasks."""
    instance = build_instance(portfolio, 120)
    return Constructor(instance).build(Guide([float(number) for number in range(len(instance.tasks))]))


@pytest.mark.parametrize("goal", ["lateness", "completion"])
def test_the_list_that_is_held_gives_the_plan_that_is_gone_on_from(goal: str) -> None:
    for seed in range(10):
        start = first_come(queue(seed))
        instance, stage = start.instance, Stage(start.instance, goal)
        search = compiled_search(stage, start, Random(seed), ranked=True)
        assert search is not None
        search.steps(STEPS, 0.5)
        held, holds = search._plans.ranks[0], search._plans.holds[0]
        count = len(instance.tasks)
        keys = (held[:count] + held[count:-2][instance.project_of]) / FINE
        again = Constructor(instance).build(Guide(keys, holds[:count], holds[count:]))
        assert np.array_equal(again.tasks, search._plans.tasks[CURRENT])
        assert stage.key(search.best) <= stage.key(start)


def best_of(portfolio: Portfolio, seed: int, work: float = 0.02) -> Incumbent:
    """What the way finds for completion, from a plan in the order of tasks."""
    start = first_come(portfolio)
    clock = Clock(None, work)
    incumbent = Incumbent(Stage(start.instance, "completion"), start, clock, None)
    way = RankProjects(Setting(Constructor(start.instance), incumbent, 1, Random(seed)))
    way.turn(Slice(incumbent, 0.0, work))
    assert clock.used <= work
    return incumbent


def test_projects_that_weigh_more_come_first_and_the_same_seed_gives_the_same_plan() -> None:
    better = 0
    for seed in range(5):
        portfolio = queue(seed)
        found, again = best_of(portfolio, seed), best_of(portfolio, seed)
        assert np.array_equal(found.best.tasks, again.best.tasks)
        better += found.stage.measure(found.best) < found.stage.measure(first_come(portfolio))
    assert better == 5


def test_it_is_of_use_where_last_finishes_of_several_projects_are_added_up() -> None:
    several, one = queue(1), queue(1, projects=1)

    def supports(portfolio: Portfolio, goal: str) -> bool:
        start = first_come(portfolio)
        stage = Stage(start.instance, goal)
        incumbent = Incumbent(stage, start, Clock(None, 1.0), None)
        return RankProjects(Setting(Constructor(start.instance), incumbent, 1, Random(1))).supports(stage)

    assert supports(several, "completion")
    assert supports(several, "lateness")
    assert not supports(several, "makespan")
    assert not supports(several, "cost")
    assert not supports(one, "completion")
    assert not supports(replace(several, tasks=several.tasks[:3]), "completion")


def test_where_no_goal_is_kept_runs_begin_afresh_and_then_with_the_best_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    start = first_come(queue(3))
    clock = Clock(None, 2.0)
    incumbent = Incumbent(Stage(start.instance, "completion"), start, clock, None)
    way = RankProjects(Setting(Constructor(start.instance), incumbent, 1, Random(3)))
    begun: list[tuple[bool, float]] = []

    def anneal(slice_: Slice, begins: Solution, heat: float, placed: int, part: float = 0.0) -> bool:
        assert slice_.turn_left > 0 < placed
        begun.append((begins is incumbent.best, heat))
        clock.spend(part)
        return False

    monkeypatch.setattr(way, "_anneal", anneal)
    way.turn(Slice(incumbent, 0.0, 2.0))
    assert begun[:6] == [(True, 1.0), (False, 1.0), (False, 1.0), (True, 0.5), (True, 0.5), (True, 0.5)]


def test_where_goals_are_kept_runs_begin_with_the_best_plan_while_they_find_better_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = first_come(queue(3))
    stage = Stage(start.instance, "completion", (Cap("lateness", measure("lateness", start)),))
    incumbent = Incumbent(stage, start, Clock(None, 2.0), None)
    way = RankProjects(Setting(Constructor(start.instance), incumbent, 1, Random(3)))
    begun: list[tuple[bool, float]] = []

    def anneal(_slice: Slice, begins: Solution, heat: float, _placed: int, _part: float = 0.0) -> bool:
        begun.append((begins is incumbent.best, heat))
        return len(begun) < 3

    monkeypatch.setattr(way, "_anneal", anneal)
    way.turn(Slice(incumbent, 0.0, 2.0))
    assert begun == [(True, 1.0), (True, 0.5), (True, 0.5)]


def test_local_search_anneals_first_and_then_climbs_from_what_that_found(monkeypatch: pytest.MonkeyPatch) -> None:
    tuned = replace(compiled_search_file.PARAMETERS, annealed_tasks=18 * STEPS, annealed=0.0)
    monkeypatch.setattr(compiled_search_file, "PARAMETERS", tuned)
    for seed in range(3):
        start = first_come(queue(seed))
        search = compiled_search(Stage(start.instance, "completion"), start, Random(seed), annealing=True)
        assert search is not None
        assert search._tuning[RANKED]
        search.steps(STEPS // 2, 1.0)
        assert search._tuning[RANKED]
        search.steps(STEPS // 2, 1.0)
        assert not search._tuning[RANKED]
        assert len(search._population) == 1
        found = search.best_key
        search.steps(STEPS, 1.0)
        assert search.best_key <= found <= search.stage.key(start)


def test_only_last_finishes_of_several_projects_are_annealed() -> None:
    start, one = first_come(queue(1)), first_come(queue(1, projects=1))
    for begun, goal, asked in ((start, "makespan", True), (start, "completion", False), (one, "completion", True)):
        search = compiled_search(Stage(begun.instance, goal), begun, Random(1), annealing=asked)
        assert search is not None
        assert not search._tuning[RANKED]


def test_in_a_long_stage_a_short_turn_ends_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof of the promises needs the rest; a long turn still has a part of the stage."""
    start = first_come(queue(0))

    def anneal(self: RankProjects, *_: object) -> bool:
        self.incumbent.clock.spend(1.0)
        return False

    monkeypatch.setattr(RankProjects, "_anneal", anneal)
    for turn, took in ((1.0, 4.0), (LONG, LONG / 2)):
        incumbent = Incumbent(Stage(start.instance, "lateness"), start, Clock(work=LONG), None)
        RankProjects(Setting(Constructor(start.instance), incumbent, 1, Random(1))).turn(
            Slice(incumbent, 0.0, LONG, until=turn)
        )
        assert incumbent.clock.used == pytest.approx(took, abs=1.5)
