"""What a portfolio's own past says: finished tasks, looks at work in progress, waits that ended and questions that were answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Decision
from ipmplan.core.working_days import day_of
from ipmplan.forecasting.effort import FinishedTask
from ipmplan.forecasting.remaining import InWork, Look
from ipmplan.study.pieces import Started
from ipmplan.study.study import Study

UNDATED = timedelta(days=365)
"""Age of finished work that says no day."""


@dataclass(frozen=True)
class Experience:
    """What is to be learned from.

    Parameters
    ----------
    finished
        Tasks of people: rows of history, and finished tasks of progress.
    looks
        Finished tasks as they stood every Monday while they went on.
    waits
        Waits that ended, in portfolio hours.
    answers
        Questions that were answered, in days: how long it was to take, and took.
    """

    finished: tuple[FinishedTask, ...] = ()
    looks: tuple[Look, ...] = ()
    waits: tuple[FinishedTask, ...] = ()
    answers: tuple[FinishedTask, ...] = ()


def past(study: Study, approved: Sequence[Schedule] = ()) -> Experience:
    """Collect what is known on the status date.

    Parameters
    ----------
    study
        Of the portfolio.
    approved
        Approved plans, oldest first. An estimate is what the first one that has the task said.

    Examples
    --------
    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from ipmplan.core.records import Finished
    >>> row = Finished("A1", estimate=Fraction(8), actual=Fraction(10), finished_on=date(2025, 11, 3))
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), history=(row,))
    >>> past(Study(studio, studio.as_of_tick)).finished[0].actual
    10.0
    """
    portfolio = study.portfolio
    estimates = Estimates(study, approved)
    finished = [*_history(portfolio)]
    looks: list[Look] = []
    waits: list[FinishedTask] = []
    for name, state in study.started.items():
        if not state.finished or name not in portfolio.task:
            continue
        task = portfolio.task[name]
        if is_wait(task, state):
            waits += _wait(study, task, state)
            continue
        row = _finished(study, estimates, task, state)
        if row is not None:
            finished.append(row)
            looks += _looks(study, row, name)
    answers = [row for one in portfolio.decisions if (row := _answer(portfolio, one)) is not None]
    return Experience(tuple(finished), tuple(looks), tuple(waits), tuple(answers))


class Estimates:
    """Hours that were planned for tasks when they were first approved.

    Parameters
    ----------
    study
        Of the portfolio.
    approved
        Approved plans, oldest first.
    """

    def __init__(self, study: Study, approved: Sequence[Schedule] = ()) -> None:
        self._portfolio = study.portfolio
        self._said: dict[str, tuple[float, date]] = {}
        for plan in approved:
            hours: dict[str, float] = {}
            for row in plan.assignments:
                if row.kind != "booking":
                    hours[row.task] = hours.get(row.task, 0.0) + row.hours
            for name, amount in hours.items():
                self._said.setdefault(name, (amount, day_of(plan.as_of)))

    def of(self, task: Task, alternative: int = 0) -> float:
        """Hours of a task as first approved; of one that no approved plan has, what its work asks for."""
        if task.id in self._said:
            return self._said[task.id][0]
        parts = task.work[alternative].parts if alternative < len(task.work) else ()
        return float(sum(part.hours for part in parts))

    def day(self, task: str) -> date | None:
        """Day of the first approved plan that has the task."""
        return self._said[task][1] if task in self._said else None


def is_wait(task: Task, state: Started) -> bool:
    """Whether nobody works on a started task."""
    return not (state.alternative < len(task.work) and task.work[state.alternative].groups)


def asked_of(portfolio: Portfolio, decision: Decision) -> str:
    """Who has to answer: the client by name, or us."""
    project = portfolio.project.get(decision.project)
    return (project.client if project is not None else "") if decision.owner == "client" else "us"


def skill_of(task: Task, alternative: int) -> str:
    """The skill that most hours of a task ask for."""
    parts = task.work[alternative].parts if alternative < len(task.work) else ()
    return max(parts, key=lambda part: part.hours).skill or "" if parts else ""


def _history(portfolio: Portfolio) -> Iterator[FinishedTask]:
    undated = portfolio.as_of_day - UNDATED
    for row in portfolio.history:
        yield FinishedTask(
            float(row.estimate),
            float(row.actual),
            row.finished_on or undated,
            row.person,
            row.kind,
            row.skill,
            row.project,
        )


def _finished(study: Study, estimates: Estimates, task: Task, state: Started) -> FinishedTask | None:
    logged = study.sheet.logged(task.id)
    actual = float(sum(one.hours for one in logged))
    estimate = estimates.of(task, state.alternative)
    if not actual or not estimate:
        return None
    who = max(logged, key=lambda one: one.hours).person
    rows = study.sheet.rows[task.id]
    asked = min(estimates.day(task.id) or rows[0].date, rows[0].date)
    skill = skill_of(task, state.alternative)
    return FinishedTask(estimate, actual, rows[-1].date, who, task.kind, skill, task.project, asked)


def _looks(study: Study, row: FinishedTask, name: str) -> Iterator[Look]:
    rows = study.sheet.rows[name]
    first = rows[0].date
    monday = first + timedelta(days=7 - first.weekday())
    while monday <= row.finished_on:
        spent = float(sum(one.hours for one in rows if one.date < monday))
        if 0 < spent < row.actual:
            seen = InWork(row.estimate, spent, monday, (monday - first).days, row.person, row.kind, row.skill)
            yield Look(seen, row.actual - spent, row.finished_on)
        monday += timedelta(days=7)


def _wait(study: Study, task: Task, state: Started) -> Iterator[FinishedTask]:
    grid, calendar = study.grid, study.time.portfolio
    said = float(task.work[state.alternative].wait or 0) if task.work else 0.0
    took = grid.to_hours(calendar.count(state.start, state.end or state.start))
    if said and took:
        yield FinishedTask(said, took, grid.day(max((state.end or 1) - 1, 0)), kind=task.kind, project=task.project)


def _answer(portfolio: Portfolio, decision: Decision) -> FinishedTask | None:
    if decision.answered_on is None or decision.asked_on is None or decision.expected is None:
        return None
    said = max((day_of(decision.expected) - decision.asked_on).days, 1)
    took = max((decision.answered_on - decision.asked_on).days, 1)
    who = asked_of(portfolio, decision)
    return FinishedTask(said, took, decision.answered_on, person=who, asked_on=decision.asked_on)
