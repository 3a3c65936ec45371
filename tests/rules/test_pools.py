"""Pools that are held, and pools that are used up."""

from datetime import date
from fractions import Fraction

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Pool, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Use

LAB = (Use("lab"),)
WORK = (work(part(8)),)


@pytest.mark.parametrize(("capacity", "day", "breaches"), [(1, 5, 1), (1, 6, 1), (1, 7, 0), (2, 5, 0)])
def test_a_renewable_pool_is_held_over_night(capacity: int, day: int, breaches: int) -> None:
    # T0 lasts from Monday 12:00 to Tuesday 12:00.
    portfolio = studio(
        Task("T0", "P0", work=WORK, uses=LAB), Task("T1", "P0", work=WORK, uses=LAB), pools=(Pool("lab", "", capacity),)
    )
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5, 12)), "T1": choice(does("ben", day, 10))})
    assert [issue.where for issue in issues(plan, portfolio)] == ["lab"] * breaches


def test_it_is_given_back_at_the_end() -> None:
    portfolio = studio(
        Task("T0", "P0", work=WORK, uses=LAB), Task("T1", "P0", work=WORK, uses=LAB), pools=(Pool("lab"),)
    )
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5, 12)), "T1": choice(does("ben", 6, 12))})
    assert not issues(plan, portfolio)


@pytest.mark.parametrize(("capacity", "breaches"), [(2, 0), (1, 1)])
def test_a_consumable_pool_is_used_up(capacity: int, breaches: int) -> None:
    portfolio = studio(
        Task("T0", "P0", work=WORK, uses=LAB),
        Task("T1", "P0", work=WORK, uses=LAB),
        pools=(Pool("lab", "", capacity, "consumable"),),
    )
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does("ana", 6))})
    assert len(issues(plan, portfolio)) == breaches


def test_what_started_work_has_used_up_is_only_reported() -> None:
    row = Progress(date(2026, 1, 2), "T0", "ana", Fraction(8), Fraction(0))
    portfolio = studio(
        Task("T0", "P0", work=WORK, uses=(Use("lab", 2),)), progress=(row,), pools=(Pool("lab", "", 1, "consumable"),)
    )
    assert [issue.severity for issue in issues(plan_of(portfolio, {}), portfolio)] == ["warning"]


def test_the_rest_of_started_work_holds_a_pool_from_its_planned_start_on() -> None:
    row = Progress(date(2026, 1, 2), "T0", "ana", Fraction(4), Fraction(4))
    portfolio = studio(
        Task("T0", "P0", work=WORK, uses=LAB),
        Task("T1", "P0", work=WORK, uses=LAB),
        progress=(row,),
        pools=(Pool("lab"),),
    )
    later = plan_of(portfolio, {"T0": choice(does("ana", 6, 9)), "T1": choice(does("ben", 5, 9))})
    assert not issues(later, portfolio)
    clash = plan_of(portfolio, {"T0": choice(does("ana", 5, 16)), "T1": choice(does("ben", 5, 9))})
    assert [issue.rule for issue in issues(clash, portfolio)] == ["pools"]
