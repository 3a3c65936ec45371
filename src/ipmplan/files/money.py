"""Cells that hold money: with or without a currency, as price lists and spreadsheets write it."""

from __future__ import annotations

import re
from decimal import Decimal

from ipmplan.core.words import quoted
from ipmplan.files.numbers import doubt, doubtful, parse_number, wrong

MOST_MONEY = Decimal(10) ** 12
DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"})
SIGNS = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "$": DOLLARS,
    "¥": frozenset({"JPY", "CNY"}),
    "fr.": frozenset({"CHF"}),
    "zł": frozenset({"PLN"}),
    "kč": frozenset({"CZK"}),
    "kr": frozenset({"DKK", "ISK", "NOK", "SEK"}),
}

_AMOUNT = re.compile(r"([^\d\s.,'+-]{1,4})?\s*([+-]?\s?[\d.,][\d.,' \u2019]*?)\s*([^\d\s,'/-][^\d\s,'/-]{0,3})?")
_NO_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}(?=\D*$)")
_AN_HOUR = re.compile(r"\s*(?:/|per|pro|je)\s*(?:1\s?)?(?:h|hr|hour|std|stunde)\.?$", re.IGNORECASE)


def parse_money(text: str, currency: str = "") -> Decimal:
    """Read an amount of money; as money rarely has three decimals, `1.234` counts as ambiguous, too.

    Parameters
    ----------
    text
        The cell.
    currency
        The portfolio's; a cell in another one is refused. Empty = any.

    Examples
    --------
    >>> parse_money("30225"), parse_money("30.225,50"), parse_money("75,50 €", "EUR"), parse_money("1.200,-")
    (Decimal('30225'), Decimal('30225.50'), Decimal('75.50'), Decimal('1200'))
    """
    found = _AMOUNT.fullmatch(_NO_CENTS.sub("", text))
    if found is None:
        raise wrong(f"{quoted(text)} is not a number")
    before, number, after = found.groups()
    for sign in (before, after):
        if sign:
            _check(sign, currency, text)
    number = number.replace(" ", "", 1) if number[:1] in "+-" else number
    # A written `,-` says that there are no cents, so that the point before it sets groups of three apart.
    if _NO_CENTS.search(text):
        number = number.replace(".", "").replace(",", "")
    if doubt(number):
        raise doubtful(text, number)
    amount = parse_number(number)
    if abs(amount) > MOST_MONEY:
        raise wrong(f"{quoted(text)} is too large for an amount of money")
    return amount


def parse_rate(text: str, currency: str = "") -> Decimal:
    """Read what an hour costs; `/h` may stand behind it.

    Examples
    --------
    >>> parse_rate("75,50 €/h"), parse_rate("80 EUR / Std.")
    (Decimal('75.50'), Decimal('80'))
    """
    found = _AN_HOUR.search(text)
    return parse_money(text[: found.start()] if found else text, currency)


def print_money(amount: Decimal) -> str:
    """Write an amount so that `parse_money` reads the same, in any column.

    Examples
    --------
    >>> print_money(Decimal("1250.00")), print_money(Decimal("1.234"))
    ('1250.00', '1.2340')
    """
    text = f"{amount:f}"
    return f"{text}0" if doubt(text) else text


def is_currency(word: str, currency: str) -> bool:
    """Whether a word or sign in a header or cell says this currency; any, when none is given.

    Examples
    --------
    >>> is_currency("€", "EUR"), is_currency("eur", "EUR"), is_currency("$", "EUR")
    (True, True, False)
    """
    if (codes := SIGNS.get(word.casefold())) is not None:
        return not currency or currency in codes
    return len(word) == 3 and word.isalpha() and word.isascii() and (not currency or word.upper() == currency)


def _check(sign: str, currency: str, text: str) -> None:
    if is_currency(sign, currency) or (sign.casefold() == "euro" and currency in ("", "EUR")):
        return
    if is_currency(sign, ""):
        hint = f"Maybe write the amount in {currency}?"
        raise wrong(f"{quoted(text)} is not in {currency}, the one currency of the portfolio", hint)
    raise wrong(f"{quoted(text)} is not a number")
