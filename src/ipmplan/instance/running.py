"""What bookings cost beyond what is certain, by the plan's last finish."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ipmplan.instance.axis import Slots
from ipmplan.study.study import Study


def running(study: Study, ticks: Slots, projects: Mapping[str, int]) -> dict[int, list[int]]:
    """Cents of bookings that come with the last finish, by project and by its grid moment.

    Those without an end stop there; those behind them in somebody's time cost more or less than their least.

    Parameters
    ----------
    study
        Of the portfolio.
    ticks
        Tick of each slot of the shared grid.
    projects
        Index of each project.
    """
    if not any(b.project in projects for b in study.portfolio.bookings) or not study.portfolio.has_money:
        return {}
    found: dict[int, list[int]] = {}
    for person in (person.id for person in study.portfolio.people):
        _add_endless(study, ticks, projects, found, person)
        _add_moving(study, ticks, projects, found, person)
    return found


def least_running(table: Sequence[int], low: int, high: int | None, *, moving: bool) -> int:
    """Fewest cents of a project's table for a last finish between two grid moments.

    Parameters
    ----------
    table
        See `running`.
    low, high
        The moments; None = it may lie beyond the grid, too.
    moving
        Whether bookings that have an end may cost less with a later last finish.

    Examples
    --------
    >>> least_running([0, 5, 9, 4, 12], 1, 3, moving=True)
    4
    """
    if high is None:
        return 0 if moving else min(table[low:])
    return min(table[low : high + 1])


def _add_endless(
    study: Study, ticks: Slots, projects: Mapping[str, int], found: dict[int, list[int]], person: str
) -> None:
    card = study.card(person)
    for placed in study.time.bookings(person):
        project = projects.get(study.portfolio.booking[placed.booking].project)
        if project is None or not placed.endless:
            continue
        table = found.setdefault(project, [0] * (len(ticks) + 1))
        for start, end in placed.intervals:
            whole = int(card.cost(study.time.person(person), start, end) * 100)
            for moment in range(1, len(table)):
                tick = int(ticks[moment - 1]) + 1
                if tick > start:
                    part = int(card.cost(study.time.person(person), start, tick) * 100) if tick < end else whole
                    table[moment] += part


def _add_moving(
    study: Study, ticks: Slots, projects: Mapping[str, int], found: dict[int, list[int]], person: str
) -> None:
    steps = study.booked_steps(person)
    if len(steps) == 1:
        return
    begins = [tick for tick, _ in steps]
    moments = [
        bisect_right(begins, tick) - 1 for tick in (study.portfolio.as_of_tick, *(int(tick) + 1 for tick in ticks))
    ]
    for project in dict.fromkeys(name for _, costs in steps for name in costs):
        amounts = [int(costs.get(project, Decimal(0)) * 100) for _, costs in steps]
        if project in projects and len(set(amounts)) > 1:
            table = found.setdefault(projects[project], [0] * (len(ticks) + 1))
            for moment, number in enumerate(moments):
                table[moment] += amounts[number] - min(amounts)
