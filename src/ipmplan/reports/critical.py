"""The critical path as a manager reads it: why the latest promise, or the end, is where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ipmplan.core.people import EVERYBODY
from ipmplan.core.plan import PlannedTask
from ipmplan.core.work import counts_time
from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.study.scope import Due, TaskLink

if TYPE_CHECKING:
    from ipmplan.network import ChainStep, Tie

EDGES = {"S": "the start of ", "F": ""}


@dataclass(frozen=True, slots=True)
class Step:
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
        Name of the tie's `ArcKind`; empty for none.
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
    steps: tuple[Step, ...]
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
    from ipmplan.network import chain

    names = due.tasks if due is not None else tuple(scene.task)
    ends = [(scene.task[name].end, name) for name in names if name in scene.task]
    if not ends:
        return CriticalPath("", None, (), 0)
    finish, last = max(ends)
    steps = tuple(_steps(scene, chain(scene.network, last)))
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


def _steps(scene: Scene, found: tuple[ChainStep, ...]) -> Iterator[Step]:
    moment = scene.portfolio.grid.moment
    for step in found:
        tie = step.tie
        person = tie.about if tie is not None and tie.kind.name == "PERSON" else ""
        yield Step(
            scene.task[step.task],
            step.people,
            moment(step.start),
            moment(step.end),
            tie.after if tie is not None else "",
            person,
            tie.kind.name if tie is not None else "",
            _because(scene, step, named=False),
            _because(scene, step, named=True),
        )


def _because(scene: Scene, step: ChainStep, *, named: bool) -> str:
    """Why a step begins when it does, and who is away in it."""
    if step.tie is None:
        return "nothing ties it"
    reason = _tie(scene, step.task, step.tie, named=named)
    if step.chosen:
        could = words.moment(scene.portfolio.grid.moment(step.tie.could), scene.year)
        reason = f"the planner's choice; it could begin {could} ({reason})"
    before = () if step.chosen else tuple(_away(scene, step, step.tie.moment, step.start, named=named))
    during = tuple(_away(scene, step, step.start, step.end, named=named))
    return "; ".join((reason, *(f"then {away}" for away in before), *(f"meanwhile {away}" for away in during)))


def _tie(scene: Scene, task: str, tie: Tie, *, named: bool) -> str:
    after = scene.work_name(tie.after) if named and tie.after else tie.after
    kind = tie.kind.name
    if kind == "LINK":
        return _link(scene, tie, after)
    if kind == "PERSON":
        return f"{scene.person_name(tie.about)} is busy with {after}" if named else f"{tie.about} on {after}"
    if kind == "POOL":
        pool = scene.portfolio.pool[tie.about]
        return f"{pool.name or pool.id} is in use for {after}" if named else f"{pool.id} in use for {after}"
    if kind == "NOT_BEFORE":
        return f"not before {words.day(scene.portfolio.task[task].not_before, scene.year)}"
    if kind == "DECISION":
        return f"waits for the answer to {tie.about}"
    if scene.reading.is_fresh(task):
        return "begins at the status date"
    return "has begun"


def _link(scene: Scene, tie: Tie, after: str) -> str:
    edge, waits = EDGES[tie.about[0]], "ends " if tie.about[1] == "F" else ""
    lag = words.hours(scene.portfolio.grid.to_hours(abs(tie.lag)))
    if tie.lag > 0:
        return f"{waits}{lag} after {edge}{after}"
    if counts_time(tie.about, tie.lag):
        return f"{waits}at most {lag} before {edge or 'the end of '}{after}"
    return f"{waits}after {edge}{after}"


def _away(scene: Scene, step: ChainStep, start: int, end: int, *, named: bool) -> Iterator[str]:
    """Who of a step's people is away for part of the portfolio's time between two ticks, or booked before its start."""
    calendar, grid, time = scene.reading.time.portfolio, scene.portfolio.grid, scene.reading.time
    for person in step.people:
        who = scene.person_name(person) if named else person
        for placed in time.bookings(person):
            taken = sum(max(0, min(stop, end) - max(first, start)) for first, stop in placed.intervals)
            if start < end <= step.start and grid.to_hours(taken) * 2 >= scene.hours_a_day:
                yield f"{who} is booked for {scene.work_name(placed.booking) if named else placed.booking}"
        for absence in scene.portfolio.absences:
            if absence.person not in (person, EVERYBODY):
                continue
            first, stop = max(start, grid.start_of(absence.start)), min(end, time.absence_end(absence))
            if first < stop and (absence.person == EVERYBODY or calendar.count(first, stop)):
                why = f" ({absence.reason})" if absence.reason else ""
                last = words.last_day(grid.moment(time.absence_end(absence)))
                yield f"{who} is away until {words.day(last, scene.year)}{why}"
