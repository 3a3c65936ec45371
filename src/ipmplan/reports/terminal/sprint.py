"""The sprint first: hours of each person, what starts, what finishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.reports.sprint import Move, PersonInSprint, filled, finishing, people_in, sprint_days, starting
from ipmplan.reports.terminal.tables import add, heading, more, table

MOST_PEOPLE = 20
MOST_TASKS = 24
REMARK = {"over": "OVERLOADED", "full": "full", "idle": "idle", "away": "away", "ok": ""}


def sections(view: Scene) -> Iterator[RenderableType]:
    """Yield the window's title, people, starts and finishes."""
    when = sprint_days(view)
    yield from heading(when.title)
    yield from _people(people_in(view, when))
    yield from _moves(view, "Starts", starting(view, when))
    yield from _moves(view, "Finishes", finishing(view, when))


def _people(rows: Sequence[PersonInSprint]) -> Iterator[RenderableType]:
    if not rows:
        yield Text("Nobody has working time in it.")
        return
    yield Text(filled(rows))
    yield Text()
    shown = list(rows)
    if len(rows) > MOST_PEOPLE:
        half = MOST_PEOPLE // 2
        order = sorted(rows, key=lambda row: (-row.load, row.id))
        shown = order[:half] + order[-half:]
        yield Text(f"The {half} fullest and the {half} freest of {len(rows)} people:", style="dim")
    numbers = ("hours", "booked", "planned", "free", "load")
    made = table("person", *numbers, "", numbers=numbers, fixed=("",), names=("person",))
    for row in shown:
        hours = [words.number(value) for value in (row.available, row.booked, row.planned, row.free)]
        load = words.percent(row.load) if row.available else "–"
        style = {"over": "bold red", "idle": "yellow"}.get(row.state, "")
        add(made, row.name, *hours, load, REMARK[row.state], style=style)
    available = sum(row.available for row in rows)
    total = [available, *(sum(getattr(row, name) for row in rows) for name in ("booked", "planned", "free"))]
    made.add_section()
    load = words.percent((total[1] + total[2]) / available) if available else "–"
    add(made, "hours in all", *(words.number(value) for value in total), load, "")
    yield made
    yield from more(len(shown), len(rows), "people")
    away = [f"{row.name} {row.away}" for row in shown if row.away]
    if away:
        yield Text()
        yield Text(f"Away: {'; '.join(away)}")


def _moves(view: Scene, title: str, moves: Sequence[Move]) -> Iterator[RenderableType]:
    yield Text()
    if not moves:
        yield Text(f"{title}: nothing")
        return
    made = table(title.lower(), "task", "project", "who", fixed=(title.lower(), "project"), wraps=("who",))
    for move in moves[:MOST_TASKS]:
        name = f"{move.name} *" if move.critical else move.name
        who = "\n".join(move.people) or "(a wait)"
        cells = (name, words.shorten(move.project, 12), who)
        add(made, words.day(move.when if title == "Starts" else words.last_day(move.when), view.year), *cells)
    yield made
    yield from more(MOST_TASKS, len(moves), "tasks")
    if any(move.critical for move in moves[:MOST_TASKS]):
        yield Text("* critical: a delay moves a due date or the end", style="dim")
