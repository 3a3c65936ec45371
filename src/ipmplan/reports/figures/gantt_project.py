"""Rows of tasks, project after project, with milestones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ipmplan.core.plan import PlannedTask
from ipmplan.reports import words
from ipmplan.reports.critical import critical_links
from ipmplan.reports.dues import DueState, dues
from ipmplan.reports.figures import gantt_marks, style
from ipmplan.reports.figures.leave import Leave, bars, leaves
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure, Scatter

MOST_LINKED_TASKS = 400
EDGE = timedelta(days=2)
TALL = 30


@dataclass
class _Rows:
    """Which row everything is on."""

    labels: list[str]
    tasks: dict[str, int]
    stones: dict[tuple[str, str], int]
    projects: list[tuple[str, int]]


def draw(view: Scene, theme: style.Theme, most: int) -> Figure:
    """Draw it; at most `most` rows at once."""
    states = [due for due in dues(view) if due.finish is not None and due.kind != "task"]
    rows = _rows(view, states)
    first, last = _extent(view, states)
    shown = min(len(rows.labels), most)
    made = style.figure(theme, shown * style.ROW + 150, barmode="overlay", hovermode="closest", bargap=0.28)
    colours = style.project_colours(view)
    by_project = _by_project(view)
    for project, _ in rows.projects:
        made.add_trace(_bars(view, rows, project, colours.get(project, style.INTERNAL), by_project[project]))
    made.add_trace(gantt_marks.ghosts(view, theme, rows.tasks))
    critical = [task for task in view.schedule.tasks if task.critical]
    frames = [(task.start, task.end) for task in critical]
    made.add_trace(style.outlines(theme, frames, [rows.tasks[task.id] for task in critical]))
    made.add_trace(bars(theme, _away(view, rows), 0.72))
    linked = len(view.schedule.tasks) <= MOST_LINKED_TASKS
    if linked:
        made.add_trace(_chain(view, theme, rows))
    for trace in _stones(view, theme, rows, states):
        made.add_trace(trace)
    made.add_trace(gantt_marks.holds(view, theme, rows.tasks))
    made.add_trace(gantt_marks.decisions(view, theme, rows.tasks))
    made.add_trace(style.holiday_marks(view, theme, first, last, -0.75))
    style.shade_time(made, view, theme, first, last)
    style.time_axis(made, first, last)
    made.update_yaxes(tickvals=list(range(len(rows.labels))), ticktext=rows.labels, showgrid=False, fixedrange=False)
    groups = [(view.project_name(project), row) for project, row in rows.projects]
    style.scroll_rows(made, len(rows.labels), most, groups, _latest(rows, states))
    if shown > TALL:
        style.dates_below(made, 0)
    made.update_layout(
        legend={"y": 0, "yref": "container", "yanchor": "bottom"},
        margin={"t": style.BUTTONS + (100 if shown < len(rows.labels) else 48), "b": 70},
    )
    return made


def _rows(view: Scene, states: list[DueState]) -> _Rows:
    rows = _Rows([], {}, {}, [])
    dues_of: dict[str, list[DueState]] = {}
    for due in states:
        dues_of.setdefault(due.project, []).append(due)
    for project, tasks in _by_project(view).items():
        own = dues_of.get(project, [])
        if not tasks and not own:
            continue
        rows.projects.append((project, len(rows.labels)))
        rows.labels.append(f"<b>{style.label(view.project_name(project), 30)}</b>")
        lines: list[tuple[datetime, int, str]] = [(task.start, 0, task.id) for task in tasks]
        lines += [(due.finish, 1, due.id) for due in own if due.finish is not None and due.kind == "milestone"]
        for _, stone, ident in sorted(lines):
            if stone:
                rows.stones["milestone", ident] = len(rows.labels)
                name = next(due.name for due in own if due.id == ident and due.kind == "milestone")
                rows.labels.append(f"<i>◆ {style.label(name, 30)}</i>")
            else:
                rows.tasks[ident] = len(rows.labels)
                rows.labels.append(style.label(view.work_name(ident), 32))
        for due in own:
            if due.kind == "project":
                rows.stones["project", due.id] = rows.projects[-1][1]
    return rows


def _latest(rows: _Rows, states: list[DueState]) -> int:
    """First row of the project that is latest; of all where none is late."""
    late = [due for due in states if due.status == "late"]
    if not late:
        return 0
    worst = max(late, key=lambda due: due.over_hours).project
    return next((row for project, row in rows.projects if project == worst), 0)


def _extent(view: Scene, states: list[DueState]) -> tuple[datetime, datetime]:
    """Span of the axis: the plan, and due dates that are not far behind it."""
    until = view.last + (view.last - view.first) / 4 + timedelta(days=7)
    ends = [datetime.combine(words.day_of(due.due), datetime.min.time()) for due in states if due.due is not None]
    last = max([view.last, *(end + timedelta(days=1) for end in ends if end <= until)])
    room = (last - view.first) / 8 if any(due.status == "late" for due in states) else EDGE
    return view.first - EDGE, last + max(room, EDGE)


def _by_project(view: Scene) -> dict[str, list[PlannedTask]]:
    """Tasks by project, in the portfolio's order, projects without any included."""
    found: dict[str, list[PlannedTask]] = {project.id: [] for project in view.portfolio.projects}
    for task in view.schedule.tasks:
        found.setdefault(view.project_of(task.id), []).append(task)
    return found


