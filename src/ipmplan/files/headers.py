"""The header of a table: what each of its cells means, and which line it is in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.files.money import is_currency
from ipmplan.files.numbers import UNITS
from ipmplan.files.synonyms import key_of

# A title, a date and an empty line or two stand above headers, seldom more.
LAST_HEADER_ROW = 15
LEAST_NAMES = 2

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*|\s+in\s+([^\s()]+)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header of a table may say.

    Parameters
    ----------
    columns
        Columns by what is written for them, as `key_of` writes it: their own names and other words.
    required
        Columns that must be there.
    measured
        Columns that hold amounts, whose unit may stand in brackets: ``time``, ``money`` or ``share``.
    """

    columns: Mapping[str, str]
    required: frozenset[str] = frozenset()
    measured: Mapping[str, str] = field(default_factory=dict)

    def known(self, cells: Sequence[str]) -> set[str]:
        """Columns that a row names."""
        return {self.columns[key] for cell in cells if (key := key_of(bare(cell))) in self.columns}


@dataclass(frozen=True, slots=True)
class Header:
    """A header as understood.

    Parameters
    ----------
    names
        For each cell the column, else what is written there in lower case, spaces as `_`.
    units
        Units by number of the column: ``h``, ``d``, ``w`` or ``%`` for cells without one.
    """

    names: tuple[str, ...]
    units: Mapping[int, str] = field(default_factory=dict)


def bare(cell: str) -> str:
    r"""A header without what stands in brackets or behind `in`.

    Examples
    --------
    >>> bare("Budget (EUR)"), bare("Rest in h"), bare("Satz\n[€/h]")
    ('Budget', 'Rest', 'Satz')
    """
    return _BRACKETS.sub(" ", cell).strip()


def find_header(rows: Sequence[tuple[int, list[str]]], heading: Heading | None) -> int:
    """Which row is the header: the first, unless a later one names the columns.

    Examples
    --------
    >>> heading = Heading({"id": "id", "name": "name"}, frozenset({"id"}))
    >>> find_header([(1, ["Our people"]), (3, ["ID", "Name"])], heading)
    1
    """
    if heading is None or heading.required <= heading.known(rows[0][1]):
        return 0
    first = len(heading.known(rows[0][1]))
    for number, (_, cells) in enumerate(rows[:LAST_HEADER_ROW]):
        known = heading.known(cells)
        if number and heading.required <= known and len(known) >= max(LEAST_NAMES, first):
            return number
    return 0


def read_header(cells: Sequence[str], heading: Heading | None, where: str, issues: list[Issue]) -> Header | None:
    """Understand a header; None and issues when two of its cells mean the same column.

    Examples
    --------
    >>> heading = Heading({"id": "id", "rest": "remaining"}, measured={"remaining": "time"})
    >>> read_header(["ID", "Rest (d)", "Comment"], heading, "progress.csv:1", [])
    Header(names=('id', 'remaining', 'comment'), units={1: 'd'})
    """
    written = ["_".join(cell.casefold().split()) for cell in cells]
    columns = heading.columns if heading else {name: name for name in written}
    own = {name for name in written if name in columns.values()}
    names: list[str] = []
    units: dict[int, str] = {}
    usable = True
    for number, cell in enumerate(cells):
        key = written[number] if heading is None else key_of(bare(cell))
        name = columns.get(key, "")
        if not name or (name in own and written[number] != name):
            names.append(written[number])
            if name:
                message = f"column {quoted(cell)} is not read, as there is a column {quoted(name)}"
                issues.append(Issue(message, where, severity="warning"))
            continue
        if name in names:
            other = cells[names.index(name)]
            said = "is there twice" if written[number] == name else f"and {quoted(cell)} mean the same"
            issues.append(Issue(f"column {quoted(name if written[number] == name else other)} {said}", where))
            usable = False
        names.append(name)
        if heading is not None and name in heading.measured:
            usable = _unit(number, cell, name, heading.measured[name], units, where, issues) and usable
    return Header(tuple(names), units) if usable else None


def _unit(
    number: int, cell: str, name: str, measure: str, units: dict[int, str], where: str, issues: list[Issue]
) -> bool:
    """Read the unit that stands in a header; False and an issue when it would change what the cells mean."""
    found = _BRACKETS.search(cell)
    if found is None:
        return True
    word = (found[1] or found[2] or "").strip().rstrip(".")
    if measure == "time" and word.casefold() in UNITS:
        units[number] = UNITS[word.casefold()]
    elif measure == "share" and word == "%":
        units[number] = "%"
    elif measure == "money" and re.search(r"(?i)^[tk](?:eur|€|\$)|tsd|thousand|^k$|mio|million|1[.,' ]?000", word):
        hint = "Maybe write whole amounts?"
        issues.append(Issue(f"column {quoted(name)} is in {quoted(word)}, amounts are read as they stand", where, hint))
        return False
    elif measure == "time" and re.fullmatch(r"(?i)min\w*|m|monate?|months?|pm|pw", word):
        issues.append(Issue(f"column {quoted(name)} is in {quoted(word)}", where, "Maybe use hours or days?"))
        return False
    elif measure == "money" and len(word) <= 3 and is_currency(word, "") and word.upper() == word:
        units[number] = word
    return True
