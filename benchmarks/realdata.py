"""Real projects as published in DSLIB: tables of activities, relations, resources and the baseline."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import get_args

from ipmplan.core.calendar import Calendar, Grid, Workweek
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Goals, Pool, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, LinkType, Use
from ipmplan.errors import InputError, Issue

PROJECTS = "dslib_projects.csv"
_GRID = Grid(60)
_LARGEST_POOL = 1_000_000


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with its baseline start, in project working hours from the baseline's start."""

    id: int
    name: str
    hours: int
    baseline_start: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Relation:
    """At least `lag` working hours from the first's start or end to the second's."""

    first: int
    second: int
    type: LinkType
    lag: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What an activity takes of a resource; consumables only cost."""

    activity: int
    resource: int
    name: str
    renewable: bool
    available: Fraction
    units: Fraction


@dataclass(frozen=True)
class RealProject:
    """One project with a working week of its own; all times are its working hours.

    Parameters
    ----------
    starts
        Day on which the baseline begins.
    baseline
        Planned duration, hours.
    """

    code: str
    name: str
    family: str
    hours_per_day: int
    days_per_week: int
    starts: datetime
    baseline: int
    activities: tuple[Activity, ...]
    relations: tuple[Relation, ...]
    demands: tuple[Demand, ...]

    @cached_property
    def workweek(self) -> Workweek:
        """Its first `days_per_week` days, `hours_per_day` each, from 8 o'clock where that fits."""
        first = min(8, 24 - self.hours_per_day) * 60
        day = ((first, first + self.hours_per_day * 60),)
        return Workweek(days=(day,) * self.days_per_week + ((),) * (7 - self.days_per_week))

    @cached_property
    def resources(self) -> Mapping[int, tuple[str, Fraction]]:
        """Name and availability of each renewable resource that is asked for."""
        return {d.resource: (d.name, d.available) for d in self.demands if d.renewable and d.units}

    def overloads(self) -> list[str]:
        """Name the resources of which a single activity asks for more than there is: no plan can exist."""
        return [
            f"overload: its own data ask for {_plain(most)} of {_plain(there)} {name}"
            for resource, (name, there) in self.resources.items()
            if (most := max(self._asked[resource].values())) > there
        ]

    def baseline_overloads(self) -> list[str]:
        """Name the resources of which the baseline holds more at one moment than there is."""
        found = []
        for resource, (name, there) in self.resources.items():
            spans = [(a.baseline_start, a.baseline_start + a.hours, a.id) for a in self.activities if a.hours]
            most = _peak([(start, end, self._asked[resource].get(a, Fraction(0))) for start, end, a in spans])
            if most > there:
                found.append(f"the baseline holds {_plain(most)} of {_plain(there)} {name}")
        return found

    def baseline_breaks(self) -> list[str]:
        """Name the relations that the baseline itself does not keep."""
        start = {a.id: a.baseline_start for a in self.activities}
        end = {a.id: a.baseline_start + a.hours for a in self.activities}
        return [
            f"the baseline breaks a{r.first} {r.type}{r.lag:+d}h a{r.second}"
            for r in self.relations
            if (end if r.type[1] == "F" else start)[r.second] - (end if r.type[0] == "F" else start)[r.first] < r.lag
        ]

    def baseline_waits(self) -> int:
        """Count the activities that the baseline starts later than its own relations ask for."""
        start = {a.id: a.baseline_start for a in self.activities}
        end = {a.id: a.baseline_start + a.hours for a in self.activities}
        earliest = dict.fromkeys(start, 0)
        for r in self.relations:
            moment = (end if r.type[0] == "F" else start)[r.first] + r.lag
            moment -= end[r.second] - start[r.second] if r.type[1] == "F" else 0
            earliest[r.second] = max(earliest[r.second], moment)
        return sum(1 for activity, begin in start.items() if begin > earliest[activity])

    @cached_property
    def _asked(self) -> Mapping[int, Mapping[int, Fraction]]:
        """Units of each renewable resource by activity."""
        found: dict[int, dict[int, Fraction]] = {}
        for d in self.demands:
            if d.renewable and d.units:
                units = found.setdefault(d.resource, {})
                units[d.activity] = units.get(d.activity, Fraction(0)) + d.units
        return found

    def portfolio(self) -> Portfolio:
        """Say it as waits that hold pools; parts of a unit are counted in the smallest part that occurs."""
        scale = {r: self._scale(r) for r in self.resources}
        pools = [
            Pool(f"r{r}", name=name, capacity=int(there * scale[r])) for r, (name, there) in self.resources.items()
        ]
        uses: dict[int, list[Use]] = {activity.id: [] for activity in self.activities}
        for demand in self.demands:
            if demand.renewable and demand.units:
                units = math.ceil(demand.units * scale[demand.resource])
                uses[demand.activity].append(Use(f"r{demand.resource}", units))
        after: dict[int, list[Link]] = {activity.id: [] for activity in self.activities}
        for relation in self.relations:
            after[relation.second].append(Link(f"a{relation.first}", relation.type, Fraction(relation.lag)))
        tasks = [
            Task(
                f"a{a.id}",
                project=self.code,
                name=a.name,
                work=(Alternative(wait=Fraction(a.hours), uses=tuple(uses[a.id]) if a.hours else ()),),
                after=tuple(after[a.id]),
                # A negative lag would let a wait begin before its project.
                not_before=self.starts.date(),
                fixed_cost=a.cost,
            )
            for a in self.activities
        ]
        return Portfolio(
            self.code,
            self.starts.date(),
            calendar=CalendarSettings(workweek=self.workweek, grid=_GRID),
            goals=Goals(order=("makespan",), tolerance=Fraction(0), slack={}),
            projects=(Project(self.code, name=self.name),),
            pools=tuple(pools),
            tasks=tuple(tasks),
        )

    def _scale(self, resource: int) -> int:
        there = self.resources[resource][1]
        sizes = [there, *(d.units for d in self.demands if d.resource == resource)]
        scale = math.lcm(*(size.denominator for size in sizes))
        return scale if there * scale <= _LARGEST_POOL else max(1, int(_LARGEST_POOL / there))

    def judge(self, schedule: Schedule) -> tuple[int, list[str]]:
        """Judge a plan by the tables alone: durations, relations with lags, and what is held of each resource.

        Returns
        -------
        tuple[int, list[str]]
            Duration in project working hours, and one sentence for each breach.
        """
        time = self._working_time(max(task.end for task in schedule.tasks))
        begin = _GRID.start_of(self.starts.date())
        span = {
            int(task.id[1:]): (
                time.count(begin, _GRID.start_of(task.start)),
                time.count(begin, _GRID.start_of(task.end)),
            )
            for task in schedule.tasks
        }
        wrong = [f"a{a.id} is not planned" for a in self.activities if a.id not in span]
        if wrong:
            return max(end for _, end in span.values()), wrong
        for a in self.activities:
            start, end = span[a.id]
            if end - start != a.hours:
                wrong.append(f"a{a.id} takes {end - start} h, should take {a.hours} h")
        for relation in self.relations:
            source = span[relation.first][1 if relation.type[0] == "F" else 0]
            target = span[relation.second][1 if relation.type[1] == "F" else 0]
            if target - source < relation.lag:
                wrong.append(f"a{relation.first} {relation.type}{relation.lag:+d}h a{relation.second} is broken")
        for resource, (name, there) in self.resources.items():
            most = _peak([(*span[a], units) for a, units in self._asked[resource].items()])
            if most > there:
                wrong.append(f"{_plain(most)} of {_plain(there)} {name} are held")
        return max(end for _, end in span.values()), wrong

    def _working_time(self, until: datetime) -> Calendar:
        days = range((until - self.starts).days + 2)
        midnight = datetime(self.starts.year, self.starts.month, self.starts.day)
        return Calendar(
            (_GRID.start_of(day + timedelta(minutes=start)), _GRID.start_of(day + timedelta(minutes=end)))
            for day in (midnight + timedelta(days=n) for n in days)
            for start, end in self.workweek.days[day.weekday()]
        )


