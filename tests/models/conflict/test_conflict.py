"""When no plan exists: what cannot hold together is small and true, and every change that is told helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from tests.amount import deep
from tests.models.conflict.conflicts import MONDAY, conflict, person, plan, possible, relaxed, studio, task, wait

from ipmplan import planner
from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Milestone, Pool, Portfolio
from ipmplan.core.work import Alternative, Part, Pin, Use
from ipmplan.errors import Conflict, Infeasible, OutOfTime
from ipmplan.loading import load
from ipmplan.validation.impossible import findings

FRIDAY = MONDAY + timedelta(days=4)


def twins(due: date) -> Portfolio:
    """Two chains of work, a pause and work again for one person: each fits until Thursday, both do not."""
    chains = [
        part
        for name in "AB"
        for part in (task(f"{name}1", 8), wait(f"{name}2", 16, [f"{name}1"]), task(f"{name}3", 8, after=[f"{name}2"]))
    ]
    return studio([person("ana", "ux")], chains, due)


def dear_or_slow() -> Portfolio:
    """Ana is in time, ben is within the budget; nobody is both."""
    people = [person("ana", "ux", rate=100), person("ben", "ux", rate=40, efficiency="0.5")]
    return studio(people, [task("T1", 16)], date(2026, 1, 6), budget=1400)


def licences(capacity: int) -> Portfolio:
    """Two tasks that are quick with a licence and slow without one."""
    quick = Alternative(((Part(Fraction(16), "ux", 2),),), uses=(Use("licence"),))
    slow = Alternative(((Part(Fraction(40), "ux", 2),),))
    tasks = [replace(task(name, 1), work=(quick, slow)) for name in ("T1", "T2")]
    portfolio = studio([person("ana", "ux"), person("ben", "ux")], tasks, date(2026, 1, 7))
    return replace(portfolio, pools=(Pool("licence", capacity=capacity, kind="consumable"),))


def all_help(portfolio: Portfolio, found: Conflict) -> None:
    assert found.relaxations
    for change in found.relaxations:
        assert possible(relaxed(portfolio, change)), change


def units(found: Conflict) -> dict[str, float]:
    return {change.unit: change.amount for change in found.relaxations}


def test_a_firm_date_that_only_the_solver_sees() -> None:
    portfolio = twins(date(2026, 1, 8))
    assert not findings(portfolio)
    found = conflict(portfolio)
    assert found.minimal
    assert found.facts[0] == "M is due 8 January 2026, firm"
    assert "its tasks and those before them need 32 h of ux:2" in found.facts
    assert "only ana can do the ux:2 work, with 32 h free until then" in found.facts
    assert units(found) == {"days": 1, "people": 1}
    all_help(portfolio, found)


def test_leave_is_named_only_when_it_matters() -> None:
    away = Absence("ana", date(2026, 1, 12), date(2026, 1, 16))
    portfolio = replace(twins(date(2026, 1, 8)), absences=(away,))
    assert not any("away" in fact for fact in conflict(portfolio).facts)
    away = Absence("ana", date(2026, 1, 6), date(2026, 1, 6))
    portfolio = replace(twins(date(2026, 1, 9)), absences=(away,))
    found = conflict(portfolio)
    assert "ana is away 6 January 2026" in found.facts
    assert "no leave for ana" in [change.text for change in found.relaxations]


def test_a_date_and_a_budget_that_hold_only_alone() -> None:
    portfolio = dear_or_slow()
    found = conflict(portfolio)
    assert found.minimal
    assert "M is due 6 January 2026, firm" in found.facts
    assert "P has a hard budget of 1,400 EUR" in found.facts
    assert units(found) == {"days": 2, "EUR": 200, "people": 1}
    assert [change.unit for change in found.relaxations] == ["days", "EUR", "people"]
    all_help(portfolio, found)


def test_consumables() -> None:
    portfolio = licences(1)
    found = conflict(portfolio)
    assert "licence has 1 in all, for T1 and T2" in found.facts
    assert units(found) == {"days": 2, "units": 1}
    all_help(portfolio, found)
    assert possible(licences(2))


def test_same_and_other_contradict() -> None:
    tasks = [task("T1", 8), task("T2", 8, people=(Pin("same", task="T1"), Pin("other", task="T1")))]
    portfolio = studio([person("ana", "ux"), person("ben", "ux")], tasks, None)
    found = conflict(portfolio)
    assert found.minimal
    assert set(found.facts) == {"T2 is for the people of T1 (same T1)", "T2 is for nobody of T1 (other T1)"}
    assert [change.text for change in found.relaxations] == ["T2 without `same T1`", "T2 without `other T1`"]
    all_help(portfolio, found)


def test_the_rest_of_the_portfolio_is_not_blamed() -> None:
    portfolio = twins(date(2026, 1, 8))
    fine = Milestone("N", "P", due=FRIDAY, firm=True)
    more = replace(task("X", 4, "qa"), milestone="N")
    portfolio = replace(
        portfolio,
        people=(*portfolio.people, person("eva", "qa")),
        milestones=(*portfolio.milestones, fine),
        tasks=(*portfolio.tasks, more),
    )
    found = conflict(portfolio)
    assert found.minimal
    assert not any("qa" in fact or fact.startswith("N ") for fact in found.facts)
    all_help(portfolio, found)


def test_the_cheapest_change_is_the_least_one() -> None:
    random = Random(7)
    for _ in range(6):
        first, pause, second = random.randint(6, 10), random.choice((8, 16)), random.randint(6, 10)
        tasks = [
            part
            for name in "AB"
            for part in (
                task(f"{name}1", first),
                wait(f"{name}2", pause, [f"{name}1"]),
                task(f"{name}3", second, after=[f"{name}2"]),
            )
        ]
        portfolio = studio([person("ana", "ux")], tasks, MONDAY + timedelta(days=1 + pause // 8))
        if possible(portfolio):
            continue
        found = conflict(portfolio)
        all_help(portfolio, found)
        later = next(change for change in found.relaxations if change.unit == "days")
        if later.amount > 1:
            changed = relaxed(portfolio, later).milestone["M"].due
            assert changed is not None
            before = changed - timedelta(days=3 if changed.weekday() == 0 else 1)
            sooner = replace(portfolio, milestones=(replace(portfolio.milestones[0], due=before),))
            assert not possible(sooner)


def test_no_time_is_not_a_conflict() -> None:
    tasks = [task(f"T{number}", 9) for number in range(8)]
    portfolio = studio([person(name, "ux") for name in ("ana", "ben", "eva")], tasks, date(2026, 1, 7))
    with pytest.raises(OutOfTime):
        plan(portfolio, work=1e-6)
    assert conflict(portfolio).minimal


def test_two_conflicts_need_two_changes() -> None:
    portfolio = studio([person("ana", "ux")], [task("T1", 24)], date(2026, 1, 6))
    portfolio = replace(
        portfolio,
        people=(*portfolio.people, person("eva", "qa")),
        milestones=(*portfolio.milestones, Milestone("N", "P", due=date(2026, 1, 6), firm=True)),
        tasks=(*portfolio.tasks, replace(task("X", 24, "qa"), milestone="N")),
    )
    found = conflict(portfolio)
    assert found.note == "no single change makes a plan possible"
    assert len(found.facts) == 2
    assert [change.text for change in found.relaxations] == [
        "all of these: M 1 working day later (7 January 2026) and N 1 working day later (7 January 2026)"
    ]


@deep
def test_the_studio_with_a_date_two_weeks_too_early() -> None:
    portfolio = load(Path(__file__).parents[3] / "data" / "studio")
    beta = portfolio.milestone["MUS-beta"]
    assert beta.due is not None
    early = replace(beta, due=beta.due - timedelta(days=28), firm=True)
    portfolio = replace(portfolio, milestones=tuple(early if m.id == beta.id else m for m in portfolio.milestones))
    with pytest.raises(Infeasible) as raised:
        planner.plan(portfolio, time_limit=3)
    assert "MUS-beta is due 13 February 2026, firm" in raised.value.conflict.facts
    assert any("ben is away" in fact for fact in raised.value.conflict.facts)
    assert "Maybe" in str(raised.value)
