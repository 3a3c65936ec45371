"""Loading a portfolio: reading its files and judging it, all problems at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipmplan.core.calendar import Moment
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import visible
from ipmplan.errors import InputError, Issue
from ipmplan.files.folder import read_folder
from ipmplan.files.schema import TABLES
from ipmplan.validation import validate

# A line of a file, or a row of a data frame.
_PLACE = re.compile(r"(.*?)(?::(\d+)|\.iloc\[(\d+)\])?")


def load(path: str | Path = ".", *, as_of: Moment | None = None, today: date | None = None) -> Portfolio:
    """Read a portfolio from a folder of tables or an ``.xlsx`` workbook.

    Parameters
    ----------
    path
        The folder or workbook.
    as_of
        Status date that overrides the one in the settings.
    today
        What ``as_of = "today"`` means; the computer's date when not given.

    Raises
    ------
    InputError
        When anything is wrong: it carries every problem, warnings included. Warnings alone raise nothing; the portfolio
        keeps them in `warnings`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder), start=date(2026, 1, 5))
    ...     studio = load(folder)
    >>> studio.name, studio.as_of, studio.warnings
    ('My studio', datetime.date(2026, 1, 5), ())
    """
    portfolio, issues = read(path, as_of=as_of, today=today)
    if portfolio is None:
        raise InputError(issues)
    return portfolio


def read(
    path: str | Path = ".", *, as_of: Moment | None = None, today: date | None = None
) -> tuple[Portfolio | None, tuple[Issue, ...]]:
    """Read a portfolio and everything that is wrong or odd about it.

    Returns
    -------
    portfolio
        None when any issue is an error.
    issues
        Errors and warnings in the order of files and lines.

    Examples
    --------
    >>> portfolio, issues = read("no-such-folder")
    >>> print(portfolio, *issues)
    None no-such-folder: no such folder
    """
    return judged(*read_folder(path, as_of=as_of, today=today))


def judged(portfolio: Portfolio | None, found: tuple[Issue, ...]) -> tuple[Portfolio | None, tuple[Issue, ...]]:
    """Judge what was read as a whole.

    Parameters
    ----------
    portfolio
        As far as it could be read.
    found
        What was wrong or odd with single cells.

    Returns
    -------
    portfolio
        None when any issue is an error; else it keeps the warnings.
    issues
        Errors and warnings in the order of tables and lines.
    """
    if portfolio is not None:
        told = {(issue.where, _subject(issue)) for issue in found}
        # What validation says of settings, which have no place in a portfolio, their reader has said with its line.
        told |= {("calendar.workweek", "workweek"), ("goals.order", "order")}
        found += tuple(issue for issue in validate(portfolio) if (issue.where, _subject(issue)) not in told)
    issues = tuple(sorted((_printable(issue) for issue in found), key=_order))
    if portfolio is None or any(issue.severity == "error" for issue in issues):
        return None, issues
    return replace(portfolio, warnings=issues), issues


def _printable(issue: Issue) -> Issue:
    """An id that is wrong is kept as it is, so that what refers to it is understood; a terminal may not be."""
    if issue.message.isprintable() and issue.where.isprintable():
        return issue
    return replace(issue, message=visible(issue.message), where=visible(issue.where))


def _subject(issue: Issue) -> str:
    """Column that an issue is about: a cell that could not be read is not judged again."""
    return issue.message.partition(" ")[0]


def _order(issue: Issue) -> tuple[int, str, int]:
    found = _PLACE.fullmatch(issue.where)
    file, line = (found[1], int(found[2] or found[3] or 0)) if found else (issue.where, 0)
    name = file.rpartition(":")[2].removesuffix(".csv").casefold()
    return (TABLES.index(name) + 1 if name in TABLES else 0, file, line)
