"""What is planned, what it waits for, and the dates that it is measured against."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, studio
from tests.study.by_hand import study

from ipmplan.core.calendar import Moment
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Change, Decision
from ipmplan.core.work import Link
from ipmplan.study.scope import Due, TaskLink

TUESDAY = date(2026, 1, 6)


def scope(portfolio: Portfolio) -> tuple[Task, ...]:
    return study(portfolio).scope.tasks


@pytest.mark.parametrize("status", ["confirmed", "tentative", "on_hold", "done", "lost"])
def test_only_confirmed_projects_are_planned(status: str) -> None:
    projects = (Project("P0", status=status), Project("P1"))  # type: ignore[arg-type]
    found = study(studio(Task("T0", "P0"), Task("T1", "P1"), Task("T2"), projects=projects)).scope
    assert [task.id for task in found.tasks] == (["T0", "T1", "T2"] if status == "confirmed" else ["T1", "T2"])
    assert found.ids == {task.id for task in found.tasks}
    assert [project.id for project in found.projects] == (["P0", "P1"] if status == "confirmed" else ["P1"])


@pytest.mark.parametrize("status", ["asked", "quoted", "accepted", "declined"])
def test_tasks_of_a_change_are_planned_once_it_is_accepted(status: str) -> None:
    change = Change("C0", "P0", status=status)  # type: ignore[arg-type]
    tasks = (Task("T0", "P0", change="C0"), Task("T1", "P0"), Task("T2", "P0", cancelled=True))
    assert [task.id for task in scope(studio(*tasks, changes=(change,)))] == (
        ["T0"] if status == "accepted" else []
    ) + ["T1"]


def test_links_are_between_planned_tasks_with_lags_in_steps_away_from_zero() -> None:
    tasks = (
        Task("T0", "P0", milestone="m"),
        Task("T1", "P0", milestone="m"),
        Task("T2", "P0", milestone="m", cancelled=True),
        Task("T3", "P0", milestone="m", after=(Link("m", "SS", Fraction(3, 2)), Link("T2"))),
        Task("T4", "P0", after=(Link("T3", "FF", Fraction(-3, 2)), Link("T3", "FF", Fraction(-2)), Link("T9"))),
    )
    found = study(studio(*tasks, milestones=(Milestone("m", "P0"),))).scope.links
    assert found == (
        TaskLink("T0", "T3", "SS", 2),
        TaskLink("T1", "T3", "SS", 2),
        TaskLink("T3", "T4", "FF", -2),
    )


def dues(portfolio: Portfolio) -> list[Due]:
    return list(study(portfolio).scope.dues)


def test_a_date_is_a_milestone_with_its_planned_tasks_and_weight() -> None:
    portfolio = studio(
        Task("T0", "P0", milestone="m", due=at(6, 12)),
        Task("T1", "P0", milestone="m", cancelled=True),
        Task("T2", "P1", due=TUESDAY),
        projects=(Project("P0", weight=Fraction(2), due=date(2026, 1, 7)), Project("P1", weight=Fraction(3))),
        milestones=(Milestone("m", "P0", due=TUESDAY, weight=Fraction(5), firm=True, buffer=Fraction(3, 2)),),
    )
    start = portfolio.as_of_tick
    assert dues(portfolio) == [
        Due("m", "milestone", "P0", ("T0",), TUESDAY, start + 48, 2, Fraction(10), True),
        Due("P0", "project", "P0", ("T0",), date(2026, 1, 7), start + 72, 0, Fraction(2), False),
        Due("T0", "task", "P0", ("T0",), at(6, 12), start + 36, 0, Fraction(2), False),
        Due("T2", "task", "P1", ("T2",), TUESDAY, start + 48, 0, Fraction(3), False),
    ]


@pytest.mark.parametrize(
    ("due", "project", "kinds"),
    [
        (TUESDAY, "P0", ["milestone"]),
        (at(6, 12), "P0", ["milestone"]),
        (MONDAY, "P0", ["milestone", "project"]),
        (None, "P0", ["milestone", "project"]),
        (TUESDAY, "P1", ["milestone", "project"]),
    ],
)
def test_the_due_of_a_project_counts_unless_one_of_its_milestones_has_that_date(
    due: Moment | None, project: str, kinds: list[str]
) -> None:
    portfolio = studio(
        Task("T0", "P0", milestone="m"),
        projects=(Project("P0", due=TUESDAY), Project("P1")),
        milestones=(Milestone("m", project, due=due),),
    )
    assert [due.kind for due in dues(portfolio)] == kinds


def test_milestones_of_projects_that_are_not_planned_are_left_out() -> None:
    projects = (Project("P0"), Project("P1", status="on_hold", due=TUESDAY))
    portfolio = studio(
        Task("T1", "P1", due=TUESDAY), projects=projects, milestones=(Milestone("m", "P1", due=TUESDAY),)
    )
    assert dues(portfolio) == []


@pytest.mark.parametrize(
    ("not_before", "decisions", "expected"),
    [
        (None, (), None),
        (TUESDAY, (), at(6)),
        (date(2025, 12, 1), (), datetime(2025, 12, 1)),
        (None, (date(2026, 1, 2),), at(9, 17)),
        (None, (date(2026, 1, 8),), at(8)),
        (TUESDAY, (date(2026, 1, 8), date(2026, 1, 7)), at(8)),
        (date(2026, 1, 9), (date(2026, 1, 8),), at(9)),
    ],
)
def test_a_task_is_released_when_nothing_holds_it_any_more(
    not_before: date | None, decisions: tuple[date, ...], expected: datetime | None
) -> None:
    task = Task("T0", "P0", not_before=not_before)
    answered = Decision("D9", "P0", tasks=("T0",), expected=date(2026, 1, 20), answered_on=MONDAY)
    other = Decision("D8", "P0", tasks=("T1",), expected=date(2026, 1, 20))
    asked = tuple(Decision(f"D{number}", "P0", tasks=("T0",), expected=day) for number, day in enumerate(decisions))
    portfolio = studio(task, Task("T1", "P0"), decisions=(*asked, answered, other))
    release = study(portfolio).scope.release(task)
    assert (None if release is None else portfolio.grid.moment(release)) == expected
    assert set(study(portfolio).scope.decisions) == ({"T0", "T1"} if decisions else {"T1"})


def test_lags_and_buffers_are_rounded_to_the_grid_of_the_portfolio() -> None:
    task = Task("T1", after=(Link("T0", "FS", Fraction(-1, 4)),))
    portfolio = studio(Task("T0"), task)
    assert [link.lag for link in study(portfolio).scope.links] == [-1]
    fine = replace(portfolio, calendar=CalendarSettings(grid=type(portfolio.grid)(15)))
    assert [link.lag for link in study(fine).scope.links] == [-1]
    assert [
        link.lag
        for link in study(
            replace(fine, tasks=(Task("T0"), replace(task, after=(Link("T0", "FS", Fraction(2)),))))
        ).scope.links
    ] == [8]
