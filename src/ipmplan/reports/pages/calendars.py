"""Calendars as files: for one person, some, or all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.calendarfile import keep_events
from ipmplan.files.formats.ics import KeptEvent, print_ics, said_of, zone_of
from ipmplan.reports.views.calendar import calendar_events


def kept_events(
    schedule: Schedule, portfolio: Portfolio, folder: Path | None, now: datetime | None = None
) -> tuple[KeptEvent, ...]:
    """Events of a plan, numbered by what the folder's calendars had before; the folder remembers them.

    Parameters
    ----------
    schedule, portfolio
        The plan, and its portfolio as it was read.
    folder
        Where `calendars.json` is; None = nothing is remembered.
    now
        In UTC, without an offset; the clock's when not given.

    Raises
    ------
    InputError
        When the memory cannot be read or written.
    """
    today = portfolio.grid.moment(portfolio.as_of_tick)
    moment = (now or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)
    return keep_events(folder, calendar_events(schedule, portfolio), moment, today)


def calendar_file(rows: Sequence[KeptEvent], portfolio: Portfolio, people: Sequence[str] = ()) -> bytes:
    """Write the calendar of some people; without any, of all, with their names.

    Raises
    ------
    InputError
        When there is no such time zone.
    """
    zone = zone_of(portfolio.calendar.timezone)
    names = {one.id: one.name or one.id for one in portfolio.people}
    if len(people) == 1:
        own = [row for row in rows if people[0] in row.event.people]
        return print_ics(f"{portfolio.name}: {names.get(people[0], people[0])}", own, zone)
    shown = [row for row in rows if not people or set(people) & set(row.event.people)]
    named = [said_of(row, _who(row, names)) for row in shown]
    return print_ics(portfolio.name, named, zone)


def _who(row: KeptEvent, names: dict[str, str]) -> str:
    """Whose it is; a wait is nobody's."""
    return "" if row.event.kind == "wait" else ", ".join(names.get(one, one) for one in row.event.people)
