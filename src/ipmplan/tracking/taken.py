"""Taking answers from a workbook into progress: once, however often it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.asksheet import Answered, read_answers
from ipmplan.files.together import locked
from ipmplan.tracking.answer_rows import LEFT, answer_rows, ref_of
from ipmplan.tracking.logged import state_words
from ipmplan.tracking.record import Recorded, readable, write_rows

MOST_WORDS = 20


def take_answers(place: Path, path: Path) -> Recorded:
    """Read a workbook of answers into a portfolio's progress; what was taken before is not taken again.

    Each line that is filled in becomes a row with a `ref` of its own (day, task, person), so that the same workbook may be
    read as often as one likes, and a line that was corrected replaces what it said before. Where several people are at a
    task each says what remains of their own part: the last row has the sum, with the books' word for those who said nothing.

    Parameters
    ----------
    place
        Folder or workbook of the portfolio.
    path
        The answers.

    Raises
    ------
    InputError
        When a cell is wrong or a name unknown, with every problem: then nothing is written.
    """
    with locked(place.parent if place.is_file() else place):
        portfolio = readable(place)
        answers = read_answers(path, portfolio.calendar.workweek.hours_a_day)
        _judge(portfolio, answers)
        before = {row.ref: row for row in portfolio.progress if row.ref}
        found, words = answer_rows(portfolio, answers)
        rows = [row for row in found if not _says_the_same(before.get(row.ref), row)]
        if not rows:
            why = "nothing new: all of it was taken before" if found else "nothing to take"
            return Recorded((), (*words, f"{path.name}: {why}"))
        written = write_rows(place, portfolio, rows)
    after = replace(portfolio, progress=(*portfolio.progress, *rows))
    tasks = list(dict.fromkeys(row.task for row in rows))
    states = [state_words(after, task) for task in tasks[:MOST_WORDS]]
    more = [f"and {len(tasks) - len(states)} more tasks"] if len(tasks) > len(states) else []
    return Recorded(tuple(rows), (*words, *states, *more), written)


def _says_the_same(before: Progress | None, row: Progress) -> bool:
    """Whether a line was taken already: the books' word for others may have changed since, and is not taken again."""
    return (
        before is not None
        and (before.date, before.hours, before.note) == (row.date, row.hours, row.note)
        and (before.remaining == row.remaining or LEFT in row.note)
    )


def _judge(portfolio: Portfolio, answers: Sequence[Answered]) -> None:
    issues = []
    seen: set[str] = set()
    for one in answers:
        if one.task not in portfolio.task:
            hint = did_you_mean(one.task, portfolio.task)
            issues.append(Issue(f"task {quoted(one.task)} is not known", one.at, hint))
        if one.person not in portfolio.person:
            hint = did_you_mean(one.person, portfolio.person)
            issues.append(Issue(f"person {quoted(one.person)} is not known", one.at, hint))
        if ref_of(one) in seen:
            issues.append(Issue(f"{one.task} of {one.person} on {one.day} is there twice", one.at))
        seen.add(ref_of(one))
    if issues:
        raise InputError(issues)
