"""Money, or hours, of each project: spent, committed, to go, against the cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipmplan.study.money import cents
from ipmplan.study.reading import Reading
from ipmplan.study.spent import unrecorded_cost
from ipmplan.study.study import Study
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.earned import fixed_cost
from ipmplan.tracking.states import TaskState
from ipmplan.tracking.values import to_cents, value_of


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """What a project has cost, and will.

    Parameters
    ----------
    project
        Its id.
    unit
        The currency, or ``h``.
    spent
        Recorded on tasks and bookings, and fixed costs of finished tasks.
    committed
        Money without hours of tasks that have begun and are not finished.
    to_go
        What is still to come.
    cap
        The budget, raised by accepted changes; None without one, or where there is no money.
    hard
        Whether no plan may go above it.
    """

    project: str
    unit: str
    spent: Decimal
    committed: Decimal
    to_go: Decimal
    cap: Decimal | None
    hard: bool

    @property
    def expected(self) -> Decimal:
        """All of it in the end."""
        return self.spent + self.committed + self.to_go

    @property
    def left(self) -> Decimal | None:
        """What of the cap is left in the end; below 0 = over."""
        return self.cap - self.expected if self.cap is not None else None


def budget_uses(
    study: Study, plan: Reading | None, states: Mapping[str, TaskState], baselines: Mapping[str, Baseline]
) -> tuple[BudgetUse, ...]:
    """Every planned project.

    Parameters
    ----------
    study
        Of the portfolio.
    plan
        The current plan, when it was made for the status date: then the rest costs what it says. Else open work costs what
        is left of it times what an hour of it was approved for.
    states, baselines
        Of tasks, and of projects.
    """
    if not study.portfolio.has_money:
        return tuple(_in_hours(study, project.id, states) for project in study.scope.projects)
    spent = spent_by_project(study, states)
    committed = dict.fromkeys(spent, Decimal(0))
    for name, state in states.items():
        if state.project in committed and state.begun and not state.finished:
            committed[state.project] += fixed_cost(study, name)
    expected = plan.costs if plan is not None else _expected(study, states, baselines)
    found = []
    for project in study.scope.projects:
        done = spent[project.id] + committed[project.id]
        to_go = max(expected.get(project.id, done) - done, Decimal(0))
        cap = study.budgets.get(project.id)
        money = (spent[project.id], committed[project.id], to_go, cap, project.budget_limit == "hard")
        found.append(BudgetUse(project.id, study.portfolio.currency, *money))
    return tuple(found)


def spent_by_project(study: Study, states: Mapping[str, TaskState]) -> dict[str, Decimal]:
    """What was spent before the status date: recorded, booked where nothing is recorded, fixed costs of finished tasks."""
    portfolio = study.portfolio
    total = {project.id: Decimal(0) for project in study.scope.projects}
    project_of = {task.id: task.project for task in portfolio.tasks}
    project_of |= {booking.id: booking.project for booking in portfolio.bookings}
    for work in study.sheet.rows:
        if project_of.get(work) in total:
            total[project_of[work]] += states[work].cost if work in states else study.recorded(work)
    for name, state in states.items():
        if state.finished and state.project in total:
            total[state.project] += fixed_cost(study, name)
    for person in portfolio.people:
        for row in study.time.past(person.id).unrecorded:
            if project_of.get(row.booking) in total:
                total[project_of[row.booking]] += unrecorded_cost(study, row)
    return total


def _expected(study: Study, states: Mapping[str, TaskState], baselines: Mapping[str, Baseline]) -> dict[str, Decimal]:
    ends = [baseline.finish for baseline in baselines.values() if baseline.finish is not None]
    last = max([study.portfolio.as_of_tick, *(study.grid.end_of(end) for end in ends)])
    total = study.costs_by(min(last, study.until))
    for name, state in states.items():
        if state.project in total and state.left:
            total[state.project] += cents(Decimal(float(state.left)) * hour_rate(study, state, baselines))
        approved = baselines[state.project].tasks.get(name) if state.project in baselines else None
        if approved is not None and not state.begun:
            work = study.portfolio.task[name].work
            total[state.project] += work[approved.alternative].cost if approved.alternative < len(work) else 0
    return total


def hour_rate(study: Study, state: TaskState, baselines: Mapping[str, Baseline]) -> Decimal:
    """What an hour of a task costs: as approved, else as recorded, else the mean of all people."""
    baseline = baselines.get(state.project)
    approved = baseline.tasks.get(state.id) if baseline is not None else None
    if approved is not None and approved.hours:
        return to_cents(value_of(study, approved).labour / Fraction(approved.hours))
    if state.spent:
        return cents(state.cost / Decimal(float(state.spent)))
    rates = [study.card(person.id).on(study.portfolio.as_of_day) for person in study.portfolio.people]
    known = [rate for rate in rates if rate]
    return cents(sum(known, Decimal(0)) / len(known)) if known else Decimal(0)


def _in_hours(study: Study, project: str, states: Mapping[str, TaskState]) -> BudgetUse:
    own = [state for state in states.values() if state.project == project]
    spent = sum((state.spent for state in own), Fraction(0))
    left = sum((state.left for state in own), Fraction(0))
    hard = study.portfolio.project[project].budget_limit == "hard"
    return BudgetUse(project, "h", to_cents(spent), Decimal(0), to_cents(left), None, hard)
