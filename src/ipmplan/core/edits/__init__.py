"""Changes to a portfolio as data: conflicts, ways to recover and scenarios are made of them.

Each has `apply(portfolio)`, which returns another portfolio, and `words(portfolio)`, which says what it does;
`ipmplan.files.edits` writes them into the tables. New kinds say what they mean in the terms of `WorkingCopy`.
"""

from typing import Any

from ipmplan.core.edits.base import ROW_NAMES, Edit, Several, apply_all, sentences
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
from ipmplan.core.people import Absence, Person
from ipmplan.core.records import Hold

__all__ = [
    "ROW_NAMES",
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
    "adding",
    "apply_all",
    "as_planned",
    "dropping",
    "planned_as",
    "sentences",
    "setting",
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


def adding(table: str, row: object) -> Edit:
    """The edit that "add" means for a row of a table, in the words that fit it best.

    Examples
    --------
    >>> from ipmplan.core.people import Person
    >>> adding("people", Person("kim"))
    AddPerson(person=Person(id='kim', ...), teams=())
    """
    if isinstance(row, Person):
        return AddPerson(row)
    if isinstance(row, Absence):
        return AddAbsence(row.person, row.start, row.end, row.reason)
    if isinstance(row, Hold):
        return HoldTask(row.task, row.people, row.start, row.until, row.reason)
    return AddRow(table, row)


def setting(table: str, name: str, column: str, value: Any) -> Edit:
    """The edit that sets a field of a row, in the words that fit it best.

    Examples
    --------
    >>> from datetime import date
    >>> setting("milestones", "P0-beta", "due", date(2026, 3, 20))
    SetDue(id='P0-beta', due=datetime.date(2026, 3, 20), table='milestones')
    """
    if column == "due" and table in {"milestones", "projects", "tasks"}:
        return SetDue(name, value, table)  # type: ignore[arg-type]
    if (table, column) == ("projects", "budget"):
        return SetBudget(name, value)
    if (table, column) == ("projects", "status"):
        return SetStatus(name, value)
    if (table, column) == ("pools", "capacity"):
        return SetCapacity(name, value)
    return SetValue(table, name, column, value)
