"""Several changes at once, for when no single one makes a plan possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import on
from ipmplan.errors import Infeasible, Relaxation
from ipmplan.models.conflict.changes import Days, budget_plus
from ipmplan.models.conflict.core import Core
from ipmplan.models.conflict.facts import broken
from ipmplan.models.conflict.probe import Prober
from ipmplan.models.first import first_solution
from ipmplan.models.solution import Solution
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.budgets import Costs
from ipmplan.validation.impossible.words import money, some


def together(portfolio: Portfolio, core: Core, prober: Prober) -> Relaxation | None:
    """Later dates, more budget and more units that make a plan possible when they are all given.

    First budgets as high as the cheapest way to do each project's work; when dates or pools are in the way, too, the
    changes are read off a plan that breaks as little as could be found in the time that is left. None when even that
    was not found.
    """
    least = _least(portfolio, core, prober)
    if least is not None:
        return least
    try:
        _, solution = first_solution(portfolio)
    except Infeasible:
        return None
    if not prober.clock.over:
        solution = prober.mend(solution, prober.clock.left)
    wrong = broken(solution)
    if not wrong or any(fact.kind == "pin" for fact in wrong):
        return None
    amounts: dict[str, int] = {}
    changes = []
    for fact in wrong:
        if fact.kind == "date":
            number, day = _days_late(solution, fact.id)
            amount, unit, text = number, "days", f"{fact.id} {number} working days later ({day})"
        elif fact.kind == "budget":
            amount, unit = _excess(solution, fact.id), portfolio.currency
            text = _more_money(portfolio, fact.id, amount)
        else:
            amount, unit = _missing(solution, fact.id), "units"
            text = f"{amount} more of {fact.id}"
        changes.append(text)
        amounts[unit] = amounts.get(unit, 0) + amount
    return _told(changes, amounts)


def _told(changes: Sequence[str], amounts: Mapping[str, int]) -> Relaxation:
    """All changes as one, measured in the unit that comes first."""
    unit = next(iter(amounts))
    text = some(changes, len(changes))
    return Relaxation(text if len(changes) == 1 else f"all of these: {text}", amounts[unit], unit)


def _more_money(portfolio: Portfolio, project: str, amount: int) -> str:
    return f"{money(Decimal(amount), portfolio.currency)} more for {project}"


def _least(portfolio: Portfolio, core: Core, prober: Prober) -> Relaxation | None:
    """Budgets as high as the cheapest way to do the work, if that is enough."""
    bounds = Bounds(portfolio)
    costs = Costs(bounds)
    amounts: dict[str, int] = {}
    changed = portfolio
    for fact in core.demands:
        if fact.kind == "budget":
            lacking = costs.lacking(fact.id)
            if lacking > 0:
                amounts[fact.id] = ceil(lacking)
                changed = budget_plus(changed, fact.id, amounts[fact.id])
    if not amounts or not prober.ask(changed, prober.clock.left / 2).possible:
        return None
    changes = [_more_money(portfolio, project, amount) for project, amount in amounts.items()]
    return _told(changes, {portfolio.currency: sum(amounts.values())})


def _days_late(solution: Solution, milestone: str) -> tuple[int, str]:
    instance = solution.instance
    due = instance.portfolio.milestone[milestone].due
    assert due is not None
    row = next(row for row in instance.dues if row.id == milestone)
    moment = max(solution.choices[task].end for task in row.tasks)
    days = Days(instance.portfolio, instance.time, due)
    number = days.number(instance.portfolio.grid.day(int(instance.last_ticks[moment]) - 1))
    return number, on(days.day(number))


def _excess(solution: Solution, project: str) -> int:
    number = next(n for n, row in enumerate(solution.instance.projects) if row.id == project)
    return -(-(solution.costs[number] - (solution.instance.projects[number].budget or 0)) // 100)


def _missing(solution: Solution, pool: str) -> int:
    number = next(n for n, row in enumerate(solution.instance.pools) if row.id == pool)
    used = sum(solution.mode(task).uses.get(number, 0) for task in range(len(solution.choices)))
    return used - solution.instance.pools[number].capacity
