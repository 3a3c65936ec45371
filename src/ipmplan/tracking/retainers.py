"""Retainers by month: hours that were agreed, used, and left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Portfolio, Project
from ipmplan.study.money import cents
from ipmplan.study.study import Study
from ipmplan.tracking.bill_rates import BillRates
from ipmplan.tracking.months import Month, months


@dataclass(frozen=True, slots=True)
class RetainerMonth:
    """A retainer in one month.

    Parameters
    ----------
    project, month
        Which.
    agreed, used
        Hours of its billable bookings, and hours that were recorded on them.
    amount
        What the month costs the client: the project's price, with the hours beyond the agreed ones at their billing rates;
        without a price the used hours at their billing rates.
    over
        Whether the month has ended.
    """

    project: str
    month: Month
    agreed: Fraction
    used: Fraction
    amount: Decimal
    over: bool

    @property
    def left(self) -> Fraction:
        """Agreed hours that were not used."""
        return max(self.agreed - self.used, Fraction(0))

    @property
    def beyond(self) -> Fraction:
        """Hours that were used beyond the agreed ones."""
        return max(self.used - self.agreed, Fraction(0))


def retainer_months(study: Study, rates: BillRates, project: Project) -> Iterator[RetainerMonth]:
    """Yield the months of a retainer from its first booking or record to the status date."""
    portfolio = study.portfolio
    bookings = [row for row in portfolio.bookings if row.project == project.id and row.billable]
    rows = sorted(_rows(study, bookings), key=lambda row: row[0])
    starts = [_day(row.start) for row in bookings if row.start is not None]
    today = portfolio.as_of_day
    begun = min([*starts, *(day for day, _, _ in rows[:1])], default=today)
    for month in months(Month.of(begun), Month.of(today)):
        agreed = sum((agreed_hours(portfolio, row, month) for row in bookings), Fraction(0))
        own = [row for row in rows if Month.of(row[0]) == month]
        used = sum((hours for _, _, hours in own), Fraction(0))
        amount = project.price or Decimal(0)
        covered = agreed if project.price is not None else Fraction(0)
        for day, person, hours in own:
            paid = min(covered, hours)
            covered -= paid
            amount += rates.worth(person, day, hours - paid)
        yield RetainerMonth(project.id, month, agreed, used, cents(amount), month.last < today)


def agreed_hours(portfolio: Portfolio, booking: Booking, month: Month) -> Fraction:
    """Hours that a booking has in a month: whole weeks count in the month of their Thursday.

    Examples
    --------
    >>> weekly = Booking("care", "noor", hours=Fraction(1), every="week")
    >>> agreed_hours(Portfolio("Northlight", date(2026, 1, 5)), weekly, Month(2026, 1))
    Fraction(5, 1)
    """
    first = max(month.first, _day(booking.start)) if booking.start is not None else month.first
    last = min(month.last, _day(booking.end)) if booking.end is not None else month.last
    if first > last:
        return Fraction(0)
    week = portfolio.calendar.workweek.days
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if booking.hours is None:
        minutes = sum(end - start for day in days for start, end in week[day.weekday()])
        return Fraction(minutes, 60) * (booking.percent or Fraction(0)) / 100
    if booking.every == "month":
        return booking.hours
    if booking.every == "week":
        return booking.hours * sum(day.weekday() == 3 for day in days)
    if booking.every == "day":
        return booking.hours * sum(bool(week[day.weekday()]) for day in days)
    return booking.hours if booking.start is None or Month.of(_day(booking.start)) == month else Fraction(0)


def _rows(study: Study, bookings: list[Booking]) -> Iterator[tuple[date, str, Fraction]]:
    """Day, person and hours of rows; a row without a person is the booking's own person's."""
    for booking in bookings:
        owner = "" if booking.person == EVERYBODY else booking.person
        for row in study.sheet.rows.get(booking.id, ()):
            if row.hours:
                yield row.date, row.person or owner, row.hours


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
