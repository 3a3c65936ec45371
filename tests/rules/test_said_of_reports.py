"""What rules say of a plan that reports something else than its rows make, word for word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import MONDAY, at, choice, does, part, plan_of, studio, work
from tests.rules.broken import FOUR, FRIDAY, logged, planned, told

from ipmplan.core.plan import Assignment, GoalValue, Schedule
from ipmplan.core.portfolio import Booking, Goals, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress

AGAIN = "Maybe plan again."


@pytest.mark.parametrize(
    ("value", "bound", "status", "text"),
    [
        (4.0, 4.0, "optimal", ""),
        (5.0, 4.0, "feasible", "the plan reports 5 h, but it is 4\nMaybe the plan was edited by hand."),
        (4.000001, 4.0, "optimal", ""),
        (4.00001, 4.0, "feasible", "the plan reports 4.00001 h, but it is 4\nMaybe the plan was edited by hand."),
        (4.0, 4.000001, "feasible", ""),
        (4.0, 4.5, "feasible", "its bound 4.5 is above its value 4"),
        # Two percent and a quarter of an hour may be given up: 3.68 * 1.02 + 0.25 is 4.0036.
        (4.0, 3.68, "optimal", ""),
        (4.0, 3.67, "optimal", "the plan calls itself optimal, but the bound 3.67 does not prove the value 4"),
        (4.0, None, "optimal", "the plan calls itself optimal, but no bound does not prove the value 4"),
        (4.0, None, "feasible", ""),
    ],
)
def test_goals(value: float, bound: float | None, status: str, text: str) -> None:
    goals = Goals(("makespan",), slack={"makespan": Fraction(1, 4), "cost": Fraction(100)})
    portfolio = studio(FOUR, goals=goals)
    plan = planned(portfolio, T1=choice(does("ana", 5)))
    said = replace(plan, goals=(GoalValue("makespan", value, bound, "h"),), status=status)  # type: ignore[arg-type]
    hint = "\nMaybe its status should be `feasible`." if "optimal" in text else ""
    assert told(said, portfolio, "honesty") == ([f"makespan: {text}{hint}"] if text else [])


def test_a_bound_below_nothing_is_no_proof() -> None:
    """Continuity of an empty plan is 0; a bound of -1 would allow for a tolerance of 2 percent of 1."""
    portfolio = studio(goals=Goals(("continuity",)))
    plan = replace(planned(portfolio), status="optimal")
    for bound, proved in ((-0.5, False), (-1e-7, True), (0.0, True)):
        said = replace(plan, goals=(GoalValue("continuity", 0.0, bound, "pairs"),))
        assert (told(said, portfolio, "honesty") == []) == proved


def test_an_unknown_goal() -> None:
    portfolio = studio(FOUR)
    plan = planned(portfolio, T1=choice(does("ana", 5)))
    rows = (GoalValue("beauty", 1.0, None, "roses"), GoalValue("makespan", 9.0, None, "h"))
    found = told(replace(plan, goals=rows), portfolio, "honesty")
    assert found[0].startswith("warning beauty: `beauty` is not a goal that this version knows\nMaybe one of ")
    assert len(found) == 2


def reported() -> tuple[Portfolio, Schedule]:
    portfolio = studio(
        replace(FOUR, milestone="beta"),
        Task("T2", "P1", "gamma", work=(work(part(1)),), cancelled=True),
        milestones=(Milestone("beta", "P0", due=MONDAY), Milestone("gamma", "P0")),
        projects=(Project("P0", budget=Decimal(500)), Project("P1"), Project("P2", status="done")),
    )
    return portfolio, plan_of(portfolio, {"T1": choice(does("ana", 6))})


@pytest.mark.parametrize(
    ("number", "change", "texts"),
    [
        (0, {}, []),
        (0, {"late_hours": 4.009}, []),
        (0, {"late_hours": 4.02}, ["beta: the plan reports 4.02 h late, but it is 4 h late"]),
        (
            0,
            {"due": date(2026, 1, 6)},
            [
                (
                    "beta: the plan has 6 January 2026 as its date, but the portfolio has 5 January 2026\n"
                    "Maybe the date was changed after planning; plan again."
                )
            ],
        ),
        (
            0,
            {"due": None},
            [
                (
                    "beta: the plan has none as its date, but the portfolio has 5 January 2026\n"
                    "Maybe the date was changed after planning; plan again."
                )
            ],
        ),
        (
            0,
            {"finish": at(6, 12)},
            ["beta: the plan reports its finish as 6 January 2026 12:00, but its tasks end: 6 January 2026 13:00"],
        ),
        (0, {"finish": None}, ["beta: the plan reports its finish as never, but its tasks end: 6 January 2026 13:00"]),
        (
            1,
            {"finish": at(6, 12)},
            ["gamma: the plan reports its finish as 6 January 2026 12:00, but its tasks end: never"],
        ),
        (
            1,
            {"id": "delta"},
            [
                (
                    "delta: the plan reports a milestone date that the portfolio does not have\n"
                    "Maybe it was renamed, removed or not to be planned any more."
                ),
                f"gamma: the plan does not report this milestone date\n{AGAIN}",
            ],
        ),
        (
            1,
            {"id": "beta", "due": MONDAY},
            [
                "beta: the plan reports this milestone date twice",
                f"gamma: the plan does not report this milestone date\n{AGAIN}",
            ],
        ),
    ],
)
def test_milestones(number: int, change: dict[str, Any], texts: list[str]) -> None:
    portfolio, plan = reported()
    rows = list(plan.milestones)
    rows[number] = replace(rows[number], **change)
    assert told(replace(plan, milestones=tuple(rows)), portfolio, "milestones") == texts


COST = (
    "P0: the plan reports a cost of {}, but its rows cost 200.00\nMaybe rates were changed after planning; plan again."
)
BUDGET = "{}: the plan reports a budget of {}, but it is {}\nMaybe it was changed after planning; plan again."


@pytest.mark.parametrize(
    ("number", "change", "texts"),
    [
        (0, {}, []),
        (0, {"cost": None}, []),
        (0, {"cost": Decimal("200.009")}, []),
        (0, {"cost": Decimal("200.01")}, [COST.format("200.01")]),
        (0, {"cost": Decimal("199.99")}, [COST.format("199.99")]),
        (0, {"cost": Decimal("NaN")}, [COST.format("NaN")]),
        (0, {"budget": Decimal(400)}, [BUDGET.format("P0", 400, 500)]),
        (1, {"budget": Decimal(400)}, [BUDGET.format("P1", 400, None)]),
        (
            0,
            {"finish": at(6, 12)},
            ["P0: the plan reports its finish as 6 January 2026 12:00, but its tasks end: 6 January 2026 13:00"],
        ),
        (0, {"finish": None}, ["P0: the plan reports its finish as never, but its tasks end: 6 January 2026 13:00"]),
        (
            1,
            {"finish": at(6, 12)},
            ["P1: the plan reports its finish as 6 January 2026 12:00, but its tasks end: never"],
        ),
        (
            1,
            {"id": "P2"},
            [
                (
                    "P2: the plan reports a project that is not planned\n"
                    "Maybe it was renamed, removed or not to be planned any more."
                )
            ],
        ),
        (
            0,
            {"id": "P1", "finish": None, "cost": Decimal(0), "budget": None},
            [f"P0: the plan does not report this project\n{AGAIN}"],
        ),
    ],
)
def test_projects(number: int, change: dict[str, Any], texts: list[str]) -> None:
    portfolio, plan = reported()
    rows = list(plan.projects)
    rows[number] = replace(rows[number], **change)
    assert told(replace(plan, projects=tuple(rows)), portfolio, "projects") == texts


def test_a_project_finishes_with_its_last_task() -> None:
    portfolio = studio(*(replace(FOUR, id=f"T{number}") for number in range(3)))
    plan = planned(portfolio, T0=choice(does("ana", 6)), T1=choice(does("ana", 7)), T2=choice(does("ben", 5)))
    assert plan.projects[0].finish == at(7, 13)
    assert told(plan, portfolio, "projects") == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, ""),
        # Ana works four hours of the twelve until Tuesday 13:00.
        ({"hours": 4.009}, ""),
        ({"hours": 4.02}, "ana: the plan reports 4.02 h, but its rows add up to 4 h"),
        (
            {"available_hours": 40.0},
            "ana: the plan reports 40 h of working time, but it is 12 h\nMaybe absences were changed after planning; plan again.",
        ),
        ({"utilisation": 0.334}, ""),
        ({"utilisation": 0.335}, "ana: the plan reports a utilisation of 0.335, but it is 0.333"),
        (
            {"id": "zoe"},
            "zoe: the plan reports somebody who is not in the people table\nMaybe that person left the people table after planning.",
        ),
    ],
)
def test_people(change: dict[str, Any], text: str) -> None:
    portfolio, plan = reported()
    said = replace(plan, people=(replace(plan.people[0], **change), plan.people[1]))
    assert told(said, portfolio, "people") == ([text] if text else [])


def test_bookings() -> None:
    """Two hours a day, 9 to 11, until the plan ends on Tuesday at 15:00."""
    portfolio = studio(
        replace(FOUR, work=(work(part(10)),)), bookings=(Booking("B1", "ana", hours=Fraction(2), every="day"),)
    )
    plan = planned(portfolio, T1=choice(does("ana", 5, 11)))
    others, rows = (
        [row for row in plan.assignments if row.kind != "booking"],
        [row for row in plan.assignments if row.kind == "booking"],
    )

    def said(*booked: Assignment) -> list[str]:
        return told(replace(plan, assignments=(*others, *booked)), portfolio, "bookings")

    assert [(row.start, row.end) for row in rows] == [(at(5, 9), at(5, 11)), (at(6, 9), at(6, 11))]
    assert said(*rows) == []
    # The night between two rows is no working time: one long row may stand for both where nothing else lies between.
    assert said(*rows, replace(rows[0], start=at(5, 20), end=at(5, 22))) == []
    assert said(rows[1]) == [f"B1: for ana the plan misses 5 January 2026 09:00 to 5 January 2026 11:00\n{AGAIN}"]
    assert said() == [f"B1: for ana the plan misses 5 January 2026 09:00 to 5 January 2026 11:00\n{AGAIN}"]
    assert said(replace(rows[0], end=at(5, 10)), rows[1]) == [
        f"B1: for ana the plan misses 5 January 2026 10:00 to 5 January 2026 11:00\n{AGAIN}"
    ]
    assert said(rows[0], replace(rows[1], end=at(6, 13))) == [
        f"B1: for ana the plan has too much: 6 January 2026 11:00 to 6 January 2026 13:00\n{AGAIN}"
    ]
    assert said(*rows, replace(rows[0], task="B9")) == [
        "B9: the plan has a booking that the portfolio does not know\nMaybe it was renamed or removed after planning."
    ]
    assert said(*rows, replace(rows[0], person="zoe")) == ["B1: `zoe`, who is booked, is not in the people table"]
    assert said(*rows, replace(rows[0], person="ben")) == ["B1: ben is booked for it, but the rule books them no time"]


def test_recorded_time() -> None:
    """Ana has recorded three hours on 30 December and two on Friday 2 January, somebody one."""
    rows = (
        Progress(date(2025, 12, 30), "T1", "ana", Fraction(3)),
        logged(2, 4),
        Progress(FRIDAY, "T1", "", Fraction(1)),
    )
    portfolio = studio(replace(FOUR, work=(work(part(8)),)), progress=rows)
    plan = planned(portfolio, T1=choice(does("ana", 5)))
    others, (ana, somebody) = (
        [r for r in plan.assignments if r.kind != "actual"],
        [r for r in plan.assignments if r.kind == "actual"],
    )

    def said(*recorded: Assignment) -> list[str]:
        return told(replace(plan, assignments=(*others, *recorded)), portfolio, "actuals")

    assert said(ana, somebody) == []
    parts = (replace(ana, hours=3.0, end=ana.start.replace(hour=12)), replace(ana, hours=2.0, start=at(2, 9)))
    assert said(*parts, somebody) == []
    assert said(ana) == [
        "T1: somebody has recorded 1 h, but the plan has 0 h\nMaybe progress was added after planning; plan again."
    ]
    assert said(replace(ana, hours=5.009), somebody) == []
    assert said(replace(ana, hours=5.02), somebody) == [
        "T1: ana has recorded 5 h, but the plan has 5.02 h\nMaybe progress was added after planning; plan again."
    ]
    moved = "Maybe the rows were moved by hand."
    for end, day in ((at(1, 17), "2026-01-01"), (at(3, 1), "2026-01-03")):
        assert said(replace(ana, end=end), somebody) == [
            f"T1: ana has worked on it from 2025-12-30 to 2026-01-02, but the plan says 2025-12-30 to {day}\n{moved}"
        ]
    assert said(replace(ana, end=at(3, 0)), somebody) == []
    assert said(replace(ana, start=at(2, 9)), somebody) == [
        f"T1: ana has worked on it from 2025-12-30 to 2026-01-02, but the plan says 2026-01-02 to 2026-01-02\n{moved}"
    ]
    for person, name in (("ben", "ben"), ("zoe", "zoe")):
        assert said(ana, somebody, replace(ana, person=person)) == [
            (
                f"T1: the plan says that {name} has worked 5 h on it, but nothing is recorded\n"
                "Maybe a row of progress was deleted after planning."
            )
        ]
    assert said(ana, somebody, replace(somebody, task="T9")) == [
        (
            "T9: the plan says that somebody has worked 1 h on it, but nothing is recorded\n"
            "Maybe a row of progress was deleted after planning."
        )
    ]
