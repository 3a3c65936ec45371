"""A portfolio put together: what was read of its settings and tables, wherever they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ipmplan.core.layout import Layout
from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.errors import InputError, Issue
from ipmplan.files.holidays import public_holidays
from ipmplan.files.rows import evidence_of, read_rows, together
from ipmplan.files.schema import TABLES, tables
from ipmplan.files.settings import RawSettings, Settings
from ipmplan.files.tables import RawTable
from ipmplan.files.values import parse_id


def assemble(
    settings: Settings, raw_tables: Mapping[str, RawTable], raw_settings: RawSettings, issues: list[Issue]
) -> Portfolio | None:
    """Read the cells of all tables, and make a portfolio of them.

    Parameters
    ----------
    settings
        As understood.
    raw_tables
        By name.
    raw_settings
        The same settings as written: they know their places.
    issues
        Where problems are added.

    Returns
    -------
    Portfolio or None
        Cells that are wrong are left at their defaults; None when a column that a table needs is missing, or the
        status date.

    Examples
    --------
    >>> raw = RawTable("pools.csv", ("id", "capacity"), ((2, ["lab", "2"]),))
    >>> made = assemble(Settings("N", as_of=date(2026, 1, 5)), {"pools": raw}, RawSettings({}, {}, ""), [])
    >>> made.pools
    (Pool(id='lab', name='', capacity=2, kind='renewable', at='pools.csv:2'),)
    """
    week = settings.calendar.workweek
    described = tables(week.hours_a_day, week.hours_a_week, settings.currency)
    around = together(shown for name, raw in raw_tables.items() for shown in evidence_of(raw, described[name]).values())
    usable = True
    contents: dict[str, tuple[object, ...]] = {}
    for name in TABLES:
        if name in raw_tables:
            raw = raw_tables[name]
            contents[name] = read_rows(raw, described[name], issues, around)
            required = [column for column, spec in described[name].columns.items() if spec.required]
            usable = usable and all(column in raw.header for column in required)
    if not usable or settings.as_of is None:
        return None
    portfolio = Portfolio(
        name=settings.name or "Portfolio",
        as_of=settings.as_of,
        currency=settings.currency,
        calendar=settings.calendar,
        sprint=settings.sprint,
        goals=settings.goals,
        layouts={name: Layout(raw.header, raw.titles, raw.delimiter) for name, raw in raw_tables.items()},
        **contents,  # type: ignore[arg-type]
    )
    if "projects" not in raw_tables:
        portfolio = _with_named_projects(portfolio, issues)
    return _with_holidays(portfolio, raw_settings, issues)


def _with_named_projects(portfolio: Portfolio, issues: list[Issue]) -> Portfolio:
    """Without a table of projects, those that other tables name are projects with nothing else known."""
    rows: tuple[Milestone | Task | Booking, ...] = (*portfolio.milestones, *portfolio.tasks, *portfolio.bookings)
    names = {row.project: row.at for row in reversed(rows) if row.project}
    for name, at in names.items():
        try:
            parse_id(name)
        except InputError as error:
            issues.extend(replace(issue, where=at, message=f"project {issue.message}") for issue in error.issues)
    order = dict.fromkeys(row.project for row in rows if row.project)
    return replace(portfolio, projects=tuple(Project(name) for name in order))


def _with_holidays(portfolio: Portfolio, raw: RawSettings, issues: list[Issue]) -> Portfolio:
    wanted: dict[str, str] = {}
    if portfolio.calendar.holidays:
        where = raw.places.get("calendar.holidays", raw.place)
        wanted[portfolio.calendar.holidays] = where
    for person in portfolio.people:
        if person.holidays:
            wanted.setdefault(person.holidays, person.at)
    resolved: dict[str, Mapping[date, str]] = {}
    for code, where in wanted.items():
        try:
            resolved[code] = public_holidays(code, portfolio.as_of_day.year)
        except InputError as error:
            issues.extend(replace(issue, where=where, message=f"holidays {issue.message}") for issue in error.issues)
    return replace(portfolio, holidays=resolved)
