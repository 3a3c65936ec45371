"""Reported projects."""

from dataclasses import replace
from decimal import Decimal

from tests.plans import at, choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Project, Task


def test_a_wrong_missing_or_unknown_report_is_caught() -> None:
    portfolio = studio(
        Task("T1", "P0", work=(work(part(4)),)), projects=(Project("P0", budget=Decimal(500)), Project("P1"))
    )
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    first, other = plan.projects
    assert (first.finish, first.cost, other.finish) == (at(5, 13), Decimal(200), None)
    assert not issues(plan, portfolio)

    def caught(*rows: object) -> list[str]:
        edited = replace(plan, projects=(*rows, other))  # type: ignore[arg-type]
        return [issue.message for issue in issues(edited, portfolio, "projects")]

    assert caught(replace(first, cost=None)) == []
    assert caught() == ["the plan does not report this project"]
    assert caught(replace(first, cost=Decimal(150))) == ["the plan reports a cost of 150, but its rows cost 200.00"]
    assert "its tasks end: 5 January 2026 13:00" in caught(replace(first, finish=at(5, 12)))[0]
    assert "budget of 1" in caught(replace(first, budget=Decimal(1)))[0]
    assert len(caught(replace(first, id="P9"))) == 2
