"""Every part of the chosen work has the right number of people, all different, and `+` parts start together.

Formula::

    each part q:  fewest(q) <= people at q <= most(q), nobody in two rows of a task;
    parts joined by `+`:  s(r) is the same for all their rows r
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.plan import Assignment
from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.reading import Reading, Stint, differs

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.jobs import Job

RULE = "parts"
KEPT_BY_SEARCH = True
SHARE_TOLERANCE = 1e-6


def post(draft: Draft) -> None:
    """Everybody within an alternative is a different person."""
    for jobs in draft.jobs.values():
        by_person: dict[tuple[int, int], list[Job]] = {}
        for job in jobs:
            by_person.setdefault((job.mode, job.person), []).append(job)
        for same in by_person.values():
            if len(same) > 1:
                draft.model.add_at_most_one(job.does for job in same)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield rows that belong to nothing, parts with too few or too many people, and groups that do not start together.

    What is left of a started task is the rule `progress`.
    """
    for row in plan.schedule.assignments:
        if row.kind == "planned":
            yield from _belongs(plan, row)
    for name in plan.rows:
        if plan.is_fresh(name):
            yield from _counts(plan, name)
            yield from _groups(plan, name)
        yield from _different(plan, name)


def _belongs(plan: Reading, row: Assignment) -> Iterator[Issue]:
    if row.person not in plan.portfolio.person:
        hint = "Maybe that person left the people table after planning."
        yield Issue(f"`{row.person}`, who is planned for it, is not in the people table", row.task, hint, rule=RULE)
    if row.task not in plan.rows:
        hint = "Maybe the row of the task was deleted, or the task is not to be planned any more."
        yield Issue(f"{row.person} works on it, but the plan has no such task", row.task, hint, rule=RULE)
        return
    state = plan.started.get(row.task)
    if state is not None and state.finished:
        message = f"{row.person} is planned for it from {clock(row.start)}, but it is finished"
        yield Issue(message, row.task, "Maybe delete the row.", rule=RULE)
        return
    parts = plan.alternative(row.task).parts
    if not parts and plan.is_wait(row.task):
        message = f"{row.person} works on it, but it is a wait, at which nobody works"
        yield Issue(message, row.task, "Maybe delete the row, or choose another alternative.", rule=RULE)
    elif not 0 <= row.part < len(parts):
        hint = f"Maybe 0 to {len(parts) - 1}, counted from the left."
        yield Issue(f"{row.person} works on part {row.part}, which does not exist", row.task, hint, rule=RULE)
    else:
        part = parts[row.part]
        if differs(row.share, part.share / 100, SHARE_TOLERANCE):
            message = f"{row.person} works at a share of {row.share:g} instead of {part.share / 100:g}"
            yield Issue(message, row.task, f"Maybe the share should be {part.share / 100:g}.", rule=RULE)
        if row.skill != (part.skill or ""):
            asked = f"`{part.skill}`" if part.skill else "no skill"
            yield Issue(f"{row.person} is there for `{row.skill}`, but the part asks for {asked}", row.task, rule=RULE)


def _counts(plan: Reading, name: str) -> Iterator[Issue]:
    for number, part in enumerate(plan.alternative(name).parts):
        people = sum(stint.row.part == number for stint in plan.stints.get(name, ()))
        if not part.fewest <= people <= part.most:
            asked = f"{part.fewest}" if part.fewest == part.most else f"{part.fewest} to {part.most}"
            what = f"part {number} ({part.skill or 'anybody'})"
            message = f"{what} has {people} {_people(people)} instead of {asked}"
            yield Issue(message, name, "Maybe a row was deleted or added by hand.", rule=RULE)


def _groups(plan: Reading, name: str) -> Iterator[Issue]:
    number = 0
    for group in plan.alternative(name).groups:
        members = range(number, number + len(group))
        number += len(group)
        if len(group) == 1:
            continue
        stints = [stint for stint in plan.stints.get(name, ()) if stint.row.part in members]
        starts = sorted({stint.row.start for stint in stints})
        if len(starts) > 1:
            who = ", ".join(f"{stint.row.person} at {clock(stint.row.start)}" for stint in stints)
            message = f"parts joined by `+` have to start together, but start apart: {who}"
            yield Issue(message, name, f"Maybe all can start at {clock(starts[-1])}.", rule=RULE)


def _different(plan: Reading, name: str) -> Iterator[Issue]:
    kept = {piece.person for piece in plan.started[name].pieces} if plan.is_open(name) else set()
    seen: dict[str, Stint] = {}
    for stint in plan.stints.get(name, ()):
        person = stint.row.person
        if person in seen and (person not in kept or _same_part(seen[person], stint)):
            message = f"{person} has two rows in it; everybody on a task does one part of it, unbroken"
            yield Issue(message, name, "Maybe somebody else can do one of them.", rule=RULE)
        seen[person] = stint


def _same_part(one: Stint, other: Stint) -> bool:
    return one.row.part == other.row.part


def _people(number: int) -> str:
    return "person" if number == 1 else "people"
