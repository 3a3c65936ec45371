"""The sentences of sections 1 and 2 of docs/formats.md, and what tests say about them.

A statement is a sentence, or the part of one between semicolons, or a comment of the settings. One that ends in
`[not built]` is agreed but not done yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

CONTRACT = Path(__file__).parents[2] / "docs" / "formats.md"
TAG = "[not built]"
SECTIONS = ("## 1.", "## 2.")
Test = TypeVar("Test", bound=Callable[..., object])

_CODE = re.compile(r"`[^`]*`")
_BRACKETS = re.compile(r"\([^()]*\)")
_EMPHASIS = re.compile(r"\*{1,2}([^*`]+)\*{1,2}")
_END = re.compile(r"(?<=[.;])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a part of one: its text without markup, and where it stands."""

    text: str
    heading: str
    line: int

    @property
    def built(self) -> bool:
        """Whether the code does it already."""
        return not self.text.rstrip(".;").endswith(TAG)


def covers(*beginnings: str) -> Callable[[Test], Test]:
    """Mark a test as a worked example of the statements that begin so."""

    def mark(test: Test) -> Test:
        test.__dict__["covers"] = beginnings
        return test

    return mark


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of sections 1 and 2.

    Examples
    --------
    >>> text = "## 1. The folder\\n\\n### pools.csv\\nThings that `a; b` use; and\\nmore. `x` = y [not built]."
    >>> [(found.text, found.line, found.built) for found in statements(text)]
    [('Things that a; b use;', 4, True), ('and more.', 4, True), ('x = y [not built].', 4, False)]
    """
    heading, inside, fence = "", False, ""
    paragraph: list[str] = []
    begun = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if fence or line.startswith("```"):
            yield from _split(" ".join(paragraph), heading, begun) if inside else ()
            paragraph = []
            if line.startswith("```"):
                if fence == "json" and inside:
                    yield Statement("plan.json has these keys", heading, begun)
                fence = "" if fence else line.removeprefix("```")
                begun = number
            elif fence == "toml" and inside:
                yield from _comment(line, heading, number)
            continue
        if not line.strip() or line.startswith(("#", "- ")):
            yield from _split(" ".join(paragraph), heading, begun) if inside else ()
            paragraph = []
        if line.startswith("#"):
            heading = line.strip("# ")
            if line.startswith("## "):
                inside = line.startswith(SECTIONS)
        elif line.strip():
            begun = begun if paragraph else number
            paragraph.append(line.strip().removeprefix("- "))


def plain(text: str) -> str:
    """Text without markup and with single spaces."""
    return " ".join(_EMPHASIS.sub(r"\1", text).replace("`", "").split())


def _comment(line: str, heading: str, number: int) -> Iterator[Statement]:
    """A setting with its comment; a line that is all comment goes on with the one before, as a statement of its own."""
    code, found, comment = line.partition("#")
    if found:
        for part in re.split(r"(?<=;) ", comment.strip()):
            yield Statement(plain(f"{code.split('=')[0]}: {part}" if code.strip() else part), heading, number)


def _split(paragraph: str, heading: str, line: int) -> Iterator[Statement]:
    """Split at full stops and semicolons outside of code and brackets."""
    masked = _BRACKETS.sub(_blank, _CODE.sub(_blank, paragraph))
    begin = 0
    for end in [*(found.end() for found in _END.finditer(masked)), len(paragraph)]:
        part = plain(paragraph[begin:end])
        if part:
            yield Statement(part, heading, line)
        begin = end


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def contract() -> list[Statement]:
    """All statements of the document."""
    return list(statements(CONTRACT.read_text(encoding="utf-8")))
