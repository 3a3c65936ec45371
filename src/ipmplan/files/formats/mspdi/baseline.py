"""The baseline of a file of Microsoft Project as a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import cast

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Approval, Assignment, AssignmentKind, PlannedMilestone, PlannedTask, Schedule
from ipmplan.files.formats.mspdi.data import MsAssignment, MsProject, TimePiece
from ipmplan.files.formats.mspdi.document import NOBODY, PROMISED
from ipmplan.files.formats.mspdi.fields import ASSIGNMENT, own
from ipmplan.files.formats.mspdi.team import Team

KINDS = ("planned", "booking", "actual")


def baseline_of(
    document: MsProject,
    team: Team,
    ids: Mapping[int, str],
    booked: Collection[int],
    milestones: Mapping[int, tuple[str, Moment | None]],
    parts: Mapping[tuple[int, int], tuple[int, str]],
    frame: tuple[str, Moment, str],
) -> Schedule | None:
    """Put together what was saved as baseline 0; None when nothing was.

    Parameters
    ----------
    document
        The file.
    team
        Who its resources are.
    ids
        Our tasks and bookings by UID.
    booked
        Which of them are bookings.
    milestones
        Our milestones by UID, with the day they are due.
    parts
        Part and skill of each task and resource.
    frame
        Name and status date of the portfolio, and the file's name.
    """
    name, as_of, place = frame
    tasks = [
        PlannedTask(ids[task.uid], task.baseline.start, task.baseline.finish)
        for task in document.tasks
        if task.baseline is not None and task.uid in ids and task.uid not in booked
    ]
    assignments = [
        row
        for one in document.assignments
        if one.baseline is not None and one.task in ids and (one.resource in team.ids or one.resource == NOBODY)
        for row in _rows(one, ids[one.task], team.ids.get(one.resource, ()), parts, document.aliases)
    ]
    reached = [
        PlannedMilestone(milestones[task.uid][0], milestones[task.uid][1], task.baseline.finish)
        for task in document.tasks
        if task.baseline is not None and task.uid in milestones
    ]
    if not tasks and not assignments:
        return None
    day = as_of.date() if isinstance(as_of, datetime) else as_of
    return Schedule(
        name,
        as_of,
        "feasible",
        assignments=tuple(sorted(assignments, key=lambda row: (row.start, row.task, row.part, row.person))),
        tasks=tuple(tasks),
        milestones=tuple(reached),
        approved=Approval(day, f"baseline of {place}"),
    )


def _rows(
    one: MsAssignment,
    task: str,
    people: Sequence[str],
    parts: Mapping[tuple[int, int], tuple[int, str]],
    aliases: Mapping[str, str],
) -> list[Assignment]:
    assert one.baseline is not None
    kept = own(one.fields, ASSIGNMENT, aliases).get("part", "")
    if kept:
        return _kept(one, task, people[0] if people else "", kept)
    if not people:
        return []
    crew = people[: max(min(round(one.units), len(people)), 1)]
    part, skill = parts.get((one.task, one.resource), (0, ""))
    share = min(max(float(round(one.units / len(crew), 2)), 0.01), 1.0)
    start, finish, work = one.baseline.start, one.baseline.finish, one.baseline.work
    if work <= 0 or finish <= start:
        return []
    hours = float(Fraction(work, len(crew)))
    return [Assignment(task, person, start, finish, hours, part, skill, share) for person in crew]


def _kept(one: MsAssignment, task: str, person: str, kept: str) -> list[Assignment]:
    """Pieces of a plan that was exported: each with its kind, part, skill and share."""
    pieces = sorted((piece for piece in one.pieces if piece.type == PROMISED), key=lambda piece: piece.start)
    if not pieces and one.baseline is not None:
        # Another program wrote the file again, without time-phased work.
        pieces = [TimePiece(PROMISED, one.baseline.start, one.baseline.finish, one.baseline.work)]
    told = [words.split(" ") for words in kept.split("; ")]
    found = []
    for number, piece in enumerate(pieces):
        words = told[min(number, len(told) - 1)]
        kind = words[0] if words[0] in KINDS else "planned"
        part = int(words[1]) if len(words) > 1 and words[1].isdecimal() and len(words[1]) < 6 else 0
        share = _share(words[2]) if len(words) > 2 else 1.0
        skill = words[3] if len(words) > 3 else ""
        found.append(
            Assignment(
                task,
                person,
                piece.start,
                piece.finish,
                float(piece.hours),
                part,
                skill,
                share,
                cast("AssignmentKind", kind),
            )
        )
    return found


def _share(text: str) -> float:
    try:
        found = float(text) if len(text) < 10 else 1.0
    except ValueError:
        return 1.0
    return found if 0 < found <= 1 else 1.0
