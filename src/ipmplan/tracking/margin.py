"""What each project brings, less what it costs: as sold, now, and as expected in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Project
from ipmplan.study.money import cents
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.bill_rates import BillRates
from ipmplan.tracking.budget import BudgetUse
from ipmplan.tracking.earned import EarnedValue
from ipmplan.tracking.states import TaskState


@dataclass(frozen=True, slots=True)
class Balance:
    """Revenue and cost at one moment."""

    revenue: Decimal
    cost: Decimal

    @property
    def margin(self) -> Decimal:
        """Revenue less cost."""
        return self.revenue - self.cost

    @property
    def share(self) -> float | None:
        """Margin as a share of the revenue; None without revenue."""
        return float(self.margin / self.revenue) if self.revenue else None


@dataclass(frozen=True, slots=True)
class Margin:
    """A project's money.

    Parameters
    ----------
    project
        Its id.
    sold
        The price, accepted changes included, less the cost of the baseline; None without a baseline.
    now
        What is earned of the price so far, less what is spent.
    expected
        The price less all that it will cost.
    """

    project: str
    sold: Balance | None
    now: Balance
    expected: Balance


def margins(
    study: Study,
    plan: Reading | None,
    states: Mapping[str, TaskState],
    baselines: Mapping[str, Baseline],
    earned: Mapping[str, EarnedValue],
    budgets: tuple[BudgetUse, ...],
) -> tuple[Margin, ...]:
    """Every project that has a price or is paid by the hour; nothing where there are no rates.

    Notes
    -----
    A fixed price is earned as the work is done: price times EV / BAC. Work by the hour brings its hours at the billing
    rates of their days, up to the price where there is one; hours to come at the rates of those who are planned, or else of
    those who have worked on the task, on the status date. A retainer is left out: it has no end.
    """
    if not study.portfolio.has_money:
        return ()
    rates = BillRates(study.portfolio)
    found = []
    for use in budgets:
        project = study.portfolio.project[use.project]
        if project.billing in ("internal", "retainer"):
            continue
        base = baselines.get(project.id)
        if project.billing == "time":
            made = _by_the_hour(study, plan, rates, project, states, base, use)
        elif project.price is not None:
            made = _fixed(study, project, base, earned.get(project.id), use)
        else:
            continue
        if made is not None:
            found.append(made)
    return tuple(found)


def price_of(study: Study, project: Project) -> Decimal | None:
    """Price of a project, raised by accepted changes; None without one."""
    if project.price is None:
        return None
    changes = (row for row in study.portfolio.changes if row.project == project.id and row.status == "accepted")
    return project.price + sum((row.price or Decimal(0) for row in changes), Decimal(0))


def _fixed(study: Study, project: Project, base: Baseline | None, earned: EarnedValue | None, use: BudgetUse) -> Margin:
    price = price_of(study, project) or Decimal(0)
    share = earned.ev / earned.bac if earned is not None and earned.bac else Decimal(0)
    sold = Balance(price, base.cost) if base is not None and base.cost is not None else None
    return Margin(project.id, sold, Balance(cents(price * share), use.spent), Balance(price, use.expected))


def _by_the_hour(
    study: Study,
    plan: Reading | None,
    rates: BillRates,
    project: Project,
    states: Mapping[str, TaskState],
    base: Baseline | None,
    use: BudgetUse,
) -> Margin | None:
    cap = price_of(study, project)
    own = [state for state in states.values() if state.project == project.id]
    done = Decimal(0)
    for task in study.portfolio.tasks:
        if task.project == project.id:
            for row in study.sheet.rows.get(task.id, ()):
                done += rates.worth(row.person, row.date, row.hours)
    for booking in study.portfolio.bookings:
        if booking.project == project.id and booking.billable:
            for row in study.sheet.rows.get(booking.id, ()):
                done += rates.worth(row.person or booking.person, row.date, row.hours)
    to_come = sum((_to_come(study, plan, rates, state) for state in own), Decimal(0))
    sold = None
    if base is not None and base.cost is not None:
        hours = (row for task in base.tasks.values() for row in task.rows)
        worth = sum(
            (rates.worth(row.person, row.start.date(), Fraction(row.hours).limit_denominator(3600)) for row in hours),
            Decimal(0),
        )
        sold = Balance(_capped(worth, cap), base.cost)
    if not done and not to_come:
        return None
    return Margin(
        project.id, sold, Balance(_capped(done, cap), use.spent), Balance(_capped(done + to_come, cap), use.expected)
    )


def _to_come(study: Study, plan: Reading | None, rates: BillRates, state: TaskState) -> Decimal:
    if not state.left:
        return Decimal(0)
    day = study.portfolio.as_of_day
    rows = plan.stints.get(state.id, ()) if plan is not None else ()
    if rows:
        return sum(
            (rates.worth(row.row.person, row.row.start.date(), Fraction(row.row.hours)) for row in rows), Decimal(0)
        )
    people = [row.person for row in study.sheet.logged(state.id) if row.person] or [
        person.id for person in study.portfolio.people if rates.at(person.id, day) is not None
    ]
    worth = [rates.worth(person, day, state.left) for person in people]
    return sum(worth, Decimal(0)) / len(worth) if worth else Decimal(0)


def _capped(amount: Decimal, cap: Decimal | None) -> Decimal:
    return cents(min(amount, cap) if cap is not None else amount)
