"""What each rule leaves a task: first moments and their reasons, worked out by hand (Monday 5 January 2026, 9 to 17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from tests.plans import Choice, at, choice, does, part, plan_of, studio, wait, waiting, work

from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.core.portfolio import Booking, Pool, Portfolio, Task
from ipmplan.core.records import Decision, Progress
from ipmplan.core.work import Link, Use
from ipmplan.models.rules import availability, capacity, pools, progress, status, waits
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading

FRIDAY = date(2026, 1, 2)
LAB = (Use("lab"),)


def ux(name: str, hours: int = 4, share: int = 100, **more: Any) -> Task:
    return Task(name, "P0", work=(work(part(hours, "ux", share=share)),), **more)


def qa(name: str, hours: int = 1, **more: Any) -> Task:
    return Task(name, "P0", work=(work(part(hours, "qa")),), **more)


def bounds(rule: ModuleType, made: Portfolio, task: str, **choices: Choice) -> list[Bound]:
    return list(rule.binds(Reading(plan_of(made, choices), made), task))


def told(found: list[Bound]) -> Iterator[tuple[datetime, str]]:
    """Moment and words of each bound."""
    moment = studio().grid.moment
    for bound in found:
        yield moment(bound.moment), bound.words(lambda _, name: name, private=True)


def said(rule: ModuleType, made: Portfolio, task: str, **choices: Choice) -> list[tuple[datetime, str]]:
    return list(told(bounds(rule, made, task, **choices)))


def logged(task: str, person: str = "", hours: int = 0, left: int | None = None) -> Progress:
    return Progress(FRIDAY, task, person, Fraction(hours), None if left is None else Fraction(left))


def test_whoever_is_busy_is_taken_over_when_that_ends() -> None:
    """Ana does A until 13:00, then B. Of two half shares the third one waits for the first that ends."""
    plain = studio(ux("A"), ux("B"))
    chosen = {"A": choice(does("ana", 5)), "B": choice(does("ana", 5, 13))}
    assert said(capacity, plain, "B", **chosen) == [(at(5, 13), "ana is busy with A")]
    assert said(capacity, plain, "A", **chosen) == []
    (bound,) = bounds(capacity, plain, "B", **chosen)
    assert (bound.kind, bound.row, bound.after, bound.edge, bound.person) == ("person", 1, "A", "end", "ana")
    halves = studio(ux("A", 2, 50), ux("B", 4, 50), ux("C", 2, 50))
    # A ends at 13:00, B at 17:00; C takes over A's half.
    three = {"A": choice(does("ana", 5)), "B": choice(does("ana", 5)), "C": choice(does("ana", 5, 13))}
    assert said(capacity, halves, "C", **three) == [(at(5, 13), "ana is busy with A")]
    assert said(capacity, halves, "B", **three) == []


@pytest.mark.parametrize(("units", "found"), [(1, []), (2, [(at(5, 13), "lab is in use for A")])])
def test_a_pool_is_taken_over_when_it_is_given_back(units: int, found: list[tuple[datetime, str]]) -> None:
    """A has one of two units until 13:00: who needs one has it anyhow, who needs both waits."""
    made = studio(
        ux("A", uses=LAB),
        qa("B", uses=(Use("lab", units),)),
        pools=(Pool("lab", capacity=2), Pool("ink", kind="consumable")),
    )
    chosen = {"A": choice(does("ana", 5)), "B": choice(does("ben", 5, 13))}
    assert said(pools, made, "B", **chosen) == found
    assert said(pools, made, "A", **chosen) == []
    used_up = replace(made, pools=(Pool("lab", capacity=9, kind="consumable"),))
    assert said(pools, used_up, "B", **chosen) == []
    assert said(pools, replace(made, pools=()), "B", **chosen) == []


def test_what_has_begun_holds_a_pool_from_where_it_goes_on() -> None:
    """A wait that began on Friday has the lab until Monday 13:00; finished work has it no more, nor does it wait."""
    begun = Task("A", "P0", work=(wait(12),), uses=LAB)
    made = studio(begun, qa("B", uses=LAB), pools=(Pool("lab"),), progress=(logged("A"),))
    chosen = {"A": waiting(at(2, 9), at(5, 13)), "B": choice(does("ben", 5, 13))}
    assert said(pools, made, "B", **chosen) == [(at(5, 13), "lab is in use for A")]
    assert said(pools, made, "A", **chosen) == []
    done = replace(made, progress=(logged("A", left=0),))
    assert said(pools, done, "B", B=chosen["B"]) == []
    # What is left of begun work waits for a pool as other work does.
    rest = studio(ux("A", uses=LAB), qa("B", uses=LAB), pools=(Pool("lab"),), progress=(logged("B", "ben", 1, 2),))
    goes_on = {"A": choice(does("ana", 5)), "B": choice(does("ben", 5, 13))}
    assert said(pools, rest, "B", **goes_on) == [(at(5, 13), "lab is in use for A")]


@pytest.mark.parametrize(
    ("who", "end", "start", "words"),
    [
        ("ana", date(2026, 1, 6), at(7, 9), "ana is away until 6 January 2026 (Leave)"),
        (EVERYBODY, date(2026, 1, 6), at(7, 9), "everybody is away until 6 January 2026 (Leave)"),
        ("ana", at(7, 11), at(7, 11), "ana is away until 7 January 2026 (Leave)"),
        # An hour later she was free before it, and ben's leave is none of hers.
        ("ana", at(7, 11), at(7, 12), ""),
        ("ana", date(2026, 1, 6), at(7, 10), ""),
        ("ben", date(2026, 1, 6), at(7, 9), ""),
    ],
)
def test_leave_keeps_work_late_that_begins_right_after_it(who: str, end: date, start: datetime, words: str) -> None:
    made = studio(ux("A"), absences=(Absence(who, date(2026, 1, 6), end, "Leave"),))
    found = bounds(availability, made, "A", A=choice(does("ana", start.day, start.hour)))
    assert [text for _, text in told(found)] == ([words] if words else [])
    assert {(bound.kind, bound.row) for bound in found} <= {("away", 0)}
    assert {bound.since for bound in found} <= {made.grid.start_of(date(2026, 1, 6))}


def test_leave_without_an_end_may_be_longer() -> None:
    """From Tuesday on for five working days: until Monday the 12th at 17:00."""
    made = studio(ux("A"), absences=(Absence("ana", date(2026, 1, 6)),))
    assert said(availability, made, "A", A=choice(does("ana", 13))) == [
        (at(12, 17), "ana is away until 12 January 2026 or longer")
    ]


def test_bookings_and_first_days_keep_work_late_too() -> None:
    """Ana is booked from 9 to 11 each day; ben joins on Wednesday."""
    daily = Booking("care", "ana", hours=Fraction(2), every="day")
    made = studio(ux("A"), bookings=(daily,))
    (bound,) = bounds(availability, made, "A", A=choice(does("ana", 6, 11)))
    assert list(told([bound])) == [(at(6, 11), "ana is booked for care")]
    assert (bound.since, bound.table, bound.about) == (made.grid.start_of(at(6, 9)), "bookings", "care")
    assert said(availability, made, "A", A=choice(does("ana", 6, 12))) == []
    ana, ben = made.people
    joining = studio(qa("B"), people=(ana, replace(ben, joins=date(2026, 1, 7))))
    assert said(availability, joining, "B", B=choice(does("ben", 7))) == [(at(7), "ben only joins on 7 January 2026")]
    assert said(availability, joining, "B", B=choice(does("ben", 7, 10))) == []


def test_the_status_date_dates_and_answers() -> None:
    """A may not begin before Wednesday, and waits for an answer expected on Thursday; B for neither."""
    made = studio(
        ux("A", not_before=date(2026, 1, 7)),
        qa("B"),
        decisions=(Decision("D1", "P0", tasks=("A",), expected=date(2026, 1, 8)),),
    )
    chosen = {"A": choice(does("ana", 8)), "B": choice(does("ben", 5))}
    assert said(status, made, "B", **chosen) == [(at(5), "begins at the status date")]
    assert said(status, made, "A", **chosen) == [
        (at(5), "begins at the status date"),
        (at(7), "not before 7 January 2026"),
        (at(8), "waits for the answer to D1"),
    ]
    assert [bound.kind for bound in bounds(status, made, "A", **chosen)] == ["status", "not_before", "decision"]
    begun = replace(made, progress=(logged("B", "ben", 1, 1),))
    assert said(status, begun, "B", **chosen) == [(at(5), "has begun and goes on at the status date")]


def test_a_wait_begins_at_the_status_date_only_when_nothing_else_says_when() -> None:
    after = (Link("A"),)
    for task, tied in (
        (Task("W", "P0", work=(wait(8),)), False),
        (Task("W", "P0", work=(wait(8),), after=after), True),
        (Task("W", "P0", work=(wait(8),), after=(Link("Z"),)), False),
        (Task("W", "P0", work=(wait(8),), after=after, uses=LAB), False),
        (Task("W", "P0", work=(wait(8),), not_before=FRIDAY), True),
    ):
        made = studio(ux("A"), task, pools=(Pool("lab"),))
        found = said(status, made, "W", A=choice(does("ana", 5)), W=waiting(at(5, 13), at(6, 13)))
        assert ((at(5), "begins at the status date") in found) == (not tied), task
    begun = studio(Task("W", "P0", work=(wait(16),)), progress=(logged("W"),))
    assert said(status, begun, "W", W=waiting(at(2, 9), at(5, 17))) == []


@pytest.mark.parametrize(
    ("hours", "end", "moment"),
    [
        # It began on Friday at 9:00; sixteen hours end on Monday at 17:00, after which the last step begins at 16:00 ...
        (16, at(5, 17), at(2, 9)),
        # ... four were over on Friday: nobody has said so, and it ends one hour after the status date.
        (4, at(5, 10), at(2, 9)),
    ],
)
def test_a_wait_that_has_begun_takes_its_time(hours: int, end: datetime, moment: datetime) -> None:
    made = studio(Task("W", "P0", work=(wait(hours),)), ux("A"), progress=(logged("W"),))
    chosen = {"W": waiting(at(2, 9), end), "A": choice(does("ana", 5))}
    assert said(waits, made, "W", **chosen) == [(moment, "has begun and takes its time")]
    assert [bound.kind for bound in bounds(waits, made, "W", **chosen)] == ["progress"]
    assert said(waits, made, "A", **chosen) == []
    assert said(waits, replace(made, progress=()), "W", **chosen) == []
    assert said(waits, replace(made, progress=(logged("W", left=0),)), "W", A=chosen["A"]) == []
    assert said(waits, replace(made, progress=(logged("A", "ana", 1, 3),)), "A", A=chosen["A"]) == []


def test_begun_work_of_the_same_people_comes_first() -> None:
    """Ana goes on with A on Monday at 9:00, at half her time; B begins beside it, C is ben's."""
    made = studio(ux("A", 8, 50), ux("B", 2, 50), qa("C"), progress=(logged("A", "ana", 4, 4),))
    chosen = {"A": choice(does("ana", 5)), "B": choice(does("ana", 5, 11)), "C": choice(does("ben", 5))}
    assert said(progress, made, "B", **chosen) == [(at(5, 9), "ana goes on with A first")]
    (bound,) = bounds(progress, made, "B", **chosen)
    assert (bound.kind, bound.after, bound.edge, bound.person) == ("progress", "A", "start", "ana")
    assert said(progress, made, "A", **chosen) == []
    assert said(progress, made, "C", **chosen) == []
