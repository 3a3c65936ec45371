"""Raw tables become objects: every cell is read once, every problem is told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ipmplan.core.words import did_you_mean, nearest, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Column, Table
from ipmplan.files.doubts import Mark as Decimals
from ipmplan.files.doubts import Order as Days
from ipmplan.files.doubts import day_orders, decimal_marks, settle_dates, settle_numbers
from ipmplan.files.schema import ALIKE
from ipmplan.files.tables import RawTable
from ipmplan.files.values import EXCEL_ERRORS, LONGEST_CELL, plain

T = TypeVar("T")
TOTALS = frozenset({"total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme"})


@dataclass(slots=True)
class Evidence:
    """The decimal marks and orders of dates that cells show: of a column, a table, or all of them."""

    marks: set[Decimals] = field(default_factory=set)
    orders: set[Days] = field(default_factory=set)


@dataclass(slots=True)
class _Reader:
    """One column of one file: where its cells are and what was read from them so far."""

    index: int
    name: str
    column: Column
    unit: str
    mark: Decimals | None
    order: Days | None
    known: dict[str, object] = field(default_factory=dict)
    failed: dict[str, Issue] = field(default_factory=dict)

    def read(self, cell: str) -> bool:
        """Read a cell that was not seen before; False when it cannot be read."""
        if cell in self.failed:
            return False
        if len(cell) > LONGEST_CELL:
            self.failed[cell] = Issue(f"{self.name} {quoted(cell)} has more than {LONGEST_CELL} characters")
            return False
        if cell.upper() in EXCEL_ERRORS:
            self.failed[cell] = Issue(f"{self.name} is a formula that gives {quoted(cell)}", hint="Maybe repair it?")
            return False
        try:
            self.known[cell] = self.column.parse(self._settled(cell))
        except InputError as error:
            (issue,) = error.issues
            self.failed[cell] = replace(issue, message=f"{self.name} {issue.message}")
            return False
        return True

    def _settled(self, cell: str) -> str:
        if self.column.holds == "numbers" and self.mark is not None:
            cell = settle_numbers(cell, self.mark)
        if self.column.holds == "dates" and self.order is not None:
            cell = settle_dates(cell, self.order)
        if self.unit and cell[-1].isdecimal() and cell.replace(".", "").replace(",", "").isdecimal():
            return f"{cell} {self.unit}" if self.unit != "%" else f"{cell}%"
        return cell


def evidence_of(raw: RawTable, table: Table) -> dict[str, Evidence]:
    """Find what the cells of each column show of decimal marks and orders of dates.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from ipmplan.files.schema import tables
    >>> raw = RawTable("p.csv", ("id", "budget"), ((2, ["P0", "16.000"]), (3, ["P1", "45.000,00"])))
    >>> evidence_of(raw, tables(Fraction(8))["projects"])["budget"].marks
    {','}
    """
    found: dict[str, Evidence] = {}
    for index, name in enumerate(raw.header):
        column = table.columns.get(name)
        if column is None or column.holds not in ("numbers", "dates"):
            continue
        cells = (
            plain(row[index])
            for line, row in raw.rows
            if row[index] and not ((mark := raw.marks.get((line, index))) and mark.typed)
        )
        numbers = column.holds == "numbers"
        found[name] = Evidence(decimal_marks(cells)) if numbers else Evidence(orders=day_orders(cells))
    return found


def together(several: Iterable[Evidence]) -> Evidence:
    """Everything that several columns or tables show.

    Examples
    --------
    >>> together([Evidence({","}), Evidence(orders={"dmy"})])
    Evidence(marks={','}, orders={'dmy'})
    """
    found = Evidence()
    for one in several:
        found.marks |= one.marks
        found.orders |= one.orders
    return found


def read_rows(raw: RawTable, table: Table, issues: list[Issue], around: Evidence | None = None) -> tuple[object, ...]:
    """Make an object of each row; what cannot be read is reported and left at its default.

    Parameters
    ----------
    raw
        Header and cells.
    table
        What its columns are.
    issues
        Where problems are added.
    around
        What all tables show together, for numbers and dates about which neither column nor table says anything.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from ipmplan.files.schema import tables
    >>> issues = []
    >>> raw = RawTable("pools.csv", ("id", "capcity"), ((2, ["lab", "2"]),))
    >>> read_rows(raw, tables(Fraction(8))["pools"], issues)
    (Pool(id='lab', name='', capacity=1, kind='renewable', at='pools.csv:2'),)
    >>> print(issues[0])
    pools.csv:1: column `capcity` is not known and is not read
    Maybe you meant `capacity`?
    """
    required = [(name, column) for name, column in table.columns.items() if column.required]
    missing = [name for name, _ in required if name not in raw.header]
    _tell_unknown(raw, table, missing, issues)
    for name in missing:
        unknown = [other for other in raw.header if other not in table.columns]
        where = raw.at(raw.line)
        issues.append(Issue(f"column {quoted(name)} is missing", where, did_you_mean(name, unknown)))
    if missing:
        return ()
    readers = _readers(raw, table, around or Evidence())
    record = table.record
    found: list[object] = []
    for line, cells in raw.rows:
        at = raw.at(line)
        if line == raw.rows[-1][0] and _is_total(raw, cells):
            issues.append(Issue(f"the row {quoted(_first(cells))} seems to be a total", at, "Maybe remove it?"))
            continue
        values: dict[str, object] = {"at": at}
        seen = dict.fromkeys(raw.header, "")
        for reader in readers:
            cell = cells[reader.index] if reader.column.holds == "text" else plain(cells[reader.index])
            mark = raw.marks.get((line, reader.index)) if raw.marks else None
            if mark is not None and mark.issue is not None:
                issues.append(mark.issue)
                cell = ""
                seen[reader.name] = "?"
            if not cell:
                continue
            seen[reader.name] = cell
            if cell in reader.known or reader.read(cell):
                values[reader.column.attribute] = reader.known[cell]
            else:
                issues.append(replace(reader.failed[cell], where=at))
                if reader.column.keep:
                    values[reader.column.attribute] = cell
        if not any(seen.values()):
            continue
        if _complete(table, required, values, seen, issues):
            found.append(record(**values))
    return tuple(found)


def _tell_unknown(raw: RawTable, table: Table, missing: list[str], issues: list[Issue]) -> None:
    """Name columns that nobody reads where that may be a slip: others are nobody's business."""
    for name in raw.header:
        if name and name not in table.columns:
            open_ = [known for known in table.columns if known not in raw.header]
            hint = did_you_mean(name, open_, alike=ALIKE)
            if missing or nearest(name, table.columns, alike=ALIKE):
                message = f"column {quoted(name)} is not known and is not read"
                issues.append(Issue(message, raw.at(raw.line), hint, "warning"))


