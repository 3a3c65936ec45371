"""`calendars.json`: the events as they were written last, so that a new plan moves and cancels them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ipmplan.errors import InputError, Issue
from ipmplan.files import kinds
from ipmplan.files.atomic import write_text
from ipmplan.files.documents import Document, Key
from ipmplan.files.formats.ics import CalendarEvent, KeptEvent, merged
from ipmplan.files.tables import read_text
from ipmplan.files.together import locked

CALENDARS = "calendars.json"
_PLAIN = Key()


@dataclass(frozen=True, slots=True)
class KeptEvents:
    """All events that were written, those of all people."""

    events: tuple[KeptEvent, ...] = ()


DOCUMENT = Document(
    "ipmplan-calendars/1",
    "memory of calendars",
    {
        KeptEvents: {"events": _PLAIN},
        KeptEvent: {
            "event": _PLAIN,
            "sequence": Key(read=kinds.index),
            "stamp": _PLAIN,
            "cancelled": Key(omit=True),
        },
        CalendarEvent: {
            "uid": _PLAIN,
            "kind": _PLAIN,
            "people": _PLAIN,
            "start": _PLAIN,
            "end": _PLAIN,
            "summary": _PLAIN,
            "description": Key(omit=True),
        },
    },
)


def keep_events(
    folder: Path | None, events: Iterable[CalendarEvent], now: datetime, today: datetime
) -> tuple[KeptEvent, ...]:
    """Number a plan's events by what a folder's calendars had before, and remember them.

    Parameters
    ----------
    folder
        The portfolio's; None = nothing was written before, and nothing is remembered.
    events
        Of the plan, for all people.
    now
        In UTC, without an offset.
    today
        Status date of the plan.

    Raises
    ------
    InputError
        When the memory cannot be read or written.
    """
    if folder is None:
        return merged((), events, now, today)
    path = folder / CALENDARS
    with locked(folder):
        before = _read(path)
        found = merged(before, events, now, today)
        if found != before:
            try:
                write_text(path, DOCUMENT.print(KeptEvents(found)))
            except OSError as error:
                message = f"what calendars hold cannot be kept: {error.strerror or error}"
                raise InputError(Issue(message, str(path))) from error
    return found


def _read(path: Path) -> tuple[KeptEvent, ...]:
    if not path.is_file():
        return ()
    text = read_text(path, path.name)
    return DOCUMENT.read(KeptEvents, DOCUMENT.load(text, path.name), text, path.name).events
