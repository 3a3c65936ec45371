"""A language: its phrases, and how it writes days, numbers and money. A language is one file of phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from pathlib import Path
from typing import cast

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue

LANGUAGES = ("en", "de")
FOLDER = "templates"


class Language:
    """Writes phrases, days and numbers in one language.

    Parameters
    ----------
    code
        ``en`` or ``de``.
    own
        Folder whose file of phrases comes first; None = only ours.

    Raises
    ------
    InputError
        When there is no such language, or the folder's phrases cannot be read.

    Examples
    --------
    >>> german = Language("de")
    >>> german.day(date(2026, 3, 2)), german.number(1234.5), german("agreed")
    ('Mo., 2. März 2026', '1.234,5', 'Vereinbart')
    """

    def __init__(self, code: str, own: Path | None = None) -> None:
        if code not in LANGUAGES:
            hint = did_you_mean(code, LANGUAGES) or f"Maybe one of {', '.join(LANGUAGES)}?"
            raise InputError(Issue(f"pages are not written in the language {quoted(code)}", "--lang", hint))
        self.code = code
        ours = files(__package__).joinpath(FOLDER, f"{code}.toml").read_text(encoding="utf-8")
        self._phrases: dict[str, object] = dict(tomllib.loads(ours))
        if own is not None and (own / f"{code}.toml").is_file():
            self._phrases |= _read(own / f"{code}.toml")

    @property
    def phrases(self) -> Mapping[str, object]:
        """All phrases by key."""
        return self._phrases

    def __call__(self, key: str, **values: object) -> str:
        """Write a phrase, with values in its places."""
        phrase = self._phrases[key]
        return str(phrase).format(**values) if values else str(phrase)

    def count(self, key: str, amount: int) -> str:
        """Write how many; a phrase has the forms ``key_one`` and ``key_many``."""
        return self(f"{key}_{'one' if amount == 1 else 'many'}", n=self.number(amount))

    def day(self, day: date | None, *, short: bool = False) -> str:
        """Write a day; short ones have no weekday and no year."""
        if day is None:
            return "–"
        weekdays, months = (cast("list[str]", self._phrases[key]) for key in ("weekdays", "months"))
        names = {"weekday": weekdays[day.weekday()], "day": day.day, "month": months[day.month - 1], "year": day.year}
        return self("short_day_form" if short else "day_form", **names)

    def month(self, text: str) -> str:
        """Write a month, ``2026-01``."""
        year, _, number = text.partition("-")
        months = cast("list[str]", self._phrases["months"])
        return f"{months[int(number) - 1]} {year}"

    def number(self, value: float | Decimal, places: int = 1) -> str:
        """Write a number with thousands; no more digits after the point than it has."""
        text = f"{value:,.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        point, thousands = str(self._phrases["decimal_point"]), str(self._phrases["thousands"])
        return "".join({",": thousands, ".": point}.get(letter, letter) for letter in text)

    def money(self, amount: Decimal | None, currency: str) -> str:
        """Write money in whole units, with cents where it has some."""
        if amount is None:
            return "–"
        exact = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
        whole = exact == exact.to_integral_value()
        text = f"{exact:,.0f}" if whole else f"{exact:,.2f}"
        point, thousands = str(self._phrases["decimal_point"]), str(self._phrases["thousands"])
        shown = "".join({",": thousands, ".": point}.get(letter, letter) for letter in text)
        return f"{shown} {currency}".rstrip()

    def percent(self, share: float) -> str:
        """Write a chance; never that anything is certain or out of the question."""
        return f"{min(max(round(share * 100), 1), 99)} %"


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(Issue(f"these phrases cannot be read: {error}", str(path))) from error
