"""Planning again with a change, towards one date, and judging what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from ipmplan.assemble import completed
from ipmplan.core.calendar import Moment
from ipmplan.core.edits import Edit, SetDue, SetSetting, SetValue, apply_all, as_planned
from ipmplan.core.goal_names import known_goals
from ipmplan.core.plan import GoalValue, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.work import Pin
from ipmplan.errors import InputError, NoPlanError
from ipmplan.explaining.effort import Allowance
from ipmplan.explaining.subject import Subject
from ipmplan.models.goals import goal
from ipmplan.planner import check, plan
from ipmplan.study.dates import finish_of
from ipmplan.study.reading import Reading
from ipmplan.study.scope import Due
from ipmplan.study.study import Study

# Dates come first, then money that is over; where plans can be compared, what moves least.
ORDER = ("lateness", "overrun", "stability")
# What a change could bring at the most: nothing stays where it is for its own sake.
GAINS = ("lateness", "overrun", "completion")


@dataclass(frozen=True)
class Towards:
    """What is planned towards: a target of a plan, and the day by which it is wanted.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    target
        Whose date is wanted.
    by
        When.
    others_stay
        Whether no other milestone may be reached later than in the plan; else its own date and weight count.
    """

    schedule: Schedule
    portfolio: Portfolio
    target: Subject
    by: Moment
    others_stay: bool = False


def solve(asked: Towards, edits: Iterable[Edit], effort: Allowance, start: Schedule | None = None) -> Schedule | None:
    """Plan the changed portfolio towards the target's date; None when no plan that holds was found.

    Parameters
    ----------
    asked
        What for.
    edits
        What is changed.
    effort
        How long it may take.
    start
        Plan to begin from; by default the one that is asked about. What comes out is never later than it.

    Returns
    -------
    Schedule
        As it is in the changed portfolio with its own dates, judged by every rule.
    """
    changed = apply_all(asked.portfolio, edits)
    aimed = _promises_first(apply_all(changed, _aim(asked, changed)), asked.schedule)
    begin = start if start is not None else asked.schedule
    try:
        found = plan(
            aimed,
            time_limit=None if effort.work is not None else effort.seconds,
            work_limit=effort.work,
            workers=effort.workers,
            seed=effort.seed,
            including=tuple(name for name in asked.schedule.including if name in changed.project),
            allow_over_budget=asked.schedule.allow_over_budget,
            start=begin,
        )
    except (NoPlanError, InputError):
        return None
    return judged(found, changed)


def plan_again(
    schedule: Schedule,
    portfolio: Portfolio,
    edits: Iterable[Edit],
    effort: Allowance,
    winning: tuple[str, ...] = (),
    order: Sequence[str] = ORDER,
) -> Schedule | None:
    """Plan a changed portfolio from a plan on, promises first; None when no plan that holds was found.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    edits
        What is changed.
    effort
        How long it may take.
    winning
        Tentative projects that are planned as well.
    order
        Goals in their order.
    """
    changed = apply_all(portfolio, edits)
    including = tuple(dict.fromkeys((*(name for name in schedule.including if name in changed.project), *winning)))
    try:
        found = plan(
            _promises_first(changed, schedule, order),
            time_limit=None if effort.work is not None else effort.seconds,
            work_limit=effort.work,
            workers=effort.workers,
            seed=effort.seed,
            including=including,
            allow_over_budget=schedule.allow_over_budget,
            start=schedule,
        )
    except NoPlanError:
        return None
    return judged(found, changed)


def _promises_first(portfolio: Portfolio, before: Schedule, goals: Sequence[str] = ORDER) -> Portfolio:
    """A portfolio whose dates come first, then money that is over, then, as a rule, what moves least against a plan."""
    order = tuple(name for name in goals if name in known_goals())
    return replace(
        portfolio, reference=before, goals=replace(portfolio.goals, order=order, tolerance=Fraction(0), slack={})
    )


def judged(schedule: Schedule, portfolio: Portfolio) -> Schedule | None:
    """A plan as it is in a portfolio, with the values of that portfolio's goals; None when it breaks a rule there."""
    made = completed(replace(schedule, goals=(), status="feasible"), portfolio)
    if any(issue.severity == "error" for issue in check(made, portfolio)):
        return None
    reading = Reading(made, portfolio)
    return replace(made, goals=tuple(_values(reading)))


def _values(plan: Reading) -> Iterator[GoalValue]:
    for name in plan.portfolio.goals.order:
        unit = goal(name).UNIT
        yield GoalValue(name, goal(name).value(plan), None, plan.portfolio.currency if unit == "money" else unit)


def _aim(asked: Towards, changed: Portfolio) -> Iterator[Edit]:
    """What makes the search reach for the target."""
    yield from _handing_stays(changed)
    reading = Reading(asked.schedule, changed)
    target = asked.target
    firm = target.kind == "milestone" and changed.milestone[target.id].firm
    if target.kind == "task" or firm:
        for name in target.tasks:
            if not changed.task[name].cancelled:
                yield SetDue(name, asked.by, "tasks")
    else:
        table = "milestones" if target.kind == "milestone" else "projects"
        yield SetDue(target.id, asked.by, "milestones" if table == "milestones" else "projects")
        if target.kind == "milestone":
            yield SetValue("milestones", target.id, "buffer", Fraction(0))
        weight = getattr(changed, "milestone" if table == "milestones" else "project")[target.id].weight
        if not weight:
            yield SetValue(table, target.id, "weight", Fraction(1))
    if asked.others_stay:
        for due in reading.scope.dues:
            if due.kind == "milestone" and due.id != target.id and due.id in changed.milestone:
                yield from _stays(reading, due)


def _handing_stays(portfolio: Portfolio) -> Iterator[Edit]:
    """Begun work may be handed over as the dates of the portfolio say, whatever date is reached for."""
    if portfolio.calendar.handovers != "needed":
        return
    yield SetSetting("calendar.handovers", "any")
    study = Study(portfolio, portfolio.as_of_tick)
    for name, state in study.started.items():
        people = [piece.person for piece in state.pieces]
        if all(person is not None for person in people) and not any(piece.owner for piece in state.pieces):
            yield SetValue("tasks", name, "people", (Pin("only", tuple(person for person in people if person)),))


def _stays(plan: Reading, due: Due) -> Iterator[Edit]:
    """A milestone that is reached when it is planned, or by its date, at the latest."""
    finish = finish_of(plan, due)
    if due.end is None or finish is None or due.firm or finish <= plan.portfolio.as_of_tick:
        return
    last: Moment | None = due.due
    if finish > due.end:
        last = moment_of(plan, finish)
    yield SetDue(due.id, last)
    yield SetValue("milestones", due.id, "firm", True)
    yield SetValue("milestones", due.id, "weight", Fraction(0))


def moment_of(plan: Reading, tick: int) -> datetime:
    """A tick as a moment."""
    return plan.grid.moment(tick)


def read(schedule: Schedule, portfolio: Portfolio, edits: Iterable[Edit] = ()) -> Reading:
    """A plan read against a changed portfolio."""
    return Reading(schedule, apply_all(as_planned(portfolio, schedule), edits))
