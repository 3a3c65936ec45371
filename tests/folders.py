"""Portfolio folders for tests: a tiny one that is right, with any table replaced or added."""

from __future__ import annotations

from pathlib import Path

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.loading import read

TOML = """\
name = "Tiny"
as_of = 2026-01-05
[calendar]
workweek = "Mon-Fri 09:00-17:00"
"""
PEOPLE = """\
id,name,skills
ana,Ana,frontend:2; ux:1
ben,Ben,backend:2
"""
TASKS = """\
id,work,after
T1,frontend 8h,
T2,backend 8h,T1
"""


def write(folder: Path, **tables: str) -> Path:
    """Write a folder of tables; `toml` names the settings."""
    contents = {"toml": TOML, "people": PEOPLE, "tasks": TASKS} | tables
    for name, text in contents.items():
        path = folder / ("portfolio.toml" if name == "toml" else f"{name}.csv")
        path.write_text(text, encoding="utf-8")
    return folder


def issues(folder: Path, **tables: str) -> list[Issue]:
    """Everything wrong or odd about such a folder."""
    return list(read(write(folder, **tables))[1])


def lines(folder: Path, **tables: str) -> list[str]:
    """The same as text: severity, then what is printed, hint included."""
    return [f"{issue.severity} {issue}" for issue in issues(folder, **tables)]


def load(folder: Path, **tables: str) -> Portfolio:
    """Such a folder, which has to be right."""
    portfolio, found = read(write(folder, **tables))
    assert portfolio is not None, [str(issue) for issue in found]
    return portfolio
