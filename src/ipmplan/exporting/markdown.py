"""``.md``: a plan as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.exporting import Exported, Options
from ipmplan.exporting.rows import plain, task_rows
from ipmplan.reports import words
from ipmplan.reports.dues import dues
from ipmplan.reports.pages.render import markdown
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.sprint import people_in, sprint_days


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write milestones, the sprint by person and all tasks as tables."""
    view = scene(schedule, portfolio)
    lines = [f"# {_cell(schedule.portfolio)}: plan of {words.day(schedule.as_of)}", ""]
    lines += ["## Milestones", "", *_table(("Milestone", "Project", "Due", "Reached", ""), _stones(view)), ""]
    when = sprint_days(view)
    lines += [
        f"## {_cell(when.title)}",
        "",
        *_table(("Person", "Available h", "Booked h", "Planned h", "Free h"), _people(view)),
        "",
    ]
    heads = ("Task", "Project", "People", "Starts", "Ends", "Hours", "")
    lines += ["## Tasks", "", *_table(heads, _tasks(view, options)), ""]
    return Exported("\n".join(lines).encode("utf-8"))


def _stones(view: Scene) -> Iterator[tuple[str, ...]]:
    for row in dues(view):
        reached = words.day(words.last_day(row.finish), view.year) if row.finish is not None else "–"
        yield row.name, row.project, words.day(row.due, view.year), reached, row.verdict(view.hours_a_day)


def _people(view: Scene) -> Iterator[tuple[str, ...]]:
    for row in people_in(view, sprint_days(view)):
        yield row.name, *(words.number(value) for value in (row.available, row.booked, row.planned, row.free))


def _tasks(view: Scene, options: Options) -> Iterator[tuple[str, ...]]:
    for row in task_rows(view):
        if options.people and not any(view.person_name(one) in row.people for one in options.people):
            continue
        state = "done" if row.done else "critical" if row.critical else ""
        days = (words.moment(row.start, view.year), words.moment(row.end, view.year))
        yield row.name, row.project, ", ".join(row.people), *days, words.number(row.hours), state


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(text: str) -> str:
    return str(markdown(plain(text)))
