"""Predecessors with lags, and the conditions on who does a task."""

from pathlib import Path

import pytest
from tests.contract.facade import breaches, is_wrong, plan, said, span, studio
from tests.contract.sentences import covers


def linked(folder: Path, link: str, **more: str) -> str:
    """Span of T2, two hours of ben's, after T1: eight hours of ana's on Monday."""
    found = studio(folder, tasks=f"id, work, after\nT1, ux 8h\nT2, qa 2h, {link}", **more)
    return span(plan(found, "makespan,completion"), "T2")


@covers("after: predecessors in the usual notation", "A -> B with lag L means")
@pytest.mark.parametrize(
    ("link", "when", "earlier"),
    [
        ("T1", "01-06 09:00 01-06 11:00", "01-05 15:00 01-05 17:00"),
        ("T1 FS", "01-06 09:00 01-06 11:00", "01-05 15:00 01-05 17:00"),
        # 16 hours after Monday 17:00: Wednesday 17:00 has passed, so Thursday 9:00.
        ("T1 FS+2d", "01-08 09:00 01-08 11:00", "01-07 15:00 01-07 17:00"),
        ("T1 FS+3h", "01-06 12:00 01-06 14:00", "01-06 11:00 01-06 13:00"),
        ("T1 SS+4h", "01-05 13:00 01-05 15:00", "01-05 12:00 01-05 14:00"),
        ("T1 SS", "01-05 09:00 01-05 11:00", ""),
        # It may end when T1 ends, at 17:00: it starts at 15:00.
        ("T1 FF", "01-05 15:00 01-05 17:00", "01-05 14:00 01-05 16:00"),
        ("T1 FF+3h", "01-06 10:00 01-06 12:00", "01-06 09:00 01-06 11:00"),
        # It may end no earlier than T1 starts plus five hours: 14:00.
        ("T1 SF+5h", "01-05 12:00 01-05 14:00", "01-05 11:00 01-05 13:00"),
    ],
)
def test_each_type_of_link_with_its_lag(tmp_path: Path, link: str, when: str, earlier: str) -> None:
    """T1 is Monday 9 to 17; what T2 does at the earliest (FF, SF: T2's end is what is held)."""
    found = studio(tmp_path, tasks=f"id, work, after\nT1, ux 8h\nT2, qa 2h, {link}")
    first = "T1 ana 01-05 09:00 01-05 17:00 8h"
    assert breaches(found, f"{first}\nT2 ben {when} 2h") == set()
    if earlier:
        assert breaches(found, f"{first}\nT2 ben {earlier} 2h") == {"precedence"}


@covers(
    "A -> B with lag L means",
    "Without a lag B's moment is not before A's",
    "SF is the formula with a lag of 0 and nothing else",
)
def test_sf_without_a_lag_is_no_working_time_between(tmp_path: Path) -> None:
    """T1 starts on Tuesday at 9:00: T2 may end on Monday at 17:00, 0 h of working time before it, not at 16:00, 1 h before."""
    tasks = "id, work, after, not_before\nT1, ux 8h, , 2026-01-06\nT2, qa 2h, T1 SF"
    found = studio(tmp_path, tasks=tasks)
    first = "T1 ana 01-06 09:00 01-06 17:00 8h"
    assert breaches(found, f"{first}\nT2 ben 01-05 15:00 01-05 17:00 2h") == set()
    assert breaches(found, f"{first}\nT2 ben 01-05 14:00 01-05 16:00 2h") == {"precedence"}
    assert span(plan(found, "makespan,completion"), "T2") == "01-05 15:00 01-05 17:00"
    waits = studio(tmp_path, tasks=tasks.replace("qa 2h", "wait 2h"))
    assert span(plan(waits), "T2") == "01-05 15:00 01-05 17:00"


