"""A comparison in Jupyter: what differs, and the Gantt chart with a switch, in a frame that works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.reports.compared import compared_lines, goal_cells, noise_note
from ipmplan.reports.html.elements import Html, el, table

if TYPE_CHECKING:
    from ipmplan.reports.comparison import ScenarioComparison

HEIGHT = 900
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


def notebook(made: ScenarioComparison) -> str:
    """Show a comparison in Jupyter."""
    if not made.plans:
        return tables(made)
    page = made.gantt(rows=24).to_html(include_plotlyjs=True, full_html=True)
    frame = el("iframe", srcdoc=page, style=f"width:100%;height:{HEIGHT}px;border:0", title="Gantt chart by scenario")
    return el("div", tables(made), frame)
