"""The right number of different people on every part, `+` parts together."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.plans import at, choice, does, edited, issues, part, plan_of, studio, wait, work

from ipmplan.core.portfolio import Task
from ipmplan.core.records import Progress

TWO = Task("T1", "P0", work=(work(part(8, "qa", fewest=2, most=2)),))
TOGETHER = Task("T1", "P0", work=(work(part(4, "ux"), part(2, "qa"), together=True),))
APART = Task("T1", "P0", work=(work(part(4, "ux"), part(2, "qa")),))


def test_two_people_each_in_their_own_time_pass() -> None:
    portfolio = studio(TWO)
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 6))}), portfolio)


def test_one_person_instead_of_two_is_caught() -> None:
    portfolio = studio(TWO)
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio, "parts")
    assert [issue.message for issue in found] == ["part 0 (qa) has 1 person instead of 2"]


def test_the_same_person_twice_is_caught() -> None:
    portfolio = studio(TWO)
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 5), does("ana", 6))}), portfolio, "parts")
    assert "two rows" in found[0].message


@pytest.mark.parametrize(("task", "breaches"), [(TOGETHER, 1), (APART, 0)])
def test_only_parts_joined_by_plus_have_to_start_together(task: Task, breaches: int) -> None:
    portfolio = studio(task)
    apart = plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 5, 10, number=1))})
    assert len(issues(apart, portfolio, "parts")) == breaches
    together = plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 5, 9, number=1))})
    assert not issues(together, portfolio)


def test_the_share_and_skill_of_a_row_are_those_of_its_part() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(2, "ux", share=50)),)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert not issues(plan, portfolio)
    assert plan.assignments[0].end == at(5, 13)
    assert "share" in issues(edited(plan, "T1", share=1.0), portfolio, "parts")[0].message
    assert "`qa`" in issues(edited(plan, "T1", skill="qa"), portfolio, "parts")[0].message


def test_rows_that_belong_to_nothing_are_caught() -> None:
    portfolio = studio(TWO)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 6))})
    stray = replace(plan.assignments[0], task="T9")
    nobody = replace(plan.assignments[0], person="zoe")
    beyond = replace(plan.assignments[0], part=4)
    found = issues(replace(plan, assignments=(*plan.assignments, stray, nobody, beyond)), portfolio, "parts")
    text = " / ".join(str(issue) for issue in found)
    assert "T9: ana works on it, but the plan has no such task" in text
    assert "`zoe`" in text
    assert "part 4, which does not exist" in text


def test_of_a_row_for_finished_work_only_that_is_said() -> None:
    """Whatever else is wrong with it: there is no part 5, and a wait has none."""
    rows = tuple(Progress(date(2026, 1, 2), name, "", Fraction(0), Fraction(0)) for name in ("T1", "T2"))
    tasks = (APART, Task("T2", "P0", work=(wait(8),)), Task("T3", "P0", work=(work(part(4, "ux")),)))
    portfolio = studio(*tasks, progress=rows)
    plan = plan_of(portfolio, {"T3": choice(does("ana", 5))})
    row = plan.assignments[0]
    more = (replace(row, task="T1", part=5), replace(row, task="T2"))
    found = issues(replace(plan, assignments=(*plan.assignments, *more)), portfolio, "parts")
    words = "ana is planned for it from 5 January 2026 09:00, but it is finished"
    assert [(issue.where, issue.message) for issue in found] == [("T1", words), ("T2", words)]
