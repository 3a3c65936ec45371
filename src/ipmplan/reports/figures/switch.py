"""Several figures in one, with a list to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipmplan.reports.figures.style import Theme, label

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# What differs between two figures of one kind and has to be switched with the traces.
LAYOUT = ("xaxis", "yaxis", "shapes", "annotations", "dragmode")
ROOM = 46
"""Pixels above the chart for the list."""
HEIGHT = 400


def switched(figures: Mapping[str, Figure], theme: Theme) -> Figure:
    """Put figures of one kind into one that shows one of them at a time.

    Parameters
    ----------
    figures
        By the name that the list shows; the first one is shown first.
    theme
        ``light`` or ``dark``.
    """
    from ipmplan.reports.figures import style
    from ipmplan.reports.figures.light import LightFigure

    if len(figures) < 2:
        return next(iter(figures.values()), style.figure(theme, 200))
    drawn = [one.to_plotly_json() for one in figures.values()]
    first = drawn[0]["layout"]
    traces: list[dict[str, Any]] = []
    owner: list[int] = []
    for number, one in enumerate(drawn):
        for trace in one["data"]:
            traces.append({**trace, "visible": trace.get("visible", True) if number == 0 else False})
            owner.append(number)
    buttons = []
    for number, (name, one) in enumerate(zip(figures, drawn, strict=True)):
        shown = [
            trace.get("visible", True) if own == number else False
            for own, trace in zip(owner, (t for d in drawn for t in d["data"]), strict=True)
        ]
        layout = {key: one["layout"].get(key, [] if key in {"shapes", "annotations"} else None) for key in LAYOUT}
        layout["height"] = (one["layout"].get("height") or HEIGHT) + ROOM
        buttons.append({"label": label(name, 50), "method": "update", "args": [{"visible": shown}, layout]})
    margin = {**first.get("margin", {}), "t": first.get("margin", {}).get("t", 60) + ROOM}
    menu = {
        "buttons": buttons,
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": ROOM},
        "showactive": True,
        "font": {"size": 12},
    }
    made = LightFigure({"data": traces, "layout": {**first, "margin": margin, "updatemenus": [menu]}})
    made.update_layout(height=(first.get("height") or HEIGHT) + ROOM)
    return made
