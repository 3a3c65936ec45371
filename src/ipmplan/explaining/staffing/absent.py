"""Leave that is asked for, and people who leave: promises that break, and who takes over what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ipmplan.core.calendar import Moment
from ipmplan.core.edits import AddAbsence, Edit, SetLastDay, apply_all
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.explaining.effort import Allowance
from ipmplan.explaining.outcome import Hurt, worse
from ipmplan.explaining.solving import plan_again
from ipmplan.files.dates import parse_moment
from ipmplan.study.reading import Reading

EXAMPLE = 'Maybe "ana 2026-02-09..2026-02-13"?'


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to be away from one day to another, or leaves after a day (`start` None)."""

    person: str
    start: Moment | None
    end: Moment

    @classmethod
    def read(cls, text: str, portfolio: Portfolio) -> Request:
        """Read ``ana 2026-02-09..2026-02-13``, or ``ana ..2026-03-31`` for somebody who leaves.

        Raises
        ------
        InputError
            When it is neither, or nobody is called that.

        Examples
        --------
        >>> from datetime import date
        >>> from ipmplan.core.people import Person
        >>> Request.read("ana 2026-02-09..2026-02-13", Portfolio("N", date(2026, 1, 5), people=(Person("ana"),))).end
        datetime.date(2026, 2, 13)
        """
        person, _, days = text.strip().partition(" ")
        first, dots, last = days.partition("..")
        if person not in portfolio.person:
            raise InputError(
                Issue(f"unknown person {quoted(person)}", "absent", did_you_mean(person, portfolio.person))
            )
        if not (last if dots else first).strip():
            raise InputError(Issue(f"{quoted(text)} is no person with days", "absent", EXAMPLE))
        start = parse_moment(first.strip()) if first.strip() else None
        end = parse_moment((last if dots else first).strip())
        if end is None:
            raise InputError(Issue(f"{quoted(text)} is no person with days", "absent", EXAMPLE))
        return cls(person, start, end)

    @property
    def edit(self) -> Edit:
        """What it does to the tables."""
        if self.start is None:
            return SetLastDay(self.person, self.end)
        return AddAbsence(self.person, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hand:
    """Work that somebody else does.

    Parameters
    ----------
    task
        Which.
    people
        Who does it then.
    begun
        Whether it has begun, so that it is handed over.
    by
        When they begin: by then they have to know.
    """

    task: str
    people: tuple[str, ...]
    begun: bool
    by: datetime


@dataclass(frozen=True)
class Verdict:
    """What a request does.

    Parameters
    ----------
    request
        Who, and when.
    possible
        Whether there is a plan at all.
    hurt
        Dates that are missed by more than planned again without it; none = yes.
    hands
        Who takes over what.
    schedule
        The plan that shows it; None when there is none.
    """

    request: Request
    possible: bool
    hurt: tuple[Hurt, ...] = ()
    hands: tuple[Hand, ...] = ()
    schedule: Schedule | None = None

    @property
    def yes(self) -> bool:
        """Whether it breaks nothing."""
        return self.possible and not self.hurt


def absent(request: Request, schedule: Schedule, portfolio: Portfolio, effort: Allowance) -> Verdict:
    """Plan with somebody away, or gone, and compare."""
    before = Reading(schedule, portfolio)
    made = plan_again(schedule, portfolio, (request.edit,), effort)
    if made is None:
        return Verdict(request, possible=False)
    after = Reading(made, apply_all(portfolio, [request.edit]))
    return Verdict(request, True, tuple(worse(before, after)), tuple(_hands(request.person, before, after)), made)


def hands_over(schedule: Schedule, before: Schedule | None, portfolio: Portfolio) -> dict[str, tuple[Hand, ...]]:
    """For everybody with a last day: what others do of what they had begun, or did after that day in the plan before."""
    plan = Reading(schedule, portfolio)
    found = {}
    for person in portfolio.people:
        if person.leaves is None or plan.grid.end_of(person.leaves) <= portfolio.as_of_tick:
            continue
        rows = before.assignments if before is not None else ()
        last = plan.grid.moment(plan.grid.end_of(person.leaves))
        theirs = {row.task for row in rows if row.kind == "planned" and row.person == person.id and row.end > last}
        begun = {row.task for row in portfolio.progress if row.person == person.id}
        hands = [hand for name in sorted(theirs | begun) if (hand := _hand(person.id, name, plan)) is not None]
        if hands:
            found[person.id] = tuple(sorted(hands, key=lambda hand: (hand.by, hand.task)))
    return found


def _hands(person: str, before: Reading, after: Reading) -> list[Hand]:
    mine = {stint.row.task for stint in before.by_person.get(person, ())}
    hands = [hand for name in sorted(mine) if (hand := _hand(person, name, after)) is not None]
    return sorted(hands, key=lambda hand: (hand.by, hand.task))


def _hand(person: str, task: str, plan: Reading) -> Hand | None:
    """A task that is still to be done, by others alone."""
    stints = plan.stints.get(task, ())
    if not stints or any(stint.row.person == person for stint in stints):
        return None
    people = tuple(dict.fromkeys(stint.row.person for stint in stints))
    return Hand(task, people, not plan.is_fresh(task), plan.grid.moment(min(stint.start for stint in stints)))