def test_sf_without_a_lag_does_not_count_time_outside_the_portfolio(tmp_path: Path) -> None:
    """Ben works on Saturday to 12:00, T1 starts there at 13:00: no time of the portfolio lies between, nor since Friday 17:00."""
    found = studio(
        tmp_path,
        as_of="2026-01-09",
        extra="person, start, end\nana, 2026-01-10T13:00, 2026-01-10T15:00\nben, 2026-01-10T09:00, 2026-01-10T12:00",
        tasks="id, work, after, not_before\nT1, ux 2h, , 2026-01-10\nT2, qa 2h, T1 SF",
    )
    first = "T1 ana 01-10 13:00 01-10 15:00 2h"
    assert breaches(found, f"{first}\nT2 ben 01-10 10:00 01-10 12:00 2h") == set()
    assert breaches(found, f"{first}\nT2 ben 01-09 15:00 01-09 17:00 2h") == set()
    assert breaches(found, f"{first}\nT2 ben 01-09 14:00 01-09 16:00 2h") == {"precedence"}
    assert span(plan(found), "T2") == "01-09 15:00 01-09 17:00"


def test_the_planner_keeps_a_lag_exactly(tmp_path: Path) -> None:
    """Soonest and with nothing else to do, T2 begins at the first moment that its link allows."""
    assert linked(tmp_path, "T1 FS+2d") == "01-08 09:00 01-08 11:00"
    assert linked(tmp_path, "T1 FF+3h") == "01-06 10:00 01-06 12:00"
    assert linked(tmp_path, "T1 FS+3h") == "01-06 12:00 01-06 14:00"


@covers("a negative lag allows that much overlap")
@pytest.mark.parametrize(
    ("link", "when"),
    [
        ("T1 FS-3h", "01-05 14:00 01-05 16:00"),
        ("T1 FF-4h", "01-05 11:00 01-05 13:00"),
        ("T1 FS-1d", "01-05 09:00 01-05 11:00"),
    ],
)
def test_a_negative_lag_allows_overlap(tmp_path: Path, link: str, when: str) -> None:
    """T1 ends at 17:00: three hours before that is 14:00; its end may lie four hours before 17:00; a day before is 9:00."""
    found = studio(tmp_path, tasks=f"id, work, after\nT1, ux 8h\nT2, qa 2h, {link}")
    first = "T1 ana 01-05 09:00 01-05 17:00 8h"
    assert breaches(found, f"{first}\nT2 ben {when} 2h") == set()
    if link != "T1 FS-1d":
        hour = int(when[6:8]) - 1
        assert breaches(found, f"{first}\nT2 ben 01-05 {hour:02}:00 01-05 {hour + 2:02}:00 2h") == {"precedence"}


def test_lags_are_portfolio_time(tmp_path: Path) -> None:
    """Ana works on Saturday to 12:00; a lag of 2 hours is Monday 9 to 11 for the portfolio, whoever works in between."""
    found = studio(
        tmp_path,
        as_of="2026-01-09",
        extra="person, start, end\nana, 2026-01-10T09:00, 2026-01-10T12:00\nben, 2026-01-10T09:00, 2026-01-10T17:00",
        tasks="id, work, after\nT1, ux 11h\nT2, qa 1h, T1 FS+2h",
    )
    first = "T1 ana 01-09 09:00 01-10 12:00 11h"
    assert breaches(found, f"{first}\nT2 ben 01-12 11:00 01-12 12:00 1h") == set()
    assert breaches(found, f"{first}\nT2 ben 01-10 14:00 01-10 15:00 1h") == {"precedence"}
    assert breaches(found, f"{first}\nT2 ben 01-12 10:00 01-12 11:00 1h") == {"precedence"}
    assert span(plan(found), "T2") == "01-12 11:00 01-12 12:00"


def test_a_lag_is_rounded_up_to_the_grid(tmp_path: Path) -> None:
    """90 minutes on a grid of an hour are two steps; 17:00 and two hours are Tuesday 11:00."""
    assert linked(tmp_path, "T1 FS+1.5h") == "01-06 11:00 01-06 13:00"


