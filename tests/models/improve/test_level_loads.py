"""Dealing work out anew: what it calls impossible is impossible, and where all is work it reaches the least load."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.amount import amount
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import errors, part, work
from tests.tiny import tiny_portfolio

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.improve.level_loads import LevelLoads, can_deal, deal
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, measure, term_of
from ipmplan.models.way import Setting

EFFORT = Effort(5, 1, 1)


def least_makespan(hint: Solution) -> int | None:
    """What the whole model proves."""
    draft = posted(hint)
    term = term_of("makespan", draft)
    draft.model.minimize(term.expr)
    made = solver()
    return round(made.objective_value) if made.solve(draft.model) == cp_model.OPTIMAL else None


def seats(solution: Solution) -> set[tuple[int, int, int]]:
    return {(task, job.part, job.person) for task, choice in enumerate(solution.choices) for job in choice.work}


@pytest.mark.parametrize("block", range(3))
def test_what_cannot_be_dealt_out_cannot_be_planned(block: int) -> None:
    found: Counter[str] = Counter()
    for seed in range(block * 100, (block + 1) * 100):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None or not can_deal(hint.instance):
            continue
        least = least_makespan(hint)
        if least is None:
            continue
        for value in range(max(0, least - 3), least + 2):
            dealt = deal(hint, hint.instance.moment_within(value), EFFORT, Clock(work=20.0))
            assert not (dealt.impossible and value >= least), (seed, value, least)
            found["impossible" if dealt.impossible else "dealt anew" if dealt.changes else "as it is"] += 1
            if dealt.guides and not dealt.changes:
                made = Constructor(hint.instance).build(dealt.guides[-1])
                assert seats(made) == seats(hint), seed
    assert min(found["impossible"], found["dealt anew"], found["as it is"]) > 0


def deal_until(incumbent: Incumbent, seed: int, end: float) -> None:
    level = LevelLoads(Setting(Constructor(incumbent.best.instance), incumbent, 1, Random(seed)))
    slice_ = Slice(incumbent, 0.0, 1e9, until=end)
    while incumbent.clock.used < end and level.supports(incumbent.stage) and level.turn(slice_):
        pass


def crowd(rng: Random) -> Portfolio:
    """Tasks that anybody can do, of lengths that do not share out well in the order they come."""
    people = tuple(Person(f"p{number}", skills=(Skill("ux", 1),)) for number in range(3))
    tasks = tuple(Task(f"T{number}", "P0", work=(work(part(rng.randint(5, 19), "ux")),)) for number in range(14))
    return Portfolio("Crowd", date(2026, 1, 5), people=people, projects=(Project("P0"),), tasks=tasks)


def test_where_all_is_work_the_least_load_is_reached_and_proved() -> None:
    improved = 0
    for seed in range(amount(12)):
        portfolio = crowd(Random(seed))
        start = constructed(portfolio)
        assert start is not None
        clock = Clock(work=20.0)
        incumbent = Incumbent(Stage(start.instance, "makespan"), start, clock, None)
        before = measure("makespan", start)
        deal_until(incumbent, seed, 15.0)
        total = sum(max(task.modes[0].parts[0].length.values()) for task in start.instance.tasks)
        assert incumbent.proved, seed
        assert incumbent.bound == measure("makespan", incumbent.best) == -(-total // 3), seed
        assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
        improved += incumbent.bound < before
    assert improved > amount(6)


def test_other_goals_and_work_that_only_one_can_do_are_left_alone() -> None:
    portfolio = crowd(Random(1))
    start = constructed(portfolio)
    assert start is not None
    for goal in ("completion", "evenness"):
        incumbent = Incumbent(Stage(start.instance, goal), start, Clock(work=1.0), None)
        deal_until(incumbent, 1, 1.0)
        assert incumbent.best is start
        assert incumbent.clock.used == 0
    alone = constructed(replace(portfolio, people=portfolio.people[:1]))
    assert alone is not None
    assert not can_deal(alone.instance)


def test_the_last_moment_within_a_value_is_behind_the_evening_work_of_others() -> None:
    for seed in range(amount(200)):
        start = constructed(tiny_portfolio(Random(seed)))
        if start is None:
            continue
        instance = start.instance
        before = instance.axis.before_list
        for value in range(before[-1]):
            last = instance.moment_within(value)
            assert before[last] <= value < before[last + 1], seed
            assert last >= instance.slot_after(value), seed


def test_the_same_seed_deals_the_same() -> None:
    portfolio = crowd(Random(3))
    start = constructed(portfolio)
    assert start is not None
    found = []
    for _ in range(2):
        incumbent = Incumbent(Stage(start.instance, "makespan"), start, Clock(work=20.0), None)
        deal_until(incumbent, 7, 15.0)
        found.append((seats(incumbent.best), incumbent.clock.used))
    assert found[0] == found[1]
