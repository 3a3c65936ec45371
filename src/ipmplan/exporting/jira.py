"""``--as jira``: a CSV file that Jira's importer takes, and that `ipmplan import` reads again."""

from __future__ import annotations

import csv
import io

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.exporting import Exported, Options
from ipmplan.exporting.rows import plain, task_rows
from ipmplan.reports.scene import scene

HEADS = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Assignee", "Labels",
    "Start date", "Due date", "Original Estimate",
)  # fmt: skip
BLOCKS = "Outward issue link (Blocks)"
SECONDS = 3600
# What a spreadsheet would run when the file is opened in it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write a plan's tasks as issues: who, from when until when, estimates in seconds, and what blocks what."""
    view = scene(schedule, portfolio)
    after: dict[str, list[str]] = {}
    lost = []
    for link in view.reading.scope.links:
        if link.type == "FS":
            after.setdefault(link.before, []).append(link.after)
        if link.type != "FS" or link.lag:
            message = f"the link {link.type}{(link.lag and f' with a lag of {view.portfolio.grid.to_hours(link.lag):g} h') or ''} from {link.before}"
            lost.append(Issue(f"{message} has no place in Jira", link.after, severity="note"))
    ids = {row.id: str(number) for number, row in enumerate(task_rows(view), start=1)}
    most = max((len([one for one in rows if one in ids]) for rows in after.values()), default=0)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*HEADS, *[BLOCKS] * most])
    for row in task_rows(view):
        if options.people and not any(view.person_name(one) in row.people for one in options.people):
            continue
        if len(row.people) > 1:
            lost.append(Issue(f"an issue has one assignee; also {', '.join(row.people[1:])}", row.id, severity="note"))
        status = "Done" if row.done else "In Progress" if row.begun else "To Do"
        cells = [
            row.name, row.id, ids[row.id], "Task", status, view.project_of(row.id), row.project,
            row.people[0] if row.people else "", "critical" if row.critical else "",
            f"{row.start:%Y-%m-%d}", f"{row.last:%Y-%m-%d}", str(round(row.hours * SECONDS)),
        ]  # fmt: skip
        blocked = [one for one in after.get(row.id, ()) if one in ids]
        writer.writerow([_text(cell) for cell in [*cells, *blocked, *[""] * (most - len(blocked))]])
    return Exported(stream.getvalue().encode("utf-8"), tuple(lost))


def _text(cell: str) -> str:
    found = plain(cell)
    return f"'{found}" if found.startswith(FORMULA) else found