def _peak(spans: Sequence[tuple[int, int, Fraction]]) -> Fraction:
    steps = sorted((at, units) for s, e, u in spans if s < e for at, units in ((s, u), (e, -u)))
    held = most = Fraction(0)
    for _, units in steps:
        held += units
        most = max(most, held)
    return most


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"


def read_projects(folder: Path) -> list[RealProject]:
    """Read ``dslib_projects``, ``_activities``, ``_relations`` and ``_assignments`` of a folder.

    Raises
    ------
    InputError
        When a table or a column is missing, or a number is none.
    """
    activities = _by_code(folder / "dslib_activities.csv")
    relations = _by_code(folder / "dslib_relations.csv")
    assignments = _by_code(folder / "dslib_assignments.csv")
    projects = []
    for row in _rows(folder / PROJECTS):
        code = row["code"]
        try:
            projects.append(_project(row, activities.get(code, []), relations.get(code, []), assignments.get(code, [])))
        except (KeyError, ValueError) as error:
            raise InputError(Issue(f"project {code} cannot be read: {error!r}", str(folder / PROJECTS))) from error
    return projects


def _project(
    row: Mapping[str, str],
    activities: Sequence[Mapping[str, str]],
    relations: Sequence[Mapping[str, str]],
    assignments: Sequence[Mapping[str, str]],
) -> RealProject:
    return RealProject(
        row["code"],
        row["name"],
        row.get("family") or row["name"],
        _hours(row["hours_per_day"]),
        _hours(row["days_per_week"]),
        datetime.fromisoformat(row["baseline_start"]),
        _hours(row["PD_h"]),
        tuple(
            Activity(
                int(a["activity_id"]),
                a["name"],
                _hours(a["baseline_dur_h"]),
                _hours(a["baseline_start_h"]),
                Decimal(a["baseline_cost"] or 0),
            )
            for a in activities
        ),
        tuple(Relation(int(r["from_id"]), int(r["to_id"]), _type(r["type"]), _hours(r["lag_h"])) for r in relations),
        tuple(
            Demand(
                int(d["activity_id"]),
                int(d["resource_id"]),
                d["resource"],
                d["renewable"] == "1",
                Fraction(d["availability"]),
                Fraction(d["demand"]),
            )
            for d in assignments
        ),
    )


def _type(text: str) -> LinkType:
    found: LinkType | None = next((one for one in get_args(LinkType) if one == text), None)
    if found is None:
        raise ValueError(f"`{text}` is no relation")
    return found


def _hours(text: str) -> int:
    hours = float(text)
    if hours != round(hours):
        raise ValueError(f"{text} is off the grid of one hour")
    return round(hours)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(Issue("there is no such table", str(path)))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _by_code(path: Path) -> Mapping[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(path):
        found.setdefault(row.get("code", ""), []).append(row)
    return found
