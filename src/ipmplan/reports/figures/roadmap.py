"""One row for each project: from its first to its last day, with its milestones; a large portfolio on one page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.dues import DueState, dues
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene, scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure, Scatter

EDGE = timedelta(days=2)


def roadmap(schedule: Schedule, portfolio: Portfolio, *, theme: style.Theme = "light", rows: int = 60) -> Figure:
    """Draw the span of each project and its milestones, projects with late ones first.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    theme
        ``light`` or ``dark``.
    rows
        How many projects are shown at once; drag up and down for the rest.
    """
    view = scene(schedule, portfolio)
    states = [due for due in dues(view) if due.finish is not None and due.kind != "task"]
    worst = {due.project: 0.0 for due in states}
    for due in states:
        worst[due.project] = max(worst[due.project], due.over_hours)
    spans = _spans(view)
    order = sorted(spans, key=lambda project: (-worst.get(project, 0.0), spans[project]))
    row_of = {project: row for row, project in enumerate(order)}
    made = style.figure(theme, min(len(order), rows) * 30 + 90, barmode="overlay", hovermode="closest")
    made.add_trace(_bars(view, spans, row_of))
    for trace in _stones(view, theme, row_of, states):
        made.add_trace(trace)
    first, last = view.first - EDGE, view.last + EDGE
    style.shade_time(made, view, theme, first, last)
    style.time_axis(made, first, last)
    labels = [style.label(view.project_name(project), 30) for project in order]
    made.update_yaxes(tickvals=list(range(len(order))), ticktext=labels, showgrid=False)
    style.scroll_rows(made, len(order), rows)
    made.update_layout(legend={"y": 0, "yanchor": "top"}, margin={"t": 48 + style.BUTTONS})
    return made


def _spans(view: Scene) -> dict[str, tuple[datetime, datetime]]:
    spans: dict[str, tuple[datetime, datetime]] = {}
    for task in view.schedule.tasks:
        project = view.project_of(task.id)
        start, end = spans.get(project, (task.start, task.end))
        spans[project] = (min(start, task.start), max(end, task.end))
    return spans


def _bars(view: Scene, spans: dict[str, tuple[datetime, datetime]], row_of: dict[str, int]) -> Bar:
    from plotly import graph_objects as go

    colours = style.project_colours(view)
    return go.Bar(
        orientation="h",
        base=[spans[project][0] for project in row_of],
        x=[style.milliseconds(*spans[project]) for project in row_of],
        y=list(row_of.values()),
        width=0.5,
        marker={"color": [colours.get(project, style.INTERNAL) for project in row_of], "line": {"width": 0}},
        hovertext=[
            f"<b>{style.label(view.project_name(project))}</b><br>"
            f"{words.day(spans[project][0], view.year)} – {words.day(words.last_day(spans[project][1]), view.year)}"
            for project in row_of
        ],
        hoverinfo="text",
        showlegend=False,
        textposition="none",
    )


def _stones(view: Scene, theme: style.Theme, row_of: dict[str, int], states: list[DueState]) -> list[Scatter]:
    from plotly import graph_objects as go

    colours = style.THEMES[theme]
    made = []
    for name, late, colour, symbol in (
        ("milestone", False, colours.ink, "diamond"),
        ("late milestone", True, colours.late, "diamond-x"),
    ):
        group = [due for due in states if (due.status == "late") is late and due.project in row_of]
        made.append(
            go.Scatter(
                x=[due.finish for due in group],
                y=[row_of[due.project] for due in group],
                mode="markers",
                marker={"symbol": symbol, "size": 12, "color": colour, "line": {"color": colours.paper, "width": 1}},
                hovertext=[
                    f"<b>{style.label(due.name)}</b><br>{style.label(view.project_name(due.project))}<br>"
                    f"due {words.day(due.due, view.year)}, reached {words.day(due.finish, view.year)}<br>"
                    f"{due.verdict(view.hours_a_day)}"
                    for due in group
                ],
                hoverinfo="text",
                name=name,
                showlegend=bool(group),
            )
        )
    return made
