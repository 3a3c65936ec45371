"""scenarios.toml: scenarios as text, read and printed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ipmplan.core.edits import Edit, dropping
from ipmplan.core.edits.base import KEYS, ROW_NAMES
from ipmplan.core.edits.rows import day_before
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario, ensure_named_apart
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Table
from ipmplan.files.edits import filled, setting_changes
from ipmplan.files.scenarioedits import PORTFOLIO, EditReader, described, empty_value
from ipmplan.files.schema import row_values
from ipmplan.files.tables import read_text

KNOWN = ("name", "drop", "add", "set")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,6})?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_scenarios(path: Path, portfolio: Portfolio) -> tuple[Scenario, ...]:
    """Read the scenarios of a file.

    Parameters
    ----------
    path
        The file.
    portfolio
        What they change: lengths in days and amounts are read as its tables are.

    Raises
    ------
    InputError
        When it cannot be read, or names what is unknown, with the nearest name: it carries every problem.
    """
    text = read_text(path, path.name)
    return parse_scenarios(text, path.name, portfolio)


def parse_scenarios(text: str, place: str, portfolio: Portfolio) -> tuple[Scenario, ...]:
    """Read scenarios from text. In each, what goes goes first, then what is new comes, then values are set.

    Parameters
    ----------
    text
        TOML.
    place
        What messages call it.
    portfolio
        What they change.

    Raises
    ------
    InputError
        With every problem.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Milestone
    >>> studio = Portfolio("N", date(2026, 1, 5), milestones=(Milestone("P0-beta", "P0"),))
    >>> found = parse_scenarios('[[scenario]]\\nname = "later"\\nset."milestones.P0-beta".due = 2026-03-20', "s.toml", studio)
    >>> found[0].words(studio)
    ('P0-beta is due on 20 March 2026',)
    """  # noqa: D301
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        message = f"the scenarios are not TOML: {str(error)[:200]}"
        raise InputError(Issue(message, place, "Maybe text needs quotation marks?")) from None
    issues: list[Issue] = []
    for key in document:
        if key != "scenario":
            hint = did_you_mean(key, ["scenario"]) or "Maybe begin with `[[scenario]]`?"
            issues.append(Issue(f"{quoted(key)} is not known", place, hint))
    rows = document.get("scenario", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(Issue("scenarios are a list", place, "Maybe write `[[scenario]]` with two brackets?"))
    found = [_scenario(row, number, place, portfolio, issues) for number, row in enumerate(rows, start=1)]
    for one in found:
        try:
            one.apply(portfolio)
        except InputError as error:
            issues += [Issue(it.message, f"{place}, {it.where}", it.hint) for it in error.issues]
    try:
        ensure_named_apart(found)
    except InputError as error:
        issues += error.issues
    if issues:
        raise InputError(issues)
    return tuple(found)


def _scenario(
    row: Mapping[str, object], number: int, place: str, portfolio: Portfolio, issues: list[Issue]
) -> Scenario:
    name = str(row.get("name", ""))
    where = f"{place}, scenario {quoted(name) if name else number}"
    for key in row:
        if key not in KNOWN:
            issues.append(Issue(f"{quoted(key)} is not known", where, did_you_mean(key, KNOWN)))
    reader = EditReader(portfolio, issues)
    edits: list[Edit] = []
    for table, ids in _tables(row, "drop", where, issues):
        edits += reader.dropped(table, ids if isinstance(ids, list) else [ids], f"{where}, drop")
    for table, rows in _tables(row, "add", where, issues):
        several = rows if isinstance(rows, list) else [rows]
        given = [one for one in several if isinstance(one, dict)]
        if len(given) == len(several):
            edits += reader.added(table, given, f"{where}, add.{table}")
        else:
            hint = 'Maybe `[{id = "kim", skills = "frontend:2"}]`?'
            issues.append(Issue(f"add.{table} is not a list of rows", where, hint))
    for table, inner in _tables(row, "set", where, issues):
        if table == PORTFOLIO and isinstance(inner, dict):
            edits += reader.settings(dict(_dotted(inner)), f"{where}, set.portfolio")
            continue
        for path, values in _rows_set(table, inner):
            known, _, ident = path.partition(".")
            if isinstance(values, dict) and ident:
                edits += reader.changed(known, ident, values, f'{where}, set."{path}"')
            else:
                hint = 'Maybe `set."milestones.P0-beta".due = 2026-03-20`?'
                issues.append(Issue(f"{quoted(path)} says no table, id and column", where, hint))
    return Scenario(name, edits)


def _tables(row: Mapping[str, object], key: str, where: str, issues: list[Issue]) -> Iterator[tuple[str, object]]:
    inner = row.get(key, {})
    if isinstance(inner, dict):
        yield from inner.items()
    else:
        issues.append(Issue(f"{key} names no table", where, f"Maybe `{key}.tasks = ...`?"))


def _rows_set(key: str, inner: object) -> Iterator[tuple[str, object]]:
    """Table and id with the values that are set, written as one key or as two."""
    if "." in key or not isinstance(inner, dict):
        yield key, inner
        return
    for ident, values in inner.items():
        yield f"{key}.{ident}", values


def _dotted(values: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and path != "goals.slack":
            yield from _dotted(value, f"{path}.")
        else:
            yield path, value


def print_scenarios(scenarios: Iterable[Scenario], portfolio: Portfolio) -> str:
    """Write scenarios as TOML that `parse_scenarios` reads; what is read makes the same portfolio.

    Parameters
    ----------
    scenarios
        What to write. How they were put together is not kept, what they do is.
    portfolio
        What they change.

    Raises
    ------
    InputError
        When one names what is unknown, or does what text cannot say.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.edits import SetDue
    >>> from ipmplan.core.portfolio import Milestone
    >>> studio = Portfolio("N", date(2026, 1, 5), milestones=(Milestone("P0-beta", "P0"),))
    >>> print(print_scenarios([Scenario("later", [SetDue("P0-beta", date(2026, 3, 20))])], studio))
    [[scenario]]
    name = "later"
    set."milestones.P0-beta".due = 2026-03-20
    <BLANKLINE>
    """
    return "\n".join("\n".join(_lines(one, portfolio)) + "\n" for one in scenarios)


def _lines(scenario: Scenario, portfolio: Portfolio) -> Iterator[str]:
    after = scenario.apply(portfolio)
    yield "[[scenario]]"
    yield f"name = {_text(scenario.name)}"
    described_tables = described(portfolio)
    left = portfolio
    for kind in ROW_NAMES:
        gone = list(dict.fromkeys(_gone(kind, portfolio, after)))
        if gone:
            yield f"drop.{kind} = [{', '.join(map(_text, gone))}]"
        for name in gone:
            left = dropping(kind, name).apply(left)
    changed: list[str] = []
    for name in ROW_NAMES:
        table = described_tables[name]
        new, other = _compared(name, left, after)
        if new:
            rows = ", ".join(_inline(table, row) for row in new)
            yield f"add.{name} = [{rows}]"
        for before, row in other:
            changed += _set(table, before, row)
    yield from changed
    for key, value in setting_changes(portfolio, after).items():
        yield f"set.portfolio.{key} = {_toml(value)}"


def _gone(table: str, before: Portfolio, after: Portfolio) -> Iterator[str]:
    """Ids that "drop" is the word for."""
    if table in KEYS:
        kept: list[object] = list(getattr(after, table))
        for row in getattr(before, table):
            if row in kept:
                kept.remove(row)
            else:
                yield getattr(row, KEYS[table])
        return
    rows = {row.id: row for row in getattr(after, table)}
    for row in getattr(before, table):
        other = rows.get(row.id)
        if (
            other is None
            or (table == "tasks" and other.cancelled and not row.cancelled)
            or (table == "people" and row.leaves != other.leaves == day_before(before))
            or (table == "projects" and other.status == "lost" != row.status)
        ):
            yield row.id


def _compared(table: str, before: Portfolio, after: Portfolio) -> tuple[list[object], list[tuple[object, object]]]:
    """Rows that are new, and rows before and after that differ."""
    if table in KEYS:
        known: list[object] = list(getattr(before, table))
        new = []
        for row in getattr(after, table):
            if row in known:
                known.remove(row)
            else:
                new.append(row)
        return new, []
    rows = {row.id: row for row in getattr(before, table)}
    both = [(rows[row.id], row) for row in getattr(after, table) if row.id in rows and rows[row.id] != row]
    return [row for row in getattr(after, table) if row.id not in rows], both


def _set(table: Table, before: object, after: object) -> Iterator[str]:
    was, now = row_values(table, before), row_values(table, after)
    ident = f"{table.name}.{getattr(after, 'id', '')}"
    for name, value in now.items():
        if value != was[name]:
            yield f"set.{_text(ident)}.{name} = {_value(table, name, value)}"


def _inline(table: Table, row: object) -> str:
    values = filled(table, row)
    return f"{{{', '.join(f'{name} = {_value(table, name, value)}' for name, value in values.items())}}}"


def _value(table: Table, name: str, value: object) -> str:
    column = table.columns[name]
    if value is None or value == empty_value(table, column):
        return '""'
    cell = column.print(value)
    if column.parse(cell) != value:
        message = f"{name} of {table.name} is what text cannot say"
        raise InputError(Issue(message, "scenarios", "Maybe keep this scenario in Python?"))
    bare = (column.holds == "dates" and _DATE.fullmatch(cell)) or (
        column.holds == "numbers" and _NUMBER.fullmatch(cell)
    )
    return cell if bare else _text(cell)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(str(key))} = {_toml(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return _text(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    # What JSON calls a string, TOML does too, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
