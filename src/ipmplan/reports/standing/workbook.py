"""What can be billed, as a workbook: a sheet with all lines, and one for each client."""

from __future__ import annotations

import io
import re
from pathlib import Path

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_bytes
from ipmplan.files.cells import sayable
from ipmplan.files.values import print_text
from ipmplan.tracking.billing import Billing
from ipmplan.tracking.bills import BillLine

HEADS = ("client", "project", "what", "hours", "amount", "ref")
WIDTHS = (28, 12, 70, 10, 14, 28)
LONGEST = 31


def write_bill(path: Path, found: Billing, portfolio: Portfolio) -> Path:
    """Write the lines in one step.

    Raises
    ------
    InputError
        When the place cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    book.remove(sheet)
    _sheet(book, "all", found.lines, portfolio)
    for client in dict.fromkeys(line.client for line in found.lines):
        _sheet(book, client, tuple(line for line in found.lines if line.client == client), portfolio)
    target = io.BytesIO()
    book.save(target)
    try:
        write_bytes(path, target.getvalue())
    except OSError as error:
        message = f"the bill cannot be written: {error.strerror or error}"
        raise InputError(Issue(message, str(path), "Maybe it is open in a spreadsheet?")) from error
    return path


def _sheet(book: object, title: str, lines: tuple[BillLine, ...], portfolio: Portfolio) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    assert isinstance(book, Workbook)
    plain = re.sub(r"[\[\]:*?/\\']", " ", sayable(title)).strip()[:LONGEST] or "client"
    sheet = book.create_sheet(plain)
    sheet.append([*HEADS[:4], f"amount, {portfolio.currency}", HEADS[5]])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in lines:
        hours = float(line.hours) if line.hours is not None else None
        # A text that begins like a formula is none, and a workbook cannot hold every character.
        texts = [print_text(sayable(text)) for text in (line.client, line.project, line.what)]
        sheet.append([*texts, hours, line.amount, line.ref])
    sheet.append([None, None, "in all", None, sum(line.amount for line in lines), None])
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows(min_row=2, min_col=5, max_col=5):
        row[0].number_format = "#,##0.00"
