"""Reported milestones."""

from dataclasses import replace
from datetime import date

from tests.plans import at, choice, does, issues, part, plan_of, studio, work

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task


def planned() -> tuple[Portfolio, Schedule]:
    portfolio = studio(
        Task("T1", "P0", milestone="beta", work=(work(part(4)),), due=date(2026, 1, 6)),
        milestones=(Milestone("beta", "P0", due=date(2026, 1, 5)),),
        projects=(Project("P0", due=date(2026, 1, 8)),),
    )
    return portfolio, plan_of(portfolio, {"T1": choice(does("ana", 6, 9))})


def test_dates_of_milestones_projects_and_tasks_pass() -> None:
    portfolio, plan = planned()
    assert [(row.kind, row.late_hours) for row in plan.milestones] == [
        ("milestone", 4.0),
        ("project", 0.0),
        ("task", 0.0),
    ]
    assert not issues(plan, portfolio)


def test_a_wrong_missing_or_unknown_report_is_caught() -> None:
    portfolio, plan = planned()
    first, *others = plan.milestones

    def caught(*rows: object) -> list[str]:
        edited = replace(plan, milestones=(*rows, *others))  # type: ignore[arg-type]
        return [issue.message for issue in issues(edited, portfolio, "milestones")]

    assert caught(first) == []
    assert caught() == ["the plan does not report this milestone date"]
    assert caught(first, first) == ["the plan reports this milestone date twice"]
    assert caught(replace(first, late_hours=0.0)) == ["the plan reports 0 h late, but it is 4 h late"]
    assert "its tasks end: 6 January 2026 13:00" in caught(replace(first, finish=at(5, 13)))[0]
    assert "2 March" in caught(replace(first, due=date(2026, 3, 2)))[0]
    assert len(caught(replace(first, id="gamma"))) == 2
