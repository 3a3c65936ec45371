"""Tables that stay within the page: user text is never markup, long names are cut, long lists are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def heading(text: str) -> Iterator[RenderableType]:
    """Start a section."""
    yield Text()
    yield Text(text, style="bold cyan")


def table(*columns: str, numbers: Sequence[str] = (), fixed: Sequence[str] = (), wraps: Sequence[str] = ()) -> Table:
    """Make an empty table; its columns are cut with an ellipsis where the page is too narrow.

    Parameters
    ----------
    numbers
        Columns that are set to the right and never cut.
    fixed
        Other columns that are never cut.
    wraps
        Columns that go on in the next line instead of being cut.
    """
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="dim")
    for column in columns:
        if column in numbers or column in fixed:
            least = len(column)
            made.add_column(column, justify="right" if column in numbers else "left", no_wrap=True, min_width=least)
        else:
            made.add_column(column, overflow="fold" if column in wraps else "ellipsis")
    return made


def add(to: Table, *cells: str, style: str = "") -> None:
    """Add a row of plain text."""
    row = []
    for column, cell in zip(to.columns, cells, strict=True):
        if column.no_wrap:
            column.min_width = max(column.min_width or 0, len(cell))
        row.append(Text(cell, style=style, no_wrap=column.overflow == "ellipsis"))
    to.add_row(*row)


def more(shown: int, there: int, what: str = "") -> Iterator[RenderableType]:
    """Say how many rows were left out."""
    if there > shown:
        yield Text(f"and {there - shown:,} more{f' {what}' if what else ''} in the report", style="dim")
