"""People: skills, working weeks, absences, extra time and rates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Moment, Workweek

EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as one person has it: work of h hours takes them h / `efficiency`."""

    name: str
    level: int = 1
    efficiency: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works.

    Parameters
    ----------
    id, name
        Id, and what is shown.
    skills
        What the person can do, with level and efficiency.
    rate
        Cost of an hour really worked, in the portfolio's currency; None = no rate given.
    workweek
        Own working week; None = the portfolio's.
    holidays
        Own holiday code (``FR``, ``DE-BY``, ``none``); None = the portfolio's.
    joins, leaves
        First and last day (`from` and `until` in the table).
    email
        Where calendars may be sent; empty = not known.
    at
        ``file:line`` the row came from.
    """

    id: str
    name: str = ""
    skills: tuple[Skill, ...] = ()
    rate: Decimal | None = None
    workweek: Workweek | None = None
    holidays: str | None = None
    joins: Moment | None = None
    leaves: Moment | None = None
    email: str = ""
    at: str = field(default="", compare=False)

    def skill(self, name: str) -> Skill | None:
        """Return that skill of theirs, None when they lack it."""
        return next((skill for skill in self.skills if skill.name == name), None)


@dataclass(frozen=True, slots=True)
class Absence:
    """Away: dates are inclusive days, date-times are moments. No `end` = open, taken for `open_absence`."""

    person: str
    start: Moment
    end: Moment | None = None
    reason: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Extra:
    """Working outside the workweek; `premium` 0.5 = 50 % dearer. Overrides absence and holiday."""

    person: str
    start: Moment
    end: Moment
    premium: Decimal = Decimal(0)
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour of a person costs and is billed at from a day on."""

    person: str
    start: date | datetime | None = None
    cost: Decimal | None = None
    bill: Decimal | None = None
    at: str = field(default="", compare=False)
