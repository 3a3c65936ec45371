"""What each task of a baseline is worth, and when that was planned to be earned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ipmplan.study.money import CENT, cents
from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline, BaselineTask
from ipmplan.tracking.curve import Spread


@dataclass(frozen=True, slots=True)
class Value:
    """What a task was approved for.

    Parameters
    ----------
    labour
        Earned as the work is done: money of its hours, or the hours themselves where there is no money.
    fixed
        Earned when it ends: money without hours.
    """

    labour: Fraction
    fixed: Fraction

    @property
    def total(self) -> Fraction:
        """Both."""
        return self.labour + self.fixed

    def earned(self, done: Fraction, *, finished: bool) -> Fraction:
        """What is earned when a share is done."""
        return self.labour * done + (self.fixed if finished else 0)


def value_of(study: Study, task: BaselineTask) -> Value:
    """What a task of the baseline is worth, priced when it was approved.

    A plan that was approved without prices is priced at the rates of the days that it has work on.
    """
    if not study.portfolio.has_money:
        return Value(Fraction(task.hours).limit_denominator(3600), Fraction(0))
    if task.labour is not None:
        return Value(Fraction(task.labour), Fraction(task.fixed or 0))
    known = study.portfolio.task.get(task.id)
    labour = Decimal(0)
    for row in task.rows:
        if row.person in study.portfolio.person:
            labour += cents(Decimal(str(row.hours)) * study.card(row.person).on(row.start.date()))
    fixed = known.fixed_cost if known is not None else Decimal(0)
    if known is not None and task.alternative < len(known.work):
        fixed += known.work[task.alternative].cost
    return Value(Fraction(labour), Fraction(cents(fixed)))


def spreads(study: Study, axis: Axis, baseline: Baseline) -> Iterator[Spread]:
    """Planned value of a baseline over working hours: labour evenly over each planned piece of work, fixed costs at the end."""
    for task in baseline.tasks.values():
        value = value_of(study, task)
        hours = [Fraction(row.hours).limit_denominator(3600) for row in task.rows]
        whole = sum(hours, Fraction(0))
        if whole:
            for row, own in zip(task.rows, hours, strict=True):
                yield Spread(axis.at(row.start), axis.at(row.end), value.labour * own / whole)
        else:
            yield Spread(axis.at(task.start), axis.at(task.end), value.labour)
        yield Spread(axis.at(task.end), axis.at(task.end), value.fixed)


def to_cents(value: Fraction) -> Decimal:
    """Round to two places, half up.

    Examples
    --------
    >>> to_cents(Fraction(1, 8))
    Decimal('0.13')
    """
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_HALF_UP)
