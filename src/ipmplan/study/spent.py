"""Money of a project that planning cannot change: recorded work, bookings and fixed costs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.core.calendar import BeyondReach
from ipmplan.study.money import cents
from ipmplan.study.reach import farthest
from ipmplan.study.wishes import latest_end

if TYPE_CHECKING:
    from ipmplan.core.records import Progress
    from ipmplan.study.past import Unrecorded
    from ipmplan.study.study import Study


def spent_by_project(study: Study, last_finish: int | None) -> dict[str, Decimal]:
    """What each planned project costs whatever the planner chooses, in the portfolio's currency.

    Parameters
    ----------
    study
        Of the portfolio.
    last_finish
        Tick at which bookings without an end stop; None leaves those out, and takes the least that the others cost
        with any last finish.

    Notes
    -----
    Recorded hours cost the rate of their day, money without hours is added, fixed costs count for every task that is
    planned, `[cost N]` for the alternative of a started one. Work logged on cancelled tasks keeps its cost. Past periods of
    bookings cost what is recorded of them, or else what was planned.
    """
    portfolio = study.portfolio
    if not portfolio.has_money:
        return {}
    last_booked = min(latest_end(portfolio), farthest(portfolio))
    if last_booked > study.until:
        raise BeyondReach(last_booked, study.until)
    sheet, states, planned = study.sheet, study.started, study.scope
    total: dict[str, Decimal] = {project.id: Decimal(0) for project in planned.projects}

    def add(project: str, amount: Decimal) -> None:
        if project in total:
            total[project] += amount

    project_of = {task.id: task.project for task in portfolio.tasks}
    project_of.update({booking.id: booking.project for booking in portfolio.bookings})
    for name in sheet.rows:
        add(project_of.get(name, ""), study.recorded(name))
    for task in planned.tasks:
        add(task.project, cents(task.fixed_cost))
        state = states.get(task.id)
        if state is not None and task.work:
            add(task.project, cents(task.work[state.alternative].cost))
    for who in portfolio.people:
        for row in study.time.past(who.id).unrecorded:
            add(portfolio.booking[row.booking].project, unrecorded_cost(study, row))
        for project, amount in _booked(study, who.id, last_finish):
            add(project, amount)
    return total


def recorded_cost(study: Study, work: str) -> Decimal:
    """Cost of everything that was recorded on a task or booking: money, and hours at the rate of their day, to the cent by person."""
    rows = study.sheet.rows.get(work, ())
    by_person: dict[str, Decimal] = {}
    for row in rows:
        if row.person in study.portfolio.person:
            worth = row_cost(study, row)
            by_person[row.person] = by_person.get(row.person, Decimal(0)) + worth
    return cents(study.sheet.money(work)) + sum((cents(amount) for amount in by_person.values()), Decimal(0))


def row_cost(study: Study, row: Progress) -> Decimal:
    """Cost of a timesheet row's hours at the rate of their day, not rounded; 0 for people who are not known."""
    if row.person not in study.portfolio.person:
        return Decimal(0)
    return Decimal(row.hours.numerator) / Decimal(row.hours.denominator) * study.card(row.person).on(row.date)


def unrecorded_cost(study: Study, row: Unrecorded) -> Decimal:
    """Cost of a booking's time in a past period of which nothing is recorded."""
    working, card = study.time.person(row.person), study.card(row.person)
    return sum((card.cost(working, start, end) for start, end in row.intervals), Decimal(0))


def _booked(study: Study, person: str, last_finish: int | None) -> list[tuple[str, Decimal]]:
    """Project and cost of each interval of a person's bookings, or their least cost whatever the last finish is."""
    if last_finish is None:
        steps = [costs for _, costs in study.booked_steps(person)]
        projects = dict.fromkeys(project for costs in steps for project in costs)
        return [(project, min(costs.get(project, Decimal(0)) for costs in steps)) for project in projects]
    working, card = study.time.person(person), study.card(person)
    return [
        (study.portfolio.booking[placed.booking].project, card.cost(working, start, end))
        for placed in study.time.bookings(person, last_finish)
        if study.portfolio.booking[placed.booking].project
        for start, end in placed.intervals
    ]
