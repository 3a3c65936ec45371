"""What callers hand over: a portfolio or its folder, a plan or its file."""

from __future__ import annotations

from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.reports.result import Plan


def portfolio_of(given: object, call: str) -> Portfolio:
    """Return a portfolio, or the one that a folder or workbook holds.

    Raises
    ------
    InputError
        When it is neither.
    """
    if isinstance(given, Portfolio):
        return given
    if isinstance(given, (str, Path)):
        from ipmplan.loading import load

        return load(given)
    hint = "Maybe give its `.portfolio`?" if isinstance(given, Plan) else "Maybe load one with `ipm.load(folder)`?"
    raise InputError(Issue(f"a portfolio or its folder is needed, not {kind_of(given)}", call, hint))


def schedule_of(given: object) -> Schedule:
    """Return a plan's facts, or those that a file holds.

    Raises
    ------
    InputError
        When it is neither.
    """
    if isinstance(given, Plan):
        return given.schedule
    if isinstance(given, Schedule):
        return given
    if isinstance(given, (str, Path)):
        from ipmplan.files.planfile import read_plan

        return read_plan(Path(given))
    hint = "Maybe make one with `ipm.plan(portfolio)`?"
    raise InputError(Issue(f"a plan or its file is needed, not {kind_of(given)}", "check(plan, portfolio)", hint))


def kind_of(given: object) -> str:
    """Say what something is, with its article.

    Examples
    --------
    >>> kind_of(3)
    'an int'
    """
    name = type(given).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
