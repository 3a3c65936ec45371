"""A changed portfolio made ready to be planned: what reading its folder would have worked out."""

from __future__ import annotations

from dataclasses import replace

from ipmplan.core.portfolio import Portfolio
from ipmplan.files.holidays import public_holidays


def ready(portfolio: Portfolio) -> Portfolio:
    """The same portfolio with the days of all its holiday codes, also those that an edit brought in.

    Raises
    ------
    InputError
        When a code is unknown.
    """
    wanted = [portfolio.calendar.holidays, *(person.holidays for person in portfolio.people)]
    new = [code for code in dict.fromkeys(wanted) if code and code not in portfolio.holidays]
    if not new:
        return portfolio
    days = {code: public_holidays(code, portfolio.as_of_day.year) for code in new}
    return replace(portfolio, holidays={**portfolio.holidays, **days})
