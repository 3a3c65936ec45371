"""DSLIB: how long projects took, as seen at their start and at each status date, one family left out at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.forecasts.scores import Score, scores
from benchmarks.forecasts.tables import number, read
from ipmplan.forecasting.duration import Planned, UnderWay, at_the_start, under_way
from ipmplan.forecasting.levels import LEVELS, MEDIAN, Floats

PROJECTS, OVERVIEW = "dslib_projects.csv", "dslib_overview.csv"
_THIRDS = ("early", "mid", "late")


@dataclass(frozen=True, slots=True)
class Project:
    """A finished project, `took` in working hours, and looks at it before its end."""

    code: str
    family: str
    planned: Planned
    took: float
    looks: tuple[UnderWay, ...]


def forecast(folder: Path, history: Sequence[Path]) -> Iterator[Score]:
    """At the start, for all and for one of each family, and by thirds of the real duration."""
    mine, others = _read(folder), [project for earlier in history for project in _read(earlier)]
    starts, looks = np.empty((len(mine), len(LEVELS))), []
    for family in dict.fromkeys(project.family for project in mine):
        past = [project for project in [*others, *mine] if project.family != family]
        rows = [k for k, project in enumerate(mine) if project.family == family]
        starts[rows] = at_the_start([(p.planned, p.took) for p in past], [mine[k].planned for k in rows])
        seen = [(look, mine[k].took) for k in rows for look in mine[k].looks]
        told = under_way([(look, p.took) for p in past for look in p.looks], [look for look, _ in seen])
        looks += [(look, took, row) for (look, took), row in zip(seen, told, strict=True)]
    took = np.array([project.took for project in mine])
    yield from scores("dslib_projects", "at the start", starts, took)
    families = [project.family for project in mine]
    firsts = [families.index(family) for family in dict.fromkeys(families)]
    yield from scores("dslib_projects", "at the start, one a family", starts[firsts], took[firsts])
    yield from _during(looks)


def _during(looks: Sequence[tuple[UnderWay, float, Floats]]) -> Iterator[Score]:
    if not looks:
        return
    told, took = np.array([row for _, _, row in looks]), np.array([took for _, took, _ in looks])
    yield from scores("dslib_overview", "during the work", told, took)
    ways = {
        "mape": told[:, MEDIAN],
        "mape, the plan": np.array([look.planned.duration for look, _, _ in looks]),
        "mape, earned schedule PF=1": np.array(
            [look.elapsed + look.planned.duration - look.earned for look, _, _ in looks]
        ),
    }
    thirds = np.array([int(3 * look.elapsed / took) for look, took, _ in looks])
    for third, name in enumerate(_THIRDS):
        rows = thirds == third
        for way, values in ways.items():
            if rows.any():
                error = float(np.mean(np.abs(values[rows] / took[rows] - 1)) * 100)
                yield Score("dslib_overview", name, way, error, int(rows.sum()))


def _read(folder: Path) -> list[Project]:
    looks: dict[str, list[tuple[float, float]]] = {}
    for row in read(folder / OVERVIEW, ("code", "AT_h", "ES_h")):
        elapsed, earned = number(row, "AT_h"), number(row, "ES_h")
        if elapsed and earned is not None:
            looks.setdefault(row["code"], []).append((elapsed, earned))
    found = []
    for row in read(folder / PROJECTS, ("code", "family", "n_activities", "PD_h", "RD_h")):
        duration, took = number(row, "PD_h"), number(row, "RD_h")
        if duration and took:
            planned = Planned(duration, int(number(row, "n_activities") or 1))
            seen = tuple(UnderWay(planned, *look) for look in looks.get(row["code"], ()) if 0 < look[0] < took)
            found.append(Project(row["code"], row["family"], planned, took, seen))
    return found
