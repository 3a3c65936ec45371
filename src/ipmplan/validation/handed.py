"""What a plan says about begun work: who hands what over to whom, and what it would bring where it never is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import clock
from ipmplan.study.pieces import Piece, able, efficiency
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.validation.impossible.words import away


def notes(plan: Reading) -> Iterator[str]:
    """Tell each hand-over of a plan with its price; with ``handovers = "never"``, each that was needed."""
    for name, state in plan.started.items():
        if state.finished or name not in plan.rows:
            continue
        for piece, stint in plan.pieces(name):
            if stint is None or not piece.owner or stint.row.person == piece.owner:
                continue
            price = f", {float(piece.handover):g} h of them for the hand-over" if piece.handover else ""
            yield (
                f"{_what(plan.portfolio, name, piece)} is handed over by {piece.owner} to {stint.row.person}, "
                f"who begins {clock(stint.row.start)}: {stint.row.hours:g} h{price}"
            )
    if plan.portfolio.calendar.handovers == "never":
        yield from _forgone(plan)


def _forgone(plan: Reading) -> Iterator[str]:
    portfolio = needing(plan.portfolio)
    study = Study(portfolio, plan.study.until)
    for name, state in study.started.items():
        for piece in (piece for piece in state.pieces if piece.owner and piece.person and name in plan.rows):
            mine = [s for s in plan.stints.get(name, ()) if s.row.part == piece.part and s.row.person == piece.owner]
            if not mine:
                continue
            part = portfolio.task[name].work[state.alternative].parts[piece.part]
            ends: list[tuple[int, str]] = []
            for person in able(portfolio, portfolio.task[name], part, piece)[1:]:
                hours = piece.hours_of(person, efficiency(portfolio, part, person))
                free, ticks = study.time.free(person), portfolio.grid.ticks(hours * 100 / part.share)
                if free.before(portfolio.as_of_tick) + ticks <= free.total:
                    ends.append((free.end_after(portfolio.as_of_tick, ticks), person))
            if ends and min(ends)[0] < mine[0].end:
                end, person = min(ends)
                why = _absence(portfolio, piece.owner, mine[0].end)
                yield (
                    f"{_what(portfolio, name, piece)} stays with {piece.owner} and ends {clock(mine[0].row.end)}"
                    f"{f' ({why})' if why else ''}; {person} could take it over for {float(piece.handover):g} h more "
                    f'and end it {clock(portfolio.grid.moment(end))}, but handovers = "never"'
                )


def needing(portfolio: Portfolio) -> Portfolio:
    """The portfolio in which begun work is handed over where that is needed."""
    return replace(portfolio, calendar=replace(portfolio.calendar, handovers="needed"))


def _absence(portfolio: Portfolio, person: str, end: int) -> str:
    """When and why somebody is away before a tick."""
    words = away(portfolio, person, portfolio.as_of_tick, end)
    grid = portfolio.grid
    reasons = dict.fromkeys(
        row.reason
        for row in portfolio.absences
        if row.person == person
        and row.reason
        and grid.start_of(row.start) < end
        and (row.end is None or grid.end_of(row.end) > portfolio.as_of_tick)
    )
    return ", ".join([words, *reasons]) if words else ""


def _what(portfolio: Portfolio, name: str, piece: Piece) -> str:
    task = portfolio.task[name]
    several = any(len(way.parts) > 1 for way in task.work)
    return f"{name} (part {piece.part})" if several else name
