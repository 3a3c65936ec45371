"""Where the work stands: everything that is read from progress, the plans that were approved and the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline, baselines
from ipmplan.tracking.billing import Billing, billing
from ipmplan.tracking.budget import BudgetUse, budget_uses
from ipmplan.tracking.dates import dates_now
from ipmplan.tracking.earned import EarnedValue, earned_by_task, earned_value, planned_curve
from ipmplan.tracking.history import Point, s_curve
from ipmplan.tracking.margin import Margin, margins
from ipmplan.tracking.odd_work import Overdue, Unplanned, overdue, unplanned
from ipmplan.tracking.people import PersonHours, person_hours
from ipmplan.tracking.schedule_earned import EarnedSchedule, earned_schedule
from ipmplan.tracking.slips import Forecasts, Slip, newest_before, slips
from ipmplan.tracking.states import TaskState, task_states
from ipmplan.tracking.values import value_of
from ipmplan.tracking.waited import Delay, delays


@dataclass(frozen=True)
class ProjectTrack:
    """Earned value and schedule of a project that has a baseline.

    Parameters
    ----------
    project
        Its id.
    baseline
        What it is measured against.
    value
        Earned value at the status date.
    schedule
        Earned schedule; None where the baseline has no work.
    points
        PV, EV and AC over time.
    """

    project: str
    baseline: Baseline
    value: EarnedValue
    schedule: EarnedSchedule | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Track:
    """Where the work stands at the status date.

    Parameters
    ----------
    portfolio
        As it was read.
    plan
        The current plan; None when there is none.
    plan_is_old
        Whether it was made for an earlier status date, so that what is to come is only as good as it was then.
    worked_by
        Status date of the approved plan that was worked by until now; None when none was.
    approved
        How many plans were approved.
    slips
        Milestones and projects against their baselines.
    tasks
        Hours of every planned task.
    projects
        Earned value and schedule of projects with a baseline.
    budgets, margins
        Money, or hours, of every planned project; margins where there is a price.
    billing
        What can be invoiced.
    people
        Hours against the plan that was worked by.
    overdue, unplanned
        Open work that should have ended, and recorded work that no plan has.
    delays
        How late because of whom.
    """

    portfolio: Portfolio
    plan: Schedule | None
    plan_is_old: bool
    worked_by: Moment | None
    approved: int
    slips: tuple[Slip, ...]
    tasks: tuple[TaskState, ...]
    projects: tuple[ProjectTrack, ...]
    budgets: tuple[BudgetUse, ...]
    margins: tuple[Margin, ...]
    billing: Billing
    people: tuple[PersonHours, ...]
    overdue: tuple[Overdue, ...]
    unplanned: tuple[Unplanned, ...]
    delays: tuple[Delay, ...]

    @property
    def project(self) -> Mapping[str, ProjectTrack]:
        """Earned value and schedule by project."""
        return {row.project: row for row in self.projects}


def track(
    portfolio: Portfolio,
    plan: Schedule | None = None,
    approved: Sequence[Schedule] | None = None,
    forecasts: Forecasts | None = None,
) -> Track:
    """Say where the work stands.

    Parameters
    ----------
    portfolio
        As of the status date, with its progress.
    plan
        The current plan; by default the newest that was approved.
    approved
        All approved plans, the first one first; by default the portfolio's newest alone.
    forecasts
        P50 and P80 dates by milestone and project.

    Examples
    --------
    >>> from datetime import date
    >>> track(Portfolio("Northlight", date(2026, 1, 5))).slips
    ()
    """
    plans = tuple(approved) if approved else (portfolio.baseline,) if portfolio.baseline is not None else ()
    if plan is None and plans:
        plan = plans[-1]
    reading = Reading(plan, portfolio) if plan is not None else None
    study = reading.study if reading is not None else Study.reaching(portfolio, portfolio.as_of_tick)
    old = plan is not None and study.grid.start_of(plan.as_of) < portfolio.as_of_tick
    fresh = None if old else reading
    bases = baselines(study.portfolio, plans)
    axis = Axis(study.portfolio, (*plans, *([plan] if plan is not None else [])))
    states = task_states(study, fresh, bases)
    now = dates_now(study, reading, states, old=old)
    before = newest_before(plans, portfolio.as_of)
    rows = slips(study, axis, bases, plans[-1] if plans else None, states, now, forecasts or {})
    projects = tuple(
        _project(study, axis, bases[project.id], states) for project in study.scope.projects if project.id in bases
    )
    budgets = budget_uses(study, fresh, states, bases)
    earned = {row.project: row.value for row in projects}
    return Track(
        portfolio=study.portfolio,
        plan=plan,
        plan_is_old=old,
        worked_by=before.as_of if before is not None else None,
        approved=len(plans),
        slips=rows,
        tasks=tuple(states.values()),
        projects=projects,
        budgets=budgets,
        margins=margins(study, fresh, states, bases, earned, budgets),
        billing=billing(study),
        people=person_hours(study, before),
        overdue=overdue(study, before, states),
        unplanned=unplanned(study, plans),
        delays=delays(study, axis, bases, rows),
    )


def _project(study: Study, axis: Axis, baseline: Baseline, states: Mapping[str, TaskState]) -> ProjectTrack:
    curve = planned_curve(study, axis, baseline)
    value = earned_value(study, axis, baseline, curve, states)
    values = {name: value_of(study, task) for name, task in baseline.tasks.items()}
    earned = sum(earned_by_task(values, states).values(), Fraction(0))
    finished = _finished(study, baseline, states)
    schedule = earned_schedule(axis, baseline, curve, earned, study.portfolio.as_of_tick, finished)
    return ProjectTrack(baseline.project, baseline, value, schedule, s_curve(study, axis, baseline, curve, states))


def _finished(study: Study, baseline: Baseline, states: Mapping[str, TaskState]) -> datetime | None:
    """When the last task of a baseline was finished; None while any is open."""
    ends = []
    for name in baseline.tasks:
        begun = study.started.get(name)
        if begun is None or begun.end is None or name not in states:
            return None
        ends.append(begun.end)
    return study.grid.moment(max(ends)) if ends else None
