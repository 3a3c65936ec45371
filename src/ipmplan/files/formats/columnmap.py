"""Any sheet of tasks: a map says what its columns mean. The map can be guessed, and is a file that people edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.grid import CellGrid
from ipmplan.files.headers import LAST_HEADER_ROW, bare
from ipmplan.files.schema import headings
from ipmplan.files.synonyms import key_of

# What a column may mean beside the columns of tasks.
MORE = {
    "done": "done percent complete percent_complete complete fertig fortschritt progress erledigt prozent status_percent",
    "spent": "spent actual actual_hours time_spent hours_spent ist ist_stunden geleistet",
}
# Further words for columns of tasks, as other planners write them.
WORDS = {
    "name": "task task_title what activity summary arbeitspaket beschreibung description thema todo",
    "work": "effort duration dauer hours stunden days tage estimate schaetzung aufwand_stunden aufwand_tage std pt personentage",
    "people": "who owner responsible resource resources resource_names ressource ressourcen ressourcennamen verantwortlich wer assigned_to",
    "not_before": "start begin beginn start_date anfang startdatum",
    "due": "finish end ende end_date until fertig_bis enddatum bis",
    "after": "depends_on dependencies dependency abhaengigkeit abhaengig_von blocked_by",
    "project": "client kunde",
    "milestone": "phase",
    "kind": "type typ category kategorie",
    "id": "key ticket wbs psp",
}
UNITS = {
    "h": "hours hour stunden std h hrs",
    "d": "days day tage tag d pt personentage dauer_tage aufwand_tage",
    "w": "weeks week wochen",
}
LEAST = ("name",)


@dataclass(frozen=True)
class ColumnMap:
    """What the columns of a sheet mean.

    Parameters
    ----------
    columns
        Our column -> title in the sheet.
    header
        Line of the header.
    sheet
        Sheet of a workbook; empty = the first.
    unit
        What a bare number of work counts: h, d or w.
    left
        Titles that mean nothing here.
    """

    columns: Mapping[str, str]
    header: int = 0
    sheet: str = ""
    unit: str = "h"
    left: tuple[str, ...] = field(default_factory=tuple)


def fields() -> tuple[str, ...]:
    """Everything that a column may mean."""
    return (*dict.fromkeys(headings()["tasks"].columns.values()), *MORE)


def guess(grid: CellGrid) -> ColumnMap:
    """Guess what the columns of a sheet mean, by their titles.

    Parameters
    ----------
    grid
        Its cells.

    Raises
    ------
    InputError
        When no column looks like the name of a task.

    Examples
    --------
    >>> grid = CellGrid("plan.csv", ((1, ("Plan 2026",)), (3, ("Aufgabe", "Aufwand (Tage)", "Wer", "Farbe"))))
    >>> found = guess(grid)
    >>> dict(found.columns), found.header, found.unit, found.left
    ({'name': 'Aufgabe', 'work': 'Aufwand (Tage)', 'people': 'Wer'}, 3, 'd', ('Farbe',))
    """
    known = _words()
    candidates = [(line, cells, _matched(cells, known)) for line, cells in grid.rows[:LAST_HEADER_ROW]]
    if not candidates:
        raise InputError(Issue("the table is empty, not even a header is there", grid.place))
    line, cells, columns = max(candidates, key=lambda one: len(one[2]))
    missing = [name for name in LEAST if name not in columns]
    if missing:
        titles = ", ".join(quoted(cell) for cell in cells if cell)
        hint = 'Maybe write a map.toml that says `name = "..."`, and give it with `--map`?'
        raise InputError(
            Issue(f"no column looks like the name of a task: {titles[:200]}", f"{grid.place}:{line}", hint)
        )
    left = tuple(cell for cell in cells if cell and cell not in columns.values())
    return ColumnMap(columns, line, "", _unit(columns.get("work", "")), left)


def _words() -> dict[str, str]:
    found = dict(headings()["tasks"].columns)
    for words in (WORDS, MORE):
        for column, text in words.items():
            for word in text.split():
                found.setdefault(word, column)
    return found


def _matched(cells: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for cell in cells:
        plain = key_of(bare(cell).replace("%", " percent "))
        column = known.get(plain.strip("_")) or known.get(plain.partition("_percent")[0].strip("_"))
        if "%" in cell:
            column = "done"
        if column is not None and column not in columns:
            columns[column] = cell
    return columns


def _unit(title: str) -> str:
    words = set(key_of(title.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ")).split("_"))
    return next((unit for unit, known in UNITS.items() if words & set(known.split())), "h")


def print_map(found: ColumnMap, source: str) -> str:
    """Write a map as TOML with comments, to be edited."""
    import tomlkit

    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            f"What the columns of {source} mean. Change what is wrong, then: ipmplan import {source} FOLDER --map map.toml"
        )
    )
    document.add("header", tomlkit.item(found.header).comment("line of the header"))
    document.add("sheet", tomlkit.item(found.sheet).comment("empty = the first one"))
    document.add("unit", tomlkit.item(found.unit).comment("what a bare number of work counts: h, d or w"))
    columns = tomlkit.table()
    columns.add(tomlkit.comment("ours = theirs; done = per cent done, spent = hours worked so far"))
    for name, title in found.columns.items():
        columns.add(name, title)
    open_ = [name for name in fields() if name not in found.columns]
    columns.add(tomlkit.comment(f"not there: {', '.join(open_)}"))
    if found.left:
        columns.add(tomlkit.comment("columns that are left:"))
        for title in found.left:
            columns.add(tomlkit.comment(f'... = "{title}"'))
    document.add("columns", columns)
    return tomlkit.dumps(document)


def parse_map(text: str, place: str) -> ColumnMap:
    r"""Read a map.

    Parameters
    ----------
    text
        TOML.
    place
        Its name, for messages.

    Raises
    ------
    InputError
        When it is not TOML, or says what no map says.

    Examples
    --------
    >>> parse_map('unit = "d"\n[columns]\nname = "Aufgabe"', "map.toml").columns
    {'name': 'Aufgabe'}
    """
    import tomllib

    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(Issue(f"the map is not TOML: {str(error)[:100]}", place)) from error
    issues: list[Issue] = []
    columns = document.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(title, str) for title in columns.values()):
        raise InputError(
            Issue("columns is not a table of titles", place, 'Maybe `[columns]` and then `name = "Task"`?')
        )
    for name in columns:
        if name not in fields():
            issues.append(Issue(f"there is no column {quoted(name)} of tasks", place, did_you_mean(name, fields())))
    for name in document:
        if name not in ("columns", "header", "sheet", "unit"):
            issues.append(
                Issue(f"a map has no {quoted(name)}", place, did_you_mean(name, ["columns", "header", "sheet", "unit"]))
            )
    header, sheet, unit = document.get("header", 0), document.get("sheet", ""), document.get("unit", "h")
    if isinstance(header, bool) or not isinstance(header, int) or header < 0:
        issues.append(Issue("header is not the line of a header", place))
    if not isinstance(sheet, str):
        issues.append(Issue("sheet is not the name of a sheet", place))
    if unit not in tuple(UNITS):
        issues.append(Issue("unit is not h, d or w", place))
    if not issues and "name" not in columns:
        issues.append(Issue("the map does not say which column is the name of a task", place))
    if issues:
        raise InputError(issues)
    return ColumnMap({name: str(title) for name, title in columns.items()}, header, sheet, unit)
