"""Checks a site that was built: every link and anchor leads somewhere, and nothing is fetched from elsewhere.

``python -m docs_site.links build/site``; mkdocs checks links between pages by itself, this also sees what templates and docstrings made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}
FETCHING_LINKS = {"stylesheet", "preload", "modulepreload", "icon", "preconnect"}


@dataclass
class Reading(HTMLParser):
    """A page: its anchors, its links, and what a browser fetches for it."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag names."""
        named = {name: value for name, value in attrs if value is not None}
        self.anchors |= {named[name] for name in ("id", "name") if name in named}
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag in FETCHED and FETCHED[tag] in named:
            self.fetched.append(named[FETCHED[tag]])
        if tag == "link" and FETCHING_LINKS & set(named.get("rel", "").split()) and "href" in named:
            self.fetched.append(named["href"])


def faults(site: Path) -> Iterator[str]:
    """What is wrong with a site, a line each."""
    pages = {path.resolve(): _read(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        shown = path.relative_to(site.resolve())
        for address in page.fetched:
            if urlsplit(address).scheme in {"http", "https"} or address.startswith("//"):
                yield f"{shown}: fetches {address}"
            elif not address.startswith("data:") and not _target(path, address).exists():
                yield f"{shown}: {address} is not there"
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme or address.startswith("//"):
                continue
            target = _target(path, parts.path) if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                yield f"{shown}: {address} is not there"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{shown}: {address} has no such anchor"


def _read(path: Path) -> Reading:
    page = Reading()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _target(page: Path, address: str) -> Path:
    return (page.parent / unquote(urlsplit(address).path)).resolve()


def main(site: str) -> int:
    """Print what is wrong; the number of faults."""
    found = list(dict.fromkeys(line for line in faults(Path(site)) if not line.startswith("404.html")))
    for line in found:
        print(line)
    print(
        f"{site}: {len(found)} links that lead nowhere or fetch from elsewhere"
        if found
        else f"{site}: every link leads somewhere, nothing is fetched"
    )
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
