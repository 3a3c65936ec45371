"""A brief as text: a TOML file, or a table of its tasks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from ipmplan.core.brief import Brief, like
from ipmplan.core.edits import AddPerson, AddRow, Edit
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.numbers import parse_factor, parse_portion
from ipmplan.files.rows import read_rows
from ipmplan.files.scenarioedits import EditReader, described
from ipmplan.files.schema import headings
from ipmplan.files.settings import as_text
from ipmplan.files.tables import decode, read_bytes, read_csv

PROJECT = ("id", "name", "client", "due", "budget", "budget_limit", "weight", "team", "billing", "price", "probability")
KNOWN = (*PROJECT, "margin", "like", "scale", "tasks", "milestones", "freelancers")


def read_brief(path: Path, portfolio: Portfolio, source: str = "", scale: Fraction | None = None) -> Brief:
    """Read a brief.

    Parameters
    ----------
    path
        TOML: what projects.csv says of a project, `margin`, `tasks`, `milestones`, `freelancers`, `like`, `scale`. Any other file
        is a table of tasks, as tasks.csv.
    portfolio
        Lengths in days and amounts are read as its tables are.
    source
        Id of a project whose tasks are copied where the brief has none; empty = what the brief says.
    scale
        What its hours are multiplied by; None = what the brief says, else 1.

    Raises
    ------
    InputError
        When it cannot be read: with every problem.
    """
    issues: list[Issue] = []
    data = read_bytes(path, issues)
    text = None if data is None else decode(data, path.name, issues)
    if text is None:
        raise InputError(issues)
    if path.suffix.casefold() != ".toml":
        document: dict[str, Any] = {"id": _ident(path.stem), "name": path.stem}
        raw = read_csv(data or b"", path.name, issues, headings()["tasks"])
        tasks = () if raw is None else read_rows(raw, described(portfolio)["tasks"], issues)
        rows: list[Edit] = [AddRow("tasks", replace(task, at="")) for task in tasks if isinstance(task, Task)]
    else:
        document, rows = _document(text, path), []
    return _brief(document, rows, path.name, portfolio, issues, source, scale)


def _document(text: str, path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        message = f"the brief is not TOML: {str(error)[:200]}"
        raise InputError(Issue(message, path.name, "Maybe text needs quotation marks?")) from None
    if "id" not in document:
        document["id"] = _ident(path.stem)
    return document


def _brief(
    document: Mapping[str, Any],
    rows: list[Edit],
    place: str,
    portfolio: Portfolio,
    issues: list[Issue],
    source: str,
    scale: Fraction | None,
) -> Brief:
    for key in document:
        if key not in KNOWN:
            issues.append(Issue(f"{quoted(key)} is not known", place, did_you_mean(key, KNOWN)))
    reader = EditReader(portfolio, issues)
    asked = {key: value for key, value in document.items() if key in PROJECT}
    projects = [row.row for row in reader.added("projects", [asked], place) if isinstance(row, AddRow)]
    name = str(document["id"])
    stones = reader.added("milestones", _rows(document, "milestones", name, place, issues), f"{place}, milestones")
    rows = [*rows, *reader.added("tasks", _rows(document, "tasks", name, place, issues), f"{place}, tasks")]
    free = reader.added("people", _rows(document, "freelancers", "", place, issues), f"{place}, freelancers")
    margin = _number(document.get("margin"), parse_portion, "margin", place, issues)
    if margin == 1:
        issues.append(Issue("a margin of the whole price leaves nothing for work", place, "Maybe 0.25?"))
    if scale is None:
        scale = _number(document.get("scale"), parse_factor, "scale", place, issues)
    if name in portfolio.project:
        hint = f"Maybe `ipmplan quote {name}`, without a file?"
        issues.append(Issue(f"there is a project {quoted(name)} already", place, hint))
    source = source or str(document.get("like", ""))
    if not rows and not source:
        hint = 'Maybe `like = "..."` with the id of a project that is alike?'
        issues.append(Issue("the brief has no tasks", place, hint))
    if issues_of(issues) or not projects:
        raise InputError(issues)
    (first,) = projects
    assert isinstance(first, Project)
    project = replace(first, status="tentative")
    made = Brief(project) if rows else like(portfolio, source, project, scale if scale is not None else Fraction(1))
    new = [row.row for row in (*rows, *stones) if isinstance(row, AddRow)]
    return replace(
        made,
        tasks=(*made.tasks, *(replace(row, project=name) for row in new if isinstance(row, Task))),
        milestones=(*made.milestones, *(replace(row, project=name) for row in new if isinstance(row, Milestone))),
        margin=margin,
        freelancers=tuple(row.person for row in free if isinstance(row, AddPerson)),
    )


def issues_of(issues: list[Issue]) -> list[Issue]:
    """Those that stop."""
    return [issue for issue in issues if issue.severity == "error"]


def _rows(
    document: Mapping[str, Any], key: str, project: str, place: str, issues: list[Issue]
) -> list[Mapping[str, object]]:
    given = document.get(key, [])
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        issues.append(Issue(f"{key} are no list of rows", place, f"Maybe write `[[{key}]]`?"))
        return []
    return [{**row, **({"project": project} if project else {})} for row in given]


def _number(value: object, parse: Any, name: str, place: str, issues: list[Issue]) -> Fraction | None:  # noqa: ANN401
    if value is None:
        return None
    try:
        found: Fraction = parse(as_text(value))
    except InputError as error:
        issues += [replace(one, where=place, message=f"{name} {one.message}") for one in error.issues]
        return None
    return found


def _ident(stem: str) -> str:
    made = "".join(c if c.isalnum() else "-" for c in stem).strip("-")
    return made.upper()[:12] or "NEW"
