"""The bound of a linear relaxation, against all solutions of small models."""

from collections.abc import Callable
from itertools import product
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.amount import amount

from ipmplan.models.clock import Clock
from ipmplan.models.construct import relaxed
from ipmplan.models.construct.relaxed import relaxed_bound


def drawn(rng: Random) -> cp_model.CpModel:
    """A model with each kind of row that is read, and with some that are not."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(4)]
    numbers = [model.new_int_var(-2, rng.randint(0, 3), "") for _ in range(2)]
    signed = [literal if rng.random() < 0.6 else ~literal for literal in literals]
    every = [*signed, *numbers]
    for _ in range(3):
        total = sum(rng.randint(-3, 4) * one for one in every)
        model.add(total >= rng.randint(-2, 4)) if rng.random() < 0.6 else model.add(total <= rng.randint(0, 5))
    kinds: list[Callable[[], object]] = [
        lambda: model.add_exactly_one(rng.sample(signed, 3)),
        lambda: model.add_at_most_one(rng.sample(signed, 2)),
        lambda: model.add_bool_or(rng.sample(signed, 2)),
        lambda: model.add_implication(signed[0], signed[1]),
        lambda: model.add(numbers[0] + numbers[1] >= 2).only_enforce_if(signed[2]),
        lambda: model.add_bool_or(signed[:2]).only_enforce_if(signed[3]),
        lambda: model.add_max_equality(numbers[0], [numbers[1], 0]),
        lambda: model.add_linear_expression_in_domain(numbers[0], cp_model.Domain.from_values([-1, 2])),
    ]
    for make in rng.sample(kinds, 3):
        make()
    model.minimize(sum(rng.randint(-4, 5) * one for one in every) + rng.randint(-3, 3))
    return model


def least_of(model: cp_model.CpModel) -> float | None:
    """The least of what a model makes small, None where it has no solution."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    return solver.objective_value if solver.solve(model) == cp_model.OPTIMAL else None


def test_no_solution_is_worth_less_than_the_bound() -> None:
    known = tight = 0
    for seed in range(amount(600)):
        model = drawn(Random(seed))
        best, bound = least_of(model), relaxed_bound(model)
        if best is not None and bound is not None:
            assert bound <= best + 1e-6, seed
            known += 1
            tight += bound == best
    assert known > amount(200)
    assert tight > known / 5


def test_whatever_multipliers_the_solver_gives_the_bound_holds() -> None:
    """2x + 3y >= 10 up to 9 each: x + y is at least 4, and with any multiplier what is proved is at most 10 / 3."""
    row = relaxed._Row(10.0, float("inf"), {0: 2.0, 1: 3.0})
    for multiplier in (0.0, 0.1, 1 / 3, 0.4, 1.0, 7.0, -1.0):
        assert relaxed._dual([row], [multiplier], [1.0, 1.0], [(0.0, 9.0), (0.0, 9.0)]) <= 10 / 3
    assert relaxed._dual([row], [1 / 3], [1.0, 1.0], [(0.0, 9.0), (0.0, 9.0)]) > 10 / 3 - 1e-6


def test_what_is_dear_far_away_keeps_the_bound_safe() -> None:
    """A variable as wide as sums of money are: what rounding leaves of its cost is not thrown away."""
    model = cp_model.CpModel()
    over = model.new_int_var(0, 10**12, "")
    works = [model.new_bool_var("") for _ in range(3)]
    model.add(over >= sum(cents * work for cents, work in zip((33_333, 77_777, 99_999), works, strict=True)) - 50_000)
    model.add_exactly_one(works[1:])
    model.minimize(over)
    assert relaxed_bound(model) in (27_776, 27_777)


def test_without_a_solution_nothing_is_claimed() -> None:
    model = cp_model.CpModel()
    number = model.new_int_var(0, 3, "")
    model.add(number >= 5)
    model.minimize(number)
    assert relaxed_bound(model) is None


def test_all_solutions_of_one_by_hand() -> None:
    """Three of four, the dearest left out: 2 + 3 + 5."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(4)]
    model.add(sum(chosen) == 3)
    costs = (2, 3, 5, 7)
    model.minimize(sum(cost * one for cost, one in zip(costs, chosen, strict=True)))
    found = min(
        sum(c * x for c, x in zip(costs, row, strict=True)) for row in product((0, 1), repeat=4) if sum(row) == 3
    )
    assert relaxed_bound(model) == found == 10


def covering(count: int) -> cp_model.CpModel:
    """As many rows as literals, eight in each, at random: a relaxation that takes the solver seconds from a thousand on."""
    model, rng = cp_model.CpModel(), Random(1)
    literals = [model.new_bool_var("") for _ in range(count)]
    for _ in range(count):
        model.add(sum(rng.randint(1, 99) * one for one in rng.sample(literals, 8)) >= 100)
    model.minimize(sum(rng.randint(1, 99) * one for one in literals))
    return model


@pytest.mark.parametrize("clock", [None, Clock(work=1.0)])
def test_what_takes_longer_than_the_limit_is_given_up(clock: Clock | None) -> None:
    model = covering(200)
    bound = relaxed_bound(model)
    assert bound is not None
    assert bound > 0
    assert relaxed_bound(model, 60.0, clock) == bound
    with pytest.raises(TimeoutError):
        relaxed_bound(model, 0.0, clock)


def test_whoever_stops_the_search_waits_for_no_relaxation() -> None:
    clock = Clock(seconds=600.0)
    clock.stop.set()
    with pytest.raises(TimeoutError):
        relaxed_bound(covering(2500), 600.0, clock)
