"""One .xlsx workbook as raw tables: each sheet a table, the sheet `portfolio` the settings."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import Issue
from ipmplan.files.cells import cell_text
from ipmplan.files.schema import ALIKE, REQUIRED, TABLES, headings
from ipmplan.files.settings import RawSettings, settings_of_rows
from ipmplan.files.sheets import SheetExtras, sheet_extras
from ipmplan.files.synonyms import table_of
from ipmplan.files.tables import MOST_ROWS, Mark, RawTable, read_bytes, tabulate

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SETTINGS_SHEET = "portfolio"
LARGEST_UNPACKED = 400 * 1024 * 1024
# Sheets of numbers and words pack to a tenth or so; what packs to a hundredth is made to.
SMALL, MOST_TIMES = 20 * 1024 * 1024, 100
MOST_COLUMNS = 100
MOST_GAPS = 5_000
TYPED = Mark(typed=True)


@dataclass(frozen=True)
class RawWorkbook:
    """The tables and settings of a workbook; settings None when it has no sheet for them."""

    tables: Mapping[str, RawTable]
    settings: RawSettings | None


def read_workbook(path: Path, issues: list[Issue]) -> RawWorkbook | None:
    """Read all sheets that are tables of a portfolio.

    Returns
    -------
    RawWorkbook or None
        None, with an issue, when the file is not a workbook or a table of it cannot be used.
    """
    data = read_bytes(path, issues)
    if data is None:
        return None
    try:
        if unpacks_too_much(data):
            issues.append(Issue("the workbook is too large when unpacked", path.name))
            return None
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return _sheets(book, path.name, issues)
    except Exception as error:  # noqa: BLE001 - what openpyxl raises for broken files is not documented
        message = f"the workbook cannot be read ({type(error).__name__})"
        issues.append(Issue(message, path.name, "Maybe open it in a spreadsheet program and save it again?"))
        return None


def unpacks_too_much(data: bytes) -> bool:
    """Whether an archive holds more than a workbook does, or much more than it seems to.

    Raises
    ------
    zipfile.BadZipFile
        When it is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    return unpacked > LARGEST_UNPACKED or unpacked > max(SMALL, MOST_TIMES * len(data))


def is_portfolio(path: Path) -> bool:
    """Whether a workbook has the sheets of a portfolio; False also when it cannot be read.

    Examples
    --------
    >>> is_portfolio(Path("no-such-file.xlsx"))
    False
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = read_bytes(path, [])
            if data is None or unpacks_too_much(data):
                return False
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            found = {table_of(name) for name in book.sheetnames}
            book.close()
    except Exception:  # noqa: BLE001 - what openpyxl raises for broken files is not documented
        return False
    return found.issuperset(REQUIRED)


def _sheets(book: Workbook, name: str, issues: list[Issue]) -> RawWorkbook | None:
    tables: dict[str, RawTable] = {}
    settings = None
    usable = True
    named = {table_of(title) for title in book.sheetnames}
    for sheet in book.worksheets:
        title = table_of(sheet.title)
        place = f"{name}:{sheet.title}"
        if title not in (*TABLES, SETTINGS_SHEET):
            hint = did_you_mean(title, [known for known in TABLES if known not in named], alike=ALIKE)
            if hint:
                issues.append(Issue(f"sheet {quoted(sheet.title)} is not known and is not read", name, hint, "warning"))
            continue
        if title in tables:
            message = f"sheets {quoted(tables[title].place.rpartition(':')[2])} and {quoted(sheet.title)} mean the same"
            issues.append(Issue(message, name, "Maybe rename one of them?"))
            usable = False
            continue
        if sheet.sheet_state != "visible":
            issues.append(Issue(f"sheet {quoted(sheet.title)} is hidden, and is read", name, severity="warning"))
        found = len(issues)
        marks: dict[tuple[int, int], Mark] = {}
        lines = list(_lines(sheet, _extras(book, sheet), place, marks, issues))
        if title == SETTINGS_SHEET:
            settings = settings_of_rows(lines, place)
        else:
            table = tabulate(lines, place, issues, headings()[title], marks)
            if table is not None:
                tables[title] = table
            usable = usable and table is not None
        usable = usable and not any(issue.severity == "error" for issue in issues[found:])
    return RawWorkbook(tables, settings) if usable else None


def _extras(book: Workbook, sheet: Any) -> SheetExtras:  # noqa: ANN401
    archive = getattr(book, "_archive", None)
    path = getattr(sheet, "_worksheet_path", None)
    if archive is None or path is None:
        return SheetExtras()
    return sheet_extras(archive.read(path), MOST_COLUMNS, MOST_ROWS)


def _lines(
    sheet: Any,  # noqa: ANN401
    extras: SheetExtras,
    place: str,
    marks: dict[tuple[int, int], Mark],
    issues: list[Issue],
) -> Iterator[tuple[int, list[str]]]:
    """Rows with content, as text; a sheet may claim millions of empty ones.

    Each cell of a merged range has the value of its first one; a row that has nothing else is none.
    """
    sheet.reset_dimensions()
    gap = 0
    number = 0
    heads = {head for row in extras.covered.values() for head in row.values()}
    merged: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        texts = []
        for index, cell in enumerate(cells):
            value = cell.value
            texts.append("" if value is None else cell_text(value, cell.number_format))
            if value is not None and not isinstance(value, str):
                marks[number, index] = TYPED
            if heads and (number, index + 1) in heads:
                merged[number, index + 1] = texts[-1]
        own = any(texts)
        if number in extras.covered:
            own = _cover(number, texts, extras.covered[number], merged)
        if number in extras.uncalculated:
            own = _mark_uncalculated(number, texts, extras.uncalculated[number], place, marks) or own
        if own:
            gap = 0
            yield number, texts
        else:
            gap += 1
        if gap > MOST_GAPS or number > MOST_ROWS:
            break
    if number > MOST_ROWS:
        issues.append(Issue(f"the table has more than {MOST_ROWS} rows", place))


def _cover(
    row: int, texts: list[str], covered: Mapping[int, tuple[int, int]], merged: Mapping[tuple[int, int], str]
) -> bool:
    """Fill the covered cells of a row; whether any other cell of it has something."""
    own = False
    width = max(len(texts), *covered)
    texts.extend([""] * (width - len(texts)))
    for column in range(1, width + 1):
        head = covered.get(column)
        if head is not None:
            texts[column - 1] = merged.get(head, "")
            own = own or (head[0] == row and bool(texts[column - 1]))
        else:
            own = own or bool(texts[column - 1])
    return own


def _mark_uncalculated(
    row: int, texts: list[str], uncalculated: Mapping[int, str], place: str, marks: dict[tuple[int, int], Mark]
) -> bool:
    """Tell formulas that were never calculated from empty cells: both have no value."""
    found = False
    for column, name in uncalculated.items():
        if column <= len(texts):
            hint = "Maybe open the workbook in a spreadsheet program and save it?"
            issue = Issue(f"the formula in {name} was never calculated", f"{place}:{row}", hint)
            marks[row, column - 1] = Mark(issue=issue)
            found = True
    return found
