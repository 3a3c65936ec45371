"""A folder as edits and a plan would leave it: tried on a copy, so that it can be shown first and written in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from ipmplan.core.edits import Edit
from ipmplan.core.plan import Schedule
from ipmplan.files.edits import write_edits
from ipmplan.files.planfile import write_plan
from ipmplan.loading import load

PLAN = "plan.json"
# Menus of ways belong to the folder as it was.
MENU = "recover.json"


@dataclass(frozen=True, slots=True)
class RewrittenFolder:
    """Files of a folder before and after; nothing is written yet.

    Parameters
    ----------
    before, after
        Contents by name.
    tables
        Names of the tables, or the workbook, and the settings that are others.
    """

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    tables: tuple[str, ...]

    @property
    def changed(self) -> dict[str, bytes | None]:
        """New contents of all files that are others, the plan among them, as `write_files` takes them."""
        return {name: data for name, data in self.after.items() if self.before.get(name) != data}

    @property
    def diff(self) -> str:
        """Lines of the tables that are others, as `diff` shows them."""
        return "".join(_diff(name, self.before.get(name, b""), self.after[name]) for name in self.tables)


def rewritten(place: Path, edits: Iterable[Edit], plan: Schedule | None) -> RewrittenFolder:
    """Write edits and a plan into a copy of a folder, read it again, and say what is different.

    Parameters
    ----------
    place
        The folder, or the workbook.
    edits
        In the order in which they apply.
    plan
        What plan.json is to say; None = as it is.

    Raises
    ------
    InputError
        When an edit names what is unknown, or the tables would be wrong with it.
    """
    folder = place.parent if place.is_file() else place
    before, edits = contents(folder), tuple(edits)
    with TemporaryDirectory() as room:
        copy = Path(shutil.copytree(folder, Path(room) / "copy", ignore=shutil.ignore_patterns(MENU)))
        tables = copy / place.name if place.is_file() else copy
        written = [found.name for found in (write_edits(tables, load(tables), edits) if edits else ())]
        load(tables)
        if plan is not None:
            write_plan(copy / PLAN, plan)
        return RewrittenFolder(before, contents(copy), tuple(written))


def contents(folder: Path) -> dict[str, bytes]:
    """Files of a folder but the menu, hidden ones and those of its own folders, by name."""
    files = (found for found in folder.iterdir() if found.is_file() and not found.name.startswith("."))
    return {found.name: found.read_bytes() for found in files if found.name != MENU}


def _diff(name: str, before: bytes, after: bytes) -> str:
    if name.endswith(".xlsx"):
        return f"{name}: cells were changed\n"
    was, now = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    lines = unified_diff(was, now, name, name, lineterm="", n=0)
    return "".join(f"{line}\n" for line in lines)
