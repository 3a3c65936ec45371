"""Choosing anew: repeated often enough it finds the optimum and proves it; orders are the best for the people that they have."""

from collections import Counter
from dataclasses import replace
from random import Random

from ortools.sat.python import cp_model
from tests.amount import amount
from tests.models.improve.test_level_loads import crowd, least_makespan, seats
from tests.models.improve.test_without_names import crew_portfolio
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import errors
from tests.tiny import tiny_portfolio

from ipmplan.core.portfolio import Portfolio
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, Guide
from ipmplan.models.cpsat.redundant import post_groups, post_loads, post_pairs
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.improve.choose_anew import ChooseAnew, choosing_tasks, ordered
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, measure, term_of
from ipmplan.models.way import Setting

TURNS = 60


def few(rng: Random) -> Portfolio:
    """Few tasks for three people, so that they do not share out well in the order they come."""
    whole = crowd(rng)
    return replace(whole, tasks=whole.tasks[:7])


def begun(start: Solution) -> Incumbent:
    return Incumbent(Stage(start.instance, "makespan"), start, Clock(work=200.0), None)


def test_choosing_anew_finds_the_optimum_and_proves_it() -> None:
    found: Counter[str] = Counter()
    for seed in range(amount(60)):
        portfolio = (crew_portfolio, tiny_portfolio, few)[seed % 3](Random(seed))
        start = constructed(portfolio)
        if start is None or not start.sound or not choosing_tasks(start.instance):
            continue
        least = least_makespan(start)
        incumbent = begun(start)
        search = ChooseAnew(Setting(Constructor(start.instance), incumbent, 1, Random(seed)))
        for _ in range(TURNS):
            if incumbent.proved or not search.turn(Slice(incumbent, 0.0, 1e9)):
                break
        assert least is not None
        assert incumbent.bound == incumbent.stage.measure(incumbent.best) == least, seed
        assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
        found["better" if least < measure("makespan", start) else "as it was"] += 1
    assert min(found["better"], found["as it was"]) > 0


def test_an_order_keeps_people_and_is_the_earliest_for_them() -> None:
    found: Counter[str] = Counter()
    for seed in range(amount(60)):
        rng = Random(seed)
        first = constructed(crew_portfolio(rng))
        if first is None:
            continue
        start = Constructor(first.instance).build(Guide([rng.random() for _ in first.choices]))
        outcome = ordered(begun(start), start, Effort(10, 1, 1))
        assert outcome.proved, seed
        least = least_with_people(start)
        if outcome.solution is None:
            assert least == measure("makespan", start), seed
        else:
            assert seats(outcome.solution) == seats(start), seed
            assert measure("makespan", outcome.solution) == least, seed
        found["as it was" if outcome.solution is None else "earlier"] += 1
    assert min(found["earlier"], found["as it was"]) > 0


def least_with_people(start: Solution) -> int:
    """What the whole model proves when people are fixed by constraints."""
    draft = posted(start)
    kept = {(task, work.part, work.person) for task, choice in enumerate(start.choices) for work in choice.work}
    for task, jobs in draft.jobs.items():
        for job in jobs:
            draft.model.add(job.does == ((task, job.part, job.person) in kept))
    term = term_of("makespan", draft)
    draft.model.minimize(term.expr)
    made = solver()
    assert made.solve(draft.model) == cp_model.OPTIMAL
    return round(made.objective_value)


def test_what_is_added_for_the_solver_leaves_the_optimum() -> None:
    pairs = 0
    for seed in range(amount(80)):
        start = constructed(crew_portfolio(Random(seed)) if seed % 2 else tiny_portfolio(Random(seed)))
        least = None if start is None else least_makespan(start)
        if start is None or least is None:
            continue
        draft = posted(start)
        term = term_of("makespan", draft)
        post_groups(draft)
        before = len(draft.model.proto.variables)
        post_pairs(draft)
        pairs += len(draft.model.proto.variables) > before
        post_loads(draft, term)
        draft.model.minimize(term.expr)
        made = solver()
        assert made.solve(draft.model) == cp_model.OPTIMAL, seed
        assert round(made.objective_value) == least, seed
    assert pairs > amount(10)
