"""Sets of tasks that may run side by side, what they weigh, and timetables of them: held against all sets, and against the solver."""

from itertools import combinations
from random import Random

import numpy as np
import pytest
from tests.amount import amount
from tests.models.improve.test_without_names import crew_portfolio
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import errors

from ipmplan.core.matching import can_be_staffed
from ipmplan.instance import Instance
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.cpsat.timetable import relaxed
from ipmplan.models.goals import makespan
from ipmplan.models.improve.side_by_side.sets import SideBySide, side_by_side
from ipmplan.models.improve.side_by_side.timetables import Timetables
from ipmplan.models.improve.side_by_side.way import BranchSideBySide
from ipmplan.models.improve.side_by_side.weights import Weights, heaviest
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.kernel.branching.branch import FOUND, NONE
from ipmplan.models.kernel.compiled import why_slow
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, measure, term_of
from ipmplan.models.way import Setting

STEPS = 200_000


def drawn(count: int) -> list[tuple[int, Solution, SideBySide]]:
    """Portfolios of a few tasks for several people at once, constructed."""
    found = []
    for seed in range(count):
        hint = constructed(crew_portfolio(Random(seed)))
        problem = None if hint is None else side_by_side(hint.instance)
        if hint is not None and problem is not None:
            found.append((seed, hint, problem))
    return found


def may_run(instance: Instance, chosen: tuple[int, ...]) -> bool:
    """Whether there are different people for all of some tasks."""
    parts = [part for task in chosen for part in instance.tasks[task].modes[0].parts]
    return can_be_staffed([sorted(part.length) for part in parts], [part.people for part in parts])


def best(hint: Solution) -> int:
    """The least last finish, by the model with everybody's name."""
    draft = posted(hint)
    draft.model.minimize(term_of("makespan", draft).expr)
    made = solver()
    made.solve(draft.model)
    assert made.objective_value == made.best_objective_bound
    return round(made.objective_value)


def alike(problem: SideBySide) -> Weights:
    """One for each task."""
    each = np.ones((1, len(problem.tasks)), np.int64)
    return Weights(each, np.array([problem.sets.sum(axis=1).max()], np.int64))


def turn_of(hint: Solution, work: float = 60) -> Slice:
    incumbent = Incumbent(Stage(hint.instance, "makespan"), hint, Clock(work=work), None)
    return Slice(incumbent, 0.0, work)


def test_the_sets_are_those_for_which_there_are_people() -> None:
    several = 0
    for seed, hint, problem in drawn(amount(60)):
        place = {task: number for number, task in enumerate(problem.tasks)}
        linked = {(link.before, link.after) for link in hint.instance.links}
        before = problem.before | problem.before.T
        for first, second in linked:
            assert before[place[first], place[second]], seed
        known = {tuple(problem.tasks[number] for number in row.nonzero()[0]) for row in problem.sets}
        for size in range(1, len(problem.tasks) + 1):
            for chosen in combinations(problem.tasks, size):
                apart = any(before[place[one], place[two]] for one, two in combinations(chosen, 2))
                assert (chosen in known) == (not apart and may_run(hint.instance, chosen)), (seed, chosen)
        several += any(row.sum() > 1 for row in problem.sets)
    assert several > amount(20)


def test_weights_bound_the_last_finish() -> None:
    reached = 0
    for seed, hint, problem in drawn(amount(60)):
        weights = heaviest(problem, 3, Random(seed))
        for row, most in zip(weights.each, weights.most, strict=True):
            assert max(row[chosen].sum() for chosen in problem.sets) == most
        assert weights.bound(problem.length) <= best(hint), seed
        reached += weights.bound(problem.length) == best(hint)
    assert reached > amount(15)


def test_a_timetable_is_found_where_the_solver_finds_one_and_nowhere_else() -> None:
    compared = later = 0
    for seed, hint, problem in drawn(amount(60)):
        effort, told = Effort(10, 1, 1), list[int]()
        table = relaxed(hint, makespan.groups(hint.instance), effort, Clock(work=20.0), told.append, last=True)
        assert table is not None
        # Where all weigh alike, the weights leave something to prove.
        weights = heaviest(problem, 2, Random(seed)) if seed % 3 == 0 else alike(problem)
        tables, turn = Timetables(problem, weights, Clock(work=60)), turn_of(hint)
        limit = weights.bound(problem.length)
        while (answer := tables.ask(limit, STEPS, turn, 0, 100 * (seed % 2), seed)) == NONE:
            limit += 1
            later += 1
        assert answer == FOUND
        assert limit == tables.last == table.value == told[-1], seed
        for number, task in enumerate(problem.tasks):
            at = tables.starts[task]
            assert all(
                tables.starts[earlier] + int(problem.length[k]) <= at
                for k, earlier in enumerate(problem.tasks)
                if problem.before[number, k]
            )
            running = [k for k, other in enumerate(problem.tasks) if 0 <= at - tables.starts[other] < problem.length[k]]
            assert (problem.needs[running].sum(axis=0) <= problem.room).all()
        compared += 1
    assert compared > amount(30)
    assert later > amount(5)


@pytest.mark.skipif(bool(why_slow()), reason="without a compiler it has no turn")
def test_a_turn_raises_the_bound_and_finds_the_plan() -> None:
    proved = 0
    for seed, hint, _ in drawn(amount(30)):
        portfolio = hint.instance.portfolio
        slice_ = turn_of(hint, 4.0)
        incumbent = slice_.incumbent
        way = BranchSideBySide(Setting(Constructor(hint.instance), incumbent, 1, Random(seed)))
        if not way.supports(incumbent.stage):
            continue
        way.turn(slice_)
        assert incumbent.bound <= best(hint) <= measure("makespan", incumbent.best), seed
        assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
        proved += incumbent.proved
    assert proved > amount(10)
