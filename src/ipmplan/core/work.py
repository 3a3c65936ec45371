"""What a task asks for: parts done by people, waits, alternatives, and what ties tasks together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

LinkType = Literal["FS", "SS", "FF", "SF"]
PinKind = Literal["only", "not", "skill", "same", "other"]


@dataclass(frozen=True, slots=True)
class Part:
    """Work of one kind within a task: ``frontend:2 40h x1-3 @50%``.

    Parameters
    ----------
    hours
        Hours of work in total, over all its people, before efficiency.
    skill
        Skill asked for; None = anybody.
    level
        Least level of that skill.
    fewest, most
        How many people may split it evenly.
    share
        Per cent of each person's working time it takes, 1 to 100.
    """

    hours: Fraction
    skill: str | None = None
    level: int = 1
    fewest: int = 1
    most: int = 1
    share: int = 100


@dataclass(frozen=True, slots=True)
class Use:
    """Units of a pool that a task holds (renewable) or uses up (consumable)."""

    pool: str
    units: int = 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to do a task: groups of parts, or a wait.

    Parameters
    ----------
    groups
        Parts of one group start at the same moment (``+``); groups go their own way (``;``). Everybody in an
        alternative is a different person. Numbered left to right over all groups: the part's number.
    wait
        Portfolio working hours that pass without people; only without groups.
    cost
        Paid when this alternative is chosen.
    uses
        Pool units on top of the task's own; tables cannot say this, Python can (multi-mode scheduling).
    """

    groups: tuple[tuple[Part, ...], ...] = ()
    wait: Fraction | None = None
    cost: Decimal = Decimal(0)
    uses: tuple[Use, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, numbered left to right."""
        return tuple(part for group in self.groups for part in group)


def counts_time(kind: str, lag: Fraction | int) -> bool:
    """Whether a link counts the portfolio's working time between two moments; if not, it only orders them.

    `SF` counts even without a lag: the task may end in the evening before the other one starts, no working time lies between.

    Examples
    --------
    >>> counts_time("FS", 0), counts_time("FS", -8), counts_time("SF", 0)
    (False, True, True)
    """
    return lag != 0 or kind == "SF"


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor: ``T2 SS+4h``. The predecessor is a task's or a milestone's id; `lag` is in portfolio working hours."""

    predecessor: str
    type: LinkType = "FS"
    lag: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pin:
    """A condition on who does a task.

    Parameters
    ----------
    kind
        ``only`` these people, ``not`` these, ``skill``: these for that skill's parts, ``same``/``other``: of those /
        nobody of those who do `task`.
    people
        Ids that are named.
    skill
        For ``skill``, whose parts are meant.
    task
        For ``same`` and ``other``, the other task.
    """

    kind: PinKind
    people: tuple[str, ...] = ()
    skill: str = ""
    task: str = ""

    def __str__(self) -> str:
        """Write it as tables do."""
        if self.kind in {"same", "other"}:
            return f"{self.kind} {self.task}"
        names = "|".join(self.people)
        return {"only": names, "not": f"not {names}", "skill": f"{self.skill}={names}"}[self.kind]
