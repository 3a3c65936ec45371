"""The document, its examples and the code name the same things."""

import re
from fractions import Fraction

from tests.contract.coverage import coverage
from tests.contract.sentences import CONTRACT, TAG

from ipmplan.files.schema import tables
from ipmplan.files.settings import SECTIONS


def test_every_sentence_that_is_built_has_an_example_or_a_reason() -> None:
    found = coverage()
    assert [f"line {one.line}: {one.text}" for one in found.missing] == []
    assert [f"line {one.line}: {one.text}" for one in found.surplus] == []


def test_examples_quote_sentences_that_stand_in_the_document() -> None:
    assert coverage().unknown == []


def test_examples_of_what_is_not_built_are_expected_to_fail() -> None:
    assert coverage().early == []


def test_headings_name_the_columns_that_are_read() -> None:
    """A table's columns stand in its heading, those that are not read yet with the tag behind them."""
    known = {name: set(table.columns) for name, table in tables(Fraction(8)).items()}
    for line in CONTRACT.read_text(encoding="utf-8").split("\n"):
        for name, listed, more in re.findall(r"(\w+)\.csv  `([^`]*)`((?:, `\w+` \[not built\])*)", line):
            if line.endswith(f"`{listed}` {TAG}"):
                assert name not in known
                continue
            columns = set(re.findall(r"\w+", listed)) - ({"premium"} if name == "absences" else set())
            assert columns == known.pop(name), name
            assert not set(re.findall(r"`(\w+)`", more)) & columns
    # The columns of rates stand in a sentence of people.
    assert set(known) == {"rates"}


def test_settings_are_those_that_are_read() -> None:
    """Every key of the example of portfolio.toml is read, but for those with the tag."""
    text = CONTRACT.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]
    section = ""
    found: set[str] = set()
    later: set[str] = set()
    for line in text.split("\n"):
        if head := re.match(r"\[(\w+)\]", line):
            section = f"{head[1]}."
        elif key := re.match(r"(\w+) =", line):
            (later if line.endswith(TAG) else found).add(section + key[1])
    known = {f"{name}.{key}".lstrip(".") for name, keys in SECTIONS.items() for key in keys}
    assert found == known
    assert not later & known
