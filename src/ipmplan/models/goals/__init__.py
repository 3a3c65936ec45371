"""Goals, one file each, found by themselves: `value` measures a plan without the solver.

A new goal is a new file in this folder, or in a folder of one's own (`extensions`), and its test; nothing else has to be touched.

Formulas in the files write s and e for start and end of a task or of a row of work, W(a, b) for the portfolio's working
time from a to b (below 0 when b comes first), and today for the status date.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ipmplan.extensions import folders, names
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Asks:
    """What a goal asks of a search beside being made small; its file says so with ``ASKS``.

    A goal that is a sum over last finishes says that with `groups`: then it does not matter who works.

    Parameters
    ----------
    last
        It is the last finish of all tasks: whatever ends later than the best plan is worse.
    money
        What work costs counts, also where no budget is tight.
    promises
        It is how late due dates are missed: the first ones may be asked for alone.
    level
        Work should go from busy people to idle ones.
    stays
        Work should stay where the plan before has it: compiled search begins none sooner than there, or than where it has been put.
    counted
        Kind in which compiled search counts it (`models.kernel.columns`); None = by its `groups`, or not at all.
    """

    last: bool = False
    money: bool = False
    promises: bool = False
    level: bool = False
    stays: bool = False
    counted: int | None = None


class Goal(Protocol):
    """A goal's module; smaller values are better."""

    __name__: str
    UNIT: str

    def value(self, plan: Reading) -> float:
        """Measure a plan."""


_HERE = tuple(__path__)


def goal_names() -> tuple[str, ...]:
    """Names of all goals.

    Examples
    --------
    >>> "lateness" in goal_names()
    True
    """
    added = folders("goals")
    return tuple(sorted({*_own(), *names(added)}))


@cache
def _own() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(_HERE))


def goal(name: str) -> Goal:
    """Find a goal by its name; KeyError when there is none.

    Examples
    --------
    >>> goal("lateness").UNIT
    'weighted working hours'
    """
    return _goal(name, folders("goals"))


@cache
def _goal(name: str, added: tuple[str, ...]) -> Goal:
    if name not in {*_own(), *names(added)}:
        raise KeyError(name)
    __path__[:] = [*_HERE, *added]
    return cast(Goal, import_module(f"{__name__}.{name}"))
