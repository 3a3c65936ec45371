"""Hours that cost nothing because nobody has said what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Hours of a person without a rate for a project with a budget, recorded, booked and planned."""

    person: str
    project: str
    hours: float


def unpaid(plan: Reading) -> Iterator[Unpaid]:
    """Yield hours of a plan that cost nothing, by person and project; nothing without any rate or budget."""
    if not plan.portfolio.has_money:
        return
    for person in plan.portfolio.people:
        card = plan.study.card(person.id)
        if card.known_from == 0:
            continue
        total: dict[str, float] = {}

        def add(project: str, hours: float, total: dict[str, float] = total) -> None:
            if project in plan.study.budgets and hours:
                total[project] = total.get(project, 0.0) + hours

        for name, rows in plan.sheet.rows.items():
            early = (row for row in rows if row.person == person.id and plan.grid.start_of(row.date) < card.known_from)
            add(project_of(plan, name), float(sum(row.hours for row in early)))
        working, free = plan.time.person(person.id), plan.time.free(person.id)
        for past in plan.time.past(person.id).unrecorded:
            early_ticks = sum(working.count(a, max(a, min(b, card.known_from))) for a, b in past.intervals)
            add(project_of(plan, past.booking), plan.grid.to_hours(early_ticks))
        for placed in plan.bookings(person.id):
            early_ticks = sum(working.count(a, max(a, min(b, card.known_from))) for a, b in placed.intervals)
            add(project_of(plan, placed.booking), plan.grid.to_hours(early_ticks))
        for stint in plan.by_person.get(person.id, ()):
            ticks = free.count(stint.start, max(stint.start, min(stint.end, card.known_from)))
            add(plan.task(stint.row.task).project, plan.grid.to_hours(ticks) * stint.row.share)
        for project, hours in total.items():
            yield Unpaid(person.id, project, hours)


def project_of(plan: Reading, work: str) -> str:
    """Project of a task or booking; empty when neither is known or it has none."""
    known = plan.portfolio.task.get(work) or plan.portfolio.booking.get(work)
    return known.project if known is not None else ""
