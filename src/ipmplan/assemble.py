"""From a solution on the grid to a plan as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from ipmplan.core.plan import (
    Assignment,
    GoalValue,
    PersonLoad,
    PersonWeek,
    PlannedMilestone,
    PlannedProject,
    PlanStatus,
    Schedule,
)
from ipmplan.core.portfolio import Portfolio
from ipmplan.models.solution import Solution
from ipmplan.models.written import written
from ipmplan.network import plan_network, slack_hours
from ipmplan.study.dates import finish_of, late_hours
from ipmplan.study.ledger import stint_cost
from ipmplan.study.loads import load
from ipmplan.study.reading import Reading
from ipmplan.study.started import first_moment, last_moment
from ipmplan.study.unfit import unfit
from ipmplan.study.unpaid import unpaid
from ipmplan.validation import handed
from ipmplan.validation.booked import unfit_words, unrecorded_words
from ipmplan.validation.costs import records
from ipmplan.validation.watch import watched


def assemble(
    solution: Solution,
    portfolio: Portfolio,
    status: PlanStatus,
    goals: Sequence[GoalValue],
    including: tuple[str, ...],
    allow_over_budget: bool,
) -> Schedule:
    """Write a solution as facts: rows of work, dates, money and loads.

    Parameters
    ----------
    solution
        What was found.
    portfolio
        As the user has it: tentative projects not yet taken as confirmed.
    status
        Whether every goal was proved.
    goals
        What each goal reached.
    including, allow_over_budget
        What the plan was asked to take as confirmed, and as soft.
    """
    bare = replace(
        written(solution),
        status=status,
        goals=tuple(goals),
        including=including,
        allow_over_budget=allow_over_budget,
        currency=portfolio.currency,
    )
    return completed(bare, portfolio)


def completed(schedule: Schedule, portfolio: Portfolio) -> Schedule:
    """Work out anew what follows from a plan's planned work: recorded and booked time, slack, dates, money, loads, notes.

    Parameters
    ----------
    schedule
        Its planned rows, tasks and what was asked of it are taken as they are.
    portfolio
        What they are read against; another one than they were planned for gives what the plan means there.
    """
    bare = replace(schedule, assignments=tuple(row for row in schedule.assignments if row.kind == "planned"))
    plan = Reading(bare, portfolio)
    slack = slack_hours(plan_network(plan))
    return replace(
        bare,
        assignments=(*_actuals(plan), *bare.assignments, *_bookings(plan)),
        tasks=tuple(
            replace(row, slack_hours=slack[row.id], critical=slack[row.id] <= 0 and row.id not in _finished(plan))
            for row in bare.tasks
        ),
        milestones=tuple(_milestones(plan)),
        projects=tuple(_projects(plan)),
        people=tuple(_people(plan)),
        notes=tuple(_notes(plan)),
    )


def _finished(plan: Reading) -> set[str]:
    return {name for name, state in plan.started.items() if state.finished}


def _actuals(plan: Reading) -> Iterator[Assignment]:
    """One row for all that a person has recorded on a task or booking."""
    known = {*plan.portfolio.task, *plan.portfolio.booking}
    for name in plan.sheet.rows:
        if name not in known:
            continue
        for logged in plan.sheet.logged(name):
            start = first_moment(plan.portfolio, plan.time, logged.first, logged.person)
            end = last_moment(plan.portfolio, plan.time, logged.last, logged.person)
            yield Assignment(
                task=name,
                person=logged.person,
                start=plan.grid.moment(start),
                end=plan.grid.moment(max(end, plan.grid.start_of(logged.last))),
                hours=float(logged.hours),
                kind="actual",
            )


def _bookings(plan: Reading) -> Iterator[Assignment]:
    for person in plan.portfolio.people:
        for placed in plan.bookings(person.id):
            for start, end in placed.intervals:
                yield Assignment(
                    task=placed.booking,
                    person=person.id,
                    start=plan.grid.moment(start),
                    end=plan.grid.moment(end),
                    hours=plan.grid.to_hours(end - start),
                    kind="booking",
                )


def _milestones(plan: Reading) -> Iterator[PlannedMilestone]:
    for due in plan.scope.dues:
        finish = finish_of(plan, due)
        moment = plan.grid.moment(finish) if finish is not None else None
        yield PlannedMilestone(due.id, due.due, moment, late_hours(plan, due), due.kind)


def _projects(plan: Reading) -> Iterator[PlannedProject]:
    ends: dict[str, int] = {}
    for name, (_, end) in plan.spans.items():
        owner = plan.task(name).project
        ends[owner] = max(end, ends.get(owner, end))
    costs, caps = plan.costs, plan.study.budgets
    for project in plan.scope.projects:
        finish = plan.grid.moment(ends[project.id]) if project.id in ends else None
        yield PlannedProject(project.id, finish, costs.get(project.id), caps.get(project.id))


def _people(plan: Reading) -> Iterator[PersonLoad]:
    for person in plan.portfolio.people:
        total = load(plan, person.id)
        cost = None
        if plan.portfolio.has_money:
            cost = sum((stint_cost(plan, stint) for stint in plan.by_person.get(person.id, ())), Decimal(0))
        yield PersonLoad(
            id=person.id,
            hours=total.hours,
            available_hours=total.available,
            utilisation=total.utilisation,
            weeks=tuple(_weeks(plan, person.id)),
            cost=cost,
        )


def _weeks(plan: Reading, person: str) -> Iterator[PersonWeek]:
    """Hours by ISO week from the status date to the last finish."""
    working, free = plan.time.person(person), plan.time.free(person)
    booked = [interval for placed in plan.bookings(person) for interval in placed.intervals]
    begin = plan.portfolio.as_of_tick
    while begin < plan.last:
        day = plan.grid.day(begin)
        monday = day + timedelta(days=7 - day.weekday())
        end = min(plan.grid.start_of(monday), plan.last)
        planned = sum(
            free.count(max(stint.start, begin), min(stint.end, end)) * stint.row.share
            for stint in plan.by_person.get(person, ())
            if stint.start < end and stint.end > begin
        )
        taken = sum(max(0, min(stop, end) - max(start, begin)) for start, stop in booked)
        year, week, _ = day.isocalendar()
        yield PersonWeek(
            week=f"{year}-W{week:02d}",
            available=plan.grid.to_hours(working.count(begin, end)),
            booked=plan.grid.to_hours(taken),
            planned=planned * plan.grid.minutes / 60,
        )
        begin = end


def _notes(plan: Reading) -> Iterator[str]:
    """What the planner has to say that is no breach: answers, money and time that are missing, facts that break a rule."""
    portfolio = plan.portfolio
    for lack in unpaid(plan):
        yield f"{lack.person} has no rate: {lack.hours:g} h for {lack.project}, which has a budget, cost nothing"
    yield from (issue.message for issue in records(portfolio))
    yield from (unfit_words(row) for row in unfit(plan.study, plan.last))
    past = [row for person in portfolio.people for row in plan.time.past(person.id).unrecorded]
    yield from (message for _, message in unrecorded_words(plan.study, past))
    yield from (issue.message for issue in watched(portfolio))
    for absence in portfolio.absences:
        if absence.end is None:
            back = portfolio.grid.moment(plan.time.absence_end(absence))
            yield f"{absence.person} is away since {absence.start} without an end; taken as until {_when(back)}"
    yield from handed.notes(plan)
    for row in plan.sheet.future:
        yield f"{row.at or row.task}: {row.task} on {row.date} is not before the status date; left out"
    for due in plan.scope.dues:
        if due.firm and plan.study.is_broken(due):
            yield f"{due.id}: its firm date {due.due} cannot be met any more; it counts as lateness"
    for name, held in plan.study.holds.items():
        for reason in held.broken:
            yield f"{name}: it cannot stay as it is held, {reason}; the hold is not kept"
    for name in sorted(plan.study.broken_budgets):
        yield f"{name}: its budget is used up by what is spent and started; it counts as overrun"
    for name in sorted(plan.study.broken_pools):
        yield f"{name}: started work alone takes more of it than there is"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
