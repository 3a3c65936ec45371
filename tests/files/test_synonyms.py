"""Other words for tables and columns: all are in the docs, all lead somewhere, none has two meanings."""

from __future__ import annotations

from pathlib import Path

from ipmplan.files.schema import TABLES, headings
from ipmplan.files.synonyms import COLUMN_WORDS, TABLE_WORDS, VALUE_WORDS, key_of, table_of

DOCS = Path(__file__).parents[2] / "docs" / "spreadsheets.md"
# Columns that the contract has and a table will have.
COMING = {("bookings", "at")}


def described() -> str:
    """The tables of words as the docs have them."""
    tables = "\n".join(f"| {table} | {words.replace(' ', ', ')} |" for table, words in TABLE_WORDS.items())
    columns = "\n".join(
        f"| {table} | {column} | {words.replace(' ', ', ')} |"
        for table, by_column in COLUMN_WORDS.items()
        for column, words in by_column.items()
    )
    values = "\n".join(
        f"| {column.replace('_', ' ')} | {words.replace(' ', ', ')} |" for column, words in VALUE_WORDS.items()
    )
    return f"{tables}\n---\n{columns}\n---\n{values}"


def test_the_docs_list_every_word() -> None:
    text = DOCS.read_text()
    for part in described().split("\n---\n"):
        assert part in text


def test_words_are_keys_and_mean_one_thing() -> None:
    assert set(TABLE_WORDS) == set(TABLES)
    every = [word for words in TABLE_WORDS.values() for word in words.split()]
    assert len(every) == len(set(every))
    assert not set(every) & set(TABLES)
    for table, by_column in COLUMN_WORDS.items():
        named = [word for words in by_column.values() for word in words.split()]
        assert len(named) == len(set(named)), table
        assert all(key_of(word) == word for word in named)
        assert not set(named) & set(headings()[table].columns.values()), table


def test_words_lead_to_columns_that_there_are() -> None:
    for table, by_column in COLUMN_WORDS.items():
        columns = set(headings()[table].columns.values())
        assert {(table, column) for column in by_column if column not in columns} <= COMING


def test_umlauts_may_be_written_out() -> None:
    assert table_of("Änderungen") == table_of("AENDERUNGEN") == "changes"
    assert headings()["tasks"].columns[key_of("Vorgänger")] == "after"
