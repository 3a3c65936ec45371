"""The first screen on a terminal: facts in their order, names in full, the rest wrapped."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ipmplan.reports.first import Line, Screen, Section, Tone
from ipmplan.reports.terminal.tables import add, more, table

MOST_PEOPLE = 20
MARKS: dict[Tone, tuple[str, str]] = {
    "bad": ("!!", "bold red"),
    "watch": (" !", "yellow"),
    "good": ("ok", "green"),
    "info": ("  ", ""),
}
INDENT = 3


def sections(screen: Screen, *, day: bool = True) -> Iterator[RenderableType]:
    """Yield the sections.

    Parameters
    ----------
    screen
        What is read first.
    day
        Whether to show who does what on the first day.
    """
    for section in screen.sections:
        if section.topic == "day" and not day:
            continue
        yield Text()
        mark, style = MARKS[section.tone]
        yield _hanging(Text(mark, style), Text(section.title, "bold"))
        if section.topic == "day":
            yield from _people(section)
        elif section.topic in {"notes", "quality"}:
            yield from (Padding(_hanging(Text("-"), Text(line.what)), (0, 0, 0, INDENT)) for line in section.lines)
        else:
            yield from (_indented(text) for line in section.lines for text in _line(section, line))
        if section.rest:
            yield _indented(Text(section.rest, style="dim"))


def _line(section: Section, line: Line) -> Iterator[Text]:
    style = {"bad": "bold red", "watch": "yellow"}.get(line.tone, "") if section.topic == "trouble" else ""
    yield Text.assemble((line.what, "bold"), f": {line.figure}" if line.figure else "", style=style)
    yield from (Text(f"  {detail}") for detail in line.details)


def _people(section: Section) -> Iterator[RenderableType]:
    made = table("who", "what", names=("who",), wraps=("what",))
    made.show_header = False
    for line in section.lines[:MOST_PEOPLE]:
        add(made, line.what, "; ".join(line.details))
    yield Padding(made, (0, 0, 0, INDENT))
    yield from more(MOST_PEOPLE, len(section.lines), "people")


def _hanging(mark: Text, text: Text) -> Table:
    """Put a mark before a text that goes on below itself."""
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_row(mark, text)
    return made


def _indented(text: Text) -> Padding:
    """Set a line in; what does not fit goes on in the next one, as far in as it began."""
    lead = len(text.plain) - len(text.plain.lstrip(" "))
    return Padding(text[lead:], (0, 0, 0, INDENT + lead))
