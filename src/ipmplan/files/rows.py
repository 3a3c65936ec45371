"""Raw tables become objects: every cell is read once, every problem is told with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.schema import Column, Table
from ipmplan.files.tables import RawTable
from ipmplan.files.values import LONGEST_CELL


@dataclass(slots=True)
class _Reader:
    """One column of one file: where its cells are and what was read from them so far."""

    index: int
    name: str
    column: Column
    known: dict[str, object] = field(default_factory=dict)
    failed: dict[str, Issue] = field(default_factory=dict)

    def read(self, cell: str) -> bool:
        """Read a cell that was not seen before; False when it cannot be read."""
        if cell in self.failed:
            return False
        if len(cell) > LONGEST_CELL:
            self.failed[cell] = Issue(f"{self.name} {quoted(cell)} has more than {LONGEST_CELL} characters")
            return False
        try:
            self.known[cell] = self.column.parse(cell)
        except InputError as error:
            (issue,) = error.issues
            self.failed[cell] = replace(issue, message=f"{self.name} {issue.message}")
            return False
        return True


def read_rows(raw: RawTable, table: Table, issues: list[Issue]) -> tuple[object, ...]:
    """Make an object of each row; what cannot be read is reported and left at its default.

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
    readers = _readers(raw, table, issues)
    required = [(name, column) for name, column in table.columns.items() if column.required]
    missing = [name for name, _ in required if name not in raw.header]
    for name in missing:
        unknown = [other for other in raw.header if other not in table.columns]
        issues.append(Issue(f"column {quoted(name)} is missing", f"{raw.place}:1", did_you_mean(name, unknown)))
    if missing:
        return ()
    record = table.record
    found: list[object] = []
    for line, cells in raw.rows:
        at = f"{raw.place}:{line}"
        values: dict[str, object] = {"at": at}
        for reader in readers:
            cell = cells[reader.index]
            if not cell:
                continue
            if cell in reader.known or reader.read(cell):
                values[reader.column.attribute] = reader.known[cell]
            else:
                issues.append(replace(reader.failed[cell], where=at))
                if reader.column.keep:
                    values[reader.column.attribute] = cell
        if _complete(table, required, values, raw, cells, issues):
            found.append(record(**values))
    return tuple(found)


def _readers(raw: RawTable, table: Table, issues: list[Issue]) -> list[_Reader]:
    readers = []
    for index, name in enumerate(raw.header):
        column = table.columns.get(name)
        if column is not None:
            readers.append(_Reader(index, name, column))
        elif name:
            hint = did_you_mean(name, [known for known in table.columns if known not in raw.header])
            message = f"column {quoted(name)} is not known and is not read"
            issues.append(Issue(message, f"{raw.place}:1", hint, "warning"))
    return readers


def _complete(
    table: Table,
    required: list[tuple[str, Column]],
    values: dict[str, object],
    raw: RawTable,
    cells: list[str],
    issues: list[Issue],
) -> bool:
    """Whether a row has what it needs; a task that is cancelled needs no work any more."""
    complete = True
    for name, column in required:
        if column.attribute in values:
            continue
        optional = table.name == "tasks" and name == "work"
        if not cells[raw.header.index(name)] and not (optional and values.get("cancelled")):
            hint = "Maybe you meant something like `24h` or `wait 3d`?" if optional else ""
            issues.append(Issue(f"{name} is empty", str(values["at"]), hint))
        complete = complete and optional
    return complete
