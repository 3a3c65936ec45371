"""A portfolio as data frames, with the columns of the tables: what `from_frames` reads as the same portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ipmplan.building.cells import written
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Column, Table
from ipmplan.files.edits import SETTINGS
from ipmplan.files.scenarioedits import described
from ipmplan.files.schema import TABLES, row_values
from ipmplan.files.settings import as_text
from ipmplan.files.values import parse_yes

if TYPE_CHECKING:
    import pandas as pd

SETTINGS_FRAME = "portfolio"


def frames(portfolio: Portfolio, *tables: str) -> dict[str, Any]:
    """Give the tables of a portfolio as data frames; ``ipm.from_frames(**ipm.frames(studio))`` is the same portfolio.

    Parameters
    ----------
    portfolio
        What to show.
    tables
        Names of tables, ``portfolio`` for the settings; all when none is given.

    Returns
    -------
    dict of pandas.DataFrame
        By name. Columns are those of the tables in docs/formats.md, in their order; amounts are numbers, days and moments
        ``datetime64``, yes and no ``bool``, all else text in the tables' notations, empty where nothing is given.

    Raises
    ------
    InputError
        When there is no such table.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(ipm.Person("ana", skills="ux"), ipm.Task("T0", work="ux 1d"), as_of="2026-01-05")
    >>> ipm.frames(studio)["tasks"][["id", "work", "not_before", "fixed_cost"]]
       id   work not_before  fixed_cost
    0  T0  ux 8h        NaT         0.0
    >>> ipm.from_frames(**ipm.frames(studio)) == studio
    True
    """
    names = (*TABLES, SETTINGS_FRAME)
    unknown = [name for name in tables if name not in names]
    if unknown:
        raise InputError(
            Issue(f"unknown table {quoted(name)}", "frames(portfolio)", did_you_mean(name, names)) for name in unknown
        )
    wanted = tables or names
    known = described(portfolio)
    return {name: _settings(portfolio) if name == SETTINGS_FRAME else _frame(portfolio, known[name]) for name in wanted}


def _settings(portfolio: Portfolio) -> pd.DataFrame:
    import pandas as pd

    found = {key: read(portfolio) for key, read in SETTINGS.items()}
    rows = [(key, _setting(value)) for key, value in found.items() if value not in (None, {})]
    return pd.DataFrame(rows, columns=["setting", "value"], dtype=object)


def _setting(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(as_text(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}={as_text(one)}" for key, one in value.items())
    return as_text(value)


def _frame(portfolio: Portfolio, table: Table) -> pd.DataFrame:
    import pandas as pd

    rows = [row_values(table, row) for row in getattr(portfolio, table.name)]
    columns = {name: _column(column, [row[name] for row in rows]) for name, column in table.columns.items()}
    return pd.DataFrame(columns)


def _column(column: Column, values: Sequence[object]) -> pd.Series:
    """Make numbers, dates and truths of what is read as the same value then; else text."""
    import pandas as pd

    if column.parse is parse_yes:
        return pd.Series([bool(value) for value in values], dtype=bool)
    if column.holds == "dates":
        days: list[Any] = [pd.Timestamp(value) if value else pd.NaT for value in values]  # type: ignore[arg-type]
        moments = pd.Series(days, dtype="datetime64[s]")
        if _same(column, values, moments):
            return moments
    elif _is_number(column):
        whole = bool(values) and all(isinstance(value, int) for value in values)
        kind = "int64" if whole else "float64"
        amounts: list[Any] = [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
        numbers = pd.Series(amounts, dtype=kind)
        if _same(column, values, numbers):
            return numbers
    # A task that is cancelled may have no work: that is an empty cell, too.
    return pd.Series(["" if value in (None, ()) else column.print(value) for value in values], dtype=object)


def _same(column: Column, values: Sequence[object], shown: pd.Series) -> bool:
    """Whether every cell would be read as the value that it shows."""
    for value, cell in zip(values, shown, strict=True):
        text = written(cell).text
        if (column.parse(text) if text else None) != value:
            return False
    return True


def _is_number(column: Column) -> bool:
    """Whether a bare number is a value of the column, and not the beginning of a notation."""
    try:
        return column.holds == "numbers" and isinstance(column.parse("1"), int | Fraction | Decimal)
    except InputError:
        return False
