"""Questions that are overdue, or have no day on which their answer is expected: the plan takes a guess for it.

Formula::

    open decisions expected before as_of + open decisions without `expected` = 0
"""

from __future__ import annotations

from datetime import date

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.words import on
from ipmplan.core.working_days import day_of
from ipmplan.study.scope import is_overdue

TITLE = "open decisions"
RULE = "every open question has a day, and none is overdue"
SOURCE = "docs/formats.md, decisions: what is overdue counts as `open_answer`"
COUNTS = "open decisions"
LIMIT = Limit()
ORDER = 26


def look(examined: Examined) -> Looked:
    """Find questions that wait, the longest overdue first."""
    portfolio = examined.portfolio
    asked = [one for one in portfolio.decisions if one.answered_on is None]
    found = []
    for one in asked:
        if one.expected is None:
            found.append(Symptom(one.id, f"no day is expected ({one.owner}): {one.question}", 0.5))
        elif is_overdue(portfolio, one):
            days = _days(day_of(one.expected), portfolio.as_of_day)
            found.append(Symptom(one.id, f"{one.owner} owes it since {on(one.expected)}: {one.question}", days))
    return Looked(len(asked), tuple(found))


def _days(first: date, last: date) -> int:
    return (last - first).days
