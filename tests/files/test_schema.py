"""Each column of each table prints what it parses."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.agencies import agency

from ipmplan.core.portfolio import Booking
from ipmplan.files.headers import Heading
from ipmplan.files.schema import TABLES, headings, tables
from ipmplan.files.synonyms import key_of

DESCRIBED = tables(Fraction(8), Fraction(40), "EUR")


@given(st.integers(0, 2**32 - 1))
def test_every_cell_is_read_as_it_is_printed(seed: int) -> None:
    portfolio = agency(Random(seed))
    for name in TABLES:
        for row in getattr(portfolio, name):
            for heading, column in DESCRIBED[name].columns.items():
                value = getattr(row, column.attribute)
                if isinstance(row, Booking) and heading == "hours":
                    value = (row.hours, row.percent)
                if value in (None, "", (), False) and value != 0:
                    continue
                text = column.print(value)
                assert not text or column.parse(text) == value, (name, heading, text)


def test_a_row_is_printed_by_its_columns() -> None:
    printed = DESCRIBED["progress"].print_row({"date": date(2026, 1, 5), "hours": Fraction(5, 2), "person": None})
    assert printed == {"date": "2026-01-05", "hours": "2.5h", "person": ""}


def test_every_column_is_found_by_its_own_name() -> None:
    for name, table in DESCRIBED.items():
        heading: Heading = headings()[name]
        assert all(heading.columns[key_of(column)] == column for column in table.columns)
