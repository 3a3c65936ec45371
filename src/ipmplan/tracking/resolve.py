"""Planning again with an answer that comes later."""

from __future__ import annotations

from dataclasses import replace

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Infeasible
from ipmplan.study.reading import Reading
from ipmplan.tracking.decisions import DELAY, Question
from ipmplan.tracking.moved import Moved, latest_first


def resolve(
    question: Question,
    schedule: Schedule,
    portfolio: Portfolio,
    *,
    time_limit: float | None = 10.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
) -> Question:
    """Plan again with the answer a week later, and say what moves then.

    Parameters
    ----------
    question
        One of `decisions`.
    schedule, portfolio
        The plan, from which the search begins, and what it was made from.
    time_limit, work_limit, workers, seed
        As for planning.

    Raises
    ------
    InputError
        When the portfolio is wrong.
    OutOfTime
        When no plan was found in time.
    """
    from ipmplan import planner

    later = question.taken + DELAY
    asked = tuple(
        replace(one, expected=later if one.id == question.decision.id else one.expected) for one in portfolio.decisions
    )
    try:
        again = planner.plan(
            replace(portfolio, decisions=asked),
            time_limit=time_limit,
            work_limit=work_limit,
            workers=workers,
            seed=seed,
            including=schedule.including,
            allow_over_budget=schedule.allow_over_budget,
            start=schedule,
        )
    except Infeasible:
        return replace(question, delay=(), resolved=True, impossible=True)
    plan = Reading(schedule, portfolio)
    calendar, grid = plan.time.portfolio, plan.grid
    now = {(row.kind, row.id): row for row in again.milestones}
    projects = {(due.kind, due.id): due.project for due in plan.scope.dues}
    found = []
    for row in schedule.milestones:
        new = now.get((row.kind, row.id))
        if row.due is None or row.finish is None or new is None or new.finish is None or new.finish == row.finish:
            continue
        ends = [min(grid.end_of(moment), plan.study.until) for moment in (row.finish, new.finish)]
        hours = grid.to_hours(calendar.before(ends[1]) - calendar.before(ends[0]))
        late = new.late_hours - row.late_hours
        project = projects.get((row.kind, row.id), "")
        found.append(Moved(row.id, row.kind, project, row.finish, new.finish, hours, late))
    return replace(question, delay=latest_first(found), resolved=True)
