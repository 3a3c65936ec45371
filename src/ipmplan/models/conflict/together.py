"""Several changes at once, for when no single one makes a plan possible."""

from __future__ import annotations

from decimal import Decimal

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import on
from ipmplan.errors import Infeasible, Relaxation
from ipmplan.models.conflict.changes import Days
from ipmplan.models.conflict.facts import broken
from ipmplan.models.conflict.probe import Prober
from ipmplan.models.first import first_solution
from ipmplan.models.solution import Solution
from ipmplan.validation.impossible.words import money, some

MOST_CHANGES = 12


def together(portfolio: Portfolio, prober: Prober) -> Relaxation | None:
    """Later dates, more budget and more units that make a plan possible when they are all given.

    They are read off a plan that breaks as little as could be found in the time that is left; None when even a plan
    without dates, budgets and consumables was not found.
    """
    try:
        _, solution = first_solution(portfolio)
    except Infeasible:
        return None
    if not prober.clock.over:
        solution = prober.mend(solution, prober.clock.left)
    wrong = broken(solution)
    if not wrong or any(fact.kind == "pin" for fact in wrong):
        return None
    changes, days, units = [], 0, 0
    for fact in wrong:
        if fact.kind == "date":
            later = _days_late(solution, fact.id)
            days += later[0]
            changes.append(f"{fact.id} on {later[1]}")
        elif fact.kind == "budget":
            amount = _excess(solution, fact.id)
            units += amount
            changes.append(f"{money(Decimal(amount), portfolio.currency)} more for {fact.id}")
        else:
            units += _missing(solution, fact.id)
            changes.append(f"{_missing(solution, fact.id)} more of {fact.id}")
    unit = "days" if days else portfolio.currency if any(fact.kind == "budget" for fact in wrong) else "units"
    text = some(changes, MOST_CHANGES)
    return Relaxation(text if len(changes) == 1 else f"all of these: {text}", days or units, unit)


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
