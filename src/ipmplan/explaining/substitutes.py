"""Who else could do somebody's part of a task, and the edits that make them do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipmplan.core.edits import Edit, SetValue
from ipmplan.core.portfolio import Task
from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.study.eligibility import candidates
from ipmplan.study.pieces import efficiency
from ipmplan.study.reading import Reading, Stint


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody who could do a row of a plan in the place of another one.

    Parameters
    ----------
    task, person, other
        The work, who does it, and who could.
    free_hours
        Hours of theirs that nothing fills from the status date to the end of that row.
    """

    task: str
    person: str
    other: str
    free_hours: float


def substitutes(plan: Reading, task: str, person: str) -> list[Substitute]:
    """Who may do a person's part of a task that nobody has begun, those with most time first."""
    stint = next((one for one in plan.stints.get(task, ()) if one.row.person == person), None)
    if stint is None or not plan.is_fresh(task):
        return []
    part = plan.part(stint)
    if part is None:
        return []
    busy = {one.row.person for one in plan.stints[task]}
    able = [name for name in candidates(plan.portfolio, plan.task(task), part) if name not in busy]
    found = [
        Substitute(task, person, name, free_hours(plan, name, plan.portfolio.as_of_tick, stint.end)) for name in able
    ]
    needed = {name: _needed(plan, part, stint, name) for name in able}
    enough = [one for one in found if one.free_hours >= needed[one.other]]
    return sorted(enough or found, key=lambda one: (-one.free_hours, one.other))


def _needed(plan: Reading, part: Part, stint: Stint, other: str) -> float:
    """Hours of another one's time that a row takes."""
    rate = efficiency(plan.portfolio, part, stint.row.person) / efficiency(plan.portfolio, part, other)
    return stint.row.hours / stint.row.share * float(rate)


def free_hours(plan: Reading, person: str, start: int, end: int) -> float:
    """Hours of a person between two ticks that neither bookings nor planned work fills."""
    free = plan.time.free(person)
    end = min(end, free.until)
    taken = sum(
        free.count(max(stint.start, start), min(stint.end, end)) * stint.row.share
        for stint in plan.by_person.get(person, ())
        if stint.start < end and stint.end > start
    )
    return max(0.0, (free.count(start, end) - taken) * float(plan.grid.hours)) if start < end else 0.0


def only_by(task: Task, part: Part, people: tuple[str, ...]) -> Edit | None:
    """The edit that leaves a part of a task to some people; None where tables cannot say so.

    A part is known by its skill: where several parts of the task ask for the same one, they could not be told apart.
    """
    parts = [part for way in task.work for part in way.parts]
    alone = all(len(way.parts) <= 1 for way in task.work)
    if alone:
        pins = (*(pin for pin in task.people if pin.kind in {"same", "other", "not"}), Pin("only", people))
    elif part.skill is not None and sum(one.skill == part.skill for one in parts) == 1:
        kept = (pin for pin in task.people if not (pin.kind == "skill" and pin.skill == part.skill))
        pins = (*kept, Pin("skill", people, part.skill))
    else:
        return None
    return SetValue("tasks", task.id, "people", pins)


def more_people(plan: Reading, name: str) -> Iterator[tuple[Edit, int, str]]:
    """Edits that let one more person split each part of fresh work, how many then may, and the skill it asks for."""
    task = plan.task(name)
    if not plan.is_fresh(name) or plan.is_wait(name):
        return
    chosen = plan.rows[name].alternative
    way = plan.alternative(name)
    for number, part in enumerate(way.parts):
        at_work = sum(stint.row.part == number for stint in plan.stints.get(name, ()))
        able = len(candidates(plan.portfolio, task, part))
        more = at_work + 1
        if part.most <= at_work and able >= more and part.hours >= 2 * more:
            work = tuple(
                _wider(alternative, number, more) if place == chosen else alternative
                for place, alternative in enumerate(task.work)
            )
            yield SetValue("tasks", name, "work", work), more, part.skill or ""


def _wider(way: Alternative, number: int, most: int) -> Alternative:
    """An alternative in which a part may be split among more people."""
    groups, seen = [], 0
    for group in way.groups:
        groups.append(
            tuple(replace(part, most=most) if seen + place == number else part for place, part in enumerate(group))
        )
        seen += len(group)
    return replace(way, groups=tuple(groups))
