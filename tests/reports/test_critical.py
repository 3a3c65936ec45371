"""The critical path on pages: one chain without holes that explains the latest promise, or else the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.plans import Choice, at, choice, does, part, plan_of, studio, wait, waiting, work
from tests.reports.fabricate import portfolio, schedule

from ipmplan import planner
from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Booking, Milestone, Pool, Portfolio, Task
from ipmplan.core.records import Decision
from ipmplan.core.work import Link, Use
from ipmplan.loading import load
from ipmplan.reports.critical import CriticalPath, critical_path
from ipmplan.reports.html.lists import critical
from ipmplan.reports.scene import Scene, scene


def path_of(made: Portfolio, **choices: Choice) -> CriticalPath:
    return critical_path(scene(plan_of(made, choices), made))


def reasons(path: CriticalPath) -> list[tuple[str, str]]:
    return [(step.task.id, step.because) for step in path.steps]


def test_a_chain_follows_people_leave_pools_links_and_waits_to_the_promise_that_is_latest() -> None:
    # A on Monday, then ana is on leave until Wednesday; B on Thursday holds the lab; C by ben in it on Friday morning;
    # the client takes a day; the milestone of W is due on Thursday, which is later missed by more than L's.
    lab = (Use("lab"),)
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", work=(work(part(8, "ux")),), uses=lab),
        Task("C", "P0", work=(work(part(2, "qa")),), uses=lab),
        Task("W", "P0", "M", work=(wait(8),), after=(Link("C", "FS", Fraction(2)),)),
        Task("L", "P0", "N", work=(work(part(4, "ux")),)),
        pools=(Pool("lab", "Device lab"),),
        absences=(Absence("ana", date(2026, 1, 6), date(2026, 1, 7), "Leave"),),
        milestones=(
            Milestone("M", "P0", "Go-live", date(2026, 1, 8)),
            Milestone("N", "P0", "Leaflet", date(2026, 1, 12)),
        ),
    )
    path = path_of(
        made,
        A=choice(does("ana", 5)),
        B=choice(does("ana", 8)),
        C=choice(does("ben", 9)),
        W=waiting(at(9, 15), at(12, 15)),
        L=choice(does("ana", 13)),
    )
    assert path.title(2026) == "why Go-live (P0) is reached on Mon 12 Jan"
    assert reasons(path) == [
        ("A", "begins at the status date"),
        ("B", "ana is busy with A; then ana is away until Wed 7 Jan (Leave)"),
        ("C", "lab is in use for B"),
        ("W", "2 h after C"),
    ]
    assert [step.people for step in path.steps] == [("ana",), ("ana",), ("ben",), ()]
    assert [step.after for step in path.steps] == ["", "A", "B", "C"]


def test_a_choice_of_the_planner_is_said_and_the_chain_goes_on() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)), Task("B", "P0", work=(work(part(4, "ux")),), after=(Link("A"),))
    )
    path = path_of(made, A=choice(does("ana", 5)), B=choice(does("ana", 7, 11)))
    assert path.title(2026) == "why the plan ends on Wed 7 Jan"
    assert reasons(path) == [
        ("A", "begins at the status date"),
        ("B", "the planner's choice; it could begin Tue 6 Jan 09:00 (after A)"),
    ]


def test_facts_and_leave_during_the_work_are_said() -> None:
    # Ana works on A from Tuesday, is ill on Wednesday, and ends on Friday. Ben's B waits for an answer, until Thursday.
    made = studio(
        Task("A", "P0", work=(work(part(24, "ux")),), not_before=date(2026, 1, 6), due=date(2026, 1, 9)),
        Task("B", "P1", work=(work(part(2, "qa")),)),
        absences=(Absence("ana", date(2026, 1, 7), date(2026, 1, 7), "Ill"),),
        decisions=(Decision("D1", "P1", tasks=("B",), expected=date(2026, 1, 12)),),
    )
    choices = {"A": choice(does("ana", 6)), "B": choice(does("ben", 12))}
    # A's own date has five hours left in the day: but none of working time, so the next hour would break it.
    assert reasons(path_of(made, **choices)) == [
        ("A", "not before Tue 6 Jan; meanwhile ana is away until Wed 7 Jan (Ill)")
    ]
    without = replace(made, tasks=(replace(made.tasks[0], due=None), made.tasks[1]))
    assert reasons(path_of(without, **choices)) == [("B", "waits for the answer to D1")]


def test_a_day_of_bookings_before_a_start_is_said() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(2, "ux")),)),
        bookings=(
            Booking("fair", "ana", "Trade fair", hours=Fraction(8), start=date(2026, 1, 5), end=date(2026, 1, 5)),
        ),
    )
    (step,) = path_of(made, A=choice(does("ana", 6))).steps
    assert step.because == "begins at the status date; then ana is booked for fair"
    assert step.named == "begins at the status date; then ana is booked for Trade fair"


@pytest.mark.parametrize(
    ("link", "hour", "said"),
    [
        (Link("A", "FS", Fraction(-2)), 15, "at most 2 h before the end of A"),
        (Link("A", "SS", Fraction(4)), 13, "4 h after the start of A"),
        (Link("A", "FF"), 13, "ends after A"),
        (Link("A", "SF", Fraction(6)), 11, "ends 6 h after the start of A"),
    ],
)
def test_every_type_of_link_has_its_words(link: Link, hour: int, said: str) -> None:
    made = studio(Task("A", "P0", work=(work(part(8, "ux")),)), Task("B", "P0", work=(work(part(2, "qa")),), after=(link,),
                  due=date(2026, 1, 2)))  # fmt: skip
    path = path_of(made, A=choice(does("ana", 5)), B=choice(does("ben", 5, hour)))
    assert reasons(path)[-1] == ("B", said)


def test_an_end_in_the_evening_before_a_start() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", work=(work(part(2, "qa")),), after=(Link("A", "SF"),), due=date(2026, 1, 2)),
    )
    path = path_of(made, A=choice(does("ana", 6)), B=choice(does("ben", 5, 13)))
    assert reasons(path)[-1] == ("B", "ends at most 0 h before the start of A")


def test_nothing_left_has_no_path() -> None:
    made = studio()
    assert path_of(made) == CriticalPath("", None, (), 0)
    assert critical(scene(plan_of(made, {}), made)) is None


def assert_no_holes(view: Scene, path: CriticalPath) -> None:
    """Each step follows the one before, and where its people had time in between it says that they were not asked to use it."""
    assert [step.after for step in path.steps] == ["", *(step.task.id for step in path.steps[:-1])]
    assert path.steps[-1].end == path.finish
    grid = view.portfolio.grid
    for before, then in zip(path.steps, path.steps[1:], strict=False):
        free = [view.time.free(person) for person in then.people]
        # Below 0 where the later one starts before the other ends, as links between starts allow.
        idle = min((one.count(grid.start_of(before.end), grid.start_of(then.start)) for one in free), default=0)
        assert idle <= 0 or "planner's choice" in then.because, (before, then)


def test_the_chain_of_the_studio_planned_calmly_has_no_holes() -> None:
    """It jumped from 14 January to 9 March: tasks that start when somebody is booked, and after a choice, were left out."""
    made = load("data/studio")
    plan = planner.plan(made, goals="calm", time_limit=None, work_limit=0.1, workers=1, seed=1)
    view = scene(plan, made)
    path = critical_path(view)
    assert len(path.steps) > 2
    assert all(step.because for step in path.steps)
    assert_no_holes(view, path)


@pytest.mark.parametrize("projects", [1, 3, 7])
def test_a_chain_of_a_larger_plan_has_no_holes(projects: int) -> None:
    made = portfolio(projects, rounds=2)
    view = scene(schedule(made), made)
    path = critical_path(view)
    assert_no_holes(view, path)
    shown = str(critical(view))
    assert shown.startswith(f'<p class="hint">W{path.title(made.as_of_day.year)[1:]}')
