"""Money of a project that planning cannot change: recorded work, bookings and fixed costs."""

from __future__ import annotations

from decimal import Decimal

from ipmplan.core.money import RateCard, cents
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scope import scope
from ipmplan.core.started import started
from ipmplan.core.timesheet import timesheet
from ipmplan.core.working_time import WorkingTime


def spent_by_project(portfolio: Portfolio, time: WorkingTime, last_finish: int | None) -> dict[str, Decimal]:
    """What each planned project costs whatever the planner chooses, in the portfolio's currency.

    Parameters
    ----------
    last_finish
        Tick at which bookings without an end stop; None leaves those out.

    Notes
    -----
    Recorded hours cost the rate of their day, money without hours is added, fixed costs count for every task that is
    planned, `[cost N]` for the alternative of a started one. Work logged on cancelled tasks keeps its cost.
    """
    if not portfolio.has_money:
        return {}
    cards = {person.id: RateCard(portfolio, time, person.id) for person in portfolio.people}
    sheet = timesheet(portfolio)
    states = started(portfolio)
    planned = scope(portfolio)
    total: dict[str, Decimal] = {project.id: Decimal(0) for project in planned.projects}

    def add(project: str, amount: Decimal) -> None:
        if project in total:
            total[project] += amount

    project_of = {task.id: task.project for task in portfolio.tasks}
    project_of.update({booking.id: booking.project for booking in portfolio.bookings})
    for name in sheet.rows:
        project = project_of.get(name, "")
        add(project, cents(sheet.money(name)))
        for person in dict.fromkeys(row.person for row in sheet.rows[name]):
            if person in cards:
                hours = (
                    Decimal(row.hours.numerator) / Decimal(row.hours.denominator) * cards[person].on(row.date)
                    for row in sheet.rows[name]
                    if row.person == person
                )
                add(project, cents(sum(hours, Decimal(0))))
    for task in planned.tasks:
        add(task.project, cents(task.fixed_cost))
        state = states.get(task.id)
        if state is not None and task.work:
            add(task.project, cents(task.work[state.alternative].cost))
    for who in portfolio.people:
        for placed in time.bookings(who.id):
            booking = portfolio.booking[placed.booking]
            if not booking.project or (placed.endless and last_finish is None):
                continue
            stop = last_finish if placed.endless and last_finish is not None else time.until
            for start, end in placed.intervals:
                if start < stop:
                    cost = cards[who.id].cost(time.person(who.id), start, min(end, stop))
                    add(booking.project, cost)
    return total
