"""The reference of notations in cells: every example is read by the code that reads tables."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from docs_site.markdown import code, page, table
from docs_site.tables import WORDS, known


@dataclass(frozen=True, slots=True)
class Notation:
    """A column that has one: what is said of it, and examples with what they mean."""

    table: str
    column: str
    about: str
    examples: tuple[tuple[str, str], ...]

    def read(self, cell: str) -> object:
        """What the code makes of a cell.

        Raises
        ------
        InputError
            When it cannot be read.
        """
        return known()[self.table].columns[self.column].parse(cell)

    def written(self, cell: str) -> str:
        """A cell as the code would write it."""
        return known()[self.table].columns[self.column].print(self.read(cell))


@cache
def notations() -> tuple[Notation, ...]:
    """All of them."""
    rows: list[dict[str, Any]] = tomllib.loads((WORDS / "notations.toml").read_text(encoding="utf-8"))["notation"]
    return tuple(
        Notation(row["table"], row["column"], row["about"], tuple((cell, said) for cell, said in row["examples"]))
        for row in rows
    )


def notations_page() -> str:
    """Every notation with examples."""
    intro = "Cells that say more than one thing. Each example here is read by ipmplan when this page is made; *written as* is what ipmplan itself would write."
    return page("Notations in cells", intro, *map(_section, notations()))


def _section(one: Notation) -> str:
    rows = [
        [code(cell), said, code(one.written(cell)) if one.written(cell) != cell else ""] for cell, said in one.examples
    ]
    where = f"Column `{one.column}` of [`{one.table}`](tables.md#{one.table})."
    return (
        f"## {one.column} {{ #{one.column} }}\n\n{where} {one.about}\n\n{table(['cell', 'means', 'written as'], rows)}"
    )
