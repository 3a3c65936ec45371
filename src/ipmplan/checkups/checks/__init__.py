"""Checks of health, one file each, found by themselves, in the order of their `ORDER`.

A new check is a new file in this folder, or in the folder ``checks`` of one of one's own (`extensions`). It has

- a docstring: what is wrong with what it finds, and its formula;
- `TITLE`, `RULE` (what is asked for), `SOURCE` (who says so), `COUNTS` (what is counted), `LIMIT` and `ORDER`;
- `NEEDS`, only where tables are not enough: ``a plan``, ``a plan of this day`` or ``a baseline``;
- `look(examined)`: what it looked at, and what it does not like; None where there is nothing to be looked at.

Nothing here is a breach: a plan that breaks no rule may fail every check, and one that fails none may be a bad plan.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ipmplan.checkups.checkup import Checkup, Limit, Looked
from ipmplan.checkups.examined import Examined
from ipmplan.extensions import folders, names

NOTHING = "nothing to look at"


class Check(Protocol):
    """A check's module."""

    __name__: str
    TITLE: str
    RULE: str
    SOURCE: str
    COUNTS: str
    LIMIT: Limit
    ORDER: int

    def look(self, examined: Examined) -> Looked | None:
        """What was looked at; None where there is nothing of the kind."""


_HERE = tuple(__path__)


def all_checks() -> tuple[Check, ...]:
    """All checks, in their order.

    Examples
    --------
    >>> [check.TITLE for check in all_checks()][:3]
    ['missing logic', 'leads', 'lags']
    """
    return _checks(folders("checks"))


@cache
def _checks(added: tuple[str, ...]) -> tuple[Check, ...]:
    __path__[:] = [*_HERE, *added]
    found = sorted({*(module.name for module in pkgutil.iter_modules(_HERE)), *names(added)})
    modules = [cast(Check, import_module(f"{__name__}.{name}")) for name in found]
    return tuple(sorted(modules, key=lambda check: (check.ORDER, check.__name__)))


def examine(examined: Examined) -> tuple[Checkup, ...]:
    """Make every check.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio
    >>> sorted({one.missing for one in examine(Examined(Portfolio("Northlight", date(2026, 1, 5))))})
    ['a baseline', 'a plan', 'a plan of this day', 'nothing to look at']
    """
    return tuple(_checkup(check, examined) for check in all_checks())


def _checkup(check: Check, examined: Examined) -> Checkup:
    made = Checkup(check.__name__.rpartition(".")[2], check.TITLE, check.RULE, check.SOURCE, check.COUNTS, check.LIMIT)
    needs: str = getattr(check, "NEEDS", "")
    if needs and not examined.has(needs):
        return replace(made, missing=needs)
    found = check.look(examined)
    if found is None or not found.of:
        return replace(made, missing=NOTHING)
    worst = sorted(found.symptoms, key=lambda symptom: -symptom.weight)
    return replace(made, found=replace(found, symptoms=tuple(worst)))
