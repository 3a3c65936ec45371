"""What two plans differ in, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import TYPE_CHECKING, Literal

from ipmplan.core.moves import moves
from ipmplan.core.plan import Schedule
from ipmplan.models.goals import goal
from ipmplan.scenarios.jobs import PlanResult
from ipmplan.scenarios.odds import DateChance
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.scenarios.compare import ScenarioPlan

Of = Literal["goal", "date", "chance", "moves"]
ERRORS = 2.0
"""Standard errors within which a chance may differ by luck of the draw."""
EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of a scenario beside the portfolio as it is.

    Parameters
    ----------
    of
        A goal's value, the day a date is reached, the chance of a date, or how much work is moved.
    id
        Of the goal or date; ``tasks`` and ``people`` for moves.
    before, after
        In `unit`; None where one of them has none: dates are in portfolio working hours after the status date.
    by
        After less before; 0 where one is missing.
    noise
        How much it differs by chance: the largest distance between plans of other seeds, and the sampling error.
    unit
        Of all of these.
    is_better
        Whether less, or for chances more, is there; None where neither is.
    when
        For dates, the moments before and after.
    """

    of: Of
    id: str
    before: float | None
    after: float | None
    by: float
    noise: float
    unit: str
    is_better: bool | None = None
    when: tuple[datetime | None, datetime | None] = (None, None)

    @property
    def is_real(self) -> bool:
        """Whether it is larger than chance."""
        return abs(self.by) > self.noise + EPSILON


def differences(base: ScenarioPlan, one: ScenarioPlan, spread: Sequence[PlanResult]) -> tuple[Difference, ...]:
    """Compare a scenario with the portfolio as it is.

    Parameters
    ----------
    base, one
        The portfolio as it is, and the scenario.
    spread
        The portfolio as it is, planned with other seeds.

    Returns
    -------
    tuple of Difference
        Goals in their order, dates in the order of the tables, their chances, moves; empty where either has no plan.
    """
    if base.schedule is None or one.schedule is None:
        return ()
    found = [*_goals(base, one, spread), *_dates(base, one, spread), *_chances(base, one, spread)]
    return (*found, *_moves(base, one, spread))


def _goals(base: ScenarioPlan, one: ScenarioPlan, spread: Sequence[PlanResult]) -> Iterator[Difference]:
    order = dict.fromkeys([*base.portfolio.goals.order, *base.result.goal_values])
    for name in order:
        before, after = base.result.goal_values.get(name), one.result.goal_values.get(name)
        if before is None or after is None:
            continue
        unit = goal(name).UNIT
        noise = _range([before, *(other.goal_values[name] for other in spread if name in other.goal_values)])
        yield _difference("goal", name, before, after, noise, one.portfolio.currency if unit == "money" else unit)


def _dates(base: ScenarioPlan, one: ScenarioPlan, spread: Sequence[PlanResult]) -> Iterator[Difference]:
    was, now = finishes(base.schedule), finishes(one.schedule)
    others = [finishes(other.schedule) for other in spread]
    assert one.schedule is not None
    reading = Reading(one.schedule, one.portfolio)
    grid, calendar = reading.grid, reading.time.portfolio

    def hours(moment: datetime) -> float:
        return grid.to_hours(calendar.before(min(grid.end_of(moment), calendar.until)))

    for key in dict.fromkeys([*was, *now]):
        before, after = was.get(key), now.get(key)
        if before is None or after is None:
            yield Difference("date", key[1], None, None, 0.0, 0.0, "working hours", None, (before, after))
            continue
        noise = _range([hours(before), *(hours(other[key]) for other in others if key in other)])
        made = _difference("date", key[1], hours(before), hours(after), noise, "working hours")
        yield Difference(
            "date", key[1], made.before, made.after, made.by, noise, made.unit, made.is_better, (before, after)
        )


def finishes(schedule: Schedule | None) -> Mapping[tuple[str, str], datetime]:
    """When each milestone, dated project and dated task of a plan is reached, by kind and id."""
    rows = () if schedule is None else schedule.milestones
    return {(row.kind, row.id): row.finish for row in rows if row.finish is not None}


def _chances(base: ScenarioPlan, one: ScenarioPlan, spread: Sequence[PlanResult]) -> Iterator[Difference]:
    def by_id(rows: Sequence[DateChance]) -> dict[tuple[str, str], float]:
        return {(row.kind, row.id): row.chance for row in rows if row.chance is not None}

    was, now = by_id(base.result.chances), by_id(one.result.chances)
    others = [by_id(other.chances) for other in spread]
    runs = base.result.runs
    for key, before in was.items():
        if key not in now or not runs:
            continue
        after = now[key]
        # Equal luck makes the error smaller than this: what is called a difference is one.
        error = ERRORS * sqrt((before * (1 - before) + after * (1 - after)) / runs)
        seeds = _range([before, *(other[key] for other in others if key in other)])
        yield _difference("chance", key[1], before, after, seeds + error, "chance", more=True)


def _moves(base: ScenarioPlan, one: ScenarioPlan, spread: Sequence[PlanResult]) -> Iterator[Difference]:
    assert base.schedule is not None
    assert one.schedule is not None
    now = base.portfolio.grid.moment(base.portfolio.as_of_tick)
    others = [moves(base.schedule, other.schedule, now) for other in spread if other.schedule is not None]
    found = moves(base.schedule, one.schedule, now)
    dates, people = float(len(found.dates)), float(len(found.people))
    noise = float(max((len(other.dates) for other in others), default=0))
    yield Difference("moves", "tasks", 0.0, dates, dates, noise, "tasks")
    noise = float(max((len(other.people) for other in others), default=0))
    yield Difference("moves", "people", 0.0, people, people, noise, "tasks")


def _difference(
    of: Of, name: str, before: float, after: float, noise: float, unit: str, *, more: bool = False
) -> Difference:
    by = after - before
    is_better = None if abs(by) <= EPSILON else (by > 0) is more
    return Difference(of, name, before, after, by, noise, unit, is_better)


def _range(values: Sequence[float]) -> float:
    return max(values) - min(values)
