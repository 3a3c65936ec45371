"""What is left of a started task: pieces of work, and who may go on with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Part
from ipmplan.study.eligibility import candidates


@dataclass(frozen=True, slots=True)
class Piece:
    """One unbroken rest of a started part.

    Parameters
    ----------
    part
        Number of the part in the alternative that has begun.
    person
        Who goes on with it, where it is not handed over; None = somebody else has to, or nobody has begun it.
    hours
        What is left: hours of `person`; without one, hours before efficiency.
    handover
        Hours more of whoever takes it over.
    excluded
        People who may not take it over: the one who has begun it, and those on the task's other parts.
    owner
        Who has begun it, where it may be handed over or has to be; empty = it stays with `person`, or nobody has begun.
    rate
        Efficiency of `person`, which turns `hours` into hours before efficiency.
    """

    part: int
    person: str | None
    hours: Fraction
    handover: Fraction = Fraction(0)
    excluded: tuple[str, ...] = ()
    owner: str = ""
    rate: Fraction = Fraction(1)

    @property
    def others(self) -> bool:
        """Whether others than `person` may do it."""
        return self.person is None or bool(self.owner)

    def may(self, person: str) -> bool:
        """Whether somebody who is able to do its part may do it."""
        return person == self.person or (self.others and person not in self.excluded)

    def hours_of(self, person: str, rate: Fraction) -> Fraction:
        """Hours that it takes somebody with an efficiency, the hand-over included."""
        return self.hours if person == self.person else self.hours * self.rate / rate + self.handover


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as it was seen after a timesheet row.

    Parameters
    ----------
    on
        Day of the row.
    spent, left
        Hours recorded by then, and hours its people still had to work.
    finished_on, finished_by
        Day on which a remaining of 0 was written, and by whom; None while it is open.
    """

    on: date
    spent: Fraction
    left: Fraction
    finished_on: date | None = None
    finished_by: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """A task that has progress.

    Parameters
    ----------
    task, alternative
        Id of the task, and number of the alternative that has begun.
    start
        Tick of the first working moment of the first row's day.
    end
        Tick at which it was finished; None = in progress.
    pieces
        What is left, empty when finished or a wait.
    used_up
        Its estimate is used up but nobody has written a remaining of 0.
    estimate
        Hours that its people were to take before anything was recorded.
    seen
        What was spent and left after each row of progress.
    """

    task: str
    alternative: int
    start: int
    end: int | None
    pieces: tuple[Piece, ...] = ()
    used_up: bool = False
    estimate: Fraction = field(default=Fraction(0), compare=False)
    seen: tuple[Seen, ...] = field(default=(), compare=False)

    @property
    def finished(self) -> bool:
        """Whether a remaining of 0 was written."""
        return self.end is not None


def efficiency(portfolio: Portfolio, part: Part, person: str | None) -> Fraction:
    """Efficiency of a person at a part's skill; 1 when nobody is named or no skill is asked for."""
    if person is None or part.skill is None:
        return Fraction(1)
    skill = portfolio.person[person].skill(part.skill)
    return skill.efficiency if skill is not None else Fraction(1)


def takers(portfolio: Portfolio, task: Task, part: Part, excluded: Collection[str]) -> tuple[str, ...]:
    """Who else may do a part and has not left."""
    return tuple(
        name for name in candidates(portfolio, task, part) if name not in excluded and not has_left(portfolio, name)
    )


def has_left(portfolio: Portfolio, person: str) -> bool:
    """Whether somebody's last day lies before the status date."""
    leaves = portfolio.person[person].leaves
    return leaves is not None and portfolio.grid.end_of(leaves) <= portfolio.as_of_tick


def able(portfolio: Portfolio, task: Task, part: Part, piece: Piece) -> tuple[str, ...]:
    """Who may do what is left of a part: the one who has begun it first, then those who may take it over."""
    own = () if piece.person is None else (piece.person,)
    if not piece.others:
        return own
    return (*own, *(name for name in candidates(portfolio, task, part) if name not in piece.excluded))
