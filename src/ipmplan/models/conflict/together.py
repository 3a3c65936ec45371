"""Several changes at once, for when no single one makes a plan possible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from ipmplan.core.edits import SetDue, apply_all
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import on
from ipmplan.errors import NoPlanError, Relaxation
from ipmplan.models.conflict.changes import Days, budget_plus, pool_plus, working_days
from ipmplan.models.conflict.core import Core
from ipmplan.models.conflict.facts import Fact, broken
from ipmplan.models.conflict.probe import Prober
from ipmplan.models.construct.first import Unplaced, first_solution
from ipmplan.models.solution import Solution
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.budgets import Costs
from ipmplan.validation.impossible.words import money, some

LEAST = 0.5


def together(portfolio: Portfolio, core: Core, prober: Prober) -> tuple[Relaxation, ...]:
    """Later dates, more budget and more units that make a plan possible when they are all given.

    First budgets as high as the cheapest way to do each project's work; when dates or pools are in the way, too, the
    changes are read off a plan that breaks as little as could be found in the time that is left. Empty when even that
    was not found.
    """
    least = least_budgets(portfolio, core)
    changed = apply_all(portfolio, all_of(least).edits) if least else portfolio
    if least and prober.ask(changed, prober.clock.left / 2).possible:
        return least
    try:
        _, solution = first_solution(portfolio)
    except (NoPlanError, Unplaced):
        return ()
    if not prober.clock.over:
        solution = prober.mend(solution, prober.clock.left)
    wrong = broken(solution)
    if any(fact.kind in {"pin", "hold"} for fact in wrong):
        return ()
    found = tuple(_change(portfolio, solution, fact) for fact in wrong)
    # What was read off a plan is planned with before it is told.
    if found and prober.ask(apply_all(portfolio, all_of(found).edits), max(LEAST, prober.clock.left)).possible is False:
        return ()
    return found


def all_of(changes: Sequence[Relaxation]) -> Relaxation:
    """Several changes as one, measured in the unit of the first."""
    unit = changes[0].unit
    text = some([change.text for change in changes], len(changes))
    return Relaxation(
        f"all of these: {text}",
        sum(c.amount for c in changes if c.unit == unit),
        unit,
        tuple(edit for change in changes for edit in change.edits),
    )


def _change(portfolio: Portfolio, solution: Solution, fact: Fact) -> Relaxation:
    """What would keep a fact that a solution breaks."""
    if fact.kind == "date":
        number, day = _days_late(solution, fact.id)
        return Relaxation(
            f"{fact.id} {working_days(number)} later ({on(day)})", number, "days", (SetDue(fact.id, day),)
        )
    if fact.kind == "budget":
        return _more_money(portfolio, fact.id, _excess(solution, fact.id))
    amount = _missing(solution, fact.id)
    return Relaxation(f"{amount} more of {fact.id}", amount, "units", (pool_plus(portfolio, fact.id, amount),))


def _more_money(portfolio: Portfolio, project: str, amount: int) -> Relaxation:
    text = f"{money(Decimal(amount), portfolio.currency)} more for {project}"
    return Relaxation(text, amount, portfolio.currency, (budget_plus(portfolio, project, amount),))


def least_budgets(portfolio: Portfolio, core: Core) -> tuple[Relaxation, ...]:
    """What budgets lack at least, when all work is done as cheaply as it can be."""
    return tuple(_more_money(portfolio, name, amount) for name, amount in _short(portfolio, core).items())


def _short(portfolio: Portfolio, core: Core) -> dict[str, int]:
    costs = Costs(Bounds(portfolio))
    lacking = {fact.id: ceil(costs.lacking(fact.id)) for fact in core.demands if fact.kind == "budget"}
    return {project: amount for project, amount in lacking.items() if amount > 0}


def _days_late(solution: Solution, milestone: str) -> tuple[int, date]:
    instance = solution.instance
    due = instance.portfolio.milestone[milestone].due
    assert due is not None
    row = next(row for row in instance.dues if row.id == milestone)
    moment = max(solution.choices[task].end for task in row.tasks)
    days = Days(instance.portfolio, instance.time, due)
    number = days.number(instance.portfolio.grid.day(int(instance.last_ticks[moment]) - 1))
    return number, days.day(number)


def _excess(solution: Solution, project: str) -> int:
    number = next(n for n, row in enumerate(solution.instance.projects) if row.id == project)
    return -(-(solution.costs[number] - (solution.instance.projects[number].budget or 0)) // 100)


def _missing(solution: Solution, pool: str) -> int:
    number = next(n for n, row in enumerate(solution.instance.pools) if row.id == pool)
    used = sum(solution.mode(task).uses.get(number, 0) for task in range(len(solution.choices)))
    return used - solution.instance.pools[number].capacity
