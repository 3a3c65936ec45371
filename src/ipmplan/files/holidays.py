"""Public holidays by code, from the `holidays` package."""

from __future__ import annotations

import warnings
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.files.numbers import wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_HOLIDAYS = "none"
YEARS_BEFORE, YEARS_AFTER = 3, 8
GERMAN_NAMES = {"DE": "Deutschland", "AT": "Österreich", "CH": "Schweiz"}
ENGLISH_PARTS = {"bavaria": "DE-BY", "saxony": "DE-SN", "hesse": "DE-HE", "lowersaxony": "DE-NI", "thuringia": "DE-TH"}


def public_holidays(code: str, year: int) -> Mapping[date, str]:
    """Public holidays of a country or a part of it, from three years before `year` to eight after it.

    Parameters
    ----------
    code
        ``DE``, ``DE-BE`` or ``none``.
    year
        The status date's.

    Raises
    ------
    InputError
        For a code that the `holidays` package does not know.

    Examples
    --------
    >>> public_holidays("DE-BE", 2026)[date(2026, 3, 8)]
    'Frauentag'
    """
    return {} if code == NO_HOLIDAYS else dict(_resolved(code, year))


@lru_cache(maxsize=64)
def _resolved(code: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays

    country, dash, part = code.partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    if (country not in known or part not in (*known[country], "")) and (found := _by_name(code)):
        raise wrong(f"{quoted(code)} is not the code of a country or a part of it", f"Maybe you meant {quoted(found)}?")
    if country not in known:
        hint = f"Maybe you meant {quoted(code.upper())}?" if country.upper() in known else ""
        message = f"{quoted(code)} is not a country that the holidays package knows"
        raise wrong(message, hint or did_you_mean(country.upper(), known))
    if dash and part not in known[country]:
        codes = [f"{country}-{name}" for name in known[country]]
        parts = ", ".join(known[country]) or "none"
        hint = did_you_mean(code, codes) or f"Maybe use {quoted(country)} alone?"
        raise wrong(f"{quoted(code)} is not known; the parts of {country} are: {parts}", hint)
    years = range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The country's own language: left alone, the package asks the computer's, and plans would differ.
        language = holidays.country_holidays(country, subdiv=part or None).default_language
        days = holidays.country_holidays(country, subdiv=part or None, years=years, language=language)
    return tuple(sorted(days.items()))


def _by_name(text: str) -> str:
    """The code of the country or part that has this name, in English or its own language; empty when none has."""
    import holidays
    from holidays.registry import COUNTRIES

    wanted = _letters(text)
    for name, (_, code, *_) in COUNTRIES.items():
        if wanted in (_letters(name), _letters(GERMAN_NAMES.get(code, code))):
            return str(code)
    # The countries of most of our readers first: `Limburg` is there twice.
    for code in dict.fromkeys([*GERMAN_NAMES, *holidays.list_supported_countries(include_aliases=False)]):
        aliases = getattr(holidays, code, None)
        parts = aliases.get_subdivision_aliases() if aliases is not None else {}
        for part, names in parts.items():
            if wanted in {_letters(name) for one in (part, *names) for name in (one, f"{code}{one}") if len(one) > 2}:
                return f"{code}-{part}"
    return ENGLISH_PARTS.get(wanted, "")


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())
