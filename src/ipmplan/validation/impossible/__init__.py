"""What cannot be, seen without a solver: dates, budgets and pools that no plan can keep, and work that nobody is left for.

Every bound here is a bound: what it finds is proved, what it does not find may still be impossible.
"""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import IMPOSSIBLE, Issue
from ipmplan.validation.impossible import budgets, deadlines, people, pools
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.finding import Finding

__all__ = ["Finding", "findings", "impossible_facts"]

PARTS = (people.gone, pools.too_small, pools.used_up, budgets.too_low, deadlines.too_early)


def findings(portfolio: Portfolio) -> list[Finding]:
    """Sets of facts of which it is certain that they cannot hold together.

    Parameters
    ----------
    portfolio
        One without errors, as it is planned (tentative projects that are included count as confirmed).

    Returns
    -------
    list of Finding
        Empty when nothing can be said without the solver.
    """
    bounds = Bounds(portfolio)
    return [found for part in PARTS for found in part(bounds)]


def impossible_facts(portfolio: Portfolio) -> list[Issue]:
    """Warn of what no plan can keep; `plan` then says what would help.

    Examples
    --------
    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from ipmplan.core.people import Person
    >>> from ipmplan.core.portfolio import Milestone, Task
    >>> from ipmplan.core.work import Alternative, Part
    >>> task = Task("T1", milestone="beta", work=(Alternative(((Part(Fraction(24)),),)),))
    >>> beta = Milestone("beta", "", due=date(2026, 1, 6), firm=True)
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), people=(Person("ana"),), milestones=(beta,), tasks=(task,))
    >>> print(*impossible_facts(studio))
    beta: no plan exists: beta is due 6 January 2026, firm; T1 cannot end before 7 January 2026 17:00 even with the \
fastest people and nothing else to do
    Maybe a later date? `ipmplan plan` tells what would help.
    """
    return [
        Issue(f"no plan exists: {'; '.join(found.facts)}", found.where, found.hint, "warning", IMPOSSIBLE)
        for found in findings(portfolio)
    ]
