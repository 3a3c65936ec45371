"""Everything that is to be said of what was recorded, what matters most first."""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.study.study import Study
from ipmplan.validation import booked, costs, odd_rows, timesheets, watch


def recorded(portfolio: Portfolio) -> list[Issue]:
    """What is odd about recorded rows with what was done with it, what is to be confirmed, and estimates to look at.

    Hours and money that are left out come first, then rows that do not count yet, odd ones that count, bookings without a row,
    waits whose time is over, and estimates that are used up or others than approved. `check` and `plan` say the same, among
    what else they have to say.

    Examples
    --------
    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from ipmplan.core.records import Progress
    >>> rows = (Progress(date(2026, 1, 2), "T9", hours=Fraction(2)),)
    >>> print(*recorded(Portfolio("Northlight", date(2026, 1, 5), progress=rows)))
    task `T9` is not known; 2 h are left out
    Maybe keep its row in tasks, with the status `cancelled`?
    """
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    return [
        *costs.records(portfolio),
        *timesheets.rows(portfolio),
        *odd_rows.odd_rows(portfolio),
        *booked.not_recorded(portfolio),
        *watch.to_confirm(study),
        *watch.used_up(study),
        *watch.estimates(portfolio),
    ]
