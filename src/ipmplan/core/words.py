"""Words for messages: values as quoted, moments, and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches

LONGEST_QUOTE = 60
LONGEST_GUESS = 80


def quoted(value: str) -> str:
    r"""Quote a value for a message: cut when long, with what cannot be printed made visible.

    Examples
    --------
    >>> quoted("fronted"), quoted("a" + chr(0))
    ('`fronted`', '`a\\x00`')
    """
    text = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 3] + "..."
    return f"`{visible(text)}`"


def visible(text: str) -> str:
    r"""Write out what cannot be printed, and what would steer a terminal.

    Examples
    --------
    >>> visible("a" + chr(27))
    'a\\x1b'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def nearest(value: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """The known word that looks most like `value`; empty when none does.

    Parameters
    ----------
    value
        What was written.
    known
        What may be meant.
    alike
        Least likeness, 0 to 1.

    Examples
    --------
    >>> nearest("Fronted", ["backend", "frontend"]), nearest("xyz", ["backend"])
    ('frontend', '')
    """
    if not value or len(value) > LONGEST_GUESS:
        return ""
    folded: dict[str, str] = {}
    for word in known:
        folded.setdefault(word.casefold(), word)
    found = get_close_matches(value.casefold(), folded, n=1, cutoff=alike)
    return folded[found[0]] if found else ""


def did_you_mean(value: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """A hint that names the nearest known word; empty when none is near.

    Examples
    --------
    >>> did_you_mean("fronted", ["backend", "frontend"])
    'Maybe you meant `frontend`?'
    """
    word = nearest(value, known, alike=alike)
    return f"Maybe you meant {quoted(word)}?" if word else ""


def clock(moment: datetime) -> str:
    """A moment in words.

    Examples
    --------
    >>> clock(datetime(2026, 3, 2, 12, 0))
    '2 March 2026 12:00'
    """
    return f"{moment.day} {moment:%B %Y %H:%M}"


def on(moment: date | datetime) -> str:
    """A day, or a moment of it, in words.

    Examples
    --------
    >>> on(date(2026, 3, 2)), on(datetime(2026, 3, 2, 12, 0))
    ('2 March 2026', '2 March 2026 12:00')
    """
    return clock(moment) if isinstance(moment, datetime) else f"{moment.day} {moment:%B %Y}"
