"""Bookings in a file of Microsoft Project: tasks whose custom field says the booking's row."""

from __future__ import annotations

from collections.abc import Mapping

from ipmplan.core.calendar import Workweek
from ipmplan.core.portfolio import Booking
from ipmplan.errors import InputError
from ipmplan.files.schema import row_values, tables

COLUMNS = ("person", "hours", "every", "at", "start", "end", "billable")


def booking_field(booking: Booking, week: Workweek) -> str:
    """Write a booking's row as `column=cell; ...`."""
    table = tables(week.hours_a_day, week.hours_a_week)["bookings"]
    cells = table.print_row(row_values(table, booking))
    return "; ".join(f"{name}={cells[name]}" for name in COLUMNS if cells[name])


def booking_of(kept: Mapping[str, str], name: str, project: str, week: Workweek) -> Booking | None:
    """Read it back; None when it cannot be read.

    Parameters
    ----------
    kept
        Our fields of the task.
    name, project
        Ids of the booking and its project.
    week
        The portfolio's working week.
    """
    table = tables(week.hours_a_day, week.hours_a_week)["bookings"]
    pairs = [one.partition("=") for one in kept.get("more", "").split("; ")]
    cells = {column.strip(): cell.strip() for column, mark, cell in pairs if mark and column.strip() in COLUMNS}
    if not {"person", "hours"} <= set(cells):
        return None
    try:
        values = {
            table.columns[column].attribute or column: table.columns[column].parse(cell)
            for column, cell in cells.items()
        }
    except InputError:
        return None
    made = table.record(id=name, project=project, name=kept.get("kind", ""), **values)
    return made if isinstance(made, Booking) else None
