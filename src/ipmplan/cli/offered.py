"""What `quote` and `change` read and print besides."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipmplan.cli.scenarios import start_of
from ipmplan.cli.source import option_value
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.brief import Brief
    from ipmplan.core.calendar import Moment
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.scenarios.change import PricedChange
    from ipmplan.scenarios.quote import QuoteAnswer

BASE_SECONDS = 8.0


def asked_of(text: str, portfolio: Portfolio, source: str, scale: str | None, margin: str | None) -> Brief:
    """The brief of a file, or of a tentative project.

    Raises
    ------
    InputError
        When it is neither, or wrong.
    """
    from dataclasses import replace

    from ipmplan.core.brief import like
    from ipmplan.core.portfolio import Project
    from ipmplan.files.brieffile import read_brief
    from ipmplan.files.numbers import parse_factor
    from ipmplan.scenarios.quote import tentative

    if text in portfolio.project:
        found = tentative(portfolio, text)
    elif Path(text).is_file():
        times = option_value(scale, "--scale", parse_factor)
        found = read_brief(Path(text), portfolio, source, times)
    elif source and not Path(text).suffix:
        times = option_value(scale, "--scale", parse_factor)
        found = like(
            portfolio, source, Project(text, text, status="tentative"), Fraction(1) if times is None else times
        )
    else:
        found = _missing(text, portfolio)
    left = portion(margin)
    return found if left is None else replace(found, margin=left)


def _missing(text: str, portfolio: Portfolio) -> Brief:
    from ipmplan.core.words import did_you_mean, quoted

    open_ = [project.id for project in portfolio.projects if project.status == "tentative"]
    hint = did_you_mean(text, open_) or (f"Maybe one of {', '.join(open_)}?" if open_ else "Maybe write a brief.toml?")
    raise InputError(Issue(f"{quoted(text)} is no file and no tentative project", "quote", hint))


def portion(text: str | None) -> Fraction | None:
    """Read a margin.

    Raises
    ------
    InputError
        When it is none.
    """
    from ipmplan.files.numbers import parse_portion

    found = option_value(text, "--margin", parse_portion)
    if found == 1:
        raise InputError(Issue("a margin of the whole price leaves nothing for work", "--margin", "Maybe 0.25?"))
    return found


def base_of(source: Path, portfolio: Portfolio, work_limit: float | None, seed: int) -> Schedule:
    """The plan of everything else: the one beside the tables where it still holds, else one that is made now.

    Raises
    ------
    Infeasible, OutOfTime
        When there is none.
    """
    from ipmplan import planner

    known = start_of(source, portfolio)
    if known is not None and known.as_of == portfolio.as_of and not planner.check(known, portfolio):
        return known
    return planner.plan(
        portfolio,
        time_limit=BASE_SECONDS if work_limit is None else None,
        work_limit=work_limit,
        workers=None if work_limit is None else 1,
        seed=seed,
        start=known,
    )


def last_day(until: str | None) -> Moment | None:
    """Read until when a project is to be held.

    Raises
    ------
    InputError
        When it is no date.
    """
    from ipmplan.files.dates import parse_end

    return option_value(until, "--hold-until", parse_end)


def hold(source: Path, portfolio: Portfolio, found: QuoteAnswer, day: Moment) -> tuple[Path, ...]:
    """Write the project of a quote into the tables, tentative, and held until a day.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    from ipmplan.core.edits import SetValue
    from ipmplan.files.edits import write_edits

    edit = SetValue("projects", found.brief.project.id, "held_until", day)
    return write_edits(source, portfolio, (*found.brief.edits, edit))


def answer_json(found: QuoteAnswer) -> dict[str, Any]:
    """A quote for machines."""
    offers = [
        {
            "kind": one.kind,
            "text": one.text,
            "start": one.start.isoformat(),
            "finish": one.finish.isoformat(),
            "p50": one.p50.isoformat(),
            "p80": one.p80.isoformat(),
            "cost": None if one.cost is None else str(one.cost),
            "price": None if one.price is None else str(one.price),
            "parts": {name: moment.isoformat() for name, moment in one.parts},
            "people": dict(one.people),
            "moved": list(one.moved),
            "late": {row.id: row.finish.isoformat() for row in one.late},
            "over_budget": None if one.over is None else str(one.over),
            "less_likely": [{"milestone": row.id, "before": row.before, "after": row.after} for row in one.lost],
        }
        for one in found.offers
    ]
    return {"project": found.brief.project.id, "offers": offers, "refused": [list(row) for row in found.refused]}


def change_json(found: PricedChange) -> dict[str, Any]:
    """A priced change for machines."""
    return {
        "change": found.change.id,
        "start": None if found.start is None else found.start.isoformat(),
        "finish": None if found.finish is None else found.finish.isoformat(),
        "cost": None if found.cost is None else str(found.cost),
        "price": None if found.price is None else str(found.price),
        "people": dict(found.people),
        "new_dates": [
            {"milestone": row.id, "client": row.client, "agreed": str(row.agreed), "after": row.after.isoformat()}
            for row in found.dates
        ],
    }
