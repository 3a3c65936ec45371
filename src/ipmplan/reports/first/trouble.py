"""What is late or over budget, every project of it by name, why, and the best remedy that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ipmplan.reports import words
from ipmplan.reports.critical import CriticalPath, explain
from ipmplan.reports.dues import DueState, dues
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.first.remedies import Remedies, Trouble
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import BudgetState, budgets
from ipmplan.study.scope import Due

# So many are explained, the worst first; all others are named.
MOST_EXPLAINED = 5
TELLING = ("decision", "not_before", "person", "pool", "hold", "other")


@dataclass(frozen=True, slots=True)
class _Found:
    """A line about a project, and what is to be explained of it."""

    line: Line
    rank: tuple[int, float]
    kind: Literal["late", "over"]
    due: DueState | None = None
    money: BudgetState | None = None


def trouble(scene: Scene, remedies: Remedies) -> Section:
    """A line for each project that is late, into a buffer, or over budget, the worst first."""
    states, money = dues(scene), budgets(scene)
    found = sorted([*_late(scene, states), *_over(scene, money)], key=lambda one: (one.rank, one.line.what))
    if not found:
        return _fine(scene, states, money)
    lines = [
        replace(one.line, details=(*one.line.details, *_explained(scene, one, remedies)))
        if place < MOST_EXPLAINED
        else one.line
        for place, one in enumerate(found)
    ]
    projects = {name: len({one.line.what for one in found if one.kind == name}) for name in ("late", "over")}
    late = sum(one.due is not None and one.due.status == "late" for one in found)
    counts = [words.count(late, "project late", "projects late")] if late else []
    if projects["late"] > late:
        into = projects["late"] - late
        counts.append(f"{into} into a buffer" if counts else f"{words.count(into, 'project')} into a buffer")
    if projects["over"]:
        over = projects["over"]
        counts.append(f"{over} over budget" if counts else f"{words.count(over, 'project')} over budget")
    title = ", ".join(counts)
    return Section("trouble", title, tuple(lines), "bad" if late or projects["over"] else "watch")


def _fine(scene: Scene, states: Sequence[DueState], money: Sequence[BudgetState]) -> Section:
    dated = [due for due in states if due.status == "on time" and due.spare_hours is not None]
    lines = []
    if dated:
        least = min(dated, key=lambda due: (due.spare_hours or 0.0, due.id))
        where = f" ({least.project})" if least.project and least.kind != "project" else ""
        lines.append(Line(f"Least to spare: {least.name}{where}", least.verdict(scene.hours_a_day), tone="good"))
    capped = [row for row in money if row.budget is not None]
    if capped:
        most = max(capped, key=lambda row: row.share or 0.0)
        used = f"{words.percent(most.share or 0.0)} of its budget"
        lines.append(Line(f"Fullest: {most.name}", used, tone="good"))
    title = "Nothing is late" if any(due.due is not None for due in states) else "Nothing has a due date"
    return Section("trouble", f"{title}, nothing over budget" if capped else title, tuple(lines), "good")


def _late(scene: Scene, states: Sequence[DueState]) -> list[_Found]:
    by_project: dict[str, list[DueState]] = {}
    for due in states:
        if due.status in ("late", "buffer"):
            by_project.setdefault(due.project, []).append(due)
    found = []
    for project, own in by_project.items():
        worst = own[0]
        late = worst.status == "late"
        figure = worst.verdict(scene.hours_a_day).removeprefix("LATE ")
        last = words.last_day(worst.finish) if worst.finish is not None else None
        about = f"{worst.name} is due {words.day(worst.due, scene.year)}, reached {words.day(last, scene.year)}"
        if len(own) > 1:
            others = [f"{due.name} ({due.verdict(scene.hours_a_day).removeprefix('LATE ')})" for due in own[1:3]]
            more = f" and {len(own) - 3} more" if len(own) > 3 else ""
            about += f"; also {', '.join(others)}{more}"
        line = Line(
            _project(scene, project), f"{figure} late" if late else figure, (about,), "bad" if late else "watch"
        )
        rank = (0, -worst.over_hours) if late else (2, -worst.late_hours)
        found.append(_Found(line, rank, "late", due=worst))
    return found


def _over(scene: Scene, rows: Sequence[BudgetState]) -> list[_Found]:
    found = []
    for row in rows:
        if row.over:
            amount = words.money(row.over, scene.currency)
            about = f"{words.money(row.cost)} of {words.money(row.budget, scene.currency)}"
            about += f", {words.money(row.spent)} of it spent" if row.spent else ""
            line = Line(_project(scene, row.id), f"{amount} over budget", (about,), "bad")
            found.append(_Found(line, (1, -float(row.over)), "over", money=row))
    return found


def _explained(scene: Scene, found: _Found, remedies: Remedies) -> list[str]:
    """Why, and what would help."""
    due = _due(scene, found.due)
    path = explain(scene, due) if due is not None else None
    known = remedies(scene, Trouble(found.kind, due, found.due, found.money))
    said = [cause] if path is not None and (cause := first_cause(scene, path)) else []
    shown = [*known[:1], *([known[-1]] if known and not known[0].enough else [])]
    return [*said, f"Maybe {'; or '.join(remedy.text for remedy in shown)}."] if shown else said


def first_cause(scene: Scene, path: CriticalPath) -> str:
    """The first step of a chain that waits for more than the work before it, with what it waits for."""
    if not path.steps:
        return ""
    for step in path.steps:
        if step.kind in TELLING or "away" in step.named:
            return f"{scene.work_name(step.task.id)} starts {words.day(step.start, scene.year)}: {step.named}"
    first, last = path.steps[0], path.steps[-1]
    count = words.count(len({step.task.id for step in path.steps}), "task")
    if first.task.id == last.task.id:
        return f"{scene.work_name(first.task.id)} takes from {words.moment(first.start, scene.year)} on"
    return f"{count} in a row, from {scene.work_name(first.task.id)} to {scene.work_name(last.task.id)}"


def _project(scene: Scene, project: str) -> str:
    return words.named(project, scene.project_name(project)) if project else scene.project_name("")


def _due(scene: Scene, state: DueState | None) -> Due | None:
    if state is None:
        return None
    return next((due for due in scene.reading.scope.dues if (due.kind, due.id) == (state.kind, state.id)), None)