def _readers(raw: RawTable, table: Table, around: Evidence) -> list[_Reader]:
    evidence = evidence_of(raw, table)
    whole = together(evidence.values())
    readers = []
    for index, name in enumerate(raw.header):
        column = table.columns.get(name)
        if column is None:
            continue
        own = evidence.get(name, Evidence())
        mark = _agreed(own.marks, whole.marks, around.marks)
        order = _agreed(own.orders, whole.orders, around.orders)
        readers.append(_Reader(index, name, column, raw.units.get(index, ""), mark, order))
    return readers


def _agreed(*found: set[T]) -> T | None:
    """What the nearest cells that show anything show; None when they contradict each other."""
    shown = next((one for one in found if one), set())
    return next(iter(shown)) if len(shown) == 1 else None


def _first(cells: list[str]) -> str:
    return next((cell for cell in cells if cell), "")


def _is_total(raw: RawTable, cells: list[str]) -> bool:
    """Whether the last row is one of sums: it begins with that word, and has no name."""
    if _first(cells).rstrip(":").casefold() not in TOTALS or len(raw.rows) == 1:
        return False
    others = [name for name, cell in zip(raw.header, cells, strict=True) if cell and cell != _first(cells)]
    return "name" not in others


def _complete(
    table: Table,
    required: list[tuple[str, Column]],
    values: dict[str, object],
    seen: Mapping[str, str],
    issues: list[Issue],
) -> bool:
    """Whether a row has what it needs; a task that is cancelled needs no work any more."""
    complete = True
    for name, column in required:
        if column.attribute in values:
            continue
        optional = table.name == "tasks" and name == "work"
        if not seen[name] and not (optional and values.get("cancelled")):
            hint = "Maybe you meant something like `24h` or `wait 3d`?" if optional else ""
            issues.append(Issue(f"{name} is empty", str(values["at"]), hint))
        complete = complete and optional
    return complete
