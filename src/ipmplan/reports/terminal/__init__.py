"""The plan on a terminal: readable at 80 columns, without colour and when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.first import first_screen
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.terminal import first, results, sprint, weeks


def page(schedule: Schedule, portfolio: Portfolio, width: int = 80, before: Schedule | None = None) -> Group:
    """Everything a manager reads before a sprint: the first screen, then the sprint and all tables.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    width
        Columns that are there; more of them show more weeks.
    before
        The plan that was there before, to say what moved.
    """
    view = scene(schedule, portfolio, before)
    return Group(
        *_head(view),
        *first.sections(first_screen(view)),
        *sprint.sections(view),
        *results.sections(view),
        *weeks.sections(view, width),
        *results.goals(view),
    )


def show(schedule: Schedule, portfolio: Portfolio, before: Schedule | None = None) -> None:
    """Print the page on stdout: in colour on a terminal, as plain text when piped."""
    show_text(page(schedule, portfolio, Console().width, before))


def show_text(content: RenderableType) -> None:
    """Print anything on stdout: in colour on a terminal, as plain text when piped."""
    console = Console()
    if console.is_terminal:
        console.print(content)
    else:
        sys.stdout.write(f"{as_text(content, console.width)}\n")


def brief(schedule: Schedule, portfolio: Portfolio, before: Schedule | None = None) -> Group:
    """The short form: the first screen without its day, and milestones."""
    view = scene(schedule, portfolio, before)
    return Group(*_head(view), *first.sections(first_screen(view), day=False), *results.milestones(view))


def as_text(content: RenderableType, width: int = 80) -> str:
    """Print on a plain page, without colour or control codes."""
    page = StringIO()
    Console(file=page, width=width, color_system=None, force_terminal=False, force_jupyter=False).print(content)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _head(view: Scene) -> Iterator[RenderableType]:
    schedule = view.schedule
    title = f"{schedule.portfolio}: plan of {words.day(schedule.as_of)}"
    if schedule.including:
        title += f", with {', '.join(schedule.including)}"
    yield Text(title, style="bold")
