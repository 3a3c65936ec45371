"""Hard rules, one file each, found by themselves: `post` tells the solver, `check` judges a plan without it.

A new rule is a new file in this folder, or in a folder of one's own (`extensions`), and its test; nothing else has to be
touched. Every rule has `check`. `post` have
budget, capacity, deadlines, holds, parts, pins, pools, precedence, progress and waits; availability, skills, status and tasks
are in the domains of the draft's variables; actuals, bookings, honesty, milestones, people and projects judge only what
a plan reports.

`binds` says what a rule leaves a task in a plan: the earliest moment at which its work may begin, and because of what. Those
that have it are availability, capacity, holds, pools, precedence, progress, status and waits; only `ipmplan.explaining` reads it.

`KEPT_BY_SEARCH = True` says that constructor and local search keep a rule by construction, or count its breach in
`Solution.violations`; a property test holds them to it. Every other rule is asked about each plan before the search takes it.

Formulas in the files write s and e for start and end of a task or of a row of work, W(a, b) for the portfolio's working
time from a to b (below 0 when b comes first), and today for the status date.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from ipmplan.errors import Issue
from ipmplan.extensions import folders, names
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft


class Rule(Protocol):
    """A rule's module."""

    __name__: str

    def check(self, plan: Reading) -> Iterator[Issue]:
        """Yield every breach of the rule in a plan."""


_HERE = tuple(__path__)


def all_rules() -> tuple[Rule, ...]:
    """All rules, by name.

    Examples
    --------
    >>> "precedence" in [rule.__name__.rpartition(".")[2] for rule in all_rules()]
    True
    """
    return _rules(folders("rules"))


@cache
def _rules(added: tuple[str, ...]) -> tuple[Rule, ...]:
    __path__[:] = [*_HERE, *added]
    found = sorted({*(module.name for module in pkgutil.iter_modules(_HERE)), *names(added)})
    return tuple(cast(Rule, import_module(f"{__name__}.{name}")) for name in found)


def guarded_rules() -> tuple[Rule, ...]:
    """Rules that the search does not keep by itself; none of ipmplan's own."""
    return tuple(rule for rule in all_rules() if not getattr(rule, "KEPT_BY_SEARCH", False))


def post_all(draft: Draft) -> None:
    """Tell the solver every rule that has a `post`."""
    for rule in all_rules():
        post = getattr(rule, "post", None)
        if post is not None:
            post(draft)


def bounds(plan: Reading, task: str) -> list[Bound]:
    """What every rule leaves a task that is in a plan; rules without `binds` bind nothing."""
    found: list[Bound] = []
    for rule in all_rules():
        binds = getattr(rule, "binds", None)
        if binds is not None:
            found += binds(plan, task)
    return found
