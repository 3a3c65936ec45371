"""Firm dates."""

from datetime import date
from fractions import Fraction

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Milestone, Task
from ipmplan.core.records import Progress

TASK = Task("T1", "P0", milestone="beta", work=(work(part(4)),))


def beta(day: int, *, firm: bool = True) -> tuple[Milestone, ...]:
    return (Milestone("beta", "P0", due=date(2026, 1, day), firm=firm, buffer=Fraction(16)),)


@pytest.mark.parametrize(("day", "breaches"), [(6, 0), (7, 1)])
def test_a_firm_date_holds_whatever_its_buffer(day: int, breaches: int) -> None:
    portfolio = studio(TASK, milestones=beta(6))
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", day))}), portfolio)
    assert [issue.severity for issue in found] == ["error"] * breaches


def test_a_date_that_is_not_firm_may_slip() -> None:
    portfolio = studio(TASK, milestones=beta(6, firm=False))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 9))}), portfolio)


def test_a_firm_date_that_has_passed_is_only_reported() -> None:
    portfolio = studio(TASK, milestones=beta(2))
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 9))}), portfolio)
    assert [(issue.where, issue.severity) for issue in found] == [("beta", "warning")]


@pytest.mark.parametrize(("left", "severity"), [(16, "error"), (17, "warning")])
def test_a_firm_date_that_started_work_alone_misses_is_only_reported(left: int, severity: str) -> None:
    row = Progress(date(2026, 1, 2), "T1", "ana", Fraction(1), Fraction(left))
    portfolio = studio(TASK, milestones=beta(6), progress=(row,))
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 6))}), portfolio)
    assert [issue.severity for issue in found] == [severity]
