"""How equally people are busy, in the model without time: their utilisation for every last finish between two moments.

Utilisation is work and bookings over working time, both up to the last finish, which the model knows only roughly. So it lies between two values
that are linear in the work, and its standard deviation is bounded by tangents of the squares. All is rounded in favour of a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.models.construct.without_time import WithoutTime

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

UNIT = 10**6
TANGENTS = (0.3, 0.6, 0.9, 1.2, 1.6, 2.2, 3.0, 4.5)
"""Distances from the mean at which there is a tangent, in standard deviations; set by hand."""


def keep_even(made: WithoutTime, limit: int) -> None:
    """People's utilisation has no more than a standard deviation, in millionths; nothing is said where the last finish may lie beyond the grid.

    Notes
    -----
    With u(i) the utilisation, rounded to a `UNIT`, and m its mean: d(i) >= |u(i) - m| - 1, and of n people the d(i) add up to n times the
    standard deviation at the most (Cauchy-Schwarz), and one more each for rounding. Squares are counted in units as well: q(i) >= 2 t (d(i) - 1) - t^2.
    """
    rates = _rates(made)
    if not rates:
        return
    count, model = len(rates), made.model
    most = max(2 * UNIT, *(rate.proto.domain[-1] for rate in rates))
    mean = model.new_int_var(0, most, "")
    model.add(sum(rates) - count * mean <= count)
    model.add(count * mean - sum(rates) <= count)
    points = sorted({max(1, round(at * limit / 1000)) for at in TANGENTS})
    spread = count * (limit + 1) ** 2 // UNIT + count + 1
    apart, squares = [], []
    for rate in rates:
        distance = model.new_int_var(0, min(most, count * (limit + 2)), "")
        model.add(distance >= rate - mean - 1)
        model.add(distance >= mean - rate - 1)
        square = model.new_int_var(0, spread, "")
        for point in points:
            model.add(1000 * square >= 2 * point * (distance - 1) - 1000 * point * point)
        apart.append(distance)
        squares.append(square)
    model.add(sum(apart) <= count * (limit + 2))
    model.add(sum(squares) <= spread)


def _rates(made: WithoutTime) -> list[cp_model.IntVar]:
    """A variable for the utilisation of each person who matters."""
    reach, instance = made.reach, made.instance
    if reach.high is None:
        return []
    people, working, booked = instance.peoples_time.relevant
    loads = made.loads(people.tolist())
    found = []
    for row, person in enumerate(people.tolist()):
        least, most = int(working[row, reach.low]), int(working[row, reach.high])
        before, after = 100 * int(booked[row, reach.low]), 100 * int(booked[row, reach.high])
        works = loads[person]
        load = sum(amount * literal for amount, literal in works)
        highest = (sum(amount for amount, _ in works) + after) * UNIT // (100 * max(1, least)) + 1
        rate = made.model.new_int_var(0, highest if most else 0, "")
        found.append(rate)
        if most:
            made.model.add(100 * most * (rate + 1) >= UNIT * (load + before))
        if least:
            made.model.add(100 * least * (rate - 1) <= UNIT * (load + after))
    return found
