"""The portfolio folder: finding its files and putting their contents together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.assembled import assemble
from ipmplan.files.planfile import newest_plan, read_plan
from ipmplan.files.schema import ALIKE, REQUIRED, TABLES, headings
from ipmplan.files.settings import RawSettings, read_settings, read_toml
from ipmplan.files.synonyms import table_of
from ipmplan.files.tables import RawTable, read_bytes, read_csv
from ipmplan.files.together import finish
from ipmplan.files.workbook import is_portfolio, read_workbook

SETTINGS_FILE = "portfolio.toml"


def read_folder(
    path: str | Path, *, as_of: Moment | None = None, today: date | None = None
) -> tuple[Portfolio | None, tuple[Issue, ...]]:
    """Read a portfolio from a folder of tables or from a workbook.

    Parameters
    ----------
    path
        The folder, or a file that ends in ``.xlsx``.
    as_of
        Status date that overrides the one in the settings.
    today
        What `as_of = "today"` means; the computer's date when not given.

    Returns
    -------
    portfolio
        As far as it could be read: cells that are wrong are left at their defaults. None when a file, or a table as a
        whole, could not be read, so that its ids are unknown.
    issues
        Everything wrong or odd that shows in single cells. `ipmplan.loading.read` adds what takes the whole portfolio.
    """
    issues: list[Issue] = []
    place = Path(path)
    with suppress(OSError):
        # What another process had written and not yet put in its place.
        finish(place)
    try:
        source = _find(place, issues)
        if source is None:
            return None, tuple(issues)
        raw_tables, raw_settings, folder = source
        if raw_settings is None:
            return None, tuple(issues)
        settings = read_settings(raw_settings, issues, as_of=as_of, today=today)
        named = replace(settings, name=settings.name or folder.resolve().name)
        portfolio = assemble(named, raw_tables, raw_settings, issues)
        baseline = _baseline(folder, issues)
    except OSError as error:
        issues.append(Issue(f"cannot be read: {error.strerror or error}", str(place)))
        return None, tuple(issues)
    if portfolio is not None:
        portfolio = replace(portfolio, baseline=baseline, source=str(folder))
    return portfolio, tuple(issues)


def tables_place(path: Path) -> Path:
    """Where a portfolio's tables are: the folder, or the workbook that is in it.

    Parameters
    ----------
    path
        Folder or workbook that can be read.

    Examples
    --------
    >>> str(tables_place(Path("no-such-folder")))
    'no-such-folder'
    """
    if not path.is_dir():
        return path
    names = sorted(entry.name for entry in path.iterdir() if entry.is_file())
    if any(table_of(name[:-4]) in REQUIRED for name in names if name.casefold().endswith(".csv")):
        return path
    books = [path / name for name in names if name.casefold().endswith((".xlsx", ".xlsm")) and name[:2] != "~$"]
    portfolios = [book for book in books if is_portfolio(book)] if len(books) > 1 else books
    return portfolios[0] if portfolios else path


_Source = tuple[Mapping[str, RawTable], RawSettings | None, Path]


def _find(path: Path, issues: list[Issue]) -> _Source | None:
    if path.is_file():
        if path.suffix.casefold() in (".xlsx", ".xlsm"):
            return _from_workbook(path, issues)
        hint = "Maybe give the folder that it is in?"
        issues.append(Issue("is neither a folder nor an .xlsx workbook", str(path), hint))
        return None
    if not path.is_dir():
        names = sorted(other.name for other in path.parent.iterdir()) if path.parent.is_dir() else []
        issues.append(Issue("no such folder", str(path), did_you_mean(path.name, names)))
        return None
    names = sorted(entry.name for entry in path.iterdir() if entry.is_file())
    csvs = _named([name for name in reversed(names) if name.casefold().endswith(".csv")], issues)
    books = [name for name in names if name.casefold().endswith((".xlsx", ".xlsm")) and not name.startswith("~$")]
    if csvs.keys() & set(REQUIRED):
        for book in books:
            if is_portfolio(path / book):
                message = (
                    f"{book} is not read, as the folder has tables of its own ({', '.join(sorted(csvs.values()))})"
                )
                issues.append(Issue(message, book, "Maybe keep only one of them here?", "warning"))
        return _from_csv(path, csvs, issues)
    portfolios = [book for book in books if is_portfolio(path / book)] if len(books) > 1 else books
    if len(portfolios) > 1:
        message = f"the folder has several workbooks: {', '.join(map(quoted, portfolios))}"
        issues.append(
            Issue(message, str(path), f"Maybe name one of them, such as {quoted(str(path / portfolios[0]))}?")
        )
        return None
    if portfolios:
        for table, name in sorted(csvs.items()):
            if table in TABLES:
                message = f"{name} is not read, as the tables are those of {portfolios[0]}"
                issues.append(Issue(message, name, "Maybe make it a sheet of the workbook?", "warning"))
        return _from_workbook(path / portfolios[0], issues)
    if others := [name for name in names if name.casefold().endswith((".xls", ".ods", ".numbers"))]:
        hint = "Maybe save it as .xlsx?"
        issues.extend(Issue("this kind of workbook cannot be read", name, hint) for name in others)
        return None
    return _from_csv(path, csvs, issues)


def _named(names: Iterable[str], issues: list[Issue]) -> dict[str, str]:
    """Files by the table that they mean, or else by their name; a table's own name comes before other words for it."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: name.casefold().removesuffix(".csv") not in TABLES):
        stem = name[: -len(".csv")]
        table = table_of(stem)
        if table not in TABLES:
            found[stem.casefold()] = name
        elif table in found and found[table].casefold() != name.casefold():
            message = f"table {quoted(name)} is not read, as {found[table]} means the same"
            issues.append(Issue(message, name, "Maybe keep only one of them?", "warning"))
        else:
            found[table] = name
    return found