def _bars(view: Scene, rows: _Rows, project: str, colour: str, tasks: Sequence[PlannedTask]) -> Bar:
    from plotly import graph_objects as go

    return go.Bar(
        orientation="h",
        base=[task.start for task in tasks],
        x=[style.milliseconds(task.start, task.end) for task in tasks],
        y=[rows.tasks[task.id] for task in tasks],
        marker={"color": colour},
        hovertext=[_task_text(view, task) for task in tasks],
        hoverinfo="text",
        name=style.label(view.project_name(project), 40),
        legendgroup=project,
        showlegend=len(rows.projects) <= 12,
        textposition="none",
    )


def _away(view: Scene, rows: _Rows) -> list[tuple[int, Leave]]:
    """Leave of the people of a task while they are at it."""
    return [
        (rows.tasks[row.task], leave)
        for row in view.schedule.assignments
        if row.kind == "planned" and row.task in rows.tasks
        for leave in leaves(view, row.person, row.start, row.end)
    ]


def _task_text(view: Scene, task: PlannedTask) -> str:
    project = view.project_name(view.project_of(task.id))
    lines = [
        f"<b>{style.label(words.named(task.id, view.work_name(task.id)))}</b>",
        style.label(project),
        f"{words.moment(task.start, view.year)} – {words.moment(task.end, view.year)}",
    ]
    for row in view.by_task.get(task.id, ())[:8]:
        share = f" at {words.percent(row.share)}" if row.share < 1 else ""
        done = "done: " if row.kind == "actual" else ""
        who = view.person_name(row.person) if row.person else "somebody"
        skill = f" ({row.skill})" if row.skill else ""
        lines.append(style.label(f"{done}{who}{skill}, {words.hours(row.hours)}{share}"))
    lines.append("critical: no slack" if task.critical else f"slack {words.hours(task.slack_hours)}")
    return "<br>".join(lines)


def _chain(view: Scene, theme: style.Theme, rows: _Rows) -> Scatter:
    """Draw the links of the critical path as one trace."""
    from plotly import graph_objects as go

    xs: list[datetime | None] = []
    ys: list[float | None] = []
    for link in critical_links(view):
        before, after = view.task[link.before], view.task[link.after]
        leaves = before.end if link.type in {"FS", "FF"} else before.start
        arrives = after.start if link.type in {"FS", "SS"} else after.end
        top, bottom = float(rows.tasks[link.before]), float(rows.tasks[link.after])
        xs += [leaves, leaves, arrives, None] if link.type in {"FS", "FF"} else [leaves, arrives, arrives, None]
        ys += [top, bottom, bottom, None] if link.type in {"FS", "FF"} else [top, top, bottom, None]
    line = {"color": style.THEMES[theme].ink, "width": 1}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", showlegend=False, name="critical path")


def _stones(view: Scene, theme: style.Theme, rows: _Rows, states: list[DueState]) -> list[Scatter]:
    from plotly import graph_objects as go

    colours = style.THEMES[theme]
    placed = [(rows.stones[due.kind, due.id], due) for due in states if (due.kind, due.id) in rows.stones]
    late = [(row, due) for row, due in placed if due.status == "late"]
    good = [(row, due) for row, due in placed if due.status != "late"]
    dated = [(row, due) for row, due in placed if due.due is not None]
    xs: list[datetime | None] = []
    ys: list[float | None] = []
    for row, due in late:
        xs += [_due_end(view, due), due.finish, None]
        ys += [row, row, None]
    made = [
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines",
            line={"color": colours.late, "width": 3, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
            name="lateness",
        )
    ]
    for name, group, colour, symbol in (
        ("milestone", good, colours.ink, "diamond"),
        ("late milestone", late, colours.late, "diamond-x"),
    ):
        made.append(
            go.Scatter(
                x=[due.finish for _, due in group],
                y=[row for row, _ in group],
                mode="markers+text" if name.startswith("late") else "markers",
                text=[f" {due.verdict(view.hours_a_day)}" for _, due in group],
                textposition="middle right",
                textfont={"color": colours.late, "size": 12},
                marker={"symbol": symbol, "size": 13, "color": colour, "line": {"color": colours.paper, "width": 1}},
                hovertext=[_stone_text(view, due) for _, due in group],
                hoverinfo="text",
                name=name,
                showlegend=bool(group),
                cliponaxis=True,
            )
        )
    made.append(
        go.Scatter(
            x=[_due_end(view, due) for _, due in dated],
            y=[row for row, _ in dated],
            mode="markers",
            marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": colours.faint}},
            hovertext=[_stone_text(view, due) for _, due in dated],
            hoverinfo="text",
            name="due date (end of the day)",
            showlegend=bool(dated),
        )
    )
    return made


def _due_end(view: Scene, due: DueState) -> datetime | None:
    return view.portfolio.grid.moment(view.portfolio.grid.end_of(due.due)) if due.due is not None else None


def _stone_text(view: Scene, due: DueState) -> str:
    kind = "project" if due.kind == "project" else "milestone"
    lines = [
        f"<b>{style.label(due.name)}</b> ({kind} {style.label(due.id)})",
        style.label(view.project_name(due.project)),
    ]
    lines.append(f"due {words.day(due.due, view.year)}, reached {words.moment(due.finish, view.year)}")
    lines.append(due.verdict(view.hours_a_day))
    return "<br>".join(lines)
