"""``.mmd``: a Mermaid gantt chart."""

from __future__ import annotations

import re

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.exporting import Exported, Options
from ipmplan.exporting.rows import TaskRow, plain, task_rows
from ipmplan.reports.scene import scene

_MARKS = re.compile(r"[:;#,%{}\"`<>\\]")


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write a plan as a Mermaid gantt chart: a section for each project, a bar for each task, milestones."""
    view = scene(schedule, portfolio)
    lines = [
        "gantt",
        f"    title {_said(schedule.portfolio)}",
        "    dateFormat YYYY-MM-DDTHH:mm",
        "    axisFormat %d %b",
    ]
    before = None
    for number, row in enumerate(task_rows(view)):
        if options.people and not any(view.person_name(one) in row.people for one in options.people):
            continue
        if row.project != before:
            lines.append(f"    section {_said(row.project)}")
            before = row.project
        lines.append(
            f"    {_said(row.name)} :{_state(row)}t{number}, {row.start:%Y-%m-%dT%H:%M}, {row.end:%Y-%m-%dT%H:%M}"
        )
    stones = [row for row in schedule.milestones if row.kind == "milestone" and row.finish is not None]
    if stones:
        lines.append("    section Milestones")
    for number, stone in enumerate(stones):
        known = portfolio.milestone.get(stone.id)
        name = (known.name or stone.id) if known is not None else stone.id
        crit = "crit, " if stone.late_hours > 0 else ""
        lines.append(f"    {_said(name)} :milestone, {crit}m{number}, {stone.finish:%Y-%m-%dT%H:%M}, 0d")
    return Exported("\n".join([*lines, ""]).encode("utf-8"))


def _state(row: TaskRow) -> str:
    return "done, " if row.done else "crit, " if row.critical else "active, " if row.begun else ""


def _said(text: str) -> str:
    """A name without what Mermaid reads as its own; a word that it would read as a command is in brackets."""
    found = " ".join(_MARKS.sub(" ", plain(text)).split()) or "–"
    first = found.split(" ", 1)[0].casefold()
    return (
        f"({found})"
        if first in {"section", "title", "end", "click", "gantt", "excludes", "includes", "todaymarker"}
        else found
    )
