"""The menu in recover.json: kept, applied to the tables, and taken back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ipmplan.core.edits import sentences
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.explaining.recover.menu import Menu, Route
from ipmplan.explaining.rewritten import MENU, PLAN, rewritten
from ipmplan.files.atomic import write_bytes
from ipmplan.files.editjson import edits_from_json, edits_to_json
from ipmplan.files.planfile import parse_plan, print_plan
from ipmplan.files.tableedit import SETTINGS_FILE
from ipmplan.files.together import write_files

FORMAT = "ipmplan-recover/1"


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a way, or taking it back, has written.

    Parameters
    ----------
    text
        The way, in words.
    files
        Files that were written.
    diff
        Lines of the tables that are others, as `diff` shows them; empty when it is taken back.
    """

    text: str
    files: tuple[Path, ...]
    diff: str = ""


def menu_document(menu: Menu, portfolio: Portfolio) -> dict[str, Any]:
    """The menu as plain values, plans and edits in it."""
    return {
        "format": FORMAT,
        "milestone": menu.name,
        "by": menu.by.isoformat(),
        "planned": menu.planned.isoformat(),
        "reached": any(way.reaches for way in menu.ways),
        "tried": menu.tried,
        "ways": [{"number": number, **_way(way, portfolio)} for number, way in enumerate(menu.ways, 1)],
        "vain": [proposal.text for proposal in menu.vain],
    }


def _way(way: Route, portfolio: Portfolio) -> dict[str, Any]:
    found = way.outcome
    return {
        "kind": way.proposal.kind,
        "text": way.proposal.text,
        "does": list(sentences(portfolio, way.proposal.edits)),
        "reaches": way.reaches,
        "finish": found.finish.isoformat(),
        "p80": found.p80.isoformat() if found.p80 is not None else None,
        "sooner_hours": found.sooner_hours,
        "cost": str(found.cost) if found.cost is not None else None,
        "people": sorted({*found.people, *way.proposal.asks}),
        "moved": found.moved,
        "needs_yes_of": list(way.proposal.clients),
        "hurts": [{"id": row.id, "kind": row.kind, "hours": row.hours} for row in found.hurt],
        "edits": edits_to_json(way.proposal.edits),
        "plan": json.loads(print_plan(way.schedule)),
    }


def write_menu(place: Path, menu: Menu, portfolio: Portfolio) -> Path:
    """Keep a menu beside the tables that it was made for.

    Parameters
    ----------
    place
        Folder or workbook of the tables.
    menu, portfolio
        What was found, and for what.

    Raises
    ------
    InputError
        When a way has been applied and not yet been taken back, or the file cannot be written.
    """
    path = _folder(place) / MENU
    document = {**menu_document(menu, portfolio), "tables": _digests(_tables(place))}
    _write(path, document)
    return path


def apply_way(place: Path, number: int) -> Applied:
    """Write a way of the menu into the tables, and its plan beside them.

    Raises
    ------
    InputError
        When there is no such way, or tables have changed since the menu was made.
    """
    path = _folder(place) / MENU
    document = _read(path)
    ways = document["ways"]
    if not 1 <= number <= len(ways):
        raise InputError(
            Issue(f"there is no way {number}, but {len(ways)}", str(path), "Maybe look at the menu again?")
        )
    _ensure_unchanged(document["tables"], place, path)
    way = ways[number - 1]
    folder = _folder(place)
    edits = edits_from_json(way["edits"], str(path))
    new = rewritten(place, edits, parse_plan(json.dumps(way["plan"]), str(path)))
    before, after, changed = new.before, new.after, new.changed
    document["applied"] = {
        "way": number,
        "before": {name: b64encode(before[name]).decode() if name in before else None for name in changed},
        "after": {name: sha256(after[name]).hexdigest() for name in changed},
    }
    _write_all(folder, {**changed, MENU: _printed(document)})
    return Applied(way["text"], tuple(folder / name for name in dict.fromkeys((*new.tables, PLAN))), new.diff)


def undo(place: Path) -> Applied:
    """Take back what was applied: every file is as it was before.

    Raises
    ------
    InputError
        When nothing was applied, or a file was changed since.
    """
    path = _folder(place) / MENU
    document = _read(path)
    applied = document.pop("applied", None)
    if applied is None:
        raise InputError(Issue("nothing of this menu was applied", str(path), "Maybe it was taken back already?"))
    _ensure_unchanged(applied["after"], place, path)
    folder = _folder(place)
    back = {name: None if kept is None else b64decode(kept) for name, kept in applied["before"].items()}
    _write_all(folder, {**back, MENU: _printed(document)})
    return Applied(document["ways"][applied["way"] - 1]["text"], tuple(folder / name for name in back))


def _write_all(folder: Path, files: Mapping[str, bytes | None]) -> None:
    try:
        write_files(folder, files)
    except OSError as error:
        raise InputError(Issue(f"it cannot be written: {error.strerror or error}", str(folder))) from error


def _printed(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _folder(place: Path) -> Path:
    return place.parent if place.is_file() else place


def _tables(place: Path) -> list[Path]:
    """What the portfolio is read from."""
    settings = _folder(place) / SETTINGS_FILE
    tables = (
        [place] if place.is_file() else sorted(found for found in place.iterdir() if found.suffix in {".csv", ".xlsx"})
    )
    return [*tables, *([settings] if settings.is_file() else [])]


def _digests(files: Iterable[Path]) -> dict[str, str]:
    return {found.name: sha256(found.read_bytes()).hexdigest() for found in files}


def _ensure_unchanged(kept: Mapping[str, str], place: Path, path: Path) -> None:
    """Refuse when a file is not what it was.

    Raises
    ------
    InputError
        With the names of those that are others.
    """
    folder = _folder(place)
    now = {name: sha256((folder / name).read_bytes()).hexdigest() for name in kept if (folder / name).is_file()}
    other = sorted(name for name in kept if now.get(name) != kept[name])
    new = sorted(found.name for found in _tables(place) if found.name not in kept) if PLAN not in kept else []
    if other or new:
        message = f"changed since the menu was made or applied: {', '.join([*other, *new])}"
        raise InputError(Issue(message, str(path), "Maybe make the menu again with `ipmplan recover ... --by`?"))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "Maybe run `ipmplan recover MILESTONE --by DATE` first?"
        raise InputError(Issue("there is no menu yet", str(path), hint)) from None
    except (OSError, ValueError) as error:
        raise InputError(Issue(f"the menu cannot be read: {error}", str(path), "Maybe make it again?")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(Issue(f"this is no menu ({FORMAT} is expected)", str(path), "Maybe make it again?"))
    return document


def _write(path: Path, document: Mapping[str, Any]) -> None:
    try:
        write_bytes(path, _printed(document))
    except OSError as error:
        raise InputError(Issue(f"the menu cannot be written: {error.strerror or error}", str(path))) from error
