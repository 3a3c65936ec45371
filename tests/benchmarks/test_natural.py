"""How natural a plan is, by hand."""

from datetime import date, datetime

import pytest
from benchmarks.natural import natural
from tests.plans import part, studio, work

from ipmplan.core.plan import Assignment, Schedule
from ipmplan.core.portfolio import Project, Task


def row(task: str, start: datetime, end: datetime, hours: float) -> Assignment:
    return Assignment(task, "ana", start, end, hours)


def test_nights_weekends_projects_and_holes() -> None:
    """Ana, 9 to 17: 4 h on Monday, a hole of 2 h, 4 h over night; 16 h from Friday over the weekend after a hole of 20 h."""
    tasks = (
        Task("T1", "P", work=(work(part(4)),)),
        Task("T2", "P", work=(work(part(4)),)),
        Task("T3", "Q", work=(work(part(16)),)),
    )
    made = studio(*tasks, projects=(Project("P"), Project("Q")))
    plan = Schedule(
        "Studio",
        date(2026, 1, 5),
        "feasible",
        assignments=(
            row("T1", datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 13), 4),
            row("T2", datetime(2026, 1, 5, 15), datetime(2026, 1, 6, 11), 4),
            row("T3", datetime(2026, 1, 8, 15), datetime(2026, 1, 12, 15), 16),
        ),
    )
    found = natural(plan, made)
    assert found["nights crossed"] == 1 / 2
    assert found["weekends crossed"] == 1
    # Two projects in the first week, one in the second.
    assert found["projects a person and week"] == 3 / 2
    # Tuesday 11 to 17, Wednesday 9 to 17, Thursday 9 to 15.
    assert found["holes"] == pytest.approx(2 + 6 + 8 + 6)
