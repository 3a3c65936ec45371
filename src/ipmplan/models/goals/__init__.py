"""Goals, one file each, found by themselves: `value` measures a plan without the solver.

A new goal is a new file in this folder and its test; nothing else has to be touched.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ipmplan.study.reading import Reading


class Goal(Protocol):
    """A goal's module; smaller values are better."""

    __name__: str
    UNIT: str

    def value(self, plan: Reading) -> float:
        """Measure a plan."""


@cache
def goal_names() -> tuple[str, ...]:
    """Names of all goals.

    Examples
    --------
    >>> "lateness" in goal_names()
    True
    """
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def goal(name: str) -> Goal:
    """Find a goal by its name; KeyError when there is none.

    Examples
    --------
    >>> goal("lateness").UNIT
    'weighted working hours'
    """
    if name not in goal_names():
        raise KeyError(name)
    return cast(Goal, import_module(f"{__name__}.{name}"))
