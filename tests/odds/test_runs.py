"""Runs of a plan: all as planned is the plan itself, seeds repeat, and what differs moves what waits for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.models.pinned import constructed
from tests.plans import MONDAY, at, choice, does, part, plan_of, studio, wait, waiting, work
from tests.tiny import tiny_portfolio

from ipmplan.assemble import assemble
from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.records import Decision, Finished, Progress
from ipmplan.core.work import Link
from ipmplan.odds.chains import criticality
from ipmplan.odds.forecast import Forecaster, staying
from ipmplan.odds.past import past
from ipmplan.odds.runs import CHUNK, MonteCarlo
from ipmplan.odds.work import uncertain
from ipmplan.study.reading import Reading


def two_in_a_row(**more: object) -> tuple[Schedule, Portfolio]:
    """Ana does A on Monday and B on Tuesday; B is a milestone's."""
    tasks = (
        Task("A", "P0", work=(work(part(8)),)),
        Task("B", "P0", "M", work=(work(part(8)),), after=(Link("A"),)),
    )
    facts: dict[str, object] = {
        "milestones": (Milestone("M", "P0", due=date(2026, 1, 6), agreed=date(2026, 1, 9)),),
        **more,
    }
    portfolio = studio(*tasks, **facts)
    return plan_of(portfolio, {"A": choice(does("ana", 5)), "B": choice(does("ana", 6))}), portfolio


def runner(schedule: Schedule, portfolio: Portfolio) -> MonteCarlo:
    plan = Reading(schedule, staying(schedule, portfolio))
    return MonteCarlo(plan, uncertain(plan, past(plan.study)))


@pytest.mark.parametrize("seed", range(60))
def test_all_as_planned_is_the_plan(seed: int) -> None:
    portfolio = tiny_portfolio(Random(seed))
    solution = constructed(portfolio)
    if solution is None:
        pytest.skip("nothing can be planned")
    schedule = assemble(solution, portfolio, "feasible", (), (), allow_over_budget=False)
    plan = Reading(schedule, staying(schedule, portfolio))
    made = MonteCarlo(plan, uncertain(plan, past(plan.study)))
    run = made.planned()
    network = made.model.network
    for name, span in plan.spans.items():
        row = network.row[name]
        found = run.sample.times.task_starts[row, 0], run.sample.times.task_ends[row, 0]
        assert tuple(int(tick) + network.origin for tick in found) == span, name
    if made.money is not None:
        costs = [float(plan.costs[name]) for name in made.money.projects]
        assert run.costs[:, 0] == pytest.approx(costs, abs=0.011)


def test_seeds_repeat_and_more_runs_begin_with_those_of_fewer() -> None:
    made = runner(*two_in_a_row())
    few, many = made.run(300, 7), made.run(CHUNK + 200, 7)
    assert (few.finishes == many.finishes[:, :300]).all()
    assert (few.costs == many.costs[:, :300]).all()
    assert (made.run(300, 8).finishes != few.finishes).any()


def test_work_that_ends_early_lets_the_next_begin_early_and_costs_less() -> None:
    made = runner(*two_in_a_row())
    half, twice = made.one(np.full((2, 1), 0.5, np.float32)), made.one(np.full((2, 1), 2.0, np.float32))
    grid, origin = made.model.network.grid, made.model.network.origin
    row = made.model.network.row["B"]
    assert grid.moment(int(half.times.task_ends[row, 0]) + origin) == at(5, 17)
    assert grid.moment(int(twice.times.task_ends[row, 0]) + origin) == at(8, 17)
    assert made.money is not None
    assert made.money.of(half.drawn, half.times)[0, 0] == 400
    assert made.money.of(twice.drawn, twice.times)[0, 0] == 1600


def test_a_chance_is_the_share_of_runs_in_time() -> None:
    schedule, portfolio = two_in_a_row()
    made, _ = Forecaster(schedule, portfolio).forecast(2000, seed=1)
    runs = runner(schedule, portfolio).run(2000, 1)
    row = next(row for row in made.known.dates if row.id == "M")
    number = [target.id for target in runner(schedule, portfolio).targets].index("M")
    origin = runner(schedule, portfolio).model.network.origin
    ends = runs.finishes[number] + origin
    assert row.chance == pytest.approx((ends <= portfolio.grid.end_of(date(2026, 1, 6))).mean(), abs=1e-4)
    assert row.chance_agreed == pytest.approx((ends <= portfolio.grid.end_of(date(2026, 1, 9))).mean(), abs=1e-4)
    assert row.planned == at(6, 17)
    assert row.p50 <= row.p80 <= row.p95
    # Of two equal tasks in a row each is always on the chain, and both count the same.
    assert {driver.id for driver in row.drivers} == {"A", "B"}
    assert all(driver.criticality == 1 and driver.cruciality > 0.3 for driver in row.drivers)


def test_budgets_have_a_chance_too() -> None:
    schedule, portfolio = two_in_a_row(projects=(Project("P0", budget=Decimal(850)),))
    made, _ = Forecaster(schedule, portfolio).forecast(1000)
    (cost,) = made.known.costs
    assert cost.planned == 800
    assert cost.chance is not None
    assert 0.3 < cost.chance < 0.7
    assert cost.p50 <= cost.p80 <= cost.p95


