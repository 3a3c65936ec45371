"""Ids for things that other tools know by name or number."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
_BAD = re.compile(r"[^\w./-]+")


def slug(text: str, otherwise: str) -> str:
    """Make an id of free text.

    Parameters
    ----------
    text
        What it is called.
    otherwise
        The id when nothing of the text can be used.

    Examples
    --------
    >>> slug("Lisa Mayr (Design)", "R1"), slug("***", "R1")
    ('lisa-mayr-design', 'R1')
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    found = _BAD.sub("-", "".join(c for c in plain if c.isprintable())).strip("-./_")[:LONGEST].strip("-./_")
    return found if found and any(c.isalnum() for c in found) else otherwise


class Ids:
    """Gives each thing an id of its own.

    Examples
    --------
    >>> ids = Ids()
    >>> ids.new("ana"), ids.new("ana"), ids.new("Ana")
    ('ana', 'ana-2', 'Ana-3')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, wish: str) -> str:
        """Return the wish, with a number when it is taken; ids that differ only in capitals are alike."""
        name, number = wish, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wish}-{number}"
        self._taken.add(name.casefold())
        return name
