"""What happened and what was said: timesheets, requirements, decisions, changes, history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.calendar import Moment

ChangeStatus = Literal["asked", "quoted", "accepted", "declined"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A timesheet row. `task` may be a booking's id; `hours` and `remaining` are hours of people, after efficiency."""

    date: date
    task: str
    person: str = ""
    hours: Fraction = Fraction(0)
    remaining: Fraction | None = None
    cost: Decimal = Decimal(0)
    ref: str = ""
    note: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the client asked for, in the client's words, and the tasks that deliver it."""

    id: str
    project: str
    topic: str = ""
    statement: str = ""
    tasks: tuple[str, ...] = ()
    accepted_on: date | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A question between staff and client; open while `answered_on` is None."""

    id: str
    project: str
    question: str = ""
    owner: Literal["client", "us"] = "client"
    asked_on: date | None = None
    tasks: tuple[str, ...] = ()
    expected: Moment | None = None
    answered_on: date | None = None
    answer: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A change request; once accepted its tasks are planned, `price` raises the price and `budget` (None = `price`) the budget."""

    id: str
    project: str
    asked_by: str = ""
    asked_on: date | None = None
    statement: str = ""
    price: Decimal | None = None
    status: ChangeStatus = "asked"
    decided_on: date | None = None
    budget: Decimal | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What was invoiced (a row of invoices.csv); `ref` says what for, so that nothing is billed twice."""

    on: date
    client: str = ""
    project: str = ""
    what: str = ""
    hours: Fraction | None = None
    amount: Decimal = Decimal(0)
    ref: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """Finished work of an earlier project, hours (a row of history.csv)."""

    task: str
    project: str = ""
    client: str = ""
    kind: str = ""
    skill: str = ""
    person: str = ""
    estimate: Fraction = Fraction(0)
    actual: Fraction = Fraction(0)
    finished_on: date | None = None
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody stays on a task (`people`), it stays where it is (`start`: on that day, or at that moment), or both.

    `until` is the last day on which it counts; None = until it is taken out.
    """

    task: str
    people: tuple[str, ...] = ()
    start: Moment | None = None
    until: Moment | None = None
    reason: str = ""
    at: str = field(default="", compare=False)
