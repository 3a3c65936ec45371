"""Hard rules, one file each, found by themselves: `check` judges a plan without the solver.

A new rule is a new file in this folder and its test; nothing else has to be touched.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue


class Rule(Protocol):
    """A rule's module."""

    __name__: str

    def check(self, schedule: Schedule, portfolio: Portfolio) -> Iterator[Issue]:
        """Yield every breach of the rule in a plan."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules, by name.

    Examples
    --------
    >>> "precedence" in [rule.__name__.rpartition(".")[2] for rule in all_rules()]
    True
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(Rule, import_module(f"{__name__}.{name}")) for name in names)
