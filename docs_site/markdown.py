"""Pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table; bars within cells are escaped.

    Examples
    --------
    >>> print(table(["a"], [["x | y"]]))
    | a |
    |---|
    | x \| y |
    """
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def code(text: str) -> str:
    """Text as code within a line; nothing for nothing."""
    if not text:
        return ""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page(title: str, *parts: str) -> str:
    """A page."""
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def from_docstring(text: str) -> str:
    """Prose of a docstring: double backquotes become single ones."""
    return text.replace("``", "`")
