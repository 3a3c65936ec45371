"""Dates, ids and words: what can be read only one way is read, all else is reported with a guess."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmplan.errors import InputError
from ipmplan.files.dates import parse_day, parse_end, parse_moment, print_moment
from ipmplan.files.values import (
    one_of,
    parse_id,
    parse_ids,
    parse_person,
    parse_skill_name,
    parse_text,
    parse_yes,
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026/01/05", date(2026, 1, 5)),
        ("05.01.2026", date(2026, 1, 5)),
        ("5.1.2026 13:00", datetime(2026, 1, 5, 13)),
        ("25/03/2026", date(2026, 3, 25)),
        ("03/25/2026", date(2026, 3, 25)),
        ("03/03/2026", date(2026, 3, 3)),
        ("2026-02-03T13:00", datetime(2026, 2, 3, 13)),
        ("2026-02-03 13:00:00", datetime(2026, 2, 3, 13)),
        ("2026-02-03T24:00", datetime(2026, 2, 4)),
        ("2026-02-03 23:59:59", datetime(2026, 2, 4)),
        ("2026-02-04 00:00:00", date(2026, 2, 4)),
        ("04.02.2026 00:00", date(2026, 2, 4)),
        ("05.01.26", date(2026, 1, 5)),
        ("2026.01.05.", date(2026, 1, 5)),
        ("Mo, 05.01.2026", date(2026, 1, 5)),
        ("5. Januar 2026", date(2026, 1, 5)),
        ("5 March 2026", date(2026, 3, 5)),
        ("05-Mai-26", date(2026, 5, 5)),
        ("May 5, 2026", date(2026, 5, 5)),
        ("1/13/2026 9:00 PM", datetime(2026, 1, 13, 21)),
        ("13-02-2026 12:00 AM", date(2026, 2, 13)),
    ],
)
def test_dates_are_read(text: str, moment: date) -> None:
    assert parse_moment(text) == moment
    assert type(parse_moment(text)) is type(moment)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("03/04/2026", "can be read as two different days", "Maybe you meant `2026-04-03` or `2026-03-04`?"),
        ("05/01/26", "has a year of two digits", "Maybe write it like `2026-01-31`?"),
        ("2026-02-30", "is not in the calendar", ""),
        ("2026-13-01", "is not in the calendar", ""),
        ("2026-01-05T25:00", "is not in the calendar", ""),
        ("9999-12-31", "is not between the years 1970 and 2200", ""),
        ("0001-01-01", "is not between the years 1970 and 2200", ""),
        ("46027", "is a number, not a date", "Maybe you meant `2026-01-05`?"),
        ("20260105", "is not a date", "Maybe you meant `2026-01-05`?"),
        ("2026-01-05T09:00Z", "has a time zone; times are local", "Maybe you meant `2026-01-05T09:00`?"),
        ("2026-01-05T09:00+01:00", "has a time zone; times are local", "Maybe you meant `2026-01-05T09:00`?"),
        ("soon", "is not a date", "Maybe write it like `2026-01-31`?"),
        ("2026-W02-1", "is not a date", "Maybe write it like `2026-01-31`?"),
    ],
)
def test_other_dates_are_reported(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_moment(text)
    (issue,) = caught.value.issues
    assert message in issue.message
    assert issue.hint == hint


def test_a_day_has_no_time() -> None:
    with pytest.raises(InputError, match="Maybe you meant `2026-01-05`"):
        parse_day("2026-01-05T09:00")


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
def test_moments_are_read_as_they_are_written(moment: datetime) -> None:
    whole = moment.replace(second=0) if (moment.hour, moment.minute) != (23, 59) else moment.replace(minute=0, second=0)
    assert parse_moment(print_moment(whole)) == whole
    assert parse_moment(print_moment(moment.date())) == moment.date()


def test_the_first_moment_is_the_end_of_the_day_before_all_days() -> None:
    first = datetime(1970, 1, 1)
    assert parse_moment(print_moment(first)) == parse_moment("1969-12-31 23:59") == first
    for text in ("1969-12-31", "1969-12-31 12:00", "1969-12-30T24:00", "1968-12-31T24:00"):
        with pytest.raises(InputError, match="not between the years 1970 and 2200"):
            parse_moment(text)


def test_the_last_minute_of_a_day_is_its_end() -> None:
    assert parse_end("2026-02-03 23:59") == date(2026, 2, 3)
    assert parse_end("2026-02-03T18:00") == datetime(2026, 2, 3, 18)


@pytest.mark.parametrize("text", ["P0-fe1", "a.b/c_d", "Größe", "設計", "हिन्दी", "3d"])
def test_ids_have_letters_of_any_language(text: str) -> None:
    assert parse_id(text) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("my task", "Maybe you meant `my_task`?"),
        ("a|b", "Maybe you meant `a_b`?"),
        ("*", ""),
        ("", ""),
        ("x" * 300, ""),
    ],
)
def test_other_ids_are_reported(text: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_id(text)
    assert caught.value.issues[0].hint == hint


def test_words() -> None:
    assert parse_person("*") == "*"
    assert parse_ids("ana | ben;carl, ana") == ("ana", "ben", "carl")
    assert one_of(["on_hold", "done"])("On-Hold") == "on_hold"
    with pytest.raises(InputError, match="Maybe you meant `done`"):
        one_of(["on_hold", "done"])("dine")
    with pytest.raises(InputError, match="Maybe use one of `on_hold`, `done`"):
        one_of(["on_hold", "done"])("xyz")
    with pytest.raises(InputError, match="at least one letter"):
        parse_skill_name("12")
    with pytest.raises(InputError, match="32767"):
        parse_text("x" * 40_000)


@pytest.mark.parametrize(
    ("text", "answer"), [("Yes", True), ("WAHR", True), ("x", True), ("n", False), ("FALSCH", False)]
)
def test_yes_and_no(text: str, answer: bool) -> None:
    assert parse_yes(text) is answer


def test_perhaps_is_reported() -> None:
    with pytest.raises(InputError, match="`perhaps` is neither yes nor no\nMaybe you meant `yes` or `no`"):
        parse_yes("perhaps")
