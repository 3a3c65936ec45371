"""What a manager has to know in ten seconds: what is late, over budget, too full or idle, and what starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ipmplan.reports import words
from ipmplan.reports.dues import DueState, dues
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import BudgetState, budgets
from ipmplan.reports.sprint import PersonInSprint, Window, finishing, people_in, starting, window

Tone = Literal["bad", "watch", "good"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know: a short headline, and details, the most important first."""

    topic: str
    tone: Tone
    headline: str
    details: tuple[str, ...]


def attention(scene: Scene) -> list[Point]:
    """The points of a plan: milestones, money when there is any, people, the sprint."""
    when = window(scene)
    found = [_milestones(scene, dues(scene))]
    money = budgets(scene)
    if money:
        found.append(_money(scene, money))
    found.append(_people(people_in(scene, when)))
    found.append(_sprint(scene, when))
    return found


def _milestones(scene: Scene, states: Sequence[DueState]) -> Point:
    dated = [due for due in states if due.due is not None and due.finish is not None]
    late = [due for due in dated if due.status == "late"]
    buffer = [due for due in dated if due.status == "buffer"]
    details = tuple(
        f"{_due_name(scene, due)}: {due.verdict(scene.hours_a_day).removeprefix('LATE ')}"
        f"{' late' if due.status == 'late' else ''}, {words.day(due.finish, scene.year)}"
        for due in [*late, *buffer]
    )
    if late:
        return Point("Milestones", "bad", f"{len(late)} of {words.count(len(dated), 'due date')} late", details)
    if buffer:
        return Point("Milestones", "watch", f"none late, {len(buffer)} into the buffer", details)
    if not dated:
        return Point("Milestones", "good", "no due dates", ())
    tightest = min(dated, key=lambda due: due.spare_hours or 0.0)
    spare = words.late(tightest.spare_hours or 0.0, scene.hours_a_day)
    detail = f"Tightest: {_due_name(scene, tightest)}, {spare} to spare"
    return Point("Milestones", "good", f"all {words.count(len(dated), 'due date')} met", (detail,))


def _due_name(scene: Scene, due: DueState) -> str:
    project = scene.project_name(due.project)
    return due.name if due.kind == "project" or not due.project else f"{project} – {due.name}"


def _money(scene: Scene, rows: Sequence[BudgetState]) -> Point:
    capped = [row for row in rows if row.budget is not None]
    over = [row for row in capped if row.over]
    total = words.money(sum((row.cost for row in rows), start=rows[0].cost * 0), scene.currency)
    if over:
        details = tuple(f"{row.name}: {words.money(row.over, scene.currency)} over" for row in over)
        return Point("Budget", "bad", f"{len(over)} of {words.count(len(capped), 'project')} over", details)
    if not capped:
        return Point("Budget", "good", f"{total}, no budgets", ())
    tightest = max(capped, key=lambda row: row.share or 0.0)
    detail = f"Tightest: {tightest.name}, {words.percent(tightest.share or 0.0)} of its budget"
    return Point("Budget", "good", "all within budget", (detail, f"All projects together: {total}"))


def _people(rows: Sequence[PersonInSprint]) -> Point:
    by_state = {state: [row for row in rows if row.state == state] for state in ("over", "full", "idle", "away")}
    details = []
    if by_state["over"]:
        details.append(f"Overloaded: {_names(by_state['over'])}")
    if by_state["idle"]:
        idle = sorted(by_state["idle"], key=lambda row: -row.free)
        free = ", ".join(f"{row.name} ({words.hours(row.free)} free)" for row in idle[:4])
        details.append(f"Idle, under 50 %: {free}{_more(idle, 4)}")
    if by_state["full"]:
        details.append(f"Full, 95 % and more: {_names(by_state['full'])}")
    if by_state["away"]:
        details.append(f"Away: {_names(by_state['away'])}")
    available = sum(row.available for row in rows)
    load = sum(row.booked + row.planned for row in rows) / available if available else 0.0
    if by_state["over"]:
        return Point(
            "People", "bad", f"{words.count(len(by_state['over']), 'person', 'people')} overloaded", tuple(details)
        )
    tone: Tone = "watch" if by_state["idle"] else "good"
    return Point("People", tone, f"{words.percent(load)} of the sprint's time filled", tuple(details))


def _sprint(scene: Scene, when: Window) -> Point:
    starts, ends = starting(scene, when), finishing(scene, when)
    first = [f"{words.day(move.when, scene.year)}: {move.name} ({scene.project_name(move.project)})" for move in starts]
    headline = f"{words.count(len(starts), 'task')} start, {len(ends)} finish"
    if len(starts) == 1:
        headline = f"1 task starts, {len(ends)} finish"
    return Point(when.title, "good", headline, tuple(first))


def _names(rows: Sequence[PersonInSprint], most: int = 6) -> str:
    return ", ".join(row.name for row in rows[:most]) + _more(rows, most)


def _more(rows: Sequence[object], most: int) -> str:
    return f" and {len(rows) - most} more" if len(rows) > most else ""