def _from_csv(folder: Path, csvs: Mapping[str, str], issues: list[Issue]) -> _Source | None:
    settings = _toml(folder, issues)
    found: dict[str, RawTable] = {}
    usable = True
    for name in TABLES:
        if name not in csvs:
            continue
        data = read_bytes(folder / csvs[name], issues)
        table = None if data is None else read_csv(data, csvs[name], issues, headings()[name])
        usable = usable and table is not None
        if table is not None:
            found[name] = table
    for stem, name in sorted(csvs.items()):
        hint = did_you_mean(stem, [known for known in TABLES if known not in csvs], alike=ALIKE)
        if stem not in TABLES and hint:
            message = f"table {quoted(name)} is not known and is not read"
            issues.append(Issue(message, name, hint.replace("`?", ".csv`?"), "warning"))
    for name in REQUIRED:
        if name not in csvs:
            issues.append(
                Issue(f"{name}.csv is missing", str(folder), "Maybe `ipmplan init` shows what it looks like?")
            )
            usable = False
    if _without_rows(found, issues):
        return None
    return (found, settings, folder) if usable else None


def _without_rows(tables: Mapping[str, RawTable], issues: list[Issue]) -> bool:
    """Say alone that a table which must be there has no rows: all else that is wrong follows from it."""
    empty = [tables[name] for name in REQUIRED if name in tables and not tables[name].rows]
    if empty:
        hint = "Maybe the rows were left out when it was saved?"
        issues[:] = [
            Issue("the table has a header and no rows", f"{table.place}:{table.line}", hint) for table in empty
        ]
    return bool(empty)


def _toml(folder: Path, issues: list[Issue]) -> RawSettings | None:
    path = folder / SETTINGS_FILE
    if not path.is_file():
        hint = "Maybe `ipmplan init` shows what it looks like?"
        issues.append(Issue(f"{SETTINGS_FILE} is missing", str(folder), hint))
        return None
    data = read_bytes(path, issues)
    return None if data is None else read_toml(data, SETTINGS_FILE, issues)


def _from_workbook(path: Path, issues: list[Issue]) -> _Source | None:
    book = read_workbook(path, issues)
    if book is None:
        return None
    settings = book.settings
    if settings is None:
        settings = _toml(path.parent, issues)
    elif (path.parent / SETTINGS_FILE).is_file():
        message = f"{SETTINGS_FILE} is not read, as {path.name} has a sheet `portfolio`"
        issues.append(Issue(message, SETTINGS_FILE, severity="warning"))
    missing = [name for name in REQUIRED if name not in book.tables]
    issues.extend(Issue(f"sheet `{name}` is missing", path.name) for name in missing)
    if missing or _without_rows(book.tables, issues):
        return None
    return book.tables, settings, path.parent


def _baseline(folder: Path, issues: list[Issue]) -> Schedule | None:
    path = newest_plan(folder)
    if path is None:
        return None
    try:
        return read_plan(path)
    except InputError as error:
        issues.extend(error.issues)
        return None
