"""Which goal it serves that the planner lets work begin later than it could."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ipmplan.explaining.why.chain import Step
from ipmplan.models.goals import goal
from ipmplan.study.reading import Reading

TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Served:
    """What happens to the goals when work begins as soon as it could.

    Parameters
    ----------
    effect
        ``worse`` = the planner's choice serves a goal; ``better`` = the search has not found that yet; ``none`` = no goal
        asks for it.
    goal
        The first goal, in their order, that is another then; empty for ``none``.
    more
        By how much, in the goal's unit; never below 0.
    """

    effect: Literal["worse", "better", "none"]
    goal: str = ""
    more: float = 0.0


def served(plan: Reading, step: Step) -> Served:
    """Begin a step's work as soon as its ties let it, and look at the goals in their order."""
    names = [row.goal for row in plan.schedule.goals] or list(plan.portfolio.goals.order)
    moved = _moved(plan, step)
    for name in names:
        change = goal(name).value(moved) - goal(name).value(plan)
        if abs(change) > TINY:
            return Served("worse" if change > 0 else "better", name, abs(change))
    return Served("none")


def _moved(plan: Reading, step: Step) -> Reading:
    """The plan with that work alone at another time."""
    schedule, moment = plan.schedule, plan.grid.moment
    rows = list(schedule.assignments)
    could, ends = step.ties[0].could, []
    for number in step.rows:
        row = rows[number]
        free = plan.time.free(row.person)
        length = free.count(plan.tick(row.start), plan.grid.end_of(row.end))
        end = free.end_after(could, length)
        ends.append(end)
        rows[number] = replace(row, start=moment(could), end=moment(end))
    if not step.rows:
        calendar = plan.time.portfolio
        ends.append(calendar.end_after(could, calendar.count(step.start, step.end)))
    others = [stint for stint in plan.stints.get(step.task, ()) if stint.number not in step.rows]
    start = min([could, *(stint.start for stint in others)])
    end = max([*ends, *(stint.end for stint in others)])
    tasks = tuple(
        replace(row, start=moment(start) if plan.is_fresh(row.id) else row.start, end=moment(end))
        if row.id == step.task
        else row
        for row in schedule.tasks
    )
    return Reading(replace(schedule, assignments=tuple(rows), tasks=tasks), plan.portfolio)
