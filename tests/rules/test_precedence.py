"""Links of all types, with lags both ways, on the portfolio's calendar."""

from fractions import Fraction

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Task
from ipmplan.core.work import Link, LinkType

WORK = (work(part(4)),)


@pytest.mark.parametrize(
    ("link", "lag", "first"),
    [
        # T0 is Monday 9 to 13; T1 takes four hours; `first` is the first hour of Monday (or 24 + an hour of Tuesday).
        ("FS", 0, 13),
        ("FS", 3, 16),
        ("FS", 4, 24 + 9),
        ("FS", -2, 11),
        ("SS", 0, 9),
        ("SS", 2, 11),
        ("FF", 0, 9),
        ("FF", 2, 11),
        ("FF", -1, 9),
        ("SF", 4, 9),
        ("SF", 6, 11),
    ],
)
def test_the_first_allowed_start_passes_and_an_hour_before_is_caught(link: LinkType, lag: int, first: int) -> None:
    tasks = (Task("T0", "P0", work=WORK), Task("T1", "P0", work=WORK, after=(Link("T0", link, Fraction(lag)),)))
    portfolio = studio(*tasks)

    def plan(hour: int) -> list[str]:
        start = does("ben", 5 + hour // 24, hour % 24)
        made = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(start)})
        return [issue.where for issue in issues(made, portfolio)]

    assert plan(first) == []
    before = {9: None, 24 + 9: 16}.get(first, first - 1)
    if before is not None:
        assert plan(before) == ["T1"]


def test_sf_without_a_lag_says_how_much_is_left_between() -> None:
    """T0 begins on Tuesday at 9:00: Monday 17:00 is no working time before it, 16:00 an hour."""
    portfolio = studio(Task("T0", "P0", work=WORK), Task("T1", "P0", work=WORK, after=(Link("T0", "SF"),)))

    def said(hour: int) -> list[str]:
        made = plan_of(portfolio, {"T0": choice(does("ana", 6)), "T1": choice(does("ben", 5, hour))})
        return [issue.message for issue in issues(made, portfolio, "precedence")]

    assert said(13) == []
    assert said(12) == [
        "it ends at 5 January 2026 16:00, but should end at most 0 working h before T0 starts (6 January 2026 09:00)"
    ]


def test_a_milestone_stands_for_all_its_tasks() -> None:
    from ipmplan.core.portfolio import Milestone

    tasks = [Task(name, "P0", milestone="beta", work=WORK) for name in ("T0", "T1")]
    portfolio = studio(
        *tasks, Task("T2", "P0", work=WORK, after=(Link("beta"),)), milestones=(Milestone("beta", "P0"),)
    )
    choices = {"T0": choice(does("ana", 5)), "T1": choice(does("ben", 5, 12)), "T2": choice(does("ana", 5, 13))}
    found = issues(plan_of(portfolio, choices), portfolio, "precedence")
    assert [issue.message for issue in found] == [
        "it starts at 5 January 2026 13:00, but should start not before T1 ends (5 January 2026 16:00)"
    ]


def test_a_link_to_a_task_that_is_not_planned_says_nothing() -> None:
    tasks = (Task("T0", "P0", work=WORK, cancelled=True), Task("T1", "P0", work=WORK, after=(Link("T0"),)))
    portfolio = studio(*tasks)
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)
