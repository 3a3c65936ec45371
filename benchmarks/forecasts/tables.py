"""The published tables, as text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from math import isfinite
from pathlib import Path

from ipmplan.errors import InputError, Issue


def read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a table; without the file no rows.

    Raises
    ------
    InputError
        A column is missing.
    """
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(Issue(f"there is no column `{'`, `'.join(missing)}`", str(path)))
        return list(reader)


def number(row: dict[str, str], column: str) -> float | None:
    """A number, None where the cell is empty or no number."""
    try:
        value = float(row[column])
    except ValueError:
        return None
    return value if isfinite(value) else None


def day(row: dict[str, str], column: str) -> date | None:
    """A day, None where the cell is empty or no date."""
    try:
        return date.fromisoformat(row[column][:10])
    except ValueError:
        return None
