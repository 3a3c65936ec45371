"""Recording what happened: a row for progress.csv, added safely, and what follows from it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ipmplan.core.edits import AddRow
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.core.words import did_you_mean, on, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.edits import write_edits
from ipmplan.files.folder import read_folder, tables_place
from ipmplan.files.planfile import plan_before
from ipmplan.files.together import locked
from ipmplan.study.timesheet import timesheet
from ipmplan.tracking.logged import finished_on, last_working_day, state_words


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written.

    Parameters
    ----------
    rows
        New rows of progress, in order; none when everything was there already.
    words
        What follows from them, and what is to be looked at.
    path
        The file; None when nothing was written.
    """

    rows: tuple[Progress, ...]
    words: tuple[str, ...] = ()
    path: Path | None = None


def record(
    place: Path,
    task: str,
    *,
    hours: Fraction | None = None,
    person: str | None = None,
    day: date | None = None,
    remaining: Fraction | None = None,
    cost: Decimal | None = None,
    note: str = "",
    ref: str = "",
    done: bool = False,
) -> Recorded:
    """Add a row to a portfolio's progress; nothing that is there is changed, and two at once lose none.

    Parameters
    ----------
    place
        Folder or workbook.
    task
        Id of a task or a booking.
    hours
        That were worked.
    person
        Who did; where nobody is named and only one person is at the task, it is that one. An empty text names nobody.
    day
        When; today when not given.
    remaining
        Hours that the task's people still have to work.
    cost
        Money without hours.
    note, ref
        As they are to stand in the table; a row with the same `ref` replaces the earlier one.
    done
        Whether the task or wait has ended.

    Raises
    ------
    InputError
        When nothing is said, or a name or number is wrong: it carries every problem.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder), start=date(2026, 1, 5))
    ...     record(Path(folder), "WEB-ux", hours=Fraction(4), person="mia", day=date(2026, 1, 2)).words
    ('WEB-ux: 4 h logged, 12 h remain',)
    """
    with locked(place.parent if place.is_file() else place):
        portfolio = readable(place)
        row = Progress(
            date=day or date.today(),
            task=task,
            person=_who(place, portfolio, task) if person is None else person,
            hours=hours or Fraction(0),
            remaining=Fraction(0) if done else remaining,
            cost=cost or Decimal(0),
            ref=ref,
            note=note,
        )
        _judge(portfolio, row, said=bool(hours or cost or remaining is not None or done))
        ended = finished_on(portfolio, task) if done and not hours and not cost else None
        if ended is not None:
            return Recorded((), (f"{task} was finished on {on(ended)} already: nothing was written",))
        path = write_rows(place, portfolio, [row])
    after = replace(portfolio, progress=(*portfolio.progress, row))
    return Recorded((row,), (state_words(after, task), *_doubts(after, row)), path)


def readable(place: Path) -> Portfolio:
    """Read a portfolio as far as rows can be added to it; what else is wrong with its tables is for `check`.

    Raises
    ------
    InputError
        When its tables, or the rows of progress, cannot be read.
    """
    portfolio, issues = read_folder(place)
    wrong = [issue for issue in issues if issue.severity == "error"]
    if portfolio is None:
        raise InputError(wrong)
    of_progress = [issue for issue in wrong if issue.where.casefold().startswith("progress")]
    if of_progress:
        raise InputError(of_progress)
    return portfolio


def write_rows(place: Path, portfolio: Portfolio, rows: Sequence[Progress]) -> Path:
    """Add rows to the table that a portfolio was read from; call it while the folder is `locked`."""
    return write_edits(tables_place(place), portfolio, [AddRow("progress", row) for row in rows])[0]


def _who(place: Path, portfolio: Portfolio, task: str) -> str:
    """The only one who is at a task or booking: by what was logged, else by the plan; empty when there are several."""
    booking = portfolio.booking.get(task)
    if booking is not None:
        return booking.person if booking.person != EVERYBODY else ""
    people = {row.person for row in portfolio.progress if row.task == task and row.person}
    if not people:
        folder = place.parent if place.is_file() else place
        plan = plan_before(folder / "plan.json", folder, written=False)
        people = {row.person for row in plan.assignments if row.task == task} if plan is not None else set()
    return people.pop() if len(people) == 1 else ""


def _judge(portfolio: Portfolio, row: Progress, *, said: bool) -> None:
    """Raise what is wrong with a new row."""
    issues = []
    known = {*portfolio.task, *portfolio.booking}
    if row.task not in known:
        issues.append(Issue(f"task {quoted(row.task)} is not known", "progress", did_you_mean(row.task, known)))
    if row.person and row.person not in portfolio.person:
        hint = did_you_mean(row.person, portfolio.person)
        issues.append(Issue(f"person {quoted(row.person)} is not known", "--person", hint))
    for name, value in (("hours", row.hours), ("remaining", row.remaining or Fraction(0))):
        if value < 0:
            issues.append(Issue(f"{name} {float(value):g} is below 0", f"--{name}"))
    if not said:
        issues.append(Issue("nothing is said of it", row.task, "Maybe `--hours 4`, `--remaining 6` or `--done`?"))
    if row.task in portfolio.booking and row.remaining is not None:
        hint = "Maybe write its last day into the column `end` of bookings?"
        issues.append(
            Issue(f"{quoted(row.task)} is a booking: nothing of it remains, and it is not done", row.task, hint)
        )
    if issues:
        raise InputError(issues)


def _doubts(portfolio: Portfolio, row: Progress) -> list[str]:
    found = []
    if row.hours and not row.person:
        found.append("nobody is named: the hours cost nothing (`--person` says whose they are)")
    if not any(row == kept for rows in timesheet(portfolio).rows.values() for kept in rows):
        day = last_working_day(portfolio, portfolio.as_of_day)
        found.append(
            f"{on(row.date)} is not before the status date {on(portfolio.as_of)}: the row counts when `as_of` is later"
            f" (`--date {day}` is the last working day before it)"
        )
    return found
