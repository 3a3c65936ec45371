"""A plan as plain values that the explorer's Gantt chart draws: no pixels, no objects, times as local ISO text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.reports import words
from ipmplan.reports.dues import dues
from ipmplan.reports.figures.style import days_off, project_colours
from ipmplan.reports.scene import Scene, scene

if TYPE_CHECKING:
    from ipmplan.reports.answers.why import WhyAnswer
    from ipmplan.reports.result import Plan

# What is shown before the first and behind the last bar, and of the time before the status date.
EDGE = timedelta(days=2)
PAST = timedelta(days=7)


def chart(plan: Plan, first: Schedule | None = None) -> dict[str, Any]:
    """Turn a plan into what is drawn.

    Parameters
    ----------
    plan
        What is shown.
    first
        The plan before anything was changed: where a task was on other days, that is shown, too.

    Returns
    -------
    dict
        Plain values that become JSON.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio
    >>> from ipmplan.reports.result import Plan
    >>> drawn = chart(Plan(Schedule("N", date(2026, 1, 5), "optimal"), Portfolio("N", date(2026, 1, 5))))
    >>> drawn["now"], drawn["tasks"]
    ('2026-01-05T00:00:00', [])
    """
    view = scene(plan.schedule, plan.portfolio, plan.before)
    colours = project_colours(view)
    stones = list(_stones(view))
    begin, end = _midnight(max(view.first, view.now - PAST)) - EDGE, _midnight(view.last) + EDGE
    latest = [datetime.fromisoformat(one["due"]) for one in stones if one["due"]]
    # A due date far behind the work would squeeze all bars.
    end = max([end, *(_midnight(day) + EDGE for day in latest if day < view.last + timedelta(weeks=2))])
    was = {} if first is None else {row.id: row for row in first.tasks}
    sprint = view.portfolio.sprint
    return {
        "title": view.portfolio.name,
        "first": begin.isoformat(),
        "last": end.isoformat(),
        "now": view.now.isoformat(),
        "off": [[start.isoformat(), stop.isoformat(), text] for start, stop, text in days_off(view, begin, end)],
        "sprint": [sprint.start.isoformat(), (sprint.end + timedelta(days=1)).isoformat()] if sprint else None,
        "projects": [
            {"id": name, "name": view.project_name(name), "colour": colours.get(name, colours[""])}
            for name in _projects(view)
        ],
        "people": [
            {"id": person.id, "name": view.person_name(person.id)}
            for person in view.portfolio.people
            if person.id in view.by_person
        ],
        "tasks": [_task(view, row, was.get(row.id)) for row in view.schedule.tasks if row.end > begin],
        "stints": list(_stints(view)),
        "stones": stones,
        "summary": summary(view),
    }


def summary(view: Scene) -> str:
    """What is read first: how much is late, when all is done, and what it costs."""
    late = [due for due in dues(view) if due.status == "late" and due.kind != "task"]
    said = [f"{words.count(len(late), 'date is', 'dates are')} late" if late else "nothing is late"]
    said.append(f"all done on {words.day(words.last_day(view.last), view.year)}" if view.schedule.tasks else "no tasks")
    costs = [row.cost for row in view.schedule.projects if row.cost is not None]
    if costs:
        said.append(words.money(sum(costs, start=costs[0] * 0), view.currency))
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def reason(answer: WhyAnswer) -> dict[str, Any]:
    """Why a task is where it is, as plain values that the chart shows beside itself."""
    page = answer.page
    return {
        "task": answer.why.target.id,
        "title": page.title,
        "lines": list(page.lines),
        "tables": [
            {"title": grid.title, "heads": list(grid.heads), "rows": [list(row) for row in grid.rows]}
            for grid in page.grids
            if grid.rows
        ],
        "chain": [step.task for step in answer.why.steps],
    }


def _projects(view: Scene) -> list[str]:
    """Projects with work in the plan, in the portfolio's order, internal work last."""
    there = {view.project_of(row.id) for row in view.schedule.tasks}
    return [name for name in (*(one.id for one in view.portfolio.projects), "") if name in there]


def _task(view: Scene, row: PlannedTask, was: PlannedTask | None) -> dict[str, Any]:
    rows = view.by_task.get(row.id, ())
    people = list(dict.fromkeys(one.person for one in rows if one.person))
    held = next((one for one in view.portfolio.holds if one.task == row.id), None)
    begun = row.id in view.study.started or any(one.kind == "actual" for one in rows)
    moved = was is not None and (was.start, was.end) != (row.start, row.end)
    known = view.portfolio.task.get(row.id)
    return {
        "id": row.id,
        "name": view.work_name(row.id),
        "project": view.project_of(row.id),
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "when": f"{words.moment(row.start, view.year)} to {words.moment(row.end, view.year)}",
        "who": ", ".join(view.person_name(person) for person in people) or "nobody: time passes",
        "hours": words.hours(sum(one.hours for one in rows)) if rows else "",
        "slack": "critical" if row.critical else f"{words.late(row.slack_hours, view.hours_a_day)} float",
        "critical": row.critical,
        "held": held is not None,
        "begun": begun,
        "movable": known is not None and not begun and row.end > view.now,
        "was": [was.start.isoformat(), was.end.isoformat()] if was is not None and moved else None,
    }


def _stints(view: Scene) -> Iterator[dict[str, Any]]:
    """Who is at what when; bookings stay away, they are no decision of the plan."""
    for row in view.schedule.assignments:
        if row.kind != "booking" and row.person in view.portfolio.person:
            yield {
                "task": row.task,
                "person": row.person,
                "start": row.start.isoformat(),
                "end": row.end.isoformat(),
                "actual": row.kind == "actual",
            }


def _stones(view: Scene) -> Iterator[dict[str, Any]]:
    """Milestones and projects with a finish or a date."""
    for due in dues(view):
        if due.kind == "task" or due.finish is None:
            continue
        end = None if due.due is None else words.last_moment(due.due)
        yield {
            "id": due.id,
            "name": due.name or due.id,
            "kind": due.kind,
            "project": due.project,
            "finish": due.finish.isoformat(),
            "due": None if end is None else end.isoformat(),
            "late": due.status == "late",
            "said": f"{words.day(words.last_day(due.finish), view.year)}, {due.verdict(view.hours_a_day)}",
        }


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)
