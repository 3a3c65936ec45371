"""A scenario: edits to a portfolio that have a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ipmplan.core.edits import Edit, apply_all, sentences
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

BASE = "as it is"
"""What the portfolio itself is called beside its scenarios."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named edits to a portfolio; two of them add up to one that does both, in their order.

    Parameters
    ----------
    name
        What it is called.
    edits
        What is different, in the order in which it is done.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.edits import AddPerson, DropTask
    >>> from ipmplan.core.people import Person
    >>> from ipmplan.core.portfolio import Task
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), tasks=(Task("P0-blog"),))
    >>> hire, drop_blog = Scenario("hire", [AddPerson(Person("kim"))]), Scenario("no blog", [DropTask("P0-blog")])
    >>> both = hire + drop_blog
    >>> both.name, both.words(studio)
    ('hire + no blog', ('kim joins', 'P0-blog is not done'))
    >>> len(both.apply(studio).people)
    1
    """

    name: str
    edits: tuple[Edit, ...] = ()

    def __init__(self, name: str, edits: Iterable[Edit] = ()) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "edits", tuple(edits))

    def __add__(self, other: Scenario) -> Scenario:
        if not isinstance(other, Scenario):
            return NotImplemented
        return Scenario(f"{self.name} + {other.name}", (*self.edits, *other.edits))

    def named(self, name: str) -> Scenario:
        """Return the same under another name."""
        return Scenario(name, self.edits)

    def apply(self, portfolio: Portfolio) -> Portfolio:
        """Return the portfolio as it would be.

        Raises
        ------
        InputError
            When something it names is unknown, with the nearest name; it carries every problem.
        """
        try:
            return apply_all(portfolio, self.edits)
        except InputError as error:
            raise InputError(self.blame(error.issues)) from None

    def words(self, portfolio: Portfolio) -> tuple[str, ...]:
        """Say what is different, a sentence without its full stop for each edit.

        Raises
        ------
        InputError
            When something it names is unknown.
        """
        return sentences(portfolio, self.edits)

    def blame(self, issues: Iterable[Issue]) -> list[Issue]:
        """The same issues, with the scenario's name before their place."""
        place = f"scenario {quoted(self.name)}"
        return [
            Issue(one.message, f"{place}, {one.where}" if one.where else place, one.hint, one.severity, one.rule)
            for one in issues
        ]


def ensure_named_apart(scenarios: Iterable[Scenario]) -> None:
    """Raise when two scenarios have one name, or one has none.

    Raises
    ------
    InputError
        With every such name.
    """
    issues, seen = [], {BASE}
    for one in scenarios:
        if not one.name:
            issues.append(Issue("a scenario has no name", "scenarios", 'Maybe `Scenario("hire", ...)`?'))
        elif one.name in seen:
            what = "is what the portfolio itself is called" if one.name == BASE else "is the name of two scenarios"
            issues.append(Issue(f"{quoted(one.name)} {what}", "scenarios", 'Maybe `scenario.named("...")`?'))
        seen.add(one.name)
    if issues:
        raise InputError(issues)
