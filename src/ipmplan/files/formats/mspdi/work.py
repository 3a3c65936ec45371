"""What a task of Microsoft Project asks for: its assignments become parts, and conditions on who does them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.data import MsAssignment, MsTask
from ipmplan.files.formats.mspdi.team import Team

Unassigned = Literal["wait", "anybody"]
HOURS_A_WEEK = 168
QUARTERS = 4


@dataclass(frozen=True)
class Doing:
    """What a task asks for, and which part each resource has."""

    work: tuple[Alternative, ...] = ()
    pins: tuple[Pin, ...] = ()
    parts: Mapping[int, int] = field(default_factory=dict)
    cost: Decimal = Decimal(0)


def doing(
    task: MsTask,
    assignments: Sequence[MsAssignment],
    team: Team,
    week: Fraction,
    unassigned: Unassigned,
    losses: Losses,
) -> Doing:
    """Find what one task asks for.

    Parameters
    ----------
    task
        The task.
    assignments
        Its own.
    team
        Who the resources are.
    week
        Working hours of a week, for durations in elapsed time.
    unassigned
        What a task is to which nobody is assigned: time that passes, or work for anybody.
    losses
        What cannot be carried over.
    """
    cost = Decimal(0)
    hours: dict[int, Fraction] = {}
    units: dict[int, Fraction] = {}
    for one in assignments:
        if one.resource in team.materials:
            cost += max(one.cost, Decimal(0))
            losses.add("material and costs become fixed costs of the task", team.materials[one.resource].name)
        elif one.resource in team.ids and one.work > 0:
            hours[one.resource] = hours.get(one.resource, Fraction(0)) + one.work
            units[one.resource] = units.get(one.resource, Fraction(0)) + one.units
        elif one.resource in team.ids:
            losses.add("an assignment without work is not carried over", f"{task.label} ({team.ids[one.resource][0]})")
    if not hours:
        return Doing(_without_people(task, week, unassigned, losses), cost=cost)
    parts: list[Part] = []
    pins: list[Pin] = []
    numbers: dict[int, int] = {}
    groups = [team.groups.get(resource, "") for resource in hours]
    for resource, amount in hours.items():
        numbers[resource] = len(parts)
        skill, pin = _who(resource, team, alone=len(hours) == 1, shared=groups.count(team.groups.get(resource, "")) > 1)
        crew, share = _crew(units[resource], team, resource, task, losses)
        parts.append(Part(amount, skill, 1, crew, crew, share))
        pins += [pin] if pin is not None else []
    return Doing((Alternative(tuple((part,) for part in parts)),), tuple(pins), numbers, cost)


def _who(resource: int, team: Team, *, alone: bool, shared: bool) -> tuple[str | None, Pin | None]:
    """The skill of a part, and the condition that makes it that person's."""
    names = team.ids[resource]
    group = team.groups.get(resource)
    if len(names) > 1:
        return team.own_skill(resource), None
    if alone:
        return group, Pin("only", names)
    if group and not shared:
        return group, Pin("skill", names, skill=group)
    return team.own_skill(resource), None


def _crew(units: Fraction, team: Team, resource: int, task: MsTask, losses: Losses) -> tuple[int, int]:
    """How many people do a part, and the share of their time that it takes, in per cent."""
    names = team.ids[resource]
    crew = min(max(round(units), 1), len(names))
    share = units / crew / team.units[resource]
    if share > Fraction(101, 100):
        losses.add("more units than there are become all there are", f"{task.label} ({names[0]})")
    return crew, min(max(round(share * 100), 1), 100)


def _without_people(task: MsTask, week: Fraction, unassigned: Unassigned, losses: Losses) -> tuple[Alternative, ...]:
    duration = task.duration
    if task.elapsed and duration:
        losses.add("a duration in elapsed time becomes as much of the working week", task.label)
        duration = max(Fraction(round(duration * week / HOURS_A_WEEK * QUARTERS), QUARTERS), Fraction(1, QUARTERS))
    if unassigned == "anybody":
        return (Alternative(((Part(duration),),)),)
    hint = "Maybe import with `--unassigned anybody` to have them done by whoever has time?"
    losses.add("a task that nobody is assigned to passes time, and nobody works at it", task.label, hint)
    return (Alternative(wait=duration),)
