"""The solver's own faults, played by a solver that lies: what it says wrongly is not told to anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.models.claims import late
from tests.models.conflict.conflicts import MONDAY, person, plan, studio, task
from tests.models.conflict.test_conflict import dear_or_slow, twins
from tests.models.crowded import crowded
from tests.models.improve.test_level_loads import crowd

import ipmplan.models
from ipmplan.core.people import Person
from ipmplan.core.work import Alternative, Pin
from ipmplan.errors import Infeasible, NoPlanError, OutOfTime
from ipmplan.instance.horizon import last_moment
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.impossible import reaching
from ipmplan.models.conflict.repair import Impossible, repair
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.construct.first import first_solution
from ipmplan.models.cpsat.guard import SAFE, started, widest_row
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.improve.at_the_bound import AtTheBound
from ipmplan.models.improve.level_loads import deal
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.stage import Stage, measure
from ipmplan.models.way import Setting

real = cp_model.CpSolver.solve


def lies(monkeypatch: pytest.MonkeyPatch, answer: Callable[[bool, object], object]) -> None:
    """Answer what is made of whether presolve was on, and of the true status."""

    def solve(
        solver: cp_model.CpSolver, model: cp_model.CpModel, caller: cp_model.CpSolverSolutionCallback | None = None
    ) -> object:
        return answer(solver.parameters.cp_model_presolve, real(solver, model, caller))

    monkeypatch.setattr(cp_model.CpSolver, "solve", solve)


def with_presolve(presolve: bool, status: object) -> object:
    return cp_model.INFEASIBLE if presolve else status


def never_twice(presolve: bool, status: object) -> object:
    return status if presolve else cp_model.UNKNOWN


def test_a_plan_that_presolve_denies_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where repair finds a plan, it finds one with a solver that denies all of them at first, too."""
    found = 0
    for seed in range(60):
        with suppress(NoPlanError, Impossible):
            _, first = first_solution(crowded(Random(seed)))
            if first.sound or not repair(first, Clock(work=20.0), 1, 0).sound:
                continue
            with monkeypatch.context() as patch:
                lies(patch, with_presolve)
                assert repair(first, Clock(work=20.0), 1, 0).sound, seed
            found += 1
    assert found > 1


def test_what_is_impossible_is_told_when_both_answers_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    lies(monkeypatch, with_presolve)
    with pytest.raises(Infeasible):
        plan(twins(date(2026, 1, 8)), 60)


@pytest.mark.parametrize("portfolio", [twins(date(2026, 1, 8)), dear_or_slow()])
def test_what_was_not_said_twice_is_not_told(monkeypatch: pytest.MonkeyPatch, portfolio: object) -> None:
    lies(monkeypatch, never_twice)
    with pytest.raises(OutOfTime):
        plan(portfolio)  # type: ignore[arg-type]


def test_bounds_are_raised_only_when_both_answers_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hint = late(crowd(Random(1)))
    assert hint is not None
    lies(monkeypatch, lambda presolve, _: cp_model.INFEASIBLE if presolve else cp_model.UNKNOWN)
    incumbent = Incumbent(Stage(hint.instance, "makespan"), hint, Clock(work=4.0), None)
    bound = measure("makespan", hint) - 1
    incumbent.raise_bound(bound)
    slice_ = Slice(incumbent, 0.0, 4.0)
    AtTheBound(Setting(Constructor(hint.instance), incumbent, 1, Random(1))).turn(slice_)
    assert incumbent.bound == bound
    assert not deal(hint, hint.instance.moment_within(1), Effort(1, 1, 1), Clock(work=4.0)).impossible


def test_rows_that_are_too_wide_are_solved_without_the_step_that_drops_them() -> None:
    for factor in (2**24, 2**30):
        model = cp_model.CpModel()
        literals = [model.new_bool_var("") for _ in range(8)]
        sure = model.new_bool_var("")
        model.add(sum(factor * literal for literal in literals) <= 2 * factor).only_enforce_if(sure)
        model.add(sum(literals) >= 3)
        model.maximize(sure)
        assert widest_row(model) == 8 * factor
        solver = cp_model.CpSolver()
        usual = solver.parameters.presolve_inclusion_work_limit
        assert started(solver, model) == cp_model.OPTIMAL
        assert solver.objective_value == 0
        wide = 8 * factor >= SAFE
        assert solver.parameters.presolve_inclusion_work_limit == (0 if wide else usual)


def test_the_solver_is_started_in_one_place_and_without_assumptions() -> None:
    folder = Path(ipmplan.models.__file__).parent
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    assert [name for name, text in sources.items() if re.search(r"solver\.solve\(|CpSolver\(\)\.solve", text)] == [
        "guard.py"
    ]
    assert not [name for name, text in sources.items() if re.search(r"add_assumption|AddAssumption", text)]


def test_there_may_be_a_plan_beyond_the_grid() -> None:
    """Only a wait of more than a year is within the budget; the grid of the first plan is not half as long."""
    wait = Alternative(wait=Fraction(2400))
    dear = task("T1", 16)
    portfolio = studio([person("ana", "ux", rate=100)], [replace(dear, work=(*dear.work, wait))], None, budget=100)
    _, first = first_solution(portfolio)
    assert last_moment(first.instance) is None
    longer = reaching(first, 4000)
    assert longer is not None
    assert longer.choices == first.choices
    assert reaching(first, 200) is None
    found = plan(portfolio)
    assert found.tasks[0].alternative == 1


def leaving(*names: str) -> list[Person]:
    return [replace(person(name, "ux", efficiency="2"), leaves=MONDAY) for name in names]


@pytest.mark.parametrize("turned", [False, True])
def test_who_leaves_is_kept_for_work_that_nobody_else_may_do(turned: bool) -> None:
    """Ben is quick and would do T1, too, but leaves in the evening: T2 is for him alone."""
    tasks = [task("T1", 16), task("T2", 16, people=(Pin("only", ("ben",)),))]
    portfolio = studio([person("ana", "ux"), *leaving("ben")], tasks[::-1] if turned else tasks, None)
    found = plan(portfolio)
    assert {row.task: row.person for row in found.assignments} == {"T1": "ana", "T2": "ben"}


def test_work_for_which_those_who_leave_have_no_time_is_impossible() -> None:
    tasks = [task(name, 16, people=(Pin("only", ("ben", "eve")),)) for name in ("T1", "T2", "T3")]
    with pytest.raises(Infeasible):
        plan(studio([person("ana", "ux"), *leaving("ben", "eve")], tasks, None))
