"""Who works when: weeks, holidays, absences, extra time, fill, and the days on which somebody joins and leaves."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import at, part, studio, wait, work
from tests.study.by_hand import day, logged, moment, study

from ipmplan.core.calendar import Calendar, Grid, Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra, Person
from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Sprint, Task
from ipmplan.core.work import Link

NINE_TO_FIVE = [(9, 17)]
TUESDAY = date(2026, 1, 6)
# Monday to Thursday with a break, Friday until noon.
BREAKS = Workweek((((8 * 60, 12 * 60), (13 * 60, 17 * 60)),) * 4 + (((8 * 60, 12 * 60),), (), ()))


def ana(portfolio: Portfolio) -> Calendar:
    return study(portfolio).time.person("ana")


def person(**more: object) -> Portfolio:
    return studio(people=(Person("ana", **more),))  # type: ignore[arg-type]


def test_a_week_repeats() -> None:
    portfolio = person(workweek=BREAKS)
    for monday in (5, 12, 26):
        assert day(ana(portfolio), monday) == [(8, 12), (13, 17)]
        assert day(ana(portfolio), monday + 3) == [(8, 12), (13, 17)]
        assert day(ana(portfolio), monday + 4) == [(8, 12)]
        assert day(ana(portfolio), monday + 5) == day(ana(portfolio), monday - 1) == []
    assert day(study(portfolio).time.portfolio, 5) == NINE_TO_FIVE


def test_holidays_are_those_of_the_person_if_they_have_any() -> None:
    holidays = {"DE": {TUESDAY: "Epiphany"}, "FR": {date(2026, 1, 7): "Another day"}}
    calendar = CalendarSettings(holidays="DE")
    people = tuple(Person(name, holidays=code) for name, code in (("ana", None), ("ben", "FR"), ("cleo", "none")))
    time = study(studio(people=people, calendar=calendar, holidays=holidays)).time
    free = {
        name: [number for number in (5, 6, 7, 8) if not day(time.person(name), number)]
        for name in ("ana", "ben", "cleo")
    }
    assert free == {"ana": [6], "ben": [7], "cleo": []}
    assert day(time.portfolio, 6) == []


def test_spans_off_the_grid_keep_their_whole_steps() -> None:
    week = Workweek((((9 * 60 + 10, 11 * 60 + 50),),) * 5 + ((), ()))
    assert day(ana(person(workweek=week)), 5) == [(10, 11)]


@pytest.mark.parametrize("who", ["ana", EVERYBODY])
def test_dates_of_an_absence_are_inclusive_and_moments_are_moments(who: str) -> None:
    days = studio(absences=(Absence(who, TUESDAY, date(2026, 1, 7)),))
    assert [day(ana(days), number) for number in (5, 6, 7, 8)] == [NINE_TO_FIVE, [], [], NINE_TO_FIVE]
    hours = studio(absences=(Absence(who, at(6, 11), at(7, 10)),))
    assert [day(ana(hours), number) for number in (5, 6, 7, 8)] == [NINE_TO_FIVE, [(9, 11)], [(10, 17)], NINE_TO_FIVE]
    assert (day(study(days).time.portfolio, 6) == []) == (who == EVERYBODY)
    assert (day(study(days).time.person("ben"), 6) == []) == (who == EVERYBODY)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # From the later of its start and Monday 5 January, 12 working hours: Tuesday 13:00.
        (date(2025, 12, 1), at(6, 13)),
        (date(2026, 1, 5), at(6, 13)),
        (at(5, 12), at(6, 16)),
        # Friday 9 to 17 and 4 hours of Monday.
        (date(2026, 1, 9), at(12, 13)),
        # A Saturday: the count begins on Monday.
        (date(2026, 1, 10), at(13, 13)),
    ],
)
def test_an_open_absence_is_taken_for_so_many_working_hours(start: date, end: datetime) -> None:
    absence = Absence("ana", start)
    portfolio = studio(absences=(absence,), calendar=CalendarSettings(open_absence=Fraction(12)))
    assert moment(study(portfolio).time.absence_end(absence)) == end
    first = portfolio.grid.start_of(start)
    assert ana(portfolio).count(first, portfolio.grid.start_of(end)) == 0
    assert portfolio.grid.start_of(end) in ana(portfolio) or end.hour == 17


@pytest.mark.parametrize(
    ("length", "end"),
    [
        # Fifteen and 150 weeks of 40 hours: until the Friday of the last one.
        (600, datetime(2026, 4, 17, 17)),
        (6000, datetime(2028, 11, 17, 17)),
    ],
)
def test_an_open_absence_may_be_longer_than_what_is_known(length: int, end: datetime) -> None:
    absence = Absence("ana", date(2026, 1, 5))
    portfolio = studio(absences=(absence,), calendar=CalendarSettings(open_absence=Fraction(length)))
    assert moment(study(portfolio).time.absence_end(absence)) == end
    assert ana(portfolio).total == ana(portfolio).before(portfolio.as_of_tick)


def test_an_open_absence_never_ends_where_nobody_works() -> None:
    absence = Absence("ana", date(2026, 1, 5))
    portfolio = studio(absences=(absence,), calendar=CalendarSettings(workweek=Workweek(((),) * 7)))
    assert moment(study(portfolio).time.absence_end(absence)).year >= 2055


def test_extra_time_overrides_absence_and_holiday() -> None:
    portfolio = studio(
        absences=(Absence("ana", TUESDAY, date(2026, 1, 7)),),
        extra=(Extra("ana", at(6, 18), at(6, 20)), Extra("ana", at(7, 10), at(7, 12))),
        calendar=CalendarSettings(holidays="DE"),
        holidays={"DE": {date(2026, 1, 8): "A holiday"}},
    )
    assert day(ana(portfolio), 6) == [(18, 20)]
    assert day(ana(portfolio), 7) == [(10, 12)]
    more = replace(portfolio, extra=(Extra("ana", at(8, 9), at(8, 11)),))
    assert day(ana(more), 8) == [(9, 11)]
    assert day(study(more).time.person("ben"), 8) == []


def test_extra_days_have_the_spans_of_the_first_working_day() -> None:
    week = Workweek(((), ((8 * 60, 10 * 60), (11 * 60, 12 * 60)), *[((9 * 60, 17 * 60),)] * 3, (), ()))
    portfolio = studio(
        calendar=CalendarSettings(workweek=week), extra=(Extra(EVERYBODY, date(2026, 1, 10), date(2026, 1, 11)),)
    )
    time = study(portfolio).time
    for number in (10, 11):
        assert day(time.portfolio, number) == day(time.person("ben"), number) == [(8, 10), (11, 12)]
    assert day(time.portfolio, 12) == day(time.portfolio, 17) == []


def test_premiums_are_those_of_the_person_and_of_everybody() -> None:
    portfolio = studio(
        extra=(
            Extra("ana", at(5, 17), at(5, 19), Decimal("0.5")),
            Extra(EVERYBODY, at(10, 9), at(10, 11), Decimal(1)),
            Extra("ana", at(6, 17), at(6, 18)),
        )
    )
    time = study(portfolio).time
    told = {
        name: [(moment(start), moment(end), premium) for start, end, premium in time.premiums(name)]
        for name in ("ana", "ben")
    }
    everybody = (at(10, 9), at(10, 11), Decimal(1))
    assert told == {"ana": [(at(5, 17), at(5, 19), Decimal("0.5")), everybody], "ben": [everybody]}


def test_somebody_works_from_the_first_to_the_last_day() -> None:
    days = person(joins=TUESDAY, leaves=date(2026, 1, 8))
    assert [bool(day(ana(days), number)) for number in range(5, 10)] == [False, True, True, True, False]
    hours = person(joins=at(6, 12), leaves=at(8, 12))
    assert [day(ana(hours), number) for number in (6, 7, 8)] == [[(12, 17)], NINE_TO_FIVE, [(9, 12)]]
    only_joins, only_leaves = person(joins=TUESDAY), person(leaves=TUESDAY)
    assert [bool(day(ana(only_joins), number)) for number in (5, 6, 26)] == [False, True, True]
    assert [bool(day(ana(only_leaves), number)) for number in (5, 6, 7)] == [True, True, False]


def test_fill_keeps_the_first_part_of_each_day_also_over_a_break_and_past_midnight() -> None:
    sprint = Sprint(date(2026, 1, 5), fill=Fraction(5, 8))
    portfolio = replace(person(workweek=BREAKS), sprint=sprint)
    # 5/8 of 8 hours are 5: four before the break and one after it.
    assert [day(ana(portfolio), number) for number in (5, 6, 26)] == [[(8, 12), (13, 14)]] * 3
    # All night from Monday 22:00 to Tuesday 4:00 on top of 9 to 17: each day keeps its own part.
    half = replace(studio(), sprint=replace(sprint, fill=Fraction(1, 2)), extra=(Extra("ana", at(5, 22), at(6, 4)),))
    assert day(ana(half), 5) == [(9, 14)]
    assert day(ana(half), 6) == [(0, 4), (9, 11)]
    assert day(study(half).time.portfolio, 5) == NINE_TO_FIVE


def test_a_fill_of_one_keeps_everything() -> None:
    assert day(ana(replace(studio(), sprint=Sprint(date(2026, 1, 5)))), 5) == NINE_TO_FIVE


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, date(2025, 12, 5)),
        ({"progress": (logged("T1", "ana", 1, on=date(2025, 11, 3)),)}, date(2025, 10, 3)),
        ({"milestones": (Milestone("m", "P0", due=date(2025, 10, 1)),)}, date(2025, 8, 31)),
        ({"projects": (Project("P0", due=datetime(2025, 10, 1, 12)),)}, date(2025, 8, 31)),
        ({"tasks": (Task("T1", not_before=date(2025, 10, 1), due=date(2025, 11, 1)),)}, date(2025, 8, 31)),
        ({"tasks": (Task("T1", not_before=date(2025, 11, 1), due=date(2025, 10, 1)),)}, date(2025, 8, 31)),
        (
            {"baseline": Schedule("", date(2026, 1, 5), "feasible", tasks=(PlannedTask("T1", at(5), at(6)),))},
            date(2025, 12, 5),
        ),
    ],
)
def test_calendars_begin_a_month_before_the_first_fact(changes: dict[str, object], first: date) -> None:
    portfolio = studio(**changes)
    assert moment(study(portfolio).time.start).date() == first


def test_calendars_begin_earlier_where_a_wait_or_an_overlap_may_begin_earlier() -> None:
    # Two weeks of wait before an end and one of overlap, each taken for 9 days: 27 days before 5 December.
    ends = Task("T1", work=(wait(80), wait(16)), after=(Link("T0", "FF"), Link("T0", "FS", Fraction(-40))))
    assert moment(study(studio(Task("T0"), ends)).time.start).date() == date(2025, 11, 8)
    # An hour of overlap is less than a day, for which a whole one is taken.
    hour = Task("T1", work=(wait(8),), after=(Link("T0", "FS", Fraction(-1)),))
    assert moment(study(studio(Task("T0"), hour)).time.start).date() == date(2025, 12, 4)
    starts = Task("T1", work=(wait(80),), after=(Link("T0", "FS", Fraction(40)),))
    assert moment(study(studio(Task("T0"), starts)).time.start).date() == date(2025, 12, 5)
    # Work, or none at all, does not wait; eight hours less of a lag are less than two days, whatever else is linked.
    worked = Task("T1", work=(work(part(80)),), after=(Link("T0", "FF"),))
    nothing = Task("T2", after=(Link("T0", "SF"),))
    positive = Task("T3", after=(Link("T0", "FS", Fraction(40)),))
    assert moment(study(studio(Task("T0"), worked, nothing, positive)).time.start).date() == date(2025, 12, 5)
    lead = Task("T4", after=(Link("T0", "FS", Fraction(-8)), Link("T0", "SS", Fraction(-4))))
    assert moment(study(studio(Task("T0"), worked, nothing, positive, lead)).time.start).date() == date(2025, 12, 3)
    # 120 hours, each day of five counted as nine of a week of 40: 27 days.
    both = (
        replace(ends, id="T5", after=(Link("T0", "SF"),)),
        replace(lead, id="T6", after=(Link("T0", "SS", Fraction(-40)),)),
    )
    assert moment(study(studio(Task("T0"), *both)).time.start).date() == date(2025, 11, 8)


def test_a_finer_grid_has_more_steps() -> None:
    grid = Grid(15)
    week = Workweek((((9 * 60 + 15, 12 * 60 + 45),),) * 5 + ((), ()))
    portfolio = studio(calendar=CalendarSettings(workweek=week, grid=grid))
    assert day(ana(portfolio), 5, grid=grid) == [(9.25, 12.75)]
    assert ana(portfolio).count(grid.start_of(at(5)), grid.start_of(at(6))) == 14
