"""Other tools' files become folders of tables, or rows of one, which are then read as any others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.columnmap import ColumnMap, guess, parse_map
from ipmplan.files.formats.grid import WORKBOOKS, CellGrid, read_grid
from ipmplan.files.formats.imported import Imported
from ipmplan.files.formats.jira import is_jira, read_jira
from ipmplan.files.formats.mpxj import READERS, as_mspdi
from ipmplan.files.formats.mspdi.convert import Choices, read_mspdi
from ipmplan.files.formats.sheet import read_sheet
from ipmplan.files.formats.timesheets import tool_of
from ipmplan.files.tables import decode, read_bytes

__all__ = ["Choices", "Read", "guess_map", "read_any_grid", "read_source"]
TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Read:
    """What was read, and the map of its columns when it is a sheet."""

    imported: Imported
    columns: ColumnMap | None = None


def read_source(source: Path, choices: Choices | None = None, column_map: Path | None = None) -> Read:
    """Read another tool's file; its suffix, and then what is in it, says which one.

    Parameters
    ----------
    source
        The file.
    choices
        How it is to be read.
    column_map
        What its columns mean, when it is a sheet; guessed when not given.

    Raises
    ------
    InputError
        When it cannot be read, with every problem.
    """
    suffix = source.suffix.casefold()
    if suffix == ".xml":
        return Read(read_mspdi(contents(source), source.name, choices))
    if suffix in READERS:
        ensure_file(source)
        return Read(read_mspdi(as_mspdi(source), source.name, choices))
    if suffix not in (*TEXTS, *WORKBOOKS):
        known = ", ".join((".xml", *TEXTS, *WORKBOOKS, *READERS))
        message = f"files that end in {quoted(suffix)} cannot be imported, only {known}"
        raise InputError(Issue(message, str(source)))
    as_of = choices.as_of if choices is not None else None
    given = read_map(column_map) if column_map is not None else None
    grid = read_grid(contents(source), source.name, given.sheet if given is not None else "")
    header = grid.table()[0]
    if given is None and is_jira(header):
        return Read(read_jira(grid, as_of))
    if given is None and (tool := tool_of(header)):
        hint = "Maybe add `--as progress`, and name the folder of the portfolio?"
        raise InputError(
            Issue(f"this is a timesheet of {tool}, which makes no portfolio of its own", str(source), hint)
        )
    found = given or guess(grid)
    return Read(read_sheet(grid, found, as_of), found)


def read_map(path: Path) -> ColumnMap:
    """Read a map of columns.

    Raises
    ------
    InputError
        When there is none, or it is wrong.
    """
    issues: list[Issue] = []
    text = decode(contents(path), path.name, issues)
    if text is None:
        raise InputError(issues)
    return parse_map(text, path.name)


def guess_map(source: Path, sheet: str = "") -> ColumnMap:
    """Guess what the columns of a sheet mean.

    Raises
    ------
    InputError
        When it cannot be read, or nothing in it looks like a name.
    """
    return guess(read_any_grid(source, sheet))


def read_any_grid(source: Path, sheet: str = "") -> CellGrid:
    """Read the cells of a CSV file or workbook.

    Raises
    ------
    InputError
        When it is neither, or cannot be read.
    """
    if source.suffix.casefold() not in (*TEXTS, *WORKBOOKS):
        raise InputError(Issue("is neither a CSV file nor a workbook", str(source)))
    return read_grid(contents(source), source.name, sheet)


def contents(source: Path) -> bytes:
    """Read the bytes of a file of sensible size.

    Raises
    ------
    InputError
        When there is none, or it is too large.
    """
    ensure_file(source)
    issues: list[Issue] = []
    data = read_bytes(source, issues)
    if data is None:
        raise InputError(issues)
    return data


def ensure_file(source: Path) -> None:
    """Raise when there is no such file.

    Raises
    ------
    InputError
        With the nearest name.
    """
    if not source.is_file():
        names = [other.name for other in source.parent.iterdir()] if source.parent.is_dir() else []
        raise InputError(Issue("no such file", str(source), did_you_mean(source.name, names)))
