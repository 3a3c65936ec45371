"""A comparison in Jupyter: what differs, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.reports.compared import compared_lines, goal_cells, noise_note
from ipmplan.reports.html.elements import Html, el, table

if TYPE_CHECKING:
    from ipmplan.reports.comparison import ScenarioComparison

TONES = {"bad": "bad"}


def tables(made: ScenarioComparison) -> Html:
    """What differs, as tables."""
    found = made.found
    goals, rows = goal_cells(found)
    cells = table(["scenario", *goals], [("", [name, *values]) for name, values in rows], numbers=goals)
    lines = [
        (TONES.get(line.tone, ""), [line.name, "; ".join(line.different), "; ".join(line.says)])
        for line in compared_lines(found)
    ]
    said = table(["scenario", "what is different", "what that changes"], lines, fixed=["scenario"])
    return el(
        "div",
        el("h4", "Goals (* = differs by more than chance)"),
        cells,
        el("h4", "Scenarios"),
        said,
        el("p", noise_note(found)),
    )
