"""An answer as data: sentences and tables in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of an answer.

    Parameters
    ----------
    title
        Heading.
    heads
        Of its columns.
    rows
        Cells as text.
    fixed
        Columns that are never cut, such as dates.
    numbers
        Columns that are set to the right.
    wraps
        Columns that go on in the next line.
    empty
        What is said instead when there are no rows; the table is left out when that is empty, too.
    notes
        Sentences below it.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fixed: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    wraps: tuple[str, ...] = ()
    empty: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An answer.

    Parameters
    ----------
    title
        What it is about.
    lines
        What is to be known first.
    grids
        Tables behind it.
    """

    title: str
    lines: tuple[str, ...] = ()
    grids: tuple[Listing, ...] = ()
