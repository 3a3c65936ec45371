"""Earned value and earned schedule of published projects, from their activities and what was tracked of them (DSLIB)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ipmplan.errors import InputError, Issue
from ipmplan.tracking.curve import Curve, Spread
from ipmplan.tracking.values import Value

ACTIVITIES, TRACKING, OVERVIEW = "dslib_activities.csv", "dslib_tracking.csv", "dslib_overview.csv"
# How far a figure may be from the published one: of BAC, or of the planned duration.
TOLERANCE = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity of a baseline: hours from the project's start, what its hours are worth, and its cost without hours."""

    start: Fraction
    hours: Fraction
    value: Value
    rate: Fraction

    @property
    def end(self) -> Fraction:
        """When it was to end."""
        return self.start + self.hours


@dataclass(frozen=True, slots=True)
class Published:
    """A tracking period: the status time in hours, and the published figures."""

    code: str
    period: str
    at: Fraction
    bac: Fraction
    pv: Fraction
    ev: Fraction
    ac: Fraction
    es: Fraction


@dataclass(frozen=True, slots=True)
class Figures:
    """PV, EV and AC in the unit of BAC, ES in hours."""

    pv: Fraction
    ev: Fraction
    ac: Fraction
    es: Fraction


@dataclass(frozen=True)
class Tracked:
    """A project with what was seen of its activities in each period: hours worked, and the share that is complete."""

    code: str
    planned: Mapping[str, Planned]
    seen: Mapping[str, Mapping[str, tuple[Fraction, Fraction]]]
    published: tuple[Published, ...]

    @property
    def duration(self) -> Fraction:
        """Planned duration in hours."""
        return max((one.end for one in self.planned.values()), default=Fraction(0))

    def figures(self, period: Published, *, fixed_at_start: bool) -> Figures:
        """Work the figures of a period out with the product's own curve.

        Parameters
        ----------
        period
            The status time and period.
        fixed_at_start
            Whether cost without hours accrues when an activity begins, as the published figures have it; else percent
            complete times cost, for everything.
        """
        curve = Curve(self._spreads(fixed_at_start=fixed_at_start))
        ev = ac = Fraction(0)
        for name, (hours, done) in self.seen.get(period.period, {}).items():
            activity = self.planned.get(name)
            if activity is None:
                continue
            begun = done > 0 or hours > 0
            if fixed_at_start:
                ev += activity.value.earned(done, finished=begun)
            else:
                ev += activity.value.total * done
            ac += activity.rate * hours + (activity.value.fixed if begun else 0)
        return Figures(curve.at(period.at), ev, ac, min(curve.when(ev, period.at), self.duration))

    def _spreads(self, *, fixed_at_start: bool) -> Iterator[Spread]:
        for one in self.planned.values():
            if fixed_at_start:
                yield Spread(one.start, one.end, one.value.labour)
                yield Spread(one.start, one.start, one.value.fixed)
            else:
                yield Spread(one.start, one.end, one.value.total)


def read_tracked(folder: Path) -> list[Tracked]:
    """Read the projects of a folder that were tracked.

    Raises
    ------
    InputError
        When a table or a column is missing, or a number is none.
    """
    planned: dict[str, dict[str, Planned]] = {}
    seen: dict[str, dict[str, dict[str, tuple[Fraction, Fraction]]]] = {}
    published: dict[str, list[Published]] = {}
    costly = {row["code"] for row in _rows(folder / ACTIVITIES) if _number(row["baseline_cost"])}
    for row in _rows(folder / ACTIVITIES):
        planned.setdefault(row["code"], {})[row["activity_id"]] = _planned(row, costs=row["code"] in costly)
    for row in _rows(folder / TRACKING):
        own = seen.setdefault(row["code"], {}).setdefault(row["period"], {})
        own[row["activity_id"]] = (_number(row["actual_dur_h"]), _number(row["pct_complete"]))
    for row in _rows(folder / OVERVIEW):
        figures = [_number(row[name]) for name in ("AT_h", "BAC_w", "PV", "EV", "AC", "ES_h")]
        published.setdefault(row["code"], []).append(Published(row["code"], row["period"], *figures))
    return [Tracked(code, planned.get(code, {}), seen.get(code, {}), tuple(rows)) for code, rows in published.items()]


def _planned(row: Mapping[str, str], *, costs: bool) -> Planned:
    """An activity; without any costs in its project it is worth its hours, as in the published figures."""
    start, hours = _number(row["baseline_start_h"]), _number(row["baseline_dur_h"])
    if not costs:
        return Planned(start, hours, Value(hours, Fraction(0)), Fraction(1))
    cost, rate = _number(row["baseline_cost"]), _number(row["cost_per_h"])
    labour = min(cost, rate * hours)
    return Planned(start, hours, Value(labour, cost - labour), rate)


def _number(text: str) -> Fraction:
    try:
        return Fraction(text or 0)
    except ValueError:
        raise InputError(Issue(f"`{text}` is not a number", OVERVIEW)) from None


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(Issue("there is no such table", str(path)))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
