"""Links of all types, with lags both ways, on the portfolio's calendar."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import at, choice, does, issues, part, plan_of, studio, wait, waiting, work

from ipmplan.core.portfolio import Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link, LinkType
from ipmplan.models.rules import precedence
from ipmplan.study.reading import Reading

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


@pytest.mark.parametrize(
    ("link", "lag", "moment", "words", "edge"),
    [
        # T0 is Monday 9 to 13; T1 takes four hours of ana's, from Tuesday 9:00 to 13:00.
        ("FS", 0, at(5, 13), "after {after}", "end"),
        ("FS", 2, at(5, 15), "2 h after {after}", "end"),
        ("FS", -2, at(5, 11), "at most 2 h before the end of {after}", "end"),
        ("SS", 0, at(5, 9), "after the start of {after}", "start"),
        ("SS", 3, at(5, 12), "3 h after the start of {after}", "start"),
        # An end at 17:00, or at Tuesday 10:00, leaves a start four hours before it.
        ("FF", 4, at(5, 13), "ends 4 h after {after}", "end"),
        ("FF", 5, at(5, 14), "ends 5 h after {after}", "end"),
        ("SF", 5, at(5, 10), "ends 5 h after the start of {after}", "start"),
        ("FF", -1, at(2, 16), "ends at most 1 h before the end of {after}", "end"),
        ("SF", -1, at(2, 12), "ends at most 1 h before the start of {after}", "start"),
    ],
)
def test_what_a_link_leaves_a_task(link: LinkType, lag: int, moment: datetime, words: str, edge: str) -> None:
    """A link into the end binds the row that ends last: here the only one."""
    tasks = (Task("T0", "P0", work=WORK), Task("T1", "P0", work=WORK, after=(Link("T0", link, Fraction(lag)),)))
    portfolio = studio(*tasks)
    plan = Reading(plan_of(portfolio, {"T0": choice(does("ben", 5)), "T1": choice(does("ana", 6))}), portfolio)
    (found,) = precedence.binds(plan, "T1")
    assert (portfolio.grid.moment(found.moment), found.because, found.edge) == (moment, words, edge)
    row = None if link[1] == "S" else plan.stints["T1"][0].number
    assert (found.kind, found.after, found.row) == ("link", "T0", row)


def test_the_row_that_ends_last_is_bound_and_a_begun_start_is_not() -> None:
    """T1 has two parts: ana's on Tuesday from 9 to 13, ben's of an hour from 9 to 11, since he is half as fast."""
    link = (Link("T0", "FF", Fraction(4)), Link("T0"))
    task = Task("T1", "P0", work=(work(part(4, "ux"), part(1, "qa")),), after=link)
    portfolio = studio(Task("T0", "P0", work=WORK), task)
    parts = choice(does("ana", 6), does("ben", 6, 9, 1))
    plan = Reading(plan_of(portfolio, {"T0": choice(does("ben", 5)), "T1": parts}), portfolio)
    into_end, into_start = precedence.binds(plan, "T1")
    assert plan.stints["T1"][0].row.person == "ana"
    assert (into_end.row, into_start.row) == (plan.stints["T1"][0].number, None)
    assert portfolio.grid.moment(into_end.moment) == at(5, 13)
    rows = (Progress(date(2026, 1, 2), "T1", "ana", Fraction(1), Fraction(3)),)
    begun = replace(portfolio, progress=rows)
    going = Reading(plan_of(begun, {"T0": choice(does("ben", 5)), "T1": choice(does("ana", 6))}), begun)
    assert [bound.edge for bound in precedence.binds(going, "T1")] == ["end"]
    done = replace(portfolio, progress=(replace(rows[0], remaining=Fraction(0)),))
    assert list(precedence.binds(Reading(plan_of(done, {"T0": choice(does("ben", 5))}), done), "T1")) == []


def test_a_wait_is_bound_as_a_whole() -> None:
    """W waits four hours, from Monday 13:00 on; it may end at 17:00, eight hours after T0 began."""
    portfolio = studio(
        Task("T0", "P0", work=WORK), Task("W", "P0", work=(wait(4),), after=(Link("T0", "SF", Fraction(8)),))
    )
    plan = Reading(plan_of(portfolio, {"T0": choice(does("ben", 5)), "W": waiting(at(5, 13), at(5, 17))}), portfolio)
    (found,) = precedence.binds(plan, "W")
    assert (portfolio.grid.moment(found.moment), found.row) == (at(5, 13), None)
