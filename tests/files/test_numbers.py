"""Numbers are read as people and spreadsheets write them; what has two readings is reported."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmplan.errors import InputError
from ipmplan.files.money import parse_money, parse_rate, print_money
from ipmplan.files.numbers import (
    parse_amount,
    parse_count,
    parse_factor,
    parse_length,
    parse_number,
    parse_portion,
    print_number,
)

DAY = Fraction(8)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("0,5", "0.5"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234.50", "1234.50"),
        ("12.125", "12.125"),
    ],
)
def test_numbers_are_read(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "x", "1e3", "1e999", "nan", "inf", "--5", "1,2,3", "12.34,5.6", "1.2.3", "\u0663", "9" * 400, "1,\u00b2"],
)
def test_what_is_no_number_is_reported(text: str) -> None:
    with pytest.raises(InputError, match="is not a number"):
        parse_number(text)


def test_a_comma_before_three_digits_has_two_readings() -> None:
    with pytest.raises(InputError) as caught:
        parse_number("1,234")
    assert str(caught.value) == "`1,234` could be 1.234 or 1234\nMaybe you meant `1.2340` or `1234`?"


def test_money_with_a_point_before_three_digits_has_two_readings() -> None:
    with pytest.raises(InputError, match=r"could be 30\.225 or 30225"):
        parse_money("30.225")
    assert parse_money("0.125") == Decimal("0.125")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24h", 24),
        ("3d", 24),
        ("2,5h", Fraction(5, 2)),
        ("24 h", 24),
        ("20/3h", Fraction(20, 3)),
        ("0.5d", 4),
        ("24H", 24),
        ("2 Tage", 16),
        ("3 days", 24),
        ("1w", 40),
        ("8 Std.", 8),
    ],
)
def test_lengths_are_read(text: str, hours: Fraction) -> None:
    assert parse_length(text, DAY) == hours


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("75,50 \u20ac", "75.50"),
        ("\u20ac 75.50", "75.50"),
        ("45.000,-", "45000"),
        ("EUR 1 234,5", "1234.5"),
        ("1.2340", "1.2340"),
        ("- 5 EUR", "-5"),
    ],
)
def test_money_may_name_its_currency(text: str, amount: str) -> None:
    assert parse_money(text, "EUR") == Decimal(amount)
    assert parse_money(print_money(Decimal(amount))) == Decimal(amount)


@pytest.mark.parametrize("text", ["75 USD", "$75", "75 Fr.", "CHF 75"])
def test_money_of_another_currency_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not in EUR"):
        parse_money(text, "EUR")


def test_a_rate_may_say_that_it_is_for_an_hour() -> None:
    assert [parse_rate(text, "EUR") for text in ("75,50 \u20ac/h", "80 \u20ac / Std.", "90 per hour", "60")] == [
        Decimal("75.50"),
        80,
        90,
        60,
    ]


def test_a_day_is_what_the_portfolio_says() -> None:
    assert parse_length("3d", Fraction(15, 2)) == Fraction(45, 2)


@pytest.mark.parametrize(
    ("text", "hours"), [("24", 24), ("7:30", Fraction(15, 2)), ("3d", 24), ("1,5", Fraction(3, 2))]
)
def test_a_column_of_hours_needs_no_unit(text: str, hours: Fraction) -> None:
    assert parse_length(text, DAY, bare=True) == hours


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("24", "has no unit", "Maybe you meant `24h` or `24d`?"),
        ("3 months", "has the unknown unit `months`", "Maybe use hours or days?"),
        ("1.500h", "could be 1.500 or 1500", "Maybe you meant `1.5000h` or `1500h`?"),
        ("-2h", "is negative", ""),
        ("soon", "is not a length of time", "Maybe you meant something like `24h` or `3d`?"),
        ("1000001h", "is more than 1000000 hours", ""),
        ("1/0h", "divides by zero", ""),
    ],
)
def test_wrong_lengths_are_reported(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_length(text, DAY)
    (issue,) = caught.value.issues
    assert message in issue.message
    assert issue.hint == hint


def test_shares_and_counts_have_limits() -> None:
    assert parse_portion("80 %") == Fraction(4, 5)
    with pytest.raises(InputError, match="Maybe you meant `80%`"):
        parse_portion("80")
    with pytest.raises(InputError, match="whole number"):
        parse_count("1.5")
    with pytest.raises(InputError, match="too large"):
        parse_factor("99999999")
    with pytest.raises(InputError, match="too large for an amount"):
        parse_money("9999999999999")


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**5))
def test_numbers_are_written_exactly(value: Fraction) -> None:
    assert parse_amount(print_number(value)) == value


def test_negative_numbers_are_written_exactly() -> None:
    assert print_number(Fraction(-1, 8)) == "-0.125"
