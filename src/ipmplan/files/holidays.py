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


def public_holidays(code: str, year: int) -> Mapping[date, str]:
    """Public holidays of a country or a part of it, from three years before `year` to eight after it.

    Parameters
    ----------
    code
        ``DE``, ``DE-BE`` or ``none``.

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
    if country not in known:
        hint = f"Maybe you meant {quoted(country.upper() + dash + part)}?" if country.upper() in known else ""
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
