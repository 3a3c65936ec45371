"""Changes between two plans as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

ReasonKind = Literal[
    "predecessor", "away", "estimate", "progress", "room", "release", "hold", "late", "scope", "others", "choice"
]
# Reasons that name another change, which has its own.
FOLLOWED: tuple[ReasonKind, ...] = ("predecessor", "room")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something changed.

    Parameters
    ----------
    kind
        What kind of reason it is; ``choice`` = nothing but the planner's choice was found.
    words
        A clause for everybody, such as "its predecessor T1 slipped".
    about
        Id of the task or person that it names.
    private
        The same for the one who manages, such as why somebody is away; empty = nothing more.
    """

    kind: ReasonKind
    words: str
    about: str = ""
    private: str = ""

    def said(self, *, manager: bool) -> str:
        """The clause for the one who manages, or for everybody else.

        Examples
        --------
        >>> reason = Reason("away", "ana is away", "ana", "ana is away (ill)")
        >>> reason.said(manager=True), reason.said(manager=False)
        ('ana is away (ill)', 'ana is away')
        """
        return self.private if manager and self.private else self.words


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task that is new, gone, at another time, by others or of other hours.

    Parameters
    ----------
    id, project
        The task, and its project.
    start, end
        Before and after; None where a plan does not have it.
    days
        Working days that its end is later, below 0 = sooner.
    joined, left
        Who works at it now and did not, and the other way round.
    hours
        Planned and recorded hours, before and after.
    reason
        Why.
    root
        The reason at the other end of a chain of tasks that pushed each other, and the task it belongs to.
    """

    id: str
    project: str
    start: tuple[datetime | None, datetime | None]
    end: tuple[datetime | None, datetime | None]
    days: float
    joined: tuple[str, ...]
    left: tuple[str, ...]
    hours: tuple[float, float]
    reason: Reason
    root: tuple[str, Reason]

    @property
    def moved(self) -> bool:
        """Whether it is in both plans and at another time."""
        return None not in self.start and (self.start[0] != self.start[1] or self.end[0] != self.end[1])


@dataclass(frozen=True, slots=True)
class DateChange:
    """A milestone, or the due date of a project or task, that is reached on another day.

    `days` are working days later; `late_hours` before and after; `told` = somebody has been told the earlier date.
    """

    id: str
    kind: str
    due: date | datetime | None
    finish: tuple[datetime, datetime]
    days: float
    late_hours: tuple[float, float]
    task: str
    root: tuple[str, Reason]
    told: bool = False


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project whose last finish or cost is another one; `tasks` = how many of its tasks changed."""

    id: str
    finish: tuple[datetime | None, datetime | None]
    days: float
    cost: tuple[Decimal | None, Decimal | None]
    tasks: int


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Somebody with other work: hours planned from the status date on before and after, tasks that came and went."""

    id: str
    hours: tuple[float, float]
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class PlanChanges:
    """What changed between two plans, the largest changes first in each list.

    Parameters
    ----------
    as_of
        Status dates, before and after.
    tasks, dates, projects, people
        What changed for each of them.
    common
        How many tasks both plans have that have not ended.
    currency
        Of costs.
    """

    as_of: tuple[date | datetime, date | datetime]
    tasks: tuple[TaskChange, ...]
    dates: tuple[DateChange, ...]
    projects: tuple[ProjectChange, ...]
    people: tuple[PersonChange, ...]
    common: int
    currency: str = ""

    @property
    def moved(self) -> tuple[TaskChange, ...]:
        """Tasks of both plans at another time."""
        return tuple(change for change in self.tasks if change.moved)

    @property
    def reassigned(self) -> tuple[TaskChange, ...]:
        """Tasks of both plans that others do."""
        return tuple(change for change in self.tasks if None not in change.start and (change.joined or change.left))
