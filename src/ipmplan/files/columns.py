"""How a column is described: what its cells hold, how they are read, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Holds = Literal["text", "numbers", "dates", "words"]
Measure = Literal["", "time", "money", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    parse
        From a cell that is not empty to a value.
    print
        From a value to a cell that `parse` reads as the same value.
    holds
        ``text`` is taken as it stands; ``numbers`` and ``dates`` are settled by the column where one cell has two
        readings; ``words`` are ids, names and notations.
    measure
        What amounts are of, where a header may give their unit.
    attribute
        The attribute of the record that the column fills; empty = the column's own name.
    required
        Whether a row needs it.
    keep
        Whether a cell that cannot be read is kept as text, so that what refers to it is still understood.
    """

    parse: Callable[[str], object]
    print: Callable[[Any], str] = str
    holds: Holds = "words"
    measure: Measure = ""
    attribute: str = ""
    required: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by name, and what makes an object of a row's values."""

    name: str
    record: Callable[..., object]
    columns: Mapping[str, Column]

    def print_row(self, values: Mapping[str, object]) -> dict[str, str]:
        """Write values, by column, as cells; None is an empty cell.

        Raises
        ------
        KeyError
            For a column that the table has not.

        Examples
        --------
        >>> Table("pools", dict, {"capacity": Column(int)}).print_row({"capacity": 2})
        {'capacity': '2'}
        """
        return {name: "" if value is None else self.columns[name].print(value) for name, value in values.items()}


def must(column: Column) -> Column:
    """The same column, which every row needs."""
    return replace(column, required=True)


def to(attribute: str, column: Column) -> Column:
    """The same column, for another attribute of the record."""
    return replace(column, attribute=attribute)
