"""What somebody of the staff may see: their own work, whom it comes from and goes to, and what the client said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

DayState = Literal["work", "away"]
EntryKind = Literal["starts", "goes_on", "ends", "starts_and_ends", "appointment", "booked", "reserved"]
Reason = Literal["", "link", "person", "pool", "hold", "not_before", "decision"]


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Something on a day: what it is, of which project, how many hours, and when it is where that is fixed."""

    kind: EntryKind
    name: str
    project: str
    hours: float
    at: time | None = None


@dataclass(frozen=True, slots=True)
class StaffDay:
    """A day with its entries; ``away`` without a reason."""

    day: date
    state: DayState
    entries: tuple[DayEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """Work that comes before or after: who does it (empty = nobody), its name, and when it ends or begins."""

    who: str
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class StaffQuestion:
    """An open question about a task: whether the client has to answer it, who the client is, and when it is expected."""

    question: str
    from_client: bool
    client: str
    expected: date | None


@dataclass(frozen=True, slots=True)
class StaffTask:
    """A task of theirs in these weeks.

    Parameters
    ----------
    id, name, project
        Which.
    start, end
        Days.
    planned, used
        Their own hours.
    wishes
        What the client asked for, word by word.
    answers
        Questions about it with their answers.
    questions
        Those that are open.
    together
        Names of those who work at it, too.
    before, after
        Hand-offs.
    """

    id: str
    name: str
    project: str
    start: date
    end: date
    planned: float
    used: float
    wishes: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    questions: tuple[StaffQuestion, ...] = ()
    together: tuple[str, ...] = ()
    before: tuple[Handed, ...] = ()
    after: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffMove:
    """A task of theirs that begins on another day, is new or gone, and because of what."""

    name: str
    was: date | None
    now: date | None
    reason: Reason = ""
    about: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class StaffOverdue:
    """A task of theirs that should have ended."""

    name: str
    day: date
    left: float


@dataclass(frozen=True, slots=True)
class StaffView:
    """A briefing as facts.

    Parameters
    ----------
    agency, id, name
        Who reads it, where.
    as_of, first, last
        The day of which it speaks, and its two weeks.
    days, tasks, overdue, moves
        In their order.
    compared
        Whether there is an earlier plan that `moves` compares with.
    """

    agency: str
    id: str
    name: str
    as_of: date
    first: date
    last: date
    days: tuple[StaffDay, ...]
    tasks: tuple[StaffTask, ...]
    overdue: tuple[StaffOverdue, ...]
    moves: tuple[StaffMove, ...]
    compared: bool
