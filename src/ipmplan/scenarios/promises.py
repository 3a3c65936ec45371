"""What has been promised: agreed dates, those that clients were told, and what the staff was told to do when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ipmplan.core.edits import Edit, SetDue, SetValue
from ipmplan.core.plan import MilestoneKind, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.dates import finish_of
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Promise:
    """A date that no offer may make later.

    Parameters
    ----------
    id, kind
        What it is of: a milestone, project or task.
    by
        When it has to be reached: at the end of the earliest of its due, agreed and told days, or when the plan reaches it
        where that is later.
    """

    id: str
    kind: MilestoneKind
    by: datetime


def promises_of(portfolio: Portfolio, plan: Schedule, approved: Sequence[Schedule]) -> tuple[Promise, ...]:
    """Every date of a plan that is still to come, with what it may become at the latest.

    Parameters
    ----------
    portfolio, plan
        The plan and what it was made for.
    approved
        Approved plans in their order: the last one that a client was told of counts for its project.
    """
    reading, grid = Reading(plan, portfolio), portfolio.grid
    told = _told_ends(portfolio, approved)
    found = []
    for due in reading.scope.dues:
        finish = finish_of(reading, due)
        if finish is None or finish <= portfolio.as_of_tick:
            continue
        known = portfolio.milestone.get(due.id) if due.kind == "milestone" else None
        ends = [end for end in (due.end, told.get((due.kind, due.id))) if end is not None]
        if known is not None and known.agreed is not None:
            ends.append(grid.end_of(known.agreed))
        found.append(Promise(due.id, due.kind, grid.moment(max(min(ends, default=finish), finish))))
    return tuple(found)


def keeping(promises: Iterable[Promise], portfolio: Portfolio) -> Iterator[Edit]:
    """Edits for a search that keep dates: milestones become firm and have no other weight; of other dates that cannot be said."""
    for one in promises:
        if one.kind == "milestone" and not portfolio.milestone[one.id].firm:
            yield SetDue(one.id, one.by)
            yield SetValue("milestones", one.id, "firm", True)
            yield SetValue("milestones", one.id, "buffer", Fraction(0))
            yield SetValue("milestones", one.id, "weight", Fraction(0))


def broken(promises: Iterable[Promise], plan: Schedule, portfolio: Portfolio) -> tuple[str, ...]:
    """Ids of what a plan reaches later than it may."""
    reading = Reading(plan, portfolio)
    ends = {(due.kind, due.id): finish_of(reading, due) for due in reading.scope.dues}
    found = []
    for one in promises:
        end = ends.get((one.kind, one.id))
        if end is not None and portfolio.grid.moment(end) > one.by:
            found.append(one.id)
    return tuple(found)


def told_tasks(portfolio: Portfolio, plan: Schedule, approved: Sequence[Schedule]) -> tuple[str, ...]:
    """Tasks that the staff was told of and that are to begin before the sprint is over: they stay where the plan has them."""
    told = [one for one in approved if one.approved is not None and one.approved.told.staff]
    if not told or portfolio.sprint is None:
        return ()
    known = {row.id for row in told[-1].tasks}
    end = portfolio.sprint.end
    return tuple(
        row.id for row in plan.tasks if row.id in known and row.start.date() <= end and row.id in portfolio.task
    )


def _told_ends(portfolio: Portfolio, approved: Sequence[Schedule]) -> Mapping[tuple[MilestoneKind, str], int]:
    """Ticks at which told days end."""
    found: dict[tuple[MilestoneKind, str], int] = {}
    grid = portfolio.grid
    for plan in approved:
        if plan.approved is None:
            continue
        told = plan.approved.told
        clients = set(told.clients)
        own = {stone.id for stone in portfolio.milestones if stone.project in clients}
        for row in plan.milestones:
            if row.finish is not None and row.kind == "milestone" and row.id in own:
                found["milestone", row.id] = grid.end_of(row.finish.date())
        for said in told.dates:
            if said.project in clients:
                found["milestone" if said.id in portfolio.milestone else "project", said.id] = grid.end_of(said.day)
    return found
