"""Questions that hold work back: whose answer is needed, by when, for what."""

from __future__ import annotations

from ipmplan.core.records import Decision
from ipmplan.reports import words
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.scene import Scene

MOST = 8


def answers(scene: Scene) -> Section | None:
    """Open decisions in the order in which their answers are needed; None when none is open."""
    scope = scene.reading.scope
    known = {project.id for project in scope.projects} | {""}
    waiting = [one for one in scene.portfolio.decisions if one.answered_on is None and one.project in known]
    if not waiting:
        return None
    order = sorted(waiting, key=lambda one: (scope.answer(one), one.id))
    lines = tuple(_line(scene, decision) for decision in order[:MOST])
    title = f"{words.count(len(order), 'answer')} needed"
    rest = len(order) - len(lines)
    return Section("answers", title, lines, "watch", f"and {rest} more in the report" if rest else "")


def _line(scene: Scene, decision: Decision) -> Line:
    grid = scene.portfolio.grid
    held = [scene.task[name] for name in decision.tasks if name in scene.task]
    first = min(held, key=lambda task: (task.start, task.id), default=None)
    expected = grid.moment(scene.known(scene.reading.scope.answer(decision)))
    overdue = decision.expected is not None and words.day_of(decision.expected) < scene.portfolio.as_of_day
    if overdue:
        when = f"overdue since {words.day(decision.expected, scene.year)}; taken as {words.day(expected, scene.year)}"
    elif decision.expected is None:
        when = f"no date; taken as {words.day(expected, scene.year)}"
    else:
        when = f"by {words.day(expected, scene.year)}"
    owner = "us"
    if decision.owner == "client":
        project = scene.portfolio.project.get(decision.project)
        owner = (project.client if project is not None else "") or "the client"
    details = [f"from {owner}"]
    if first is not None:
        others = len(held) - 1
        more = f" and {words.count(others, 'other task')}" if others else ""
        details[0] += f", holds {scene.work_name(first.id)}{more}"
    question = decision.question or decision.id
    what = question if question == decision.id else f"{question} ({decision.id})"
    return Line(what, when, tuple(details), "bad" if overdue else "watch")
