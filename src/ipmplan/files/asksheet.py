"""A workbook that asks everybody what remains of their work: a sheet for each person, written and read back."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_bytes
from ipmplan.files.cells import cell_text
from ipmplan.files.dates import parse_day
from ipmplan.files.numbers import parse_length
from ipmplan.files.values import parse_text

if TYPE_CHECKING:
    pass

COLUMNS = ("person", "date", "task", "name", "project", "planned", "logged", "hours", "remaining", "note")
WIDTHS = (9, 12, 18, 40, 10, 9, 9, 9, 11, 36)
TO_FILL = frozenset({"hours", "remaining", "note"})
NEEDED = ("person", "date", "task", "remaining")
LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of somebody's sheet: a task with hours planned and logged; `day` is when the answer is of."""

    person: str
    day: date
    task: str
    name: str
    project: str
    planned: float
    logged: float


@dataclass(frozen=True, slots=True)
class Answered:
    """A line that came back; None and empty = not filled in. `at` is its sheet and line."""

    person: str
    day: date
    task: str
    hours: Fraction | None
    remaining: Fraction | None
    note: str
    at: str


def write_questions(path: Path, lines: Mapping[str, Sequence[Asked]]) -> None:
    """Write a sheet for each person.

    Parameters
    ----------
    path
        The workbook; one that is there is replaced, unless somebody has filled it in.
    lines
        By what the sheet is called.

    Raises
    ------
    InputError
        When answers would be lost, or it cannot be written.
    """
    import openpyxl
    from openpyxl.styles import Font, PatternFill

    if path.is_file() and _has_answers(path):
        hint = "Maybe read it first, with `ipmplan progress --from`, or choose another name?"
        raise InputError(Issue("the sheet is there already and filled in", str(path), hint))
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for title, asked in lines.items():
        sheet = book.create_sheet(_title(title, book.sheetnames))
        sheet.append(list(COLUMNS))
        for one in asked:
            named = [one.person, one.day, one.task, one.name, one.project]
            sheet.append([*named, _number(one.planned), _number(one.logged), None, None, None])
        sheet.freeze_panes = "A2"
        for number, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), start=1):
            sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
            sheet.cell(1, number).font = Font(bold=True)
            if name in TO_FILL:
                for line in range(2, len(asked) + 2):
                    sheet.cell(line, number).fill = PatternFill("solid", start_color="FFF6D5")
    target = io.BytesIO()
    book.save(target)
    try:
        write_bytes(path, target.getvalue())
    except OSError as error:
        raise InputError(Issue(f"the sheet cannot be written: {error.strerror or error}", str(path))) from error


def read_answers(path: Path, day: Fraction) -> tuple[Answered, ...]:
    """Read the lines that somebody has filled in.

    Parameters
    ----------
    path
        The workbook, as `write_questions` wrote it and people filled it in.
    day
        Hours that a `d` stands for.

    Raises
    ------
    InputError
        When it is no such workbook, or cells are wrong: it carries every problem.
    """
    issues: list[Issue] = []
    found: list[Answered] = []
    book = _opened(path)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        header = [str(cell.value or "").strip().casefold() for cell in rows[0]] if rows else []
        if not any(header):
            continue
        missing = [name for name in NEEDED if name not in header]
        if missing:
            hint = "Maybe it is not one that `ipmplan progress --ask` wrote?"
            issues.append(Issue(f"column `{missing[0]}` is missing", f"{path.name}: {sheet.title}", hint))
            continue
        for line, cells in enumerate(rows[1:], start=2):
            texts = dict(zip(header, (_text(cell) for cell in cells), strict=True))
            if any(texts.get(name) for name in ("hours", "remaining", "note")):
                one = _answered(texts, f"{path.name}: {sheet.title}:{line}", day, issues)
                found += [one] if one is not None else []
    if issues:
        raise InputError(issues)
    return tuple(found)


def _answered(texts: Mapping[str, str], at: str, day: Fraction, issues: list[Issue]) -> Answered | None:
    """A line that was filled in; None, with issues, when a cell is wrong."""
    before = len(issues)

    def read(name: str, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401
        text = texts.get(name, "")
        if not text:
            return None
        try:
            return parse(text)
        except InputError as error:
            issues.extend(Issue(f"{name} {issue.message}", at, issue.hint) for issue in error.issues)
            return None

    length = partial(parse_length, day=day, bare=True)
    when, hours, remaining = read("date", parse_day), read("hours", length), read("remaining", length)
    note = read("note", parse_text) or ""
    issues += [Issue(f"{name} is empty", at) for name in ("person", "date", "task") if not texts.get(name)]
    if len(issues) > before:
        return None
    return Answered(texts["person"], when, texts["task"], hours, remaining, note, at)


def _has_answers(path: Path) -> bool:
    try:
        return bool(read_answers(path, Fraction(8)))
    except InputError:
        return True


def _opened(path: Path) -> Any:  # noqa: ANN401
    import openpyxl

    if not path.is_file():
        raise InputError(
            Issue("there is no such sheet", str(path), "Maybe write it first, with `ipmplan progress --ask`?")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    except Exception as error:
        message = f"the workbook cannot be read ({type(error).__name__})"
        raise InputError(Issue(message, str(path), "Maybe save it again as .xlsx?")) from error


def _text(cell: Any) -> str:  # noqa: ANN401
    return cell_text(cell.value, cell.number_format).strip() if cell.value is not None else ""


def _title(wanted: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have and no other one has."""
    plain = _NOT_IN_TITLES.sub(" ", wanted)[:LONGEST_TITLE].strip() or "sheet"
    used = {name.casefold() for name in taken}
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain[: LONGEST_TITLE - 4]} {number}", number + 1
    return found


def _number(hours: float) -> float | int:
    return int(hours) if float(hours).is_integer() else round(hours, 2)
