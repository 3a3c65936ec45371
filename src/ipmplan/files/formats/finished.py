"""Finished work of an imported file as rows of history: what forecasts learn from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Finished, Progress
from ipmplan.errors import Issue
from ipmplan.files.formats.imported import Imported, Losses


def finished(found: Imported, place: str) -> tuple[tuple[Finished, ...], tuple[Issue, ...]]:
    """Rows of the tasks that are done, with what was planned and what it took.

    Parameters
    ----------
    found
        What was read.
    place
        The file's name, for messages.

    Returns
    -------
    rows
        One for each task that people worked at and that has nothing left.
    lost
        Tasks that teach nothing.
    """
    portfolio = found.portfolio
    losses = Losses(place)
    promised: dict[str, Fraction] = {}
    for row in found.baseline.assignments if found.baseline is not None else ():
        promised[row.task] = promised.get(row.task, Fraction(0)) + Fraction(row.hours).limit_denominator(3600)
    recorded: dict[str, list[Progress]] = {}
    for entry in portfolio.progress:
        recorded.setdefault(entry.task, []).append(entry)
    rows = []
    for task in portfolio.tasks:
        mine = recorded.get(task.id, [])
        actual = sum((entry.hours for entry in mine), Fraction(0))
        if not any(entry.remaining == 0 for entry in mine):
            losses.add("tasks that are not finished teach nothing", task.id)
        elif not actual:
            losses.add("tasks without hours worked teach nothing", task.id)
        else:
            estimate = promised.get(task.id) or _work(task)
            rows.append(_row(portfolio, task, mine, estimate, actual))
    return tuple(rows), losses.issues()


def _row(portfolio: Portfolio, task: Task, mine: Iterable[Progress], estimate: Fraction, actual: Fraction) -> Finished:
    project = portfolio.project.get(task.project)
    hours: dict[str, Fraction] = {}
    last = date.min
    for entry in mine:
        last = max(last, entry.date)
        if entry.person:
            hours[entry.person] = hours.get(entry.person, Fraction(0)) + entry.hours
    parts = [part for way in task.work[:1] for part in way.parts]
    return Finished(
        task=task.name or task.id,
        project=(project.name or project.id) if project is not None else "",
        client=project.client if project is not None else "",
        kind=task.kind,
        skill=(parts[0].skill or "") if len(parts) == 1 else "",
        person=max(hours, key=lambda name: hours[name]) if hours else "",
        estimate=estimate,
        actual=actual,
        finished_on=last,
    )


def _work(task: Task) -> Fraction:
    return sum((part.hours for part in task.work[0].parts), Fraction(0)) if task.work else Fraction(0)
