"""Judges a portfolio without a solver: everything that takes more than one cell to see.

Each check is a function from a portfolio to issues, in a file by subject.
"""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.validation import (
    amounts,
    booked,
    costs,
    crews,
    dates,
    held,
    ids,
    links,
    odd_rows,
    pins,
    references,
    shares,
    timesheets,
    watch,
)
from ipmplan.validation.impossible import impossible_facts

CHECKS = (
    ids.duplicates,
    ids.clashes,
    references.unknown,
    references.foreign_milestones,
    amounts.negative,
    amounts.estimates,
    amounts.pools,
    amounts.goals,
    dates.reversed_dates,
    dates.misplaced,
    dates.overdue,
    links.cycles,
    links.hammocks,
    links.loose,
    crews.work,
    pins.people,
    held.rows,
    held.projects,
    timesheets.rows,
    booked.times,
)
ODD = (
    shares.long_shares,
    dates.sprint_over,
    booked.too_much,
    booked.not_recorded,
    costs.bills,
    costs.rates,
    costs.records,
    odd_rows.odd_rows,
    watch.watched,
)


def faults(portfolio: Portfolio) -> list[Issue]:
    """Find what is wrong or odd in a portfolio, except for facts that no plan can keep: those are a conflict of a right one."""
    return [issue for check in CHECKS for issue in check(portfolio)]


def validate(portfolio: Portfolio) -> list[Issue]:
    """Find what is wrong or odd in a portfolio as a whole.

    Parameters
    ----------
    portfolio
        From files or made in Python.

    Returns
    -------
    list of Issue
        Errors, with which it cannot be planned, and warnings, with which it can.

    Examples
    --------
    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from ipmplan.core.people import Person, Skill
    >>> from ipmplan.core.portfolio import Task
    >>> from ipmplan.core.work import Alternative, Part
    >>> ana = Person("ana", skills=(Skill("frontend"),))
    >>> task = Task("T1", work=(Alternative(((Part(Fraction(8), "fronted"),),)),))
    >>> print(*validate(Portfolio("Northlight", date(2026, 1, 5), people=(ana,), tasks=(task,))))
    T1: work asks for the skill `fronted`, which nobody has
    Maybe you meant `frontend`?
    """
    issues = faults(portfolio)
    if not any(issue.severity == "error" for issue in issues):
        issues += impossible_facts(portfolio)
        issues += [issue for check in ODD for issue in check(portfolio)]
    return issues
