"""Raw tables: rows of text with the line that each came from, however a spreadsheet saved them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.headers import LAST_HEADER_ROW, Heading, find_header, read_header

LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 500_000
DELIMITERS = ",;\t"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a cell beside its text.

    Parameters
    ----------
    typed
        Whether it holds a number, not text that looks like one: it says nothing of decimal marks.
    issue
        What is wrong with it, to be told if the cell is read at all.
    """

    typed: bool = False
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as text.

    Parameters
    ----------
    place
        What stands before the line in messages: ``tasks.csv`` or ``studio.xlsx:tasks``.
    header
        Column names as our tables have them; what means no column of ours in lower case, spaces as `_`.
    rows
        Line and cells; cells are stripped, rows without any content left out.
    units
        Units that the header gives, by number of the column.
    marks
        What a file's reader knows of single cells, by line and number of the column.
    line
        Line of the header.
    titles
        The header as it is written.
    delimiter
        What stands between its cells; a tab for the sheet of a workbook.
    names
        What messages call lines that are none of a file; 0 for the header's.
    """

    place: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    units: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    line: int = 1
    titles: tuple[str, ...] = ()
    delimiter: str = "\t"
    names: Mapping[int, str] = field(default_factory=dict)

    def at(self, line: int) -> str:
        """Return what messages call a line: its file and number, or a name of its own."""
        return self.names.get(line) or f"{self.place}:{line}"


def read_bytes(path: Path, issues: list[Issue]) -> bytes | None:
    """Read a file of sensible size; None and an issue when that is not possible."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            issues.append(Issue(f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB", path.name))
            return None
        return path.read_bytes()
    except OSError as error:
        issues.append(Issue(f"the file cannot be read: {error.strerror or error}", path.name))
        return None


def read_text(path: Path, place: str) -> str:
    """Read a whole text file.

    Parameters
    ----------
    path
        The file.
    place
        What messages call it.

    Raises
    ------
    InputError
        When it cannot be read, or is not text.
    """
    issues: list[Issue] = []
    data = read_bytes(path, issues)
    text = None if data is None else decode(data, place, issues)
    if text is None:
        raise InputError(issues)
    return text


def decode(data: bytes, place: str, issues: list[Issue]) -> str | None:
    """Turn bytes into text: UTF-8 or UTF-16 with a mark, UTF-8, or else the cp1252 of spreadsheets.

    Examples
    --------
    >>> decode("Größe".encode("cp1252"), "tasks.csv", [])
    'Größe'
    """
    if data.startswith(UTF16_MARKS):
        try:
            return _clean(data.decode("utf-16"), place, issues)
        except UnicodeDecodeError:
            issues.append(Issue("the file begins like UTF-16 but is not", place, "Maybe save it as UTF-8?"))
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _has_utf8_line(data):
            line = data.count(b"\n", 0, error.start) + 1
            issues.append(Issue("the line is not UTF-8, but others are", f"{place}:{line}", "Maybe save it as UTF-8?"))
            return None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as failure:
            line = data.count(b"\n", 0, failure.start) + 1
            issues.append(Issue("the text is neither UTF-8 nor cp1252", f"{place}:{line}", "Maybe save it as UTF-8?"))
            return None
    return _clean(text, place, issues)


def _has_utf8_line(data: bytes) -> bool:
    for line in data.splitlines():
        if not line.isascii():
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            return True
    return False


def _clean(text: str, place: str, issues: list[Issue]) -> str | None:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        hint = "Maybe it was saved as UTF-16; save it as UTF-8?" if text.count("\x00") * 3 > len(text) else ""
        issues.append(Issue("the line holds a NUL character", f"{place}:{line}", hint))
        return None
    return unicodedata.normalize("NFC", text)


