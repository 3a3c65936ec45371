"""What estimates turned into, by kind of work, skill, client, size or person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from ipmplan.core.portfolio import Portfolio
from ipmplan.forecasting.effort import FinishedTask

By = Literal["kind", "skill", "client", "size", "person"]
WAYS: tuple[By, ...] = ("kind", "skill", "client", "size", "person")
SIZES = ((4.0, "up to 4 h"), (8.0, "up to 8 h"), (20.0, "up to 20 h"), (40.0, "up to 40 h"))


@dataclass(frozen=True, slots=True)
class Group:
    """Finished tasks of one kind.

    Parameters
    ----------
    name
        Of the kind; empty = not said.
    tasks
        How many.
    ratio, low, high
        Actual over estimate: median, 10 % and 90 % points.
    """

    name: str
    tasks: int
    ratio: float
    low: float
    high: float


def groups(finished: Sequence[FinishedTask], portfolio: Portfolio, by: By) -> tuple[Group, ...]:
    """Group finished tasks, the largest groups first; sizes in their order.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [FinishedTask(8, hours, date(2026, 1, 5), kind="build") for hours in (8, 12, 10)]
    >>> groups(rows, Portfolio("Northlight", date(2026, 1, 5)), "kind")
    (Group(name='build', tasks=3, ratio=1.25, low=1.05, high=1.45),)
    """
    clients = {row.project: row.client for row in portfolio.history if row.client}
    clients |= {project.id: project.client for project in portfolio.projects if project.client}
    found: dict[str, list[float]] = {}
    for row in finished:
        if row.estimate > 0 and row.actual > 0:
            found.setdefault(_name(row, by, clients), []).append(row.actual / row.estimate)
    made = [_group(name, ratios) for name, ratios in found.items()]
    if by == "size":
        order = {name: place for place, name in enumerate(_sizes())}
        return tuple(sorted(made, key=lambda group: order[group.name]))
    return tuple(sorted(made, key=lambda group: (-group.tasks, group.name)))


def _name(row: FinishedTask, by: By, clients: Mapping[str, str]) -> str:
    if by == "size":
        return next((name for most, name in SIZES if row.estimate <= most), _sizes()[-1])
    return clients.get(row.project, "") if by == "client" else str(getattr(row, by))


def _sizes() -> list[str]:
    return [*(name for _, name in SIZES), "more than 40 h"]


def _group(name: str, ratios: list[float]) -> Group:
    ratios = sorted(ratios)
    low, high = (round(_between(ratios, level), 2) for level in (0.1, 0.9))
    return Group(name, len(ratios), round(median(ratios), 2), low, high)


def _between(ordered: Sequence[float], level: float) -> float:
    place = level * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
