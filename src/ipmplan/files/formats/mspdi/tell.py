"""What of a file of Microsoft Project has no place here, or only in another form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi import fields
from ipmplan.files.formats.mspdi.data import MsProject, MsTask
from ipmplan.files.formats.mspdi.document import NOBODY
from ipmplan.files.formats.mspdi.frame import (
    ALAP,
    FINISH_AFTER,
    FINISH_BY,
    MUST_FINISH,
    MUST_START,
    START_BY,
)
from ipmplan.files.formats.mspdi.team import Team

DONE = 100
LOST_CONSTRAINTS = {
    ALAP: "`as late as possible` is not carried over",
    MUST_START: "`must start on` becomes `not_before`",
    MUST_FINISH: "`must finish on` becomes `due`, which may be broken",
    START_BY: "`start no later than` is not carried over",
    FINISH_AFTER: "`finish no earlier than` is not carried over",
    FINISH_BY: "`finish no later than` becomes `due`, which may be broken",
}


def tell(
    document: MsProject,
    team: Team,
    kept: Mapping[int, Mapping[str, str]],
    work: Sequence[MsTask],
    moments: Collection[int],
    named: Collection[int],
    losses: Losses,
) -> None:
    """Note what has no place here.

    Parameters
    ----------
    document
        The file.
    team
        Who its resources are.
    kept
        Our own fields of each task.
    work
        Tasks and milestones that are carried over.
    moments
        Which of them take no time.
    named
        Milestones that a task names.
    losses
        Where it is noted.
    """
    leaves = {task.uid for task in work}
    for one in document.assignments:
        if one.work > 0 and one.resource in team.ids and one.task not in leaves:
            losses.add("work on summaries and on tasks of other plans is not carried over", f"task {one.task}")
        elif one.resource not in document.resources and one.resource != NOBODY:
            losses.add("assignments of resources that are not in the file are not carried over", f"task {one.task}")
    ours = {number for number, _ in fields.TASK.values()}
    for number in dict.fromkeys(number for task in work for number in task.fields):
        if number not in ours or not fields.is_ours(document.aliases.get(number, "")):
            name = document.aliases.get(number, f"field {number}")
            losses.add("custom fields are not carried over", name)
    for task in work:
        if kept[task.uid]:
            continue
        if task.constraint in LOST_CONSTRAINTS and task.percent < DONE:
            losses.add(LOST_CONSTRAINTS[task.constraint], task.label)
        if task.priority != 500:
            losses.add("priorities are not carried over", task.label, "Maybe give projects or milestones a weight?")
        if task.calendar is not None and task.calendar != document.calendar:
            losses.add("calendars of tasks are not carried over", task.label)
        if task.split:
            losses.add("interrupted work becomes unbroken", task.label, "Maybe split the task?")
        if task.manual and task.links and task.uid not in moments:
            losses.add("tasks that were scheduled by hand follow their links again", task.label)
        if task.uid in moments and task.uid not in named:
            hint = "Maybe let tasks name it as their milestone?"
            losses.add(
                "a milestone that no task leads to, or whose tasks lead to an earlier one, is left out",
                task.label,
                hint,
            )
    if not any(task.uid not in moments for task in work):
        losses.add("the file has no tasks: tasks.csv has only its header", hint="Maybe write yours into it?")
    elif not any(task.baseline for task in document.tasks):
        losses.add("the file has no baseline; its dates are worked out anew by `ipmplan plan`")
