"""Earned value and actual cost over time, replayed from the timesheet: the S-curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ipmplan.study.spent import row_cost
from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.curve import Curve
from ipmplan.tracking.earned import fixed_cost
from ipmplan.tracking.states import TaskState
from ipmplan.tracking.values import value_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Point:
    """Planned value, earned value and actual cost at a moment; the latter two None after the status date."""

    when: datetime
    pv: float
    ev: float | None
    ac: float | None


def s_curve(
    study: Study, axis: Axis, baseline: Baseline, curve: Curve, states: Mapping[str, TaskState]
) -> tuple[Point, ...]:
    """Points on every Monday from the baseline's first week to its end, and at the status date, in the unit of the curve.

    Notes
    -----
    What was done by then is read from the rows of that time, with the remaining hours as they were seen then.
    """
    start, finish = baseline.start, baseline.finish
    if start is None or finish is None:
        return ()
    now = study.grid.moment(study.portfolio.as_of_tick)
    earned = _cumulated(_earned(study, baseline, states))
    spent = _cumulated(_spent(study, baseline.project, states))
    first = datetime.combine(start.date() - timedelta(days=start.weekday()), time())
    begun = min([first, *(datetime.combine(day, time()) for day in (*earned[0][:1], *spent[0][:1]))])
    first = min(first, begun - timedelta(days=begun.weekday()))
    moments, when = {now, finish}, first
    while when < max(finish, now):
        moments.add(when)
        when += WEEK
    found = []
    for when in sorted(moments):
        past = when <= now
        before = when.date() if when.time() == time() else when.date() + timedelta(days=1)
        ev = _until(earned, before) if past else None
        ac = _until(spent, before) if past else None
        found.append(Point(when, float(curve.at(axis.at(when))), ev, ac))
    return tuple(found)


Steps = tuple[list[date], list[float]]


def _cumulated(events: Mapping[date, float]) -> Steps:
    days = sorted(events)
    totals: list[float] = []
    for day in days:
        totals.append((totals[-1] if totals else 0.0) + events[day])
    return days, totals


def _until(steps: Steps, day: date) -> float:
    """Total of the days before a day."""
    from bisect import bisect_left

    number = bisect_left(steps[0], day)
    return round(steps[1][number - 1], 4) if number else 0.0


def _earned(study: Study, baseline: Baseline, states: Mapping[str, TaskState]) -> dict[date, float]:
    events: dict[date, float] = {}
    for name, task in baseline.tasks.items():
        state = states.get(name)
        if state is None or not state.seen:
            continue
        value, before, step = value_of(study, task), 0.0, float(study.grid.hours)
        labour, fixed = float(value.labour), float(value.fixed)
        for row in state.seen:
            spent, left = float(row.spent), float(row.left)
            after = labour + fixed if row.finished_on is not None else labour * spent / (spent + (left or step))
            events[row.on] = events.get(row.on, 0.0) + after - before
            before = after
    return events


def _spent(study: Study, project: str, states: Mapping[str, TaskState]) -> dict[date, float]:
    events: dict[date, float] = {}
    money = study.portfolio.has_money
    for task in study.portfolio.tasks:
        if task.project != project:
            continue
        for row in study.sheet.rows.get(task.id, ()):
            worth = float(row_cost(study, row) + row.cost if money else row.hours)
            events[row.date] = events.get(row.date, 0.0) + worth
        state = states.get(task.id)
        if money and state is not None and state.finished_on is not None:
            fixed = float(fixed_cost(study, task.id))
            events[state.finished_on] = events.get(state.finished_on, 0.0) + fixed
    return events
