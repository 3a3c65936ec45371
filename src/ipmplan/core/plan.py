"""A plan as facts: what `plan.json` says, times as local datetimes, hours as working hours, money as Decimal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from ipmplan.core.calendar import Moment

AssignmentKind = Literal["planned", "booking", "actual"]
MilestoneKind = Literal["milestone", "project", "task"]
PlanStatus = Literal["optimal", "feasible"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's unbroken part of a task.

    Parameters
    ----------
    task
        A task's id, for `kind` ``booking`` the booking's.
    person
        The person's id; empty where a timesheet names nobody.
    start, end
        Local moments.
    hours
        Time worked, after efficiency.
    part
        Number of the part within the chosen alternative, left to right (`requirement` in plan.json).
    skill
        What the part asks for; empty = nothing.
    share
        Part of the person's working time it takes, 0 to 1.
    kind
        ``planned``, ``booking`` or ``actual`` (recorded).
    """

    task: str
    person: str
    start: datetime
    end: datetime
    hours: float
    part: int = 0
    skill: str = ""
    share: float = 1.0
    kind: AssignmentKind = "planned"


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """When a task happens and how much it may slip, in portfolio working hours."""

    id: str
    start: datetime
    end: datetime
    alternative: int = 0
    critical: bool = False
    slack_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A dated or undated milestone. `kind` tells a milestone from a project's or a task's own due date.

    `late_hours` is unweighted lateness in portfolio working hours after the due day less the buffer.
    """

    id: str
    due: Moment | None
    finish: datetime | None
    late_hours: float = 0.0
    kind: MilestoneKind = "milestone"


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A project's last finish and money; `budget` is raised by accepted changes. None = no budget, no rates."""

    id: str
    finish: datetime | None
    cost: Decimal | None = None
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """Hours of one ISO week (``2026-W02``)."""

    week: str
    available: float
    booked: float
    planned: float


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """A person's load from the status date to the plan's last finish; `hours` are planned and booked ones."""

    id: str
    hours: float
    available_hours: float
    utilisation: float
    weeks: tuple[PersonWeek, ...] = ()
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GoalValue:
    """What a goal reached and the bound that was proved for it under the goals before it; None = no bound."""

    goal: str
    value: float
    bound: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Making:
    """How a plan was made, so that it can be made again.

    Parameters
    ----------
    seed
        Of the random numbers.
    workers
        Search workers.
    time_limit, seconds
        Wall seconds that were given, and that passed; a run that has to repeat says none that passed.
    work_limit
        Deterministic solver time that was given.
    ipmplan, ortools, numba
        Versions; equal seeds give equal plans only with equal ones. No numba = none was there.
    """

    seed: int
    workers: int
    time_limit: float | None = None
    work_limit: float | None = None
    seconds: float | None = None
    ipmplan: str = ""
    ortools: str = ""
    numba: str = ""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A day as it stood on a client's page: that of a milestone, or of a whole project."""

    project: str
    id: str
    day: date


@dataclass(frozen=True, slots=True)
class Told:
    """Who has been told about a plan: whether the staff, and the clients of which projects, by id, with the days on their pages."""

    staff: bool = False
    clients: tuple[str, ...] = ()
    dates: tuple[ToldDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Priced:
    """What a task takes and costs as it was approved, what had been recorded by then included.

    Parameters
    ----------
    task
        Its id.
    hours
        Of its people; for work that had begun, as approved before it began.
    labour, fixed
        Money for those hours, and money without hours; None without rates.
    """

    task: str
    hours: float
    labour: Decimal | None = None
    fixed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a plan, when, and who has been told about it.

    Parameters
    ----------
    on, by, told
        Day, name, and who has been told.
    rebaselined, reason
        Ids of projects whose baseline this plan becomes, and why; without any it is the baseline of what no plan had before.
    priced
        Hours and money of each task at that moment, so that rates that change later change no baseline.
    """

    on: date
    by: str = ""
    told: Told = Told()
    rebaselined: tuple[str, ...] = ()
    reason: str = ""
    priced: tuple[Priced, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What more moves would bring: a plan that was found as well.

    Parameters
    ----------
    goal, days
        The goal that would be better, and by how many working days.
    moved, reassigned
        How many tasks would move then, and how many of them to other people.
    finish
        Its last finish.
    """

    goal: str
    days: float
    moved: int
    reassigned: int
    finish: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a plan was compared with when it was made so that little moves.

    Parameters
    ----------
    fingerprint
        Of the other plan; see `fingerprint`.
    as_of
        Status date of the other plan.
    plan
        Its file, beside this one's; empty = not said.
    freeze
        What starts before stays; None = nothing was frozen.
    moved, reassigned
        How many tasks are on other days or done by others, and how many of them by others.
    offers
        What more moves would bring.
    """

    fingerprint: str
    as_of: Moment
    plan: str = ""
    freeze: Moment | None = None
    moved: int = 0
    reassigned: int = 0
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All facts of a plan.

    Parameters
    ----------
    portfolio
        Its name.
    as_of
        Status date for which it was made.
    status
        ``optimal``: proved for every goal within its tolerance; else ``feasible``.
    goals
        What each goal reached, in their order.
    assignments
        Work: planned, booked and recorded.
    tasks, milestones, projects, people
        What follows from the work for each of them.
    including
        Ids of tentative projects that were planned as if confirmed.
    allow_over_budget
        Whether every budget was taken as soft.
    notes
        What the planner had to say: open absences, used-up estimates, facts that break a rule.
    currency
        Of all money; empty = not said.
    made
        How it was made; None for one that was put together by hand.
    approved
        Who approved it and was told, where that is so.
    compared
        What it was compared with, where `stability` is among its goals. These three say nothing of what is planned: plans are equal without.

    Examples
    --------
    >>> from datetime import date
    >>> Schedule("Northlight", date(2026, 1, 5), "optimal").tasks
    ()
    """

    portfolio: str
    as_of: Moment
    status: PlanStatus
    goals: tuple[GoalValue, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    projects: tuple[PlannedProject, ...] = ()
    people: tuple[PersonLoad, ...] = ()
    including: tuple[str, ...] = ()
    allow_over_budget: bool = False
    notes: tuple[str, ...] = ()
    currency: str = field(default="", compare=False)
    made: Making | None = field(default=None, compare=False)
    approved: Approval | None = field(default=None, compare=False)
    compared: Comparison | None = field(default=None, compare=False)


def fingerprint(schedule: Schedule) -> str:
    """A short text that is the same for plans in which the same people do the same tasks at the same times.

    Examples
    --------
    >>> fingerprint(Schedule("Northlight", date(2026, 1, 5), "optimal"))
    'e3b0c44298fc'
    """
    rows = [f"{row.id} {row.start} {row.end}" for row in schedule.tasks]
    rows += [f"{row.task} {row.person} {row.start} {row.end}" for row in schedule.assignments if row.kind == "planned"]
    return sha256("\n".join(sorted(rows)).encode()).hexdigest()[:12]
