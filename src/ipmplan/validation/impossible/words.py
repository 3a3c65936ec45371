"""Words for what cannot be: lists of ids, hours of skills, who is away when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Moment
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import on
from ipmplan.core.work import Part

MOST_NAMED = 5


def some(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """A list in words, cut when it is long.

    Examples
    --------
    >>> some(["T1"]), some(["T1", "T2", "T3"]), some(["a", "b", "c"], 2)
    ('T1', 'T1, T2 and T3', 'a, b and 1 more')
    """
    if len(names) <= 1:
        return "".join(names)
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def asked(part: Part) -> str:
    """The skill that a part asks for, as tables write it.

    Examples
    --------
    >>> asked(Part(Fraction(8), "backend", 2)), asked(Part(Fraction(8), "ux")), asked(Part(Fraction(8)))
    ('backend:2', 'ux', 'anybody')
    """
    if part.skill is None:
        return "anybody"
    return f"{part.skill}:{part.level}" if part.level > 1 else part.skill


def hours(amount: Fraction) -> str:
    """Hours with at most one decimal.

    Examples
    --------
    >>> hours(Fraction(96)), hours(Fraction(100, 3))
    ('96 h', '33.3 h')
    """
    return f"{round(float(amount), 1):g} h"


def money(amount: Decimal, currency: str) -> str:
    """Money with thousands separated; cents only when there are some.

    Examples
    --------
    >>> money(Decimal("19500.00"), "EUR"), money(Decimal("0.50"), "EUR")
    ('19,500 EUR', '0.50 EUR')
    """
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} {currency}" if whole else f"{amount:,.2f} {currency}"


def away(portfolio: Portfolio, person: str, start: int, end: int) -> str:
    """When a person is away between two ticks, or joins or leaves; empty when never.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.people import Absence, Person
    >>> leave = Absence("ben", date(2026, 2, 9), date(2026, 2, 20))
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), people=(Person("ben"),), absences=(leave,))
    >>> away(studio, "ben", studio.as_of_tick, studio.as_of_tick + 60 * 24)
    'ben is away 9-20 February 2026'
    """
    grid = portfolio.grid
    found = []
    for absence in portfolio.absences:
        if absence.person in (person, EVERYBODY) and grid.start_of(absence.start) < end:
            if absence.end is None:
                found.append(f"from {on(absence.start)} on")
            elif grid.end_of(absence.end) > start:
                found.append(_span(absence.start, absence.end))
    who = portfolio.person[person]
    words = f"{person} is away {some(found)}" if found else ""
    if who.joins is not None and start < grid.start_of(who.joins) < end:
        words = f"{words} and joins on {on(who.joins)}" if words else f"{person} joins on {on(who.joins)}"
    if who.leaves is not None and grid.end_of(who.leaves) < end:
        words = f"{words} and leaves on {on(who.leaves)}" if words else f"{person} leaves on {on(who.leaves)}"
    return words


def _span(start: Moment, end: Moment) -> str:
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date():
        return f"{on(start)}-{end:%H:%M}"
    if isinstance(start, datetime) or isinstance(end, datetime):
        return f"{on(start)} to {on(end)}"
    if start == end:
        return on(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{on(end)}"
    return f"{on(start)} to {on(end)}"
