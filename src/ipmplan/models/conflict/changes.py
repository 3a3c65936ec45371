"""Edits that a conflict could be relaxed by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from ipmplan.core.edits import AddPerson, SetBudget, SetCapacity
from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.work import Part
from ipmplan.study.money import RateCard
from ipmplan.study.working_time import WorkingTime

MOST_DAYS = 2000


class Days:
    """Working days of the portfolio after a day, counted from 1.

    Examples
    --------
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> days = Days(studio, WorkingTime(studio, studio.as_of_tick + 90 * 24), date(2026, 1, 9))
    >>> days.day(1), days.number(date(2026, 1, 13))
    (datetime.date(2026, 1, 12), 2)
    """

    def __init__(self, portfolio: Portfolio, time: WorkingTime, start: date) -> None:
        self._grid = portfolio.grid
        self._time = time
        self.start = start.date() if isinstance(start, datetime) else start

    def number(self, day: date) -> int:
        """How many working days later a day is; a day off counts as the next working day."""
        count = 0
        found = self.start
        while found < day and count < MOST_DAYS:
            found = self._next(found)
            count += 1
        return count

    def day(self, number: int) -> date:
        """The working day that is so many working days later."""
        found = self.start
        for _ in range(number):
            found = self._next(found)
        return found

    def _next(self, day: date) -> date:
        for _ in range(366):
            day += timedelta(days=1)
            if self._time.portfolio.count(self._grid.start_of(day), self._grid.end_of(day)):
                return day
            if self._grid.start_of(day) >= self._time.until:
                break
        return day


def working_days(number: int) -> str:
    """Working days in words.

    Examples
    --------
    >>> working_days(1), working_days(6)
    ('1 working day', '6 working days')
    """
    return f"{number} working day" + ("s" if number != 1 else "")


def budget_plus(portfolio: Portfolio, project: str, amount: int) -> SetBudget:
    """More budget for a project that has one, in whole units of the currency."""
    budget = portfolio.project[project].budget
    assert budget is not None
    return SetBudget(project, budget + Decimal(amount))


def pool_plus(portfolio: Portfolio, pool: str, units: int) -> SetCapacity:
    """More units of a pool."""
    return SetCapacity(pool, portfolio.pool[pool].capacity + units)


def one_more(portfolio: Portfolio, time: WorkingTime, part: Part) -> AddPerson:
    """One more person with the skill of a part, in the portfolio's working week and in every team.

    They cost what the cheapest of those who have the skill at that level costs.
    """
    name = next(name for number in range(1, 10**6) if (name := f"new-{number}") not in portfolio.person)
    holders = [
        person
        for person in portfolio.people
        if part.skill is None or ((skill := person.skill(part.skill)) is not None and skill.level >= part.level)
    ]
    rates = [RateCard(portfolio, time, person.id).on(portfolio.as_of_day) for person in holders]
    skills = () if part.skill is None else (Skill(part.skill, part.level),)
    person = Person(name, skills=skills, rate=min(rates) if rates and portfolio.has_money else None)
    return AddPerson(person, tuple(project.id for project in portfolio.projects if project.team))
