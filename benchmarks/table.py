"""A table that shows each row as soon as it is known and keeps all columns in a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    key
        Its name in rows and in the CSV file.
    title
        Its head in the printed table.
    width
        Characters it takes there; 0 = only in the CSV file.
    digits
        Digits after the point; None = as it is, without needless zeros.
    """

    key: str
    title: str = ""
    width: int = 0
    digits: int | None = None

    def show(self, value: Cell) -> str:
        """Return the cell as text: numbers to the right, words to the left, ``-`` for nothing.

        Examples
        --------
        >>> Column("gap", "gap %", 6, 2).show(1.234), Column("ok", "ok", 4).show(True), Column("v", "v", 4).show(None)
        ('  1.23', 'yes ', '   -')
        """
        if isinstance(value, bool):
            return ("yes" if value else "no").ljust(self.width)
        if isinstance(value, str):
            return (value if len(value) <= self.width else f"{value[: self.width - 1]}~").ljust(self.width)
        if value is None:
            return "-".rjust(self.width)
        text = f"{value:g}" if self.digits is None else f"{value:.{self.digits}f}"
        return text.rjust(self.width)


class Table:
    """Prints and keeps rows.

    Parameters
    ----------
    columns
        All columns; those with a width are printed.
    out
        Where to print.
    path
        CSV file to write, replaced if it is there; None = none.
    """

    def __init__(self, columns: Sequence[Column], out: TextIO, path: Path | None) -> None:
        self._columns = columns
        self._shown = [column for column in columns if column.width]
        self._out = out
        self._path = path
        self.rows: list[Mapping[str, Cell]] = []
        if path is not None:
            self._write("w", [column.key for column in columns])

    def head(self) -> None:
        """Print the titles."""
        cells = (column.title[: column.width].ljust(column.width) for column in self._shown[:1])
        rest = (column.title[: column.width].rjust(column.width) for column in self._shown[1:])
        self.say(" ".join([*cells, *rest]).rstrip())
        self.say(" ".join("-" * column.width for column in self._shown))

    def add(self, row: Mapping[str, Cell]) -> None:
        """Keep a row: on screen and on disk before the next instance begins, so that Ctrl-C loses nothing."""
        self.rows.append(row)
        self.say(" ".join(column.show(row.get(column.key)) for column in self._shown).rstrip())
        if self._path is not None:
            self._write("a", [row.get(column.key) for column in self._columns])

    def say(self, text: str = "") -> None:
        """Print a line."""
        print(text, file=self._out, flush=True)

    def _write(self, mode: str, cells: Sequence[Cell]) -> None:
        assert self._path is not None
        with self._path.open(mode, encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([_plain(cell) for cell in cells])


def _plain(cell: Cell) -> Cell:
    if cell is None:
        return ""
    return round(cell, 4) if isinstance(cell, float) else cell
