"""Any CSV file or sheet of a workbook as text cells, whatever its header looks like."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.cells import cell_text
from ipmplan.files.tables import MOST_ROWS, decode, dialect_of
from ipmplan.files.workbook import unpacks_too_much

MOST_COLUMNS = 500
MOST_GAPS = 5_000
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Rows of a file as text.

    Parameters
    ----------
    place
        What messages call it.
    rows
        Line and cells of each row that has any.
    """

    place: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def table(self, header: int = 0) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
        """Header and rows below it; each row has as many cells as the header.

        Parameters
        ----------
        header
            Line of the header; the first row when 0.
        """
        rows = [row for row in self.rows if row[0] >= header]
        if not rows:
            raise InputError(Issue("the table is empty, not even a header is there", self.place))
        head = rows[0][1]
        width = len(head)
        return head, tuple((line, (*cells[:width], *[""] * (width - len(cells)))) for line, cells in rows[1:])


def read_grid(data: bytes, name: str, sheet: str = "") -> CellGrid:
    r"""Read the cells of a file.

    Parameters
    ----------
    data
        The file.
    name
        Its name: an ``.xlsx`` is a workbook, anything else text.
    sheet
        The sheet; the first one that is visible when empty.

    Raises
    ------
    InputError
        When it cannot be read.

    Examples
    --------
    >>> read_grid(b"Task;Hours\n\nDesign;8\n", "a.csv").table()
    (('Task', 'Hours'), ((3, ('Design', '8')),))
    """
    if name.casefold().endswith(WORKBOOKS):
        return _workbook(data, name, sheet)
    issues: list[Issue] = []
    text = decode(data, name, issues)
    if text is None:
        raise InputError(issues)
    dialect = dialect_of(text)
    stream = io.StringIO(text, newline="")
    for _ in range(dialect.skipped):
        stream.readline()
    reader = csv.reader(stream, delimiter=dialect.delimiter, skipinitialspace=dialect.delimiter != "\t")
    rows: list[tuple[int, tuple[str, ...]]] = []
    while True:
        line = reader.line_num + dialect.skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return CellGrid(name, tuple(rows))
        except csv.Error as error:
            hint = "Maybe a quotation mark is missing?"
            raise InputError(Issue(f"the row cannot be read ({error})", f"{name}:{line}", hint)) from error
        _take(rows, line, [cell.strip() for cell in cells], name)


def _take(rows: list[tuple[int, tuple[str, ...]]], line: int, cells: Sequence[str], name: str) -> None:
    if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
        raise InputError(
            Issue(f"the table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns", f"{name}:{line}")
        )
    if any(cells):
        rows.append((line, tuple(cells)))


def _workbook(data: bytes, name: str, sheet: str) -> CellGrid:
    try:
        _ensure_size(data, name)
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
            title = _chosen(sheet, visible, book.sheetnames, name)
            return CellGrid(f"{name}:{title}", tuple(_cells(book[title], name)))
    except InputError:
        raise
    except Exception as error:
        message = f"the workbook cannot be read ({type(error).__name__})"
        hint = "Maybe open it in a spreadsheet program and save it again?"
        raise InputError(Issue(message, name, hint)) from error


def _ensure_size(data: bytes, name: str) -> None:
    if unpacks_too_much(data):
        raise InputError(Issue("the workbook is too large when unpacked", name))


def _chosen(sheet: str, visible: Sequence[str], titles: Sequence[str], name: str) -> str:
    """The sheet that is asked for, else the first one that is visible."""
    if sheet and sheet not in titles:
        raise InputError(Issue(f"there is no sheet {quoted(sheet)}", name, did_you_mean(sheet, titles)))
    if not sheet and not visible:
        raise InputError(Issue("the workbook has no sheet that is visible", name))
    return sheet or visible[0]


def _cells(sheet: object, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    gap = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):  # type: ignore[attr-defined]
        texts = ["" if cell.value is None else cell_text(cell.value, cell.number_format) for cell in cells]
        gap = 0 if any(texts) else gap + 1
        if gap > MOST_GAPS:
            break
        while texts and not texts[-1]:
            texts.pop()
        _take(rows, number, texts, name)
    yield from rows
