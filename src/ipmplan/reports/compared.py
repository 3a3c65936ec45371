"""A comparison in lines: what a manager reads of each scenario, in words, the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.scenarios.compare import Compared, ScenarioPlan
from ipmplan.scenarios.differences import Difference

MOST = 6
"""Dates that are told of each scenario, the farthest moved first."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A scenario as it is told.

    Parameters
    ----------
    name
        Of the scenario.
    different
        What is different in it.
    says
        What that changes, by more than chance.
    tone
        ``good`` when everything that differs is better, ``bad`` when everything is worse or there is no plan; else empty.
    """

    name: str
    different: tuple[str, ...]
    says: tuple[str, ...]
    tone: str = ""


def compared_lines(found: Compared) -> list[ComparedLine]:
    """Tell each scenario beside the portfolio as it is."""
    return [_line(found, one) for one in found.scenarios]


def goal_cells(found: Compared) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Goals, and the value of each for every scenario; a star marks what differs by more than chance."""
    base = found.base
    goals = [name for name in base.portfolio.goals.order if name in base.result.goal_values]
    rows = []
    for one in found.every:
        real = (
            {row.id for row in found.differences(one) if row.of == "goal" and row.is_real} if one is not base else set()
        )
        cells = []
        for name in goals:
            value = one.result.goal_values.get(name)
            cells.append(
                "-"
                if value is None
                else f"{words.number(value, 3 if name == 'evenness' else 1)}{'*' if name in real else ''}"
            )
        rows.append((one.name, cells))
    return goals, rows


def noise_note(found: Compared) -> str:
    """How chance was told from difference."""
    seeds = len(found.spread)
    if not seeds:
        return "Planned with one seed: how much of a difference is chance is not known."
    again = words.count(seeds, "more time", "more times")
    return f"A difference is told when it is larger than that between plans of the same tables (planned {again}, with other seeds)."


def _line(found: Compared, one: ScenarioPlan) -> ComparedLine:
    base = found.base.portfolio
    different = one.scenario.words(base)
    if one.schedule is None:
        what = "no plan exists" if one.result.is_impossible else "no plan was found"
        reason = one.result.problem.splitlines()[0] if one.result.problem else ""
        return ComparedLine(one.name, different, (f"{what}: {reason}" if reason else what,), "bad")
    real = [row for row in found.differences(one) if row.is_real]
    says = (*_goals(real, one.portfolio), *_dates(real, one.portfolio), *_chances(real, one.portfolio), *_moves(real))
    judged = {row.is_better for row in real if row.is_better is not None and row.of != "moves"}
    tone = "good" if judged == {True} else "bad" if judged == {False} else ""
    return ComparedLine(one.name, different, says or ("nothing differs by more than chance",), tone)


def _goals(rows: list[Difference], portfolio: Portfolio) -> Iterator[str]:
    for row in rows:
        if row.of == "goal":
            assert row.after is not None
            more = "more" if row.by > 0 else "less"
            if row.unit == portfolio.currency:
                yield f"{row.id}: {words.number(abs(row.by), 0)} {row.unit} {more}"
            else:
                places = 3 if row.id == "evenness" else 1
                yield f"{row.id}: {words.number(abs(row.by), places)} {more} ({words.number(row.after, places)} {row.unit})"


def _dates(rows: list[Difference], portfolio: Portfolio) -> Iterator[str]:
    moved = sorted((row for row in rows if row.of == "date"), key=lambda row: (-abs(row.by), row.id))
    day = float(portfolio.calendar.workweek.hours_a_day) or 8.0
    for row in moved[:MOST]:
        later = "later" if row.by > 0 else "earlier"
        yield f"{row.id}: {words.number(abs(row.by) / day)} working days {later}, {words.moment(row.when[1])}"
    if len(moved) > MOST:
        yield f"and {len(moved) - MOST} more dates"


def _chances(rows: list[Difference], portfolio: Portfolio) -> Iterator[str]:
    moved = sorted((row for row in rows if row.of == "chance"), key=lambda row: (-abs(row.by), row.id))
    for row in moved[:MOST]:
        assert row.before is not None
        assert row.after is not None
        what = "date" if row.id in portfolio.milestone else "due date"
        yield f"chance of the {what} of {row.id}: {words.percent(row.before)} to {words.percent(row.after)}"


def _moves(rows: list[Difference]) -> Iterator[str]:
    found = {row.id: int(row.by) for row in rows if row.of == "moves"}
    if "tasks" in found:
        yield f"{words.count(found['tasks'], 'task')} on other days"
    if "people" in found:
        yield f"{words.count(found['people'], 'task')} with other people"
