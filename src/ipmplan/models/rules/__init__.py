"""Hard rules, one file each, found by themselves: `post` tells the solver, `check` judges a plan without it.

A new rule is a new file in this folder and its test; nothing else has to be touched. Every rule has `check`. `post` have
budget, capacity, deadlines, parts, pins, pools, precedence, progress and waits; availability, skills, status and tasks
are in the domains of the draft's variables; actuals, bookings, honesty, milestones, people and projects judge only what
a plan reports.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.draft import Draft


class Rule(Protocol):
    """A rule's module."""

    __name__: str

    def check(self, plan: Reading) -> Iterator[Issue]:
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


def post_all(draft: Draft) -> None:
    """Tell the solver every rule that has a `post`."""
    for rule in all_rules():
        post = getattr(rule, "post", None)
        if post is not None:
            post(draft)
