"""Waits whose time is over by facts alone (Monday 5 January 2026, 9 to 17; Friday 2 January was the last working day)."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import at, part, studio, wait, work
from tests.study.by_hand import logged, moment, study

from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.core.portfolio import Pool, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link, LinkType, Use
from ipmplan.study.over import waits_over

THURSDAY, FRIDAY = date(2026, 1, 1), date(2026, 1, 2)
WORK = work(part(4, "ux"))
DONE = logged("T0", "ana", 4, 0, on=THURSDAY)
"""T0 began on Thursday at 9:00, and ended at 17:00."""


def over(portfolio: Portfolio) -> list[tuple[str, datetime, datetime]]:
    return [(row.task, moment(row.start), moment(row.end)) for row in waits_over(study(portfolio))]


def waiting(hours: int, *rows: Progress, after: tuple[Link, ...] = (), **more: Any) -> Portfolio:
    """T1 waits so many hours, as a rule after T0, whose work is done by four hours."""
    pools = more.pop("pools", ())
    return studio(
        Task("T0", "P0", work=(WORK,)),
        Task("T1", "P0", work=(wait(hours),), after=after, **more),
        progress=rows,
        pools=pools,
    )


@pytest.mark.parametrize(("hours", "end"), [(1, at(2, 10)), (8, at(2, 17)), (9, None)])
def test_a_wait_that_began_is_over_when_its_time_has_passed(hours: int, end: datetime | None) -> None:
    """It began on Friday at 9:00 by its own row: eight hours have passed until Monday 0:00."""
    found = over(waiting(hours, logged("T1")))
    assert found == ([("T1", at(2, 9), end)] if end else [])
    # Once somebody has said that it is over, there is nothing to confirm.
    assert over(waiting(hours, logged("T1", remaining=0))) == []
    assert over(waiting(0, logged("T1"))) == []


@pytest.mark.parametrize(
    ("kind", "lag", "hours", "start"),
    [
        ("FS", 0, 8, at(2, 9)),
        ("FS", 0, 9, None),
        ("FS", 3, 5, at(2, 12)),
        ("FS", 3, 6, None),
        ("SS", 4, 4, at(1, 13)),
        ("FF", 0, 4, at(1, 13)),
        ("FF", 8, 4, at(2, 13)),
        ("FF", 9, 4, None),
        ("SF", 6, 2, at(1, 13)),
    ],
)
def test_a_wait_began_when_finished_work_let_it(kind: LinkType, lag: int, hours: int, start: datetime | None) -> None:
    """T0 is Thursday 9 to 17. A wait linked by its end began its own length before that."""
    found = over(waiting(hours, DONE, after=(Link("T0", kind, Fraction(lag)),)))
    assert [(name, begun) for name, begun, _ in found] == ([("T1", start)] if start else [])


def test_the_last_of_several_facts_lets_a_wait_begin() -> None:
    both = (Link("T0"), Link("T0", "SS", Fraction(10)))
    assert over(waiting(2, DONE, after=both)) == [("T1", at(2, 11), at(2, 13))]
    later = waiting(2, DONE, after=(Link("T0"),), not_before=at(2, 15))
    assert over(later) == [("T1", at(2, 15), at(2, 17))]
    assert over(waiting(2, not_before=at(2, 15))) == [("T1", at(2, 15), at(2, 17))]
    assert over(waiting(3, not_before=at(2, 15))) == []


def test_nothing_is_known_of_what_waits_for_open_work_or_for_a_date_to_come() -> None:
    open_work = replace(DONE, remaining=Fraction(1))
    assert over(waiting(1, open_work, after=(Link("T0"),))) == []
    assert over(waiting(1, open_work, after=(Link("T0", "SS"),))) == [("T1", at(1, 9), at(1, 10))]
    assert over(waiting(1, after=(Link("T0"),))) == []
    assert over(waiting(1, after=(Link("T0", "SS"),))) == []
    # Nothing says when it began, or a date does that lies beyond all that a study of two months knows.
    assert over(waiting(1)) == []
    assert over(waiting(1, DONE, after=(Link("T0"),), not_before=date(2026, 6, 1))) == []


def test_whoever_waits_for_a_pool_begins_by_a_row_only() -> None:
    lab: dict[str, Any] = {"uses": (Use("lab"),), "pools": (Pool("lab"),)}
    assert over(waiting(1, DONE, after=(Link("T0"),), **lab)) == []
    assert over(waiting(1, DONE, logged("T1"), after=(Link("T0"),), **lab)) == [("T1", at(2, 9), at(2, 10))]
    own = replace(wait(1), uses=(Use("lab"),))
    made = studio(Task("T1", "P0", work=(own,), not_before=FRIDAY), pools=(Pool("lab"),))
    assert over(made) == []
    assert over(replace(made, progress=(logged("T1"),))) == [("T1", at(2, 9), at(2, 10))]


@pytest.mark.parametrize(("way", "found"), [(None, False), (0, False), (1, True), (2, False)])
def test_the_approved_plan_says_which_of_two_ways_is_taken(way: int | None, found: bool) -> None:
    """T1 is done by work or by a wait of an hour, from Friday on; plans of other tasks, or of a third way, say nothing."""
    task = Task("T1", "P0", work=(WORK, wait(1)), not_before=FRIDAY)
    rows = [PlannedTask("T9", at(2, 9), at(2, 10), 1)]
    if way is not None:
        rows.append(PlannedTask("T1", at(2, 9), at(2, 10), way))
    made = replace(studio(task), baseline=Schedule("Studio", FRIDAY, "feasible", tasks=tuple(rows)))
    assert over(made) == ([("T1", at(2, 9), at(2, 10))] if found else [])
    assert over(studio(task)) == []
    # Its row says so too: nobody logged hours, so that it waits.
    assert over(replace(made, progress=(logged("T1"),), baseline=None)) == [("T1", at(2, 9), at(2, 10))]
    assert over(studio(Task("T1", "P0"), progress=(logged("T1"),))) == []
