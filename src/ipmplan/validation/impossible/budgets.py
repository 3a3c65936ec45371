"""Hard budgets below what the work costs when it is done as cheaply as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Task
from ipmplan.core.work import Part
from ipmplan.study.broken import least_rate
from ipmplan.study.money import CENT, cents
from ipmplan.study.pieces import efficiency
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.finding import Finding
from ipmplan.validation.impossible.words import money
from ipmplan.validation.names import place


def too_low(bounds: Bounds) -> Iterator[Finding]:
    """Find hard budgets that even the cheapest people would exceed."""
    portfolio = bounds.portfolio
    caps = bounds.study.budgets
    hard = [p for p in bounds.scope.projects if p.id in caps and p.budget_limit == "hard"]
    if not hard or not portfolio.has_money:
        return
    broken = bounds.study.broken_budgets
    costs = Costs(bounds)
    hint = "Maybe a higher budget, or a soft one (budget_limit)? `ipmplan plan` tells what would help."
    for project in hard:
        if project.id not in broken and costs.lacking(project.id) > 0:
            yield Finding("budget", (project.id,), budget_facts(costs, project.id), place(project), hint)


def budget_facts(costs: Costs, project: str, least: Decimal | None = None) -> tuple[str, str]:
    """Say what a project's budget is and what its open tasks cost at least.

    Parameters
    ----------
    costs, project
        What is known of costs, and id of the project.
    least
        What the project costs at least, if more is known than what its cheapest people cost.
    """
    currency = costs.bounds.portfolio.currency
    fixed = costs.certain[project]
    work = costs.work(project) if least is None else least - fixed
    how = "even with the cheapest people" if least is None else "however it is done"
    parts = f"{money(work, currency)} for work"
    if fixed:
        parts += f" and {money(fixed, currency)} that is spent, booked or fixed"
    return (
        f"{project} has a hard budget of {money(costs.budget(project), currency)}",
        f"its work costs at least {money(fixed + work, currency)} {how}: {parts}",
    )


class Costs:
    """The least that work can cost, premiums left out in its favour."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.certain = bounds.study.certain_costs
        self._rates = {p.id: least_rate(bounds.study, p.id) for p in bounds.portfolio.people}
        self._known: dict[tuple[str | None, tuple[str, ...]], list[tuple[str, int]]] = {}
        self._budgets = bounds.study.budgets

    def budget(self, project: str) -> Decimal:
        """Budget of a project that has one, to the cent."""
        return cents(self._budgets[project])

    def tasks(self, project: str) -> list[Task]:
        """Open tasks of a project."""
        return [task for task in self.bounds.open_tasks if task.project == project]

    def work(self, project: str) -> Decimal:
        """Least cost of the work that is left in a project."""
        return cents(sum((self.least(task) for task in self.tasks(project)), Decimal(0)))

    def lacking(self, project: str) -> Decimal:
        """By how much a budget is too low at least; where facts alone have broken it, what they cost is no lack."""
        fixed, budget = self.certain[project], self.budget(project)
        if project in self.bounds.study.broken_budgets or budget < fixed <= budget + CENT:
            budget = max(budget, fixed)
        return fixed + self.work(project) - budget

    def least(self, task: Task) -> Decimal:
        """Cost of the people of an open task, at least, and of its alternative when none was chosen yet."""
        state = self.bounds.states.get(task.id)
        if state is not None:
            total = Decimal(0)
            for piece in state.pieces:
                part = task.work[state.alternative].parts[piece.part]
                people = self.bounds.piece_people(task, piece)
                ways = [self._cost(part, self.bounds.piece_elapsed(task, piece, p), p) for p in people]
                total += min(ways, default=Decimal(0))
            return total
        return min(
            (cents(way.cost) + sum((self._part(task, part) for part in way.parts), Decimal(0)) for way in task.work),
            default=Decimal(0),
        )

    def _part(self, task: Task, part: Part) -> Decimal:
        people = self.bounds.able(task, part)
        best: Decimal | None = None
        for count in range(part.fewest, min(part.most, len(people)) + 1):
            each = sorted(
                (self._cost(part, self.bounds.elapsed(part, count, someone), someone), alike)
                for someone, alike in self._classes(part, people)
            )
            total, missing = Decimal(0), count
            for cost, alike in each:
                total += cost * min(missing, alike)
                missing -= min(missing, alike)
            best = total if best is None else min(best, total)
        return best or Decimal(0)

    def _classes(self, part: Part, people: tuple[str, ...]) -> list[tuple[str, int]]:
        """One of all people who are as fast and as dear as each other, and how many they are."""
        key = (part.skill, people)
        if key not in self._known:
            counts: dict[tuple[Fraction, Decimal], list[str]] = {}
            for person in people:
                rate = efficiency(self.bounds.portfolio, part, person)
                counts.setdefault((rate, self._rates[person]), []).append(person)
            self._known[key] = [(alike[0], len(alike)) for alike in counts.values()]
        return self._known[key]

    def _cost(self, part: Part, elapsed: int, person: str) -> Decimal:
        worked = elapsed * self.bounds.portfolio.grid.minutes * part.share
        return cents(self._rates[person] * worked / Decimal(6000))
