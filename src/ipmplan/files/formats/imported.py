"""What comes out of another tool's file: facts, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue

MOST_NAMED = 5


@dataclass(frozen=True)
class Imported:
    """A portfolio as another tool's file tells it.

    Parameters
    ----------
    portfolio
        Its facts; they are written as tables and read again as any others.
    baseline
        What was promised, where the file says so.
    lost
        What could not be carried over, or only in another form.
    beside
        More columns that no rule reads, such as notes: table -> id -> column -> text.
    """

    portfolio: Portfolio
    baseline: Schedule | None = None
    lost: tuple[Issue, ...] = ()
    beside: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


class Losses:
    """Collects what is not carried over, each kind once with those that it concerns.

    Examples
    --------
    >>> losses = Losses("office.xml")
    >>> for task in ("T1", "T2"):
    ...     losses.add("priorities have no place here", task)
    >>> print(*losses.issues())
    office.xml: priorities have no place here: T1, T2
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._found: dict[tuple[str, str], list[str]] = {}

    def add(self, what: str, whom: str = "", hint: str = "") -> None:
        """Note one case.

        Parameters
        ----------
        what
            A sentence without its full stop, the same for all cases of the kind.
        whom
            The task, person or row that it concerns.
        hint
            A way out that begins with "Maybe".
        """
        cases = self._found.setdefault((what, hint), [])
        if whom:
            cases.append(whom)

    def issues(self) -> tuple[Issue, ...]:
        """Say each kind once, in the order in which they were found."""
        found = []
        for (what, hint), cases in self._found.items():
            unique = list(dict.fromkeys(cases))
            named = ", ".join(unique[:MOST_NAMED])
            more = f" and {len(unique) - MOST_NAMED:,} more" if len(unique) > MOST_NAMED else ""
            found.append(Issue(f"{what}: {named}{more}" if unique else what, self._place, hint, "warning"))
        return tuple(found)
