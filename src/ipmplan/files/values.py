"""Cells that hold words, ids, dates, yes or no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from ipmplan.core.calendar import Moment
from ipmplan.core.people import EVERYBODY
from ipmplan.core.words import nearest, quoted
from ipmplan.errors import InputError
from ipmplan.files.numbers import wrong

FIRST_YEAR, LAST_YEAR = 1970, 2200
LONGEST_CELL = 32_767
LONGEST_ID = 200
MIDNIGHT_AT_THE_END = 24
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_SERIALS = range(25_569, 100_000)

_ID = re.compile(r"[\w./-]+")
_TIME = r"(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?)?"
_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})" + _TIME)
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})" + _TIME)
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + _TIME)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2})")
_ZONED = re.compile(r"(.+[0-9])(?:Z|[+-][0-9]{2}:?[0-9]{2})")
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "vrai"})
_NO = frozenset({"no", "n", "false", "0", "nein", "falsch", "non", "faux"})


def parse_text(text: str) -> str:
    """Take a cell as it is.

    Examples
    --------
    >>> parse_text("Home page")
    'Home page'
    """
    if len(text) > LONGEST_CELL:
        raise wrong(f"{quoted(text)} has {len(text)} characters, at most {LONGEST_CELL} can be read")
    return text


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


def parse_person(text: str) -> str:
    """Read a person's id or `*`, which is everybody.

    Examples
    --------
    >>> parse_person("*"), parse_person("ana")
    ('*', 'ana')
    """
    return text if text == EVERYBODY else parse_id(text)


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
    found = [name.strip() for name in re.split(r"[|;,]", text)]
    return tuple(dict.fromkeys(parse_id(name) for name in found if name))


def parse_moment(text: str) -> Moment:
    """Read a day or, with a time of day, a moment: ISO, `05.01.2026`, or slashes where only one reading is possible.

    Raises
    ------
    InputError
        Also for what has several readings, and outside the years 1970 to 2200.

    Examples
    --------
    >>> parse_moment("2026-02-03T13:00"), parse_moment("05.01.2026")
    (datetime.datetime(2026, 2, 3, 13, 0), datetime.date(2026, 1, 5))
    """
    if found := _ISO.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DOTTED.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _SLASHED.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first <= 12 and second <= 12 and first != second:
            hint = f"Maybe you meant `{year}-{second:02}-{first:02}` or `{year}-{first:02}-{second:02}`?"
            raise wrong(f"{quoted(text)} can be read as two different days", hint)
        day, month = (first, second) if second <= 12 else (second, first)
    else:
        raise _no_date(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise wrong(f"{quoted(text)} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    try:
        parsed = date(year, month, day)
        if found[4] is None:
            return parsed
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        if (hour, minute, second) == (MIDNIGHT_AT_THE_END, 0, 0):
            return datetime(year, month, day) + timedelta(days=1)
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise wrong(f"{quoted(text)} is not in the calendar") from None


def _no_date(text: str) -> InputError:
    if short := _SHORT_YEAR.fullmatch(text):
        day, month, year = int(short[1]), int(short[3]), int(short[4])
        hint = f"Maybe you meant `20{year:02}-{month:02}-{day:02}`?" if short[2] == "." and month <= 12 else ""
        return wrong(f"{quoted(text)} has a year of two digits", hint or "Maybe write it like `2026-01-31`?")
    if zoned := _ZONED.fullmatch(text):
        if _ISO.fullmatch(zoned[1]):
            return wrong(f"{quoted(text)} has a time zone; times are local", f"Maybe you meant {quoted(zoned[1])}?")
    elif text.isdecimal() and text.isascii() and len(text) == 5 and int(text) in _EXCEL_SERIALS:
        guess = (_EXCEL_DAY_ZERO + timedelta(days=int(text))).isoformat()
        return wrong(f"{quoted(text)} is a number, not a date", f"Maybe you meant `{guess}`?")
    elif text.isdecimal() and text.isascii() and len(text) == 8:
        guess = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return wrong(f"{quoted(text)} is not a date", f"Maybe you meant `{guess}`?")
    return wrong(f"{quoted(text)} is not a date", "Maybe write it like `2026-01-31`?")


def parse_day(text: str) -> date:
    """Read a day without a time.

    Examples
    --------
    >>> parse_day("2026-01-05")
    datetime.date(2026, 1, 5)
    """
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        raise wrong(f"{quoted(text)} has a time, only a day is wanted", f"Maybe you meant `{moment.date()}`?")
    return moment


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


def one_of(words: Sequence[str]) -> Callable[[str], str]:
    """Make a reader of a cell that holds one of these words.

    Examples
    --------
    >>> one_of(["confirmed", "on_hold"])("On hold")
    'on_hold'
    """

    def parse(text: str) -> str:
        word = text.casefold().replace(" ", "_").replace("-", "_")
        if word in words:
            return word
        near = nearest(word, words)
        hint = f"Maybe you meant {quoted(near)}?" if near else "Maybe use one of " + ", ".join(map(quoted, words)) + "?"
        raise wrong(f"{quoted(text)} is not known here", hint)

    return parse
