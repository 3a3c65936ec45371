"""Mutants that nobody can notice, since the code means the same with them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant that was read and found to mean the same, by the text of its lines, so that it may move."""

    path: str
    was: str
    becomes: str
    why: str


def equivalents(file: Path = FILE) -> dict[tuple[str, str, str], Equivalent]:
    """Read the list, by path and the two texts."""
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get("equivalent", [])
    found = [Equivalent(**row) for row in rows]
    return {(one.path, one.was, one.becomes): one for one in found}
