"""Every planned task once, as long as its parts."""

from dataclasses import replace

from tests.plans import at, choice, does, issues, part, plan_of, retimed, studio, work

from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio, Project, Task

TASK = Task("T1", "P0", work=(work(part(4)),))


def planned() -> tuple[Portfolio, Schedule]:
    portfolio = studio(TASK)
    return portfolio, plan_of(portfolio, {"T1": choice(does("ana", 5))})


def test_a_task_as_long_as_its_part_passes() -> None:
    portfolio, plan = planned()
    assert not issues(plan, portfolio)


def test_a_missing_task_is_named() -> None:
    portfolio, plan = planned()
    found = issues(replace(plan, tasks=(), assignments=()), portfolio, "tasks")
    assert [(issue.where, issue.severity) for issue in found] == [("T1", "error")]


def test_a_task_listed_twice_is_told() -> None:
    portfolio, plan = planned()
    assert "2 times" in issues(replace(plan, tasks=plan.tasks * 2), portfolio, "tasks")[0].message


def test_unknown_and_unplanned_tasks_are_told_apart() -> None:
    lost = replace(
        studio(TASK, Task("T2", "P1", work=TASK.work)), projects=(Project("P0"), Project("P1", status="lost"))
    )
    plan = plan_of(lost, {"T1": choice(does("ana", 5))})
    more = tuple(PlannedTask(name, at(5, 9), at(5, 13)) for name in ("T2", "T9"))
    found = issues(replace(plan, tasks=plan.tasks + more), lost, "tasks")
    assert [(issue.where, "know" in issue.message) for issue in found] == [("T2", False), ("T9", True)]


def test_a_task_of_an_included_tentative_project_is_planned() -> None:
    tentative = replace(studio(TASK), projects=(Project("P0", status="tentative"),))
    plan = replace(plan_of(studio(TASK), {"T1": choice(does("ana", 5))}), including=("P0",))
    assert not issues(plan, tentative)
    assert issues(replace(plan, including=()), tentative, "tasks")


def test_a_task_that_does_not_end_with_its_part_is_caught() -> None:
    portfolio, plan = planned()
    found = issues(retimed(plan, "T1", end=at(5, 14)), portfolio, "tasks")
    assert [issue.hint for issue in found] == ["Maybe the task should end at 5 January 2026 13:00."]


def test_an_alternative_that_does_not_exist_is_caught() -> None:
    portfolio, plan = planned()
    assert "alternative 3" in issues(retimed(plan, "T1", alternative=3), portfolio, "tasks")[0].message


def test_times_off_the_grid_are_caught() -> None:
    portfolio, plan = planned()
    found = issues(retimed(plan, "T1", start=at(5, 9).replace(minute=20)), portfolio, "tasks")
    assert "not on the grid" in found[0].message
