"""Which of several ways are worth a manager's look."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipmplan.explaining.recover.menu import Route

# Ways whose dates differ by no more working hours, and whose costs by no more money, are about as good.
HOURS_ALIKE = 4.0
MONEY_ALIKE = Decimal(500)
MOST_OF_A_KIND = 2


def best(ways: Sequence[Route]) -> list[Route]:
    """The ways that no other one beats, the soonest first; one of another kind stays when it is about as good.

    One beats another when it is not later, dearer, asks no more people, needs no more clients' yes and hurts no other date by
    more, and is better in one of these. Dates that are reached count alike.
    """
    kept: list[Route] = []
    for way in sorted(ways, key=_order):
        same = [other for other in kept if other.proposal.kind == way.proposal.kind]
        beaten = any(_beats(other, way) for other in same) or any(
            _beats(other, way) and not _alike(other, way) for other in ways if other is not way
        )
        if not beaten and len(same) < MOST_OF_A_KIND:
            kept.append(way)
    return kept


def _order(way: Route) -> tuple[object, ...]:
    return (not way.reaches, len(way.proposal.clients), way.outcome.finish, _cost(way), way.proposal.text)


def _beats(one: Route, other: Route) -> bool:
    left, right = _measures(one), _measures(other)
    return all(a <= b for a, b in zip(left, right, strict=True)) and left != right


def _measures(way: Route) -> tuple[float, ...]:
    late = 0.0 if way.reaches else -way.outcome.sooner_hours
    hurt = sum(row.hours for row in way.outcome.hurt)
    asked = len({*way.proposal.asks, *way.outcome.people})
    return (late, float(_cost(way)), float(asked), float(len(way.proposal.clients)), hurt)


def _alike(one: Route, other: Route) -> bool:
    if one.proposal.kind == other.proposal.kind:
        return False
    near = abs(one.outcome.sooner_hours - other.outcome.sooner_hours) <= HOURS_ALIKE or (one.reaches and other.reaches)
    return near and abs(_cost(one) - _cost(other)) <= MONEY_ALIKE


def _cost(way: Route) -> Decimal:
    return way.outcome.cost or Decimal(0)
