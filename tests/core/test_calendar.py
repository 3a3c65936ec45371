"""The grid and calendars, held against sets of ticks and against the calendar on the wall."""

from datetime import date, datetime
from fractions import Fraction
from random import Random

import pytest

from ipmplan.core.calendar import Calendar, Grid, Workweek

QUARTERS, HALVES, HOURS = Grid(15), Grid(30), Grid(60)
# 1 January 2026 is 20,454 days after 1 January 1970: 56 years of 365 days and 14 leap days.
NEW_YEAR = 56 * 365 + 14
FEW = [(2, 5), (7, 8), (11, 15)]


def ticks_of(calendar: Calendar) -> set[int]:
    return {tick for start, end in calendar.intervals for tick in range(start, end)}


def random_intervals(rng: Random) -> list[tuple[int, int]]:
    """Up to six intervals, some of them empty or the wrong way round, overlapping and touching."""
    return [(start, start + rng.randint(-1, 6)) for start in (rng.randrange(24) for _ in range(rng.randrange(7)))]


@pytest.mark.parametrize(("grid", "a_day"), [(QUARTERS, 96), (HALVES, 48), (HOURS, 24)])
def test_a_day_begins_at_midnight_and_ends_at_the_next(grid: Grid, a_day: int) -> None:
    new_year = date(2026, 1, 1)
    assert grid.ticks_a_day == a_day
    assert grid.start_of(new_year) == NEW_YEAR * a_day
    assert grid.end_of(new_year) == (NEW_YEAR + 1) * a_day
    assert grid.day(NEW_YEAR * a_day) == grid.day(NEW_YEAR * a_day + a_day - 1) == new_year
    assert grid.day(NEW_YEAR * a_day - 1) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("moment", "start", "end"),
    [
        (datetime(2026, 1, 1, 0, 0), 0, 0),
        (datetime(2026, 1, 1, 0, 30), 1, 1),
        (datetime(2026, 1, 1, 9, 30), 19, 19),
        (datetime(2026, 1, 1, 9, 29), 19, 18),
        (datetime(2026, 1, 1, 9, 31), 20, 19),
        (datetime(2026, 1, 1, 9, 0, 1), 19, 18),
        (datetime(2026, 1, 1, 9, 0, 0, 1), 19, 18),
        (datetime(2026, 1, 1, 23, 59), 48, 47),
    ],
)
def test_a_moment_off_the_grid_begins_at_the_next_step_and_ends_at_the_one_before(
    moment: datetime, start: int, end: int
) -> None:
    assert (HALVES.start_of(moment) - NEW_YEAR * 48, HALVES.end_of(moment) - NEW_YEAR * 48) == (start, end)


@pytest.mark.parametrize("grid", [QUARTERS, HALVES, HOURS])
def test_every_tick_of_some_days_is_a_moment_and_back(grid: Grid) -> None:
    # A leap day, and the night in which clocks change: days have all their hours.
    for day in (date(2024, 2, 28), date(2024, 2, 29), date(2026, 3, 29), date(2026, 12, 31)):
        first = grid.start_of(day)
        for step in range(grid.ticks_a_day):
            moment = grid.moment(first + step)
            assert moment == datetime(day.year, day.month, day.day, *divmod(step * grid.minutes, 60))
            assert grid.start_of(moment) == grid.end_of(moment) == first + step


def test_hours_become_steps_rounded_up_and_back() -> None:
    assert [QUARTERS.ticks(Fraction(hours, 8)) for hours in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
    assert [HOURS.ticks(Fraction(hours, 4)) for hours in (1, 4, 5)] == [1, 1, 2]
    assert (QUARTERS.hours, HALVES.hours, HOURS.hours) == (Fraction(1, 4), Fraction(1, 2), Fraction(1))
    assert (QUARTERS.to_hours(5), HALVES.to_hours(3), HOURS.to_hours(7)) == (1.25, 1.5, 7.0)


def test_a_day_of_work_is_hours_a_week_over_days_with_work() -> None:
    long = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
    short = ((9 * 60, 12 * 60 + 30),)
    week = Workweek((long, long, long, short, (), (), ()))
    assert week.hours_a_week == Fraction(3 * 16 + 7, 2)
    assert week.hours_a_day == Fraction(55, 8)
    assert Workweek(((),) * 7).hours_a_day == 8


@pytest.mark.parametrize(
    ("given", "merged"),
    [
        ([(7, 8), (2, 5)], [(2, 5), (7, 8)]),
        ([(2, 5), (5, 8)], [(2, 8)]),
        ([(2, 8), (3, 4), (4, 9)], [(2, 9)]),
        ([(2, 8), (3, 4)], [(2, 8)]),
        ([(2, 2), (4, 3), (6, 7)], [(6, 7)]),
        ([(2, 5), (6, 8)], [(2, 5), (6, 8)]),
    ],
)
def test_intervals_that_touch_are_one(given: list[tuple[int, int]], merged: list[tuple[int, int]]) -> None:
    assert Calendar(given).intervals == merged


def test_ticks_are_numbered_from_the_first_one_on() -> None:
    calendar = Calendar(FEW)
    working = [2, 3, 4, 7, 11, 12, 13, 14]
    assert calendar.total == 8
    assert [calendar.slot(number) for number in range(8)] == working
    for tick in range(18):
        assert (tick in calendar) == (tick in working)
        assert calendar.before(tick) == sum(other < tick for other in working)
    for number in (-1, 8):
        with pytest.raises(IndexError):
            calendar.slot(number)


def test_an_end_is_the_moment_after_the_last_tick_worked() -> None:
    calendar = Calendar(FEW)
    assert [calendar.end_after(3, ticks) for ticks in (-1, 0, 1, 2, 3, 4, 7)] == [3, 3, 4, 5, 8, 12, 15]
    # From a moment at which nobody works on, the count begins with the next tick.
    assert [calendar.end_after(5, ticks) for ticks in (0, 1, 2)] == [5, 8, 12]
    with pytest.raises(IndexError):
        calendar.end_after(3, 8)


@pytest.mark.parametrize("seed", range(80))
def test_calendars_are_sets_of_ticks(seed: int) -> None:
    rng = Random(seed)
    one, other = random_intervals(rng), random_intervals(rng)
    calendar = Calendar(one)
    ticks = {tick for start, end in one for tick in range(start, end)}
    holes = {tick for start, end in other for tick in range(start, end)}
    assert ticks_of(calendar) == ticks
    assert all(
        later[0] > earlier[1] for earlier, later in zip(calendar.intervals, calendar.intervals[1:], strict=False)
    )
    assert ticks_of(calendar.minus(other)) == ticks - holes
    assert ticks_of(calendar.plus(other)) == ticks | holes
    start, end = sorted((rng.randrange(32), rng.randrange(32)))
    assert ticks_of(calendar.within(start, end)) == {tick for tick in ticks if start <= tick < end}
    assert calendar.count(start, end) == sum(start <= tick < end for tick in ticks)
