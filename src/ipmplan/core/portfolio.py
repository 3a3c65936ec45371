"""The portfolio: every table of the folder as frozen objects, plus what the settings file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from ipmplan.core.calendar import NINE_TO_FIVE, Grid, Moment, Workweek
from ipmplan.core.in_python import InPython
from ipmplan.core.layout import Layout
from ipmplan.core.people import Absence, Extra, Person, Rate
from ipmplan.core.plan import Schedule
from ipmplan.core.records import Change, Decision, Finished, Hold, Invoiced, Progress, Requirement
from ipmplan.core.summary import in_html, in_words
from ipmplan.core.work import Alternative, Link, Pin, Use
from ipmplan.errors import Issue

ProjectStatus = Literal["confirmed", "tentative", "on_hold", "done", "lost"]
Handovers = Literal["needed", "any", "never"]
Billing = Literal["fixed", "time", "retainer", "internal"]
DEFAULT_GOALS = ("lateness", "overrun", "completion", "evenness", "continuity", "cost")


@dataclass(frozen=True, slots=True)
class Project:
    """A client's project. `team` empty = everybody may work on it; `held_until` = a tentative one is planned until then."""

    id: str
    name: str = ""
    client: str = ""
    due: Moment | None = None
    budget: Decimal | None = None
    budget_limit: Literal["hard", "soft"] = "hard"
    weight: Fraction = Fraction(1)
    status: ProjectStatus = "confirmed"
    team: tuple[str, ...] = ()
    billing: Billing | None = None
    price: Decimal | None = None
    probability: Fraction | None = None
    held_until: Moment | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Reached when every task that names it has finished. `buffer` is in portfolio working hours."""

    id: str
    project: str
    name: str = ""
    due: Moment | None = None
    weight: Fraction = Fraction(1)
    firm: bool = False
    buffer: Fraction = Fraction(0)
    agreed: Moment | None = None
    payment: Decimal | None = None
    invoiced_on: date | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """Work to plan. `optimistic` and `pessimistic` are hours in total, the 10 % and 90 % points."""

    id: str
    project: str = ""
    milestone: str = ""
    name: str = ""
    work: tuple[Alternative, ...] = ()
    after: tuple[Link, ...] = ()
    people: tuple[Pin, ...] = ()
    not_before: Moment | None = None
    due: Moment | None = None
    uses: tuple[Use, ...] = ()
    optimistic: Fraction | None = None
    pessimistic: Fraction | None = None
    fixed_cost: Decimal = Decimal(0)
    kind: str = ""
    change: str = ""
    cancelled: bool = False
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Pool:
    """Things that tasks use: given back at the task's end, or used up."""

    id: str
    name: str = ""
    capacity: int = 1
    kind: Literal["renewable", "consumable"] = "renewable"
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TimeOfWeek:
    """A time of day, in minutes from midnight, on a weekday (Monday is 0) or, with None, on any day."""

    minute: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """Time that is gone before tasks.

    Parameters
    ----------
    id, name
        Id, and what is shown.
    person
        The person's id, or everybody.
    project
        Empty = internal.
    hours, percent
        Exactly one is given: hours in each period, or per cent of every working day.
    every
        ``day``, ``week``, ``month`` or empty for once.
    start, end
        First and last day on which it applies (`from` and `until` in the table); None = from the first day, without an
        end.
    billable
        Whether a client pays for it.
    when
        The time that it takes in each period (the column `at`); None = the earliest free one.
    at
        ``file:line`` the row came from.
    """

    id: str
    person: str
    name: str = ""
    project: str = ""
    hours: Fraction | None = None
    percent: Fraction | None = None
    every: Literal["", "day", "week", "month"] = ""
    start: Moment | None = None
    end: Moment | None = None
    billable: bool = False
    when: TimeOfWeek | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """The `[calendar]` part of portfolio.toml; lengths are in portfolio working hours.

    `handovers`: begun work may be handed over when it is needed (`study.handing` says when), always, or never.
    """

    workweek: Workweek = NINE_TO_FIVE
    holidays: str | None = None
    grid: Grid = Grid(60)
    open_absence: Fraction = Fraction(40)
    open_answer: Fraction = Fraction(40)
    handover: Fraction = Fraction(2)
    timezone: str | None = None
    handovers: Handovers = "needed"


