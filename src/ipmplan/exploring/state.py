"""Where an explorer stands, frozen: versions of a portfolio with their plans, one of them shown, perhaps one being planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from ipmplan.core.edits import Edit, Several, apply_all
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.reports.result import Plan


@dataclass(frozen=True)
class Version:
    """One state of what is explored.

    Parameters
    ----------
    said
        What was done last, in a sentence.
    own
        Edits that were made here, each thing once.
    on
        Names of the scenarios that are switched on.
    plan
        What was planned with all that; None = nothing yet.
    trouble
        Why there is no plan, as people read it.
    """

    said: str = ""
    own: tuple[Edit, ...] = ()
    on: tuple[str, ...] = ()
    plan: Plan | None = None
    trouble: str = ""


@dataclass(frozen=True)
class PlanRun:
    """A search that is going on.

    Parameters
    ----------
    number
        Counted up, so that what an older one says is known to be old.
    seconds
        Its limit.
    goal, value, found
        The goal that it is at, what that is in the best plan so far, and how many better plans it has found.
    stopping
        Whether it was asked to stop.
    """

    number: int
    seconds: float
    goal: str = ""
    value: float | None = None
    found: int = 0
    stopping: bool = False


@dataclass(frozen=True)
class ExplorerState:
    """All that an explorer shows; every change gives another one.

    Parameters
    ----------
    base
        The portfolio as its tables say it.
    versions
        From the tables on; those behind `at` were undone.
    at
        Number of the one that is shown.
    scenarios
        Those that may be switched on, in their order.
    run
        What is being planned for the shown version.
    message
        What happened last and is no version.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.edits import SetBudget
    >>> state = ExplorerState(Portfolio("Northlight", date(2026, 1, 5)))
    >>> done = state.edited(SetBudget("P0", None), "P0 has no budget")
    >>> done.can_undo, done.back().edits, done.back().can_redo
    (True, (), True)
    """

    base: Portfolio
    versions: tuple[Version, ...] = (Version(),)
    at: int = 0
    scenarios: tuple[Scenario, ...] = ()
    run: PlanRun | None = None
    message: str = ""

    @property
    def now(self) -> Version:
        """The version that is shown."""
        return self.versions[self.at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a version before."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a version was undone."""
        return self.at + 1 < len(self.versions)

    @property
    def shown(self) -> Plan | None:
        """The plan of the shown version, or while there is none the last one before."""
        return next((version.plan for version in self.versions[self.at :: -1] if version.plan is not None), None)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What tells the shown version from the tables: the scenarios that are on, then the edits made here."""
        chosen = (one.edits for one in self.scenarios if one.name in self.now.on)
        return (*(edit for edits in chosen for edit in edits), *self.now.own)

    @cached_property
    def portfolio(self) -> Portfolio:
        """The portfolio of the shown version."""
        return apply_all(self.base, self.edits)

    def edited(self, edit: Edit, said: str) -> ExplorerState:
        """One more edit, in place of an earlier one of the same thing."""
        return self._with(replace(self.now, said=said, own=together(self.now.own, edit)))

    def switched(self, name: str, *, on: bool) -> ExplorerState:
        """A scenario switched on or off."""
        known = {*self.now.on, name} if on else {*self.now.on} - {name}
        chosen = tuple(one.name for one in self.scenarios if one.name in known)
        return self._with(replace(self.now, said=f"{name} {'on' if on else 'off'}", on=chosen))

    def back(self) -> ExplorerState:
        """The version before; the first one stays."""
        return replace(self, at=max(0, self.at - 1), run=None, message="")

    def forward(self) -> ExplorerState:
        """The version that was undone last, if any."""
        return replace(self, at=min(len(self.versions) - 1, self.at + 1), run=None, message="")

    def running(self, run: PlanRun) -> ExplorerState:
        """With a search that has begun."""
        return replace(self, run=run, message="")

    def told(self, number: int, goal: str, value: float | None, *, better: bool) -> ExplorerState:
        """With what a search says; an older one says nothing."""
        if self.run is None or self.run.number != number:
            return self
        return replace(self, run=replace(self.run, goal=goal, value=value, found=self.run.found + better))

    def stopping(self) -> ExplorerState:
        """With the search asked to stop."""
        return self if self.run is None else replace(self, run=replace(self.run, stopping=True))

    def planned(self, number: int, plan: Plan) -> ExplorerState:
        """With the plan that a search has found; that of an older one is not taken."""
        return self._ended(number, replace(self.now, plan=plan, trouble=""))

    def failed(self, number: int, trouble: str) -> ExplorerState:
        """With the reason why a search has found none."""
        return self._ended(number, replace(self.now, trouble=trouble))

    def keeping(self, scenario: Scenario) -> ExplorerState:
        """With one more scenario; it is off, as its edits are made here already."""
        kept = (*(one for one in self.scenarios if one.name != scenario.name), scenario)
        return replace(self, scenarios=kept, message=f"Kept as scenario {scenario.name}.")

    def saying(self, message: str) -> ExplorerState:
        """With something to say."""
        return replace(self, message=message)

    def _with(self, version: Version) -> ExplorerState:
        new = replace(version, plan=None, trouble="")
        return replace(self, versions=(*self.versions[: self.at + 1], new), at=self.at + 1, run=None, message="")

    def _ended(self, number: int, version: Version) -> ExplorerState:
        if self.run is None or self.run.number != number:
            return self
        versions = (*self.versions[: self.at], version, *self.versions[self.at + 1 :])
        return replace(self, versions=versions, run=None)


def together(edits: Iterable[Edit], new: Edit) -> tuple[Edit, ...]:
    """Edits with a new one, in place of those that say the same thing otherwise.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.edits import SetDue
    >>> first, second = (SetDue("P0-beta", date(2026, 3, day)) for day in (2, 6))
    >>> together([first], second) == (second,)
    True
    """
    return (*(one for one in edits if _about(one) != _about(new)), new)


def _about(edit: Edit) -> tuple[object, ...]:
    """What an edit is about: another one about that replaces it."""
    if isinstance(edit, Several):
        return ("Several", *map(_about, edit.edits))
    kind = "Hold" if type(edit).__name__ in {"HoldTask", "UnholdTask"} else type(edit).__name__
    named = [getattr(edit, name, None) for name in ("table", "id", "column", "task", "project", "key")]
    person = getattr(edit, "person", None)
    return (kind, *named, getattr(person, "id", person))
