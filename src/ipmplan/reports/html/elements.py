"""HTML out of Python: everything is escaped unless it was made here."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterable
from html import escape

ALONE = frozenset({"meta", "link", "br"})


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def el(name: str, /, *children: str, **attributes: str) -> Html:
    """Make an element; plain text in it and its attributes are escaped.

    Parameters
    ----------
    name
        Of the tag.
    children
        Elements as they are, and plain text.
    attributes
        A final underscore is dropped and others become hyphens: ``class_="late"``, ``data_value="3"``.

    Examples
    --------
    >>> el("p", "R&D ", el("b", "<late>"), class_="a")
    '<p class="a">R&amp;D <b>&lt;late&gt;</b></p>'
    """
    given = "".join(
        f' {key.removesuffix("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    if name in ALONE:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def join(children: Iterable[str], between: str = "") -> Html:
    """Put elements and texts one after the other."""
    return Html(escape(between).join(child if isinstance(child, Html) else escape(child) for child in children))


def json_data(text: str, **attributes: str) -> Html:
    r"""Make JSON for the page's script to read; nothing in it can end the element.

    Examples
    --------
    >>> json_data('["</script>"]', id="a")
    '<script type="application/json" id="a">["\\u003c/script>"]</script>'
    """
    escaped = Html(text.replace("<", "\\u003c").replace("&", "\\u0026"))
    return el("script", escaped, type="application/json", **attributes)


def packed(text: str, **attributes: str) -> Html:
    """Make text that the page's script unpacks: gzip as base64, a third of plotly.js and a tenth of a figure's JSON.

    Nothing in it can end the element, whatever the text says. The same text gives the same bytes.

    Examples
    --------
    >>> packed("", id="a").partition("H4sI")[0]
    '<script type="application/gzip" id="a">'
    """
    bytes_ = gzip.compress(text.encode("utf-8"), mtime=0)
    return el("script", b64encode(bytes_).decode("ascii"), type="application/gzip", **attributes)


def table(
    columns: Iterable[str],
    rows: Iterable[tuple[str, Iterable[str]]],
    *,
    numbers: Iterable[str] = (),
    fixed: Iterable[str] = (),
    class_: str = "",
) -> Html:
    """Make a table.

    Parameters
    ----------
    columns
        Heads.
    rows
        The class of each row (``bad``, ``watch`` or empty) and its cells.
    numbers
        Columns that are set to the right.
    fixed
        Columns whose cells stay on one line.
    class_
        Of the whole table.
    """
    heads = list(columns)
    right, whole = set(numbers), set(fixed)
    kinds = ["number" if head in right else "fixed" if head in whole else "" for head in heads]
    head = el("tr", *(_cell("th", kind, name) for kind, name in zip(kinds, heads, strict=True)))
    body = [
        el("tr", *(_cell("td", kind, cell) for kind, cell in zip(kinds, cells, strict=True)), **_class(tone))
        for tone, cells in rows
    ]
    return el("div", el("table", el("thead", head), el("tbody", *body)), class_=f"table {class_}".rstrip())


def _cell(name: str, kind: str, content: str) -> Html:
    return el(name, content, **_class(kind))


def _class(name: str) -> dict[str, str]:
    return {"class_": name} if name else {}
