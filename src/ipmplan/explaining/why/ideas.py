"""Single changes that take a cause away, as edits; each has yet to be planned with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipmplan.core.edits import DropLink, DropRow, Edit, RemoveAbsence, SetCapacity, SetSetting, SetValue
from ipmplan.core.people import EVERYBODY
from ipmplan.core.words import on
from ipmplan.explaining.names import person_name, work_name
from ipmplan.explaining.substitutes import more_people, only_by, substitutes
from ipmplan.explaining.why.explain import Weighed, Why
from ipmplan.study.reading import Reading

MOST_SUBSTITUTES = 2
MOST_SPLIT = 2


@dataclass(frozen=True, slots=True)
class Idea:
    """A change that may bring a date forward.

    Parameters
    ----------
    kind
        ``leave``, ``booking``, ``answer``, ``date``, ``pool``, ``person``, ``handover``, ``people`` or ``link``.
    text
        In words, with names.
    edits
        What it does.
    hours
        What it brings with the order of all other work kept, as far as that shows it; portfolio working hours.
    """

    kind: str
    text: str
    edits: tuple[Edit, ...]
    hours: float = 0.0


def ideas(plan: Reading, why: Why) -> list[Idea]:
    """Changes against the causes of a chain, those that promise most first; dropped links come last."""
    found: dict[tuple[Edit, ...], Idea] = {}
    for weighed in why.causes:
        for idea in _against(plan, weighed):
            found.setdefault(idea.edits, idea)
    for idea in (*_handovers(plan, why), *_split(plan, why)):
        found.setdefault(idea.edits, idea)
    return sorted(found.values(), key=lambda idea: (idea.kind == "link", -idea.hours))


def _against(plan: Reading, weighed: Weighed) -> Iterator[Idea]:
    cause, hours, portfolio = weighed.cause, weighed.hours, plan.portfolio
    if len(cause.bounds) > 1 or (weighed.ticks <= 0 and cause.kind != "person"):
        # In another order somebody else may bring something, though with this order of work nobody does.
        return
    if cause.absence is not None:
        absence = cause.absence
        who = "everybody" if absence.person == EVERYBODY else person_name(portfolio, absence.person)
        end = f" to {on(absence.end)}" if absence.end is not None and absence.end != absence.start else ""
        yield Idea(
            "leave",
            f"{who} there from {on(absence.start)}{end}",
            (RemoveAbsence(absence.person, absence.start),),
            hours,
        )
        return
    bound = cause.bounds[0]
    name = work_name(portfolio, cause.task)
    if bound.kind == "away" and bound.about:
        yield Idea(
            "booking", f"without {work_name(portfolio, bound.about)}", (DropRow("bookings", bound.about),), hours
        )
    elif bound.kind == "decision":
        edit = SetValue("decisions", bound.about, "answered_on", portfolio.as_of_day)
        yield Idea("answer", f"an answer to {bound.about} today", (edit,), hours)
    elif bound.kind == "not_before":
        yield Idea("date", f"{name} may begin at once", (SetValue("tasks", cause.task, "not_before", None),), hours)
    elif bound.kind == "pool":
        pool = portfolio.pool[bound.about]
        yield Idea("pool", f"one more of {pool.name or pool.id}", (SetCapacity(pool.id, pool.capacity + 1),), hours)
    elif bound.kind == "link":
        yield from _unlinked(plan, cause.task, bound.after, hours)
    elif bound.kind == "person":
        for task in dict.fromkeys((cause.task, bound.after)):
            yield from _by_others(plan, task, bound.person, hours)


def _by_others(plan: Reading, task: str, person: str, hours: float) -> Iterator[Idea]:
    """The same work by somebody else."""
    stint = next((one for one in plan.stints.get(task, ()) if one.row.person == person), None)
    part = plan.part(stint) if stint is not None else None
    if part is None:
        return
    for one in substitutes(plan, task, person)[:MOST_SUBSTITUTES]:
        edit = only_by(plan.task(task), part, (one.other,))
        if edit is not None:
            text = f"{work_name(plan.portfolio, task)} by {person_name(plan.portfolio, one.other)}"
            yield Idea("person", text, (edit,), hours)


def _unlinked(plan: Reading, task: str, after: str, hours: float) -> Iterator[Idea]:
    """A task that does not wait for a predecessor, which may be written as its milestone."""
    milestone = plan.portfolio.task[after].milestone
    for link in plan.task(task).after:
        if link.predecessor in {after, milestone}:
            names = work_name(plan.portfolio, task), work_name(plan.portfolio, after)
            text = f"{names[0]} need not wait for {names[1]}"
            yield Idea("link", text, (DropLink(task, link.predecessor),), hours)
            return


def _handovers(plan: Reading, why: Why) -> Iterator[Idea]:
    """Begun work of the chain that could be handed over, but may not be."""
    if plan.portfolio.calendar.handovers == "any":
        return
    for step in why.steps:
        if plan.is_open(step.task) and step.people:
            text = "begun work may be handed over"
            hours = sum(weighed.hours for weighed in why.causes if weighed.cause.task == step.task)
            yield Idea("handover", text, (SetSetting("calendar.handovers", "any"),), hours)
            return


def _split(plan: Reading, why: Why) -> Iterator[Idea]:
    """The longest work of the chain by one person more."""
    longest = sorted(why.steps, key=lambda step: step.start - step.end)
    for step in longest[:MOST_SPLIT]:
        for edit, people, skill in more_people(plan, step.task):
            text = f"{work_name(plan.portfolio, step.task)} by {people} people{f' ({skill})' if skill else ''}"
            lasts = plan.grid.to_hours(plan.time.portfolio.count(step.start, step.end))
            yield Idea("people", text, (edit,), lasts / people)
