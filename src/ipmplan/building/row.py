"""One row of a table as it is written in Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from keyword import iskeyword

from ipmplan.core.people import Absence, Extra, Person, Rate
from ipmplan.core.portfolio import Booking, Milestone, Pool, Project, Task
from ipmplan.core.records import Change, Decision, Finished, Hold, Invoiced, Progress, Requirement
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.edits import filled
from ipmplan.files.schema import tables

Fact = (
    Person
    | Rate
    | Absence
    | Extra
    | Booking
    | Project
    | Milestone
    | Task
    | Pool
    | Progress
    | Requirement
    | Decision
    | Change
    | Finished
    | Hold
    | Invoiced
)
"""A row as a portfolio holds it, once it is read."""

TABLE_OF: Mapping[type, str] = {
    Person: "people",
    Rate: "rates",
    Absence: "absences",
    Extra: "extra",
    Booking: "bookings",
    Project: "projects",
    Milestone: "milestones",
    Task: "tasks",
    Pool: "pools",
    Progress: "progress",
    Requirement: "requirements",
    Decision: "decisions",
    Change: "changes",
    Finished: "history",
    Hold: "holds",
    Invoiced: "invoices",
}
_NAME = {table: kind.__name__ for kind, table in TABLE_OF.items()}


@dataclass(frozen=True, slots=True, repr=False)
class TableRow:
    """A row of a table, its cells as a spreadsheet would have them: `ipm.Task(...)` and its like make one.

    It is read when a portfolio is made of it, since what `3d` stands for is said by the portfolio's workweek.

    Parameters
    ----------
    table
        Name of the table.
    cells
        Values by column: text with the notations of the tables, numbers, days, lists.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Task("T1", work="frontend:2 24h", after="T0")
    Task('T1', work='frontend:2 24h', after='T0')
    """

    table: str
    cells: Mapping[str, object]

    def __repr__(self) -> str:
        first, *others = self.cells.items()
        named = (f"{key}{'_' if iskeyword(key) else ''}={value!r}" for key, value in others)
        return f"{_NAME[self.table]}({', '.join([repr(first[1]), *named])})"

    @property
    def place(self) -> str:
        """What messages call it: its kind and its first cell, such as ``Task("T1")``."""
        first = next(iter(self.cells.values()), "")
        return f'{_NAME[self.table]}("{first}")'

    def but(self, **cells: object) -> TableRow:
        """Return the same row with other values; None takes one out. A column called `from` is written `from_`.

        Raises
        ------
        InputError
            When the table has no such column.

        Examples
        --------
        >>> import ipmplan as ipm
        >>> ipm.Task("T1", work="frontend:2 24h").but(id="T2", after="T1")
        Task('T2', work='frontend:2 24h', after='T1')
        """
        named = {name.rstrip("_"): value for name, value in cells.items()}
        known = tables(Fraction(8))[self.table].columns
        unknown = [name for name in named if name not in known]
        if unknown:
            message = "unknown column {} of {}"
            raise InputError(
                Issue(message.format(quoted(name), self.table), self.place, did_you_mean(name, known))
                for name in unknown
            )
        both = {**self.cells, **named}
        return TableRow(self.table, {name: value for name, value in both.items() if value is not None})


def row_of(given: object) -> TableRow:
    """Return a row, or what a portfolio holds written as one.

    Raises
    ------
    InputError
        When it is neither.

    Examples
    --------
    >>> row_of(Pool("lab", capacity=2))
    Pool('lab', capacity='2')
    """
    if isinstance(given, TableRow):
        return given
    table = TABLE_OF.get(type(given))
    if table is None:
        message = f"{quoted(repr(given)[:60])} is no row of a table"
        raise InputError(Issue(message, "portfolio", 'Maybe `ipm.Task("T1", work="frontend:2 24h")`?'))
    described = tables(Fraction(8))[table]
    return TableRow(table, {name: cell for name, cell in described.print_row(filled(described, given)).items() if cell})


def row_with(table: str, cells: Mapping[str, object]) -> TableRow:
    """Make a row of what was given; None is not given, and a column called `from` is written `from_`.

    Examples
    --------
    >>> row_with("rates", {"person": "ana", "from_": "2026-07-01", "cost": None})
    Rate('ana', from_='2026-07-01')
    """
    return TableRow(table, {name.rstrip("_"): value for name, value in cells.items() if value is not None})
