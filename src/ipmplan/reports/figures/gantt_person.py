"""Rows of people: their tasks by project, bookings and absences; parts at a share lie side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ipmplan.core.plan import Assignment
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.figures.leave import bars, leaves
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure

THICKNESS = 0.78
MOST_BOOKINGS = 3000
EDGE = timedelta(days=2)
ROW = 30


def draw(view: Scene, theme: style.Theme, most: int) -> Figure:
    """Draw it; at most `most` rows at once."""
    people = [person.id for person in view.portfolio.people]
    people += [name for name in view.by_person if name not in view.portfolio.person and name]
    row_of = {person: row for row, person in enumerate(people)}
    first, last = view.first - EDGE, view.last + EDGE
    shown = min(len(people), most)
    made = style.figure(theme, shown * ROW + 110, barmode="overlay", hovermode="closest")
    colours = style.project_colours(view)
    bases = {person: _bases(_tasks(view, person)) for person in people}
    projects: dict[str, list[Assignment]] = {}
    for row in view.schedule.assignments:
        if row.kind != "booking" and row.person in row_of:
            projects.setdefault(view.project_of(row.task), []).append(row)
    order = list(colours)
    for project in sorted(projects, key=lambda project: order.index(project) if project in order else len(order)):
        colour = colours.get(project, style.INTERNAL)
        made.add_trace(
            _bars(view, theme, project, colour, row_of, bases, projects[project], legend=len(projects) <= 12)
        )
    made.add_trace(_critical(view, theme, row_of, bases))
    made.add_trace(_bookings(view, theme, row_of))
    away = [(row, leave) for person, row in row_of.items() for leave in leaves(view, person, first, last)]
    made.add_trace(bars(theme, away, 0.94))
    made.add_trace(style.holiday_marks(view, theme, first, last, -0.75))
    style.shade_time(made, view, theme, first, last)
    style.time_axis(made, first, last)
    labels = [style.label(view.person_name(person), 30) for person in people]
    made.update_yaxes(tickvals=list(range(len(people))), ticktext=labels, showgrid=False)
    style.scroll_rows(made, len(people), most)
    made.update_layout(
        legend={"y": 0, "yanchor": "top"}, margin={"t": 48 + style.BUTTONS}, uniformtext={"mode": "hide", "minsize": 9}
    )
    return made


def _tasks(view: Scene, person: str) -> list[Assignment]:
    return [row for row in view.by_person.get(person, ()) if row.kind != "booking"]


def _bases(rows: Sequence[Assignment]) -> dict[Assignment, float]:
    """Where each assignment's bar begins within its row: parts that overlap lie side by side, each as thick as its share."""
    bases: dict[Assignment, float] = {}
    for row in rows:
        taken = sorted(
            (base, base + _thick(other))
            for other, base in bases.items()
            if other.end > row.start and other.start < row.end
        )
        base = 0.0
        for begin, end in taken:
            if begin - base >= _thick(row) - 1e-9:
                break
            base = max(base, end)
        bases[row] = base if base + _thick(row) <= 1 + 1e-9 else max(1 - _thick(row), 0.0)
    return bases


def _thick(row: Assignment) -> float:
    return min(max(row.share, 0.15), 1.0)


def _bars(
    view: Scene,
    theme: style.Theme,
    project: str,
    colour: str,
    row_of: dict[str, int],
    bases: dict[str, dict[Assignment, float]],
    rows: Sequence[Assignment],
    *,
    legend: bool,
) -> Bar:
    from plotly import graph_objects as go

    critical = {task.id for task in view.schedule.tasks if task.critical}
    return go.Bar(
        orientation="h",
        base=[row.start for row in rows],
        x=[style.milliseconds(row.start, row.end) for row in rows],
        y=[row_of[row.person] for row in rows],
        offset=[bases[row.person][row] * THICKNESS - THICKNESS / 2 for row in rows],
        width=[_thick(row) * THICKNESS for row in rows],
        marker={"color": colour, "line": {"color": style.THEMES[theme].paper, "width": 1}},
        text=[style.label(view.work_name(row.task), 40) for row in rows],
        textposition="inside",
        insidetextanchor="start",
        insidetextfont={"size": 11},
        constraintext="inside",
        hovertext=[_text(view, row, critical=row.task in critical) for row in rows],
        hoverinfo="text",
        name=style.label(view.project_name(project), 40),
        showlegend=legend,
    )


def _critical(
    view: Scene, theme: style.Theme, row_of: dict[str, int], bases: dict[str, dict[Assignment, float]]
) -> Bar:
    critical = {task.id for task in view.schedule.tasks if task.critical}
    found = [row for own in bases.values() for row in own if row.task in critical]
    return style.outlines(
        theme,
        [(row.start, row.end) for row in found],
        [row_of[row.person] for row in found],
        [_thick(row) * THICKNESS for row in found],
        [bases[row.person][row] * THICKNESS - THICKNESS / 2 for row in found],
    )


def _text(view: Scene, row: Assignment, *, critical: bool) -> str:
    share = f" at {words.percent(row.share)} of the time" if row.share < 1 else ""
    skill = f", {row.skill}" if row.skill else ""
    lines = [
        f"<b>{style.label(words.named(row.task, view.work_name(row.task)))}</b>",
        style.label(view.project_name(view.project_of(row.task))),
        style.label(f"{view.person_name(row.person)}{skill}: {words.hours(row.hours)}{share}"),
        f"{words.moment(row.start, view.year)} – {words.moment(row.end, view.year)}",
    ]
    if row.kind == "actual":
        lines.append("recorded")
    if critical:
        lines.append("critical: no slack")
    return "<br>".join(lines)


def _bookings(view: Scene, theme: style.Theme, row_of: dict[str, int]) -> Bar:
    """Draw bookings as a thin line under the tasks; only as many as can still be told apart."""
    from plotly import graph_objects as go

    rows = [row for row in view.schedule.assignments if row.kind == "booking" and row.person in row_of][:MOST_BOOKINGS]
    return go.Bar(
        orientation="h",
        base=[row.start for row in rows],
        x=[style.milliseconds(row.start, row.end) for row in rows],
        y=[row_of[row.person] for row in rows],
        offset=THICKNESS / 2 - 0.12,
        width=0.12,
        marker={"color": style.THEMES[theme].faint, "line": {"width": 0}},
        hovertext=[_text(view, row, critical=False) for row in rows],
        hoverinfo="text",
        name="booking",
        showlegend=bool(rows),
        textposition="none",
    )
