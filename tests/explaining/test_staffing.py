"""Demand, idle time, one more person and leave of small plans, worked out by hand (Monday 5 January 2026, 9 to 17)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.plans import Choice, choice, does, part, plan_of, studio, work

import ipmplan as ipm
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.errors import InputError
from ipmplan.reports.answers.staffing import StaffingAnswer
from ipmplan.reports.result import Plan


def made(*people: Person) -> Portfolio:
    """Two tasks of three days for ux; both are due on Friday. Z may be won: a day more."""
    return studio(
        Task("A", "P0", "M", work=(work(part(24, "ux")),)),
        Task("B", "P0", "M", work=(work(part(24, "ux")),)),
        Task("Z", "P1", work=(work(part(8, "ux")),)),
        people=people or (Person("ana", "Ana", (Skill("ux"),)), Person("ben", "Ben", (Skill("qa"),))),
        projects=(Project("P0"), Project("P1", status="tentative")),
        milestones=(Milestone("M", "P0", "Launch", date(2026, 1, 9)),),
    )


def planned(portfolio: Portfolio) -> Schedule:
    choices: dict[str, Choice] = {"A": choice(does("ana", 5)), "B": choice(does("ana", 8))}
    return plan_of(portfolio, choices)


def answer(portfolio: Portfolio, **call: object) -> StaffingAnswer:
    return ipm.staffing(Plan(planned(portfolio), portfolio), work_limit=0.05, workers=1, **call)  # type: ignore[arg-type]


def test_demand_supply_and_queue_of_a_week() -> None:
    portfolio = made()
    later = plan_of(portfolio, {"A": choice(does("ana", 5)), "B": choice(does("ana", 12))})
    found = ipm.staffing(Plan(later, portfolio), quick=True)
    rows = {(row.skill, row.week): row for row in found.demand}
    first, second = rows["ux", date(2026, 1, 5)], rows["ux", date(2026, 1, 12)]
    # Ana does A until Wednesday; B could have begun on Monday, and waits for her over the weekend.
    assert (first.planned, first.supply, first.free, first.queued) == (24.0, 40.0, 16.0, 24.0)
    assert (second.planned, second.queued) == (24.0, 0.0)
    assert "24/40 +24" in repr(found)


def test_who_is_idle_is_told_with_what_they_may_pull_forward() -> None:
    people = (Person("ana", "Ana", (Skill("ux"),)), Person("ben", "Ben", (Skill("ux"),)))
    rows = [row for row in answer(made(*people), quick=True).idle if row.person == "ben"]
    assert (rows[0].hours, rows[0].week) == (40.0, date(2026, 1, 5))


def test_one_more_person_is_planned_with() -> None:
    # M is reached on Monday 12 at 17, eight hours late; with a second ux both tasks are done on Wednesday 7.
    found = answer(made())
    (gain,) = found.more
    assert (gain.name, gain.late_hours, gain.sooner_hours) == ("ux", 8.0, 24.0)
    (won,) = found.won
    assert (won.name, won.feasible) == ("P1", True)


def test_leave_is_a_no_where_a_promise_breaks_and_says_who_takes_over() -> None:
    alone = answer(made(), absent=["ana 2026-01-05..2026-01-06"])
    (leave,) = alone.leaves
    assert not leave.yes
    assert [(row.id, row.hours) for row in leave.hurt] == [("M", 16.0)]
    assert "NO: Ana" in repr(alone)
    people = (Person("ana", "Ana", (Skill("ux"),)), Person("ben", "Ben", (Skill("ux"),)))
    two = answer(made(*people), absent=["ana 2026-01-05..2026-01-06"])
    (leave,) = two.leaves
    assert leave.yes
    assert leave.hands
    assert leave.hands[0].people == ("ben",)
    assert leave.hands[0].by == datetime(2026, 1, 5, 9)


def test_somebody_who_leaves_hands_everything_over() -> None:
    people = (Person("ana", "Ana", (Skill("ux"),)), Person("ben", "Ben", (Skill("ux"),)))
    (leave,) = answer(made(*people), absent=["ana ..2026-01-04"]).leaves
    assert {row.task for row in leave.hands} == {"A", "B"}


def test_leave_that_cannot_be_read_is_told() -> None:
    with pytest.raises(InputError, match="Maybe you meant `ana`"):
        answer(made(), absent=["anna 2026-01-05..2026-01-06"])
    with pytest.raises(InputError, match="is no person with days"):
        answer(made(), absent=["ana"])
