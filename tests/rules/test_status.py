"""Nothing in the past, nothing before it is allowed."""

from datetime import date

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Task
from ipmplan.core.records import Decision

WORK = (work(part(4)),)


def test_work_before_the_status_date_is_caught() -> None:
    portfolio = studio(Task("T1", "P0", work=WORK))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 2))}), portfolio, "status")
    assert "before the status date" in found[0].message


@pytest.mark.parametrize(("day", "breaches"), [(6, 1), (7, 0)])
def test_not_before_holds(day: int, breaches: int) -> None:
    portfolio = studio(Task("T1", "P0", work=WORK, not_before=date(2026, 1, 7)))
    assert len(issues(plan_of(portfolio, {"T1": choice(does("ana", day))}), portfolio)) == breaches


@pytest.mark.parametrize(("answered", "breaches"), [(None, 1), (date(2026, 1, 2), 0)])
def test_an_open_decision_holds_its_tasks(answered: date | None, breaches: int) -> None:
    decision = Decision("D1", "P0", tasks=("T1",), expected=date(2026, 1, 7), answered_on=answered)
    portfolio = studio(Task("T1", "P0", work=WORK), decisions=(decision,))
    assert len(issues(plan_of(portfolio, {"T1": choice(does("ana", 6))}), portfolio)) == breaches
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 7))}), portfolio)
