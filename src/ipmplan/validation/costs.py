"""Money that is missing without anybody having said so: rates, and recorded time of people and tasks that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import ENDLESS
from ipmplan.core.portfolio import Booking, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.words import quoted
from ipmplan.core.work import Part
from ipmplan.errors import Issue
from ipmplan.study.money import cents
from ipmplan.study.pieces import efficiency
from ipmplan.study.study import Study
from ipmplan.validation.crews import Crews
from ipmplan.validation.names import Names, place
from ipmplan.validation.timesheets import finished_tasks

MOST_NAMED = 3
RATE_HINT = "Maybe fill in `rate`?"


def rates(portfolio: Portfolio) -> Iterator[Issue]:
    """Find work for projects with a budget that surely costs nothing, since those who do it have no rate."""
    capped = [project for project in portfolio.projects if project.budget is not None and project.status == "confirmed"]
    if not capped:
        return
    if not portfolio.has_money:
        message = "budget is given, but nobody has a rate: plans have no money, and no budget is watched"
        yield Issue(message, place(capped[0]), "Maybe fill in `rate` in people, or the table rates?", "warning")
        return
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    unpaid = {person.id for person in portfolio.people if study.card(person.id).known_from == ENDLESS}
    if not unpaid:
        return
    total: dict[tuple[tuple[str, ...], str], Fraction] = {}
    for people, project, hours in _certain(portfolio, study, unpaid):
        total[people, project] = total.get((people, project), Fraction(0)) + hours
    names = {project.id for project in capped}
    for (people, project), hours in total.items():
        if project in names and hours:
            who = people[0] if len(people) == 1 else f"{' and '.join(people[:MOST_NAMED])}, who alone can do it,"
            verb = "has" if len(people) == 1 else "have"
            message = f"{who} {verb} no rate: {float(hours):g} h for {project}, which has a budget, cost nothing"
            yield Issue(message, place(portfolio.person[people[0]]), RATE_HINT, "warning")


def bills(portfolio: Portfolio) -> Iterator[Issue]:
    """Find projects that are paid by the hour, of an hour that has no price: they bring nothing, and nobody is told."""
    if any(row.bill is not None for row in portfolio.rates):
        return
    hint = "Maybe fill in `bill` in the table rates?"
    for project in portfolio.projects:
        if project.billing == "time" and project.status in ("confirmed", "done"):
            message = f"{project.id} is paid by the hour, but nobody has a billing rate: its hours are not billed"
            yield Issue(message, place(project), hint, "warning")


def _certain(portfolio: Portfolio, study: Study, unpaid: set[str]) -> Iterator[tuple[tuple[str, ...], str, Fraction]]:
    """Yield people without a rate, a project, and hours that nobody else does."""
    crews, done = Crews(portfolio), finished_tasks(portfolio)
    project_of = {task.id: task.project for task in portfolio.tasks}
    project_of |= {booking.id: booking.project for booking in portfolio.bookings}
    for name, rows in study.sheet.rows.items():
        for row in rows:
            if row.person in unpaid:
                yield (row.person,), project_of.get(name, ""), row.hours
    for task in study.scope.tasks:
        state = study.started.get(task.id)
        if state is not None:
            for piece in state.pieces:
                if piece.person in unpaid:
                    yield (piece.person,), task.project, piece.hours
        elif len(task.work) == 1 and task.id not in done:
            for part in task.work[0].parts:
                able = crews.able(task, part)
                if able and unpaid.issuperset(able):
                    yield able, task.project, _least(portfolio, part, able)
    for booking in portfolio.bookings:
        if booking.person in unpaid and booking.project:
            ticks = sum(
                end - start
                for placed in study.time.bookings(booking.person)
                if placed.booking == booking.id and not placed.endless
                for start, end in placed.intervals
            )
            yield (booking.person,), booking.project, ticks * portfolio.grid.hours


def _least(portfolio: Portfolio, part: Part, able: tuple[str, ...]) -> Fraction:
    """Hours that a part takes those who are quickest at it."""
    quickest = max(efficiency(portfolio, part, person) for person in able)
    return part.hours / quickest


def records(portfolio: Portfolio) -> Iterator[Issue]:
    """Find recorded time of people and tasks that are not known, and of nobody, with the money that is left out."""
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    people = Names((person.id for person in portfolio.people), called={p.id: p.name for p in portfolio.people})
    work: dict[str, Task | Booking] = {booking.id: booking for booking in portfolio.bookings}
    work |= portfolio.task
    tasks = Names(work, called={row.id: row.name for row in work.values()})
    rows = [row for found in study.sheet.rows.values() for row in found]
    strangers: dict[str, list[Progress]] = {}
    gone: dict[str, list[Progress]] = {}
    nobodys: dict[str, list[Progress]] = {}
    for row in rows:
        if row.task not in work:
            gone.setdefault(row.task, []).append(row)
        elif row.person and row.person not in portfolio.person:
            strangers.setdefault(row.person, []).append(row)
        elif not row.person and row.hours and not row.cost:
            nobodys.setdefault(work[row.task].project, []).append(row)
    for name, found in gone.items():
        hours, money = sum((row.hours for row in found), Fraction(0)), _worth(study, found)
        paid = f" and {money:,.2f} {portfolio.currency}" if money else ""
        message = f"task {quoted(name)} is not known; {float(hours):g} h{paid} are left out"
        remedy = "keep its row in tasks, with the status `cancelled`"
        yield Issue(message, place(found[0]), _hint(tasks, name, remedy), "warning")
    for name, found in strangers.items():
        hours = sum((row.hours for row in found), Fraction(0))
        lost = "; they count as done, but their money is left out" if portfolio.has_money else "; they count as done"
        message = f"person {quoted(name)} is not known: {float(hours):g} h in progress{lost}"
        remedy = "keep their row in people, with `until`"
        yield Issue(message, place(found[0]), _hint(people, name, remedy), "warning")
    for project, found in nobodys.items():
        if portfolio.has_money and project in study.budgets:
            hours = sum((row.hours for row in found), Fraction(0))
            message = f"person is empty: {float(hours):g} h of {project}, which has a budget, cost nothing"
            yield Issue(message, place(found[0]), "Maybe fill in the person, or what they `cost`?", "warning")


def _hint(names: Names, name: str, remedy: str) -> str:
    near = names.hint(name)
    return f"{near} If not, {remedy}." if near else f"Maybe {remedy}?"


def _worth(study: Study, rows: list[Progress]) -> Decimal:
    total = Decimal(0)
    for row in rows:
        total += row.cost
        if row.person in study.portfolio.person:
            hours = Decimal(row.hours.numerator) / Decimal(row.hours.denominator)
            total += cents(hours * study.card(row.person).on(row.date))
    return total
