"""Edits of who is there when, and of what there is to work with."""

from __future__ import annotations

from dataclasses import dataclass

from ipmplan.core.calendar import Moment
from ipmplan.core.edits.base import Edit, WorkingCopy
from ipmplan.core.edits.rows import day_before
from ipmplan.core.people import EVERYBODY, Absence, Person
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, on, quoted
from ipmplan.core.working_days import days_between
from ipmplan.errors import InputError, Issue


@dataclass(frozen=True, slots=True)
class AddPerson(Edit):
    """One more person.

    Parameters
    ----------
    person
        Who joins.
    teams
        Ids of projects whose team they join; a project without a team is open to everybody anyway.
    """

    person: Person
    teams: tuple[str, ...] = ()

    def change(self, copy: WorkingCopy) -> None:
        """Add the person, to the teams too."""
        copy.add("people", self.person)
        for name in self.teams:
            team = copy.row("projects", name).team
            if team:
                copy.update("projects", name, team=(*team, self.person.id))

    def words(self, portfolio: Portfolio) -> str:
        """Tell name, skills and rate."""
        skills = ", ".join(f"{s.name}:{s.level}" if s.level > 1 else s.name for s in self.person.skills)
        cost = f" at {self.person.rate} {portfolio.currency} an hour" if self.person.rate is not None else ""
        since = f" from {on(self.person.joins)}" if self.person.joins is not None else ""
        teams = f", on the team of {', '.join(self.teams)}" if self.teams else ""
        return f"{self.person.id} joins{since}{' with ' + skills if skills else ''}{cost}{teams}"


@dataclass(frozen=True, slots=True)
class DropPerson(Edit):
    """Somebody who is gone on the status date; what they did stays."""

    person: str

    def change(self, copy: WorkingCopy) -> None:
        """End their time on the day before the status date."""
        copy.update("people", self.person, leaves=day_before(copy.before))

    def words(self, portfolio: Portfolio) -> str:
        """Name the person."""
        return f"{self.person} is not there any more"


@dataclass(frozen=True, slots=True)
class SetLastDay(Edit):
    """Another last day of somebody, or none."""

    person: str
    leaves: Moment | None

    def change(self, copy: WorkingCopy) -> None:
        """Set the last day."""
        copy.update("people", self.person, leaves=self.leaves)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the day, and how much later it is."""
        if self.leaves is None:
            return f"{self.person} stays"
        before = WorkingCopy(portfolio).row("people", self.person).leaves
        longer = "" if before is None else f" {later(portfolio, before, self.leaves, 'longer', 'shorter')},"
        return f"{self.person} stays{longer} until {on(self.leaves)}"


@dataclass(frozen=True, slots=True)
class AddAbsence(Edit):
    """Somebody is away: ``*`` is everybody; no `end` is an open one."""

    person: str
    start: Moment
    end: Moment | None = None
    reason: str = ""

    def change(self, copy: WorkingCopy) -> None:
        """Add the absence."""
        _check(copy, self.person)
        copy.add("absences", Absence(self.person, self.start, self.end, self.reason))

    def words(self, portfolio: Portfolio) -> str:
        """Tell who is away when."""
        who = "everybody" if self.person == EVERYBODY else self.person
        if self.end is None:
            return f"{who} is away from {on(self.start)} on"
        return f"{who} is away {spell(self.start, self.end)}"


@dataclass(frozen=True, slots=True)
class RemoveAbsence(Edit):
    """Somebody is there after all.

    Parameters
    ----------
    person
        Id of a person, or everybody.
    start
        Of the absence that goes; None = all of that person.
    """

    person: str
    start: Moment | None = None

    def change(self, copy: WorkingCopy) -> None:
        """Take out the absence."""
        _check(copy, self.person)
        found = False
        for row in copy.each("absences"):
            if row.person == self.person and self.start in (None, row.start):
                copy.put(None)
                found = True
        if not found:
            since = f" from {on(self.start)}" if self.start is not None else ""
            raise InputError(Issue(f"no absence{since} of {quoted(self.person)}", "absences"))

    def words(self, portfolio: Portfolio) -> str:
        """Tell whose absence goes."""
        who = "everybody" if self.person == EVERYBODY else self.person
        return f"{who} is not away" + (f" from {on(self.start)}" if self.start is not None else "")


@dataclass(frozen=True, slots=True)
class SetCapacity(Edit):
    """More or fewer units of a pool."""

    pool: str
    capacity: int

    def change(self, copy: WorkingCopy) -> None:
        """Set the capacity."""
        copy.update("pools", self.pool, capacity=self.capacity)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the number, and how many more that is."""
        more = self.capacity - WorkingCopy(portfolio).row("pools", self.pool).capacity
        change = f"{more} more" if more >= 0 else f"{-more} fewer"
        return f"{self.pool} has {change}, {self.capacity} in all"


@dataclass(frozen=True, slots=True)
class OpenTeam(Edit):
    """A project that everybody may work on."""

    project: str

    def change(self, copy: WorkingCopy) -> None:
        """Empty the team."""
        copy.update("projects", self.project, team=())

    def words(self, portfolio: Portfolio) -> str:
        """Name the project."""
        return f"everybody may work on {self.project}"


@dataclass(frozen=True, slots=True)
class JoinTeam(Edit):
    """Somebody joins the team of a project."""

    project: str
    person: str

    def change(self, copy: WorkingCopy) -> None:
        """Add the person to the team."""
        copy.row("people", self.person)
        team = copy.row("projects", self.project).team
        if team and self.person not in team:
            copy.update("projects", self.project, team=(*team, self.person))

    def words(self, portfolio: Portfolio) -> str:
        """Name both."""
        return f"{self.person} joins the team of {self.project}"


def _check(copy: WorkingCopy, person: str) -> None:
    if person != EVERYBODY and person not in copy.ids("people"):
        raise InputError(
            Issue(f"unknown person {quoted(person)}", "absences", did_you_mean(person, copy.ids("people")))
        )


def spell(start: Moment, end: Moment) -> str:
    """A stretch of time in words; one day is told once.

    Examples
    --------
    >>> from datetime import date
    >>> spell(date(2026, 3, 2), date(2026, 3, 2)), spell(date(2026, 3, 2), date(2026, 3, 6))
    ('on 2 March 2026', 'from 2 March 2026 to 6 March 2026')
    """
    return f"on {on(start)}" if start == end else f"from {on(start)} to {on(end)}"


def later(portfolio: Portfolio, before: Moment, after: Moment, more: str = "later", less: str = "earlier") -> str:
    """How many working days a date is moved, in words.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> later(studio, date(2026, 3, 2), date(2026, 3, 6))
    '4 working days later'
    """
    number = days_between(portfolio, before, after)
    return f"{abs(number)} working day{'' if abs(number) == 1 else 's'} {more if number >= 0 else less}"
