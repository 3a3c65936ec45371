"""Changing tables where they are, in a folder of CSV files or in a workbook, and the settings beside them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ipmplan.core.calendar import Moment
from ipmplan.errors import InputError, Issue
from ipmplan.files.cells import cell_text, sayable
from ipmplan.files.columns import Column, Table
from ipmplan.files.csvedit import Changes, edit_csv
from ipmplan.files.headers import find_header, read_header
from ipmplan.files.rows import Evidence, evidence_of, together
from ipmplan.files.schema import TABLES, headings
from ipmplan.files.synonyms import table_of
from ipmplan.files.tables import read_csv
from ipmplan.files.together import finish, locked, write_files

SETTINGS_FILE = "portfolio.toml"
# What a setting may be.
Setting = str | float | Moment | list[str] | dict[str, float]


def edit_table(place: Path, table: Table, described: Mapping[str, Table], changes: Changes) -> Path:
    """Change rows of one table of a portfolio, in one step; what is not changed stays as it was.

    Parameters
    ----------
    place
        The folder of CSV files, where a table that is not there yet is begun, or the workbook.
    table
        What its columns are.
    described
        All tables, as `schema.tables` gives them for this portfolio: they tell which decimal mark its files have.
    changes
        What is to be in it afterwards.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    InputError
        When it cannot be read as that table, or not be written.
    """
    folder = place.parent if place.is_file() else place
    with locked(folder):
        path, data = edited_table(place, table, described, changes)
        try:
            write_files(folder, {path.name: data})
        except OSError as error:
            raise InputError(Issue(f"the file cannot be written: {error.strerror or error}", str(path))) from error
    return path


def edit_tables(
    place: Path,
    described: Mapping[str, Table],
    changed: Mapping[str, Changes],
    settings: Mapping[str, Setting] | None = None,
) -> tuple[Path, ...]:
    """Change rows of several tables, and settings, all in one step.

    Parameters
    ----------
    place
        The folder of CSV files, or the workbook.
    described
        All tables.
    changed
        What is to be in them afterwards, by name.
    settings
        Settings that change, by dotted key; they are in a portfolio.toml.

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    InputError
        When one cannot be read, or not be written: then nothing has changed.
    """
    folder = place.parent if place.is_file() else place
    with locked(folder):
        if place.is_file():
            found = [edited_workbook(place, described, changed)] if changed else []
        else:
            found = [edited_table(place, described[name], described, changes) for name, changes in changed.items()]
        if settings:
            found.append((folder / SETTINGS_FILE, edited_settings(folder / SETTINGS_FILE, settings)))
        try:
            write_files(folder, {path.name: data for path, data in found})
        except OSError as error:
            raise InputError(Issue(f"the files cannot be written: {error.strerror or error}", str(place))) from error
    return tuple(path for path, _ in found)


def edited_table(place: Path, table: Table, described: Mapping[str, Table], changes: Changes) -> tuple[Path, bytes]:
    """What `edit_table` writes: the file, and what is in it afterwards.

    Parameters
    ----------
    place, table, described, changes
        As for `edit_table`.

    Raises
    ------
    InputError
        When it cannot be read as that table.
    """
    try:
        if place.is_file():
            return place, _edit_workbook(place.read_bytes(), table, changes)
        finish(place)
        found = [path for path in sorted(place.glob("*.[cC][sS][vV]")) if table_of(path.stem) == table.name]
        path = next((one for one in found if one.stem.casefold() == table.name), found[0] if found else None)
        if path is None:
            path = place / f"{table.name}.csv"
            data = (",".join(changes.columns()) + "\n").encode()
        else:
            data = path.read_bytes()
        return path, edit_csv(data, table, headings()[table.name], changes, _around(place, described))
    except ValueError as error:
        message = f"the table {table.name} cannot be changed: {error}"
        raise InputError(Issue(message, str(place), "Maybe `ipmplan check` says what is wrong with it?")) from error
    except OSError as error:
        raise InputError(Issue(f"the file cannot be read: {error.strerror or error}", str(place))) from error


def edited_workbook(place: Path, described: Mapping[str, Table], changed: Mapping[str, Changes]) -> tuple[Path, bytes]:
    """A workbook with changes of several of its tables.

    Parameters
    ----------
    place
        The file.
    described
        All tables.
    changed
        What is to be in them afterwards, by name.

    Raises
    ------
    InputError
        When it cannot be read as those tables.
    """
    data = b""
    for name, changes in changed.items():
        try:
            data = _edit_workbook(data or place.read_bytes(), described[name], changes)
        except (ValueError, OSError) as error:
            raise InputError(Issue(f"the table {name} cannot be changed: {error}", str(place))) from error
    return place, data


def _around(folder: Path, described: Mapping[str, Table]) -> Evidence:
    """What all CSV files of a folder show together of decimal marks."""
    shown: list[Evidence] = []
    for path in folder.glob("*.[cC][sS][vV]"):
        name = table_of(path.stem)
        if name in TABLES and (raw := read_csv(path.read_bytes(), path.name, [], headings()[name])) is not None:
            shown += evidence_of(raw, described[name]).values()
    return together(shown)


def _edit_workbook(data: bytes, table: Table, changes: Changes) -> bytes:
    """Change rows of a sheet; other sheets, formats and comments are kept as openpyxl keeps them."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next((sheet for sheet in book.worksheets if table_of(sheet.title) == table.name), None)
    if sheet is None:
        sheet = book.create_sheet(table.name)
        sheet.append(changes.columns())
    rows = [(number, [str(cell or "") for cell in row]) for number, row in enumerate(sheet.values, start=1)]
    filled = [(number, cells) for number, cells in rows if any(cells)]
    top = filled[find_header(filled, headings()[table.name])][0]
    header = read_header([cell.strip() for cell in rows[top - 1][1]], headings()[table.name], "", [])
    if header is None:
        raise ValueError("its header cannot be read")
    names = list(header.names)
    while names and not names[-1]:
        names.pop()
    for name in changes.columns():
        if name not in names:
            names.append(name)
            sheet.cell(top, len(names), name)
    last = filled[-1][0]
    changed = dict(changes.change) | {last + number: row for number, row in enumerate(changes.add, start=1)}
    for number, values in changed.items():
        for name, value in values.items():
            if value is not None or name in names:
                cell = sheet.cell(number, names.index(name) + 1)
                cell.value = _native(table.columns[name], value)
                if cell.data_type == "f":
                    # Text that begins like a formula stays text.
                    cell.data_type = "s"
    for number in sorted(changes.drop, reverse=True):
        sheet.delete_rows(number)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _native(column: Column, value: object) -> str | float | date | None:
    """A value as a workbook holds it: a date or a number where that is read as the same value, else text."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value if column.parse(cell_text(value, "General")) == value else column.print(value)
    if isinstance(value, Decimal | Fraction | int) and not isinstance(value, bool):
        number = float(value)
        try:
            same = column.parse(cell_text(number, "General")) == value
        except InputError:
            same = False
        if same:
            return int(number) if number.is_integer() else number
    text = column.print(value)
    # The mark that keeps text from being a formula is for text files; here the cell's type does.
    return sayable(str(value) if text == f"'{value}" else text)


def edit_settings(path: Path, values: Mapping[str, Setting]) -> None:
    r"""Change settings in portfolio.toml; comments, order and everything else stay.

    Parameters
    ----------
    path
        The file.
    values
        By dotted key, such as ``calendar.grid``.

    Raises
    ------
    InputError
        When the file is not TOML, or cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "portfolio.toml")
    ...     _ = path.write_text("as_of = 2026-01-05  # Monday\n[sprint]\nfill = 0.8\n")
    ...     edit_settings(path, {"as_of": date(2026, 1, 19), "sprint.length": "2w"})
    ...     print(path.read_text())
    as_of = 2026-01-19  # Monday
    [sprint]
    fill = 0.8
    length = "2w"
    <BLANKLINE>
    """
    with locked(path.parent):
        data = edited_settings(path, values)
        try:
            write_files(path.parent, {path.name: data})
        except OSError as error:
            raise InputError(Issue(f"the file cannot be written: {error.strerror or error}", str(path))) from error


def edited_settings(path: Path, values: Mapping[str, Setting]) -> bytes:
    """What `edit_settings` writes.

    Parameters
    ----------
    path, values
        As for `edit_settings`.

    Raises
    ------
    InputError
        When the file is not TOML, or cannot be read.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_bytes().decode("utf-8-sig"))
        for key, value in values.items():
            section, dot, name = key.rpartition(".")
            if dot and section not in document:
                document.add(section, tomlkit.table())
            place = document[section] if dot else document
            place[name] = value
        return tomlkit.dumps(document).encode("utf-8")
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise InputError(Issue(f"the settings are not TOML: {str(error)[:200]}", path.name)) from error
    except OSError as error:
        raise InputError(Issue(f"the file cannot be read: {error.strerror or error}", path.name)) from error
