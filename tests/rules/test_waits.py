"""Waits begin as soon as they may and last as long as they say."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import at, choice, does, issues, part, plan_of, studio, wait, waiting, work

from ipmplan.core.portfolio import Pool, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link, Use

FIRST = Task("T0", "P0", work=(work(part(4)),))


@pytest.mark.parametrize(
    ("start", "end", "ok"),
    [
        (at(5, 13), at(6, 9), False),
        (at(5, 13), at(6, 10), False),
        (at(5, 13), at(6, 11), True),
        (at(5, 14), at(6, 12), False),
        (at(6, 9), at(6, 15), False),
    ],
)
def test_a_wait_begins_when_its_predecessor_ends(start: datetime, end: datetime, ok: bool) -> None:
    portfolio = studio(FIRST, Task("T1", "P0", work=(wait(6),), after=(Link("T0"),)))
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": waiting(start, end)})
    assert (not issues(plan, portfolio, "waits")) == ok
    assert (not issues(plan, portfolio)) == ok


def test_a_wait_that_nothing_holds_begins_at_the_status_date() -> None:
    portfolio = studio(Task("T1", "P0", work=(wait(8),)))
    assert not issues(plan_of(portfolio, {"T1": waiting(at(5, 9), at(5, 17))}), portfolio)
    assert issues(plan_of(portfolio, {"T1": waiting(at(6, 9), at(6, 17))}), portfolio, "waits")
    assert issues(plan_of(portfolio, {"T1": waiting(at(2, 9), at(5, 10))}), portfolio, "waits")


def test_a_wait_with_a_pool_may_begin_later() -> None:
    task = Task("T1", "P0", work=(wait(8),), uses=(Use("lab"),))
    portfolio = studio(task, pools=(Pool("lab"),))
    assert not issues(plan_of(portfolio, {"T1": waiting(at(6, 9), at(6, 17))}), portfolio)
    assert issues(plan_of(portfolio, {"T1": waiting(at(2, 9), at(2, 17))}), portfolio, "status")
    assert "not working time" in issues(
        plan_of(portfolio, {"T1": waiting(at(6, 8), at(6, 16))}), portfolio, "waits"
    )[0].message  # fmt: skip


def test_a_wait_that_began_before_the_status_date_ends_a_step_after_it_at_the_earliest() -> None:
    done = Progress(date(2025, 12, 30), "T0", "ana", Fraction(4), Fraction(0))
    portfolio = studio(FIRST, Task("T1", "P0", work=(wait(6),), after=(Link("T0"),)), progress=(done,))
    began = datetime(2025, 12, 31, 9)
    assert not issues(plan_of(portfolio, {"T1": waiting(began, at(5, 10))}), portfolio)
    assert issues(plan_of(portfolio, {"T1": waiting(began, datetime(2025, 12, 31, 15))}), portfolio, "waits")
    assert issues(plan_of(portfolio, {"T1": waiting(at(5, 9), at(5, 15))}), portfolio, "waits")


def test_a_wait_with_a_written_zero_is_over() -> None:
    row = Progress(date(2026, 1, 2), "T1", remaining=Fraction(0))
    portfolio = studio(Task("T1", "P0", work=(wait(80),)), progress=(row,))
    plan = plan_of(portfolio, {})
    assert not issues(plan, portfolio)
    assert (plan.tasks[0].start, plan.tasks[0].end) == (at(2, 9), at(2, 17))


@pytest.mark.parametrize(
    ("hours", "start", "end", "ok"),
    [
        # Eight hours from Monday 9:00 on are over at 17:00, not in the evening or when the next day begins.
        (8, at(5, 9), at(5, 17), True),
        (8, at(5, 9), at(5, 18), False),
        (8, at(5, 9), at(6, 9), False),
        (8, at(5, 9), at(5, 16), False),
        # A wait that takes no time is a moment, wherever that is.
        (0, at(5, 9), at(5, 9), True),
        (0, at(5, 9), at(5, 10), False),
    ],
)
def test_a_wait_ends_with_its_last_working_hour(hours: int, start: datetime, end: datetime, ok: bool) -> None:
    portfolio = studio(Task("T1", "P0", work=(wait(hours),)))
    found = issues(plan_of(portfolio, {"T1": waiting(start, end)}), portfolio, "waits")
    assert [issue.hint for issue in found] == ([] if ok else [f"Maybe 5 January 2026 {'17' if hours else '09'}:00."])


def test_a_wait_that_begins_too_late_is_told_when_it_may() -> None:
    portfolio = studio(Task("T1", "P0", work=(wait(8),)))
    found = issues(plan_of(portfolio, {"T1": waiting(at(6, 9), at(6, 17))}), portfolio, "waits")
    assert [issue.message for issue in found] == [
        "it begins at 6 January 2026 09:00, but the first moment it may is 5 January 2026 09:00"
    ]
