"""What of somebody's work is on other days than in the plan that they were told of, and because of what."""

from __future__ import annotations

from datetime import date

from ipmplan.core.plan import Schedule
from ipmplan.reports.scene import Scene
from ipmplan.reports.views.sources import Sources
from ipmplan.reports.views.staff import Reason, StaffMove

MOST = 12


def compared_plan(known: Sources) -> Schedule | None:
    """The last approved plan that the staff was told of, else the newest approved one; None when it is this plan, or none is there."""
    told = [plan for plan in known.approved if plan.approved is not None and plan.approved.told.staff]
    found = told or list(known.approved)
    return found[-1] if found and found[-1] != known.scene.schedule else None


def staff_moves(known: Sources, person: str) -> tuple[StaffMove, ...]:
    """Their tasks that begin on another day, are new to them or gone, at most a dozen, the soonest first."""
    before = compared_plan(known)
    if before is None:
        return ()
    now, was = _starts(known, known.scene.schedule, person), _starts(known, before, person)
    today = known.portfolio.as_of_day
    found: list[tuple[date, StaffMove]] = []
    for name, start in now.items():
        begins = max(start, today)
        if name not in was:
            found.append((begins, _move(known, name, None, begins)))
        elif max(was[name], today) != begins:
            found.append((begins, _move(known, name, was[name], begins)))
    for name, start in was.items():
        row = known.scene.task.get(name)
        done = row is not None and row.end <= known.scene.now
        if name not in now and name in known.portfolio.task and not done:
            found.append((start, StaffMove(known.scene.work_name(name), start, None)))
    return tuple(move for _, move in sorted(found, key=lambda pair: (pair[0], pair[1].name))[:MOST])


def _starts(known: Sources, plan: Schedule, person: str) -> dict[str, date]:
    """First day of each of their tasks that is planned and not begun."""
    fresh = known.scene.reading.started
    found: dict[str, date] = {}
    for row in plan.assignments:
        hidden = known.scene.project_of(row.task) in known.unsigned
        if row.kind == "planned" and row.person == person and row.task not in fresh and not hidden:
            found[row.task] = min(found.get(row.task, date.max), row.start.date())
    return found


def _move(known: Sources, name: str, was: date | None, now: date) -> StaffMove:
    reason, about, day = _reason(known, known.scene, name)
    return StaffMove(known.scene.work_name(name), was, now, reason, about, day)


def _reason(known: Sources, scene: Scene, name: str) -> tuple[Reason, str, date | None]:
    """The tightest tie of a task in words that anybody may read: never who is away, or why."""
    step = next((one for one in scene.chains.to_end(name) if one.task == name), None)
    if step is None or not step.ties or step.chosen:
        return "", "", None
    bound = step.ties[0].bound
    if bound.after and scene.project_of(bound.after) in known.unsigned:
        return "", "", None
    if bound.kind == "link" and bound.after:
        return "link", scene.work_name(bound.after), None
    if bound.kind == "person" and bound.after:
        return "person", scene.work_name(bound.after), None
    if bound.kind == "pool":
        return "pool", scene.name("pools", bound.about), None
    if bound.kind == "hold":
        return "hold", "", None
    if bound.kind == "not_before":
        return "not_before", "", scene.portfolio.grid.day(bound.moment)
    if bound.kind == "decision":
        asked = next((one for one in scene.portfolio.decisions if one.id == bound.about), None)
        return ("decision", asked.question or asked.id, None) if asked is not None else ("", "", None)
    return "", "", None
