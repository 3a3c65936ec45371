"""Values as messages quote them, moments, and words that are near."""

from datetime import date, datetime

import pytest

from ipmplan.core.words import clock, did_you_mean, nearest, on, quoted, visible


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "``"),
        ("a" * 60, f"`{'a' * 60}`"),
        ("a" * 61, f"`{'a' * 57}...`"),
        ("a\tb", "`a\\tb`"),
        ("é ü", "`é ü`"),
    ],
)
def test_long_values_are_cut_and_what_cannot_be_seen_is_written_out(value: str, expected: str) -> None:
    assert quoted(value) == expected


def test_only_what_cannot_be_printed_is_written_out() -> None:
    assert visible("a\nÄ\x1b") == "a\\nÄ\\x1b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Fronted", "Frontend"),
        ("FRONTEND", "Frontend"),
        ("xyz", ""),
        ("", ""),
        ("frontend" * 10, ""),
        ("frontend" * 11, ""),
    ],
)
def test_the_nearest_word_is_named_as_it_is_written(value: str, expected: str) -> None:
    assert nearest(value, ["backend", "Frontend"]) == expected


def test_a_word_of_80_letters_is_still_compared() -> None:
    assert nearest("a" * 80, ["a" * 79 + "b"]) == "a" * 79 + "b"
    assert not nearest("a" * 81, ["a" * 80])


def test_of_words_that_differ_in_case_only_the_first_is_named() -> None:
    assert nearest("ux", ["UX", "Ux"]) == "UX"


def test_how_alike_words_must_be_can_be_said() -> None:
    # Four of eight letters are alike: a likeness of one half.
    assert nearest("abcd", ["abxy"], alike=0.5) == "abxy"
    assert not nearest("abcd", ["abxy"])
    assert did_you_mean("abcd", ["abxy"], alike=0.5) == "Maybe you meant `abxy`?"
    assert not did_you_mean("abcd", ["abxy"])


def test_days_and_moments_in_words() -> None:
    assert (clock(datetime(2026, 12, 31, 0, 5)), on(date(2026, 1, 9))) == ("31 December 2026 00:05", "9 January 2026")
    assert on(datetime(2026, 1, 9, 0, 0)) == "9 January 2026 00:00"
