"""What a notebook does with a portfolio in its own words: its tables as data frames, and small changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, overload

import ipmplan

if TYPE_CHECKING:
    import pandas as pd

    from ipmplan.building.row import Fact, TableRow
    from ipmplan.core.portfolio import Portfolio


class Frame:
    """A table of a portfolio as a data frame, made when it is asked for.

    Parameters
    ----------
    table
        Name of the table.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self.__doc__ = (
            f"The table `{table}` as a data frame with the columns that docs/formats.md names; see `ipm.frames`."
        )

    @overload
    def __get__(self, portfolio: None, owner: type) -> Self: ...
    @overload
    def __get__(self, portfolio: Portfolio, owner: type) -> pd.DataFrame: ...
    def __get__(self, portfolio: Portfolio | None, owner: type) -> Any:
        if portfolio is None:
            return self
        return ipmplan.frames(portfolio, self.table)[self.table]


class InPython:
    """What a portfolio offers to those who explore it: `tasks_frame` and its like, `add`, `drop` and `set`."""

    people_frame = Frame("people")
    rates_frame = Frame("rates")
    absences_frame = Frame("absences")
    extra_frame = Frame("extra")
    bookings_frame = Frame("bookings")
    projects_frame = Frame("projects")
    milestones_frame = Frame("milestones")
    tasks_frame = Frame("tasks")
    pools_frame = Frame("pools")
    progress_frame = Frame("progress")
    requirements_frame = Frame("requirements")
    decisions_frame = Frame("decisions")
    changes_frame = Frame("changes")
    history_frame = Frame("history")
    holds_frame = Frame("holds")
    invoices_frame = Frame("invoices")

    def add(self: Any, *rows: TableRow | Fact | Iterable[TableRow | Fact]) -> Portfolio:
        """Return a portfolio with more rows.

        Raises
        ------
        InputError
            When a cell cannot be read, or an id is taken.

        Examples
        --------
        >>> import ipmplan as ipm
        >>> studio = ipm.portfolio(ipm.Person("ana", skills="ux"), as_of="2026-01-05")
        >>> studio.add(ipm.Task("T0", work="ux 1d"), ipm.Absence("ana", "2026-01-07", end="2026-01-09"))
        <Portfolio 'Portfolio' as of 2026-01-05: 1 person, 0 projects, 1 task, 0 milestones, 1 absence>
        """
        flat = [row for given in rows for row in (given if isinstance(given, Iterable) else (given,))]
        return _changed(self, add=flat)

    def drop(self: Any, *where: str) -> Portfolio:
        """Return a portfolio without what is named by table and id: a task is cancelled, a person's last day is yesterday.

        Raises
        ------
        InputError
            When there is none, with the nearest name.

        Examples
        --------
        >>> import ipmplan as ipm
        >>> studio = ipm.portfolio(ipm.Person("ana", skills="ux"), ipm.Task("T0", work="ux 1d"), as_of="2026-01-05")
        >>> studio.drop("tasks.T0").tasks[0].cancelled
        True
        """
        return _changed(self, drop=where)

    def set(self: Any, where: str, **values: object) -> Portfolio:
        """Return a portfolio with other values in one row, or other settings; None takes a value out.

        Parameters
        ----------
        where
            Table and id, such as ``milestones.P0-beta``; ``portfolio``, or a part of it such as ``portfolio.goals``.
        values
            By column; one called `from` is written `from_`.

        Raises
        ------
        InputError
            When there is no such row or column, with the nearest name, or a value cannot be read.

        Examples
        --------
        >>> import ipmplan as ipm
        >>> studio = ipm.portfolio(ipm.Person("ana", skills="ux"), ipm.Task("T0", work="ux 1d"), as_of="2026-01-05")
        >>> studio.set("tasks.T0", due="2026-01-09").set("portfolio.goals", order="cheap").goals.order[0]
        'overrun'
        """
        return _changed(self, set={f"{where}.{name.rstrip('_')}": value for name, value in values.items()})


def _changed(portfolio: Portfolio, **what: Any) -> Portfolio:  # noqa: ANN401
    from ipmplan.core.edits import apply_all

    return apply_all(portfolio, ipmplan.scenario(portfolio, "change", **what).edits)
