"""Changes to a portfolio as data: conflicts, ways to recover and scenarios are made of them.

Each has `apply(portfolio)`, which returns another portfolio, and `words(portfolio)`, which says what it does;
`ipmplan.files.edits` writes them into the tables. New kinds say what they mean in the terms of `WorkingCopy`.
"""

from ipmplan.core.edits.base import Edit, Several, apply_all, sentences
from ipmplan.core.edits.holds import HoldTask, UnholdTask
from ipmplan.core.edits.people import (
    AddAbsence,
    AddPerson,
    DropPerson,
    JoinTeam,
    OpenTeam,
    RemoveAbsence,
    SetCapacity,
    SetLastDay,
)
from ipmplan.core.edits.projects import (
    AllowOverBudget,
    DropLink,
    DropPins,
    DropTask,
    IncludeProject,
    ReleaseTasks,
    SetBudget,
    SetDue,
    SetStatus,
    SoftenBudget,
    SoftenDate,
    as_planned,
    planned_as,
)
from ipmplan.core.edits.rows import AddRow, DropRow, SetSetting, SetValue

__all__ = [
    "AddAbsence",
    "AddPerson",
    "AddRow",
    "AllowOverBudget",
    "DropLink",
    "DropPerson",
    "DropPins",
    "DropRow",
    "DropTask",
    "Edit",
    "HoldTask",
    "IncludeProject",
    "JoinTeam",
    "OpenTeam",
    "ReleaseTasks",
    "RemoveAbsence",
    "SetBudget",
    "SetCapacity",
    "SetDue",
    "SetLastDay",
    "SetSetting",
    "SetStatus",
    "SetValue",
    "Several",
    "SoftenBudget",
    "SoftenDate",
    "UnholdTask",
    "apply_all",
    "as_planned",
    "dropping",
    "planned_as",
    "sentences",
]


def dropping(table: str, name: str) -> Edit:
    """The edit that "drop" means for a row of a table: people, projects and tasks go without losing what was recorded.

    Examples
    --------
    >>> dropping("tasks", "P0-blog"), dropping("pools", "lab")
    (DropTask(task='P0-blog'), DropRow(table='pools', id='lab'))
    """
    if table == "tasks":
        return DropTask(name)
    if table == "people":
        return DropPerson(name)
    if table == "projects":
        return SetStatus(name, "lost")
    return DropRow(table, name)
