"""Plans constructed from what a plan before says: in its turns, or with what still fits first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance
from ipmplan.models.begin.planned import PlanRows, choice_of
from ipmplan.models.begin.wishes import Wishes
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.goals.stability import measure
from ipmplan.models.solution import Choice, Ints, Solution
from ipmplan.study.stability import compared


@dataclass(frozen=True)
class Recipe:
    """What a constructor is told.

    Parameters
    ----------
    keys
        float64, (tasks,). Turns; smaller first.
    modes
        int64, (tasks,). Mode of each, -1 = any.
    kept
        int64, (seats,). Who keeps each seat, -1 = anybody; as in `Guide`.
    releases
        int64, (tasks,). Grid moments before which none begins.
    """

    keys: NDArray[np.float64]
    modes: Ints
    kept: Ints
    releases: Ints


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
    free = replace(first, kept=np.where(np.isin(first.owner, first.unfit), -1, first.kept))
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


def _made(instance: Instance, recipes: Sequence[Recipe]) -> list[Made]:
    found = []
    for recipe in recipes:
        with suppress(DoesNotFit):
            guide = Guide(recipe.keys, recipe.modes, recipe.kept)
            found.append(Made(recipe, Constructor(instance, recipe.releases).build(guide)))
    return found


def from_before(instance: Instance) -> Sequence[Made]:
    """What was constructed from the plan that changes are counted against, that in turn first; kept with the instance."""
    return instance.once(_from_before)


def _from_before(instance: Instance) -> Sequence[Made]:
    if compared(instance.portfolio) is None:
        return ()
    planned, choices = _before(instance)
    return (*in_turn(instance, planned, choices), *fitting_first(instance, planned, choices))


def _before(instance: Instance) -> tuple[PlanRows, Sequence[Choice | None]]:
    plan = compared(instance.portfolio)
    planned = PlanRows({}, {}) if plan is None else PlanRows.of(plan)
    return planned, [choice_of(instance, task, planned) for task in instance.tasks]


def home(instance: Instance) -> Solution | None:
    """What is most like the plan that changes are counted against: its dates, people and order wherever they still go."""
    return _nearest(from_before(instance))


def pushed(instance: Instance) -> Solution | None:
    """The plan before where everything keeps its people and its turn, and is as much later as what comes before pushes it."""
    return _nearest(in_turn(instance, *_before(instance)))


def _nearest(made: Sequence[Made]) -> Solution | None:
    return min((one.solution for one in made), key=lambda one: (one.violations, measure(one)), default=None)
