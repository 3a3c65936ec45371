"""The plan on a terminal: readable at 80 columns, without colour and when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.attention import Tone, attention
from ipmplan.reports.goals import status_sentence
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.terminal import results, sprint, weeks
from ipmplan.reports.terminal.tables import heading

MOST_NOTES = 12
MARKS: dict[Tone, tuple[str, str]] = {
    "bad": ("!!", "bold red"),
    "watch": (" !", "yellow"),
    "good": ("ok", "green"),
    "info": ("  ", ""),
}


def page(schedule: Schedule, portfolio: Portfolio, width: int = 80) -> Group:
    """Everything a manager reads before a sprint, the sprint first.

    Parameters
    ----------
    width
        Columns that are there; more of them show more weeks.
    """
    view = scene(schedule, portfolio)
    return Group(
        *_head(view), *sprint.sections(view), *results.sections(view), *weeks.sections(view, width), *_notes(view)
    )


def show(schedule: Schedule, portfolio: Portfolio) -> None:
    """Print the page on stdout: in colour on a terminal, as plain text when piped."""
    console = Console()
    content = page(schedule, portfolio, console.width)
    if console.is_terminal:
        console.print(content)
    else:
        sys.stdout.write(f"{as_text(content, console.width)}\n")


def brief(schedule: Schedule, portfolio: Portfolio) -> Group:
    """The short form: what needs attention, milestones and goals."""
    view = scene(schedule, portfolio)
    return Group(*_head(view), *results.milestones(view), *results.goals(view))


def as_text(content: RenderableType, width: int = 80) -> str:
    """Print on a plain page, without colour or control codes."""
    page = StringIO()
    Console(file=page, width=width, color_system=None, force_terminal=False).print(content)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _head(view: Scene) -> Iterator[RenderableType]:
    schedule = view.schedule
    title = f"{schedule.portfolio}: plan of {words.day(schedule.as_of)}"
    if schedule.including:
        title += f", with {', '.join(schedule.including)}"
    yield Text(title, style="bold")
    yield Text(status_sentence(view))
    yield Text()
    for point in attention(view):
        mark, style = MARKS[point.tone]
        yield Text.assemble((f"{mark} ", style), (f"{point.topic}: ", "bold"), point.headline)


def _notes(view: Scene) -> Iterator[RenderableType]:
    notes = view.schedule.notes
    if not notes:
        return
    yield from heading("Notes")
    for note in notes[:MOST_NOTES]:
        yield Padding(Text(f"- {note}"), (0, 0, 0, 0))
    if len(notes) > MOST_NOTES:
        yield Text(f"and {len(notes) - MOST_NOTES} more in the report")
