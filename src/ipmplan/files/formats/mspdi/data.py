"""What an MSPDI file says, in Microsoft Project's own words; numbers of things are its UIDs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.calendar import Spans
from ipmplan.core.work import LinkType

ResourceKind = Literal["work", "material", "cost"]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How an exception of a calendar comes again.

    Parameters
    ----------
    type
        Microsoft Project's number: 1 daily, 2 and 3 yearly, 4 and 5 monthly, 6 weekly, 7 every so many days.
    every
        So many days, weeks, months or years apart.
    days
        Weekdays of a weekly one, Monday = 0.
    item, position
        Which day (0 any, 1 working, 2 weekend day, 3 Sunday ... 9 Saturday) and which of the month (0 first ... 4 last).
    month, month_day
        January = 0; day of the month.
    times
        How often; 0 = until the end of the period.
    """

    type: int
    every: int = 1
    days: frozenset[int] = frozenset()
    item: int = 0
    position: int = 0
    month: int = 0
    month_day: int = 1
    times: int = 0


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days with other working times; no spans = a day off."""

    name: str
    start: date
    end: date
    spans: Spans
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class OtherWeek:
    """A period with another working week; weekdays that are not named are as usual."""

    name: str
    start: date
    end: date
    week: Mapping[int, Spans]


@dataclass(frozen=True, slots=True)
class ProjectCalendar:
    """A calendar; weekdays that it does not name are those of its base."""

    uid: int
    name: str
    base: int | None
    week: Mapping[int, Spans]
    exceptions: tuple[CalendarException, ...] = ()
    weeks: tuple[OtherWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class CostRate:
    """What an hour costs from a day on; None = from the beginning."""

    start: date | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, several alike (`max_units` above 1), material or a kind of cost."""

    uid: int
    name: str
    kind: ResourceKind = "work"
    max_units: Fraction = Fraction(1)
    rate: Decimal | None = None
    rates: tuple[CostRate, ...] = ()
    calendar: int | None = None
    group: str = ""
    email: str = ""
    overtime_rate: Decimal = Decimal(0)
    cost_per_use: Decimal = Decimal(0)
    joins: date | None = None
    leaves: date | None = None
    availability: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PredecessorLink:
    """A link; `lag` is in hours, or in per cent of the predecessor's duration where `percent` says so."""

    predecessor: int
    type: LinkType
    lag: Fraction = Fraction(0)
    percent: bool = False
    elapsed: bool = False
    other_project: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved as a baseline of a task or an assignment."""

    start: datetime
    finish: datetime
    work: Fraction


@dataclass(frozen=True, slots=True)
class MsTask:
    """A row of the plan, in the order of the file."""

    uid: int
    name: str
    level: int
    summary: bool = False
    milestone: bool = False
    active: bool = True
    manual: bool = False
    external: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    duration: Fraction = Fraction(0)
    elapsed: bool = False
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    actual_duration: Fraction = Fraction(0)
    percent: int = 0
    constraint: int = 0
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    calendar: int | None = None
    priority: int = 500
    fixed_cost: Decimal = Decimal(0)
    split: bool = False
    notes: str = ""
    wbs: str = ""
    baseline: Saved | None = None
    links: tuple[PredecessorLink, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What messages call it: names may come twice."""
        return f"{self.name} (task {self.uid})" if self.name else f"task {self.uid}"


@dataclass(frozen=True, slots=True)
class TimePiece:
    """Time-phased work of an assignment: 2 = worked, 4 = of the baseline."""

    type: int
    start: datetime
    finish: datetime
    hours: Fraction


@dataclass(frozen=True, slots=True)
class MsAssignment:
    """A resource at a task; a resource of -65535 is nobody."""

    task: int
    resource: int
    units: Fraction = Fraction(1)
    work: Fraction = Fraction(0)
    actual: Fraction = Fraction(0)
    remaining: Fraction = Fraction(0)
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    start: datetime | None = None
    cost: Decimal = Decimal(0)
    baseline: Saved | None = None
    pieces: tuple[TimePiece, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MsProject:
    """A whole file.

    Parameters
    ----------
    name
        Of the plan.
    currency
        Its code; empty = not said.
    status, saved, current, start
        The status date, when it was saved last, the day that was today then, and when the plan starts.
    calendar
        UID of the project's calendar.
    calendars, tasks, resources, assignments
        Calendars and resources by UID, the others in the order of the file.
    aliases
        What custom fields are called, by number.
    """

    name: str
    currency: str
    status: datetime | None
    saved: datetime | None
    current: datetime | None
    start: datetime | None
    calendar: int | None
    calendars: Mapping[int, ProjectCalendar]
    tasks: tuple[MsTask, ...]
    resources: Mapping[int, Resource]
    assignments: tuple[MsAssignment, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
