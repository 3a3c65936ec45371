"""What each task takes and costs as a plan has it: frozen when the plan is approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ipmplan.core.plan import Approval, Priced
from ipmplan.study.ledger import stint_cost
from ipmplan.study.money import cents
from ipmplan.study.reading import Reading


def price_tasks(plan: Reading, before: Approval | None = None) -> tuple[Priced, ...]:
    """Price every task of a plan at today's rates.

    Parameters
    ----------
    plan
        The plan that is approved.
    before
        The newest approval: work that has begun keeps the hours that it had there, so that approving changes no estimate.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.plan import Schedule
    >>> from ipmplan.core.portfolio import Portfolio
    >>> price_tasks(Reading(Schedule("Northlight", date(2026, 1, 5), "optimal"), Portfolio("Northlight", date(2026, 1, 5))))
    ()
    """
    kept = {row.task: row.hours for row in before.priced} if before is not None else {}
    return tuple(_priced(plan, name, kept) for name in plan.rows)


def _priced(plan: Reading, name: str, kept: Mapping[str, float]) -> Priced:
    recorded = sum(float(row.hours) for row in plan.sheet.rows.get(name, ()))
    stints = plan.stints.get(name, ())
    hours = round(recorded + sum(stint.row.hours for stint in stints), 4)
    if not plan.is_fresh(name) and name in kept:
        hours = kept[name]
    if not plan.portfolio.has_money:
        return Priced(name, hours)
    labour = plan.study.recorded(name) + sum((stint_cost(plan, stint) for stint in stints), Decimal(0))
    task = plan.task(name)
    return Priced(name, hours, labour, cents(task.fixed_cost) + cents(plan.alternative(name).cost))
