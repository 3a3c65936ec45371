"""Which tasks lateness blames and bounds: dates that count and are passed, of plans one hour early, on time and late."""

from datetime import datetime
from fractions import Fraction

import pytest
from tests.models.pinned import constructed
from tests.plans import at, part, studio, wait, work

from ipmplan.core.portfolio import Milestone, Task
from ipmplan.core.work import Link
from ipmplan.models.goals import lateness
from ipmplan.models.solution import Solution


def solution(*milestones: Milestone) -> Solution:
    """A from Monday 9:00 to 13:00, then B until 15:00; A belongs to M, B to N."""
    tasks = (
        Task("A", "P0", "M", work=(work(part(4, "ux")),)),
        Task("B", "P0", "N", work=(wait(2),), after=(Link("A"),)),
    )
    found = constructed(studio(*tasks, milestones=milestones))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("first", "second", "late", "hours"),
    [
        (at(5, 13), at(5, 15), [], 0),
        (at(5, 12), at(5, 15), ["A"], 1),
        (at(5, 13), at(5, 14), ["B"], 2),
        (at(5, 10), at(5, 14), ["A", "B"], 5),
        (at(5, 14), at(5, 16), [], 0),
    ],
)
def test_tasks_of_late_dates_stand_in_the_way(first: datetime, second: datetime, late: list[str], hours: int) -> None:
    found = solution(Milestone("M", "P0", due=first), Milestone("N", "P0", due=second, weight=Fraction(2)))
    names = [[found.instance.tasks[task].id for task in tasks] for tasks in lateness.culprits(found)]
    assert names == [[name] for name in late]
    assert lateness.to_value(found.instance, lateness.measure(found)) == hours


def test_dates_without_weight_blame_nobody() -> None:
    found = solution(Milestone("M", "P0", due=at(5, 10), weight=Fraction(0)), Milestone("N", "P0", due=at(5, 10)))
    assert [[found.instance.tasks[task].id for task in tasks] for tasks in lateness.culprits(found)] == [["B"]]
    assert lateness.to_value(found.instance, lateness.measure(found)) == 5
