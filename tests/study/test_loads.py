"""How busy people are: hours of their rows and bookings over their working time until the last finish."""

from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, choice, does, part, plan_of, studio, work
from tests.study.by_hand import logged, study

from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Booking, Portfolio, Task
from ipmplan.study.loads import Load, asked_for, load
from ipmplan.study.reading import Reading


def loads(portfolio: Portfolio, plan: Schedule) -> dict[str, Load]:
    return {person.id: load(Reading(plan, portfolio), person.id) for person in portfolio.people}


def test_planned_booked_and_available_hours() -> None:
    bookings = (
        Booking("B1", "ana", hours=Fraction(1), every="day"),
        Booking("B2", "ben", hours=Fraction(2), every="day", end=MONDAY),
        Booking("B3", "ben", hours=Fraction(8), start=at(6, 11), end=at(9, 17)),
    )
    portfolio = studio(
        Task("T1", "P0", work=(work(part(4)),)),
        Task("T2", "P0", work=(work(part(3, share=50)),)),
        bookings=bookings,
        absences=(Absence("ben", at(6, 9), at(6, 10)),),
    )
    # Ana 10 to 14 on Monday; ben 11 to 17 on Monday at half his time. T2 ends last, at 17:00.
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 10)), "T2": choice(does("ben", 5, 11))})
    assert loads(portfolio, plan) == {"ana": Load(4, 1, 8), "ben": Load(3, 2, 8)}
    # An hour later it ends on Tuesday at 11:00, after the hour ben is away: B3 comes after that.
    later = plan_of(portfolio, {"T1": choice(does("ana", 5, 10)), "T2": choice(does("ben", 5, 12))})
    assert later.tasks[1].end == at(6, 11)
    assert loads(portfolio, later) == {"ana": Load(4, 2, 10), "ben": Load(3, 2, 9)}
    assert loads(portfolio, later)["ana"].hours == 6
    assert loads(portfolio, later)["ben"].utilisation == pytest.approx(5 / 9)


def test_only_time_from_the_status_date_to_the_last_finish_counts() -> None:
    portfolio = studio(
        Task("T1", "P0", work=(work(part(4)),)),
        bookings=(Booking("B1", "ben", hours=Fraction(6), end=MONDAY),),
    )
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 9))})
    # Until 13:00 ben is there for 4 hours, all of them booked.
    assert loads(portfolio, plan) == {"ana": Load(4, 0, 4), "ben": Load(0, 4, 4)}


def test_somebody_who_is_never_there_has_no_load() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)), absences=(Absence("ben", MONDAY, MONDAY),))
    found = loads(portfolio, plan_of(portfolio, {"T1": choice(does("ana", 5, 9))}))["ben"]
    assert (found, found.utilisation) == (Load(0, 0, 0), 0)


PEOPLE = (
    Person("ana", skills=(Skill("ux"),)),
    Person("ben", skills=(Skill("seo"), Skill("qa"))),
    Person("cleo"),
)
UX, QA = Task("T1", work=(work(part(8, "ux")),)), Task("T2", work=(work(part(8, "ux"), part(8, "qa")),))


def asked(*tasks: Task, **more: object) -> tuple[str, ...]:
    return asked_for(study(studio(*tasks, people=PEOPLE, **more)))


def test_people_are_asked_for_by_the_skills_of_work_that_is_left() -> None:
    assert asked() == ()
    assert asked(UX) == ("ana",)
    assert asked(QA) == ("ana", "ben")
    assert asked(Task("T1", work=(work(part(8, "ux")), work(part(8, "qa"))))) == ("ana", "ben")
    assert asked(UX, Task("T2", work=(work(part(1)),))) == ("ana", "ben", "cleo")
    assert asked(UX, Task("T2", work=(work(part(1, "qa")),), cancelled=True)) == ("ana",)


def test_of_begun_work_only_what_is_left_asks() -> None:
    assert asked(UX, progress=(logged("T1", "ana", 8, 0),)) == ()
    assert asked(UX, progress=(logged("T1", "ana", 4),)) == ("ana",)
    # Ana has done her part of T2; ben has not.
    assert asked(QA, progress=(logged("T2", "ana", 8), logged("T2", "ben", 1, 7))) == ("ben",)
    ways = Task("T1", work=(work(part(8, "ux")), work(part(8, "qa"))))
    assert asked(ways, progress=(logged("T1", "ben", 4),)) == ("ben",)
    # A task without work, as Python can make one, asks for nobody, whatever was logged on it.
    for remaining in (None, 0):
        assert asked(UX, Task("T9"), progress=(logged("T9", "ana", 1, remaining),)) == ("ana",)
