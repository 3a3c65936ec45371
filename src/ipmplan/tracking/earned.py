"""Earned value of a project, in money or, where there are no rates, in hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio
from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.curve import Curve
from ipmplan.tracking.states import TaskState
from ipmplan.tracking.values import Value, spreads, to_cents, value_of

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The figures of earned value at one moment, all in `unit`.

    Parameters
    ----------
    unit
        The currency, or ``h``.
    bac
        Budget at completion: what the tasks of the baseline were approved for. Bookings are in the budget, not in here.
    pv, ev, ac
        Planned value, earned value, and actual cost of the project's tasks.
    weighted
        Share done with weighted milestones: sum of weight times share done of each milestone, over the sum of weights.

    Examples
    --------
    >>> row = EarnedValue("EUR", Decimal(1000), Decimal(500), Decimal(400), Decimal(440), Fraction(2, 5))
    >>> row.cv, row.sv, round(row.cpi, 3), round(row.spi, 3), row.eac, row.etc, row.vac, round(row.tcpi, 3)
    (Decimal('-40'), Decimal('-100'), 0.909, 0.8, Decimal('1100.00'), Decimal('660.00'), Decimal('-100.00'), 1.071)
    """

    unit: str
    bac: Decimal
    pv: Decimal
    ev: Decimal
    ac: Decimal
    weighted: Fraction = Fraction(0)

    @property
    def done(self) -> float:
        """EV / BAC."""
        return float(self.ev / self.bac) if self.bac else 0.0

    @property
    def cv(self) -> Decimal:
        """Cost variance, EV - AC; below 0 = dearer than planned."""
        return self.ev - self.ac

    @property
    def sv(self) -> Decimal:
        """Schedule variance, EV - PV; below 0 = less done than planned."""
        return self.ev - self.pv

    @property
    def cpi(self) -> float | None:
        """Cost performance index, EV / AC; None before anything is spent."""
        return float(self.ev / self.ac) if self.ac else None

    @property
    def spi(self) -> float | None:
        """Schedule performance index, EV / PV; None before anything was planned to be done."""
        return float(self.ev / self.pv) if self.pv else None

    @property
    def eac(self) -> Decimal:
        """Estimate at completion, BAC / CPI: AC + (BAC - EV) / CPI. Without earned value yet the rest as planned: AC + BAC."""
        if not self.ev:
            return self.ac + self.bac
        return (self.bac * self.ac / self.ev).quantize(CENT) if self.ac else self.bac - self.ev

    @property
    def etc(self) -> Decimal:
        """Estimate to complete, EAC - AC."""
        return self.eac - self.ac

    @property
    def vac(self) -> Decimal:
        """Variance at completion, BAC - EAC."""
        return self.bac - self.eac

    @property
    def tcpi(self) -> float | None:
        """To-complete performance index, (BAC - EV) / (BAC - AC); None when the budget is gone or all is done."""
        return float((self.bac - self.ev) / (self.bac - self.ac)) if self.bac > self.ac and self.bac > self.ev else None


def planned_curve(study: Study, axis: Axis, baseline: Baseline) -> Curve:
    """Planned value of a project over working hours."""
    return Curve(spreads(study, axis, baseline))


def earned_value(
    study: Study, axis: Axis, baseline: Baseline, curve: Curve, states: Mapping[str, TaskState]
) -> EarnedValue:
    """Earned value of a project at the status date.

    Notes
    -----
    PV is what `curve` has reached; EV sums, over the tasks of the baseline, their labour times the share done and, once
    they are finished, their fixed costs; AC is what was recorded on the project's tasks, cancelled ones included, and the
    fixed costs of finished ones. In money when there is any rate, else in hours.
    """
    portfolio = study.portfolio
    values = {name: value_of(study, task) for name, task in baseline.tasks.items()}
    earned = earned_by_task(values, states)
    return EarnedValue(
        portfolio.currency if portfolio.has_money else "h",
        to_cents(sum((value.total for value in values.values()), Fraction(0))),
        to_cents(curve.at(axis.at_tick(portfolio.as_of_tick))),
        to_cents(sum(earned.values(), Fraction(0))),
        actual_cost(study, baseline.project, states),
        _weighted(portfolio, baseline.project, values, earned, states),
    )


def earned_by_task(values: Mapping[str, Value], states: Mapping[str, TaskState]) -> dict[str, Fraction]:
    """What is earned of each task's value, not rounded."""
    found = dict.fromkeys(values, Fraction(0))
    for name, value in values.items():
        if name in states:
            found[name] = value.earned(states[name].done, finished=states[name].finished)
    return found


def actual_cost(study: Study, project: str, states: Mapping[str, TaskState]) -> Decimal:
    """What was spent on a project's tasks until the status date, in money or else in hours."""
    portfolio = study.portfolio
    own = [task for task in portfolio.tasks if task.project == project]
    if not portfolio.has_money:
        return to_cents(sum((row.hours for task in own for row in study.sheet.rows.get(task.id, ())), Fraction(0)))
    spent = sum((study.recorded(task.id) for task in own if task.id not in states), Decimal(0))
    spent += sum((states[task.id].cost for task in own if task.id in states), Decimal(0))
    return spent + sum((fixed_cost(study, task.id) for task in own if _is_finished(states, task.id)), Decimal(0))


def fixed_cost(study: Study, task: str) -> Decimal:
    """Money without hours that a begun task costs: its own, and that of the alternative that has begun."""
    known, begun = study.portfolio.task[task], study.started.get(task)
    chosen = known.work[begun.alternative].cost if begun is not None and known.work else Decimal(0)
    return (known.fixed_cost + chosen).quantize(CENT)


def _is_finished(states: Mapping[str, TaskState], task: str) -> bool:
    return task in states and states[task].finished


def _weighted(
    portfolio: Portfolio,
    project: str,
    values: Mapping[str, Value],
    earned: Mapping[str, Fraction],
    states: Mapping[str, TaskState],
) -> Fraction:
    """Share done by weighted milestones; tasks without a milestone count as one more with a weight of 1."""
    weights = {milestone.id: milestone.weight for milestone in portfolio.milestones if milestone.project == project}
    members: dict[str, list[str]] = {}
    for name in values:
        milestone = portfolio.task[name].milestone
        members.setdefault(milestone if milestone in weights else "", []).append(name)
    total = done = Fraction(0)
    for milestone, names in members.items():
        weight = weights.get(milestone, Fraction(1))
        worth = sum((values[name].total for name in names), Fraction(0))
        if worth:
            share = sum((earned[name] for name in names), Fraction(0)) / worth
        else:
            share = Fraction(sum(_is_finished(states, name) for name in names), len(names))
        total += weight
        done += weight * share
    return done / total if total else Fraction(0)
