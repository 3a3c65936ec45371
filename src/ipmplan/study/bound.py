"""What a rule leaves a task: the earliest moment at which its work may begin, and because of what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ipmplan.core.calendar import Calendar, Moment
from ipmplan.core.words import on
from ipmplan.study.reading import Reading
from ipmplan.study.scope import TaskLink

BoundKind = Literal["link", "person", "pool", "away", "status", "not_before", "decision", "progress", "hold", "other"]
# Of bounds that are equally tight the first kind is told first.
KINDS: tuple[BoundKind, ...] = (
    "link",
    "person",
    "pool",
    "hold",
    "not_before",
    "decision",
    "away",
    "progress",
    "other",
    "status",
)
Table = Literal["people", "tasks", "pools", "decisions", "bookings"]
Names = Callable[[Table, str], str]
Days = Callable[[Moment], str]


@dataclass(frozen=True, slots=True)
class Bound:
    """The earliest moment that a rule leaves work of a task in a plan, everything else of the plan as it is.

    Parameters
    ----------
    moment
        Tick before which the rule does not let the work begin. Whether its people work then is not asked.
    because
        A clause that follows on a task's name, with ``{person}``, ``{after}``, ``{about}`` and ``{day}`` in the place of
        names and of a day.
    kind
        What ties it; ``other`` for rules of one's own.
    row
        Number of the plan's row that it binds; None = all of the task's work.
    after
        Task that comes before; empty when a fact binds.
    edge
        Which moment of that task counts.
    person
        Who is meant.
    about, table
        What else it speaks of, and the table that has its name.
    day
        A day that it speaks of.
    reason
        What only those who plan may read, such as why somebody is away.
    since
        For ``away``: tick at which it began.

    Examples
    --------
    >>> bound = Bound(40, "{person} is busy with {after}", "person", after="T1", person="ana")
    >>> bound.words(lambda table, name: name.title() if table == "people" else name)
    'Ana is busy with T1'
    """

    moment: int
    because: str
    kind: BoundKind = "other"
    row: int | None = None
    after: str = ""
    edge: Literal["start", "end"] = "end"
    person: str = ""
    about: str = ""
    table: Table = "pools"
    day: Moment | None = None
    reason: str = ""
    since: int = 0

    def words(self, name: Names, day: Days = on, *, private: bool = False) -> str:
        """Say it.

        Parameters
        ----------
        name, day
            Turn a table and an id of it into a name, and a day into words.
        private
            Whether the reason is told, too.
        """
        text = self.because.replace("{person}", name("people", self.person))
        text = text.replace("{after}", name("tasks", self.after)).replace("{about}", name(self.table, self.about))
        if self.day is not None:
            text = text.replace("{day}", day(self.day))
        return f"{text} ({self.reason})" if private and self.reason else text


def after_link(plan: Reading, moment: int, link: TaskLink) -> int:
    """First tick that a link leaves, as many portfolio ticks after a moment as its lag says."""
    if not link.counts_time:
        return moment
    calendar = plan.time.portfolio
    number = calendar.before(min(moment, calendar.until)) + link.lag
    if number <= 0:
        return 0
    return calendar.slot(number - 1) + 1 if number <= calendar.total else calendar.until


def begin_to_end(calendar: Calendar, end: int, ticks: int) -> int:
    """First tick from which so many of a calendar's ticks end at or after a moment; the moment itself for none.

    Examples
    --------
    >>> begin_to_end(Calendar([(9, 17), (33, 41)]), 35, 4)
    15
    """
    if ticks <= 0:
        return end
    first = calendar.before(max(end - 1, 0)) - ticks + 1
    return calendar.slot(first) if 0 < first < calendar.total else 0
