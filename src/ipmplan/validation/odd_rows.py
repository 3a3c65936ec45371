"""Rows of progress that are odd and count all the same: each kind is told once, with what was done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.core.words import on
from ipmplan.errors import Issue
from ipmplan.study.study import Study
from ipmplan.study.wishes import PLANNED_STATUS
from ipmplan.validation.names import place

MOST_NAMED = 3


def odd_rows(portfolio: Portfolio) -> Iterator[Issue]:
    """Tell what is odd about recorded rows: money first, then what says more than it seems, then what only counts."""
    if not portfolio.progress:
        return
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    yield from _replaced(portfolio)
    yield from _doubled(study)
    yield from _not_planned(study)
    yield from _ended(study)
    yield from _without_effect(study)
    yield from _days_off(study)


def _replaced(portfolio: Portfolio) -> Iterator[Issue]:
    """Rows whose `ref` stands in a later row of another task, person or day, which is rarely meant."""
    kept: dict[str, Progress] = {row.ref: row for row in portfolio.progress if row.ref}
    lost = [row for row in portfolio.progress if row.ref and not _same_work(kept[row.ref], row)]
    yield from _issue(
        lost,
        lambda row: f"{_hours(row)} with the ref `{row.ref}`",
        "another row with the same ref comes later, of another task, person or day; only the later one counts",
        "Maybe give each its own `ref`?",
    )


def _same_work(one: Progress, other: Progress) -> bool:
    return (one.task, one.person, one.date) == (other.task, other.person, other.date)


def _doubled(study: Study) -> Iterator[Issue]:
    """Rows that say the same as an earlier one and have no `ref` that tells them apart."""
    seen: set[tuple[object, ...]] = set()
    double = []
    for row in _rows(study):
        key = (row.date, row.task, row.person, row.hours, row.remaining, row.cost, row.note)
        if key in seen and not row.ref and (row.hours or row.cost):
            double.append(row)
        seen.add(key)
    why = "an earlier row says the same; both count"
    yield from _issue(double, _hours, why, "Maybe take one out, or give each a `ref`?")


def _not_planned(study: Study) -> Iterator[Issue]:
    """Work on projects and changes that are not planned, which nothing on the pages shows."""
    portfolio = study.portfolio
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    of_projects, of_changes = [], []
    for row in _rows(study):
        task = portfolio.task.get(row.task)
        project = portfolio.project.get(task.project) if task is not None else None
        if project is not None and project.status not in PLANNED_STATUS and project.status != "done":
            of_projects.append(row)
        elif task is not None and task.change and task.change not in accepted:
            of_changes.append(row)
    yield from _issue(
        of_projects,
        lambda row: f"{_hours(row)} ({portfolio.task[row.task].project})",
        "their projects are not confirmed; nothing of them is planned, and no budget shows them",
        "Maybe confirm the project, or log it on a booking?",
    )
    yield from _issue(
        of_changes,
        lambda row: f"{_hours(row)} ({portfolio.task[row.task].change})",
        "their changes are not accepted; the hours count as spent, the rest is not planned",
        "Maybe accept the change?",
    )


def _ended(study: Study) -> Iterator[Issue]:
    """Work after somebody wrote that nothing remains."""
    after, again = [], []
    for rows in study.sheet.rows.values():
        over = False
        for row in rows:
            if over and row.remaining:
                again.append(row)
            elif over and row.hours and row.remaining is None:
                after.append(row)
            over = over if row.remaining is None else row.remaining == 0
    yield from _issue(again, _hours, "the task was finished; a later `remaining` has opened it again", severity="note")
    yield from _issue(
        after, _hours, "the task is finished; the hours count as spent, and it stays finished", severity="note"
    )


def _without_effect(study: Study) -> Iterator[Issue]:
    """Rows that say nothing, or something that is not taken."""
    portfolio = study.portfolio
    empty, bookings, waits = [], [], []
    for row in _rows(study):
        task = portfolio.task.get(row.task)
        if row.task in portfolio.booking and row.remaining is not None:
            bookings.append(row)
        elif task is not None and not row.hours and not row.cost and row.remaining is None:
            empty.append(row)
        elif task is not None and row.hours and all(way.wait is not None for way in task.work):
            waits.append(row)
    yield from _issue(
        empty, _named, "they say neither hours nor what remains; the task counts as begun", "Maybe take them out?"
    )
    yield from _issue(bookings, _named, "of a booking nothing remains; that cell is left out", severity="note")
    yield from _issue(waits, _hours, "nobody works while a task waits; the hours count as spent", severity="note")


def _days_off(study: Study) -> Iterator[Issue]:
    """Hours on days on which somebody does not work."""
    grid, portfolio = study.grid, study.portfolio
    works: dict[tuple[str, object], bool] = {}
    found = []
    for row in _rows(study):
        if row.hours and row.person in portfolio.person:
            key = (row.person, row.date)
            if key not in works:
                start, end = grid.start_of(row.date), grid.end_of(row.date)
                works[key] = end <= study.time.start or study.time.person(row.person).count(start, end) > 0
            found += [] if works[key] else [row]
    yield from _issue(found, _hours, "a day off; the hours count, at the rate of the day", severity="note")


def _rows(study: Study) -> Iterable[Progress]:
    return sorted((row for rows in study.sheet.rows.values() for row in rows), key=lambda row: row.date)


def _named(row: Progress) -> str:
    return f"{row.task} on {on(row.date)}"


def _hours(row: Progress) -> str:
    much = f"{float(row.hours):g} h" if row.hours or not row.cost else f"{row.cost:,.2f}"
    return f"{much}{f' of {row.person}' if row.person else ''} on {_named(row)}"


def _issue(
    rows: Sequence[Progress], words: Callable[[Progress], str], why: str, hint: str = "", severity: str = "warning"
) -> Iterator[Issue]:
    """Tell a kind of rows once: the first few by name, the others summed up."""
    if not rows:
        return
    named = "; ".join(words(row) for row in rows[:MOST_NAMED])
    rest = rows[MOST_NAMED:]
    more = f" and {len(rest)} more {'row' if len(rest) == 1 else 'rows'}" if rest else ""
    hours = sum((row.hours for row in rest), Fraction(0))
    more += f" with {float(hours):g} h" if hours else ""
    yield Issue(f"{named}{more}: {why}", place(rows[0]), hint, "note" if severity == "note" else "warning")
