"""What mkdocs asks while it builds: pages from the code, pages that lie elsewhere in the project, and links to them."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs_site.made import ELSEWHERE, MADE, ROOT, relinked

MORE = "More"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Pages that the navigation does not name get a place at its end, so that none is lost."""
    named = set(_named(config.nav))
    there = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    left = sorted((there | {*MADE, *ELSEWHERE}) - named)
    if left and config.nav is not None:
        config.nav = [*config.nav, {MORE: left}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add pages that are made, and pages from elsewhere."""
    for place, make in MADE.items():
        files.append(File.generated(config, place, content=make()))
    for place, source in ELSEWHERE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=relinked(text, source, place)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Links out of docs/ lead to the pages that were made of what they name."""
    place = page.file.src_uri
    return markdown if place in MADE or place in ELSEWHERE else relinked(markdown, f"docs/{place}", place)


def _named(nav: Any) -> list[str]:
    """Files that a navigation names."""
    if isinstance(nav, str):
        return [nav]
    if isinstance(nav, dict):
        return [name for part in nav.values() for name in _named(part)]
    return [name for part in nav or () for name in _named(part)]
