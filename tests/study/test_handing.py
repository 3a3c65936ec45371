"""Who may hand over what they have begun, with `handovers` = needed: one working hour on either side of each reason.

The status date is Monday 5 January 2026, everybody works 9 to 17. Ana has begun T1, and cleo, who needs two hours more, could
take it over; ben and dora test, ben half as fast.
"""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import MONDAY, at, part, studio, wait, work
from tests.study.by_hand import logged, study

from ipmplan.core.calendar import Grid, Moment
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Task
from ipmplan.core.work import Alternative, Link, LinkType, Part
from ipmplan.study.pieces import Piece

PEOPLE = (
    Person("ana", skills=(Skill("ux"),)),
    Person("cleo", skills=(Skill("ux"),)),
    Person("ben", skills=(Skill("qa", 1, Fraction(1, 2)),)),
    Person("dora", skills=(Skill("qa"),)),
)
BEGUN = Task("T1", "P0", work=(work(part(40, "ux")),))
NO_ONE = Absence("cleo", MONDAY, date(2026, 2, 27))
MONDAY_OFF = Absence("ana", MONDAY, MONDAY)
TUESDAY = date(2026, 1, 6)


def agency(*tasks: Task, left: float = 2, due: Moment | None = None, **more: Any) -> Portfolio:
    """T1 of which so many hours are left, tasks beside it, and a milestone of them with a date."""
    milestone = Milestone("M", "P0", due=due, **more.pop("milestone", {}))
    facts = {"people": PEOPLE, "milestones": (milestone,), "progress": (logged("T1", "ana", 6, left),), **more}
    return studio(*tasks, **facts)


def offered(portfolio: Portfolio, task: str = "T1") -> bool:
    """Whether somebody else may take a task over."""
    (piece,) = study(portfolio).started[task].pieces
    assert piece.owner in ("", piece.person)
    if not piece.owner:
        assert piece == Piece(0, piece.person, piece.hours)
    return piece.others


def waits(*after: Link, alternatives: tuple[Alternative, ...] = (work(part(2, "qa")),), name: str = "T2") -> Task:
    """A task of the milestone that waits for others."""
    return Task(name, "P0", "M", work=alternatives, after=after)


@pytest.mark.parametrize(
    ("back", "away"),
    # Three working hours of absence are not more than three; the next working moment is what counts.
    [(at(5, 12), False), (at(5, 13), True), (at(5, 14), True), (at(5, 9), False), (at(6, 9), True)],
)
def test_somebody_is_away_whose_next_working_moment_comes_later_than_that(back: datetime, away: bool) -> None:
    settings = CalendarSettings(open_absence=Fraction(3))
    absence = Absence("ana", MONDAY, back)
    assert offered(agency(BEGUN, absences=(absence,), calendar=settings)) == away
    # What lies further ahead than a year is not looked at.
    for_long = replace(settings, open_absence=Fraction(9999))
    assert not offered(agency(BEGUN, absences=(replace(absence, end=date(2027, 3, 1)),), calendar=for_long))


@pytest.mark.parametrize(
    ("share", "hours", "more", "too_soon"),
    [
        (100, 8, 0, False),
        (100, 9, 0, True),
        (100, 5, 3, False),
        (100, 5, 4, True),
        # At half her time each takes half of her.
        (50, 4, 4, False),
        (50, 4, 0, False),
        # A quarter of an hour at a tenth takes three steps, of a tenth each.
        (10, 0.25, 0.25, False),
    ],
)
def test_who_leaves_hands_over_when_all_they_have_begun_takes_longer(
    share: int, hours: float, more: float, too_soon: bool
) -> None:
    task = Task("T1", "P0", work=(work(part(40, "ux", share=share)),))
    rows = (logged("T1", "ana", 6, hours), logged("T3", "ana", 6, more), logged("T4", "cleo", 6, 30))
    tasks = (task, replace(task, id="T3"), replace(task, id="T4"))
    leaving = (replace(PEOPLE[0], leaves=MONDAY), *PEOPLE[1:])
    assert offered(agency(*tasks, people=leaving, progress=rows)) == too_soon
    # Nobody has to go who leaves in more than a year.
    later = (replace(PEOPLE[0], leaves=date(2027, 1, 4)), *PEOPLE[1:])
    assert not offered(agency(*tasks, people=later, progress=rows))


