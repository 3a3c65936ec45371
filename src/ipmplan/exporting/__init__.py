"""Plans in the form of other tools: the format is chosen by the suffix of the file, or by its name.

A format is one function and one line in `FORMATS`: it gets the portfolio, the plan and `Options`, and gives the bytes of the file
and what they do not hold. It is loaded when it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_bytes
from ipmplan.reports.result import Plan

# Suffix, or name for `--as` -> where its function is.
FORMATS = {
    ".xml": "ipmplan.exporting.mspdi:export",
    ".xlsx": "ipmplan.exporting.workbook:export",
    ".ics": "ipmplan.exporting.ics:export",
    ".mmd": "ipmplan.exporting.mermaid:export",
    ".md": "ipmplan.exporting.markdown:export",
    ".png": "ipmplan.exporting.pictures:export",
    ".svg": "ipmplan.exporting.pictures:export",
    "jira": "ipmplan.exporting.jira:export",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may be asked for.

    Parameters
    ----------
    place
        Name of the file.
    with_cost
        Whether money by person is written.
    people
        Only these; empty = everybody.
    """

    place: str = ""
    with_cost: bool = False
    people: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's contents, and what could not be written into it."""

    data: bytes
    lost: tuple[Issue, ...] = ()


class Format(Protocol):
    """What a format is: from facts to a file."""

    def __call__(self, portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
        """Write a plan."""
        ...


def format_of(target: Path, kind: str = "") -> Format:
    """Find the format that is asked for.

    Parameters
    ----------
    target
        The file.
    kind
        Name of a format that has no suffix of its own.

    Raises
    ------
    InputError
        When there is none, with those that there are.

    Examples
    --------
    >>> format_of(Path("plan.docx"))
    Traceback (most recent call last):
    ...
    ipmplan.errors.InputError: plan.docx: plans cannot be written as `.docx`, only as .xml, .xlsx, .ics, .mmd, .md, .png, .svg, jira
    """
    name = kind or target.suffix.casefold()
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        message = f"plans cannot be written as {quoted(name or target.name)}, only as {known}"
        raise InputError(Issue(message, str(target), did_you_mean(name, FORMATS)))
    module, _, function = FORMATS[name].partition(":")
    return cast("Format", getattr(import_module(module), function))


def export(
    plan: Plan, target: str | Path, *, kind: str = "", with_cost: bool = False, people: Sequence[str] = ()
) -> tuple[Issue, ...]:
    """Write a plan for another tool, in one step.

    Parameters
    ----------
    plan
        The plan, with its portfolio.
    target
        The file; its suffix says the format.
    kind
        A format by name, where the suffix does not say it.
    with_cost
        Whether money by person is written.
    people
        Only these, by id; empty = everybody.

    Returns
    -------
    tuple of Issue
        What the file does not hold.

    Raises
    ------
    InputError
        When there is no such format, or the file cannot be written.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> day = date(2026, 1, 5)
    >>> made = Plan(Schedule("Northlight", day, "feasible"), Portfolio("Northlight", day))
    >>> with TemporaryDirectory() as folder:
    ...     print(*export(made, Path(folder, "office.xml")))
    office.xml: goals, slack, loads and notes of the plan are not written
    """
    path = Path(target)
    made = format_of(path, kind)(plan.portfolio, plan.schedule, Options(path.name, with_cost, tuple(people)))
    try:
        write_bytes(path, made.data)
    except OSError as error:
        raise InputError(Issue(f"the file cannot be written: {error.strerror or error}", str(path))) from error
    return made.lost
