"""Checks of work, people, requirements and questions, worked out by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.checkups.looking import checkup, found, said
from tests.plans import choice, does, part, plan_of, studio, wait, work

from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Project, Task
from ipmplan.core.records import Decision, Finished, Progress, Requirement
from ipmplan.core.work import Pin


def task(name: str, hours: int = 8, **more: object) -> Task:
    return Task(name, **{"project": "P0", "work": (work(part(hours, "ux")),), **more})  # type: ignore[arg-type]


def test_missing_resources_are_work_for_anybody() -> None:
    anybody = (work(part(6), part(8, "ux")),)
    portfolio = studio(
        task("T1"),
        task("T2", work=anybody),
        task("T3", work=anybody, people=(Pin("only", ("ana", "ben")),)),
        task("T4", work=(wait(8),)),
        task("T5", work=()),
    )
    assert found("missing_resources", portfolio) == ["T5", "T2"]
    assert said("missing_resources", portfolio) == ["no work", "6 h for anybody: no skill, nobody named"]


def test_long_tasks_are_more_than_80_hours_of_all_people() -> None:
    both = (work(part(60, "ux"), part(40, "qa")),)
    portfolio = studio(task("T1", 80), task("T2", work=both), task("T3", 81), task("T4", work=(wait(400),)))
    one = checkup("long_tasks", portfolio)
    assert one.found is not None
    assert (one.found.of, [row.what for row in one.symptoms]) == (3, ["100 h of work", "81 h of work"])


def test_leave_that_came_after_the_plan() -> None:
    portfolio = studio(task("T1", 16), task("T2"))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5)), "T2": choice(does("ana", 7))})
    assert checkup("booked_on_leave", portfolio, plan).good
    ill = replace(portfolio, absences=(Absence("ana", date(2026, 1, 6), date(2026, 1, 6), "ill"),))
    # Of T1's 16 hours on Monday and Tuesday the 8 of Tuesday are gone; T2 on Wednesday stays.
    assert found("booked_on_leave", ill, plan) == ["T1"]
    assert said("booked_on_leave", ill, plan) == ["ana is away from 6 January 2026 (ill): 8 of 16 h have no time"]


def test_work_that_goes_on_after_leave_is_not_booked_on_it() -> None:
    away = (Absence("*", date(2026, 1, 6), date(2026, 1, 6)),)
    portfolio = studio(task("T1", 16), absences=away)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert checkup("booked_on_leave", portfolio, plan).good


def test_no_range_and_no_history_of_the_kind() -> None:
    portfolio = studio(
        task("T1", optimistic=Fraction(6), pessimistic=Fraction(12)),
        task("T2", 24, pessimistic=Fraction(30)),
        task("T3", 40, kind="copy"),
        task("T4", 40, kind="build"),
        history=(Finished("H1", kind="build", estimate=Fraction(8), actual=Fraction(9)),),
    )
    assert found("no_range", portfolio) == ["T3", "T2"]
    assert said("no_range", portfolio) == ["40 h, no optimistic and no pessimistic", "24 h, no optimistic"]


def test_four_projects_in_a_week_are_one_too_many() -> None:
    names = ("P0", "P1", "P2", "P3")
    tasks = [task(f"T{n}", project=name) for n, name in enumerate(names)]
    portfolio = studio(*tasks, projects=tuple(Project(name) for name in names))
    days = {f"T{n}": choice(does("ana", 5 + n)) for n in range(4)}
    one = checkup("too_many_projects", portfolio, plan_of(portfolio, days))
    assert [(row.id, row.what) for row in one.symptoms] == [("ana", "4 projects in 2026-W02: P0, P1, P2, P3")]
    # With T3 on the Monday after, no week has more than three; a weekend between start and end is no work in a week.
    calm = checkup("too_many_projects", portfolio, plan_of(portfolio, days | {"T3": choice(does("ana", 12))}))
    assert calm.found is not None
    assert (calm.found.of, calm.symptoms) == (2, ())


def test_requirements_without_tasks_and_without_acceptance() -> None:
    portfolio = studio(
        task("T1"),
        task("T2"),
        progress=(Progress(date(2026, 1, 2), "T1", "ana", Fraction(8), Fraction(0)),),
        requirements=(
            Requirement("R1", "P0", statement="A calm page", tasks=("T1",)),
            Requirement("R2", "P0", statement="A map"),
            Requirement("R3", "P0", statement="News", tasks=("T2",)),
            Requirement("R4", "P0", tasks=("T1",), accepted_on=date(2026, 1, 3)),
            Requirement("R5", "P9"),
        ),
        projects=(Project("P0"), Project("P9", status="lost")),
    )
    assert found("open_requirements", portfolio) == ["R2", "R1"]
    assert said("open_requirements", portfolio) == ["no task delivers it: A map", "done for 3 days, not accepted"]
    one = checkup("open_requirements", portfolio)
    assert one.found is not None
    assert one.found.of == 4


def test_questions_that_are_overdue_or_have_no_day() -> None:
    portfolio = studio(
        decisions=(
            Decision("D1", "P0", "Which font?", expected=date(2026, 1, 2)),
            Decision("D2", "P0", "Which map?", owner="us"),
            Decision("D3", "P0", "Which film?", expected=date(2026, 1, 9)),
            Decision("D4", "P0", "Which day?", expected=date(2025, 12, 1), answered_on=date(2025, 12, 2)),
        ),
    )
    assert found("open_decisions", portfolio) == ["D1", "D2"]
    assert said("open_decisions", portfolio) == [
        "client owes it since 2 January 2026: Which font?",
        "no day is expected (us): Which map?",
    ]
