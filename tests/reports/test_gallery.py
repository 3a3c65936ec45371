"""The gallery shows what its script draws, and stays small."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

DOCS = Path(__file__).parents[2] / "docs"


def gallery() -> ModuleType:
    found = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    sys.modules["gallery"] = made
    found.loader.exec_module(made)
    return made


def test_the_page_is_what_the_script_writes() -> None:
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == gallery().page()


def test_every_picture_is_there_and_all_are_small() -> None:
    made = gallery()
    wanted = {f"{entry.name}-light.webp" for entry in made.ENTRIES} | {f"{name}-dark.webp" for name in made.DARK}
    found = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    assert set(found) == wanted
    assert sum(found.values()) < 400_000


def test_every_entry_says_how_it_is_drawn_and_is_named_once() -> None:
    entries = gallery().ENTRIES
    assert len({entry.name for entry in entries}) == len({entry.title for entry in entries}) == len(entries) == 14
    assert all(entry.code and entry.says.endswith(".") for entry in entries)
