"""Natural plans: short work in one piece, few projects a week, no holes; and no goal is worse for it.

The goals leave room: most tasks may be a little later or earlier. A descent moves single tasks to the beginning or the end of the day
or the week that they cross, or to a week in which the same person works for that project anyway; all others keep their turn and do not begin
before their time. Each change is judged by the plan that is constructed then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from ipmplan.instance import Instance
from ipmplan.instance.seats import Ints, seats_of
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, DoesNotFit
from ipmplan.models.construct.recipe import Recipe
from ipmplan.models.gate import is_valid
from ipmplan.models.solution import Solution
from ipmplan.models.stage import measure


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is counted as how much, in points; and when to stop. Set by hand.

    Parameters
    ----------
    crossed, project
        For work that is cut by a night or a weekend, and for each project of a person in a week.
    hole
        For a working day that somebody waits between two pieces of work.
    cut
        Chance that a piece which is cut, then one that may come earlier in its day or week, is what is changed.
    near
        Weeks within which work for the same project is looked for.
    stale
        Changes for each task without a better plan, after which it ends.
    """

    crossed: int = 100
    project: int = 100
    hole: int = 100
    cut: float = 0.5
    near: int = 2
    stale: int = 40


PARAMETERS = Parameters()


@dataclass(frozen=True)
class GridDays:
    """GridDays and weeks of the grid.

    Parameters
    ----------
    day, week
        int64, (slots,). Number of each slot's day and week.
    first_of_day, first_of_week
        int64, (slots,). The first slot of each slot's day and week.
    people_before
        int64, (people, slots + 1). Own slots of each person before each grid moment.
    """

    day: Ints
    week: Ints
    first_of_day: Ints
    first_of_week: Ints
    people_before: Ints

    @classmethod
    def of(cls, instance: Instance) -> GridDays:
        """GridDays and weeks of an instance's grid."""
        grid = instance.portfolio.grid
        dates = [grid.moment(int(tick)).date() for tick in instance.ticks]
        day = np.array([date.toordinal() for date in dates], np.int64)
        before = np.array([axis.before for axis in instance.axes], np.int64).reshape(-1, len(dates) + 1)
        # An ordinal of 1 is a Monday.
        week = (day - 1) // 7
        return cls(day, week, np.searchsorted(day, day), np.searchsorted(week, week), before)


@dataclass(frozen=True)
class Works:
    """Pieces of work of a plan, one row for each seat that is taken.

    Parameters
    ----------
    task, person, project
        int64, (works,).
    begin, stop
        int64, (works,). Grid moments.
    length
        int64, (works,). Own slots.
    """

    task: Ints
    person: Ints
    project: Ints
    begin: Ints
    stop: Ints
    length: Ints

    @classmethod
    def of(cls, solution: Solution) -> Works:
        """The pieces of a plan."""
        known = seats_of(solution.instance)
        taken = np.flatnonzero(solution.seats[:, 0] >= 0)
        able, begin, stop = solution.seats[taken].T
        return cls(known.owner[taken], known.person[able], known.project[taken], begin, stop, known.length[able])


