"""Started work goes on as it began."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.plans import at, choice, does, issues, part, plan_of, retimed, studio, wait, waiting, work

from ipmplan.core.people import Absence
from ipmplan.core.portfolio import CalendarSettings, Task
from ipmplan.core.records import Progress

TASK = Task("T1", "P0", work=(work(part(8, "qa")), work(part(2, "ux"))))
OTHER = Task("T2", "P0", work=(work(part(2)),))


def logged(remaining: int | None = 3, person: str = "ben") -> tuple[Progress, ...]:
    left = Fraction(remaining) if remaining is not None else None
    return (Progress(date(2026, 1, 2), "T1", person, Fraction(5), left),)


def test_the_rest_goes_on_with_the_same_person_for_the_hours_left() -> None:
    portfolio = studio(TASK, progress=logged())
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5, 9))})
    assert not issues(plan, portfolio)
    assert (plan.tasks[0].start, plan.tasks[0].end) == (at(2, 9), at(5, 12))


def test_another_person_or_no_rest_at_all_is_caught() -> None:
    portfolio = studio(TASK, progress=logged())
    found = issues(plan_of(portfolio, {"T1": choice(does("ana", 5, 9))}), portfolio, "progress")
    assert [issue.message for issue in found] == [
        "what is left of part 0 for ben (3 h) is not in the plan",
        "ana works on part 0, but nothing of that is left for them",
    ]
    assert issues(plan_of(portfolio, {}), portfolio, "progress")


def test_another_alternative_or_another_start_is_caught() -> None:
    portfolio = studio(TASK, progress=logged())
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5, 9))})
    assert "but 0 has begun" in issues(retimed(plan, "T1", alternative=1), portfolio, "progress")[0].message
    assert "it has begun at 2 January" in issues(retimed(plan, "T1", start=at(5, 9)), portfolio, "progress")[0].message


@pytest.mark.parametrize(("rest", "other", "breaches"), [(9, 12, 0), (11, 9, 1)])
def test_the_rest_comes_before_other_work(rest: int, other: int, breaches: int) -> None:
    portfolio = studio(TASK, OTHER, progress=logged())
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5, rest)), "T2": choice(does("ben", 5, other))})
    assert [issue.where for issue in issues(plan, portfolio)] == ["T2"] * breaches


def test_a_finished_task_is_where_it_was() -> None:
    portfolio = studio(TASK, progress=logged(0))
    plan = plan_of(portfolio, {})
    assert not issues(plan, portfolio)
    assert (plan.tasks[0].start, plan.tasks[0].end) == (at(2, 9), at(2, 17))
    assert "was finished at" in issues(retimed(plan, "T1", end=at(5, 12)), portfolio, "progress")[0].message


def test_a_used_up_estimate_stays_open_with_one_step() -> None:
    portfolio = studio(TASK, progress=(Progress(date(2026, 1, 2), "T1", "ben", Fraction(40)),))
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5, 9))})
    assert not issues(plan, portfolio)
    assert plan.tasks[0].end == at(5, 10)


def test_somebody_ill_for_long_may_hand_over() -> None:
    """Five days are what an absence without an end counts as: that one is no reason, six days are."""
    ill = (Absence("ben", date(2026, 1, 4), date(2026, 1, 12)),)
    portfolio = studio(TASK, progress=logged(), absences=ill)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 9))})
    assert not issues(plan, portfolio)
    # Ben's three hours are one and a half of ana's, and two for the handover; whole steps.
    assert plan.tasks[0].end == at(5, 13)
    waits = plan_of(portfolio, {"T1": choice(does("ben", 13, 9))})
    assert not issues(waits, portfolio)
    for shorter in (date(2026, 1, 11), None):
        brief = replace(portfolio, absences=(Absence("ben", date(2026, 1, 4), shorter),))
        assert issues(plan, brief, "progress")
        assert not issues(plan, replace(brief, calendar=CalendarSettings(handovers="any")))


def test_of_a_wait_that_has_begun_nothing_is_left_for_anybody() -> None:
    """`progress` has nothing to say of a row for it; another rule has."""
    waits = Task("T1", "P0", work=(wait(40), work(part(8, "qa"))))
    portfolio = studio(waits, OTHER, progress=(Progress(date(2026, 1, 2), "T1"),))
    plan = plan_of(portfolio, {"T1": waiting(at(2, 9), at(8, 17)), "T2": choice(does("ben", 5))})
    assert not issues(plan, portfolio)
    row = replace(plan.assignments[0], task="T1", person="ana")
    extra = replace(plan, assignments=(row, *plan.assignments))
    assert not issues(extra, portfolio, "progress")
    assert [issue.rule for issue in issues(extra, portfolio) if issue.where == "T1"]


def test_the_rest_comes_first_only_for_those_who_do_it() -> None:
    """Ben goes on with T1 on Tuesday; ana may do T2 before that, and ben may not."""
    portfolio = studio(TASK, OTHER, replace(OTHER, id="T3"), progress=logged())
    plan = plan_of(
        portfolio, {"T1": choice(does("ben", 6)), "T2": choice(does("ana", 5)), "T3": choice(does("ben", 5, 16))}
    )
    assert [str(issue).splitlines() for issue in issues(plan, portfolio, "progress")] == [
        [
            "T3: ben begins it at 5 January 2026 16:00, before going on with T1, which has begun",
            "Maybe begin it at 6 January 2026 09:00 or later.",
        ]
    ]


def test_the_later_of_two_rests_comes_first_too() -> None:
    rows = (*logged(), replace(logged()[0], task="T3"))
    portfolio = studio(TASK, OTHER, replace(TASK, id="T3"), progress=rows)
    choices = {"T1": choice(does("ben", 6)), "T3": choice(does("ben", 5))}
    between = plan_of(portfolio, {**choices, "T2": choice(does("ben", 5, 12))})
    assert ["T1" in issue.message for issue in issues(between, portfolio, "progress")] == [True]
    after = plan_of(portfolio, {**choices, "T2": choice(does("ben", 6, 12))})
    assert not issues(after, portfolio, "progress")
