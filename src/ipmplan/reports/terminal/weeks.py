"""Hours and utilisation of each person, week by week, as many weeks as the page is wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from ipmplan.core.plan import PersonLoad, PersonWeek
from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.reports.terminal.tables import add, heading, more, table

MOST_PEOPLE = 20
TOTAL = 13
WEEK = 10
GAP = 3


def sections(view: Scene, width: int) -> Iterator[RenderableType]:
    """Yield the table; the weeks that do not fit are summed up in the last column."""
    people = [person for person in view.schedule.people if person.available_hours or person.hours]
    if not people:
        return
    names = sorted({week.week for person in people for week in person.weeks})
    longest = max(cell_len(view.person_name(person.id)) for person in people)
    room = max((width - min(longest, width // 3) - TOTAL - GAP) // WEEK, 2)
    shown = names if len(names) <= room else names[: room - 1]
    later = names[len(shown) :]
    shown_people = people
    if len(people) > MOST_PEOPLE:
        half = MOST_PEOPLE // 2
        order = sorted(people, key=lambda person: (-person.utilisation, person.id))
        shown_people = order[:half] + order[-half:]
    yield from heading("Hours and utilisation by person and week")
    columns = [*(week.split("-")[1] for week in shown), *([f"{later[0].split('-')[1]} on"] if later else [])]
    made = table("person", "in all", *columns, numbers=("in all", *columns), names=("person",))
    for person in shown_people:
        by_week = {week.week: week for week in person.weeks}
        cells = [_cell([by_week[name]] if name in by_week else []) for name in shown]
        if later:
            cells.append(_cell([by_week[name] for name in later if name in by_week]))
        total = f"{words.number(person.hours, 0)} h {_share(person)}"
        add(made, view.person_name(person.id), total, *cells)
    yield made
    yield from more(len(shown_people), len(people), "people")
    yield Text("hours booked and planned, and their share of the hours available; ! = more than there are", style="dim")


def _share(person: PersonLoad) -> str:
    return f"{person.utilisation * 100:.0f}%"


def _cell(weeks: Sequence[PersonWeek]) -> str:
    available = sum(week.available for week in weeks)
    used = sum(week.booked + week.planned for week in weeks)
    if not available:
        return f"{words.number(used, 0)} !" if used else "–"
    mark = "!" if used > available + 1e-6 else ""
    return f"{words.number(used, 0)} {used / available * 100:.0f}%{mark}"
