"""Whether somebody who has time could be given something to do."""

from __future__ import annotations

from ipmplan.core.calendar import Calendar
from ipmplan.reports.scene import Scene
from ipmplan.study.eligibility import candidates

WHOLE = 100


def has_something(scene: Scene, person: str, start: int, end: int) -> bool:
    """Whether there is work that a person could be given in a window, in ticks.

    That is a task that nobody has begun and that is not theirs in the window already, of which they may do a part. Who
    works at a share for most of the window, and after it, can only take work with a share.
    """
    reading = scene.reading
    stints = reading.by_person.get(person, ())
    free = Calendar(scene.time.free(person).intervals).within(start, end)
    loose = free.minus((max(stint.start, start), min(stint.end, end)) for stint in stints).total
    held = any(stint.row.share < 1 and stint.start < end <= stint.end for stint in stints) and loose < free.total / 2
    for task in reading.scope.tasks:
        if task.id not in reading.rows or not reading.is_fresh(task.id):
            continue
        if any(stint.row.person == person and stint.start < end for stint in reading.stints.get(task.id, ())):
            continue
        parts = [part for alternative in task.work for part in alternative.parts]
        open_parts = [part for part in parts if part.share < WHOLE or not held]
        if any(person in candidates(reading.portfolio, task, part) for part in open_parts):
            return True
    return False
