"""A portfolio made in Python: rows or data frames become raw tables, which the reader of files reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ipmplan.building.cells import Written, written
from ipmplan.building.row import Fact, TableRow, row_of
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.files.assembled import assemble
from ipmplan.files.headers import read_header
from ipmplan.files.schema import TABLES, headings
from ipmplan.files.settings import RawSettings, read_settings, settings_of_rows
from ipmplan.files.tables import Mark, RawTable
from ipmplan.loading import judged
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    import pandas as pd

TYPED = Mark(typed=True)
PLACE = "portfolio"


def portfolio(
    *rows: TableRow | Fact | Iterable[TableRow | Fact],
    as_of: date | str | None = None,
    name: str = "",
    currency: str = "",
    calendar: Mapping[str, object] | None = None,
    sprint: Mapping[str, object] | None = None,
    goals: str | Sequence[str] | Mapping[str, object] = "",
    baseline: Plan | Schedule | None = None,
) -> Portfolio:
    """Make a portfolio in Python, without a folder; it is read and judged as tables are.

    Parameters
    ----------
    rows
        People, projects, tasks and so on in any order: `ipm.Person(...)`, `ipm.Task(...)`, or rows of another portfolio;
        also lists of them.
    as_of
        Status date: a day, a moment, or text as in portfolio.toml, ``"today"`` included.
    name
        Of the agency, shown on top.
    currency
        Of all money; EUR when not given.
    calendar, sprint
        What those parts of portfolio.toml say, such as ``{"workweek": "Mon-Fri 09:00-17:00", "holidays": "DE-BE"}``.
    goals
        A named order such as ``"calm"``, goals in their order, or what that part of portfolio.toml says.
    baseline
        The plan that was approved.

    Raises
    ------
    InputError
        With every problem; each names its row, such as ``Task("T1")``.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(
    ...     ipm.Person("ana", skills="frontend:3; ux", rate=70),
    ...     ipm.Task("T0", work="ux 8h"),
    ...     ipm.Task("T1", work="frontend:2 24h", after="T0"),
    ...     as_of="2026-01-05",
    ... )
    >>> studio
    <Portfolio 'Portfolio' as of 2026-01-05: 1 person, 0 projects, 2 tasks, 0 milestones>
    >>> ipm.portfolio(ipm.Person("ana", skills="ux"), ipm.Task("T0", work="uix 8h"), as_of="2026-01-05")
    Traceback (most recent call last):
    ipmplan.errors.InputError: Task("T0"): work asks for the skill `uix`, which nobody has
    Maybe you meant `ux`?
    """
    found: dict[str, list[TableRow]] = {}
    for given in rows:
        several = given if isinstance(given, Iterable) else (given,)
        for one in several:
            row = row_of(one)
            found.setdefault(row.table, []).append(row)
    raw = {table: _raw_rows(table, several) for table, several in found.items()}
    settings = _settings(as_of, name, currency, calendar, sprint, goals)
    return _made(raw, settings, [], baseline)


def from_frames(
    *,
    people: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    projects: pd.DataFrame | None = None,
    milestones: pd.DataFrame | None = None,
    absences: pd.DataFrame | None = None,
    extra: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    bookings: pd.DataFrame | None = None,
    pools: pd.DataFrame | None = None,
    progress: pd.DataFrame | None = None,
    requirements: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
    holds: pd.DataFrame | None = None,
    invoices: pd.DataFrame | None = None,
    portfolio: pd.DataFrame | None = None,
    as_of: date | str | None = None,
    name: str = "",
    currency: str = "",
    calendar: Mapping[str, object] | None = None,
    sprint: Mapping[str, object] | None = None,
    goals: str | Sequence[str] | Mapping[str, object] = "",
    baseline: Plan | Schedule | None = None,
) -> Portfolio:
    """Make a portfolio of data frames with the columns of the tables; `ipm.frames` gives them back.

    Parameters
    ----------
    people, tasks, projects, milestones, absences, extra, rates, bookings, pools, progress, requirements, decisions, changes, history, holds, invoices
        Tables of those names. Cells hold the notations of the tables, or numbers, days, lists; other words for columns, and
        an index that is named as a column, are understood as the tables' are.
    portfolio
        Settings, as a frame with the columns ``setting`` and ``value``; arguments come before it.
    as_of, name, currency, calendar, sprint, goals, baseline
        As `ipm.portfolio` takes them.

    Raises
    ------
    InputError
        With every problem; each names its frame and row, such as ``tasks.iloc[3]``.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> import pandas as pd
    >>> people = pd.DataFrame({"id": ["ana", "ben"], "skills": ["frontend:3", "ux"], "rate": [70, None]})
    >>> tasks = pd.DataFrame({"id": ["T0", "T1"], "work": ["ux 8h", "frontend:2 24h"], "after": ["", "T0"]})
    >>> studio = ipm.from_frames(people=people, tasks=tasks, as_of="2026-01-05")
    >>> studio.tasks_frame[["id", "work", "after"]]
       id            work after
    0  T0           ux 8h
    1  T1  frontend:2 24h    T0
    >>> ipm.from_frames(people=people, tasks=tasks.assign(after=["T1", "T0"]), as_of="2026-01-05")
    Traceback (most recent call last):
    ipmplan.errors.InputError: tasks.iloc[0]: after makes a cycle: T0 -> T1 -> T0
    Maybe one of these links is the wrong way round?
    """
    given = locals()
    issues: list[Issue] = []
    raw = {}
    for table in TABLES:
        if given[table] is not None:
            read = _raw_frame(table, given[table], issues)
            if read is not None:
                raw[table] = read
    settings = _settings(as_of, name, currency, calendar, sprint, goals)
    if portfolio is not None:
        lines = [(number, [written(cell).text for cell in row]) for number, row in enumerate(_rows(portfolio))]
        settings = settings_of_rows(lines, PLACE).under(settings)
    if issues and any(issue.severity == "error" for issue in issues):
        raise InputError(issues)
    return _made(raw, settings, issues, baseline)


def _made(
    raw: Mapping[str, RawTable], raw_settings: RawSettings, issues: list[Issue], baseline: Plan | Schedule | None
) -> Portfolio:
    settings = read_settings(raw_settings, issues)
    read = assemble(settings, raw, raw_settings, issues)
    if read is not None:
        approved = baseline.schedule if isinstance(baseline, Plan) else baseline
        read = replace(read, baseline=approved)
    made, told = judged(read, tuple(issues))
    if made is None:
        raise InputError(told)
    return made


def _settings(
    as_of: date | str | None,
    name: str,
    currency: str,
    calendar: Mapping[str, object] | None,
    sprint: Mapping[str, object] | None,
    goals: str | Sequence[str] | Mapping[str, object],
) -> RawSettings:
    """Put settings under the dotted keys that portfolio.toml would have; what is not given is left out."""
    values: dict[str, object] = {"name": name, "currency": currency, "as_of": as_of}
    for section, inner in (("calendar", calendar), ("sprint", sprint)):
        values |= {f"{section}.{key}": value for key, value in (inner or {}).items()}
    if isinstance(goals, Mapping):
        values |= {f"goals.{key}": value for key, value in goals.items()}
    else:
        values["goals.order"] = goals
    plain = {
        key: list(value) if isinstance(value, tuple) else value if isinstance(value, list | Mapping) else _text(value)
        for key, value in values.items()
        if value not in (None, "", ())
    }
    return RawSettings(plain, {}, PLACE)


def _text(value: object) -> str:
    return written(value).text


def _raw_rows(table: str, rows: Sequence[TableRow]) -> RawTable:
    header = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    cells = [[written(row.cells.get(column), column) for column in header] for row in rows]
    names = {0: table} | {number: row.place for number, row in enumerate(rows, start=1)}
    return _raw(table, header, header, list(enumerate(cells, start=1)), names, {})


def _raw_frame(table: str, given: object, issues: list[Issue]) -> RawTable | None:
    """Take the cells of a frame; None and issues when its columns cannot be understood."""
    import pandas as pd

    if not isinstance(given, pd.DataFrame):
        message = f"a data frame is needed, not {type(given).__name__}"
        issues.append(Issue(message, table, "Maybe `pd.DataFrame(...)`?"))
        return None
    known = headings()[table].columns
    indexes = [str(one) for one in given.index.names if one is not None and str(one) in known]
    frame = given.reset_index(level=[one for one in indexes if one not in given.columns]) if indexes else given
    titles = tuple(written(title).text for title in frame.columns)
    header = read_header(titles, headings()[table], table, issues)
    if header is None:
        return None
    lines = [
        (number, [written(cell, column) for cell, column in zip(row, header.names, strict=True)])
        for number, row in enumerate(_rows(frame))
    ]
    names = {-1: table} | {number: f"{table}.iloc[{number}]" for number, _ in lines}
    return _raw(table, header.names, titles, lines, names, header.units)


def _rows(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return frame.itertuples(index=False, name=None)


def _raw(
    table: str,
    header: tuple[str, ...],
    titles: tuple[str, ...],
    lines: Sequence[tuple[int, Sequence[Written]]],
    names: Mapping[int, str],
    units: Mapping[int, str],
) -> RawTable:
    return RawTable(
        table,
        header,
        tuple((line, [cell.text for cell in cells]) for line, cells in lines if any(cell.text for cell in cells)),
        units,
        {(line, number): TYPED for line, cells in lines for number, cell in enumerate(cells) if cell.typed},
        min(names),
        titles,
        names=names,
    )
