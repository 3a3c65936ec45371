"""What work costs and what is asked for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ipmplan.core.brief import Brief
from ipmplan.core.edits import as_planned
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.ledger import stint_cost
from ipmplan.study.money import cents
from ipmplan.study.reading import Reading
from ipmplan.tracking.bill_rates import BillRates

WHOLE = Decimal(10)


@dataclass(frozen=True, slots=True)
class WorkPrice:
    """Cost and price in the portfolio's currency; None without rates, or without margin and billing rates.

    Parameters
    ----------
    cost
        Work, fixed costs and alternatives.
    price
        With the margin, or hours at their billing rates and the rest at cost; to the next ten upwards where a margin makes it.
    """

    cost: Decimal | None
    price: Decimal | None


def price_of(schedule: Schedule, portfolio: Portfolio, brief: Brief, tasks: Collection[str]) -> WorkPrice:
    r"""Price some tasks of a plan.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    brief
        Its margin.
    tasks
        Ids of the tasks.

    Notes
    -----
    With a margin :math:`m` the price is :math:`c / (1 - m)`, so that the part :math:`m` of the price is left over. Somebody without a
    billing rate is billed at the mean rate of those who have one.
    """
    if not portfolio.has_money:
        return WorkPrice(None, None)
    plan = Reading(schedule, as_planned(portfolio, schedule))
    cost = fixed = Decimal(0)
    billed = Decimal(0)
    rates = BillRates(plan.portfolio)
    day = portfolio.as_of_day
    known = [rate for person in portfolio.people if (rate := rates.at(person.id, day)) is not None]
    mean = sum(known, Decimal(0)) / len(known) if known else Decimal(0)
    for name in plan.rows:
        if name not in tasks:
            continue
        fixed += plan.task(name).fixed_cost
        if plan.is_fresh(name):
            fixed += cents(plan.alternative(name).cost)
        for stint in plan.stints.get(name, ()):
            cost += stint_cost(plan, stint)
            on = stint.row.start.date()
            rate = rates.at(stint.row.person, on)
            billed += (rate if rate is not None else mean) * Decimal(str(stint.row.hours))
    total = cents(cost + fixed)
    if brief.margin is not None:
        return WorkPrice(total, _with_margin(total, brief.margin))
    return WorkPrice(total, cents(billed + fixed) if rates.any else None)


def _with_margin(cost: Decimal, margin: Fraction) -> Decimal:
    left = 1 - margin
    price = cost * left.denominator / left.numerator
    tens = (price / WHOLE).quantize(Decimal(1), ROUND_HALF_UP) * WHOLE
    return tens if tens >= price else tens + WHOLE
