"""Portfolios written as spreadsheets of several kinds: what people's programs make of one and the same plan.

``python -m tests.dialects 1000`` writes and reads a thousand and counts what came back.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, Literal

import click
import openpyxl
from tests.agencies import agency

from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.files.columns import Column, Table
from ipmplan.files.folder import read_folder
from ipmplan.files.schema import TABLES, tables
from ipmplan.files.synonyms import COLUMN_WORDS, TABLE_WORDS, VALUE_WORDS

Outcome = Literal["same", "reported", "wrong"]
Rows = list[list[object]]
TOML = """\
name = "Agency"
as_of = 2026-01-05
[calendar]
workweek = "Mon-Fri 09:00-13:00 14:00-18:00"
"""


@dataclass(frozen=True)
class Dialect:
    """How somebody's spreadsheet writes things.

    Parameters
    ----------
    marks
        Decimal mark and what sets thousands apart.
    day, clock
        How days and times are written, as `strftime` has it.
    currency
        What may stand behind an amount.
    typed
        Whether a workbook's cells hold numbers and dates, not their text.
    """

    name: str
    marks: tuple[str, str]
    day: str
    clock: str = " %H:%M"
    currency: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    sep_line: bool = False
    german: bool = False
    workbook: bool = False
    typed: bool = False


DIALECTS = (
    Dialect("German CSV", (",", "."), "%d.%m.%Y", currency=" €", delimiter=";", encoding="cp1252", german=True),
    Dialect("American CSV", (".", ","), "%m/%d/%Y", " %I:%M %p", encoding="utf-8-sig"),
    Dialect("Swiss text", (".", "'"), "%d.%m.%y", delimiter="\t", encoding="utf-16", sep_line=True, german=True),
    Dialect("French workbook", (",", "\u202f"), "%d/%m/%Y", currency="\u00a0€", workbook=True),
    Dialect("German workbook", (",", "."), "%d.%m.%Y", german=True, workbook=True, typed=True),
)


class _Writer:
    """One portfolio in one dialect; small habits of whoever typed it are drawn at random."""

    def __init__(self, dialect: Dialect, rng: Random) -> None:
        self.dialect = dialect
        self.rng = rng
        self.grouped = rng.random() < 0.6
        self.cents = rng.random() < 0.5

    def table(self, table: Table, rows: Sequence[object]) -> Rows:
        """Header and rows; columns in any order, one of comments among them, and empty rows."""
        names = list(table.columns)
        self.rng.shuffle(names)
        lines: Rows = [[self.header(table, name) for name in names]]
        for row in rows:
            lines.append([self.cell(table.columns[name], name, row) for name in names])
            if self.rng.random() < 0.1:
                lines.append([""] * len(names))
        at = self.rng.randrange(len(names) + 1)
        for number, line in enumerate(lines):
            line.insert(at, "Comment" if not number else self.rng.choice(("", "", "see 1.234 or 03/04/2026", "ü?")))
        return lines

    def header(self, table: Table, name: str) -> str:
        words = COLUMN_WORDS[table.name].get(name, "") if self.dialect.german else ""
        written = self.rng.choice(words.split()) if words and self.rng.random() < 0.6 else name
        written = written.replace("_", self.rng.choice((" ", "_")))
        if table.columns[name].measure == "money" and self.rng.random() < 0.3:
            written += self.rng.choice((" (EUR)", " in €", "\n[EUR]"))
        return self.rng.choice((written, written.title(), written.upper()))

    def cell(self, column: Column, name: str, row: object) -> object:
        if isinstance(row, Booking) and name == "hours":
            value: Any = (row.hours, row.percent)
        else:
            value = getattr(row, column.attribute)
        if (
            value is None
            or value is False
            or value in ("", ())
            or (value == _default(row, column) and self.rng.random() < 0.7)
        ):
            return self.rng.choice(("", "", "", "-" if column.holds == "dates" else ""))
        if isinstance(value, bool):
            return self.yes() if name != "status" else column.print(value)
        if isinstance(value, date):
            return self.moment(value)
        if isinstance(value, Decimal | Fraction | int):
            return self.amount(value, column)
        text = column.print(value)
        if column.holds == "text":
            return text
        if self.dialect.german:
            other = [
                pair.split("=")[0]
                for words in VALUE_WORDS.values()
                for pair in words.split()
                if pair.endswith(f"={text}")
            ]
            text = self.rng.choice((text, text, *(other if name in ("every", "owner", "budget_limit") else ())))
        return self.notation(text, column)

    def yes(self) -> object:
        if self.dialect.typed and self.rng.random() < 0.5:
            return True
        return self.rng.choice(("ja", "x", "WAHR") if self.dialect.german else ("yes", "TRUE", "y"))

    def moment(self, moment: date) -> object:
        if self.dialect.typed and self.rng.random() < 0.7:
            whole = not isinstance(moment, datetime)
            return datetime.combine(moment, time()) if whole and self.rng.random() < 0.5 else moment
        text = f"{moment:{self.dialect.day}}"
        if isinstance(moment, datetime):
            return text + f"{moment:{self.dialect.clock}}"
        return text + (f"{time():{self.dialect.clock}}" if self.rng.random() < 0.15 else "")

    def amount(self, value: Decimal | Fraction | int, column: Column) -> object:
        money, hours = column.measure == "money", column.measure == "time"
        if column.measure == "share":
            return f"{self.number(Fraction(value) * 100)}{self.rng.choice(('%', ' %'))}"
        if self.dialect.typed and self.rng.random() < 0.7 and not (hours and column.attribute == "buffer"):
            return float(value) if Fraction(value).denominator > 1 else int(value)
        text = self.number(Fraction(value), cents=money and self.cents)
        if hours:
            return text + self.rng.choice(("h", " h", " Std" if self.dialect.german else " hours"))
        return text + (self.rng.choice(("", self.dialect.currency)) if money else "")

    def number(self, value: Fraction, *, cents: bool = False) -> str:
        mark, group = self.dialect.marks
        exact = f"{float(value):,.2f}" if cents else f"{float(value):,.10f}".rstrip("0").rstrip(".")
        return exact.translate({ord("."): mark, ord(","): group if self.grouped else ""})

    def notation(self, text: str, column: Column) -> str:
        """Numbers within notations as the dialect has them, dashes and spaces as word processors have them."""
        if column.holds == "numbers":
            text = re.sub(r"(?<![\w.])\d+(?:\.\d+)?(?=h|\]|%|$|;)", lambda found: self.number(Fraction(found[0])), text)
            if not self.dialect.workbook:
                text = text.replace("\u202f", "")
        if self.rng.random() < 0.2 and (self.dialect.encoding != "cp1252" or "–".encode("cp1252")):
            text = re.sub(r"(?<=\w)-(?=\d+:)|(?<=[a-z])-(?=[A-Z])", "–", text) if ":" in text else text
        if self.rng.random() < 0.2:
            text = text.replace("; ", ";\u00a0")
        return text


def _default(row: object, column: Column) -> object:
    spec = next(field for field in fields(row) if field.name == column.attribute)  # type: ignore[arg-type]
    return None if spec.default is MISSING else spec.default


def write(portfolio: Portfolio, folder: Path, dialect: Dialect, rng: Random) -> Path:
    """Write a portfolio as a folder of tables, or as a workbook, beside its settings."""
    (folder / "portfolio.toml").write_text(TOML, encoding="utf-8")
    writer = _Writer(dialect, rng)
    described = tables(Fraction(8), Fraction(40), "EUR")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in TABLES:
        rows = getattr(portfolio, name)
        if not rows:
            continue
        lines = writer.table(described[name], rows)
        called = rng.choice((name, name.title(), *(TABLE_WORDS[name].split() if dialect.german else ())))
        if dialect.workbook:
            _sheet(book, called, lines, rng)
        else:
            (folder / f"{called}.csv").write_bytes(_csv(lines, dialect, rng))
    if dialect.workbook:
        book.save(folder / "agency.xlsx")
    return folder


def _csv(lines: Rows, dialect: Dialect, rng: Random) -> bytes:
    stream = io.StringIO(newline="")
    if dialect.sep_line:
        stream.write(rng.choice((f"sep={dialect.delimiter}\r\n", f'"sep={dialect.delimiter}"\r\n')))
    csv.writer(stream, delimiter=dialect.delimiter, lineterminator=rng.choice(("\r\n", "\n"))).writerows(lines)
    return stream.getvalue().encode(dialect.encoding)


def _sheet(book: openpyxl.Workbook, name: str, lines: Rows, rng: Random) -> None:
    """A sheet in which equal neighbours in a column may be merged."""
    sheet = book.create_sheet(name)
    for line in lines:
        sheet.append([None if cell == "" else cell for cell in line])
    for column in range(1, len(lines[0]) + 1):
        start = 2
        for row in range(3, len(lines) + 2):
            values = [sheet.cell(line, column).value for line in (start, row)]
            if values[0] == values[1] and row <= len(lines) and values[0] is not None:
                continue
            if row - start > 1 and rng.random() < 0.5:
                sheet.merge_cells(start_row=start, end_row=row - 1, start_column=column, end_column=column)
            start = row
    if rng.random() < 0.3:
        sheet.cell(len(lines) + 200, len(lines[0]) + 3).value = None


def read_back(portfolio: Portfolio, folder: Path) -> tuple[Outcome, list[str]]:
    """Read a folder and compare it with the portfolio that it was written from."""
    found, issues = read_folder(folder)
    told = [str(issue) for issue in issues]
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors:
        return ("reported" if all(issue.hint for issue in errors) else "wrong"), told
    if found is not None and replace(found, source="") == replace(portfolio, source=""):
        return "same", told
    different = [
        f"{one}\n  read as {other}"
        for name in TABLES
        for one, other in zip(getattr(portfolio, name), getattr(found, name, ()), strict=False)
        if one != other
    ]
    return "wrong", told + different


def run(seed: int) -> tuple[Dialect, Outcome, list[str]]:
    """Write and read the portfolio of a seed in the dialect that follows from it."""
    rng = Random(seed)
    portfolio = agency(rng)
    dialect = DIALECTS[seed % len(DIALECTS)]
    with tempfile.TemporaryDirectory() as name:
        return dialect, *read_back(portfolio, write(portfolio, Path(name), dialect, rng))


def main(arguments: Sequence[str]) -> int:
    """Count what came back of so many; 1 when any was read wrongly or fewer than 95 % as they were."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", choices=("reported", "wrong"), action="append", default=["wrong"])
    options = parser.parse_args(arguments)
    count: Counter[tuple[str, Outcome]] = Counter()
    for seed in range(options.first, options.first + options.number):
        dialect, outcome, told = run(seed)
        count[dialect.name, outcome] += 1
        if outcome in options.show:
            click.echo("\n  ".join((f"seed {seed}, {dialect.name}: {outcome}", *told[:6])))
    for dialect in DIALECTS:
        counts = (f"{outcome} {count[dialect.name, outcome]:4}" for outcome in ("same", "reported", "wrong"))
        click.echo(f"{dialect.name:16} {' '.join(counts)}")
    same = sum(number for (_, outcome), number in count.items() if outcome == "same")
    wrong = sum(number for (_, outcome), number in count.items() if outcome == "wrong")
    click.echo(
        f"{same} of {options.number} read as they were written, {options.number - same - wrong} reported, {wrong} wrong"
    )
    return 0 if not wrong and same >= 0.95 * options.number else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
