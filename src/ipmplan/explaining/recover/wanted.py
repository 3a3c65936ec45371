"""What is to be recovered, and what may be asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ipmplan.core.calendar import Moment
from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.subject import Subject
from ipmplan.explaining.why import Explainer, Why
from ipmplan.study.reading import Reading

PREMIUM = Decimal("0.25")
HOURS_A_DAY = 10.0


@dataclass(frozen=True)
class Wanted:
    """A date that is to be reached.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    name
        Id of the milestone, project or task.
    by
        Day, or moment, by which it is wanted.
    premium
        How much dearer an hour of overtime is (0.25 = a quarter); None = the most that a row of `extra` has, else a quarter.
    most_hours
        Hours that nobody works more of on a day.
    sundays
        Whether Sundays and holidays may be worked on, too.
    freelancers
        People who could be called, with skills and rate, beside those who are listed with a first day.
    """

    schedule: Schedule
    portfolio: Portfolio
    name: str
    by: Moment
    premium: Decimal | None = None
    most_hours: float = HOURS_A_DAY
    sundays: bool = False
    freelancers: tuple[Person, ...] = field(default=())

    @cached_property
    def explainer(self) -> Explainer:
        """Of the plan."""
        return Explainer(self.schedule, self.portfolio)

    @property
    def plan(self) -> Reading:
        """The plan, read."""
        return self.explainer.plan

    @cached_property
    def subject(self) -> Subject:
        """What is meant by the name."""
        return self.explainer.find(self.name)

    @cached_property
    def why(self) -> Why:
        """Why it is reached when it is."""
        return self.explainer.why(self.name)

    @property
    def end(self) -> int:
        """Tick by which it is wanted."""
        return self.portfolio.grid.end_of(self.by)

    @cached_property
    def window(self) -> tuple[int, int]:
        """From the status date to the day by which it is wanted, or to when it is planned where that has passed."""
        today = self.portfolio.as_of_tick
        return today, self.end if self.end > today else self.why.end

    @cached_property
    def surcharge(self) -> Decimal:
        """Premium of overtime."""
        if self.premium is not None:
            return self.premium
        return max((row.premium for row in self.portfolio.extra if row.premium), default=PREMIUM)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Who works on the chain, those first who have most to do there."""
        ticks: dict[str, int] = {}
        for step in self.why.steps:
            for person in step.people:
                ticks[person] = ticks.get(person, 0) + self.plan.time.free(person).count(step.start, step.end)
        return tuple(sorted(ticks, key=lambda person: (-ticks[person], person)))

    @cached_property
    def tasks(self) -> tuple[str, ...]:
        """Tasks of the chain that are still to be done, the longest first."""
        steps = sorted(self.why.steps, key=lambda step: (step.start - step.end, step.task))
        return tuple(dict.fromkeys(step.task for step in steps))
