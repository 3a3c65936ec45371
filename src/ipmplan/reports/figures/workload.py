"""The workload heat map: a person a row, a week a column, the filled share of the hours available."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipmplan.core.plan import PersonLoad, PersonWeek, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene, scene

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

# White to blue up to 100 %, so that empty weeks read as empty; beyond it a colour of its own.
SCALES: dict[style.Theme, list[list[float | str]]] = {
    "light": [[0, "#F7FAFD"], [0.4, "#BFD7EC"], [0.8, "#2F6DA8"], [0.8001, "#B3261E"], [1, "#7A0F0A"]],
    "dark": [[0, "#1B232C"], [0.4, "#2D4F70"], [0.8, "#7DB4E6"], [0.8001, "#FF8A80"], [1, "#FFC1BA"]],
}
TOP = 1.25
MOST_TEXTS = 2500


def workload(schedule: Schedule, portfolio: Portfolio, *, theme: style.Theme = "light", rows: int = 60) -> Figure:
    """Draw how full each person's weeks are, in per cent of their working time; more than 100 is marked.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    theme
        ``light`` or ``dark``.
    rows
        How many people are shown at once; drag up and down for the rest.
    """
    from plotly import graph_objects as go

    view = scene(schedule, portfolio)
    people = [person for person in schedule.people if person.available_hours or person.hours]
    weeks = sorted({week.week for person in people for week in person.weeks})
    known = [{week.week: week for week in person.weeks} for person in people]
    colours = style.THEMES[theme]
    made = style.figure(theme, min(len(people), rows) * 26 + 100, hovermode="closest")
    texts = len(people) * len(weeks) <= MOST_TEXTS
    made.add_trace(
        go.Heatmap(
            z=[[_share(own.get(week)) for week in weeks] for own in known],
            x=list(range(len(weeks))),
            y=list(range(len(people))),
            text=[[_cell(own.get(week)) for week in weeks] for own in known] if texts else None,
            texttemplate="%{text}" if texts else None,
            textfont={"size": 11},
            hovertext=[
                [_hover(view, person, week, own.get(week)) for week in weeks]
                for person, own in zip(people, known, strict=True)
            ],
            hoverinfo="text",
            zmin=0,
            zmax=TOP,
            colorscale=SCALES[theme],
            xgap=2,
            ygap=2,
            colorbar={
                "tickvals": [0, 0.5, 1, TOP],
                "ticktext": ["0 %", "50 %", "100 %", "more"],
                "thickness": 12,
                "lenmode": "pixels",
                "len": 150,
                "y": 1,
                "yanchor": "top",
            },
        )
    )
    over = [
        (column, row)
        for row, own in enumerate(known)
        for column, week in enumerate(weeks)
        if (found := own.get(week)) is not None and _is_over(found)
    ]
    if over:
        made.add_trace(_marks(over, colours.late))
    made.update_xaxes(
        tickvals=list(range(len(weeks))),
        ticktext=[_week(week) for week in weeks],
        side="top",
        showgrid=False,
        tickangle=0,
    )
    made.update_yaxes(
        tickvals=list(range(len(people))),
        ticktext=[f"{style.label(view.person_name(p.id), 26)}  {p.utilisation * 100:.0f} %" for p in people],
        showgrid=False,
    )
    if len(weeks) > 20:
        made.update_xaxes(tickvals=list(range(0, len(weeks), 1 + len(weeks) // 20)))
        made.update_xaxes(ticktext=[_week(week) for week in weeks[:: 1 + len(weeks) // 20]])
    style.scroll_rows(made, len(people), rows)
    made.update_yaxes(range=[min(len(people), rows) - 0.5, -0.5])
    made.update_layout(plot_bgcolor=colours.shade, margin={"t": 48 + style.BUTTONS})
    return made


def _marks(over: list[tuple[int, int]], colour: str) -> Scatter:
    from plotly import graph_objects as go

    return go.Scatter(
        x=[column for column, _ in over],
        y=[row for _, row in over],
        mode="markers",
        marker={"symbol": "square-open", "size": 20, "color": colour, "line": {"width": 3}},
        hoverinfo="skip",
        name="more than 100 %",
        showlegend=False,
    )


def _share(week: PersonWeek | None) -> float | None:
    if week is None or not (week.available or week.planned or week.booked):
        return None
    return min((week.booked + week.planned) / week.available, TOP) if week.available else TOP


def _is_over(week: PersonWeek) -> bool:
    return week.booked + week.planned > week.available + 1e-6


def _cell(week: PersonWeek | None) -> str:
    if week is None or not (week.available or week.planned or week.booked):
        return "–"
    if not week.available:
        return "!"
    return f"{(week.booked + week.planned) / week.available * 100:.0f}{'!' if _is_over(week) else ''}"


def _monday(week: str) -> date:
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _week(week: str) -> str:
    monday = _monday(week)
    return f"{week.split('-')[1]}<br>{monday.day} {words.MONTHS[monday.month - 1]}"


def _hover(view: Scene, person: PersonLoad, name: str, week: PersonWeek | None) -> str:
    head = f"<b>{style.label(view.person_name(person.id))}</b>, week from {words.day(_monday(name), view.year)}"
    if week is None:
        return f"{head}<br>nothing"
    free = max(week.available - week.booked - week.planned, 0.0)
    lines = [
        head,
        f"available {words.hours(week.available)}",
        f"booked {words.hours(week.booked)}",
        f"planned {words.hours(week.planned)}",
        f"free {words.hours(free)}",
    ]
    return "<br>".join([*lines, "more than there is"] if _is_over(week) else lines)
