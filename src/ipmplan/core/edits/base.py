"""What every edit has, and the copy of a portfolio that it changes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue

# What one row of a table is called, and the field that names it where rows have no ids.
ROW_NAMES: Mapping[str, str] = {
    "people": "person",
    "rates": "rate",
    "absences": "absence",
    "extra": "extra time",
    "bookings": "booking",
    "projects": "project",
    "milestones": "milestone",
    "tasks": "task",
    "pools": "pool",
    "progress": "record",
    "requirements": "requirement",
    "decisions": "decision",
    "changes": "change",
    "history": "record",
    "holds": "hold",
    "invoices": "invoice",
}
KEYS: Mapping[str, str] = {
    "rates": "person",
    "absences": "person",
    "extra": "person",
    "progress": "task",
    "history": "task",
    "holds": "task",
    "invoices": "client",
}


class WorkingCopy:
    """A portfolio that is being changed, table by table; rows are found by id however many there are.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.people import Person
    >>> copy = WorkingCopy(Portfolio("Northlight", date(2026, 1, 5), people=(Person("ana"),)))
    >>> copy.update("people", "ana", name="Ana")
    >>> copy.portfolio().people[0].name
    'Ana'
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.before = portfolio
        self._rows: dict[str, dict[int, Any]] = {}
        self._places: dict[str, dict[str, list[int]]] = {}
        self._settings: dict[str, object] = {}

    def rows(self, table: str) -> list[Any]:
        """Rows of a table as they are now."""
        return list(self._table(table).values())

    def ids(self, table: str) -> Iterable[str]:
        """Ids of a table as they are now, or what names its rows."""
        self._table(table)
        return (name for name, places in self._places[table].items() if places)

    def found(self, table: str, name: str) -> list[Any]:
        """Rows with that id, or of that person or task where rows have none.

        Raises
        ------
        InputError
            When there is none, with the nearest name.
        """
        rows = self._table(table)
        return [rows[place] for place in self._found(table, name)]

    def row(self, table: str, name: str) -> Any:
        """Return the row with that id.

        Raises
        ------
        InputError
            When there is none, with the nearest name, or when there are several.
        """
        found = self.found(table, name)
        if len(found) > 1:
            raise InputError(Issue(f"{len(found)} rows are of {quoted(name)}: which one is meant is not known", table))
        return found[0]

    def update(self, table: str, name: str, /, **values: object) -> None:
        """Change fields of one row.

        Raises
        ------
        InputError
            When there is no such row, or there are several.
        """
        self.row(table, name)
        rows, place = self._table(table), self._places[table][name][0]
        rows[place] = replace(rows[place], **values)

    def add(self, table: str, row: object) -> None:
        """Add a row at the end of a table.

        Raises
        ------
        InputError
            When its id is taken.
        """
        rows, key = self._table(table), KEYS.get(table, "id")
        name = getattr(row, key)
        if key == "id" and self._places[table].get(name):
            raise InputError(Issue(f"duplicate id {quoted(name)}", table))
        place = max(rows, default=-1) + 1
        rows[place] = row
        self._places[table].setdefault(name, []).append(place)

    def drop(self, table: str, name: str) -> None:
        """Take out the row with that id, or all rows of that person or task where rows have no ids.

        Raises
        ------
        InputError
            When there is none.
        """
        rows = self._table(table)
        for place in self._found(table, name):
            del rows[place]
        self._places[table][name] = []

    def each(self, table: str) -> Iterator[Any]:
        """Walk over the rows of a table; `put` may change the one that was given last."""
        for place, row in list(self._table(table).items()):
            self._at = (table, place)
            yield row

    def put(self, row: object | None) -> None:
        """Put another row in the place of the one that `each` has given last; None takes it out."""
        table, place = self._at
        if row is None:
            old = self._rows[table].pop(place)
            self._places[table][getattr(old, KEYS.get(table, "id"))].remove(place)
        else:
            self._rows[table][place] = row

    def set(self, **settings: object) -> None:
        """Change what is not a table: `goals`, `calendar`, `as_of` ..."""
        self._settings |= settings

    def setting(self, name: str) -> Any:
        """Return such a value as it is now."""
        return self._settings.get(name, getattr(self.before, name))

    def portfolio(self) -> Portfolio:
        """Return the portfolio as it is now."""
        tables = {name: tuple(rows.values()) for name, rows in self._rows.items()}
        return replace(self.before, **tables, **self._settings)  # type: ignore[arg-type]

    def _table(self, table: str) -> dict[int, Any]:
        if table not in self._rows:
            if table not in ROW_NAMES:
                raise InputError(Issue(f"unknown table {quoted(table)}", hint=did_you_mean(table, ROW_NAMES)))
            rows = dict(enumerate(getattr(self.before, table)))
            places: dict[str, list[int]] = {}
            for place, row in rows.items():
                places.setdefault(getattr(row, KEYS.get(table, "id")), []).append(place)
            self._rows[table], self._places[table] = rows, places
        return self._rows[table]

    def _found(self, table: str, name: str) -> list[int]:
        self._table(table)
        places = self._places[table].get(name)
        if not places:
            of = f"no {ROW_NAMES[table]} of" if table in KEYS else f"unknown {ROW_NAMES[table]}"
            raise InputError(Issue(f"{of} {quoted(name)}", table, did_you_mean(name, self.ids(table))))
        return places


