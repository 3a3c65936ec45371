"""Edits: what each one changes and says, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from tests.tiny import tiny_portfolios

from ipmplan.core import edits as ed
from ipmplan.core.people import Absence, Extra, Person, Skill
from ipmplan.core.portfolio import Booking, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.records import Decision, Progress
from ipmplan.core.work import Alternative, Link, Part, Pin, Use
from ipmplan.core.working_days import is_working_day
from ipmplan.errors import InputError
from ipmplan.study.working_time import WorkingTime

MONDAY = date(2026, 1, 5)
WORK = (Alternative(((Part(Fraction(8)),),)),)
STUDIO = Portfolio(
    "Northlight",
    MONDAY,
    people=(Person("ana", skills=(Skill("ux"),), leaves=date(2026, 3, 6)), Person("ben")),
    projects=(
        Project("P0", budget=Decimal(5000), team=("ana",)),
        Project("P1", status="tentative", budget=Decimal(100)),
        Project("P2", status="on_hold"),
    ),
    milestones=(Milestone("P0-beta", "P0", due=date(2026, 3, 2), firm=True),),
    tasks=(
        Task("T1", "P0", "P0-beta", work=WORK, uses=(Use("lab"),), not_before=date(2026, 1, 12)),
        Task(
            "T2",
            "P0",
            work=WORK,
            after=(Link("T1"), Link("P0-beta", "SS")),
            people=(Pin("not", ("ben",)), Pin("same", task="T1")),
        ),
    ),
    pools=(Pool("lab", capacity=1),),
    absences=(Absence("ana", date(2026, 1, 7), date(2026, 1, 9)), Absence("ana", date(2026, 2, 2), date(2026, 2, 2))),
    bookings=(Booking("B1", "ana", hours=Fraction(1), every="day"),),
    decisions=(Decision("D1", "P0", tasks=("T1", "T2")),),
    progress=(Progress(date(2026, 1, 2), "T1", "ana", Fraction(2)),),
)

SAID: list[tuple[ed.Edit, str]] = [
    (ed.SetDue("P0-beta", date(2026, 3, 6)), "P0-beta is due 4 working days later, on 6 March 2026"),
    (ed.SetDue("P0-beta", date(2026, 2, 27)), "P0-beta is due 1 working day earlier, on 27 February 2026"),
    (ed.SetDue("P1", date(2026, 2, 27), "projects"), "P1 is due on 27 February 2026"),
    (ed.SetDue("P0-beta", None), "P0-beta has no due date"),
    (ed.SoftenDate("P0-beta"), "P0-beta may be late"),
    (ed.SetBudget("P0", Decimal(6500)), "P0 has a budget of 1,500 EUR more, 6,500 EUR in all"),
    (ed.SetBudget("P2", Decimal(6500)), "P2 has a budget of 6,500 EUR"),
    (ed.SoftenBudget("P0"), "P0 may cost more than its budget"),
    (ed.AllowOverBudget(), "every project may cost more than its budget"),
    (ed.IncludeProject("P1"), "P1 is planned as if confirmed"),
    (ed.SetStatus("P0", "on_hold"), "P0 is on hold"),
    (ed.DropTask("T1"), "T1 is not done"),
    (ed.DropLink("T2", "T1"), "T2 does not wait for T1"),
    (ed.DropPins("T2", (0, 1)), "T2 without `not ben; same T1`"),
    (ed.ReleaseTasks(("T1",)), "T1 does not wait for a date or a decision"),
    (
        ed.AddPerson(Person("eva", skills=(Skill("ux", 2),), rate=Decimal(70)), ("P0",)),
        "eva joins with ux:2 at 70 EUR an hour, on the team of P0",
    ),
    (ed.DropPerson("ana"), "ana is not there any more"),
    (ed.SetLastDay("ana", date(2026, 3, 9)), "ana stays 1 working day longer, until 9 March 2026"),
    (ed.SetLastDay("ana", None), "ana stays"),
    (ed.AddAbsence("ben", date(2026, 1, 7), date(2026, 1, 8)), "ben is away from 7 January 2026 to 8 January 2026"),
    (ed.AddAbsence("*", date(2026, 1, 7)), "everybody is away from 7 January 2026 on"),
    (ed.RemoveAbsence("ana", date(2026, 2, 2)), "ana is not away from 2 February 2026"),
    (ed.RemoveAbsence("ana"), "ana is not away"),
    (ed.SetCapacity("lab", 3), "lab has 2 more, 3 in all"),
    (ed.OpenTeam("P0"), "everybody may work on P0"),
    (ed.JoinTeam("P0", "ben"), "ben joins the team of P0"),
    (ed.AddRow("tasks", Task("T9", "P0", work=WORK)), "there is one more task T9"),
    (ed.AddRow("extra", Extra("ana", MONDAY, MONDAY)), "there is one more extra time of ana"),
    (ed.DropRow("pools", "lab"), "there is no pool lab any more"),
    (ed.DropRow("milestones", "P0-beta"), "there is no milestone P0-beta any more"),
    (ed.SetValue("milestones", "P0-beta", "due", date(2026, 3, 3)), "due of P0-beta is 3 March 2026 (before: 2 March 2026)"),
    (ed.SetSetting("goals.order", ("cost", "lateness")), "goals.order is cost, lateness"),
    (ed.SetSetting("as_of", date(2026, 1, 6)), "as_of is 6 January 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), SAID, ids=lambda value: str(value)[:30])
def test_words(edit: ed.Edit, said: str) -> None:
    before = replace(STUDIO)
    assert edit.words(STUDIO) == said
    changed = edit.apply(STUDIO)
    assert changed != STUDIO
    assert before == STUDIO


def test_what_changes() -> None:
    assert ed.SetDue("P0-beta", date(2026, 3, 6)).apply(STUDIO).milestone["P0-beta"].due == date(2026, 3, 6)
    assert ed.DropTask("T1").apply(STUDIO).task["T1"].cancelled
    assert ed.DropLink("T2", "T1").apply(STUDIO).task["T2"].after == (Link("P0-beta", "SS"),)
    assert ed.DropPins("T2", (0,)).apply(STUDIO).task["T2"].people == (Pin("same", task="T1"),)
    assert ed.DropPerson("ana").apply(STUDIO).person["ana"].leaves == date(2026, 1, 4)
    assert ed.AddPerson(Person("eva"), ("P0", "P1")).apply(STUDIO).project["P0"].team == ("ana", "eva")
    assert ed.AddPerson(Person("eva"), ("P0", "P1")).apply(STUDIO).project["P1"].team == ()
    assert ed.SetSetting("goals.order", ("cost",)).apply(STUDIO).goals.order == ("cost",)
    statuses = [project.status for project in ed.apply_all(STUDIO, ed.planned_as(("P1", "P2"))).projects]
    assert statuses == ["confirmed", "confirmed", "on_hold"]
    assert {project.budget_limit for project in ed.AllowOverBudget().apply(STUDIO).projects} == {"soft"}


def test_what_names_a_dropped_row_names_it_no_more() -> None:
    changed = ed.apply_all(STUDIO, [ed.DropRow("milestones", "P0-beta"), ed.DropRow("pools", "lab")])
    assert [(task.milestone, task.after, task.uses) for task in changed.tasks] == [
        ("", (), ()),
        ("", (Link("T1"),), ()),
    ]
    changed = ed.ReleaseTasks(("T1",)).apply(STUDIO)
    assert changed.task["T1"].not_before is None
    assert changed.decisions[0].tasks == ("T2",)


def test_absences_of_a_person() -> None:
    assert [row.start for row in ed.RemoveAbsence("ana", date(2026, 2, 2)).apply(STUDIO).absences] == [date(2026, 1, 7)]
    assert not ed.RemoveAbsence("ana").apply(STUDIO).absences
    both = ed.apply_all(STUDIO, [ed.RemoveAbsence("ana"), ed.AddAbsence("ana", MONDAY, MONDAY, "ill")])
    assert both.absences == (Absence("ana", MONDAY, MONDAY, "ill"),)


def test_drop_means_what_keeps_records() -> None:
    made = [ed.dropping(table, "X") for table in ("tasks", "people", "projects", "bookings")]
    assert made == [ed.DropTask("X"), ed.DropPerson("X"), ed.SetStatus("X", "lost"), ed.DropRow("bookings", "X")]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (ed.SetDue("P0-bta", MONDAY), "milestones: unknown milestone `P0-bta`\nMaybe you meant `P0-beta`?"),
        (ed.DropTask("T3"), "tasks: unknown task `T3`"),
        (ed.SetBudget("Q", None), "projects: unknown project `Q`"),
        (ed.AddAbsence("anna", MONDAY), "absences: unknown person `anna`\nMaybe you meant `ana`?"),
        (ed.RemoveAbsence("ben"), "absences: no absence of `ben`"),
        (ed.AddPerson(Person("ana")), "people: duplicate id `ana`"),
        (ed.DropLink("T1", "T2"), "T1: no link from `T2`"),
        (ed.DropPins("T1", (0,)), "T1: 0 conditions on who does it, not 1"),
        (ed.DropRow("progress", "T1"), "progress: `T1` cannot be taken out: what was recorded stays"),
        (ed.DropRow("extra", "ana"), "extra: no extra time of `ana`"),
        (ed.SetValue("taks", "T1", "due", None), "unknown table `taks`\nMaybe you meant `tasks`?"),
        (ed.SetValue("tasks", "T1", "duw", None), "tasks T1: unknown column `duw`\nMaybe you meant `due`?"),
        (ed.SetValue("tasks", "T1", "id", "T9"), "tasks: id of `T1` cannot be changed: ids stay what they are"),
        (
            ed.SetValue("absences", "ana", "reason", ""),
            "absences: 2 rows are of `ana`: which one is meant is not known",
        ),
        (ed.SetSetting("gaols.order", ()), "portfolio: unknown setting `gaols.order`\nMaybe you meant `goals`?"),
        (ed.SetSetting("goals.oder", ()), "portfolio goals: unknown column `oder`\nMaybe you meant `order`?"),
        (ed.SetSetting("sprint.fill", 1), "portfolio: there is no `sprint` in which `fill` could be set"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_unknown_ids(edit: ed.Edit, told: str) -> None:
    with pytest.raises(InputError) as raised:
        edit.apply(STUDIO)
    assert str(raised.value) == told


def test_all_problems_at_once_and_several_as_one() -> None:
    with pytest.raises(InputError) as raised:
        ed.apply_all(STUDIO, [ed.DropTask("A"), ed.SoftenBudget("P0"), ed.DropTask("B")])
    assert len(raised.value.issues) == 2
    edits = (ed.SetCapacity("lab", 2), ed.SetCapacity("lab", 3))
    assert ed.Several(edits).apply(STUDIO) == ed.apply_all(STUDIO, edits)
    assert ed.Several(edits).words(STUDIO) == "lab has 1 more, 2 in all; lab has 1 more, 3 in all"


@given(tiny_portfolios())
def test_working_days_are_those_of_the_calendar(portfolio: Portfolio) -> None:
    portfolio = replace(portfolio, sprint=None, absences=tuple(row for row in portfolio.absences if row.end))
    time = WorkingTime(portfolio, portfolio.as_of_tick + 20 * portfolio.grid.ticks_a_day)
    for number in range(15):
        day = portfolio.as_of_day + timedelta(days=number)
        worked = time.portfolio.count(portfolio.grid.start_of(day), portfolio.grid.end_of(day))
        assert is_working_day(portfolio, day) == bool(worked), day


def test_a_day_that_is_over_at_noon_is_a_working_day() -> None:
    half = Absence("*", datetime(2026, 1, 6, 12), date(2026, 1, 7))
    studio = replace(STUDIO, absences=(half,))
    assert [is_working_day(studio, MONDAY + timedelta(days=number)) for number in range(4)] == [True, True, False, True]
