"""What a check of a plan's health has found."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something that a check does not like.

    Parameters
    ----------
    id
        Of a task, link, date, person or question; what stands in the tables.
    what
        Why, in words.
    weight
        The worse, the larger; only compared within one check.
    """

    id: str
    what: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check has looked at.

    Parameters
    ----------
    of
        How many there are.
    symptoms
        Those that it does not like.
    index
        The figure of a check that has one, such as an index; None = the share of symptoms is the figure.
    """

    of: int
    symptoms: tuple[Symptom, ...] = ()
    index: float | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a check still accepts: at most a share of symptoms, or at least an index.

    Examples
    --------
    >>> str(Limit(most=Fraction(5, 100))), str(Limit()), str(Limit(least=Fraction(95, 100)))
    ('<= 5 %', 'none', '>= 0.95')
    """

    most: Fraction = Fraction(0)
    least: Fraction | None = None

    def accepts(self, found: Looked) -> bool:
        """Whether what was found is within the limit."""
        if self.least is not None:
            return found.index is None or found.index >= self.least
        return len(found.symptoms) <= self.most * found.of

    def __str__(self) -> str:
        if self.least is not None:
            return f">= {float(self.least):g}"
        return f"<= {float(self.most * 100):g} %" if self.most else "none"


@dataclass(frozen=True, slots=True)
class Checkup:
    """One check of a plan's health.

    Parameters
    ----------
    name
        Its file.
    title
        As it is shown.
    rule
        What is asked for.
    source
        Where rule and limit come from.
    counts
        What is counted, such as ``open tasks``.
    limit
        What is still accepted.
    found
        What was found, the worst first; None = it could not be made.
    missing
        What it lacks then, such as a plan.
    """

    name: str
    title: str
    rule: str
    source: str
    counts: str
    limit: Limit
    found: Looked | None = None
    missing: str = ""

    @property
    def good(self) -> bool:
        """Whether it was made, and found no more than its limit."""
        return self.found is not None and self.limit.accepts(self.found)

    @property
    def bad(self) -> bool:
        """Whether it was made, and found more than its limit."""
        return self.found is not None and not self.limit.accepts(self.found)

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        """What it does not like, the worst first."""
        return self.found.symptoms if self.found is not None else ()

    @property
    def share(self) -> float:
        """The part of what was counted that it does not like, 0 to 1."""
        return len(self.symptoms) / self.found.of if self.found is not None and self.found.of else 0.0