@pytest.mark.parametrize(
    ("kind", "lag", "state", "full"),
    [
        ("FS", 0, "", True),
        ("FS", 1, "", True),
        ("FF", 0, "", True),
        # What may end after the milestone does not have to fit before it.
        ("FS", -1, "", False),
        ("SS", 0, "", False),
        ("SF", 0, "", False),
        # A link into begun work binds its end only, and into finished work nothing.
        ("FF", 0, "begun", True),
        ("FS", 0, "begun", False),
        ("FF", 0, "finished", False),
    ],
)
def test_what_has_to_end_before_a_milestone_has_to_fit_before_it(
    kind: LinkType, lag: int, state: str, full: bool
) -> None:
    """5 hours of T1 and 4 of T3 are more than Monday's 8; T2 waits for T1 in a way, T3 is due itself."""
    rows = [logged("T1", "ana", 6, 5), logged("T3", "ana", 6, 4)]
    if state:
        rows.append(logged("T2", "dora", 1, 0 if state == "finished" else 1))
    tasks = (
        BEGUN,
        waits(Link("T1", kind, Fraction(lag)), alternatives=(work(part(1, "qa")),)),
        replace(BEGUN, id="T3", milestone="M"),
    )
    assert offered(agency(*tasks, due=MONDAY, progress=tuple(rows))) == full
    assert offered(agency(*tasks, due=MONDAY, progress=tuple(rows)), "T3") == full
    # An hour less fits.
    assert not offered(agency(*tasks, due=MONDAY, progress=(replace(rows[0], remaining=Fraction(4)), *rows[1:])))


def test_what_does_not_have_to_end_before_a_full_milestone_stays() -> None:
    """T1 alone, nine hours until Monday evening, is more than fits: T3 beside it has no date, and is not handed over."""
    tasks = (replace(BEGUN, milestone="M"), replace(BEGUN, id="T3"))
    portfolio = agency(*tasks, due=MONDAY, progress=(logged("T1", "ana", 6, 9), logged("T3", "ana", 6, 4)))
    assert [offered(portfolio, name) for name in ("T1", "T3")] == [True, False]


def test_what_follows_is_rounded_to_whole_steps_of_half_an_hour() -> None:
    """T1 ends on Tuesday at 11:00; ben, half as fast and at a quarter of his time, takes 8 h 40 min for 1 h 5 min.

    In steps of half an hour that is 9 h, until Wednesday 12:00.
    """
    half = CalendarSettings(grid=Grid(30))
    task = waits(Link("T1"), alternatives=(work(Part(Fraction(13, 12), "qa", share=25)),))
    facts: dict[str, Any] = {"calendar": half, "people": PEOPLE[:3], "absences": (MONDAY_OFF,)}
    assert not offered(agency(BEGUN, task, due=datetime(2026, 1, 7, 12, 0), **facts))
    assert offered(agency(BEGUN, task, due=datetime(2026, 1, 7, 11, 30), **facts))


def test_what_has_to_fit_is_also_what_others_wait_for_in_turn() -> None:
    between = Task("T5", "P0", work=(wait(0),), after=(Link("T1"),))
    tasks = (BEGUN, between, waits(Link("T5"), alternatives=(wait(0),)), replace(BEGUN, id="T3", milestone="M"))
    rows = (logged("T1", "ana", 6, 5), logged("T3", "ana", 6, 4))
    assert offered(agency(*tasks, due=MONDAY, progress=rows))
    # What was not begun, others may do; what somebody else has begun, does not take her time.
    assert not offered(agency(*tasks, due=MONDAY, progress=rows[:1]))
    assert not offered(agency(*tasks, due=MONDAY, progress=(rows[0], replace(rows[1], person="cleo"))))