class Edit(ABC):
    """A change to a portfolio as data: it compares by value, and says what it does before it is done."""

    __slots__ = ()

    @abstractmethod
    def change(self, copy: WorkingCopy) -> None:
        """Change a working copy.

        Raises
        ------
        InputError
            When an id is unknown, with the nearest one.
        """

    @abstractmethod
    def words(self, portfolio: Portfolio) -> str:
        """Say what it does to a portfolio, as a sentence without its full stop.

        Parameters
        ----------
        portfolio
            As it is before.
        """

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the changed portfolio; the given one stays what it is.

        Raises
        ------
        InputError
            When an id is unknown, with the nearest one.
        """
        copy = WorkingCopy(portfolio)
        self.change(copy)
        return copy.portfolio()


def apply_all(portfolio: Portfolio, edits: Iterable[Edit]) -> Portfolio:
    """Apply edits one after the other.

    Raises
    ------
    InputError
        When ids are unknown: it carries every problem.
    """
    copy = WorkingCopy(portfolio)
    issues: list[Issue] = []
    for edit in edits:
        try:
            edit.change(copy)
        except InputError as error:
            issues += error.issues
    if issues:
        raise InputError(issues)
    return copy.portfolio()


def sentences(portfolio: Portfolio, edits: Iterable[Edit]) -> tuple[str, ...]:
    """Say what edits do one after the other.

    Raises
    ------
    InputError
        When an id is unknown.
    """
    found = []
    for edit in edits:
        found.append(edit.words(portfolio))
        portfolio = edit.apply(portfolio)
    return tuple(found)


def check_field(row: object, name: str, where: str) -> None:
    """Raise when a row has no such field that an edit may change.

    Raises
    ------
    InputError
        With the nearest name.
    """
    known = [field.name for field in fields(row) if field.name != "at"]  # type: ignore[arg-type]
    if name not in known:
        raise InputError(Issue(f"unknown column {quoted(name)}", where, did_you_mean(name, known)))


@dataclass(frozen=True, slots=True)
class Several(Edit):
    """Edits that belong together, such as several changes of which none helps alone."""

    edits: tuple[Edit, ...]

    def change(self, copy: WorkingCopy) -> None:
        """Do all, in their order."""
        for edit in self.edits:
            edit.change(copy)

    def words(self, portfolio: Portfolio) -> str:
        """Say all, in their order."""
        return "; ".join(sentences(portfolio, self.edits))
