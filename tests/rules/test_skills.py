"""Only people with the skill at its level."""

from datetime import date
from fractions import Fraction

from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Task
from ipmplan.core.records import Progress


def test_somebody_with_the_skill_passes_and_somebody_without_is_caught() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "ux", level=2)),)))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)
    found = issues(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio, "skills")
    assert [str(issue) for issue in found] == [
        "T1: the work asks for ux:2, but ben does not have it\nMaybe ana can do it."
    ]


def test_a_level_too_low_is_caught() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "qa", level=3)),)))
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio, "skills")
    assert "has level 1" in found[0].message
    assert "nobody" in found[0].hint


def test_anybody_may_do_work_without_a_skill() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio)


def test_whoever_has_begun_goes_on() -> None:
    row = Progress(date(2026, 1, 2), "T1", "ben", Fraction(1), Fraction(2))
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "qa")),)), progress=(row,))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio)
