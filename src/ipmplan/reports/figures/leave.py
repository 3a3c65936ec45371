"""Leave in the figures: hatched, and drawn over the work that goes on behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ipmplan.core.people import EVERYBODY
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar


@dataclass(frozen=True, slots=True)
class Leave:
    """When somebody is not there, and the text that says so."""

    start: datetime
    end: datetime
    text: str

    def within(self, first: datetime, last: datetime) -> Leave | None:
        """The part of it between two moments, None when there is none."""
        start, end = max(self.start, first), min(self.end, last)
        return Leave(start, end, self.text) if start < end else None


def leaves(view: Scene, person: str, first: datetime, last: datetime) -> Iterator[Leave]:
    """Absences of a person between two moments, and the time before they join and after they leave."""
    grid = view.portfolio.grid
    who, found = style.label(view.person_name(person)), []
    for absence in view.portfolio.absences:
        if absence.person not in (person, EVERYBODY):
            continue
        begin, stop = grid.moment(grid.start_of(absence.start)), grid.moment(view.time.absence_end(absence))
        why = f": {absence.reason}" if absence.reason else ""
        open_ = ", no end given" if absence.end is None else ""
        days = f"{words.day(begin, view.year)} – {words.day(words.last_day(stop), view.year)}{open_}"
        found.append(Leave(begin, stop, f"<b>{who} is away</b>{style.label(why)}<br>{days}"))
    known = view.portfolio.person.get(person)
    if known is not None and known.joins is not None:
        joins = grid.moment(grid.start_of(known.joins))
        found.append(Leave(first, joins, f"{who} joins on {words.day(known.joins, view.year)}"))
    if known is not None and known.leaves is not None:
        leaves_ = grid.moment(grid.end_of(known.leaves))
        found.append(Leave(leaves_, last, f"{who} leaves on {words.day(known.leaves, view.year)}"))
    for leave in found:
        inside = leave.within(first, last)
        if inside is not None:
            yield inside


def bars(theme: style.Theme, rows: Sequence[tuple[int, Leave]], width: float) -> Bar:
    """Draw leave on rows; what lies behind it is seen through the hatching."""
    from plotly import graph_objects as go

    colours = style.THEMES[theme]
    return go.Bar(
        orientation="h",
        base=[leave.start for _, leave in rows],
        x=[style.milliseconds(leave.start, leave.end) for _, leave in rows],
        y=[row for row, _ in rows],
        width=width,
        marker={
            "color": colours.veil,
            "pattern": {"shape": "/", "fgcolor": colours.faint, "size": 6, "solidity": 0.25, "fillmode": "overlay"},
            "line": {"width": 0},
        },
        hovertext=[leave.text for _, leave in rows],
        hoverinfo="text",
        name="away",
        showlegend=bool(rows),
        textposition="none",
    )
