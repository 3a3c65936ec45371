"""Time entries of a tracker become rows of a portfolio's progress; what fits no task is kept against its project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ipmplan.core.portfolio import Booking, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import Issue
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.timesheets import TimeEntry
from ipmplan.files.numbers import print_number

UNMATCHED = "time-without-task"
_WORDS = re.compile(r"[\w./-]+")


@dataclass(frozen=True)
class Booked:
    """What is to be added.

    Parameters
    ----------
    rows
        New rows of progress, and those whose entry was changed since.
    tasks
        Tasks to keep time that fits no task: they are done, one for each project.
    known
        How many entries were there already.
    lost
        What fits no task, person or project.
    """

    rows: tuple[Progress, ...]
    tasks: tuple[Task, ...]
    known: int
    lost: tuple[Issue, ...]


def book(entries: Sequence[TimeEntry], portfolio: Portfolio, place: str) -> Booked:
    """Match entries with a portfolio's tasks, bookings and people.

    Parameters
    ----------
    entries
        What was written down.
    portfolio
        As it is now; entries that it has already are left out.
    place
        Name of the export, for messages.

    Returns
    -------
    Booked
        Importing the same entries again adds nothing.
    """
    matcher = _Matcher(portfolio)
    losses = Losses(place)
    before = {row.ref: row for row in portfolio.progress if row.ref}
    tasks: dict[str, Task] = {}
    rows: list[Progress] = []
    apart: dict[str, Fraction] = {}
    known = 0
    for entry in entries:
        person = matcher.person(entry)
        if not person and (entry.person or entry.email):
            losses.add(
                "nobody of that name is in people: the hours are kept without a person", entry.person or entry.email
            )
        project = matcher.project(entry)
        task = matcher.task(entry, project)
        remaining = None
        if not task:
            task = f"{project}-{UNMATCHED}" if project else UNMATCHED
            remaining = Fraction(0)
            if task not in portfolio.task:
                tasks[task] = _keeper(task, project)
            apart[task] = apart.get(task, Fraction(0)) + entry.hours
            what = entry.task or entry.note or "nothing said"
            losses.add(
                f"time that fits no task is kept at {task}",
                f"line {entry.line} ({what[:40]}, {print_number(entry.hours)} h)",
            )
        row = Progress(entry.date, task, person, entry.hours, remaining, ref=entry.ref, note=entry.note)
        old = before.get(entry.ref)
        if old is not None and (old.date, old.task, old.person, old.hours) == (
            row.date,
            row.task,
            row.person,
            row.hours,
        ):
            known += 1
        else:
            rows.append(row)
    gone = _gone(entries, before)
    for ref in gone:
        losses.add(
            "entries that are not in the export any more stay as they were recorded",
            ref,
            "Maybe take them out of progress.csv?",
        )
    return Booked(tuple(rows), tuple(tasks.values()), known, losses.issues())


def _gone(entries: Sequence[TimeEntry], before: Mapping[str, Progress]) -> list[str]:
    """Refs of the same tool within the same days that the export has no more."""
    if not entries:
        return []
    tool = entries[0].ref.partition(":")[0]
    first, last = min(entry.date for entry in entries), max(entry.date for entry in entries)
    there = {entry.ref for entry in entries}
    return [
        ref
        for ref, row in before.items()
        if ref.startswith(f"{tool}:") and first <= row.date <= last and ref not in there and row.hours
    ]


def _keeper(name: str, project: str) -> Task:
    """A task that holds recorded time and nothing else."""
    work = (Alternative(((Part(Fraction(1)),),)),)
    return Task(name, project, name="Time without a task", work=work, kind="overhead")


class _Matcher:
    """Finds what an entry means, by ids first, then by names that are the same."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._people: dict[str, str] = {}
        for person in portfolio.people:
            for word in (person.id, person.name, person.email, person.email.partition("@")[0]):
                if word:
                    self._people.setdefault(_key(word), person.id)
        self._projects: dict[str, str] = {}
        for project in portfolio.projects:
            for word in (project.id, project.name):
                if word:
                    self._projects.setdefault(_key(word), project.id)
        clients: dict[str, set[str]] = {}
        for project in portfolio.projects:
            if project.client:
                clients.setdefault(_key(project.client), set()).add(project.id)
        self._clients = {client: next(iter(ids)) for client, ids in clients.items() if len(ids) == 1}
        self._ids: dict[str, tuple[str, str]] = {}
        self._names: dict[tuple[str, str], set[str]] = {}
        rows: list[Task | Booking] = [*portfolio.tasks, *portfolio.bookings]
        for row in rows:
            if row.id.endswith(UNMATCHED):
                continue
            self._ids.setdefault(_key(row.id), (row.id, row.project))
            if row.name:
                self._names.setdefault((row.project, _key(row.name)), set()).add(row.id)
                self._names.setdefault(("*", _key(row.name)), set()).add(row.id)

    def person(self, entry: TimeEntry) -> str:
        """Id of who it was; empty when nobody is known by that name."""
        return _first(self._people, (entry.email, entry.person))

    def project(self, entry: TimeEntry) -> str:
        """Id of the project; empty when none is known."""
        found = _first(self._projects, (entry.project, entry.task.rpartition("-")[0]))
        return found or _first(self._clients, (entry.client,))

    def task(self, entry: TimeEntry, project: str) -> str:
        """Id of the task or booking; empty when none fits."""
        for text in (entry.task, entry.tags, entry.note):
            for word in (text, *_WORDS.findall(text)):
                found = self._ids.get(_key(word.strip(".,:;/-")))
                if found is not None and (not project or found[1] in ("", project)):
                    return found[0]
        for text in (entry.task, entry.note):
            for scope in (project, "*") if project else ("*",):
                names = self._names.get((scope, _key(text)), set()) if text else set()
                if len(names) == 1 and (scope != "*" or not project):
                    return next(iter(names))
        return ""


def _first(known: Mapping[str, str], words: Iterable[str]) -> str:
    return next((known[_key(word)] for word in words if word and _key(word) in known), "")


def _key(word: str) -> str:
    return " ".join(word.casefold().split())
