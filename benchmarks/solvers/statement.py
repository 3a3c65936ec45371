"""A published problem as other solvers are told it: steps, their modes or seats, and resources; and their answer as a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from benchmarks.problems.network import Mode, Network, Resource
from benchmarks.problems.problem import Problem, moment
from benchmarks.problems.staffing import Staffing
from benchmarks.problems.teamwork import Teamwork
from ipmplan.core.plan import Assignment, PlannedTask, Schedule


@dataclass(frozen=True, slots=True)
class Seats:
    """Places for `heads` of the people `able` (numbers in `Statement.people`), who all work with `skill`."""

    heads: int
    able: tuple[int, ...]
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done once.

    Parameters
    ----------
    name
        Id of the task in a plan; empty = a dummy, which is not planned.
    modes
        Ways to do it, one at least.
    seats
        Who works on it for the whole duration; nobody has two seats of a step.
    after
        Numbers of the steps that end before.
    release
        It does not start before.
    """

    name: str
    modes: tuple[Mode, ...]
    seats: tuple[Seats, ...] = ()
    after: tuple[int, ...] = ()
    release: int = 0


@dataclass(frozen=True)
class Statement:
    """A problem: the last end of all steps is to be as early as possible.

    Parameters
    ----------
    people
        Ids of those who have one seat at a time at the most.
    """

    name: str
    steps: tuple[Step, ...]
    resources: tuple[Resource, ...] = ()
    people: tuple[str, ...] = ()

    @cached_property
    def horizon(self) -> int:
        """An end that some plan keeps: all steps one after the other, each by its longest mode."""
        return max(step.release for step in self.steps) + sum(
            max(mode.duration for mode in step.modes) for step in self.steps
        )


@dataclass(frozen=True, slots=True)
class Done:
    """How a solver does a step: `people` are pairs of a seat's and a person's number."""

    start: int
    mode: int = 0
    people: tuple[tuple[int, int], ...] = ()


def state(problem: Problem) -> Statement:
    """Say a problem in the words that all of these solvers have.

    Raises
    ------
    TypeError
        When it is of a kind that nobody said how to.
    """
    if isinstance(problem, Network):
        return _network(problem)
    if isinstance(problem, Staffing):
        return _staffing(problem)
    if isinstance(problem, Teamwork):
        return _teamwork(problem)
    raise TypeError(type(problem).__name__)


def answer(statement: Statement, done: Sequence[Done]) -> Schedule:
    """Turn what a solver does, one for each step, into a plan, for the same judge as ours."""
    tasks: list[PlannedTask] = []
    assignments: list[Assignment] = []
    for step, chosen in zip(statement.steps, done, strict=True):
        if not step.name:
            continue
        hours = step.modes[chosen.mode].duration
        start, end = moment(chosen.start), moment(chosen.start + hours)
        tasks.append(PlannedTask(step.name, start, end, chosen.mode))
        assignments += (
            _row(step, statement.people[person], seat, (start, end), hours) for seat, person in chosen.people
        )
    return Schedule(statement.name, moment(0), "feasible", (), tuple(assignments), tuple(tasks))


def _row(step: Step, person: str, seat: int, span: tuple[datetime, datetime], hours: int) -> Assignment:
    return Assignment(step.name, person, *span, float(hours), seat, step.seats[seat].skill)


def _network(problem: Network) -> Statement:
    names = {number: name for name, number in problem.real.items()}
    steps = (
        Step(names.get(n, ""), activity.modes, after=tuple(problem.predecessors[n]), release=activity.release)
        for n, activity in enumerate(problem.activities)
    )
    return Statement(problem.name, tuple(steps), problem.resources)


def _staffing(problem: Staffing) -> Statement:
    at: Mapping[int, int] = {number: place for place, number in enumerate(problem.jobs)}
    workers = tuple(problem.workers.values())
    steps = []
    for number, job in problem.jobs.items():
        able = tuple(p for p, worker in enumerate(workers) if worker.levels.get(job.skill, -1) >= job.level)
        after = tuple(at[predecessor] for predecessor in job.predecessors)
        steps.append(Step(f"t{number}", (Mode(job.duration, ()),), (Seats(1, able, job.skill),), after))
    return Statement(problem.name, tuple(steps), people=tuple(f"w{number}" for number in problem.workers))


def _teamwork(problem: Teamwork) -> Statement:
    names = {number: name for name, number in problem.real.items()}
    able = [tuple(p for p, row in enumerate(problem.masters) if row[skill]) for skill in range(len(problem.masters[0]))]
    steps = []
    for n, activity in enumerate(problem.activities):
        seats = tuple(Seats(heads, able[skill], f"s{skill}") for skill, heads in enumerate(activity.needs) if heads)
        steps.append(Step(names.get(n, ""), (Mode(activity.duration, ()),), seats, activity.predecessors))
    return Statement(problem.name, tuple(steps), people=tuple(f"w{n}" for n in range(len(problem.masters))))
