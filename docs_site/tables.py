"""The reference of tables and columns, from `ipmplan.files.schema`."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

from docs_site.markdown import code, page, table
from ipmplan.errors import InputError
from ipmplan.files.columns import Column, Table
from ipmplan.files.schema import REQUIRED, TABLES, tables
from ipmplan.files.synonyms import COLUMN_WORDS
from ipmplan.files.values import parse_yes

WORDS = Path(__file__).parent / "words"
ABOUT = "about"
NOTATIONS = "notations.md"
KINDS = {
    "parse_text": "text",
    "parse_id": "id",
    "parse_ref": "id",
    "parse_ids": "ids, set apart by `|` or `;`",
    "parse_person": "id of a person, or `*`",
    "parse_factor": "number",
    "parse_portion": "share: `0.6` or `60%`",
    "parse_yes": "`yes` or `no`",
    "parse_moment": "day or moment",
    "parse_end": "day or moment",
    "parse_day": "day",
    "parse_length": "hours, or days `3d`",
    "parse_money": "money",
    "parse_rate": "money an hour",
    "parse_count": "whole number",
    "parse_skill_name": "a skill",
    "_premium": "share: `0.5` or `50%`",
    "_cancelled": "empty or `cancelled`",
}
NOTED = {
    "parse_work": "work",
    "parse_after": "after",
    "parse_people": "people",
    "parse_uses": "uses",
    "parse_skills": "skills",
    "parse_workweek": "workweek",
    "_booked": "hours",
    "parse_time_of_week": "at",
}


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """What is said of each table (`about`) and column."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads((WORDS / "tables.toml").read_text(encoding="utf-8"))
    return found


def known() -> Mapping[str, Table]:
    """All tables as the code reads them."""
    return tables(Fraction(8))


def tables_page() -> str:
    """Every table with its columns."""
    intro = (
        "A folder of CSV files (comma or semicolon), or the sheets of one `.xlsx` workbook, beside its"
        " [`portfolio.toml`](settings.md). Only `portfolio.toml`, `people` and `tasks` must be there. Empty optional cells mean"
        " *not given*. The [contract](../formats.md) says what follows from each; [spreadsheets](../spreadsheets.md) what files may look like."
    )
    overview = table(
        ["table", "a row for each", "must be there"],
        [[f"[`{name}`](#{name})", words()[name][ABOUT], "yes" if name in REQUIRED else ""] for name in TABLES],
    )
    return page("Tables and columns", intro, overview, *(_section(known()[name]) for name in TABLES))


def _section(spec: Table) -> str:
    said = words()[spec.name]
    rows = [
        [
            f"`{name}`" + (" **!**" if column.required else ""),
            said[name],
            kind(name, column),
            code(default(spec, name, column)),
            ", ".join(code(word) for word in COLUMN_WORDS.get(spec.name, {}).get(name, "").split()),
        ]
        for name, column in spec.columns.items()
    ]
    heads = ["column", "means", "holds", "when empty", "also read as"]
    return f"## {spec.name} {{ #{spec.name} }}\n\n{said[ABOUT]} **!** = every row needs it.\n\n{table(heads, rows)}"


def kind(name: str, column: Column) -> str:
    """What a column's cells hold, told from how they are read."""
    parse = column.parse.func if isinstance(column.parse, partial) else column.parse
    called = getattr(parse, "__name__", "")
    if called in NOTED:
        return f"[notation]({NOTATIONS}#{NOTED[called]})"
    if called in KINDS:
        return KINDS[called]
    allowed = choices(column)
    if not allowed:
        raise LookupError(f"docs_site/tables.py: KINDS says nothing of {called}, which reads the column {name}")
    return ", ".join(code(word) for word in allowed)


def choices(column: Column) -> tuple[str, ...]:
    """Words of a column that takes only some, as its own message lists them."""
    try:
        column.parse("\N{SECTION SIGN}")
    except InputError as error:
        return tuple(re.findall(r"`([^`]+)`", error.issues[0].hint))
    return ()


def default(spec: Table, name: str, column: Column) -> str:
    """What an empty cell stands for, where that is a value of its own."""
    record: Any = spec.record.func if isinstance(spec.record, partial) else spec.record
    if column.required or not dataclasses.is_dataclass(record):
        return ""
    for field in dataclasses.fields(record):
        if field.name == (column.attribute or name):
            value = field.default
            if value in (None, "", (), dataclasses.MISSING):
                return ""
            return "no" if column.parse is parse_yes else column.print(value)
    return ""
