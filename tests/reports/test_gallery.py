"""The gallery shows what its script draws, and stays small."""

from __future__ import annotations

from docs_site import gallery


def test_the_page_is_what_the_script_writes() -> None:
    assert (gallery.DOCS / "gallery.md").read_text(encoding="utf-8") == gallery.page()


def test_every_picture_is_there_and_all_are_small() -> None:
    wanted = {f"{entry.name}-light.webp" for entry in gallery.ENTRIES} | {f"{name}-dark.webp" for name in gallery.DARK}
    found = {path.name: path.stat().st_size for path in gallery.PICTURES.iterdir()}
    assert set(found) == wanted
    assert sum(found.values()) < 400_000


def test_every_entry_says_how_it_is_drawn_and_is_named_once() -> None:
    entries = gallery.ENTRIES
    assert len({entry.name for entry in entries}) == len({entry.title for entry in entries}) == len(entries) == 14
    assert all(entry.code and entry.says.endswith(".") for entry in entries)
