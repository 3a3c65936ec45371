"""Cells that hold words, ids, yes or no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from ipmplan.core.people import EVERYBODY
from ipmplan.core.words import nearest, quoted
from ipmplan.files.numbers import wrong

LONGEST_CELL = 32_767
LONGEST_ID = 200

_ID = re.compile(r"[\w./-]+")
EXCEL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
    | {"#BEZUG!", "#NV", "#WERT!", "#ZAHL!", "#ÜBERLAUF!"}
)
_NEITHER = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_PLAIN = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys(_NEITHER, "")
    | {"\u00d7": "x", "\u2019": "'", "\uff1b": ";", "\uff1a": ":", "\uff0c": ","}
)
# Between digits, a thin space sets groups of three apart and nothing else.
_THIN = re.compile("(?<=[0-9])[\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_FORMULA = re.compile(r"[=+@-]")
_MARKED = re.compile(r"'+[=+@-]")
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "vrai", "\u2713", "\u2714", "\u2611"})
_NO = frozenset({"no", "n", "false", "0", "nein", "falsch", "non", "faux", "\u2610"})


def plain(text: str) -> str:
    """Take from a cell what word processors and spreadsheets put into it: special spaces and dashes, a lone dash.

    Examples
    --------
    >>> plain("Mo\u2013Fr\u00a09:00"), plain("\u2013")
    ('Mo-Fr 9:00', '')
    """
    if text.isascii():
        return "" if text == "-" else text
    text = _THIN.sub("", text).translate(_PLAIN).strip()
    return "" if text == "-" else text


def parse_text(text: str) -> str:
    """Take a cell as it is, without the mark with which spreadsheets keep text from being a formula.

    Examples
    --------
    >>> parse_text("Home page"), parse_text("'=1+1")
    ('Home page', '=1+1')
    """
    if len(text) > LONGEST_CELL:
        raise wrong(f"{quoted(text)} has {len(text)} characters, at most {LONGEST_CELL} can be read")
    return text[1:] if _MARKED.match(text) else text


def print_text(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula, and `parse_text` reads the same.

    Examples
    --------
    >>> print_text("Home page"), print_text("=1+1"), print_text("'=1+1")
    ('Home page', "'=1+1", "''=1+1")
    """
    return f"'{text}" if _FORMULA.match(text) or _MARKED.match(text) else text


def parse_id(text: str) -> str:
    """Read an id: letters of any language, digits, `_ . / -`.

    Examples
    --------
    >>> parse_id("P0-fe1"), parse_id("Größe")
    ('P0-fe1', 'Größe')
    """
    if len(text) > LONGEST_ID:
        raise wrong(f"{quoted(text)} is longer than the {LONGEST_ID} characters of an id")
    if _ID.fullmatch(text) or (text and all(_of_an_id(c) for c in text)):
        return text
    fixed = "".join(c if _of_an_id(c) else "_" for c in text).strip("_")
    hint = f"Maybe you meant {quoted(fixed)}?" if fixed else ""
    raise wrong(f"{quoted(text)} is not an id (letters, digits, `_ . / -`, no spaces)", hint)


def _of_an_id(character: str) -> bool:
    return bool(_ID.fullmatch(character)) or unicodedata.category(character).startswith("M")


def parse_ref(text: str) -> str:
    """Read an id that another row has; a name with spaces is kept, so that its id can be told.

    Examples
    --------
    >>> parse_ref("LM"), parse_ref("Lisa Mayr")
    ('LM', 'Lisa Mayr')
    """
    if len(text) > LONGEST_ID or not text.isprintable() or not any(_of_an_id(c) for c in text):
        return parse_id(text)
    return text


def parse_person(text: str) -> str:
    """Read a person's id or `*`, which is everybody.

    Examples
    --------
    >>> parse_person("*"), parse_person("ana")
    ('*', 'ana')
    """
    return text if text == EVERYBODY else parse_ref(text)


def parse_skill_name(text: str) -> str:
    """Read a skill: an id with at least one letter.

    Examples
    --------
    >>> parse_skill_name("3d")
    '3d'
    """
    if not any(c.isalpha() for c in parse_id(text)):
        raise wrong(f"{quoted(text)} is not a skill, which has at least one letter")
    return text


def parse_ids(text: str) -> tuple[str, ...]:
    """Read several ids, set apart by `|`, `;` or a comma.

    Examples
    --------
    >>> parse_ids("ana|ben"), parse_ids("T1; T2")
    (('ana', 'ben'), ('T1', 'T2'))
    """
    found = [name.strip() for name in re.split(r"[|;,\n]", text)]
    return tuple(dict.fromkeys(parse_ref(name) for name in found if name))


def parse_yes(text: str) -> bool:
    """Read yes or no, as people and spreadsheets write it.

    Examples
    --------
    >>> parse_yes("yes"), parse_yes("FALSE")
    (True, False)
    """
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise wrong(f"{quoted(text)} is neither yes nor no", "Maybe you meant `yes` or `no`?")


def one_of(words: Sequence[str], also: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """Make a reader of a cell that holds one of these words.

    Parameters
    ----------
    words
        As tables write them.
    also
        Other words for them.

    Examples
    --------
    >>> one_of(["confirmed", "on_hold"], {"ruht": "on_hold"})("On hold")
    'on_hold'
    """

    def parse(text: str) -> str:
        word = text.casefold().replace(" ", "_").replace("-", "_")
        word = (also or {}).get(word, word)
        if word in words:
            return word
        near = nearest(word, words)
        hint = f"Maybe you meant {quoted(near)}?" if near else "Maybe use one of " + ", ".join(map(quoted, words)) + "?"
        raise wrong(f"{quoted(text)} is not known here", hint)

    return parse


def print_yes(answer: bool) -> str:
    """Write yes or no.

    Examples
    --------
    >>> print_yes(True)
    'yes'
    """
    return "yes" if answer else "no"


def print_ids(ids: Sequence[str]) -> str:
    """Write ids so that `parse_ids` reads the same.

    Examples
    --------
    >>> print_ids(("ana", "ben"))
    'ana|ben'
    """
    return "|".join(ids)
