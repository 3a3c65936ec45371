"""Answers on a terminal and as HTML."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from ipmplan.reports.answers.page import Listing, Page
from ipmplan.reports.html.elements import Html, el, join
from ipmplan.reports.html.elements import table as html_table
from ipmplan.reports.terminal import as_text
from ipmplan.reports.terminal.tables import add, heading, table


def as_rich(page: Page) -> Group:
    """An answer for a terminal."""
    return Group(Text(page.title, style="bold"), *(Text(line) for line in page.lines), *_grids(page))


def _grids(page: Page) -> Iterator[RenderableType]:
    for grid in page.grids:
        if not grid.rows and not grid.empty:
            continue
        yield from heading(grid.title)
        if not grid.rows:
            yield Text(grid.empty)
        else:
            made = table(*grid.heads, numbers=grid.numbers, fixed=grid.fixed, wraps=grid.wraps)
            for row in grid.rows:
                add(made, *row)
            yield made
        yield from (Text(note, style="dim") for note in grid.notes)


def show(page: Page) -> None:
    """Print an answer on stdout: in colour on a terminal, as plain text when piped."""
    console = Console()
    if console.is_terminal:
        console.print(as_rich(page))
    else:
        sys.stdout.write(f"{as_text(as_rich(page), console.width)}\n")


def as_html(page: Page, heading: str = "h4") -> Html:
    """An answer as HTML that stands anywhere."""
    return join(
        [
            el("p", el("b", page.title)),
            *(el("p", line) for line in page.lines),
            *html_listings(page.grids, heading),
        ]
    )


def html_listings(grids: Iterable[Listing], heading: str) -> Iterator[Html]:
    """Tables of an answer, each under a heading."""
    for grid in grids:
        yield from _html_grid(grid, heading)


def _html_grid(grid: Listing, heading: str) -> Iterator[Html]:
    if not grid.rows and not grid.empty:
        return
    yield el(heading, grid.title)
    if not grid.rows:
        yield el("p", grid.empty)
    else:
        yield html_table(grid.heads, [("", row) for row in grid.rows], fixed=grid.fixed)
    yield from (el("p", note, class_="hint") for note in grid.notes)
