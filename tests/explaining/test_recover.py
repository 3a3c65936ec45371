"""Ways back to a date: what they may ask, what is kept of them, and that they can be taken and taken back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.amount import deep
from tests.plans import choice, does, part, plan_of, studio, work

import ipmplan as ipm
from ipmplan import planner
from ipmplan.core.edits import AddRow, SetDue, SetValue, apply_all
from ipmplan.core.people import Absence, Extra, Person, Skill
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.work import Pin
from ipmplan.errors import InputError
from ipmplan.explaining.recover import Wanted
from ipmplan.explaining.recover.clients import later, less
from ipmplan.explaining.recover.kept import apply_way, undo
from ipmplan.explaining.recover.overtime import overtime
from ipmplan.explaining.recover.staff import people
from ipmplan.files.editjson import edits_from_json, edits_to_json
from ipmplan.files.scaffold import init
from ipmplan.reports.result import Plan


def late() -> Portfolio:
    """Ana needs five days for A from Monday 5 January; M is due on Thursday. Ben has the skill, too; Friday is a holiday."""
    return studio(
        Task("A", "P0", "M", work=(work(part(40, "ux")),)),
        Task("Z", "P1", "N", work=(work(part(8, "ux")),)),
        people=(Person("ana", "Ana", (Skill("ux"),), Decimal(50)), Person("ben", "Ben", (Skill("ux"),), Decimal(60))),
        projects=(Project("P0", client="Museum"), Project("P1", client="Kiosk")),
        milestones=(
            Milestone("M", "P0", "Launch", date(2026, 1, 8)),
            Milestone("N", "P1", "Leaflet", date(2026, 1, 7)),
        ),
        absences=(Absence("ana", date(2026, 1, 6), date(2026, 1, 6), "ill"),),
        calendar=CalendarSettings(holidays="X"),
        holidays={"X": {date(2026, 1, 9): "Founders' day"}},
    )


def wanted(made: Portfolio, **call: object) -> Wanted:
    plan = plan_of(made, {"A": choice(does("ana", 5)), "Z": choice(does("ben", 5))})
    return Wanted(plan, made, "M", date(2026, 1, 13), **call)  # type: ignore[arg-type]


def extra(made: Portfolio, **call: object) -> list[Extra]:
    rows = [edit.row for way in overtime(wanted(made, **call)) for edit in way.edits if isinstance(edit, AddRow)]
    return [row for row in rows if isinstance(row, Extra)]


def test_overtime_is_two_hours_after_days_of_eight_never_on_leave_sundays_or_holidays() -> None:
    rows = extra(late())
    days = {row.start.date() if isinstance(row.start, datetime) else row.start for row in rows}
    # Away on Tuesday 6, holiday on Friday 9, Sunday on 11; Saturday 10 only where Saturdays are asked for.
    assert days == {date(2026, 1, day) for day in (5, 7, 8, 10, 12, 13)}
    evening = next(row for row in rows if row.start == datetime(2026, 1, 5, 17))
    assert (evening.end, evening.premium) == (datetime(2026, 1, 5, 19), Decimal("0.25"))


def test_nobody_works_longer_than_is_allowed() -> None:
    assert {row.end for row in extra(late(), most_hours=9.0) if row.start == datetime(2026, 1, 5, 17)} == {
        datetime(2026, 1, 5, 18)
    }
    assert all(not isinstance(row.start, datetime) for row in extra(late(), most_hours=8.0))


def test_more_people_split_fresh_work() -> None:
    (way,) = people(wanted(late()))
    changed = apply_all(late(), way.edits)
    assert changed.task["A"].work[0].parts[0].most == 2


def test_less_work_and_other_dates_need_the_clients_yes() -> None:
    made = late()
    assert {way.kind: way.clients for way in less(wanted(made))} == {"drop": ("Museum",)}
    busy = apply_all(made, [SetValue("tasks", "Z", "people", (Pin("only", ("ana",)),))])
    plan = plan_of(busy, {"A": choice(does("ana", 7)), "Z": choice(does("ana", 5))})
    (way,) = later(Wanted(plan, busy, "M", date(2026, 1, 13)))
    assert (way.edits, way.clients) == ((SetDue("N", date(2026, 1, 14)),), ("Kiosk",))


def test_edits_come_back_from_json_as_they_were() -> None:
    edits = tuple(edit for kind in (overtime, people, less) for way in kind(wanted(late())) for edit in way.edits)
    assert edits_from_json(edits_to_json(edits), "recover.json") == edits
    with pytest.raises(InputError, match="cannot be read"):
        edits_from_json([{"Nothing": {}}], "recover.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio whose one milestone is a day late, planned, with its menu."""
    place = tmp_path_factory.mktemp("studio")
    init(place)
    made = ipm.load(place)
    name = next(row.id for row in made.milestones if row.due is not None and made.milestone_tasks[row.id])
    plan = ipm.plan(made, time_limit=None, work_limit=0.1, workers=1)
    plan.save(place / "plan.json")
    finish = next(row.finish for row in plan.schedule.milestones if row.id == name)
    assert finish is not None
    menu = ipm.recover(plan, name, by=made.as_of_day, work_limit=0.05, workers=1)
    menu.save(place)
    (place / "name").write_text(name)
    return place


@deep
def test_every_way_holds_and_brings_the_date_forward(folder: Path) -> None:
    plan = Plan.read(folder / "plan.json", ipm.load(folder))
    answer = ipm.recover(plan, (folder / "name").read_text(), by=plan.portfolio.as_of_day, work_limit=0.05, workers=1)
    assert answer.menu.ways
    for way in answer.menu.ways:
        changed = apply_all(plan.portfolio, way.proposal.edits)
        assert not [issue for issue in planner.check(way.schedule, changed) if issue.severity == "error"]
        assert way.outcome.sooner_hours > 0
        assert way.outcome.p80 is not None
        assert not way.reaches
    assert "the nearest miss is way 1" in " ".join(repr(answer).split())
    assert list(answer.ways.index) == list(range(1, len(answer.menu.ways) + 1))


def test_a_way_is_written_into_the_tables_and_taken_back(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".csv", ".toml"}}
    menu = (folder / "recover.json").read_text()
    import json

    number = next(way["number"] for way in json.loads(menu)["ways"] if way["edits"])
    done = apply_way(folder, number)
    assert done.diff
    applied = Plan.read(folder / "plan.json", ipm.load(folder))
    assert not [issue for issue in ipm.check(applied, applied.portfolio) if issue.severity == "error"]
    undo(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".csv", ".toml"}} == before
    with pytest.raises(InputError, match="nothing of this menu was applied"):
        undo(folder)


def test_a_menu_is_not_applied_to_tables_that_have_changed(folder: Path) -> None:
    tasks = folder / "tasks.csv"
    kept = tasks.read_bytes()
    tasks.write_bytes(kept + b"\n")
    with pytest.raises(InputError, match=r"changed since the menu was made or applied: tasks\.csv"):
        apply_way(folder, 1)
    tasks.write_bytes(kept)
    with pytest.raises(InputError, match="there is no way 99"):
        apply_way(folder, 99)


def test_a_rate_card_that_is_none_is_told() -> None:
    from ipmplan.explaining.recover.cards import card

    with pytest.raises(InputError, match="is no rate"):
        card("Kim; frontend; a lot")
    assert card("Kim Li; qa:2; 95").skills == (Skill("qa", 2, Fraction(1)),)
