"""Changes against a plan are counted alike by the judge, on the grid, by the solver and by compiled search."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import choice, does, part, plan_of, studio, work
from tests.tiny import tiny_portfolio

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.models.begin.recipes import home
from ipmplan.models.begin.start import solution_of
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.goals import goal, stability
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, measure, term_of, to_value
from ipmplan.study.reading import Reading

STABILITY = "stability"


def others(start: Solution, rng: Random) -> list[Solution]:
    """Some plans of an instance."""
    made = Constructor(start.instance)
    found = [start]
    for _ in range(3):
        try:
            found.append(made.build(Guide([rng.uniform(0, 20) for _ in start.tasks])))
        except DoesNotFit:
            continue
    return found


def disturbed(plan: Schedule, portfolio: Portfolio, rng: Random) -> Schedule:
    """A plan with some tasks on other days, and some work by others."""
    tasks = tuple(replace(row, start=row.start + timedelta(hours=rng.choice((0, 0, -24, 1, 24)))) for row in plan.tasks)
    people = list(portfolio.person)
    rows = tuple(replace(row, person=rng.choice((row.person, *people))) for row in plan.assignments)
    return replace(plan, tasks=tasks, assignments=rows)


@pytest.mark.parametrize(
    ("day", "person", "blamed"), [(6, "ana", False), (7, "ana", True), (6, "ben", True), (7, "ben", True)]
)
def test_what_is_elsewhere_or_done_by_others_stands_in_the_way(day: int, person: str, blamed: bool) -> None:
    """T1 was ana's on Tuesday in the last plan; T0 stays on Monday."""
    four = (work(part(4, "qa")),)
    portfolio = studio(Task("T0", "P0", work=four), Task("T1", "P0", work=four))
    kept = {"T0": choice(does("ana", 5))}
    known = replace(portfolio, reference=plan_of(portfolio, {**kept, "T1": choice(does("ana", 6))}))
    made = constructed(known)
    assert made is not None
    found = solution_of(plan_of(known, {**kept, "T1": choice(does(person, day))}), made.instance)
    assert found is not None
    assert stability.culprits(found) == ([[1]] if blamed else [])
    assert (measure(STABILITY, found) > 0) == blamed


@pytest.mark.parametrize("block", range(2))
def test_changes_are_counted_alike_by_all(block: int) -> None:
    moved = 0
    for seed in range(block * 25, (block + 1) * 25):
        portfolio = tiny_portfolio(Random(seed))
        first = constructed(portfolio)
        if first is None or not first.instance.tasks:
            continue
        rng = Random(seed)
        known = replace(portfolio, reference=disturbed(schedule_of(first, portfolio), portfolio, rng))
        start = constructed(known)
        assert start is not None
        for solution in others(start, rng):
            value = goal(STABILITY).value(Reading(schedule_of(solution, known), known))
            amount = measure(STABILITY, solution)
            assert to_value(STABILITY, solution.instance, amount) == pytest.approx(value, abs=1e-6), seed
            search = compiled_search(Stage(solution.instance, STABILITY), solution, rng)
            if search is not None:
                search.steps(20, 1.0)
                assert search.run_key[5] == measure(STABILITY, search.run_best()), seed
            moved += amount > 0
        draft = posted(start)
        term = term_of(STABILITY, draft)
        draft.model.minimize(term.expr)
        found = solver()
        assert term.hint == measure(STABILITY, start), seed
        if found.solve(draft.model) == cp_model.OPTIMAL:
            assert round(found.objective_value) == measure(STABILITY, draft.solution(found.value)), seed
            mine = home(start.instance)
            if mine is not None and mine.sound:
                assert round(found.objective_value) <= measure(STABILITY, mine), seed
    assert moved > 20
