"""How busy people are in a plan."""

from __future__ import annotations

from dataclasses import dataclass

from ipmplan.study.reading import Reading, Stint
from ipmplan.study.study import Study


@dataclass(frozen=True, slots=True)
class Load:
    """Hours of a person from the status date to the plan's last finish."""

    planned: float
    booked: float
    available: float

    @property
    def hours(self) -> float:
        """Planned and booked hours."""
        return self.planned + self.booked

    @property
    def utilisation(self) -> float:
        """Hours over available hours; 0 for somebody who is never there."""
        return self.hours / self.available if self.available else 0.0


def load(plan: Reading, person: str) -> Load:
    """Measure how busy a person is, by the plan's own rows for tasks and by rule for bookings."""
    today, last = plan.portfolio.as_of_tick, plan.last
    booked = sum(
        max(0, min(end, last) - max(start, today))
        for placed in plan.bookings(person)
        for start, end in placed.intervals
    )
    return Load(
        planned=sum(_worked(plan, stint) for stint in plan.by_person.get(person, ())),
        booked=plan.grid.to_hours(booked),
        available=plan.grid.to_hours(plan.time.person(person).count(today, last)),
    )


def _worked(plan: Reading, stint: Stint) -> float:
    part = plan.part(stint)
    ticks = plan.time.free(stint.row.person).count(stint.start, max(stint.start, stint.end))
    return plan.grid.to_hours(ticks) * (part.share if part is not None else 100) / 100


def asked_for(study: Study) -> tuple[str, ...]:
    """People with a skill that work still to do asks for in any of its alternatives; all, when anybody may do some."""
    skills: set[str | None] = set()
    portfolio, states = study.portfolio, study.started
    for task in study.scope.tasks:
        state = states.get(task.id)
        if state is None:
            skills.update(part.skill for work in task.work for part in work.parts)
        elif not state.finished and task.work:
            parts = task.work[state.alternative].parts
            skills.update(parts[piece.part].skill for piece in state.pieces)
    return tuple(
        person.id
        for person in portfolio.people
        if None in skills or any(skill.name in skills for skill in person.skills)
    )
