"""One .xlsx workbook as raw tables: each sheet a table, the sheet `portfolio` the settings."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import Issue
from ipmplan.files.numbers import print_number
from ipmplan.files.schema import ALIKE, TABLES
from ipmplan.files.settings import SECTIONS, RawSettings
from ipmplan.files.tables import MOST_ROWS, RawTable, read_bytes, tabulate

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SETTINGS_SHEET = "portfolio"
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_COLUMNS = 100
MOST_GAPS = 5_000
LARGEST_NUMBER = 1e15
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*><f(?:/>|[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')


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
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
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


def _sheets(book: Workbook, name: str, issues: list[Issue]) -> RawWorkbook | None:
    tables: dict[str, RawTable] = {}
    settings = None
    usable = True
    for sheet in book.worksheets:
        title = "_".join(sheet.title.casefold().split())
        place = f"{name}:{sheet.title}"
        if title not in (*TABLES, SETTINGS_SHEET):
            hint = did_you_mean(title, [known for known in TABLES if known not in book.sheetnames], alike=ALIKE)
            if hint:
                issues.append(Issue(f"sheet {quoted(sheet.title)} is not known and is not read", name, hint, "warning"))
            continue
        found = len(issues)
        lines = list(_lines(sheet, place, issues))
        _report_uncalculated(book, sheet, place, issues)
        if title == SETTINGS_SHEET:
            settings = _settings(lines, place)
        else:
            table = tabulate(lines, place, issues)
            if table is not None:
                tables[title] = table
            usable = usable and table is not None
        usable = usable and not any(issue.severity == "error" for issue in issues[found:])
    return RawWorkbook(tables, settings) if usable else None


def _lines(sheet: Any, place: str, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401
    """Rows with content, as text; a sheet may claim millions of empty ones."""
    sheet.reset_dimensions()
    gap = 0
    number = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        texts = [_text(cell.value, cell.number_format) if cell.value is not None else "" for cell in cells]
        for text in texts:
            if text in EXCEL_ERRORS:
                issues.append(Issue(f"a formula gives {quoted(text)}", f"{place}:{number}", "Maybe repair it?"))
        if any(texts):
            gap = 0
            yield number, texts
        else:
            gap += 1
        if gap > MOST_GAPS or number > MOST_ROWS:
            break
    if number > MOST_ROWS:
        issues.append(Issue(f"the table has more than {MOST_ROWS} rows", place))


def _text(value: object, number_format: str) -> str:
    """Write a cell's value as a table of text would have it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\x00", "")).strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        with_time = (value.hour, value.minute, value.second) != (0, 0, 0) or "h" in number_format.casefold()
        return value.isoformat(timespec="seconds") if with_time else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        return f"{print_number(Fraction(round(value.total_seconds()), 3600))}h"
    if isinstance(value, int | float):
        if not abs(value) < LARGEST_NUMBER:
            return str(value)[:40]
        percent = "%" in number_format
        text = f"{Decimal(f'{value * (100 if percent else 1):.12g}'):f}"
        return f"{text}%" if percent else text
    return str(value)


def _report_uncalculated(book: Workbook, sheet: Any, place: str, issues: list[Issue]) -> None:  # noqa: ANN401
    """Tell formulas that were never calculated from empty cells: both have no value."""
    archive = getattr(book, "_archive", None)
    path = getattr(sheet, "_worksheet_path", None)
    if archive is None or path is None:
        return
    for column, row in _UNCALCULATED.findall(archive.read(path)):
        cell = f"{column.decode()}{row.decode()}"
        hint = "Maybe open the workbook in a spreadsheet program and save it?"
        issues.append(Issue(f"the formula in {cell} was never calculated", f"{place}:{row.decode()}", hint))


def _settings(lines: Iterable[tuple[int, list[str]]], place: str) -> RawSettings:
    """Rows of key and value; a key may leave out its section."""
    values: dict[str, object] = {}
    places: dict[str, str] = {}
    sections = {name: section for section, names in SECTIONS.items() for name in names}
    for line, cells in lines:
        key = "_".join(cells[0].casefold().split())
        value = next((cell for cell in cells[1:] if cell), "")
        if not key or not value or (key, value.casefold()) in {("key", "value"), ("setting", "value")}:
            continue
        full = f"{sections[key]}.{key}".lstrip(".") if key in sections else key
        values[full] = value
        places[full] = f"{place}:{line}"
    return RawSettings(values, places, place)
