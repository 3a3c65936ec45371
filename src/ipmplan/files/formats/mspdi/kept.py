"""What an exported plan kept in custom fields, where the file still says the same in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from ipmplan.core.calendar import Workweek
from ipmplan.core.portfolio import Milestone, Pool, Project, Task
from ipmplan.errors import InputError
from ipmplan.files.formats.mspdi.fields import summed
from ipmplan.files.schema import tables

if TYPE_CHECKING:
    from ipmplan.files.columns import Table
    from ipmplan.files.formats.mspdi.data import MsTask

Row = TypeVar("Row", Task, Milestone, Project, Pool)
_TABLES = {Task: "tasks", Milestone: "milestones", Project: "projects", Pool: "pools"}


def keep(
    row: Row,
    kept: Mapping[str, str],
    week: Workweek,
    hours: Mapping[str, Fraction] | None = None,
    task: MsTask | None = None,
) -> Row:
    """A row with what our fields say of it; what was changed in Microsoft Project since stays changed.

    Parameters
    ----------
    row
        As the file says it in its own words.
    kept
        Our fields.
    week
        The portfolio's working week.
    hours
        Hours by person in the file; work and people are ours only while they are those that were exported.
    task
        The task: while it starts when it was planned to, its constraint is none of anybody's.
    """
    described = tables(week.hours_a_day, week.hours_a_week)[_TABLES[type(row)]]
    wanted: list[str] = []
    if isinstance(row, Task):
        wanted += ["uses", "kind"]
        if kept.get("sum", "") == summed(hours or {}):
            wanted += ["work", "people"]
        planned = task.baseline.start if task is not None and task.baseline is not None else None
        if task is None or task.constraint_date is None or task.constraint_date == planned:
            wanted.append("not_before")
    cells = {name: kept[name] for name in wanted if name in kept}
    if "more" in kept:
        cells |= _more(kept["more"])
    values = _read(described, cells)
    if "people" in wanted and "people" not in kept and isinstance(row, Task):
        values["people"] = ()
    return replace(row, **values)


def _more(text: str) -> dict[str, str]:
    """Further columns, as `name=cell; name=cell`."""
    pairs = [one.partition("=") for one in text.split("; ")]
    return {name.strip(): cell.strip() for name, mark, cell in pairs if mark}


def _read(table: Table, cells: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in cells.items():
        column = table.columns.get(name)
        if column is None or name == "id" or not cell:
            continue
        try:
            found[column.attribute or name] = column.parse(cell)
        except InputError:
            continue
    return found
