"""Folders of one's own, with more rules and goals.

``IPMPLAN_PATH`` names them, set apart as in ``PATH``. Each has a folder ``rules`` or ``goals``, or both, with one file for
each rule and goal, written as those of ipmplan are (CONTRIBUTING.md says how).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

VARIABLE = "IPMPLAN_PATH"


def folders(kind: str) -> tuple[str, ...]:
    """Folders with more modules of a kind, ``rules`` or ``goals``, in the order in which they were named."""
    named = (name for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)
    found = (Path(name).expanduser().resolve() / kind for name in named)
    return tuple(str(folder) for folder in found if folder.is_dir())


def names(places: Sequence[str]) -> tuple[str, ...]:
    """Names of the modules in some folders, in alphabetical order.

    Examples
    --------
    >>> names([])
    ()
    """
    found = {file.stem for place in places for file in Path(place).glob("*.py") if file.stem.isidentifier()}
    return tuple(sorted(name for name in found if not name.startswith("_")))
