"""The sprint comes first: hours, starts and finishes are those of its days, no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio, Sprint
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.sprint import finishing, people_in, sprint_days, starting


@pytest.fixture
def studio() -> Scene:
    made = portfolio()
    return scene(schedule(made), made)


def by_name(view: Scene) -> dict[str, tuple[float, float, float, str]]:
    return {row.id: (row.available, row.booked, row.planned, row.state) for row in people_in(view, sprint_days(view))}


def test_hours_of_the_two_weeks_are_counted_and_no_others(studio: Scene) -> None:
    hours = by_name(studio)
    # Ana: two weeks of 40 h, a weekly meeting of 1 h in each, and two discoveries of 12 h.
    # She has time, but everything that she could be given is hers already.
    assert hours["p0"] == (80.0, 2.0, 24.0, "ok")
    # Ben is away without an end from Wednesday of the second week: five days of absence leave seven of ten.
    assert hours["p1"][0] == 56.0


def test_work_at_half_time_that_crosses_the_end_counts_up_to_the_end(studio: Scene) -> None:
    row = next(row for row in studio.schedule.assignments if row.task == "P1-wireframes")
    when = sprint_days(studio)
    ticks = studio.time.free("p1").count(studio.portfolio.grid.start_of(row.start), when.end)
    assert 0 < ticks * 0.5 < row.hours
    assert studio.hours_between(row, when.start, when.end) == pytest.approx(ticks * 0.5)


def test_without_a_sprint_it_is_the_next_two_weeks() -> None:
    made = replace(portfolio(), sprint=None)
    when = sprint_days(scene(schedule(made), made))
    assert (when.first, when.last) == (date(2026, 1, 5), date(2026, 1, 18))
    assert when.title.startswith("Next two weeks")


def test_a_sprint_that_has_begun_counts_from_today() -> None:
    made = replace(portfolio(), sprint=Sprint(date(2025, 12, 29)))
    when = sprint_days(scene(schedule(made), made))
    assert (when.first, when.last) == (date(2026, 1, 5), date(2026, 1, 11))
    assert "what is left" in when.title


def test_a_task_that_ends_with_the_sprint_finishes_in_it_and_starts_after_it_when_it_starts_then() -> None:
    made = replace(portfolio(), sprint=Sprint(date(2026, 1, 5), 7))
    last, next_ = datetime(2026, 1, 12), datetime(2026, 1, 12)
    tasks = (
        PlannedTask("P0-discovery", datetime(2026, 1, 5, 9), last),
        PlannedTask("P0-wireframes", next_, datetime(2026, 1, 13)),
    )
    view = scene(Schedule("x", made.as_of, "feasible", tasks=tasks), made)
    assert [move.task for move in finishing(view, sprint_days(view))] == ["P0-discovery"]
    assert [move.task for move in starting(view, sprint_days(view))] == ["P0-discovery"]


def test_more_work_than_time_is_overloaded(studio: Scene) -> None:
    more = Assignment("P1-launch", "p0", datetime(2026, 1, 5, 9), datetime(2026, 1, 16, 17), 78.0)
    crowded = replace(studio.schedule, assignments=(*studio.schedule.assignments, more))
    assert by_name(Scene(crowded, studio.portfolio))["p0"][3] == "over"


def test_somebody_who_has_no_time_in_it_is_away_and_not_idle(studio: Scene) -> None:
    absence = replace(studio.portfolio.absences[0], start=date(2026, 1, 1), end=date(2026, 2, 1))
    made: Portfolio = replace(studio.portfolio, absences=(absence,))
    row = next(row for row in people_in(scene(schedule(made), made), sprint_days(studio)) if row.id == "p0")
    assert (row.state, row.away) == ("away", "1 Jan – 1 Feb")
