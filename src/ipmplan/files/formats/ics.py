"""Calendars: what is in them as facts, what was written before, and both as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ipmplan.core.calendar import Moment
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

EventKind = Literal["task", "wait", "appointment", "leave"]
FORGET = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something in a calendar.

    Parameters
    ----------
    uid
        The same in every plan.
    kind
        What it is.
    people
        Whose calendars have it, by id.
    start, end
        Local moments, or whole days: the first one, and the one after the last.
    summary, description
        As it is shown.
    """

    uid: str
    kind: EventKind
    people: tuple[str, ...]
    start: Moment
    end: Moment
    summary: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event as it was written last.

    Parameters
    ----------
    event
        What it says.
    sequence
        How often it has changed.
    stamp
        When it did, in UTC.
    cancelled
        Whether it is off.
    """

    event: CalendarEvent
    sequence: int
    stamp: datetime
    cancelled: bool = False


def merged(
    before: Iterable[KeptEvent], events: Iterable[CalendarEvent], now: datetime, today: datetime
) -> tuple[KeptEvent, ...]:
    """Put a plan's events in the place of those that were written before.

    What is as it was keeps its number, what moved gets the next one, and what is no longer planned is cancelled; only leave, waits and
    appointments that are over stay as they were, as no plan speaks of them any more.

    Parameters
    ----------
    before
        As written last.
    events
        Of the plan.
    now
        In UTC, without an offset.
    today
        Status date of the plan.

    Examples
    --------
    >>> work = CalendarEvent("a", "task", ("ana",), datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 18), "Design")
    >>> noon = datetime(2026, 1, 2, 12)
    >>> first = merged((), [work], noon, noon)
    >>> moved = merged(first, [replace(work, end=datetime(2026, 1, 6, 18))], noon, noon)
    >>> [(row.sequence, row.cancelled) for row in (*moved, *merged(moved, (), noon, noon))]
    [(1, False), (2, True)]
    """
    known = {row.event.uid: row for row in before}
    found: dict[str, KeptEvent] = {}
    for event in events:
        old = known.get(event.uid)
        if old is None:
            found[event.uid] = KeptEvent(event, 0, now)
        elif old.event == event and not old.cancelled:
            found[event.uid] = old
        else:
            found[event.uid] = KeptEvent(event, old.sequence + 1, now)
    for uid, old in known.items():
        if uid in found or _moment(old.event.end) < today - FORGET:
            continue
        over = old.event.kind != "task" and _moment(old.event.end) <= today
        found[uid] = old if old.cancelled or over else KeptEvent(old.event, old.sequence + 1, now, cancelled=True)
    return tuple(sorted(found.values(), key=lambda row: (_moment(row.event.start), row.event.uid)))


def _moment(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def zone_of(name: str | None) -> ZoneInfo | None:
    """Find the time zone of calendars; None = times that are the same clock everywhere.

    Raises
    ------
    InputError
        When there is no such zone.
    """
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "Maybe `Europe/Berlin`?"
        message = f"there is no time zone {quoted(name)}"
        raise InputError(Issue(message, "portfolio.toml, calendar.timezone", hint)) from None


def print_ics(name: str, rows: Sequence[KeptEvent], zone: ZoneInfo | None = None) -> bytes:
    """Write a calendar.

    Parameters
    ----------
    name
        Of the calendar.
    rows
        Its events.
    zone
        Of their times; None = times that are the same clock everywhere.
    """
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//ipmplan//calendar//EN")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    if zone is not None:
        book.add("x-wr-timezone", zone.key)
    for row in rows:
        event, made = row.event, Event()
        made.add("uid", event.uid)
        made.add("sequence", row.sequence)
        made.add("dtstamp", row.stamp.replace(tzinfo=UTC))
        for key, moment in (("dtstart", event.start), ("dtend", event.end)):
            made.add(key, moment.replace(tzinfo=zone) if isinstance(moment, datetime) and zone is not None else moment)
        made.add("summary", _clean(event.summary))
        if event.description:
            made.add("description", _clean(event.description))
        made.add("status", "CANCELLED" if row.cancelled else "CONFIRMED")
        long = _moment(event.end) - _moment(event.start) > timedelta(days=1)
        busy = event.kind == "leave" or (event.kind in ("task", "appointment") and not long)
        made.add("transp", "OPAQUE" if busy else "TRANSPARENT")
        made.add("categories", [event.kind])
        book.add_component(made)
    if zone is not None:
        book.add_missing_timezones()
    return bytes(book.to_ical())


def _clean(text: str) -> str:
    """Leave out what no calendar may hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def said_of(row: KeptEvent, name: str) -> KeptEvent:
    """The event with a name before it, for calendars of several people."""
    return replace(row, event=replace(row.event, summary=f"{name}: {row.event.summary}")) if name else row
