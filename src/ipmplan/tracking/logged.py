"""What is recorded of a task or booking, whatever the status date is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.core.words import on
from ipmplan.core.working_days import is_working_day
from ipmplan.study.study import Study
from ipmplan.study.timesheet import timesheet

MOST_DAYS_BACK = 31


def finished_on(portfolio: Portfolio, task: str) -> date | None:
    """Day on which somebody wrote a remaining of 0 last, whatever the status date is; None while it is open."""
    rows = [row for row in all_rows(portfolio, task) if row.remaining is not None]
    return rows[-1].date if rows and rows[-1].remaining == 0 else None


def state_words(portfolio: Portfolio, task: str) -> str:
    """Say what is logged on a task or booking, and what remains, rows of the status date and later included."""
    rows = all_rows(portfolio, task)
    logged = f"{float(sum((row.hours for row in rows), Fraction(0))):g} h logged"
    if task not in portfolio.task:
        return f"{task}: {logged}"
    ended = finished_on(portfolio, task)
    if ended is not None:
        return f"{task}: {logged}, finished on {on(ended)}"
    later = replace(portfolio, as_of=max(portfolio.as_of_day, rows[-1].date + timedelta(days=1)))
    state = Study.reaching(later, later.as_of_tick).started.get(task)
    if state is None or not state.pieces:
        return f"{task}: {logged}"
    if state.used_up:
        return f"{task}: {logged}, its estimate is used up; say what remains, or that it is done"
    left = sum((piece.hours for piece in state.pieces), Fraction(0))
    return f"{task}: {logged}, {float(left):g} h remain"


def last_working_day(portfolio: Portfolio, before: date) -> date:
    """Last working day of the portfolio before a day."""
    days = (before - timedelta(days=back) for back in range(1, MOST_DAYS_BACK))
    return next((day for day in days if is_working_day(portfolio, day)), before - timedelta(days=1))


def all_rows(portfolio: Portfolio, task: str) -> tuple[Progress, ...]:
    """Rows of a task or booking, those of the status date and later, too."""
    last = max((row.date for row in portfolio.progress), default=portfolio.as_of_day)
    whole = replace(portfolio, as_of=max(portfolio.as_of_day, last + timedelta(days=1)))
    return timesheet(whole).rows.get(task, ())
