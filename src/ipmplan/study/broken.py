"""What facts alone have broken: dates, budgets and pools that no planning can hold any more, and that turn soft."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.core.work import Part
from ipmplan.study.money import CENT
from ipmplan.study.pieces import able, efficiency
from ipmplan.study.scope import Due

if TYPE_CHECKING:
    from ipmplan.study.study import Study


def is_broken_due(study: Study, due: Due) -> bool:
    """Whether a firm date is lost already: it has passed, or work in progress needs more time than is left.

    What is left of a started task keeps its person, so their free time until the date is all there is.
    """
    portfolio = study.portfolio
    today = portfolio.as_of_tick
    if due.end is None or not due.tasks:
        return False
    states = study.started
    if due.end <= today:
        ends = [states[name].end if name in states else None for name in due.tasks]
        return any(end is None or end > due.end for end in ends)
    if _is_hopeless(study, due):
        return True
    needed: dict[str, Fraction] = {}
    for name in due.tasks:
        for person, part, hours in _certain(study, name):
            ticks = portfolio.grid.ticks(hours * 100 / part.share)
            left = study.time.free(person).count(today, due.end)
            if ticks > left:
                return True
            needed[person] = needed.get(person, Fraction(0)) + Fraction(ticks * part.share, 100)
            if needed[person] > left:
                return True
    return False


def _is_hopeless(study: Study, due: Due) -> bool:
    """Whether what may be handed over takes more than anybody, or all who may do it together, have until a date."""
    assert due.end is not None
    today = study.portfolio.as_of_tick
    needed, people = 0, set[str]()
    for name in due.tasks:
        for part, ticks in _offered(study, name):
            left = {person: study.time.free(person).count(today, due.end) for person in ticks}
            if all(amount > left[person] for person, amount in ticks.items()):
                return True
            needed += min(ticks.values()) * part.share
            people |= set(ticks)
    return needed > 100 * sum(study.time.free(person).count(today, due.end) for person in people)


def broken_budgets(study: Study) -> frozenset[str]:
    """Ids of projects at work whose budget is gone: what is spent, booked and fixed, and the rest of started work."""
    portfolio, sheet = study.portfolio, study.sheet
    certain = dict(study.certain_costs)
    recorded = {task.project for task in portfolio.tasks if task.id in sheet.rows}
    recorded |= {booking.project for booking in portfolio.bookings if booking.id in sheet.rows}
    for task in study.scope.tasks:
        if task.project in certain:
            for person, part, hours in _certain(study, task.id):
                worked = portfolio.grid.ticks(hours * 100 / part.share) * portfolio.grid.hours * part.share / 100
                rate = least_rate(study, person)
                certain[task.project] += rate * worked.numerator / worked.denominator
            for part, ticks in _offered(study, task.id):
                costs = [least_rate(study, person) * amount for person, amount in ticks.items()]
                certain[task.project] += min(costs) * portfolio.grid.minutes * part.share / 6000
    caps = study.budgets
    return frozenset(
        name for name, cost in certain.items() if name in recorded and name in caps and cost > caps[name] + CENT
    )


def broken_pools(study: Study) -> frozenset[str]:
    """Ids of consumable pools of which started work needs more than there was."""
    portfolio = study.portfolio
    used: dict[str, int] = {}
    for name, state in study.started.items():
        task = portfolio.task[name]
        chosen = task.work[state.alternative].uses if task.work else ()
        for use in (*task.uses, *chosen):
            used[use.pool] = used.get(use.pool, 0) + use.units
    return frozenset(
        pool.id for pool in portfolio.pools if pool.kind == "consumable" and used.get(pool.id, 0) > pool.capacity
    )


def least_rate(study: Study, person: str) -> Decimal:
    """Cheapest hour of a person from the status date on, without premium."""
    return study.card(person).least(study.portfolio.as_of_tick)


def _certain(study: Study, name: str) -> list[tuple[str, Part, Fraction]]:
    """Person, part and hours of the rests of a started task that stay with their person."""
    state = study.started.get(name)
    if state is None or state.finished:
        return []
    portfolio = study.portfolio
    parts = portfolio.task[name].work[state.alternative].parts if portfolio.task[name].work else ()
    return [
        (piece.person, parts[piece.part], piece.hours) for piece in state.pieces if piece.person and not piece.others
    ]


def _offered(study: Study, name: str) -> list[tuple[Part, dict[str, int]]]:
    """Parts of the rests of a started task that may be handed over, with the ticks that each takes each who may do it."""
    state = study.started.get(name)
    if state is None or state.finished:
        return []
    portfolio, task = study.portfolio, study.portfolio.task[name]
    found = []
    for piece in state.pieces:
        if piece.others and piece.owner:
            part = task.work[state.alternative].parts[piece.part]
            ticks = {
                person: portfolio.grid.ticks(
                    piece.hours_of(person, efficiency(portfolio, part, person)) * 100 / part.share
                )
                for person in able(portfolio, task, part, piece)
            }
            found.append((part, ticks))
    return found
