"""A whole portfolio as files: its tables, its settings and its baseline, in a folder that appears in one step."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.files.edits import SETTINGS, filled
from ipmplan.files.planfile import PLANS, print_plan
from ipmplan.files.schema import REQUIRED, TABLES, tables
from ipmplan.files.together import write_files

SETTINGS_FILE = "portfolio.toml"
# Settings that stand on top, and those with a heading.
SECTIONS = ("", "calendar", "sprint", "goals")


def portfolio_files(
    portfolio: Portfolio, beside: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None
) -> dict[str, str]:
    """Write a portfolio as texts by file name; reading them gives the same portfolio.

    Parameters
    ----------
    portfolio
        The facts.
    beside
        Further columns that no rule reads: table -> id -> column -> text.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.people import Person
    >>> texts = portfolio_files(Portfolio("Northlight", date(2026, 1, 5), people=(Person("ana", "Ana"),)))
    >>> print(texts["people.csv"])
    id,name
    ana,Ana
    <BLANKLINE>
    """
    week = portfolio.calendar.workweek
    described = tables(week.hours_a_day, week.hours_a_week, portfolio.currency)
    found = {SETTINGS_FILE: settings_text(portfolio)}
    for name in TABLES:
        rows = getattr(portfolio, name)
        if not rows and name not in REQUIRED:
            continue
        table = described[name]
        values = [filled(table, row) for row in rows]
        columns = [
            column for column in table.columns if table.columns[column].required or any(column in one for one in values)
        ]
        if "name" in table.columns and "name" not in columns:
            columns.insert(1, "name")
        more = (beside or {}).get(name, {})
        extra = list(dict.fromkeys(column for cells in more.values() for column, text in cells.items() if text))
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*columns, *extra])
        for row, one in zip(rows, values, strict=True):
            cells = table.print_row(one)
            others = more.get(getattr(row, "id", ""), {})
            writer.writerow(
                [cells.get(column, "") for column in columns] + [others.get(column, "") for column in extra]
            )
        found[f"{name}.csv"] = stream.getvalue()
    return found


def settings_text(portfolio: Portfolio) -> str:
    """Write the settings of a portfolio as portfolio.toml has them."""
    import tomlkit

    document = tomlkit.document()
    for section in SECTIONS:
        values = {
            key.rpartition(".")[2]: value
            for key, read in SETTINGS.items()
            if key.rpartition(".")[0] == section and (value := read(portfolio)) is not None
        }
        if section and values:
            document.add(section, tomlkit.table())
        for name, value in values.items():
            (document[section] if section else document)[name] = value
    return tomlkit.dumps(document)


def write_portfolio(
    folder: Path,
    portfolio: Portfolio,
    *,
    baseline: Schedule | None = None,
    beside: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
    more: Mapping[str, str] | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write a portfolio into a folder, all of it or nothing.

    Parameters
    ----------
    folder
        Is made when it is not there.
    portfolio
        The facts.
    baseline
        A plan for `plans/`.
    beside
        Further columns; see `portfolio_files`.
    more
        Further files, by name.
    force
        Write also into a folder that has files; those of the same names are replaced, others stay.

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    InputError
        When the folder has files and `force` is not given, or it cannot be written.
    """
    texts = portfolio_files(portfolio, beside) | dict(more or {})
    if baseline is not None:
        day = portfolio.as_of_day
        texts[f"{PLANS}/{day}.json"] = print_plan(baseline)
    ensure_empty(folder, force=force)
    try:
        write_files(folder, {name: text.encode("utf-8") for name, text in texts.items()})
    except OSError as error:
        raise InputError(Issue(f"cannot be written: {error.strerror or error}", str(folder))) from error
    return tuple(folder / name for name in texts)


def ensure_empty(folder: Path, *, force: bool, besides: str = "") -> None:
    """Raise when a folder has files already and may not be written into.

    Parameters
    ----------
    folder
        The folder.
    force
        Whether it may be written into nevertheless.
    besides
        A file that may be there.

    Raises
    ------
    InputError
        With the way to do it nevertheless.
    """
    try:
        full = folder.is_dir() and any(
            not entry.name.startswith(".") and entry.name != besides for entry in folder.iterdir()
        )
    except OSError as error:
        raise InputError(Issue(f"cannot be read: {error.strerror or error}", str(folder))) from error
    if folder.exists() and not folder.is_dir():
        raise InputError(Issue("is a file, not a folder", str(folder)))
    if full and not force:
        hint = "Maybe give another folder, or `--force` to write into this one?"
        raise InputError(Issue("the folder has files already", str(folder), hint))
