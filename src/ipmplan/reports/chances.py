"""A forecast as people read it: each promise beside what the plan and the runs say, in words and per cent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ipmplan.core.calendar import Moment
from ipmplan.core.forecast import DateOdds, Driver, Forecast, Odds
from ipmplan.reports import words
from ipmplan.reports.first.data import Tone
from ipmplan.reports.scene import Scene

WORDS = (
    (0.95, "almost certain"),
    (0.8, "likely"),
    (0.6, "more likely than not"),
    (0.4, "even odds"),
    (0.2, "unlikely"),
    (0.05, "very unlikely"),
    (-1.0, "almost no chance"),
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date as it is shown.

    Parameters
    ----------
    id, name, project
        What it is, and the name of its project; empty for everything.
    promised, agreed
        The agreed day, else the due day; None without one. Whether it is the agreed one.
    planned, p50, p80, p95
        Days.
    chance
        Of the promised day; None without one.
    drivers
        Names of what moves it most.
    """

    id: str
    name: str
    project: str
    promised: Moment | None
    agreed: bool
    planned: date
    p50: date
    p80: date
    p95: date
    chance: float | None
    drivers: tuple[str, ...]

    @property
    def tone(self) -> Tone:
        """How serious it is, by the chance."""
        return (
            "info"
            if self.chance is None
            else "good"
            if self.chance >= 0.8
            else "watch"
            if self.chance >= 0.5
            else "bad"
        )

    @property
    def says(self) -> str:
        """The chance in per cent and words; empty without a promised day."""
        return "" if self.chance is None else f"{per_cent(self.chance)} {in_words(self.chance)}"


@dataclass(frozen=True, slots=True)
class CostLine:
    """What a project costs, as it is shown; `chance` of its budget."""

    id: str
    name: str
    planned: Decimal
    p50: Decimal
    p80: Decimal
    budget: Decimal | None
    chance: float | None

    @property
    def says(self) -> str:
        """The chance in per cent and words; empty without a budget."""
        return "" if self.chance is None else f"{per_cent(self.chance)} {in_words(self.chance)}"


def in_words(chance: float) -> str:
    """Say a chance.

    Examples
    --------
    >>> in_words(0.97), in_words(0.5), in_words(0.0)
    ('almost certain', 'even odds', 'almost no chance')
    """
    return next(text for least, text in WORDS if chance >= least)


def per_cent(chance: float) -> str:
    """Write a chance; never as certain, nor as impossible.

    Examples
    --------
    >>> per_cent(0.8750), per_cent(1.0), per_cent(0.001)
    ('88 %', '>99 %', '<1 %')
    """
    return ">99 %" if chance > 0.99 else "<1 %" if chance < 0.01 else f"{chance:.0%}".replace("%", " %")


def date_lines(view: Scene, odds: Odds) -> list[DateLine]:
    """What was promised, least likely first; then what has no date. A project that ends with one of its milestones is left out."""
    ends = {(row.project, row.p50, row.p80) for row in odds.dates if row.kind == "milestone"}
    rows = [
        row
        for row in odds.dates
        if row.kind != "portfolio" and not (row.kind == "project" and (row.project, row.p50, row.p80) in ends)
    ]
    lines = [date_line(view, row) for row in rows]
    return sorted(lines, key=lambda line: (line.chance is None, line.chance or 0.0, line.p80, line.id))


def date_line(view: Scene, row: DateOdds) -> DateLine:
    """Put one date into names and days."""
    agreed = row.agreed is not None
    days = [words.last_day(moment) for moment in (row.planned, row.p50, row.p80, row.p95)]
    return DateLine(
        row.id,
        _name(view, row),
        row.project,
        row.agreed if agreed else row.due,
        agreed,
        days[0],
        days[1],
        days[2],
        days[3],
        row.chance_agreed if agreed else row.chance,
        tuple(_driver(view, one) for one in row.drivers),
    )


def cost_lines(view: Scene, odds: Odds) -> list[CostLine]:
    """What projects cost, those first that keep their budget least."""
    rows = [
        CostLine(row.id, view.project_name(row.id), row.planned, row.p50, row.p80, row.budget, row.chance)
        for row in odds.costs
    ]
    return sorted(rows, key=lambda row: (row.chance is None, row.chance or 0.0))


def headline(forecast: Forecast, lines: list[DateLine]) -> tuple[str, Tone]:
    """How many promises are likely to hold, in a sentence."""
    promised = [line for line in lines if line.chance is not None]
    if not forecast.known.dates:
        return "Nothing is left to do: there is nothing to forecast", "good"
    if not promised:
        return "No date is promised: these are the days to promise", "info"
    likely = sum(line.tone == "good" for line in promised)
    total = words.count(len(promised), "promised date")
    tone: Tone = (
        "good" if likely == len(promised) else "bad" if any(line.tone == "bad" for line in promised) else "watch"
    )
    return f"{likely} of {total} {'is' if likely == 1 else 'are'} likely to hold (80 % or better)", tone


def basis(forecast: Forecast, year: int | None = None) -> str:
    """What the forecast is made of."""
    learned = words.count(forecast.learned_from, "finished task")
    return f"{forecast.runs:,} runs of the plan's own network as of {words.day(forecast.as_of, year)}, learned from {learned}"


def end_of_all(forecast: Forecast) -> tuple[datetime, datetime] | None:
    """P50 and P80 of the last finish of all; None when nothing is left."""
    return next(((row.p50, row.p80) for row in forecast.known.dates if row.kind == "portfolio"), None)


def _name(view: Scene, row: DateOdds) -> str:
    if row.kind == "milestone":
        known = view.portfolio.milestone.get(row.id)
        return (known.name or row.id) if known is not None else row.id
    if row.kind == "project":
        return view.project_name(row.id)
    return view.work_name(row.id) if row.kind == "task" else "Everything"


def _driver(view: Scene, driver: Driver) -> str:
    if driver.kind == "task":
        return view.work_name(driver.id)
    known = next((one for one in view.portfolio.decisions if one.id == driver.id), None)
    return (
        f"the answer to {driver.id}"
        if known is None
        else f"the answer to {driver.id} ({words.shorten(known.question, 60)})"
    )
