"""Names that are known, with a hint for those that are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import Issue

MOST_GUESSES = 50


class Row(Protocol):
    """Anything that was a row of a table."""

    @property
    def at(self) -> str:
        """``file:line`` it came from; empty when made in Python."""


def place(row: Row) -> str:
    """Where a row stands: its line, or else its id."""
    return row.at or str(getattr(row, "id", ""))


class Names:
    """The ids of one kind of thing.

    Parameters
    ----------
    plus
        More names to accept.

    Examples
    --------
    >>> Names(["ana", "ben"]).hint("anna")
    'Maybe you meant `ana`?'
    """

    def __init__(self, names: Iterable[str], *, plus: Iterable[str] = ()) -> None:
        self.known = dict.fromkeys(names) | dict.fromkeys(plus)
        self._hints: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def hint(self, name: str) -> str:
        """Name the nearest one; after many unknown names it stops guessing, which takes time."""
        if name not in self._hints:
            if len(self._hints) >= MOST_GUESSES:
                return ""
            self._hints[name] = did_you_mean(name, self.known)
        return self._hints[name]

    def unknown(
        self, row: Row, column: str, name: str, severity: Literal["error", "warning"] = "error"
    ) -> Iterable[Issue]:
        """Say that a row names something unknown, if it does; an empty name names nothing."""
        if name and name not in self.known:
            yield Issue(f"{column} {quoted(name)} is not known", place(row), self.hint(name), severity)
