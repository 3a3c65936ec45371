"""Rows of tables are data: frozen, and equal whatever line they came from."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from types import ModuleType

import pytest

from ipmplan.core import people, portfolio, records

ROWS = sorted(
    {
        kind
        for module in (people, portfolio, records)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and "at" in {row.name for row in fields(kind)}
    },
    key=lambda kind: kind.__name__,
)


def test_every_table_is_here() -> None:
    assert isinstance(people, ModuleType)
    assert {kind.__name__ for kind in ROWS} >= {
        "Person",
        "Absence",
        "Extra",
        "Rate",
        "Task",
        "Pool",
        "Booking",
        "Progress",
    }


@pytest.mark.parametrize("kind", ROWS)
def test_rows_are_equal_whatever_line_they_came_from(kind: type) -> None:
    required = {row.name: "x" for row in fields(kind) if row.name != "at"}
    one, other = kind(**required, at="a.csv:1"), kind(**required, at="b.csv:2")
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(FrozenInstanceError):
        one.at = "c.csv:3"
