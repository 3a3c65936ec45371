"""What changed between two plans, each with its reason: found by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.contract.facade import by_hand, studio

import ipmplan as ipm
from ipmplan.core.plan import Approval, PlannedMilestone, Schedule, Told
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.changes import PlanChanges, diff
from ipmplan.reports.differences import Differences

THREE = "id, skills\nana, ux\nben, qa\ncal, ux"
TASKS = "id, work, after\nT0, ux 8h,\nT1, ux 8h, T0\nU, qa 8h,"
BEFORE = "T0 ana 01-05 09:00 01-05 17:00 8h\nT1 ana 01-06 09:00 01-06 17:00 8h\nU ben 01-05 09:00 01-05 17:00 8h"


def compared(folder: Path, after: str, before: str = BEFORE, **tables: str) -> PlanChanges:
    """What changed from one plan written by hand to another."""
    portfolio = studio(folder, **{"people": THREE, "tasks": TASKS, **tables})
    return diff(by_hand(studio(folder, people=THREE, tasks=TASKS), before), by_hand(portfolio, after), portfolio)


def reasons(changes: PlanChanges) -> dict[str, str]:
    return {one.id: one.reason.said(manager=True) for one in changes.tasks}


def test_a_longer_task_pushes_its_follower_and_is_the_root_of_it(tmp_path: Path) -> None:
    """T0 takes 12 hours: until Tuesday noon. T1 starts and ends half a day later. U stays."""
    after = "T0 ana 01-05 09:00 01-06 13:00 12h\nT1 ana 01-06 13:00 01-07 13:00 8h\nU ben 01-05 09:00 01-05 17:00 8h"
    found = compared(tmp_path, after, tasks=TASKS.replace("T0, ux 8h", "T0, ux 12h"))
    assert reasons(found) == {
        "T0": "its estimate grew from 8 h to 12 h",
        "T1": "its predecessor T0 slipped",
    }
    follower = next(one for one in found.tasks if one.id == "T1")
    assert (follower.days, follower.root[0], follower.root[1].kind) == (0.5, "T0", "estimate")
    assert (len(found.moved), len(found.reassigned), found.common) == (2, 0, 3)


def test_an_illness_is_for_the_manager_alone(tmp_path: Path) -> None:
    """Ana has flu on Monday and Tuesday: cal does T0 on Monday, and T1 moves to Wednesday."""
    after = "T0 cal 01-05 09:00 01-05 17:00 8h\nT1 ana 01-07 09:00 01-07 17:00 8h\nU ben 01-05 09:00 01-05 17:00 8h"
    absences = "person, start, end, reason\nana, 2026-01-05, 2026-01-06, flu"
    found = compared(tmp_path, after, absences=absences)
    assert reasons(found)["T0"].startswith("ana is away (flu)")
    assert reasons(found)["T1"].startswith("ana is away (flu)")
    portfolio = studio(tmp_path, people=THREE, tasks=TASKS, absences=absences)
    for manager in (True, False):
        told = Differences(found, portfolio, manager)
        everything = "\n".join([*told.lines(None), told.to_json(), told._repr_html_(), told.tasks.to_string()])
        assert ("flu" in everything) == manager
        assert "ana is away" in everything
    person = next(one for one in found.people if one.id == "cal")
    assert (person.hours, person.joined) == ((0.0, 8.0), ("T0",))


def test_a_leave_in_the_middle_of_a_task_is_why_it_ends_later(tmp_path: Path) -> None:
    """T0 begins on Monday as before; ana is away on Tuesday, so that its second day is Wednesday. U, which ben could have begun, is the planner's."""
    tasks = TASKS.replace("T0, ux 8h", "T0, ux 16h")
    before = "T0 ana 01-05 09:00 01-06 17:00 16h\nT1 ana 01-07 09:00 01-07 17:00 8h\nU ben 01-05 09:00 01-05 17:00 8h"
    after = "T0 ana 01-05 09:00 01-07 17:00 16h\nT1 ana 01-08 09:00 01-08 17:00 8h\nU ben 01-06 09:00 01-06 17:00 8h"
    absences = "person, start, end, reason\nana, 2026-01-06, 2026-01-06, flu"
    found = compared(tmp_path, after, before, tasks=tasks, absences=absences)
    assert reasons(found)["T0"].startswith("ana is away (flu)")
    assert reasons(found)["T1"] == "its predecessor T0 slipped"
    assert reasons(found)["U"] == "the planner's choice"


def test_what_makes_room_says_for_what_and_a_new_task_is_the_root(tmp_path: Path) -> None:
    """V is new, and ben's on Monday: U moves to Tuesday. Nothing made ana leave T0 alone on Monday: the planner did."""
    after = "V ben 01-05 09:00 01-05 17:00 8h\nT0 ana 01-06 09:00 01-06 17:00 8h\nU ben 01-06 09:00 01-06 17:00 8h"
    found = compared(tmp_path, f"{after}\nT1 ana 01-07 09:00 01-07 17:00 8h", tasks=f"{TASKS}\nV, qa 8h,")
    assert reasons(found) == {
        "V": "it is new",
        "U": "makes room for V",
        "T0": "the planner's choice",
        "T1": "its predecessor T0 slipped",
    }
    root = next(one for one in found.tasks if one.id == "U").root
    assert (root[0], root[1].kind) == ("V", "scope")


def test_a_date_that_was_told_comes_first(tmp_path: Path) -> None:
    """T0 grows to 12 hours. T1 is the milestone; the staff was told that it is reached on Tuesday."""
    tasks = (
        TASKS.replace("T1, ux 8h, T0", "T1, ux 8h, T0, M")
        .replace("after", "after, milestone")
        .replace("8h,\n", "8h, ,\n")
    )
    portfolio = studio(tmp_path, people=THREE, tasks=tasks, milestones="id, due\nM, 2026-01-06")
    before = finished(by_hand(portfolio, BEFORE), portfolio, "T1")
    before = replace(before, approved=Approval(date(2026, 1, 2), told=Told(staff=True)))
    after = "T0 ana 01-05 09:00 01-06 13:00 12h\nT1 ana 01-06 13:00 01-07 13:00 8h\nU ben 01-05 09:00 01-05 17:00 8h"
    found = ipm.diff(before, finished(by_hand(portfolio, after), portfolio, "T1"), portfolio)
    (made,) = found.changes.dates
    assert (made.days, made.told, made.root[0]) == (0.5, True, "T0")
    assert found.lines()[1] == (
        "M: Wed 7 Jan, 0.5 working days later than Tue 6 Jan, which was told: T0: its estimate grew from 8 h to 12 h"
    )
    assert ipm.diff(before, before, portfolio).lines() == ["Nothing changed against the plan of Mon 5 Jan 2026."]


def finished(plan: Schedule, portfolio: Portfolio, task: str) -> Schedule:
    end = next(row.end for row in plan.tasks if row.id == task)
    due = portfolio.milestone["M"].due
    return replace(plan, milestones=(PlannedMilestone("M", due, end),))
