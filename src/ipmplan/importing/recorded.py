"""Time entries and finished work of other tools, added to a folder that is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Finished
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Table
from ipmplan.files.csvedit import Changes
from ipmplan.files.edits import filled
from ipmplan.files.formats.booked_time import Booked, book
from ipmplan.files.formats.finished import finished
from ipmplan.files.formats.mpxj import READERS
from ipmplan.files.formats.mspdi.convert import Choices
from ipmplan.files.formats.timesheets import read_entries
from ipmplan.files.schema import tables
from ipmplan.files.tableedit import edit_tables
from ipmplan.files.together import locked
from ipmplan.importing import read_any_grid, read_source
from ipmplan.loading import load

SUFFIXES = (".xml", ".csv", ".xlsx", *READERS)


@dataclass(frozen=True)
class Added:
    """How many rows were added, how many were there already, and what did not fit."""

    rows: int
    known: int
    lost: tuple[Issue, ...]


def add_progress(source: Path, place: Path) -> Added:
    """Add the entries of a time tracker's export to a portfolio's progress, in one step.

    Parameters
    ----------
    source
        The export.
    place
        The portfolio's folder or workbook.

    Returns
    -------
    Added
        Importing the same export again adds nothing.

    Raises
    ------
    InputError
        When either cannot be read, or the folder not be written.
    """
    entries = read_entries(read_any_grid(source))
    with locked(place.parent if place.is_file() else place):
        portfolio = load(place)
        found: Booked = book(entries, portfolio, source.name)
        described = _described(portfolio)
        changed = {}
        if found.tasks:
            changed["tasks"] = Changes(add=[filled(described["tasks"], row) for row in found.tasks])
        if found.rows:
            changed["progress"] = Changes(add=[filled(described["progress"], row) for row in found.rows])
        if changed:
            edit_tables(place, described, changed)
    return Added(len(found.rows), found.known, found.lost)


def add_history(sources: Iterable[Path], place: Path) -> Added:
    """Add finished work of old files to a portfolio's history, in one step.

    Parameters
    ----------
    sources
        Files, and folders in which every file is taken that can be read.
    place
        The portfolio's folder or workbook.

    Raises
    ------
    InputError
        When a file or the folder cannot be read, or nothing can be written.
    """
    rows: list[Finished] = []
    lost: list[Issue] = []
    for source in sources:
        for path in _files(source):
            try:
                more, missing = finished(read_source(path, Choices(unassigned="anybody")).imported, path.name)
            except InputError as error:
                if source.is_file():
                    raise
                lost += [replace(issue, severity="warning") for issue in error.issues]
                continue
            rows += more
            lost += missing
    with locked(place.parent if place.is_file() else place):
        portfolio = load(place)
        there = set(portfolio.history)
        new = [row for row in dict.fromkeys(rows) if row not in there]
        described = _described(portfolio)
        if new:
            edit_tables(place, described, {"history": Changes(add=[filled(described["history"], row) for row in new])})
    return Added(len(new), len(rows) - len(new), tuple(lost))


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        return [path for path in sorted(source.rglob("*")) if path.is_file() and path.suffix.casefold() in SUFFIXES]
    return [source]


def _described(portfolio: Portfolio) -> dict[str, Table]:
    week = portfolio.calendar.workweek
    return dict(tables(week.hours_a_day, week.hours_a_week, portfolio.currency))
