"""A study answers by its portfolio alone: not by what was asked before, how far it reaches, or where it came from."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count
from pickle import dumps, loads
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import amount
from tests.plans import studio
from tests.tiny import tiny_portfolio, tiny_portfolios

from ipmplan.core.calendar import BeyondReach, Workweek
from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Booking, Portfolio, Project, Sprint
from ipmplan.study.reach import farthest, reach
from ipmplan.study.study import Study

Question = Callable[[Study], object]


def questions(portfolio: Portfolio, until: int) -> Iterator[Question]:
    """All that can be asked of a study that reaches to a tick."""
    last = portfolio.as_of_tick + 30
    yield lambda study: (study.scope.ids, study.scope.links, study.scope.dues, study.scope.projects)
    yield lambda study: [study.scope.release(task) for task in study.scope.tasks]
    yield lambda study: study.sheet
    yield lambda study: study.started
    yield lambda study: (study.budgets, study.broken_pools, study.broken_budgets)
    yield lambda study: study.certain_costs
    yield lambda study: study.costs_by(last)
    yield lambda study: [study.is_broken(due) for due in study.scope.dues]
    yield lambda study: study.time.portfolio.within(0, until).intervals
    yield lambda study: [study.time.absence_end(absence) for absence in portfolio.absences]
    for who in portfolio.person:
        yield lambda study, who=who: study.time.person(who).within(0, until).intervals  # type: ignore[misc]
        yield lambda study, who=who: study.time.free(who).within(0, until).intervals  # type: ignore[misc]
        yield lambda study, who=who: (  # type: ignore[misc]
            [
                [(start, min(end, until)) for start, end in row.intervals if start < until]
                for row in study.time.bookings(who)
            ]
        )
        yield lambda study, who=who: [  # type: ignore[misc]
            [(start, min(end, until)) for start, end in row.intervals if start < until]
            for row in study.time.bookings(who, last)
        ]
        yield lambda study, who=who: study.booked_steps(who)  # type: ignore[misc]
        yield lambda study, who=who: [study.card(who).at(last + n) for n in range(3)]  # type: ignore[misc]


def answers(study: Study, asked: list[Question], order: Random) -> list[object]:
    numbers = list(range(len(asked)))
    order.shuffle(numbers)
    found = {number: asked[number](study) for number in numbers}
    return [found[number] for number in range(len(asked))]


@settings(max_examples=amount(50), deadline=None)
@given(tiny_portfolios(), st.randoms(use_true_random=False))
def test_answers_depend_on_nothing_but_the_portfolio(portfolio: Portfolio, order: Random) -> None:
    until = reach(portfolio, portfolio.as_of_tick + 40)
    asked = list(questions(portfolio, until))
    first = answers(Study(portfolio, until), asked, order)
    assert answers(Study(portfolio, until), asked, order) == first
    assert answers(Study(portfolio, until + order.randint(1, 2000)), asked, order) == first
    assert answers(Study(loads(dumps(portfolio)), until), asked, order) == first
    assert answers(Study(deepcopy(portfolio), until), asked, order) == first


def test_calendars_agree_wherever_two_studies_reach_with_any_kind_of_time() -> None:
    kinds = 0
    for seed in count():
        rng = Random(seed)
        portfolio = replace(
            tiny_portfolio(rng),
            sprint=Sprint(date(2026, 1, 5), fill=Fraction(rng.choice((3, 5, 7)), 9)),
            bookings=tuple(
                Booking(
                    f"B{n}",
                    "p0",
                    percent=percent,
                    hours=None if percent else Fraction(rng.randint(1, 9)),
                    every="" if percent else rng.choice(("", "day", "week", "month")),
                    end=rng.choice((None, date(2026, 2, 11))),
                )
                for n, percent in enumerate(rng.choice((None, Fraction(7), Fraction(45))) for _ in range(4))
            ),
        )
        if seed > 24:
            break
        near = portfolio.as_of_tick + rng.randint(0, 900)
        short, long = Study(portfolio, near), Study(portfolio, near + rng.randint(1, 3000))
        for who in portfolio.person:
            for one, other in (
                (short.time.person(who), long.time.person(who)),
                (short.time.free(who), long.time.free(who)),
            ):
                assert one.intervals == other.within(0, short.until).intervals, seed
                kinds += len(one.intervals) > 3
    assert kinds > 40


def test_a_question_beyond_the_horizon_is_an_internal_error() -> None:
    portfolio = studio(bookings=(Booking("B1", "ana", project="P0", percent=Fraction(10), end=date(2027, 3, 1)),))
    study = Study(portfolio, portfolio.as_of_tick + 24)
    beyond = study.until + 1
    for ask in (
        lambda: study.time.portfolio.before(beyond),
        lambda: study.time.person("ana").count(portfolio.as_of_tick, beyond),
        lambda: beyond in study.time.free("ana"),
        lambda: study.time.free("ben").slot(study.time.free("ben").total),
        lambda: study.time.free("ben").end_after(portfolio.as_of_tick, 9),
        lambda: study.time.bookings("ana", beyond),
        lambda: study.certain_costs,
        lambda: study.costs_by(study.until),
    ):
        with pytest.raises(BeyondReach, match="internal error"):
            ask()
    assert Study.reaching(portfolio, portfolio.as_of_tick).certain_costs["P0"] == Decimal("12050.00"), (
        "10 % of 301 days of 8 h, 241 h at 50"
    )


def test_a_study_reaches_the_far_ends_of_bookings_and_no_further_than_thirty_years() -> None:
    plain = studio()
    by_end = replace(plain, bookings=(Booking("B1", "ana", hours=Fraction(1), end=date(2031, 5, 6)),))
    by_due = replace(
        plain,
        projects=(Project("P0", due=date(2032, 5, 6)),),
        bookings=(Booking("B1", "ana", project="P0", hours=Fraction(1)),),
    )
    for portfolio, last in ((by_end, date(2031, 5, 6)), (by_due, date(2032, 5, 6))):
        assert Study.reaching(portfolio, portfolio.as_of_tick).until > portfolio.grid.end_of(last)
    never = replace(plain, bookings=(Booking("B1", "ana", project="P0", percent=Fraction(1), end=date(2190, 1, 1)),))
    study = Study.reaching(never, never.as_of_tick)
    assert study.until == farthest(never)
    assert study.certain_costs["P0"] > 0


def test_an_open_absence_ends_where_its_hours_do_however_far_a_study_reaches() -> None:
    absence = Absence("ana", date(2026, 3, 2))
    portfolio = studio(absences=(absence,))
    never = replace(portfolio, calendar=replace(portfolio.calendar, workweek=Workweek(((),) * 7)))
    assert Study(never, never.as_of_tick).time.absence_end(absence) >= farthest(never), "nobody ever works"
    ends = {Study(portfolio, portfolio.as_of_tick + days * 24).time.absence_end(absence) for days in (1, 57, 60, 400)}
    assert [portfolio.grid.moment(end).isoformat() for end in ends] == ["2026-03-06T17:00:00"]
