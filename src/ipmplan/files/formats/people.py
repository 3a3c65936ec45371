"""People whom other tools know by name or address."""

from __future__ import annotations

from collections.abc import Iterable

from ipmplan.core.people import Person
from ipmplan.files.formats.ids import Ids, slug

NOBODY = Person("nobody", "Nobody yet")


class KnownPeople:
    """Gives each name one id, and people for all of them at the end.

    Examples
    --------
    >>> names = KnownPeople()
    >>> names.id_of("Ana Ferreira"), names.id_of("ana ferreira"), names.id_of("")
    ('ana-ferreira', 'ana-ferreira', '')
    """

    def __init__(self) -> None:
        self._ids = Ids()
        self._known: dict[str, str] = {}
        self._people: dict[str, Person] = {}

    def id_of(self, name: str, email: str = "") -> str:
        """Id of somebody; empty for nobody."""
        plain = " ".join(name.split())
        if not plain:
            return ""
        key = plain.casefold()
        if key not in self._known:
            wish = slug(plain.partition("@")[0], "R1")
            found = self._ids.new(wish if any(c.isalpha() for c in wish) else f"R{wish}")
            self._known[key] = found
            self._people[found] = Person(found, plain, email=email or (plain if "@" in plain else ""))
        return self._known[key]

    def people(self) -> tuple[Person, ...]:
        """Everybody; somebody made up when nobody was named, as a portfolio has people."""
        return tuple(self._people.values()) or (NOBODY,)


def listed(cell: str) -> list[str]:
    """KnownPeople in a cell that holds several.

    Examples
    --------
    >>> listed("Ana, Ben & Carl"), listed("")
    (['Ana', 'Ben', 'Carl'], [])
    """
    parts: Iterable[str] = [cell]
    for mark in (";", ",", "|", "/", "&", "+", "\n"):
        parts = [one for part in parts for one in part.split(mark)]
    return [one.strip() for one in parts if one.strip()]
