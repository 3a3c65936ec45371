"""What the worked examples of this folder ask: hours of a day on which somebody works, in a study of two months."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Calendar, Grid
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.study.study import Study

HOURS = Grid()


def study(portfolio: Portfolio, until: date = date(2026, 3, 1)) -> Study:
    """What follows from a portfolio until a day."""
    return Study(portfolio, portfolio.grid.start_of(until))


def day(calendar: Calendar, number: int, month: int = 1, grid: Grid = HOURS) -> list[tuple[float, float]]:
    """From when to when work is done on a day of 2026, in hours since midnight."""
    start = grid.start_of(date(2026, month, number))
    spans = calendar.within(start, start + grid.ticks_a_day).intervals
    return [(grid.to_hours(first - start), grid.to_hours(last - start)) for first, last in spans]


def logged(
    task: str,
    person: str = "",
    hours: float = 0,
    remaining: float | None = None,
    on: date = date(2026, 1, 2),
    cost: str = "0",
    ref: str = "",
) -> Progress:
    """A row of progress.csv, of Friday 2 January 2026 when nothing else is said."""
    left = None if remaining is None else Fraction(remaining)
    return Progress(on, task, person, Fraction(hours), left, Decimal(cost), ref)


def moment(tick: int, grid: Grid = HOURS) -> datetime:
    """When a tick begins."""
    return grid.moment(tick)