@pytest.mark.parametrize(
    ("links", "last"),
    [
        # T1 ends on Tuesday at 11, and dora tests for two hours after it.
        ([Link("T1")], at(6, 13)),
        ([Link("T1", "FS", Fraction(4))], at(6, 17)),
        ([Link("T1", "FS", Fraction(1))], at(6, 14)),
        ([Link("T1", "FS", Fraction(-1))], at(6, 12)),
        # Its end alone waits; without that, T2 would end on Monday at 11.
        ([Link("T1", "FF")], at(6, 11)),
        ([Link("T1", "FF", Fraction(2))], at(6, 13)),
        ([Link("T1", "FF"), Link("T1", "FS")], at(6, 13)),
        ([Link("T1", "FF", Fraction(3)), Link("T1", "FS")], at(6, 14)),
        # The later of two tasks that follow T1.
        ([Link("T5")], at(6, 14)),
        ([Link("T5"), Link("T1", "FS", Fraction(1))], at(6, 14)),
        ([Link("T5", "SS", Fraction(2))], at(6, 15)),
        ([Link("T5", "SF", Fraction(2))], at(6, 13)),
        # T9 has nothing to do with T1.
        ([Link("T1"), Link("T9", "FS", Fraction(40))], at(6, 13)),
    ],
)
def test_a_date_is_passed_when_what_follows_ends_later(links: list[Link], last: datetime) -> None:
    """Ana is on leave on Monday; an hour less until the date, and cleo may begin at once."""
    others = (Task("T5", "P0", work=(wait(1),), after=(Link("T1"),)), Task("T9", "P0", work=(wait(1),)))
    for due, expected in ((last, False), (last.replace(hour=last.hour - 1), True)):
        assert offered(agency(BEGUN, *others, waits(*links), due=due, absences=(MONDAY_OFF,))) == expected, due


@pytest.mark.parametrize(
    ("alternatives", "hour"),
    [
        ((work(part(2, "qa")),), 13),
        # Two parts side by side take as long as the longer one, whoever is quickest at it.
        ((work(part(2, "qa"), part(4, "ux")),), 15),
        ((work(part(4, "ux"), part(2, "qa")),), 15),
        # The shorter of two ways.
        ((work(part(2, "qa")), wait(1)), 12),
        ((wait(3), work(part(2, "qa"))), 13),
        ((wait(3),), 14),
        ((work(part(4, "qa", most=2)),), 13),
        ((work(part(2, "qa", share=50)),), 15),
        ((work(part(3, "qa", most=2)),), 13),
        ((), 11),
    ],
)
def test_what_follows_takes_the_least_time_that_anybody_needs(alternatives: tuple[Alternative, ...], hour: int) -> None:
    task = waits(Link("T1"), alternatives=alternatives)
    assert not offered(agency(BEGUN, task, due=at(6, hour), absences=(MONDAY_OFF,)))
    assert offered(agency(BEGUN, task, due=at(6, hour - 1), absences=(MONDAY_OFF,)))


@pytest.mark.parametrize(("back", "sooner"), [(14, True), (15, False), (16, False)])
def test_it_is_no_reason_when_nobody_else_is_done_sooner(back: int, sooner: bool) -> None:
    """Ana ends on Tuesday at 11, cleo after four hours with the hand-over: from Monday 14:00 on that is Tuesday 10:00."""
    absences = (MONDAY_OFF, Absence("cleo", MONDAY, at(5, back)))
    assert offered(agency(BEGUN, waits(Link("T1")), due=at(6, 12), absences=absences)) == sooner
    assert not offered(agency(BEGUN, waits(Link("T1")), due=at(6, 12), absences=(MONDAY_OFF, NO_ONE)))


@pytest.mark.parametrize(
    ("milestone", "due", "counts"),
    [
        ({}, MONDAY, True),
        ({}, TUESDAY, False),
        ({"buffer": Fraction(6)}, TUESDAY, False),
        ({"buffer": Fraction(7)}, TUESDAY, True),
        # A date without weight counts when it is firm; one that has passed, or that nobody gave, never.
        ({"weight": Fraction(0)}, MONDAY, False),
        ({"weight": Fraction(0), "firm": True}, MONDAY, True),
        ({}, date(2026, 1, 4), False),
        ({}, None, False),
    ],
)
def test_dates_that_lie_ahead_and_count_are_reasons(milestone: dict[str, Any], due: date | None, counts: bool) -> None:
    portfolio = agency(replace(BEGUN, milestone="M"), due=due, absences=(MONDAY_OFF,), milestone=milestone)
    assert offered(portfolio) == counts
    never = replace(portfolio, calendar=CalendarSettings(handovers="never"))
    assert not offered(never)
    assert offered(replace(portfolio, calendar=CalendarSettings(handovers="any")))


def test_waiting_in_a_circle_is_nobodys_reason() -> None:
    first, second = waits(Link("T1"), Link("T3")), waits(Link("T2"), name="T3")
    assert not offered(agency(BEGUN, first, second, due=at(6, 12), absences=(MONDAY_OFF,)))
    assert offered(agency(BEGUN, waits(Link("T1")), second, due=at(6, 12), absences=(MONDAY_OFF,)))
