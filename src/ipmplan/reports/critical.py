"""The critical path as a manager reads it: why the latest promise, or the end, is where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ipmplan.core.people import Absence
from ipmplan.core.plan import PlannedTask
from ipmplan.explaining.why import Step
from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.study.bound import Bound, Table
from ipmplan.study.scope import Due, TaskLink


@dataclass(frozen=True, slots=True)
class PathStep:
    """Work of the chain and what it waits for.

    Parameters
    ----------
    task
        Whose work it is.
    people
        Who does this work; empty for a wait.
    start, end
        Of this work; the task may have other parts.
    after
        The task that comes before it; empty when facts alone keep it.
    person
        Who is busy with that task until then; empty when something else ties the two.
    kind
        Of its tie (`ipmplan.study.bound`); empty for none.
    because
        What it waits for in words, with ids.
    named
        The same with names.
    """

    task: PlannedTask
    people: tuple[str, ...]
    start: datetime
    end: datetime
    after: str
    person: str
    kind: str
    because: str
    named: str


@dataclass(frozen=True)
class CriticalPath:
    """The chain that explains a date, first step first.

    Parameters
    ----------
    milestone
        Name of the milestone that it explains; empty = the last finish.
    finish
        The moment that it explains, None without a chain.
    steps
        Work of the chain, first to last.
    others
        How many critical tasks are not on it.
    """

    milestone: str
    finish: datetime | None
    steps: tuple[PathStep, ...]
    others: int

    def title(self, year: int) -> str:
        """What it explains, in words."""
        last = words.day(words.last_day(self.finish), year) if self.finish is not None else ""
        return f"why {self.milestone} is reached on {last}" if self.milestone else f"why the plan ends on {last}"


def critical_path(scene: Scene) -> CriticalPath:
    """Explain the promise that is broken by most, else one that a delay would break, else the last finish.

    Of dated milestones that are as late the one that is reached last counts. The chain has no holes: each step begins where
    its tie lets it, or says that the planner chose a later start.
    """
    return explain(scene, _promise(scene))


def explain(scene: Scene, due: Due | None) -> CriticalPath:
    """Explain when a milestone is reached, None = when the plan ends."""
    names = due.tasks if due is not None else tuple(scene.task)
    ends = [(scene.task[name].end, name) for name in names if name in scene.task]
    if not ends:
        return CriticalPath("", None, (), 0)
    finish, last = max(ends)
    steps = tuple(_steps(scene, scene.chains.to_end(last)))
    shown = {step.task.id for step in steps}
    critical = [task for task in scene.schedule.tasks if task.critical and task.end > scene.now]
    milestone = _name(scene, due) if due is not None else ""
    return CriticalPath(milestone, finish, steps, sum(task.id not in shown for task in critical))


def critical_links(scene: Scene) -> list[TaskLink]:
    """Links between critical tasks of which one follows right after the other in portfolio working time."""
    calendar, grid = scene.time.portfolio, scene.portfolio.grid
    found = []
    for link in scene.study.scope.links:
        before, after = scene.task.get(link.before), scene.task.get(link.after)
        if before is None or after is None or not (before.critical and after.critical):
            continue
        leaves = grid.end_of(before.end if link.type in {"FS", "FF"} else before.start)
        arrives = grid.end_of(after.start if link.type in {"FS", "SS"} else after.end)
        if calendar.count(leaves, arrives) <= max(link.lag, 0):
            found.append(link)
    return found


def _promise(scene: Scene) -> Due | None:
    """The dated milestone that is latest, or would be with the next hour; None when all have room."""
    calendar = scene.reading.time.portfolio
    found = []
    for due in scene.reading.scope.dues:
        ends = [scene.reading.spans[name][1] for name in due.tasks if name in scene.reading.spans]
        if due.end is None or not ends or max(ends) <= scene.portfolio.as_of_tick:
            continue
        late = calendar.count(due.end, max(ends)) + due.buffer
        if late >= 0:
            found.append((late > due.buffer, late, max(ends), due))
    return max(found, key=lambda row: row[:3])[3] if found else None


def _name(scene: Scene, due: Due) -> str:
    if due.kind == "milestone":
        name = scene.portfolio.milestone[due.id].name or due.id
        return f"{name} ({due.project})" if due.project else name
    return scene.project_name(due.id) if due.kind == "project" else scene.work_name(due.id)


def _steps(scene: Scene, found: tuple[Step, ...]) -> Iterator[PathStep]:
    moment = scene.portfolio.grid.moment
    for step in found:
        bound = step.ties[0].bound if step.ties else None
        yield PathStep(
            scene.task[step.task],
            step.people,
            moment(step.start),
            moment(step.end),
            bound.after if bound is not None else "",
            bound.person if bound is not None and bound.kind == "person" else "",
            bound.kind if bound is not None else "",
            because(scene, step, named=False),
            because(scene, step, named=True),
        )


def because(scene: Scene, step: Step, *, named: bool) -> str:
    """Why a step begins when it does, and who is away in it, with ids or names."""
    if not step.ties:
        return "nothing ties it"
    reason = _said(scene, step.ties[0].bound, named=named)
    if step.chosen:
        could = words.moment(scene.portfolio.grid.moment(step.ties[0].could), scene.year)
        reason = f"the planner's choice; it could begin {could} ({reason})"
    before = [_said(scene, bound, named=named) for bound in step.away if _matters(scene, step, bound)]
    during = [away(scene, absence, step.people, named=named) for absence in step.meanwhile]
    return "; ".join((reason, *(f"then {one}" for one in before), *(f"meanwhile {one}" for one in during)))


def _said(scene: Scene, bound: Bound, *, named: bool) -> str:
    def name(table: Table, ident: str) -> str:
        return scene.name(table, ident) if named else ident

    return bound.words(name, lambda day: words.day(day, scene.year), private=True)


def _matters(scene: Scene, step: Step, bound: Bound) -> bool:
    """Whether it is worth a word: any leave that takes working time, and bookings of half a day or more."""
    start = max(bound.since, step.ties[0].bound.moment)
    lost = scene.portfolio.grid.to_hours(scene.reading.time.portfolio.count(start, bound.moment))
    return lost * 2 >= scene.hours_a_day if bound.about else lost > 0


def away(scene: Scene, absence: Absence, people: tuple[str, ...], *, named: bool) -> str:
    """Who is away until when, and why."""
    who = absence.person if absence.person in people else people[0]
    last = words.last_day(scene.portfolio.grid.moment(scene.reading.time.absence_end(absence)))
    why = f" ({absence.reason})" if absence.reason else ""
    longer = " or longer" if absence.end is None else ""
    return f"{scene.person_name(who) if named else who} is away until {words.day(last, scene.year)}{longer}{why}"
