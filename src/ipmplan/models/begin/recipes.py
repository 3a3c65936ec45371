"""Plans constructed from what a plan before says: in its turns, or with what still fits first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ipmplan.instance import Instance
from ipmplan.instance.seats import seats_of
from ipmplan.models.begin.planned import PlanRows, choice_of
from ipmplan.models.begin.wishes import Wishes
from ipmplan.models.construct.constructor import Constructor, DoesNotFit
from ipmplan.models.construct.recipe import Recipe
from ipmplan.models.goals.stability import measure
from ipmplan.models.solution import Choice, Solution
from ipmplan.study.stability import compared


@dataclass(frozen=True)
class Made:
    """A solution and what it was made from."""

    recipe: Recipe
    solution: Solution


def in_turn(instance: Instance, planned: PlanRows, choices: Sequence[Choice | None]) -> list[Made]:
    """Everything in a plan's order, at its dates or as much later as what comes before pushes it, by its people.

    What takes longer than planned keeps its turn, so that the tasks behind it move and no others; what is new comes last, into gaps.
    """
    first = Wishes.of(instance, planned, choices)
    free = _by_anybody(first)
    found: list[Made] = []
    for wishes, bounds in ((first, first.releases), (free, first.releases), (free, np.zeros_like(free.releases))):
        found += _made(instance, [Recipe(t, wishes.modes, wishes.kept, bounds) for t in (wishes.turns, wishes.starts)])
        if any(one.solution.sound for one in found):
            break
    return found


def fitting_first(instance: Instance, planned: PlanRows, choices: Sequence[Choice | None]) -> list[Made]:
    """What still fits where a plan has it, and the rest behind it: not before its dates, or else in its order alone."""
    wishes = Wishes.of(instance, planned, choices)
    anything, early = np.full_like(wishes.modes, -1), np.zeros_like(wishes.releases)
    found: list[Made] = []
    for modes, bounds in ((wishes.modes, wishes.releases), (wishes.modes, early), (anything, early)):
        found += _made(instance, [Recipe(wishes.keys, modes, wishes.kept, bounds)])
        if found and found[-1].solution.sound:
            return found[-1:]
    return found


def handed_over(instance: Instance, planned: PlanRows, choices: Sequence[Choice | None]) -> list[Made]:
    """Everything in a plan's order and not before its dates, but what does not fit as planned by anybody."""
    wishes = _by_anybody(Wishes.of(instance, planned, choices))
    recipes = [Recipe(turns, wishes.modes, wishes.kept, wishes.releases) for turns in (wishes.turns, wishes.starts)]
    return _made(instance, recipes) if len(wishes.unfit) else []


def _by_anybody(wishes: Wishes) -> Wishes:
    """The same, with nobody wished for what does not fit as planned."""
    modes = wishes.modes.copy()
    modes[list(wishes.unfit)] = -1
    return replace(wishes, modes=modes, kept=np.where(np.isin(wishes.owner, wishes.unfit), -1, wishes.kept))


def _made(instance: Instance, recipes: Sequence[Recipe]) -> list[Made]:
    constructor = Constructor(instance)
    found = (_fitting(constructor, instance, recipe) for recipe in recipes)
    return [made for made in found if made is not None]


def _fitting(constructor: Constructor, instance: Instance, recipe: Recipe) -> Made | None:
    """What comes of a recipe, others taking over what those who are wished have no time for any more, such as somebody who leaves."""
    first = seats_of(instance).first_seat
    freed: set[int] = set()
    while True:
        try:
            return Made(recipe, recipe.build(constructor))
        except DoesNotFit as error:
            task = error.task.index
            if task in freed:
                return None
            freed.add(task)
            modes, kept = recipe.modes.copy(), recipe.kept.copy()
            modes[task] = -1
            kept[first[task] : first[task + 1]] = -1
            recipe = replace(recipe, modes=modes, kept=kept)


def from_before(instance: Instance) -> Sequence[Made]:
    """What was constructed from the plan that changes are counted against, that in turn first; kept with the instance."""
    return instance.once(_from_before)


def _from_before(instance: Instance) -> Sequence[Made]:
    if compared(instance.portfolio) is None:
        return ()
    planned, choices = _before(instance)
    ways = (in_turn, handed_over, fitting_first)
    return [made for way in ways for made in way(instance, planned, choices)]


def _before(instance: Instance) -> tuple[PlanRows, Sequence[Choice | None]]:
    plan = compared(instance.portfolio)
    planned = PlanRows({}, {}) if plan is None else PlanRows.of(plan)
    return planned, [choice_of(instance, task, planned) for task in instance.tasks]


def as_planned(instance: Instance) -> Recipe:
    """What gives back the plan that changes are counted against, wherever it still goes; kept with the instance."""
    return instance.once(_as_planned)


def _as_planned(instance: Instance) -> Recipe:
    wishes = Wishes.of(instance, *_before(instance))
    return Recipe(wishes.turns, wishes.modes, wishes.kept, wishes.releases)


def home(instance: Instance) -> Solution | None:
    """What is most like the plan that changes are counted against: its dates, people and order wherever they still go."""
    return _nearest(from_before(instance))


def pushed(instance: Instance) -> Solution | None:
    """The plan before where everything keeps its people and its turn, and is as much later as what comes before pushes it."""
    return _nearest(in_turn(instance, *_before(instance)))


def _nearest(made: Sequence[Made]) -> Solution | None:
    return min((one.solution for one in made), key=lambda one: (one.violations, measure(one)), default=None)
