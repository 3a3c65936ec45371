"""Pages that are not files of docs/: made from the code, or lying elsewhere in the project, and links to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docs_site import api, commands, messages, model, notations, settings, tables

ROOT = Path(__file__).resolve().parents[1]
MADE: Mapping[str, Callable[[], str]] = {
    "reference/tables.md": tables.tables_page,
    "reference/notations.md": notations.notations_page,
    "reference/settings.md": settings.settings_page,
    "reference/commands.md": commands.commands_page,
    "reference/messages.md": messages.messages_page,
    "reference/api.md": api.api_page,
    "model.md": model.model_page,
    "health.md": model.health_page,
}
# Pages that stand where a reader of the repository looks for them.
ELSEWHERE = {
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "demo.md": "data/README.md",
    "benchmarks.md": "benchmarks/README.md",
}
LINK = re.compile(r"\[([^\]\n]*)\]\(([^)#\s]+)((?:#[^)\s]*)?)\)")


def relinked(text: str, source: str, place: str) -> str:
    """Turn links between files of the project into links between pages.

    Parameters
    ----------
    text
        Markdown.
    source
        File that it comes from, from the root of the project.
    place
        Page that it becomes.

    Examples
    --------
    >>> relinked("[data](../data/README.md#studio)", "docs/pages.md", "pages.md")
    '[data](demo.md#studio)'
    >>> relinked("[rules](pyproject.toml)", "CONTRIBUTING.md", "contributing.md")
    'rules (`pyproject.toml`)'
    >>> relinked("[words](docs/glossary.md)", "CONTRIBUTING.md", "contributing.md")
    '[words](glossary.md)'
    """
    pages = {source: place for place, source in ELSEWHERE.items()} | {"README.md": "index.md"}

    def link(found: re.Match[str]) -> str:
        words, target, anchor = found.groups()
        if "://" in target or target.startswith("mailto:"):
            return found[0]
        full = _joined(Path(source).parent, target)
        page = pages.get(full, full.removeprefix("docs/") if full.startswith("docs/") else None)
        if page is None:
            # A file that is no page, such as a notebook: its place in the project is said instead.
            return f"{words} (`{full}`)" if (ROOT / full).exists() else found[0]
        return f"[{words}]({'../' * place.count('/')}{page}{anchor})"

    return LINK.sub(link, text)


def _joined(folder: Path, target: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