def test_a_milestone_as_predecessor_is_all_its_tasks(tmp_path: Path) -> None:
    """M has T1 (Monday) and T2 (to Tuesday 11:00): T3 starts then, and an hour earlier is a breach."""
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\nben, qa\ncleo, pm",
        projects="id\nP0",
        milestones="id, project\nM, P0",
        tasks="id, project, milestone, work, after\nT1, P0, M, ux 8h\nT2, P0, M, qa 10h\nT3, P0, , pm 1h, M",
    )
    assert span(plan(found), "T3") == "01-06 11:00 01-06 12:00"
    rows = "T1 ana 01-05 09:00 01-05 17:00 8h\nT2 ben 01-05 09:00 01-06 11:00 10h"
    assert breaches(found, f"{rows}\nT3 cleo 01-06 10:00 01-06 11:00 1h") == {"precedence"}
    one = studio(
        tmp_path,
        projects="id\nP0",
        milestones="id, project\nM, P0",
        tasks="id, project, milestone, work, after\nT1, P0, M, ux 8h\nT3, P0, , qa 1h, M SS+2h",
    )
    assert breaches(one, "T1 ana 01-05 09:00 01-05 17:00 8h\nT3 ben 01-05 11:00 01-05 12:00 1h") == set()
    assert breaches(one, "T1 ana 01-05 09:00 01-05 17:00 8h\nT3 ben 01-05 10:00 01-05 11:00 1h") == {"precedence"}


def test_several_predecessors_all_hold(tmp_path: Path) -> None:
    """After T1 (Monday 17:00) and three hours after T2's start (9:00): Tuesday."""
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\nben, qa\ncleo, pm",
        tasks="id, work, after\nT1, ux 8h\nT2, qa 1h\nT3, pm 1h, T1; T2 SS+3h",
    )
    rows = "T1 ana 01-05 09:00 01-05 17:00 8h\nT2 ben 01-05 09:00 01-05 10:00 1h"
    assert breaches(found, f"{rows}\nT3 cleo 01-06 09:00 01-06 10:00 1h") == set()
    assert breaches(found, f"{rows}\nT3 cleo 01-05 13:00 01-05 14:00 1h") == {"precedence"}


@covers("Links in both directions between two tasks")
def test_links_in_both_directions_are_refused(tmp_path: Path) -> None:
    """T1 waits for T2's start and T2 for T1's: a cycle, whatever the lags; so is a task that ends with what begins after it."""
    assert any(
        "cycle" in line for line in said(tmp_path, tasks="id, work, after\nT1, ux 8h, T2 SS-2h\nT2, qa 2h, T1 SS")
    )
    assert is_wrong(tmp_path, tasks="id, work, after\nT1, ux 8h, T2 FF\nT2, qa 2h, T1 SS")


@covers("with another way to write what is meant")
def test_what_is_refused_comes_with_another_way(tmp_path: Path) -> None:
    """Mutual leads: one link with its lag; a hammock: a booking, or lags that make it an overlap, which is supported."""
    mutual = said(tmp_path, tasks="id, work, after\nT1, ux 8h, T2 SS-2h\nT2, qa 2h, T1 SS")
    assert any("not supported" in line and "Maybe keep one of them with its lag" in line for line in mutual)
    hammock = said(tmp_path, tasks="id, work, after\nT1, ux 8h\nT2, qa 2h, T1 SS; T1 FF")
    assert any("hammock" in line and "bookings" in line for line in hammock)
    assert not is_wrong(tmp_path, tasks="id, work, after\nT1, ux 8h\nT2, qa 2h, T1 SS+1h; T1 FF+1h")


@pytest.mark.parametrize(("pin", "allowed"), [("other W3", {"ben", "cleo"}), ("same W3", {"ana"})])
def test_what_is_recorded_of_a_task_that_is_not_planned_holds(tmp_path: Path, pin: str, allowed: set[str]) -> None:
    """W3 is ana's, recorded, and its project is on hold: `other W3` is somebody else all the same, `same W3` is ana."""
    found = studio(
        tmp_path,
        people=TRIO,
        projects="id, status\nP0,\nX, on_hold",
        tasks=f"id, project, work, people\nT1, P0, qa 1h, {pin}\nW3, X, ux 8h,",
        progress="date, task, person, hours\n2026-01-02, W3, ana, 4",
    )
    for who in ("ana", "ben", "cleo"):
        assert breaches(found, f"T1 {who} 01-05 09:00 01-05 10:00 1h") == (set() if who in allowed else {"pins"})
    assert next(row.person for row in plan(found).assignments if row.kind == "planned") in allowed


def test_a_task_held_between_two_ends_of_another_is_refused(tmp_path: Path) -> None:
    """T2 starts after T1 starts and ends after T1 ends, with lags that hold it fast: what a hammock means, which is not offered."""
    assert is_wrong(tmp_path, tasks="id, work, after\nT1, ux 8h\nT2, qa 2h, T1 SS; T1 FF")


