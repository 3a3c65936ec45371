"""What changed against the plan before: dates and people, counted, the largest moves named."""

from __future__ import annotations

from datetime import date

from ipmplan.core.moves import Moves, moves, workers
from ipmplan.core.plan import Schedule
from ipmplan.explaining.changes import DateChange, PlanChanges, diff_read
from ipmplan.reports import words
from ipmplan.reports.differences import because
from ipmplan.reports.first.data import Line, Section, Tone
from ipmplan.reports.scene import Scene

MOST = 6


def moved(scene: Scene) -> Section | None:
    """What moved against the plan before, and how many approved tasks did; None when there is nothing to compare."""
    approved = scene.portfolio.baseline
    before = scene.before if scene.before is not None else approved
    if before is None or not before.tasks:
        return None
    found = moves(before, scene.schedule, scene.now)
    reasons = diff_read(before, scene.reading)
    name = _plan(scene, before, approved)
    counts = [words.count(len(rows), one, many) for rows, one, many in _moves(found) if rows]
    counts += [words.count(len(found.new), "new task")] if found.new else []
    counts += [f"{words.count(len(found.gone), 'task')} gone"] if found.gone else []
    title = f"Since {name}: {', '.join(counts) or 'nothing moved'}"
    lines = [*_milestones(scene, before, reasons), *_people(scene, before, found, reasons)]
    rest = f"and {words.count(len(lines) - MOST, 'more change')}" if len(lines) > MOST else ""
    shown = lines[:MOST]
    if approved is not None and approved.tasks:
        against = moves(approved, scene.schedule, scene.now)
        text = f"{against.moved} of {words.count(len(against.common), 'approved task')}"
        shown.insert(0, Line("This plan moves", text, tone="watch" if against.moved else "good"))
    return Section("moved", title, tuple(shown), "info", rest)


def _moves(found: Moves) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    dates = (found.dates, "task on other days", "tasks on other days")
    return (dates, (found.people, "task with other people", "tasks with other people"))


def _plan(scene: Scene, before: Schedule, approved: Schedule | None) -> str:
    kind = "the approved plan" if before == approved else "the plan"
    return f"{kind} of {words.day(before.as_of, scene.year)}"


def _milestones(scene: Scene, before: Schedule, reasons: PlanChanges) -> list[Line]:
    """Milestones that are reached on another day, the largest moves first."""
    then = {(row.kind, row.id): row.finish for row in before.milestones}
    known = {(one.kind, one.id): one for one in reasons.dates}
    found: list[tuple[int, Line]] = []
    for row in scene.schedule.milestones:
        old = then.get((row.kind, row.id))
        if row.finish is None or old is None or row.finish <= scene.now:
            continue
        now, was = words.last_day(row.finish), words.last_day(old)
        if now != was:
            found.append(((now - was).days, _move(scene, row.id, row.kind, (now, was), known.get((row.kind, row.id)))))
    return [line for _, line in sorted(found, key=lambda pair: (-abs(pair[0]), pair[1].what))]


def _move(scene: Scene, ident: str, kind: str, days: tuple[date, date], change: DateChange | None) -> Line:
    now, was = days
    known = scene.portfolio.milestone.get(ident) if kind == "milestone" else None
    if known is not None:
        name = known.name or ident
        name = f"{name} ({known.project})" if known.project else name
    else:
        name = scene.project_name(ident) if kind == "project" else scene.work_name(ident)
    later = now > was
    figure = f"{words.day(now, scene.year)}, was {words.day(was, scene.year)}"
    told = change is not None and change.told
    details = (f"{because(change, manager=True)}.",) if change is not None else ()
    if told and later:
        details = (f"{words.day(was, scene.year)} was told.", *details)
    tone: Tone = "bad" if told and later else "watch" if later else "good"
    return Line(name, f"{figure} ({'later' if later else 'sooner'})", details, tone)


def _people(scene: Scene, before: Schedule, found: Moves, reasons: PlanChanges) -> list[Line]:
    """Tasks that others do, in order of their start."""
    ours, theirs = workers(scene.schedule), workers(before)
    lines = []
    known = {one.id: one.reason for one in reasons.tasks}
    for name in sorted(found.people, key=lambda name: (scene.task[name].start, name)):
        now, then = ours.get(name, set()), theirs.get(name, set())
        more, less = _names(scene, now - then), _names(scene, then - now)
        figure = f"{more} instead of {less}" if more and less else f"also {more}" if more else f"without {less}"
        details = (f"{known[name].said(manager=True)}.",) if name in known else ()
        lines.append(Line(scene.work_name(name), figure, details))
    return lines


def _names(scene: Scene, people: set[str]) -> str:
    return ", ".join(scene.person_name(person) for person in sorted(people))
