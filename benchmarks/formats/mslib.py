"""MSLIB: several people at once, each with one of their skills; levels and costs are left aside."""

from __future__ import annotations

from pathlib import Path

import psplib

from benchmarks.formats import reads
from benchmarks.problems.teamwork import Activity, Teamwork


@reads(".msrcp")
def read(path: Path) -> Teamwork:
    """Read an MSLIB file."""
    parsed = psplib.parse_mslib(path)
    before: list[list[int]] = [[] for _ in parsed.activities]
    for number, activity in enumerate(parsed.activities):
        for successor in activity.successors:
            before[successor].append(number)
    activities = (
        Activity(activity.modes[0].duration, tuple(activity.modes[0].skill_requirements or ()), tuple(before[number]))
        for number, activity in enumerate(parsed.activities)
    )
    masters = tuple(tuple(bool(has) for has in resource.skills or ()) for resource in parsed.resources)
    return Teamwork(path.stem, masters, tuple(activities))