TRIO = "id, skills\nana, ux; qa\nben, ux; qa\ncleo, ux; qa"


@covers(
    "people: ana|ben = only these", "not carl;", "design=ana; ux=ben per skill", "Several are split by ; and all hold"
)
@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ("ana|ben", {"ana", "ben"}),
        ("not cleo", {"ana", "ben"}),
        ("ux=ana", {"ana"}),
        # The condition on another skill says nothing of this part.
        ("qa=ana", {"ana", "ben", "cleo"}),
        ("ana|ben; not ana", {"ben"}),
        ("ux=ana|cleo; not ana", {"cleo"}),
    ],
)
def test_who_may_do_a_task(tmp_path: Path, condition: str, allowed: set[str]) -> None:
    """An hour of ux that all three could do."""
    found = studio(tmp_path, people=TRIO, tasks=f"id, work, people\nT1, ux 1h, {condition}")
    for who in ("ana", "ben", "cleo"):
        wanted = set() if who in allowed else {"pins"}
        assert breaches(found, f"T1 {who} 01-05 09:00 01-05 10:00 1h") == wanted
    assert plan(found).assignments[0].person in allowed


def test_a_condition_per_skill_holds_for_the_parts_of_that_skill(tmp_path: Path) -> None:
    """`ux=ana; qa=ben`: the other way round is a breach."""
    found = studio(tmp_path, people=TRIO, tasks="id, work, people\nT1, ux 1h; qa 2h, ux=ana; qa=ben")
    assert {(row.person, row.skill) for row in plan(found).assignments} == {("ana", "ux"), ("ben", "qa")}
    rows = "T1 ben 01-05 09:00 01-05 10:00 1h\nT1 ana 01-05 09:00 01-05 11:00 2h part=1"
    assert breaches(found, rows) == {"pins"}


@covers("same T1 = of those who do T1", "other T1 = nobody of them")
@pytest.mark.parametrize(("condition", "allowed"), [("same T1", {"ana", "ben"}), ("other T1", {"cleo"})])
def test_the_same_people_or_others(tmp_path: Path, condition: str, allowed: set[str]) -> None:
    """Ana and ben do T1; a task with `same` is for one of them, a reviewer with `other` for cleo."""
    found = studio(tmp_path, people=TRIO, tasks=f"id, work, people\nT1, ux 2h x2, ana|ben\nT2, qa 1h, {condition}")
    first = "T1 ana 01-05 09:00 01-05 10:00 1h\nT1 ben 01-05 09:00 01-05 10:00 1h"
    for who in ("ana", "ben", "cleo"):
        wanted = set() if who in allowed else {"pins"}
        assert breaches(found, f"{first}\nT2 {who} 01-05 10:00 01-05 11:00 1h") == wanted
    assert next(row.person for row in plan(found).assignments if row.task == "T2") in allowed


def test_who_has_recorded_time_does_a_task(tmp_path: Path) -> None:
    """Ana finished T1 last week: `same T1` is ana, `other T1` anybody else."""
    rows = "date, task, person, hours, remaining\n2026-01-02, T1, ana, 2, 0"
    found = studio(
        tmp_path,
        people=TRIO,
        progress=rows,
        tasks="id, work, people\nT1, ux 2h\nT2, qa 1h, same T1\nT3, qa 1h, other T1",
    )
    done = "T1 - 01-02 09:00 01-02 17:00"
    assert breaches(found, f"{done}\nT2 ana 01-05 09:00 01-05 10:00 1h\nT3 ben 01-05 09:00 01-05 10:00 1h") == set()
    assert breaches(found, f"{done}\nT2 ben 01-05 09:00 01-05 10:00 1h\nT3 ben 01-05 10:00 01-05 11:00 1h") == {"pins"}
    assert breaches(found, f"{done}\nT2 ana 01-05 09:00 01-05 10:00 1h\nT3 ana 01-05 10:00 01-05 11:00 1h") == {"pins"}
    people = {row.task: row.person for row in plan(found).assignments if row.kind == "planned"}
    assert (people["T2"], people["T3"] != "ana") == ("ana", True)
