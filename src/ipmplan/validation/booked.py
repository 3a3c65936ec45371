"""Bookings: times off the grid, more than somebody's week, what does not fit, and what nobody has recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.files.week import off_the_grid, print_time_of_week
from ipmplan.study.past import Unrecorded
from ipmplan.study.spent import unrecorded_cost
from ipmplan.study.study import Study
from ipmplan.study.unfit import Unfit, overbooked, unfit
from ipmplan.validation.names import place

LOOK_AHEAD_DAYS = 28
MOST_LISTED = 10


def times(portfolio: Portfolio) -> Iterator[Issue]:
    """Find times of bookings that do not lie on the grid, and weekdays of shares."""
    for booking in portfolio.bookings:
        if booking.when is None:
            continue
        shown = f"at {quoted(print_time_of_week(booking.when))}"
        odd = off_the_grid(shown, booking.when.minute, portfolio.grid)
        if odd is not None:
            yield Issue(odd[0], place(booking), odd[1])
        if booking.percent is not None and booking.when.weekday is not None:
            message = f"{shown} names a weekday, but hours are a share of every day"
            yield Issue(message, place(booking), "Maybe leave the weekday out?")


def too_much(portfolio: Portfolio) -> Iterator[Issue]:
    """Find people who are booked for more than their week, and bookings that do not fit into somebody's time."""
    for row in overbooked(portfolio):
        names = ", ".join(row.bookings)
        message = f"bookings take {float(row.wanted):g} h of {row.person}'s week of {float(row.hours):g} h ({names})"
        yield Issue(message, place(portfolio.person[row.person]), "Maybe shorten or end one of them?", "warning")
    study = _study(portfolio)
    ahead = portfolio.as_of_tick + LOOK_AHEAD_DAYS * portfolio.grid.ticks_a_day
    for found in unfit(study, ahead):
        where = place(portfolio.booking[found.booking])
        yield Issue(unfit_words(found), where, "Maybe move it up in the table, or shorten it?", "warning")


def unfit_words(row: Unfit) -> str:
    """Say what does not fit.

    Examples
    --------
    >>> unfit_words(Unfit("B", "ana", 27.0, 34.0))
    'booking B does not fit: ana has 27 of its 34 h'
    """
    return f"booking {row.booking} does not fit: {row.person} has {row.planned:g} of its {row.wanted:g} h"


def not_recorded(portfolio: Portfolio) -> Iterator[Issue]:
    """Find past periods of bookings without a row in progress; they count as planned."""
    study = _study(portfolio)
    rows = [row for person in portfolio.people for row in study.time.past(person.id).unrecorded]
    for name, message in unrecorded_words(study, rows):
        hint = f"Maybe add rows of {name} to progress?"
        yield Issue(message, place(portfolio.booking[name]), hint, "warning")


def unrecorded_words(study: Study, rows: Iterable[Unrecorded]) -> Iterator[tuple[str, str]]:
    """Yield the id of each booking with past periods that are not recorded, and a sentence."""
    by_booking: dict[str, list[Unrecorded]] = {}
    for row in rows:
        by_booking.setdefault(row.booking, []).append(row)
    for booking in study.portfolio.bookings:
        found = by_booking.get(booking.id)
        if not found:
            continue
        hours = study.grid.to_hours(sum(row.ticks for row in found))
        people = ", ".join(dict.fromkeys(row.person for row in found))
        since = study.grid.day(min(row.intervals[0][0] for row in found))
        money = sum(unrecorded_cost(study, row) for row in found)
        paid = f", {money:,.2f} {study.portfolio.currency}" if money and booking.project else ""
        times_ = "1 past period" if len(found) == 1 else f"{len(found)} past periods"
        yield (
            booking.id,
            f"booking {booking.id} is not recorded in {times_} since {since}; {hours:g} h of {people}{paid} count as planned",
        )


def _study(portfolio: Portfolio) -> Study:
    ahead = portfolio.as_of_tick + LOOK_AHEAD_DAYS * portfolio.grid.ticks_a_day
    return Study.reaching(portfolio, ahead)