@dataclass(frozen=True, slots=True)
class Sprint:
    """The sprint that is planned next; `fill` is the first part of each person's working day that counts at all."""

    start: date
    days: int = 14
    fill: Fraction = Fraction(1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        return self.start + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals in lexicographic order, and how much of an earlier one a later one may give up.

    Parameters
    ----------
    order
        Names of the goals, the first one first.
    tolerance
        What a later goal may cost an earlier one, as a part of it.
    slack
        The same in the goal's unit, by goal.
    yields
        Goals that may be worse than that, where a re-plan moves far less then: nobody has said what slack they have.
    """

    order: tuple[str, ...] = DEFAULT_GOALS
    tolerance: Fraction = Fraction(2, 100)
    slack: Mapping[str, Fraction] = field(default_factory=dict)
    yields: frozenset[str] = frozenset()


@dataclass(frozen=True, repr=False)
class Portfolio(InPython):
    """Everything that is known before planning: data only, which pickles, copies and compares by value.

    What follows from it is in `ipmplan.study`. Printed, it is one line; in Jupyter a list of its projects. `tasks_frame` and its like are
    its tables as data frames; `add`, `drop` and `set` return another portfolio.

    Parameters
    ----------
    name
        Of the agency, shown on top.
    as_of
        Status date; a date means its start, and timesheet rows of a date-time's own day count.
    currency
        Of all money.
    calendar, sprint, goals
        Parts of portfolio.toml; no sprint = the next two weeks are looked at first.
    people, projects, milestones, tasks, pools, absences, extra, rates, bookings, progress, requirements, decisions, changes, history, holds, invoices
        Rows of the tables of those names, in the order of their files.
    holidays
        Public holidays by code, as resolved when the folder was read: code -> day -> name.
    baseline
        The newest approved plan, None when nothing was approved yet.
    reference
        The plan that `stability` counts changes against; None = the baseline.
    layouts
        How the tables that were read are laid out, by name.
    source
        Folder or workbook it was read from; empty when made in Python.
    warnings
        What loading had to say that stops nobody. Portfolios are equal whatever was said of their files.

    Examples
    --------
    >>> from ipmplan.core.portfolio import Portfolio
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> studio
    <Portfolio 'Northlight' as of 2026-01-05: 0 people, 0 projects, 0 tasks, 0 milestones>
    >>> studio.as_of_tick
    490992
    """

    name: str
    as_of: Moment
    currency: str = "EUR"
    calendar: CalendarSettings = field(default_factory=CalendarSettings)
    sprint: Sprint | None = None
    goals: Goals = field(default_factory=Goals)
    people: tuple[Person, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    pools: tuple[Pool, ...] = ()
    absences: tuple[Absence, ...] = ()
    extra: tuple[Extra, ...] = ()
    rates: tuple[Rate, ...] = ()
    bookings: tuple[Booking, ...] = ()
    progress: tuple[Progress, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    history: tuple[Finished, ...] = ()
    holds: tuple[Hold, ...] = ()
    invoices: tuple[Invoiced, ...] = ()
    holidays: Mapping[str, Mapping[date, str]] = field(default_factory=dict)
    baseline: Schedule | None = None
    reference: Schedule | None = None
    layouts: Mapping[str, Layout] = field(default_factory=dict, compare=False, repr=False)
    source: str = field(default="", compare=False)
    warnings: tuple[Issue, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        return in_words(self)

    def _repr_html_(self) -> str:
        return in_html(self)

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: what was looked up is found again."""
        return {row.name: getattr(self, row.name) for row in fields(self)}

    @property
    def grid(self) -> Grid:
        """The steps in which time is planned."""
        return self.calendar.grid

    @property
    def as_of_tick(self) -> int:
        """Moment from which work is planned."""
        return self.grid.start_of(self.as_of)

    @property
    def as_of_day(self) -> date:
        """Day of the status date."""
        return self.as_of.date() if isinstance(self.as_of, datetime) else self.as_of

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def project(self) -> Mapping[str, Project]:
        """Projects by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def milestone(self) -> Mapping[str, Milestone]:
        """Milestones by id."""
        return {milestone.id: milestone for milestone in self.milestones}

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """Tasks by id."""
        return {task.id: task for task in self.tasks}

    @cached_property
    def pool(self) -> Mapping[str, Pool]:
        """Pools by id."""
        return {pool.id: pool for pool in self.pools}

    @cached_property
    def booking(self) -> Mapping[str, Booking]:
        """Bookings by id."""
        return {booking.id: booking for booking in self.bookings}

    @cached_property
    def milestone_tasks(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the tasks that name each milestone."""
        found: dict[str, list[str]] = {milestone.id: [] for milestone in self.milestones}
        for task in self.tasks:
            if task.milestone in found:
                found[task.milestone].append(task.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @property
    def has_money(self) -> bool:
        """Whether any rate was given; without one, plans have no money."""
        return any(person.rate is not None for person in self.people) or any(r.cost is not None for r in self.rates)
