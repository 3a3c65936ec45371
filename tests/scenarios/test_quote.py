"""Quotes and change requests: dates and money computed by hand, nothing agreed moves, what is wrong is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.scenarios.here import Here

import ipmplan as ipm
from ipmplan.cli.offered import asked_of, last_day
from ipmplan.core.brief import like
from ipmplan.core.edits import apply_all
from ipmplan.core.people import Person, Rate, Skill
from ipmplan.core.plan import Approval, Told, ToldDate
from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Change
from ipmplan.core.work import Alternative, Link, Part, Pin
from ipmplan.files.brieffile import read_brief
from ipmplan.reports.terminal import as_text
from ipmplan.reports.terminal.quote import change_page
from ipmplan.scenarios.change import price_change
from ipmplan.scenarios.promises import broken, promises_of
from ipmplan.scenarios.quote import quote

MONDAY = date(2026, 1, 5)
WORK = 0.05
DAY = timedelta(days=1)


def work(hours: int, skill: str = "web") -> tuple[Alternative, ...]:
    return (Alternative(((Part(Fraction(hours), skill),),)),)


# Ana is busy on Monday and Tuesday (16 hours, agreed for Tuesday); days have eight hours, 9 to 17.
STUDIO = Portfolio(
    "Northlight",
    MONDAY,
    people=(Person("ana", "Ana", (Skill("web"),), Decimal(60)),),
    rates=(Rate("ana", None, None, Decimal(100)),),
    projects=(Project("P0", client="Museum"), Project("NEW", status="tentative")),
    milestones=(Milestone("P0-live", "P0", due=date(2026, 1, 6), agreed=date(2026, 1, 6)),),
    tasks=(
        Task("T1", "P0", "P0-live", work=work(8)),
        Task("T2", "P0", "P0-live", work=work(8), after=(Link("T1"),)),
        Task("C1-extra", "P0", "P0-live", work=work(4), change="C1"),
        Task("N1", "NEW", work=work(8)),
        Task("N2", "NEW", work=work(8)),
    ),
    changes=(Change("C1", "P0", statement="more"), Change("C2", "P0", status="declined"), Change("C3", "P0")),
)


@pytest.fixture(scope="module")
def base() -> ipm.Plan:
    return ipm.plan(STUDIO, time_limit=None, work_limit=WORK, workers=1)


def test_a_project_comes_after_what_was_agreed_and_a_freelancer_is_sooner(base: ipm.Plan) -> None:
    made = ipm.quote(STUDIO, "NEW", plan=base, work_limit=WORK, executor=Here())
    offers = {one.kind: one for one in made.found.offers}
    # Ana alone: Wednesday and Thursday, 16 x 60 EUR, billed at 100.
    assert (offers["ours"].start, offers["ours"].finish) == (datetime(2026, 1, 7, 9), datetime(2026, 1, 8, 17))
    assert (offers["ours"].cost, offers["ours"].price) == (Decimal("960.00"), Decimal("1600.00"))
    assert offers["ours"].moved == ()
    # A freelancer as dear as Ana is free at once: both tasks on Monday and Tuesday.
    assert offers["freelancer"].finish == datetime(2026, 1, 6, 17)
    # In parts: half of it on Wednesday already.
    assert min(moment for _, moment in offers["parts"].parts) == datetime(2026, 1, 7, 17)
    assert len(offers) <= 3
    for one in made.found.offers:
        assert ipm.check(ipm.Plan(one.schedule, one.portfolio), one.portfolio) == []
        assert {row.id: row.end for row in one.schedule.tasks}["T2"] == datetime(2026, 1, 6, 17)
        assert one.p50 <= one.p80
    assert "Ana 16" in repr(made)
    assert list(made.offers["kind"]) == list(offers)


def test_a_margin_is_part_of_the_price(base: ipm.Plan, tmp_path: Path) -> None:
    path = tmp_path / "walk.toml"
    path.write_text('id = "WALK"\nmargin = 0.25\n[[tasks]]\nid = "W1"\nwork = "web 8h"\n', encoding="utf-8")
    made = ipm.quote(STUDIO, path, plan=base, work_limit=WORK, executor=Here())
    # 480 EUR are three quarters of 640.
    assert made.found.offers[0].price == 640


def test_what_is_alike_is_copied_without_people_and_dates() -> None:
    project = replace(STUDIO, tasks=tuple(replace(task, people=(Pin("only", ("ana",)),)) for task in STUDIO.tasks))
    made = like(project, "P0", Project("WALK", status="tentative"), Fraction(7, 10))
    # 8 hours x 0.7 = 5.6, to half hours: 5.5. The change is not accepted: its task is not copied.
    assert [task.id for task in made.tasks] == ["WALK-T1", "WALK-T2"]
    assert [part.hours for task in made.tasks for part in task.work[0].parts] == [Fraction(11, 2), Fraction(11, 2)]
    assert made.tasks[1].after == (Link("WALK-T1"),)
    assert {pin for task in made.tasks for pin in task.people} == set()
    assert made.milestones[0].id == "WALK-live"
    assert made.milestones[0].due is None
    assert "WALK" in apply_all(project, made.edits).project
    with pytest.raises(ipm.InputError, match="unknown project"):
        like(project, "P9", Project("WALK"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = 'W'\n", "no tasks"),
        ("id = 'W'\nmargn = 1\nlike = 'P0'\n", "Maybe you meant `margin`?"),
        ("id = 'P0'\nlike = 'P0'\n", "already"),
        ("id = 'W'\nlike = 'P0'\nmargin = 1\n", "leaves nothing"),
        ("id = 'W'\n[[tasks]]\nid = 'T'\nwrk = 'web 8h'\n", "Maybe you meant `work`?"),
        ("id = ", "not TOML"),
    ],
)
def test_what_is_no_brief_is_told(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ipm.InputError, match=message.replace("?", r"\?")):
        read_brief(path, STUDIO)


def test_a_table_of_tasks_is_a_brief(tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text("id,work,after\nW1,web 8h,\nW2,web 4h,W1\n", encoding="utf-8")
    made = read_brief(path, STUDIO)
    assert made.project.id == "WALK"
    assert [(task.id, task.project) for task in made.tasks] == [("W1", "WALK"), ("W2", "WALK")]


def test_only_tentative_projects_are_quoted(base: ipm.Plan) -> None:
    with pytest.raises(ipm.InputError, match="confirmed, not tentative"):
        ipm.quote(STUDIO, "P0", plan=base, work_limit=WORK)


def test_a_change_says_whose_date_has_to_be_agreed_anew(base: ipm.Plan) -> None:
    found = price_change(STUDIO, "C1", start=base.schedule, work_limit=WORK, executor=Here())
    # Four hours more: P0-live on Wednesday at 13:00 in place of Tuesday.
    assert [(row.id, row.client, row.after) for row in found.dates] == [
        ("P0-live", "Museum", datetime(2026, 1, 7, 13)),
    ]
    assert (found.cost, found.price) == (Decimal("240.00"), Decimal("400.00"))
    assert found.people == {"ana": 4.0}
    after = apply_all(STUDIO, found.accepting)
    row = next(row for row in after.changes if row.id == "C1")
    assert (row.status, row.decided_on, row.price) == ("accepted", MONDAY, Decimal("400.00"))
    assert "needs a new date with Museum" in as_text(change_page(found), 100)


@pytest.mark.parametrize(("name", "message"), [("C9", "unknown change"), ("C2", "declined"), ("C3", "no task names")])
def test_a_change_that_cannot_be_priced(name: str, message: str) -> None:
    with pytest.raises(ipm.InputError, match=message):
        price_change(STUDIO, name, work_limit=WORK)


def test_appointments_of_a_tentative_project_find_their_place(base: ipm.Plan) -> None:
    """A workshop of two hours by Tuesday: Ana is busy until then, and nothing of hers moves; it is told as late, on Wednesday."""
    workshop = Booking("ws", "ana", "Workshop", "NEW", hours=Fraction(2), start=MONDAY, end=date(2026, 1, 6))
    studio = replace(STUDIO, bookings=(workshop,))
    made = quote(studio, "NEW", base.schedule, time_limit=None, work_limit=WORK, runs=50, executor=Here())
    plain = made.offers[0]
    assert plain.kind == "ours"
    assert plain.moved == ()
    spans = {row.id: (row.start, row.end) for row in plain.schedule.tasks}
    assert spans["T2"][1] == datetime(2026, 1, 6, 17)
    assert spans["ws"][0] >= datetime(2026, 1, 7, 9)


def test_what_was_agreed_and_told_is_a_promise(base: ipm.Plan) -> None:
    """Agreed for Tuesday. The museum was told Tuesday as well; a plan with everything a day later breaks it, the same plan does not."""
    told = Told(clients=("P0",), dates=(ToldDate("P0", "P0-live", date(2026, 1, 6)),))
    approved = replace(base.schedule, approved=Approval(MONDAY, told=told))
    (promise,) = promises_of(STUDIO, base.schedule, [approved])
    assert (promise.id, promise.by) == ("P0-live", datetime(2026, 1, 7))
    assert broken([promise], base.schedule, STUDIO) == ()
    rows = tuple(replace(row, start=row.start + DAY, end=row.end + DAY) for row in base.schedule.assignments)
    tasks = tuple(replace(row, start=row.start + DAY, end=row.end + DAY) for row in base.schedule.tasks)
    assert broken([promise], replace(base.schedule, assignments=rows, tasks=tasks), STUDIO) == ("P0-live",)


def test_a_new_id_with_a_project_that_is_alike_is_a_brief() -> None:
    made = asked_of("WALK", STUDIO, "P0", "0.5", "25%")
    assert [task.work[0].parts[0].hours for task in made.tasks] == [4, 4]
    assert (made.project.id, made.project.status, made.margin) == ("WALK", "tentative", Fraction(1, 4))
    with pytest.raises(ipm.InputError, match="no file and no tentative project"):
        asked_of("WALK", STUDIO, "", None, None)
    with pytest.raises(ipm.InputError, match="not in the calendar"):
        last_day("2026-13-01")
