"""The index of a folder of instances, and the families that results are told by."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ipmplan.errors import InputError, Issue

NAME = "index.csv"
_GROUPS = (
    ("imopse-d36", "imopse-d36"),
    ("imopse", "imopse-other"),
    ("mspsp", "mspsp"),
    ("mmlib", "multi-mode"),
    ("psplib", "psplib_sm"),
    ("rg300", "rg300"),
    ("mplib", "mplib"),
    ("mslib", "mslib"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the index: `lower` and `upper` are the best published bounds, None where nobody published any."""

    instance: str
    family: str
    lower: int | None
    upper: int | None

    @property
    def group(self) -> str:
        """The family that its results count for; an unknown one stands for itself.

        Examples
        --------
        >>> Entry("j3024_8.sm", "psplib-J30", 38, 38).group, Entry("x.rcp", "Patterson", None, None).group
        ('psplib_sm', 'Patterson')
        """
        family = self.family.lower()
        if family.startswith("psplib") and family.endswith("mm"):
            return "multi-mode"
        return next((group for prefix, group in _GROUPS if family.startswith(prefix)), self.family)


def read_index(folder: Path) -> list[Entry]:
    """Read ``index.csv``: columns ``instance, family, bks_lb, bks_ub`` (and others, which are ignored).

    Raises
    ------
    InputError
        When it is missing or lacks a column; a bound that is no number is one, too.
    """
    path = folder / NAME
    if not path.is_file():
        raise InputError(Issue("there is no index of instances", str(path)))
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in ("instance", "family") if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(Issue(f"column `{missing[0]}` is missing", f"{path}:1"))
        return [
            Entry(
                row["instance"],
                row["family"] or "unknown",
                _bound(row.get("bks_lb"), f"{path}:{reader.line_num}"),
                _bound(row.get("bks_ub"), f"{path}:{reader.line_num}"),
            )
            for row in reader
        ]


def _bound(text: str | None, where: str) -> int | None:
    if not text or text.lower() == "nan":
        return None
    try:
        return round(float(text))
    except ValueError:
        raise InputError(Issue(f"`{text}` is no bound", where)) from None
