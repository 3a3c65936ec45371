"""What a manager has to know in ten seconds: what is late, over budget, too full or idle, and what starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ipmplan.reports import words
from ipmplan.reports.dues import DueState, dues
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import BudgetState, budgets
from ipmplan.reports.sprint import PersonInSprint, Window, finishing, people_in, starting, window

MOST_IDLE = 3
Tone = Literal["bad", "watch", "good", "info"]


@dataclass(frozen=True, slots=True)
class Detail:
    """A line behind a headline: what, and its figure."""

    what: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know: a short headline, and details, the most important first."""

    topic: str
    tone: Tone
    headline: str
    details: tuple[Detail, ...]


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
    details = [Detail(_due_name(scene, due), f"{words.late(due.over_hours, scene.hours_a_day)} late") for due in late]
    details += [Detail(_due_name(scene, due), due.verdict(scene.hours_a_day)) for due in buffer]
    if late:
        return Point("Milestones", "bad", f"{len(late)} of {words.count(len(dated), 'due date')} late", tuple(details))
    if buffer:
        return Point("Milestones", "watch", f"none late, {len(buffer)} into the buffer", tuple(details))
    if not dated:
        return Point("Milestones", "info", "no due dates", ())
    tightest = sorted((due for due in dated if due.status == "on time"), key=lambda due: due.spare_hours or 0.0)[:3]
    spare = tuple(Detail(_due_name(scene, due), due.verdict(scene.hours_a_day)) for due in tightest)
    every = "all " if len(dated) > 1 else ""
    return Point("Milestones", "good", f"{every}{words.count(len(dated), 'due date')} met", spare)


def _due_name(scene: Scene, due: DueState) -> str:
    if due.kind == "project" or not due.project:
        return due.name
    return f"{due.name} · {scene.project_name(due.project)}"


def _money(scene: Scene, rows: Sequence[BudgetState]) -> Point:
    capped = [row for row in rows if row.budget is not None]
    over = [row for row in capped if row.over]
    in_all = sum((row.cost for row in rows), Decimal(0))
    total = Detail("All projects together", words.money(in_all, scene.currency))
    if over:
        details = [Detail(row.name, f"{words.money(row.over, scene.currency)} over") for row in over]
        headline = f"{len(over)} of {words.count(len(capped), 'project')} over budget"
        return Point("Budget", "bad", headline, (*details, total))
    if not capped:
        return Point("Budget", "info", "no budgets", (total,))
    tightest = sorted(capped, key=lambda row: -(row.share or 0.0))[:3]
    used = [Detail(row.name, f"{words.percent(row.share or 0.0)} used") for row in tightest]
    return Point("Budget", "good", "all within budget", (*used, total))


def _people(rows: Sequence[PersonInSprint]) -> Point:
    by_state = {state: [row for row in rows if row.state == state] for state in ("over", "full", "idle", "away")}
    over = sorted(by_state["over"], key=lambda row: -row.load)
    details = [Detail(row.name, f"overloaded, {words.percent(row.load)}") for row in over]
    idle = sorted(by_state["idle"], key=lambda row: -row.free)
    details += [Detail(row.name, f"idle, {words.hours(row.free)} free") for row in idle[:MOST_IDLE]]
    if len(idle) > MOST_IDLE:
        details.append(Detail(f"{len(idle) - MOST_IDLE} more are less than half full"))
    if by_state["full"]:
        details.append(Detail(f"Full: {_names(by_state['full'])}"))
    if by_state["away"]:
        details.append(Detail(f"Away: {_names(by_state['away'])}"))
    available = sum(row.available for row in rows)
    load = sum(row.booked + row.planned for row in rows) / available if available else 0.0
    if over:
        return Point("People", "bad", f"{words.count(len(over), 'person', 'people')} overloaded", tuple(details))
    headline = f"{words.percent(load)} of the time is filled"
    if idle:
        headline += f", {len(idle)} idle"
    return Point("People", "watch" if idle else "good", headline, tuple(details))


def _sprint(scene: Scene, when: Window) -> Point:
    starts, ends = starting(scene, when), finishing(scene, when)
    details = tuple(Detail(move.name, words.day(move.when, scene.year)) for move in starts)
    verb = "task starts" if len(starts) == 1 else "tasks start"
    return Point(when.title, "info", f"{len(starts):,} {verb}, {len(ends):,} finish", details)


def _names(rows: Sequence[PersonInSprint], most: int = 6) -> str:
    return ", ".join(row.name for row in rows[:most]) + _more(rows, most)


def _more(rows: Sequence[object], most: int) -> str:
    return f" and {len(rows) - most} more" if len(rows) > most else ""
