"""What changed against the plan before: dates and people, counted, the largest moves named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipmplan.core.plan import Schedule
from ipmplan.reports import words
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.scene import Scene

MOST = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """How two plans differ in what is still to come.

    Parameters
    ----------
    common
        Tasks of both that have not ended.
    dates, people
        Those of them that start or end on another day, and that others do.
    new, gone
        Tasks that only one of the plans has.
    """

    common: tuple[str, ...]
    dates: tuple[str, ...]
    people: tuple[str, ...]
    new: int
    gone: int

    @property
    def moved(self) -> int:
        """Tasks with other dates or people."""
        return len({*self.dates, *self.people})


def moved(scene: Scene) -> Section | None:
    """What moved against the plan before, and how many approved tasks did; None when there is nothing to compare."""
    approved = scene.portfolio.baseline
    before = scene.before if scene.before is not None else approved
    if before is None or not before.tasks:
        return None
    found = changes(scene, before)
    name = _plan(scene, before, approved)
    counts = [words.count(len(rows), one, many) for rows, one, many in _moves(found) if rows]
    counts += [words.count(found.new, "new task")] if found.new else []
    counts += [f"{words.count(found.gone, 'task')} gone"] if found.gone else []
    title = f"Since {name}: {', '.join(counts) or 'nothing moved'}"
    lines = [*_milestones(scene, before), *_people(scene, before, found)]
    rest = f"and {words.count(len(lines) - MOST, 'more change')}" if len(lines) > MOST else ""
    shown = lines[:MOST]
    if approved is not None and approved.tasks:
        against = changes(scene, approved)
        text = f"{against.moved} of {words.count(len(against.common), 'approved task')}"
        shown.insert(0, Line("This plan moves", text, tone="watch" if against.moved else "good"))
    return Section("moved", title, tuple(shown), "info", rest)


def changes(scene: Scene, before: Schedule) -> Difference:
    """Compare a plan with the one before; what has ended by now is not moved by a plan."""
    then = {task.id: task for task in before.tasks}
    common = tuple(task.id for task in scene.schedule.tasks if task.id in then and task.end > scene.now)
    dates = []
    for name in common:
        now, old = scene.task[name], then[name]
        starts = max(now.start, scene.now).date() != max(old.start, scene.now).date()
        if starts or words.last_day(now.end) != words.last_day(old.end):
            dates.append(name)
    ours, theirs = _who(scene.schedule), _who(before)
    people = [name for name in common if ours.get(name, set()) != theirs.get(name, set())]
    new = sum(task.id not in then for task in scene.schedule.tasks)
    gone = sum(name not in scene.task for name in then)
    return Difference(common, tuple(dates), tuple(people), new, gone)


def _moves(found: Difference) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    dates = (found.dates, "task on other days", "tasks on other days")
    return (dates, (found.people, "task with other people", "tasks with other people"))


def _plan(scene: Scene, before: Schedule, approved: Schedule | None) -> str:
    kind = "the approved plan" if before == approved else "the plan"
    return f"{kind} of {words.day(before.as_of, scene.year)}"


def _milestones(scene: Scene, before: Schedule) -> list[Line]:
    """Milestones that are reached on another day, the largest moves first."""
    then = {(row.kind, row.id): row.finish for row in before.milestones}
    found: list[tuple[int, Line]] = []
    for row in scene.schedule.milestones:
        old = then.get((row.kind, row.id))
        if row.finish is None or old is None or row.finish <= scene.now:
            continue
        now, was = words.last_day(row.finish), words.last_day(old)
        if now != was:
            found.append(((now - was).days, _move(scene, row.id, row.kind, now, was)))
    return [line for _, line in sorted(found, key=lambda pair: (-abs(pair[0]), pair[1].what))]


def _move(scene: Scene, ident: str, kind: str, now: date, was: date) -> Line:
    known = scene.portfolio.milestone.get(ident) if kind == "milestone" else None
    if known is not None:
        name = known.name or ident
        name = f"{name} ({known.project})" if known.project else name
    else:
        name = scene.project_name(ident) if kind == "project" else scene.work_name(ident)
    later = now > was
    figure = f"{words.day(now, scene.year)}, was {words.day(was, scene.year)}"
    return Line(name, f"{figure} ({'later' if later else 'sooner'})", tone="watch" if later else "good")


def _people(scene: Scene, before: Schedule, found: Difference) -> list[Line]:
    """Tasks that others do, in order of their start."""
    ours, theirs = _who(scene.schedule), _who(before)
    lines = []
    for name in sorted(found.people, key=lambda name: (scene.task[name].start, name)):
        now, then = ours.get(name, set()), theirs.get(name, set())
        more, less = _names(scene, now - then), _names(scene, then - now)
        figure = f"{more} instead of {less}" if more and less else f"also {more}" if more else f"without {less}"
        lines.append(Line(scene.work_name(name), figure))
    return lines


def _names(scene: Scene, people: set[str]) -> str:
    return ", ".join(scene.person_name(person) for person in sorted(people))


def _who(schedule: Schedule) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in schedule.assignments:
        if row.kind != "booking" and row.person:
            found.setdefault(row.task, set()).add(row.person)
    return found
