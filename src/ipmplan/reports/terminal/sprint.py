"""The sprint first: hours of each person, what starts, what finishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.reports.sprint import Move, PersonInSprint, finishing, people_in, starting, window
from ipmplan.reports.terminal.tables import add, heading, more, table

MOST_PEOPLE = 20
MOST_TASKS = 24
REMARK = {"over": "OVERLOADED", "full": "full", "idle": "idle", "away": "away", "ok": ""}


def sections(view: Scene) -> Iterator[RenderableType]:
    """Yield the window's title, people, starts and finishes."""
    when = window(view)
    yield from heading(when.title)
    yield from _people(people_in(view, when))
    yield from _moves(view, "Starts", starting(view, when))
    yield from _moves(view, "Finishes", finishing(view, when))


def _people(rows: Sequence[PersonInSprint]) -> Iterator[RenderableType]:
    if not rows:
        yield Text("Nobody has working time in it.")
        return
    shown = list(rows)
    if len(rows) > MOST_PEOPLE:
        half = MOST_PEOPLE // 2
        order = sorted(rows, key=lambda row: (-row.load, row.id))
        shown = order[:half] + order[-half:]
        yield Text(f"The {half} fullest and the {half} freest of {len(rows)} people:", style="dim")
    numbers = ("available", "booked", "planned", "free", "load")
    made = table("person", *numbers, "remark", numbers=numbers, wraps=("remark",))
    for row in shown:
        remark = REMARK[row.state]
        if row.away and row.state != "away":
            remark = f"{remark}; away {row.away}" if remark else f"away {row.away}"
        elif row.away:
            remark = f"away {row.away}"
        hours = [words.number(value) for value in (row.available, row.booked, row.planned, row.free)]
        load = words.percent(row.load) if row.available else "–"
        style = {"over": "bold red", "idle": "yellow"}.get(row.state, "")
        add(made, words.shorten(row.name, 24), *hours, load, remark, style=style)
    available = sum(row.available for row in rows)
    total = [available, *(sum(getattr(row, name) for row in rows) for name in ("booked", "planned", "free"))]
    made.add_section()
    load = words.percent((total[1] + total[2]) / available) if available else "–"
    add(made, "hours in all", *(words.number(value) for value in total), load, "")
    yield made
    yield from more(len(shown), len(rows), "people")


def _moves(view: Scene, title: str, moves: Sequence[Move]) -> Iterator[RenderableType]:
    yield Text()
    if not moves:
        yield Text(f"{title}: nothing")
        return
    made = table(title.lower(), "task", "project", "who", fixed=(title.lower(), "project"))
    for move in moves[:MOST_TASKS]:
        name = f"{move.name} *" if move.critical else move.name
        who = ", ".join(move.people) or "(a wait)"
        cells = (words.shorten(name, 40), words.shorten(move.project, 12), words.shorten(who, 24))
        add(made, words.day(move.when if title == "Starts" else words.last_day(move.when), view.year), *cells)
    yield made
    yield from more(MOST_TASKS, len(moves), "tasks")
    if any(move.critical for move in moves[:MOST_TASKS]):
        yield Text("* critical: a delay moves a due date or the end", style="dim")
