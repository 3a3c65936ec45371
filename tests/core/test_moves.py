"""Which tasks two plans do on other days or by other people (Monday 5 January 2026)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from ipmplan.core.moves import last_day, moves, workers
from ipmplan.core.plan import Assignment, PlannedTask, Schedule

NOW = datetime(2026, 1, 7)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 1, day, hour)


def plan(*tasks: PlannedTask, rows: tuple[Assignment, ...] = ()) -> Schedule:
    return Schedule("Studio", date(2026, 1, 5), "feasible", tasks=tasks, assignments=rows)


def row(task: str, person: str, kind: str = "planned") -> Assignment:
    return Assignment(task, person, at(8, 9), at(8, 17), 8.0, kind=kind)  # type: ignore[arg-type]


OLD = PlannedTask("T0", at(8, 9), at(9, 17))


@pytest.mark.parametrize(
    ("start", "end", "moved"),
    [
        (at(8, 9), at(9, 17), False),
        # Another hour is the same day; midnight is the end of the day before.
        (at(8, 16), at(9, 10), False),
        (at(8, 9), at(10), False),
        (at(8, 9), at(10, 1), True),
        (at(9, 9), at(9, 17), True),
        (at(7, 9), at(9, 17), True),
        (at(8, 9), at(8, 17), True),
    ],
)
def test_a_task_is_moved_that_begins_or_ends_on_another_day(start: datetime, end: datetime, moved: bool) -> None:
    found = moves(plan(OLD), plan(PlannedTask("T0", start, end)), NOW)
    assert (found.common, found.dates, found.moved) == (("T0",), ("T0",) if moved else (), int(moved))


def test_what_has_begun_began_now_and_what_has_ended_is_not_compared() -> None:
    """Begun on Monday or Tuesday, it goes on on Wednesday either way; ended on Tuesday, nothing moves it."""
    before, after = PlannedTask("T0", at(5, 9), at(8, 17)), PlannedTask("T0", at(6, 9), at(8, 17))
    assert moves(plan(before), plan(after), NOW).dates == ()
    assert moves(plan(before), plan(replace(after, start=at(8, 9))), NOW).dates == ("T0",)
    ended = replace(after, end=NOW)
    assert moves(plan(before), plan(ended), NOW).common == ()
    assert moves(plan(before), plan(replace(ended, end=at(7, 1))), NOW).dates == ("T0",)


def test_people_are_who_works_or_has_worked_at_it() -> None:
    rows = (row("T0", "ana"), row("T0", "ben", "actual"), row("B1", "ana", "booking"), row("T1", ""))
    assert workers(plan(OLD, rows=rows)) == {"T0": {"ana", "ben"}}
    one, two = plan(OLD, rows=rows[:1]), plan(OLD, rows=rows[:2])
    assert moves(one, one, NOW).people == ()
    assert moves(one, two, NOW).people == moves(two, one, NOW).people == moves(one, plan(OLD), NOW).people == ("T0",)
    # On another day and by others it is one task that moves.
    later = plan(replace(OLD, start=at(9, 9)), rows=rows[1:2])
    assert moves(one, later, NOW).moved == 1


def test_new_and_gone_tasks_are_no_moves() -> None:
    other = PlannedTask("T1", at(8, 9), at(8, 10))
    found = moves(plan(OLD), plan(other), NOW)
    assert (found.common, found.new, found.gone, found.moved) == ((), ("T1",), ("T0",), 0)
    assert moves(plan(OLD, other), plan(other, OLD), NOW).common == ("T1", "T0")


def test_the_last_day_of_an_end_at_midnight_is_the_day_before() -> None:
    assert [last_day(moment) for moment in (at(8), at(8, 1))] == [date(2026, 1, 7), date(2026, 1, 8)]