def read_csv(data: bytes, place: str, issues: list[Issue], heading: Heading | None = None) -> RawTable | None:
    r"""Read a table with comma, semicolon or tab; None and issues when its rows cannot be told apart.

    Parameters
    ----------
    data
        The file.
    place
        Its name, for messages.
    issues
        Where problems are added.
    heading
        What its header may say; any when not given.

    Examples
    --------
    >>> issues = []
    >>> table = read_csv(b"Id;Not before\nT1;05.01.2026\n\n", "tasks.csv", issues)
    >>> table.header, table.rows, issues
    (('id', 'not_before'), ((2, ['T1', '05.01.2026']),), [])
    """
    text = decode(data, place, issues)
    if text is None:
        return None
    dialect = dialect_of(text, heading)
    stream = io.StringIO(text, newline="")
    for _ in range(dialect.skipped):
        stream.readline()
    lines, broken = _records(stream, dialect.delimiter, dialect.skipped, place, issues)
    if broken:
        return None
    table = tabulate(lines, place, issues, heading)
    return None if table is None else replace(table, delimiter=dialect.delimiter)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table of text sets its cells apart, and how many lines stand before its first row."""

    delimiter: str
    skipped: int = 0


def dialect_of(text: str, heading: Heading | None = None) -> Dialect:
    r"""Find the delimiter of a table: the one that `sep=` names, else the one that makes most of the header.

    Examples
    --------
    >>> dialect_of('"sep=;"\nid;name\n'), dialect_of("id\tname\n")
    (Dialect(delimiter=';', skipped=1), Dialect(delimiter='\t', skipped=0))
    """
    stream = io.StringIO(text, newline="")
    first = stream.readline()
    skipped = 0
    while first and not first.strip(" \t\r\n,;"):
        first, skipped = stream.readline(), skipped + 1
    named = first.strip().strip('"').rstrip(",;").casefold()
    if named == "sep=" or (named.startswith("sep=") and named[4:] in tuple(DELIMITERS)):
        return Dialect(named[4:] or first.strip().strip('"')[4:5] or "\t", skipped + 1)
    lines = [first, *(stream.readline() for _ in range(LAST_HEADER_ROW))]

    def likely(delimiter: str) -> tuple[int, int, int]:
        known = max(len(heading.known(_cells(line, delimiter))) for line in lines) if heading else 0
        most = max(len(_cells(line, delimiter)) for line in lines) if heading and not known else 0
        return known, len(_cells(first, delimiter)), most

    return Dialect(max(DELIMITERS, key=likely), skipped)


def _cells(line: str, delimiter: str) -> list[str]:
    outside = "".join('"' if n % 2 else part for n, part in enumerate(line.split('"')))
    return [cell.strip(' "\r\n') for cell in outside.split(delimiter)] if '"' in line else line.split(delimiter)


def _records(
    stream: io.StringIO, delimiter: str, skipped: int, place: str, issues: list[Issue]
) -> tuple[list[tuple[int, list[str]]], bool]:
    reader = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    lines: list[tuple[int, list[str]]] = []
    broken = False
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return lines, broken
        except csv.Error as error:
            broken = True
            issues.append(_quotes(str(error), f"{place}:{line}"))
            continue
        if len(lines) > MOST_ROWS:
            issues.append(Issue(f"the table has more than {MOST_ROWS} rows", f"{place}:{line}"))
            return lines, True
        lines.append((line, cells))


def _quotes(error: str, where: str) -> Issue:
    if "end of data" in error:
        return Issue("a quotation mark is opened here and never closed", where, "Maybe close it, or remove it?")
    if "field limit" in error:
        return Issue("a cell is too long to be read", where, "Maybe a quotation mark is missing?")
    hint = 'Maybe write a quotation mark within a cell as ""?'
    return Issue("the quotation marks of the row do not fit together", where, hint)


def tabulate(
    lines: Sequence[tuple[int, list[str]]],
    place: str,
    issues: list[Issue],
    heading: Heading | None = None,
    marks: Mapping[tuple[int, int], Mark] | None = None,
) -> RawTable | None:
    """Split the header from the rows and report what does not fit it; None when the header cannot be used.

    Examples
    --------
    >>> tabulate([(1, ["id", "name"]), (2, ["T1", "Home page"])], "tasks.csv", []).rows
    ((2, ['T1', 'Home page']),)
    """
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in lines]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        issues.append(Issue("the table is empty, not even a header is there", place))
        return None
    if above := find_header(rows, heading):
        line, title = rows[above][0], next(cell for cell in rows[0][1] if cell)
        message = f"the header seems to be in line {line}, below {quoted(title)}"
        issues.append(Issue(message, f"{place}:{line}", "Maybe remove what is above it?"))
        return None
    line, cells = rows.pop(0)
    while cells and not cells[-1]:
        cells.pop()
    where = f"{place}:{line}"
    header = read_header(cells, heading, where, issues)
    if header is None:
        return None
    for number, name in enumerate(header.names):
        if not name and any(len(other) > number and other[number] for _, other in rows):
            issues.append(Issue(f"column {number + 1} has no name and is not read", where, severity="warning"))
    kept = [(other, row) for other, row in rows if row[: len(cells)] != cells]
    width = len(cells)
    for other, row in kept:
        if len(row) != width:
            _fit(row, width, f"{place}:{other}", issues)
    return RawTable(place, header.names, tuple(kept), header.units, marks or {}, line, tuple(cells))


def _fit(cells: list[str], width: int, where: str, issues: list[Issue]) -> None:
    """Bring a row to the header's width."""
    if len(cells) < width:
        message = f"the row has {len(cells)} of {width} cells; the missing ones are taken as empty"
        issues.append(Issue(message, where, severity="warning"))
        cells.extend([""] * (width - len(cells)))
        return
    extra = [cell for cell in cells[width:] if cell]
    if extra:
        message = f"the row has {len(cells)} cells, the header {width}; {quoted(extra[0])} belongs to no column"
        issues.append(Issue(message, where, "Maybe a cell with the separator in it needs quotation marks?"))
    del cells[width:]
