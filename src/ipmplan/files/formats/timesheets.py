"""Time entries of Harvest, Toggl, Clockify and Tempo: one shape for all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.dates import parse_moment
from ipmplan.files.doubts import day_orders, decimal_marks, settle_dates, settle_numbers
from ipmplan.files.formats.grid import CellGrid
from ipmplan.files.numbers import parse_amount

MOST_HOURS = 24 * 31
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")

# Tool -> our word -> titles of columns, the first that is there. The first words have to be there to know the tool.
TOOLS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tempo": {
        "date": ("work date", "start date"),
        "hours": ("hours", "logged"),
        "task": ("issue key",),
        "person": ("full name", "username", "user"),
        "project": ("project key", "account name", "account key"),
        "note": ("work description", "description", "issue summary"),
        "id": ("worklog id", "tempo worklog id"),
        "start": ("work start time",),
    },
    "toggl": {
        "date": ("start date",),
        "hours": ("duration",),
        "person": ("user", "member"),
        "project": ("project",),
        "start": ("start time",),
        "email": ("email",),
        "client": ("client",),
        "task": ("task",),
        "note": ("description",),
        "tags": ("tags",),
        "id": ("id", "time entry id"),
    },
    "clockify": {
        "date": ("start date",),
        "hours": ("duration (decimal)", "duration (h)"),
        "person": ("user",),
        "project": ("project",),
        "start": ("start time",),
        "email": ("email",),
        "client": ("client",),
        "task": ("task",),
        "note": ("description",),
        "tags": ("tags",),
        "id": ("id", "time entry id"),
    },
    "harvest": {
        "date": ("date",),
        "hours": ("hours",),
        "project": ("project",),
        "first": ("first name",),
        "task": ("task",),
        "last": ("last name",),
        "client": ("client",),
        "code": ("project code",),
        "note": ("notes",),
        "id": ("id", "entry id", "time entry id"),
    },
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "tempo": ("date", "hours", "task"),
    "toggl": ("date", "hours", "project", "start"),
    "clockify": ("date", "hours", "project"),
    "harvest": ("date", "hours", "project", "first"),
}


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """What somebody wrote down.

    Parameters
    ----------
    date, hours
        When, and how long.
    person, email
        Who, in the tool's words.
    project, client
        For which project, in the tool's words; `project` may be a code or a key.
    task, note, tags
        What for, in the tool's words.
    ref
        The same for the same entry whenever it is exported.
    line
        Where it stands.
    """

    date: date
    hours: Fraction
    person: str
    email: str
    project: str
    client: str
    task: str
    note: str
    tags: str
    ref: str
    line: int


def tool_of(header: Sequence[str]) -> str:
    """The tool whose export has such a header; empty when none has.

    Examples
    --------
    >>> tool_of(["Date", "Client", "Project", "Task", "Notes", "Hours", "First Name", "Last Name"])
    'harvest'
    """
    names = {name.casefold() for name in header}
    for tool, needed in NEEDED.items():
        if all(names & set(TOOLS[tool][word]) for word in needed):
            return tool
    return ""


def read_entries(grid: CellGrid, tool: str = "") -> tuple[TimeEntry, ...]:
    """Read time entries.

    Parameters
    ----------
    grid
        The cells of the export.
    tool
        Whose it is; found by its header when empty.

    Raises
    ------
    InputError
        When the header is no tool's, or cells cannot be read: with every one of them.
    """
    header, rows = grid.table()
    tool = tool or tool_of(header)
    if not tool:
        hint = "Maybe export the detailed report of Harvest, Toggl, Clockify or Tempo as CSV?"
        raise InputError(Issue("the header is not that of a time tracker", grid.place, hint))
    names = [name.casefold() for name in header]
    at = {
        word: next(names.index(title) for title in titles if title in names)
        for word, titles in TOOLS[tool].items()
        if any(title in names for title in titles)
    }
    if missing := [word for word in NEEDED[tool] if word not in at]:
        titles = ", ".join(quoted(TOOLS[tool][word][0]) for word in missing)
        raise InputError(Issue(f"the export has no column {titles}", grid.place))
    orders = day_orders(cells[at["date"]] for _, cells in rows)
    marks = decimal_marks(cells[at["hours"]] for _, cells in rows)
    issues: list[Issue] = []
    found: list[TimeEntry] = []
    seen: dict[str, int] = {}
    for line, cells in rows:

        def text(word: str, cells: tuple[str, ...] = cells) -> str:
            return cells[at[word]] if word in at else ""

        if text("date").casefold().rstrip(":") in {"total", "totals", "summe", ""}:
            continue
        try:
            day = parse_moment(settle_dates(text("date"), next(iter(orders))) if len(orders) == 1 else text("date"))
            hours = _hours(settle_numbers(text("hours"), next(iter(marks))) if len(marks) == 1 else text("hours"))
        except InputError as error:
            issues += [replace(issue, where=f"{grid.place}:{line}") for issue in error.issues]
            continue
        if hours > MOST_HOURS:
            issues.append(Issue(f"hours {quoted(text('hours'))} are more than a month has", f"{grid.place}:{line}"))
            continue
        who = text("person") or f"{text('first')} {text('last')}".strip()
        entry = TimeEntry(
            date=day.date() if isinstance(day, datetime) else day,
            hours=hours,
            person=who,
            email=text("email"),
            project=text("project"),
            client=text("client"),
            task=text("task"),
            note=text("note"),
            tags=text("tags"),
            ref=f"{tool}:{text('id')}" if text("id") else "",
            line=line,
        )
        found.append(entry if entry.ref else replace(entry, ref=_ref(tool, entry, text("start"), seen)))
    if issues:
        raise InputError(issues)
    return tuple(found)


def _ref(tool: str, entry: TimeEntry, start: str, seen: dict[str, int]) -> str:
    """What tells an entry from others, without its hours, which may be put right later."""
    parts = (str(entry.date), entry.person, entry.project, entry.task, entry.note, start)
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return f"{tool}:{digest}" if seen[digest] == 1 else f"{tool}:{digest}-{seen[digest]}"


def _hours(text: str) -> Fraction:
    """Read `1.5`, `1:30` or `01:30:00`.

    Examples
    --------
    >>> _hours("01:30:00"), _hours("1.5")
    (Fraction(3, 2), Fraction(3, 2))
    """
    if clock := _CLOCK.fullmatch(text):
        return Fraction(int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0), 3600)
    return parse_amount(text)
