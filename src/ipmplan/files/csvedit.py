"""Changing rows of a CSV file: what is not changed stays as it was, byte for byte."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ipmplan.files.columns import Table
from ipmplan.files.headers import Heading, find_header, read_header
from ipmplan.files.rows import Evidence, evidence_of, together
from ipmplan.files.tables import UTF16_MARKS, decode, dialect_of, tabulate

UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of a table.

    Parameters
    ----------
    add
        New rows: values by column.
    change
        Values by column, for rows by line.
    drop
        Lines of rows that are taken out.
    """

    add: Sequence[Mapping[str, object]] = ()
    change: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    drop: Collection[int] = ()

    def columns(self) -> list[str]:
        """Columns that get a value, each once."""
        rows = (*self.change.values(), *self.add)
        return list(dict.fromkeys(name for row in rows for name, value in row.items() if value is not None))


def edit_csv(data: bytes, table: Table, heading: Heading, changes: Changes, around: Evidence | None = None) -> bytes:
    r"""Change rows of a table of text.

    Delimiter, encoding, line ends, the order of columns, columns that are not ours and everything in rows that are not changed
    stay. Numbers are written with the decimal mark that the table shows, so that no number in it changes its meaning. A column that is missing is added at the end.

    Parameters
    ----------
    data
        The file; it must be readable as that table.
    table
        What its columns are.
    heading
        What its header may say.
    changes
        What is to be in it afterwards.
    around
        What all tables show together: the decimal mark where this one shows none.

    Raises
    ------
    ValueError
        When the file cannot be read as that table.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from ipmplan.files.schema import headings, tables
    >>> data = "Aufgabe;Stunden;Comment;Datum\r\nT1;2,5;ok;05.01.2026\r\n".encode("cp1252")
    >>> more = {"task": "T2", "hours": Fraction(3, 2)}
    >>> print(edit_csv(data, tables(Fraction(8))["progress"], headings()["progress"], Changes(add=[more])).decode())
    Aufgabe;Stunden;Comment;Datum
    T1;2,5;ok;05.01.2026
    T2;1,5h;;
    <BLANKLINE>
    """
    text = decode(data, table.name, [])
    if text is None:
        raise ValueError("its text cannot be read")
    dialect = dialect_of(text, heading)
    records = _records(text, dialect.delimiter, dialect.skipped)
    filled = [(line, cells) for line, cells, _ in records if any(cell.strip() for cell in cells)]
    top = filled[find_header(filled, heading)][0]
    header = read_header([cell.strip() for cell in dict(filled)[top]], heading, "", [])
    raw = tabulate(filled, table.name, [], heading)
    if header is None or raw is None:
        raise ValueError("its header cannot be read")
    names = list(header.names)
    missing = [name for name in changes.columns() if name not in names]
    end = _line_end(text)
    shown = together(evidence_of(raw, table).values())
    comma = (shown.marks or (around or Evidence()).marks) == {","}

    def written(cells: Sequence[str]) -> str:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=dialect.delimiter, lineterminator=end).writerow(cells)
        return stream.getvalue()

    found = ["".join(io.StringIO(text, newline="").readlines()[: dialect.skipped])]
    for line, cells, source in records:
        if line in changes.drop:
            continue
        body = source.rstrip("\r\n")
        if line == top and missing:
            found.append(dialect.delimiter.join((body, *missing)) + end)
        elif line in changes.change:
            row = [*cells, *[""] * (len(names) - len(cells) + len(missing))]
            for name, cell in _cells(table, changes.change[line], comma=comma).items():
                row[[*names, *missing].index(name)] = cell
            found.append(written(row))
        elif missing and any(cells):
            found.append(body + dialect.delimiter * len(missing) + source[len(body) :])
        else:
            found.append(source)
    if changes.add and found[-1] and not found[-1].endswith(("\n", "\r")):
        found[-1] += end
    for values in changes.add:
        new = _cells(table, values, comma=comma)
        found.append(written([new.get(name, "") for name in (*names, *missing)]))
    return _encode("".join(found), data)


def _records(text: str, delimiter: str, skipped: int) -> list[tuple[int, list[str], str]]:
    """Line, cells and source of each record, blank ones included."""
    lines = io.StringIO(text, newline="").readlines()[skipped:]
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    found = []
    before = 0
    for cells in reader:
        found.append((before + skipped + 1, cells, "".join(lines[before : reader.line_num])))
        before = reader.line_num
    return found


def _cells(table: Table, values: Mapping[str, object], *, comma: bool) -> dict[str, str]:
    printed = table.print_row(values)
    if not comma:
        return printed
    return {
        name: re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", cell) if table.columns[name].holds == "numbers" else cell
        for name, cell in printed.items()
    }


def _line_end(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _encode(text: str, data: bytes) -> bytes:
    """Encode as the file was; cp1252 that lacks a letter becomes UTF-8 with a mark, which spreadsheets know."""
    if data.startswith(UTF16_MARKS[0]):
        return UTF16_MARKS[0] + text.encode("utf-16-le")
    if data.startswith(UTF16_MARKS[1]):
        return UTF16_MARKS[1] + text.encode("utf-16-be")
    if data.startswith(UTF8_MARK):
        return UTF8_MARK + text.encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return text.encode("cp1252")
        except UnicodeEncodeError:
            return UTF8_MARK + text.encode("utf-8")
    return text.encode("utf-8")
