"""What has been done of a task of Microsoft Project, as rows of a timesheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from ipmplan.core.records import Progress
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.data import MsAssignment, MsTask
from ipmplan.files.formats.mspdi.document import NOBODY, WORKED
from ipmplan.files.formats.mspdi.team import Team

DONE = 100


def recorded(
    task: MsTask, name: str, assignments: Sequence[MsAssignment], team: Team, *, waits: bool, losses: Losses
) -> list[Progress]:
    """Rows of one task: hours by person and day where the file says days, else as opening rows.

    Parameters
    ----------
    task, name
        The task and its id.
    assignments
        Its own.
    team
        Who the resources are.
    waits
        Whether nobody works at it.
    losses
        What cannot be carried over.
    """
    finish = task.actual_finish if task.percent >= DONE else None
    people = {NOBODY: ""} | {uid: names[0] for uid, names in team.ids.items()}
    mine = [one for one in assignments if one.resource in people]
    if waits or not mine:
        return _of_a_wait(task, name, finish, losses)
    rows: list[Progress] = []
    remaining = Fraction(0)
    for one in mine:
        person = people[one.resource]
        remaining += one.remaining
        worked = _by_day(one)
        start = one.actual_start or task.actual_start or one.start or task.start
        if not worked and one.actual > 0 and start is not None:
            worked = {start.date(): one.actual}
        for day, hours in sorted(worked.items()):
            rows.append(Progress(day, name, person, hours, ref=f"mspdi:{name}:{person}:{day}"))
    rows.sort(key=lambda row: row.date)
    if finish is not None:
        last = max([finish.date(), *(row.date for row in rows)])
        return _with_last(rows, last, name, Fraction(0))
    if not rows:
        if task.percent:
            losses.add("per cent complete without hours worked are not carried over", name)
        return rows
    return _with_last(rows, rows[-1].date, name, remaining) if remaining > 0 else rows


def _by_day(assignment: MsAssignment) -> dict[date, Fraction]:
    """Hours by day, where they add up to what was worked."""
    found: dict[date, Fraction] = {}
    for piece in assignment.pieces:
        if piece.type == WORKED and piece.hours > 0:
            found[piece.start.date()] = found.get(piece.start.date(), Fraction(0)) + piece.hours
    # Minutes are what Microsoft Project keeps.
    return found if abs(sum(found.values()) - assignment.actual) < Fraction(1, 30) else {}


def _with_last(rows: list[Progress], day: date, name: str, remaining: Fraction) -> list[Progress]:
    """The rows, the last of which says what remains."""
    if rows and rows[-1].date == day:
        last = rows[-1]
        row = Progress(last.date, last.task, last.person, last.hours, remaining, ref=last.ref)
        return [*rows[:-1], row]
    return [*rows, Progress(day, name, remaining=remaining, ref=f"mspdi:{name}:end")]


def _of_a_wait(task: MsTask, name: str, finish: datetime | None, losses: Losses) -> list[Progress]:
    if finish is not None:
        return [Progress(finish.date(), name, remaining=Fraction(0), ref=f"mspdi:{name}:end")]
    if task.percent:
        losses.add("per cent complete of a task without people are not carried over, only that it is done", name)
    return []
