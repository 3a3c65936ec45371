"""Which tasks a step of the search may change.

Every neighbourhood frees a set of tasks; tasks that come later keep their people and may only move earlier, and all
other work stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from ipmplan.instance.horizon import Window
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.culprits import culprit
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True)
class Neighbourhood:
    """Tasks to free, tasks that are held to their people, and where both may go."""

    kind: str
    free: tuple[int, ...]
    held: frozenset[int]
    windows: dict[int, Window]


Pick = Callable[[Solution, str, int, Random], list[int]]


def time_window(solution: Solution, _goal: str, size: int, random: Random) -> list[int]:
    """Tasks around a random moment."""
    choices = solution.choices
    centre = random.uniform(0, solution.last_moment)
    ranked = sorted(range(len(choices)), key=lambda n: abs((choices[n].start + choices[n].end) / 2 - centre))
    return ranked[:size]


def people(solution: Solution, goal: str, size: int, random: Random) -> list[int]:
    """Tasks of a few people who can stand in for each other, around a random moment."""
    worked = sorted({work.person for choice in solution.choices for work in choice.work})
    if not worked:
        return time_window(solution, goal, size, random)
    first = random.choice(worked)
    mates = [p for p in worked if p != first and _able_in_common(solution, first, p)]
    random.shuffle(mates)
    team = {first, *mates[: random.randint(1, 4)]}
    centre = random.uniform(0, solution.last_moment)
    tasks = [n for n, choice in enumerate(solution.choices) if any(work.person in team for work in choice.work)]
    tasks.sort(key=lambda n: abs((solution.choices[n].start + solution.choices[n].end) / 2 - centre))
    return tasks[:size]


def _able_in_common(solution: Solution, first: int, second: int) -> bool:
    key = (min(first, second), max(first, second))
    return key in solution.instance.substitutes


def project(solution: Solution, _goal: str, size: int, random: Random) -> list[int]:
    """Tasks of one or two projects, around a random moment."""
    tasks = solution.instance.tasks
    projects = sorted({task.project for task in tasks})
    chosen = set(random.sample(projects, min(len(projects), random.randint(1, 2))))
    centre = random.uniform(0, solution.last_moment)
    members = [task.index for task in tasks if task.project in chosen]
    members.sort(key=lambda n: abs(solution.choices[n].start - centre))
    return members[:size]


def chain(solution: Solution, goal: str, size: int, random: Random) -> list[int]:
    """The tasks that push what the goal measures, with what lies beside them."""
    choices, instance = solution.choices, solution.instance
    by_person = solution.tasks_by_person
    queue = [culprit(solution, goal, random)]
    found: dict[int, None] = {}
    while queue and len(found) < size:
        number = queue.pop(random.randrange(len(queue)))
        if number in found:
            continue
        found[number] = None
        before = [link.before for link in instance.into[number]]
        before += [
            other
            for work in choices[number].work
            for other in by_person[work.person]
            if choices[other].end <= choices[number].start and choices[other].end >= choices[number].start - 8
        ]
        queue.extend(other for other in before if other not in found)
    if len(found) < size:
        spread = random.choice(list(found))
        centre = choices[spread].start
        ranked = sorted(range(len(choices)), key=lambda n: abs(choices[n].start - centre))
        for number in ranked[: size - len(found)]:
            found.setdefault(number, None)
    return list(found)


PICKS: Sequence[Pick] = (time_window, people, project, chain)


def neighbourhood(
    solution: Solution, pick: Pick, goal: str, size: int, random: Random, *, margin: int
) -> Neighbourhood:
    """Free the tasks that `pick` chooses; hold what comes later.

    Parameters
    ----------
    solution
        What is made better.
    pick
        Chooses which tasks are freed.
    goal
        Name of the stage's goal.
    size
        How many tasks are freed, about.
    random
        Of the choice.
    margin
        Grid slots by which free tasks may move beyond the first and last of them, and held tasks may move earlier.
    """
    free = sorted(pick(solution, goal, size, random))
    chosen = set(free)
    choices, tasks = solution.choices, solution.instance.tasks
    low = min(choices[n].start for n in free)
    high = max(choices[n].end for n in free)
    last = solution.last_moment
    windows = {
        n: Window(max(tasks[n].release, low - margin), max(min(last, high + margin), choices[n].end)) for n in free
    }
    held = [
        n
        for n, choice in enumerate(choices)
        if n not in chosen and choice.start >= low and not _may_wait_alone(solution, n)
    ]
    for number in held:
        choice = choices[number]
        windows[number] = Window(max(tasks[number].release, choice.start - margin), choice.end)
    return Neighbourhood(pick.__name__, tuple(free), frozenset(held), windows)


def _may_wait_alone(solution: Solution, number: int) -> bool:
    return solution.instance.tasks[number].started is not None


@dataclass(frozen=True, slots=True)
class Parameters:
    """How large a neighbourhood is, and how long a call may take.

    Sizes matter (docs/search.md: `mid-plain` 452 to 436 slots, depending on them); the other values are set by hand, without figures.

    Parameters
    ----------
    limit
        The most of a call, in the clock's unit.
    first, least, most
        How many tasks are freed: at first, at the least, at the most.
    growth
        Factor by which they become more when a call closes its model, and fewer when it does not.
    margin
        Working days by which free tasks may move beyond the first and last of them.
    least_margin
        The same in slots, where days are short.
    """

    limit: float = 1.0
    first: float = 20.0
    least: int = 8
    most: int = 150
    growth: float = 1.05
    margin: int = 5
    least_margin: int = 40


PARAMETERS = Parameters()


class Neighbourhoods:
    """CP-SAT on a window, a few people, a project or a chain, while the rest stands still."""

    when: ClassVar[When] = When.AGAIN

    def __init__(self, setting: Setting) -> None:
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock
        self.random = setting.random
        self.size = PARAMETERS.first
        self.margin = max(PARAMETERS.least_margin, PARAMETERS.margin * self.instance.slots_a_day)

    def supports(self, _stage: Stage) -> bool:
        """In every stage."""
        return True

    def turn(self, slice_: Slice) -> bool:
        """Free a part of the plan and let CP-SAT close it; the part grows while that is easy."""
        hint = self.incumbent.best
        near = neighbourhood(
            hint, self.random.choice(PICKS), self.stage.goal, round(self.size), self.random, margin=self.margin
        )
        draft = Draft(
            hint, free=(*near.free, *near.held), windows=near.windows, held=near.held, horizon=hint.last_moment
        )
        post_all(draft)
        term = self.stage.post(draft)
        weight = self.instance.length * (len(draft.free) + 1)
        early = draft.cp.LinearExpr.sum([draft.end[number] for number in draft.free])
        effort = Effort(min(PARAMETERS.limit, slice_.turn_left), 1, self.random.randrange(1 << 30))
        outcome = solve(draft, Term(weight * term.expr + early, 0), effort, self.clock)
        self.size = (
            min(PARAMETERS.most, self.size * PARAMETERS.growth)
            if outcome.proved
            else max(PARAMETERS.least, self.size / PARAMETERS.growth)
        )
        self.incumbent.take(outcome.solution)
        return True
