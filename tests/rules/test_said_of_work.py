"""What rules say of tasks in a broken plan, word for word: when they start and end, and what they wait for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import (
    Choice,
    at,
    choice,
    does,
    part,
    plan_of,
    retimed,
    studio,
    wait,
    waiting,
    work,
)
from tests.rules.broken import FOUR, FRIDAY, logged, planned, told

from ipmplan.core.portfolio import Task
from ipmplan.core.records import Decision, Progress
from ipmplan.core.work import Link, LinkType

PROGRESS = studio(FOUR, Task("T2", "P0", work=(work(part(2)),)), progress=(logged(1, 3),))


@pytest.mark.parametrize(
    ("link", "lag", "text"),
    [
        ("FS", 0, "it starts at 5 January 2026 09:00, but should start not before T0 ends (5 January 2026 13:00)"),
        (
            "FS",
            2,
            "it starts at 5 January 2026 09:00, but should start at least 2 working h after T0 ends (5 January 2026 13:00)",
        ),
        (
            "FS",
            -3,
            "it starts at 5 January 2026 09:00, but should start at most 3 working h before T0 ends (5 January 2026 13:00)",
        ),
        (
            "SS",
            1,
            "it starts at 5 January 2026 09:00, but should start at least 1 working h after T0 starts (5 January 2026 09:00)",
        ),
        (
            "FF",
            1,
            "it ends at 5 January 2026 13:00, but should end at least 1 working h after T0 ends (5 January 2026 13:00)",
        ),
        (
            "SF",
            5,
            "it ends at 5 January 2026 13:00, but should end at least 5 working h after T0 starts (5 January 2026 09:00)",
        ),
    ],
)
def test_a_link_says_what_it_wants(link: LinkType, lag: int, text: str) -> None:
    portfolio = studio(replace(FOUR, id="T0"), replace(FOUR, after=(Link("T0", link, Fraction(lag)),)))
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=choice(does("ben", 5)))
    assert told(plan, portfolio, "precedence") == [f"T1: {text}\nMaybe move it later, or drop the link."]


@pytest.mark.parametrize(
    ("link", "remaining", "breaches"),
    [("FS", 3, 0), ("SS", 3, 0), ("FF", 3, 1), ("SF", 3, 1), ("FF", 0, 0), ("SF", 0, 0)],
)
def test_links_into_a_start_that_happened_do_not_bind(link: LinkType, remaining: int, breaches: int) -> None:
    tasks = (replace(FOUR, id="T0"), replace(FOUR, after=(Link("T0", link, Fraction(4)),)))
    portfolio = studio(*tasks, progress=(logged(1, remaining),))
    # T1 goes on from Monday 9 to 12; T0 starts with it and ends on Tuesday.
    choices = {"T0": choice(does("ben", 5, 14))} | ({"T1": choice(does("ana", 5))} if remaining else {})
    assert len(told(plan_of(portfolio, choices), portfolio, "precedence")) == breaches


def test_work_before_it_may_start() -> None:
    portfolio = studio(replace(FOUR, not_before=date(2026, 1, 7)))
    plan = planned(portfolio, T1=choice(does("ana", 2, 9)))
    assert told(plan, portfolio, "status") == [
        "T1: ana starts at 2 January 2026 09:00, before the status date\nMaybe at 5 January 2026 00:00 or later.",
        (
            "T1: it starts at 2 January 2026 09:00, before the status date\n"
            "Maybe progress of it is missing, or it has to start later."
        ),
        (
            "T1: it starts at 2 January 2026 09:00, but not before 7 January 2026 was asked for\n"
            "Maybe start it on 7 January 2026."
        ),
    ]


@pytest.mark.parametrize(
    ("expected", "hour", "text"),
    [
        (at(5, 11), 10, ", expected on 5 January 2026 11:00,"),
        (at(5, 11), 11, None),
        (date(2026, 1, 6), 16, ", expected on 6 January 2026,"),
        (None, 10, ", taken for answered by 9 January 2026 17:00,"),
        (FRIDAY, 10, ", taken for answered by 9 January 2026 17:00,"),
    ],
)
def test_work_before_an_answer(expected: date | None, hour: int, text: str | None) -> None:
    portfolio = studio(FOUR, decisions=(Decision("D1", "P0", tasks=("T1",), expected=expected),))
    plan = planned(portfolio, T1=choice(does("ana", 5, hour)))
    message = f"T1: it starts at 5 January 2026 {hour}:00, but the decision D1{text} is open\n"
    hint = "Maybe start it later, or write down the answer if there is one."
    assert told(plan, portfolio, "status") == ([] if text is None else [message + hint])


def test_started_work_is_not_held_any_more() -> None:
    portfolio = studio(replace(FOUR, not_before=date(2026, 1, 7)), progress=(logged(1, 3),))
    assert told(planned(portfolio, T1=choice(does("ana", 5))), portfolio, "status") == []


def test_begun_work_that_begins_ends_or_goes_on_otherwise() -> None:
    plan = planned(PROGRESS, T1=choice(does("ana", 5)), T2=choice(does("ana", 5, 12)))
    assert told(plan, PROGRESS, "progress") == []
    assert told(retimed(plan, "T1", start=at(5, 9)), PROGRESS, "progress") == [
        "T1: it starts at 5 January 2026 09:00, but it has begun at 2 January 2026 09:00\nMaybe 2 January 2026 09:00."
    ]
    assert told(retimed(plan, "T1", end=at(5, 13)), PROGRESS, "progress") == [
        (
            "T1: it ends at 5 January 2026 13:00, but what is left of it ends at 5 January 2026 12:00\n"
            "Maybe 5 January 2026 12:00."
        )
    ]
    assert told(retimed(plan, "T1", alternative=1), PROGRESS, "progress")[0] == (
        "T1: the plan takes alternative 1, but 0 has begun\nMaybe 0."
    )
    done = replace(PROGRESS, progress=(logged(4, 0),))
    finished = planned(done, T2=choice(does("ana", 5)))
    assert told(finished, done, "progress") == []
    assert told(retimed(finished, "T1", end=at(5, 12)), done, "progress") == [
        "T1: it ends at 5 January 2026 12:00, but it was finished at 2 January 2026 17:00\nMaybe 2 January 2026 17:00."
    ]


def test_other_work_comes_after_begun_work() -> None:
    plan = planned(PROGRESS, T1=choice(does("ana", 5, 12)), T2=choice(does("ana", 5, 10)))
    assert told(plan, PROGRESS, "progress") == [
        (
            "T2: ana begins it at 5 January 2026 10:00, before going on with T1, which has begun\n"
            "Maybe begin it at 5 January 2026 12:00 or later."
        )
    ]
    other = planned(PROGRESS, T1=choice(does("ana", 5, 12)), T2=choice(does("ben", 5, 10)))
    assert told(other, PROGRESS, "progress") == []
    # Two begun tasks go on in any order, but before everything else.
    two = replace(
        PROGRESS, tasks=(*PROGRESS.tasks, replace(FOUR, id="T3")), progress=(logged(1, 3), logged(1, 2, "T3"))
    )
    choices: Mapping[str, Choice] = {"T3": choice(does("ana", 5, 9)), "T1": choice(does("ana", 5, 13))}
    between = plan_of(two, {**choices, "T2": choice(does("ana", 5, 11))})
    assert [text[:60] for text in told(between, two, "progress")] == [
        "T2: ana begins it at 5 January 2026 11:00, before going on wi"[:60]
    ]
    assert told(plan_of(two, {**choices, "T2": choice(does("ana", 5, 16))}), two, "progress") == []


def test_rests_that_are_missing_or_not_there() -> None:
    missing = planned(PROGRESS, T2=choice(does("ana", 5)))
    assert told(missing, PROGRESS, "progress") == [
        "T1: what is left of part 0 for ana (3 h) is not in the plan\nMaybe plan again."
    ]
    other = planned(PROGRESS, T1=choice(does("ben", 5)), T2=choice(does("ana", 5)))
    assert told(other, PROGRESS, "progress")[1] == (
        "T1: ben works on part 0, but nothing of that is left for them\n"
        "Maybe delete the row, or record the progress that is missing."
    )
    two = studio(Task("T1", "P0", work=(work(part(4), part(6)),)), progress=(logged(1, None),))
    assert told(planned(two, T1=choice(does("ana", 5))), two, "progress") == [
        "T1: what is left of part 1 (6 h, to hand over or not begun) is not in the plan\nMaybe plan again."
    ]


def test_tasks_that_are_missing_unknown_or_listed_twice() -> None:
    ways = studio(replace(FOUR, work=(work(part(4)), work(part(2)))))
    plan = planned(ways, T1=choice(does("ana", 5)))
    assert told(replace(plan, tasks=()), ways, "tasks") == ["T1: the plan leaves this task out\nMaybe plan again."]
    assert told(replace(plan, tasks=plan.tasks * 2), ways, "tasks") == [
        "T1: the plan lists this task 2 times\nMaybe delete all rows of it but one."
    ]
    assert told(replace(plan, tasks=(*plan.tasks, replace(plan.tasks[0], id="T9"))), ways, "tasks") == [
        "T9: the plan has a task that the portfolio does not know\nMaybe it was renamed or removed after planning."
    ]
    assert told(replace(plan), replace(ways, tasks=(replace(ways.tasks[0], cancelled=True),)), "tasks") == [
        (
            "T1: the plan has a task that is not to be planned\n"
            "Maybe its project was tentative, on hold or done, or it was cancelled, after planning."
        )
    ]
    assert told(retimed(plan, "T1", alternative=2), ways, "tasks") == [
        "T1: it has no alternative 2\nMaybe 0 to 1, counted from the left."
    ]
    one = studio(FOUR)
    assert told(retimed(planned(one, T1=choice(does("ana", 5))), "T1", alternative=-1), one, "tasks") == [
        "T1: it has no alternative -1\nMaybe 0."
    ]


def test_tasks_that_are_not_as_long_as_their_parts() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4), part(2)),)))
    plan = planned(portfolio, T1=choice(does("ana", 5, 10), does("ben", 5, 9, number=1)))
    assert told(plan, portfolio, "tasks") == []
    assert told(retimed(plan, "T1", start=at(5, 10), end=at(5, 11)), portfolio, "tasks") == [
        (
            "T1: it starts at 5 January 2026 10:00 but its first part starts at 5 January 2026 09:00\n"
            "Maybe the task should start at 5 January 2026 09:00."
        ),
        (
            "T1: it ends at 5 January 2026 11:00 but its last part ends at 5 January 2026 14:00\n"
            "Maybe the task should end at 5 January 2026 14:00."
        ),
    ]
    backwards = retimed(replace(plan, assignments=()), "T1", start=at(5, 11), end=at(5, 10))
    assert told(backwards, portfolio, "tasks") == [
        "T1: it ends (5 January 2026 10:00) before it starts (5 January 2026 11:00)"
    ]
    off = retimed(plan, "T1", start=datetime(2026, 1, 5, 8, 30), end=datetime(2026, 1, 5, 14, 1))
    assert told(off, portfolio, "tasks")[:2] == [
        "T1: 5 January 2026 08:30 is not on the grid of 60 minutes\nMaybe 5 January 2026 09:00.",
        "T1: 5 January 2026 14:01 is not on the grid of 60 minutes\nMaybe 5 January 2026 15:00.",
    ]


def test_waits_that_begin_or_end_at_another_time() -> None:
    portfolio = studio(replace(FOUR, id="T0"), Task("T1", "P0", work=(wait(6),), after=(Link("T0"),)))

    def said(start: datetime, end: datetime) -> list[str]:
        return told(planned(portfolio, T0=choice(does("ana", 5)), T1=waiting(start, end)), portfolio, "waits")

    assert said(at(5, 13), at(6, 11)) == []
    assert said(at(5, 14), at(6, 12)) == [
        (
            "T1: it begins at 5 January 2026 14:00, but the first moment it may is 5 January 2026 13:00\n"
            "Maybe 5 January 2026 13:00."
        )
    ]
    assert said(at(5, 18), at(6, 11)) == [
        "T1: it begins at 5 January 2026 18:00, which is not working time of the portfolio\nMaybe 6 January 2026 09:00."
    ]
    assert said(at(5, 13), at(6, 12)) == [
        (
            "T1: it ends at 6 January 2026 12:00, but 6 working h from 5 January 2026 13:00 on "
            "(and not before the status date) end at 6 January 2026 11:00\nMaybe 6 January 2026 11:00."
        )
    ]


@pytest.mark.parametrize(
    ("link", "lag", "start", "ok"),
    [
        # T0 is Monday 9 to 13; T1 waits for 6 hours.
        ("FS", 2, at(5, 15), True),
        ("FS", 2, at(5, 14), False),
        ("FS", -2, at(5, 11), True),
        ("SS", 0, at(5, 9), True),
        ("SS", 3, at(5, 12), True),
        ("SS", 3, at(5, 11), False),
        # It ends 5 hours after T0, on Tuesday at 10: it begins at 12.
        ("FF", 5, at(5, 12), True),
        ("FF", 5, at(5, 13), False),
        ("SF", 6, at(5, 9), True),
        ("SF", 8, at(5, 11), True),
    ],
)
def test_waits_begin_by_links_of_every_type(link: LinkType, lag: int, start: datetime, ok: bool) -> None:
    portfolio = studio(
        replace(FOUR, id="T0"), Task("T1", "P0", work=(wait(6),), after=(Link("T0", link, Fraction(lag)),))
    )
    first = portfolio.grid.start_of(start)
    hours = (17 - start.hour, 6 - (17 - start.hour))
    end = at(5, start.hour + 6) if hours[1] <= 0 else at(6, 9 + hours[1])
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=waiting(start, end))
    assert portfolio.grid.start_of(plan.tasks[1].start) == first
    assert (told(plan, portfolio, "waits") == []) == ok


@pytest.mark.parametrize(
    ("not_before", "start", "ok"),
    [
        (at(5, 15), at(5, 15), True),
        (at(5, 15), at(5, 13), False),
        (at(5, 10), at(5, 13), True),
        (date(2026, 1, 6), at(6, 9), True),
    ],
)
def test_waits_begin_at_the_later_of_links_and_not_before(not_before: date, start: datetime, ok: bool) -> None:
    portfolio = studio(
        replace(FOUR, id="T0"), Task("T1", "P0", work=(wait(2),), after=(Link("T0"),), not_before=not_before)
    )
    end = start.replace(hour=start.hour + 2)
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=waiting(start, end))
    assert (told(plan, portfolio, "waits") == []) == ok


@pytest.mark.parametrize(
    ("wanted", "end", "ok"),
    [
        (8, at(5, 10), True),
        (8, at(2, 17), False),
        (9, at(5, 10), True),
        (10, at(5, 11), True),
        (10, at(5, 10), False),
        (10, at(5, 12), False),
    ],
)
def test_a_wait_in_progress_ends_by_its_length_or_a_step_after_the_status_date(
    wanted: int, end: datetime, ok: bool
) -> None:
    portfolio = studio(Task("T1", "P0", work=(wait(wanted),)), progress=(Progress(FRIDAY, "T1"),))
    plan = planned(portfolio, T1=waiting(at(2, 9), end))
    assert (told(plan, portfolio, "waits") == []) == ok
