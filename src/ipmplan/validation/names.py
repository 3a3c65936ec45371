"""Names that are known, with a hint for those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, Protocol

from ipmplan.core.words import did_you_mean, nearest, quoted
from ipmplan.errors import Issue

MOST_GUESSES = 50
MOST_CALLED = 3
# What something is called is longer than an id, so that more of it has to be alike.
ALIKE = 0.8


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
    names
        Ids that there are.
    plus
        More names to accept.
    called
        What things are called, by id, for hints where a name is given instead.

    Examples
    --------
    >>> Names(["ana", "ben"]).hint("anna")
    'Maybe you meant `ana`?'
    >>> called = {"LM": "Lisa Mayr", "PG": "Philipp Gruber"}
    >>> Names(called, called=called).hint("Philipp")
    'Maybe you meant PG (Philipp Gruber)?'
    """

    def __init__(
        self, names: Iterable[str], *, plus: Iterable[str] = (), called: Mapping[str, str] | None = None
    ) -> None:
        self._names = called or {}
        self._called = {name: _words(words) for name, words in self._names.items()}
        self.known = dict.fromkeys(names) | dict.fromkeys(plus)
        self._hints: dict[str, str] = {}
        self._unfounded: list[Issue] = []

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def hint(self, name: str) -> str:
        """Name the nearest one; after many unknown names it stops guessing, which takes time."""
        if name not in self._hints:
            if len(self._hints) >= MOST_GUESSES:
                return ""
            self._hints[name] = self._guess(name)
        return self._hints[name]

    def _guess(self, name: str) -> str:
        if len(pieces := name.split()) > 1 and all(piece in self.known for piece in pieces):
            return "Maybe set them apart by `;`?"
        wanted = _words(name)
        called = [key for key, words in self._called.items() if wanted and wanted == words]
        called = called or [key for key, words in self._called.items() if wanted and wanted < words]
        if 0 < len(called) <= MOST_CALLED:
            return f"Maybe you meant {' or '.join(f'{key} ({self._names[key]})' for key in called)}?"
        near = did_you_mean(name, self.known)
        by_name = {called: key for key, called in self._names.items()}
        if not near and (likely := nearest(name, by_name, alike=ALIKE)):
            return f"Maybe you meant {by_name[likely]} ({likely})?"
        return near

    def unknown(
        self, row: Row, column: str, name: str, severity: Literal["error", "warning"] = "error"
    ) -> Iterable[Issue]:
        """Say that a row names something unknown, if it does; an empty name names nothing.

        Where nothing is known at all, `unfounded` says so, once.
        """
        if not name or name in self.known:
            return
        issue = Issue(f"{column} {quoted(name)} is not known", place(row), self.hint(name), severity)
        if self.known:
            yield issue
        else:
            self._unfounded.append(issue)

    def unfounded(self, kind: str) -> Iterable[Issue]:
        """Say once what many rows name of a kind that has no rows.

        Parameters
        ----------
        kind
            The table that has none.
        """
        if not self._unfounded:
            return
        first = min(self._unfounded, key=lambda issue: issue.severity)
        if len(self._unfounded) == 1:
            yield first
            return
        hint = f"Maybe the rows of {quoted(kind)} are missing?"
        yield replace(first, message=f"{first.message}, nor are {len(self._unfounded) - 1} more {kind}", hint=hint)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))