class Natural:
    """Makes a plan more natural; one object a thread.

    Parameters
    ----------
    solution
        A valid plan.
    goals
        None of which may become worse.
    random
        The only source of random numbers.
    over
        Asked between plans whether to stop.
    clock
        What the plans that are tried are counted on.
    """

    def __init__(
        self, solution: Solution, goals: Sequence[str], random: Random, over: Callable[[], bool], clock: Clock
    ) -> None:
        self._instance, self._random, self._over, self._clock = solution.instance, random, over, clock
        self._limits = [(goal, measure(goal, solution)) for goal in goals]
        self._days = self._instance.once(GridDays.of)
        self._day = self._instance.slots_a_day
        self._constructor = Constructor(self._instance)
        self.best = solution

    def run(self) -> Solution:
        """Descend until nothing has been found for long, or it is to stop."""
        best, worth = self.best, self.points(self.best)
        recipe, works, stale = Recipe.of(best), Works.of(best), 0
        while len(works.task) and not self._over() and stale < PARAMETERS.stale * len(recipe.keys):
            stale += 1
            move = self._draw(works)
            if move is None:
                continue
            made = self._build(recipe, *move)
            found = worth if made is None else self.points(made)
            if made is not None and found <= worth and self._keeps(made):
                if found < worth:
                    stale, self.best = 0, made
                worth, recipe, works = found, Recipe.of(made), Works.of(made)
        return self.best

    def points(self, solution: Solution) -> int:
        """How unnatural a plan is, in points."""
        works, days = Works.of(solution), self._days
        if not len(works.task):
            return 0
        last = works.stop - 1
        short, medium = works.length <= self._day, works.length <= 5 * self._day
        crossed = int((short & (days.day[last] > days.day[works.begin])).sum())
        crossed += int((~short & medium & (days.week[last] > days.week[works.begin])).sum())
        projects = self._projects(works)
        order = np.lexsort((works.begin, works.person))
        person, begin, stop = works.person[order], works.begin[order], works.stop[order]
        behind = person[1:] == person[:-1]
        free = days.people_before[person[1:], begin[1:]] - days.people_before[person[:-1], stop[:-1]]
        holes = int(np.maximum(free, 0)[behind].sum())
        return (
            PARAMETERS.crossed * crossed + PARAMETERS.project * projects + PARAMETERS.hole * holes // max(1, self._day)
        )

    def _projects(self, works: Works) -> int:
        """Triples of a person, a week and a project with work."""
        return len(np.unique(np.concatenate(list(self._triples(works)))))

    def _triples(self, works: Works) -> Iterable[Ints]:
        """A number for each person, week and project that a piece of work puts together, week after week."""
        days = self._days
        first, last = days.week[works.begin], days.week[works.stop - 1]
        scale = len(self._instance.projects) + 2
        span = int(days.week[-1]) + 1
        for ahead in range(int((last - first).max()) + 1):
            here = first + ahead <= last
            yield ((works.person * span + first + ahead) * scale + works.project + 1)[here]

    def _draw(self, works: Works) -> tuple[int, int, bool] | None:
        """A task that could lie better, the moment from which on it would, and whether it comes before others there; None = it lies well."""
        days, random = self._days, self._random
        row = random.randrange(len(works.task))
        task, begin, last = int(works.task[row]), int(works.begin[row]), int(works.stop[row]) - 1
        if self._instance.tasks[task].started is not None:
            return None
        if works.length[row] <= 5 * self._day and random.random() < PARAMETERS.cut:
            number, first = (
                (days.day, days.first_of_day) if works.length[row] <= self._day else (days.week, days.first_of_week)
            )
            if number[last] > number[begin]:
                return task, int(first[random.choice((begin, last))]), True
        if random.random() < PARAMETERS.cut:
            return task, int(random.choice((days.first_of_day, days.first_of_week))[begin]), True
        same = (works.person == works.person[row]) & (works.project == works.project[row])
        near = np.flatnonzero(same & (np.abs(days.week[works.begin] - days.week[begin]) <= PARAMETERS.near))
        other = int(random.choice(near.tolist()))
        if other == row:
            return None
        return task, int(days.first_of_week[works.begin[other]]), random.random() < PARAMETERS.cut

    def _build(self, recipe: Recipe, task: int, moment: int, ahead: bool) -> Solution | None:
        """The plan of a recipe with a task moved as `_draw` says."""
        keys, releases = recipe.keys.copy(), recipe.releases.copy()
        keys[task], releases[task] = moment - (0.5 if ahead else -0.5), moment
        with suppress(DoesNotFit):
            return replace(recipe, keys=keys, releases=releases).tried(self._constructor, self._clock)
        return None

    def _keeps(self, solution: Solution) -> bool:
        """Whether no goal is worse, and no rule broken."""
        return (
            solution.sound
            and all(measure(goal, solution) <= limit for goal, limit in self._limits)
            and is_valid(solution)
        )
