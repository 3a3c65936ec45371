"""Tables that stay within the page: user text is never markup, long names are cut, long lists are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Column, Table
from rich.text import Text

LEAST = 8


def heading(text: str) -> Iterator[RenderableType]:
    """Start a section."""
    yield Text()
    yield Text(text, style="bold cyan")


class Fitted(Table):
    """A table as wide as the page at most: some columns are cut or wrapped first, names last, the others never."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Share the page out among the columns before they are drawn."""
        wanted = [max(cell_len(line) for line in _lines(column)) for column in self.columns]
        around = sum(self._get_padding_width(number) for number in range(len(wanted))) + self._extra_width
        excess = sum(wanted) + around - options.max_width
        for names in (self.first, self.last):
            own = [number for number, column in enumerate(self.columns) if column.header in names]
            while excess > 0 and any(wanted[number] > LEAST for number in own):
                wanted[max(own, key=lambda number: wanted[number])] -= 1
                excess -= 1
        for column, width in zip(self.columns, wanted, strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)


def _lines(column: Column) -> Iterator[str]:
    yield str(column.header)
    for cell in column.cells:
        yield from str(cell).splitlines()


def table(
    *columns: str,
    numbers: Sequence[str] = (),
    fixed: Sequence[str] = (),
    wraps: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Fitted:
    """Make an empty table; its columns are cut with an ellipsis where the page is too narrow.

    Parameters
    ----------
    numbers
        Columns that are set to the right and never cut.
    fixed
        Other columns that are never cut.
    wraps
        Columns that go on in the next line instead of being cut.
    names
        Columns that are cut last, when all others are as narrow as they get.
    columns
        Heads.
    """
    made = Fitted(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="dim")
    made.last = frozenset(names)
    made.first = frozenset(columns) - made.last - {*numbers, *fixed}
    for column in columns:
        justify: Literal["right", "left"] = "right" if column in numbers else "left"
        made.add_column(column, justify=justify, overflow="fold" if column in wraps else "ellipsis")
    return made


def add(to: Fitted, *cells: str, style: str = "") -> None:
    """Add a row of plain text."""
    to.add_row(
        *(Text(cell, style, no_wrap=col.overflow == "ellipsis") for col, cell in zip(to.columns, cells, strict=True))
    )


def more(shown: int, there: int, what: str = "") -> Iterator[RenderableType]:
    """Say how many rows were left out."""
    if there > shown:
        yield Text(f"and {there - shown:,} more{f' {what}' if what else ''} in the report", style="dim")
