"""What a client may see of their project: dates that were promised, their own words, their own money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.records import ChangeStatus
from ipmplan.tracking.requirements import Stage
from ipmplan.tracking.status import Colour

Certainty = Literal["reached", "sure", "unsure", "later", "open"]
MoveKind = Literal["later", "earlier", "new", "gone", "reached", "accepted", "answered", "agreed"]


@dataclass(frozen=True, slots=True)
class PromisedDate:
    """A milestone, or a whole project, as it is promised.

    Parameters
    ----------
    id, name
        Of the milestone or project.
    agreed
        The day that was agreed; None = none was.
    expected
        When it comes, or came: never earlier than agreed while it is open.
    certainty
        ``reached``, ``sure``, ``unsure``, ``later`` than agreed, or ``open``: no day was agreed.
    chance
        That the agreed day holds, 0 to 1; None = not asked for, or not known.
    """

    id: str
    name: str
    agreed: date | None
    expected: date | None
    certainty: Certainty
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class ClientWish:
    """What they asked for, in their words, how far it is, and when it comes or came."""

    topic: str
    statement: str
    stage: Stage
    day: date | None


@dataclass(frozen=True, slots=True)
class Delayed:
    """A milestone that a late answer moves: by how many working days, and whether past the agreed day."""

    name: str
    days: float
    late: bool


@dataclass(frozen=True, slots=True)
class ClientQuestion:
    """A decision that they have to take.

    Parameters
    ----------
    question
        In words.
    needed_by
        Last day on which an answer moves nothing that has a date; None = nothing that has a date waits for it.
    overdue
        Whether that day, or the day on which it was expected, is over.
    delay
        What a week more does.
    """

    question: str
    needed_by: date | None
    overdue: bool
    delay: tuple[Delayed, ...] = ()


@dataclass(frozen=True, slots=True)
class RetainerHours:
    """Hours of a month (``2026-01``) that were agreed and used."""

    month: str
    agreed: Fraction
    used: Fraction


@dataclass(frozen=True, slots=True)
class ClientMoney:
    """The contract's money, net of tax.

    Parameters
    ----------
    kind
        ``fixed``, ``time`` or ``retainer``.
    price
        With agreed changes; for work by the hour the most that it may cost. None = none was agreed.
    invoiced, payable
        Money on invoices, and money that can be invoiced now; None where hours were worked that have no rate, so that nobody reads 0.
    hours
        Hours on invoices and payable ones, for work by the hour; without a rate all that were worked.
    months
        Of a retainer, the newest last.
    """

    kind: Literal["fixed", "time", "retainer"]
    price: Decimal | None
    invoiced: Decimal
    payable: Decimal | None
    hours: Fraction = Fraction(0)
    months: tuple[RetainerHours, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientChange:
    """A change that they asked for; its price once it was quoted."""

    statement: str
    status: ChangeStatus
    price: Decimal | None
    day: date | None


@dataclass(frozen=True, slots=True)
class ClientMove:
    """What is different since the last page: a date, an acceptance, an answer, an agreed change."""

    kind: MoveKind
    name: str
    was: date | None = None
    now: date | None = None


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client's page as facts.

    Parameters
    ----------
    agency, project, client
        Names.
    as_of
        The day of which it speaks.
    message, contact
        The manager's own words, and how to reach them.
    colour
        The status.
    late, unsure
        Milestones that come later than agreed, and those that may.
    finished
        Whether everything is reached.
    told_on
        Day of the last page; None = this is the first one.
    moves
        What is different since then.
    milestones, wishes, questions, changes
        In their order.
    money
        None where the contract has none.
    currency
        Of all money.
    """

    agency: str
    project: str
    client: str
    as_of: date
    message: str
    contact: str
    colour: Colour
    late: tuple[PromisedDate, ...]
    unsure: tuple[PromisedDate, ...]
    finished: bool
    told_on: date | None
    moves: tuple[ClientMove, ...]
    milestones: tuple[PromisedDate, ...]
    wishes: tuple[ClientWish, ...]
    questions: tuple[ClientQuestion, ...]
    changes: tuple[ClientChange, ...]
    money: ClientMoney | None
    currency: str
