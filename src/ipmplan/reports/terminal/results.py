"""What the plan reaches: milestones, money, the critical path, and goals in figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from ipmplan.reports import words
from ipmplan.reports.answered import conditions, if_answered
from ipmplan.reports.critical import critical_path
from ipmplan.reports.dues import dues
from ipmplan.reports.goals import goal_states
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import budgets
from ipmplan.reports.terminal.tables import add, heading, more, table

MOST_DUES = 20
MOST_PROJECTS = 20
MOST_STEPS = 16
# Behind what depends on an answer of which nobody knows when it comes.
MARK = ("", " *")


def sections(view: Scene) -> Iterator[RenderableType]:
    """Yield all of them, in the order in which they are read."""
    yield from milestones(view)
    yield from _budget(view)
    yield from _critical(view)


def milestones(view: Scene) -> Iterator[RenderableType]:
    """Due dates against the plan, late ones first."""
    found = [due for due in dues(view) if due.status not in {"reached", "no tasks"}]
    yield from heading("Milestones")
    if not found:
        yield Text("None to come.")
        return
    made = table("milestone", "project", "due", "finish", "", fixed=("project", "due", "finish", ""))
    known, tasks = conditions(view), {(due.kind, due.id): due.tasks for due in view.reading.scope.dues}
    said: dict[str, None] = {}
    for due in found[:MOST_DUES]:
        condition = if_answered(known, tasks.get((due.kind, due.id), ()))
        said |= {condition: None} if condition else {}
        style = {"late": "bold red", "buffer": "yellow"}.get(due.status, "")
        finish = words.last_day(due.finish) if due.finish is not None else None
        cells = (
            words.day(due.due, view.year),
            words.day(finish, view.year),
            due.verdict(view.hours_a_day) + MARK[bool(condition)],
        )
        add(made, words.shorten(due.name, 40), words.shorten(due.project, 12), *cells, style=style)
    yield made
    yield from _conditions(said)
    yield from more(MOST_DUES, len(found), "milestones")


def goals(view: Scene) -> Iterator[RenderableType]:
    """Value, bound and what is proved."""
    states = goal_states(view)
    if not states:
        return
    yield from heading("Goals in figures, in their order")
    made = table("goal", "value", "bound", "", "unit", numbers=("value", "bound"), fixed=("goal", ""), wraps=("unit",))
    for state in states:
        add(made, state.goal, state.value, state.bound, state.verdict.strip("()"), state.unit)
    yield made


def _budget(view: Scene) -> Iterator[RenderableType]:
    rows = budgets(view)
    if not rows:
        return
    yield from heading(f"Budget by project, {view.currency}" if view.currency else "Budget by project")
    numbers = ("spent", "in all", "budget", "used")
    made = table("project", *numbers, "", numbers=numbers, fixed=("",))
    known, said = conditions(view), dict[str, None]()
    for row in rows[:MOST_PROJECTS]:
        condition = if_answered(known, (task.id for task in view.reading.scope.tasks if task.project == row.id))
        said |= {condition: None} if condition else {}
        used = words.percent(row.share) if row.share is not None else "–"
        cells = (
            words.money(row.spent),
            words.money(row.cost),
            words.money(row.budget),
            used,
            row.verdict("") + MARK[bool(condition)],
        )
        add(made, words.shorten(words.named(row.id, row.name), 36), *cells, style="bold red" if row.over else "")
    yield made
    yield from _conditions(said)
    yield from more(MOST_PROJECTS, len(rows), "projects")


def _conditions(said: Iterable[str]) -> Iterator[RenderableType]:
    """What the mark means."""
    for condition in said:
        yield Text(f"{MARK[True].strip()} {condition}", style="dim")


def _critical(view: Scene) -> Iterator[RenderableType]:
    path = critical_path(view)
    if not path.steps:
        return
    yield from heading(f"Critical path: {path.title(view.year)}")
    made = table("from", "to", "task", "name", "because", fixed=("from", "to", "task"), wraps=("because",))
    shown = path.steps[-MOST_STEPS:]
    if len(shown) < len(path.steps):
        yield Text(f"{len(path.steps) - len(shown)} earlier steps are in the report", style="dim")
    for step in shown:
        start, end = words.day(step.start, view.year), words.day(words.last_day(step.end), view.year)
        name = words.shorten(view.work_name(step.task.id), 28)
        add(made, start, end, words.shorten(step.task.id, 20), name, step.because)
    yield made
    if path.others:
        noun = "more task is" if path.others == 1 else "more tasks are"
        yield Text(f"{path.others} {noun} critical for other due dates, or beside this chain", style="dim")
