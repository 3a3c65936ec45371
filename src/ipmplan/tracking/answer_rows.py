"""Rows of progress that answers about what remains become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.files.asksheet import Answered
from ipmplan.study.study import Study

LEFT = "left: "


def answer_rows(portfolio: Portfolio, answers: Sequence[Answered]) -> tuple[tuple[Progress, ...], tuple[str, ...]]:
    """Rows that answers become, by day and task, and what is not taken, in words.

    Of several people at a task the last row says what remains of the whole. What somebody says of work that nobody has
    begun is an estimate and no progress: a row would begin it.
    """
    grouped: dict[tuple[date, str], list[Answered]] = {}
    for one in answers:
        grouped.setdefault((one.day, one.task), []).append(one)
    found: list[Progress] = []
    words: list[str] = []
    for (day, task), own in sorted(grouped.items(), key=lambda item: item[0][0]):
        refs = {ref_of(one) for one in own}
        said = [one for one in own if one.remaining is not None]
        begun = any(row.task == task and row.ref not in refs for row in (*portfolio.progress, *found))
        if not begun and not any(one.hours or one.remaining == 0 for one in own):
            left = float(sum((one.remaining or Fraction(0) for one in said), Fraction(0)))
            words.append(f"{task} has not begun: {f'{left:g} h' if said else 'a note'} is not taken into progress")
            continue
        for one in [*(one for one in own if one not in said[-1:]), *said[-1:]]:
            last = one in said[-1:]
            row = Progress(day, task, one.person, one.hours or Fraction(0), ref=ref_of(one), note=one.note)
            if last:
                row = replace(row, remaining=_remaining(portfolio, day, task, own), note=_note(portfolio, one, said))
            found.append(row)
    return tuple(found), tuple(words)


def _note(portfolio: Portfolio, last: Answered, said: Sequence[Answered]) -> str:
    """The note of the row that has the sum: where a task is shared, who said what."""
    if len(said) == 1 and not _is_shared(portfolio, last.task):
        return last.note
    parts = ", ".join(f"{one.person} {float(one.remaining or 0):g} h" for one in said)
    return f"{last.note}; {LEFT}{parts}" if last.note else f"{LEFT}{parts}"


def _remaining(portfolio: Portfolio, day: date, task: str, own: Sequence[Answered]) -> Fraction:
    """Hours that remain of a task: what people say of their own parts, and the books' word for the others."""
    said = {one.person: one.remaining for one in own if one.remaining is not None}
    total = sum(said.values(), Fraction(0))
    if not _is_shared(portfolio, task):
        return total
    refs = {ref_of(one) for one in own}
    rows = tuple(row for row in portfolio.progress if row.ref not in refs)
    new = tuple(Progress(day, task, one.person, one.hours or Fraction(0)) for one in own)
    known = replace(portfolio, progress=(*rows, *new), as_of=day + timedelta(days=1))
    state = Study.reaching(known, known.as_of_tick).started.get(task)
    if state is None or state.used_up:
        return total
    return total + sum((p.hours for p in state.pieces if (p.person or p.owner) not in said), Fraction(0))


def _is_shared(portfolio: Portfolio, task: str) -> bool:
    """Whether several people may be at a task."""
    return any(len(way.parts) > 1 or any(part.most > 1 for part in way.parts) for way in portfolio.task[task].work)


def ref_of(one: Answered) -> str:
    """The `ref` of a line: its day, task and person."""
    return f"asked {one.day} {one.task} {one.person}"
