"""A comparison on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from ipmplan.reports import words
from ipmplan.reports.compared import compared_lines, goal_cells, noise_note
from ipmplan.reports.terminal.tables import add, heading, table
from ipmplan.scenarios.compare import Compared

STYLES = {"good": "green", "bad": "red"}


def comparison_page(found: Compared) -> Group:
    """Scenarios side by side: the goals in a table, then what differs in sentences."""
    base = found.base.portfolio
    parts: list[RenderableType] = [
        Text(
            f"{base.name}: {words.count(len(found.scenarios), 'scenario')} as of {words.day(base.as_of)}", style="bold"
        )
    ]
    goals, rows = goal_cells(found)
    grid = table("scenario", *goals, numbers=goals, names=["scenario"])
    for name, cells in rows:
        add(grid, name, *cells)
    parts += [*heading("Goals (* = differs by more than chance)"), grid]
    for line in compared_lines(found):
        parts += heading(line.name)
        parts += [Text(f"  {text}", style="dim") for text in line.different]
        parts += [Text(f"  - {text}", style=STYLES.get(line.tone, "")) for text in line.says]
    if found.cancelled:
        parts += [Text(), Text(f"Stopped before: {', '.join(found.cancelled)}")]
    parts += [Text(), Text(noise_note(found), style="dim")]
    return Group(*parts)