def test_whoever_waits_for_an_answer_goes_on_with_what_is_next() -> None:
    held = Task("A", "P0", work=(work(part(8)),))
    other = Task("B", "P0", work=(work(part(8)),))
    answer = Decision("D1", "P0", tasks=("A",), asked_on=date(2026, 1, 2), expected=date(2026, 1, 5))
    portfolio = studio(held, other, decisions=(answer,))
    schedule = plan_of(portfolio, {"A": choice(does("ana", 5)), "B": choice(does("ana", 6))})
    made = runner(schedule, portfolio)
    late = np.ones((3, 1), np.float32)
    late[2] = 7.0
    times = made.one(late).times
    network = made.model.network
    start, end = times.task_starts[network.row["A"], 0], times.task_ends[network.row["B"], 0]
    assert network.grid.moment(int(start) + network.origin) == at(12, 9)
    assert network.grid.moment(int(end) + network.origin) == at(6, 17)


def test_an_answer_drives_what_it_holds() -> None:
    held = Task("A", "P0", work=(work(part(1)),))
    answer = Decision("D1", "P0", tasks=("A",), asked_on=date(2026, 1, 5), expected=date(2026, 1, 15))
    portfolio = studio(held, decisions=(answer,))
    schedule = plan_of(portfolio, {"A": choice(does("ana", 15))})
    made = runner(schedule, portfolio)
    sample = made.run(200, 0).sample
    tasks, answers = criticality(made.model, sample.drawn, sample.times, made.targets)
    assert answers[0].min() == 1
    assert tasks.max() == 1


def test_a_wait_is_never_shorter_than_it_says() -> None:
    portfolio = studio(Task("W", "P0", work=(wait(8),)))
    schedule = plan_of(portfolio, {"W": waiting(at(5, 9), at(5, 17))})
    made = runner(schedule, portfolio)
    ends = made.run(500, 0).finishes[0] + made.model.network.origin
    assert ends.min() == portfolio.grid.start_of(at(5, 17))
    assert (ends > ends.min()).mean() > 0.3


def test_begun_work_is_conditioned_on_what_was_spent() -> None:
    task = Task("A", "P0", work=(work(part(10)),))
    rows = (Progress(date(2026, 1, 2), "A", "ana", Fraction(30)),)
    portfolio = studio(task, progress=rows)
    schedule = plan_of(portfolio, {"A": choice(does("ana", 5))})
    made, _ = Forecaster(schedule, portfolio).forecast(500)
    (row,) = made.tasks
    # Three times its estimate is gone: plan minus spent would say an hour.
    assert (row.spent, row.planned) == (30, 31)
    assert row.quantiles[6] > 38


def test_whoever_leaves_is_followed_by_somebody() -> None:
    people = (Person("ana", leaves=date(2026, 1, 6)),)
    schedule, portfolio = two_in_a_row(people=people)
    made, _ = Forecaster(schedule, portfolio).forecast(500)
    row = next(row for row in made.known.dates if row.id == "M")
    assert row.p95 < at(31, 17)
    assert any("ana leaves" in note for note in made.notes)


def test_a_plan_with_nothing_left_has_nothing_to_forecast() -> None:
    made, fan = Forecaster(Schedule("Studio", MONDAY, "optimal"), studio()).forecast(100)
    assert made.known.dates == ()
    assert made.tasks == ()
    assert fan.moments == ()


def test_without_rates_there_are_no_costs_and_one_sentence() -> None:
    schedule, portfolio = two_in_a_row(people=(Person("ana"),))
    made, _ = Forecaster(schedule, portfolio).forecast(100)
    assert made.known.costs == ()
    assert "Nobody has a rate: no costs." in made.notes


def test_an_older_plan_is_kept_in_its_order_from_today_on() -> None:
    schedule, portfolio = two_in_a_row()
    rows = (Progress(date(2026, 1, 12), "A", "ana", Fraction(8), Fraction(0)),)
    later = replace(portfolio, as_of=date(2026, 1, 13), progress=rows)
    made, _ = Forecaster(schedule, later).forecast(500)
    row = next(row for row in made.known.dates if row.id == "M")
    assert row.planned == at(13, 17)
    assert any("The plan is of 2026-01-05" in note for note in made.notes)


def test_new_work_is_spread_over_what_is_left() -> None:
    schedule, portfolio = two_in_a_row()
    rows = (Progress(date(2026, 1, 6), "A", "ana", Fraction(8), Fraction(0)),)
    first = replace(schedule, tasks=schedule.tasks[:1], assignments=schedule.assignments[:1])
    later = replace(portfolio, as_of=date(2026, 1, 7), progress=rows)
    made, _ = Forecaster(schedule, later, (first,)).forecast(1000)
    assert made.arrivals is not None
    known, more = (next(row for row in odds.dates if row.id == "M") for odds in (made.known, made.arrivals))
    assert more.p80 > known.p80
    assert Forecaster(schedule, later).forecast(100)[0].arrivals is None


def test_history_moves_the_middle() -> None:
    rows = tuple(
        Finished(f"T{k}", "OLD", estimate=Fraction(8), actual=Fraction(12 + k % 5), finished_on=date(2025, 11, 1))
        for k in range(80)
    )
    schedule, portfolio = two_in_a_row()
    plain, _ = Forecaster(schedule, portfolio).forecast(1000)
    learned, _ = Forecaster(schedule, replace(portfolio, history=rows)).forecast(1000)
    assert learned.learned_from == 80
    assert learned.tasks[0].quantiles[6] > plain.tasks[0].quantiles[6] * 1.3
