"""A folder becomes a portfolio: every table, every column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tests.folders import TOML, lines, load, write

from ipmplan.core.people import Absence, Extra, Person, Rate, Skill
from ipmplan.core.portfolio import Booking, Milestone, Pool, Project, Task
from ipmplan.core.records import Change, Decision, Finished, Progress, Requirement
from ipmplan.core.work import Alternative, Link, Part, Pin, Use
from ipmplan.files.folder import read_folder


def test_every_table_and_column_is_read(tmp_path: Path) -> None:
    studio = load(
        tmp_path,
        people="id,name,skills,rate,workweek,holidays,from,until,email\n"
        "ana,Ana A.,ux:2*0.5,65.50,Mon-Tue 9-17,none,2025-01-01,31.12.2027,ana@example.com\nben,,,,,,,,\n",
        rates="person,from,cost,bill\nana,2026-01-01,70,110\n",
        absences="person,start,end,reason\nana,2026-01-06T13:00,2026-01-06T17:00,doctor\n*,2026-12-24,,closed\n",
        extra="person,start,end,premium\nana,2026-01-10,2026-01-10,50%\n",
        bookings="id,project,person,name,hours,every,start,end,billable\n"
        "B1,P0,ana,Care,2h,week,2026-01-05,2026-02-05,yes\nB2,,*,Mail,25%,,,,\n",
        projects="id,name,client,due,budget,budget_limit,weight,status,team,billing,price,probability\n"
        'P0,Site,Museum,2026-03-13,"30225,50",soft,"1,5",tentative,ana|ben,fixed,40000,60%\n',
        milestones="id,project,name,due,weight,firm,buffer,agreed,payment,invoiced_on\n"
        "M1,P0,Beta,2026-03-02,2,yes,3d,2026-03-01,9000,2026-04-01\n",
        tasks="id,project,milestone,name,work,after,people,not_before,due,uses,optimistic,pessimistic,fixed_cost,kind,"
        "change,status\n"
        "T1,P0,M1,Home,ux 8h,T2 SS+4h,ana; other T2,2026-01-06,2026-02-01,lab:2,6,2d,120.5,build,C1,\n"
        "T2,,,,wait 1d,,,,,,,,,,,cancelled\n",
        pools="id,name,capacity,kind\nlab,Lab,3,consumable\n",
        progress="date,task,person,hours,remaining,cost,ref,note\n2025-12-01,T1,ana,7:30,4,12.5,r1,hello\n",
        requirements="id,project,topic,statement,tasks,accepted_on\nR1,P0,layout,Nice,T1;T2,2026-01-02\n",
        decisions="id,project,question,owner,asked_on,tasks,expected,answered_on,answer\n"
        "D1,P0,Which?,us,2026-01-01,T1,2026-01-09,2026-01-08,That\n",
        changes="id,project,asked_by,asked_on,statement,price,status,decided_on\n"
        "C1,P0,Client,2026-01-01,More,-500,accepted,2026-01-02\n",
        history="task,project,client,kind,skill,person,estimate,actual,finished_on\n"
        "old 1,Old,Zoo,build,ux,eve,8,1d,2025-06-01\n",
    )
    assert studio.people[0] == Person(
        "ana",
        "Ana A.",
        (Skill("ux", 2, Fraction(1, 2)),),
        Decimal("65.50"),
        studio.people[0].workweek,
        "none",
        date(2025, 1, 1),
        date(2027, 12, 31),
        "ana@example.com",
    )
    assert studio.people[0].workweek is not None
    assert studio.people[0].workweek.hours_a_week == 16
    assert studio.people[1] == Person("ben")
    assert studio.rates == (Rate("ana", date(2026, 1, 1), Decimal(70), Decimal(110)),)
    assert studio.absences == (
        Absence("ana", datetime(2026, 1, 6, 13), datetime(2026, 1, 6, 17), "doctor"),
        Absence("*", date(2026, 12, 24), None, "closed"),
    )
    assert studio.extra == (Extra("ana", date(2026, 1, 10), date(2026, 1, 10), Decimal("0.5")),)
    assert studio.bookings == (
        Booking(
            "B1", "ana", "Care", "P0", Fraction(2), None, "week", date(2026, 1, 5), date(2026, 2, 5), billable=True
        ),
        Booking("B2", "*", "Mail", percent=Fraction(25)),
    )
    assert studio.projects == (
        Project(
            "P0",
            "Site",
            "Museum",
            date(2026, 3, 13),
            Decimal("30225.50"),
            "soft",
            Fraction(3, 2),
            "tentative",
            ("ana", "ben"),
            "fixed",
            Decimal(40000),
            Fraction(3, 5),
        ),
    )
    assert studio.milestones == (
        Milestone(
            "M1",
            "P0",
            "Beta",
            date(2026, 3, 2),
            Fraction(2),
            firm=True,
            buffer=Fraction(24),
            agreed=date(2026, 3, 1),
            payment=Decimal(9000),
            invoiced_on=date(2026, 4, 1),
        ),
    )
    assert studio.tasks == (
        Task(
            "T1",
            "P0",
            "M1",
            "Home",
            (Alternative(((Part(Fraction(8), "ux"),),)),),
            (Link("T2", "SS", Fraction(4)),),
            (Pin("only", ("ana",)), Pin("other", task="T2")),
            date(2026, 1, 6),
            date(2026, 2, 1),
            (Use("lab", 2),),
            Fraction(6),
            Fraction(16),
            Decimal("120.5"),
            "build",
            "C1",
        ),
        Task("T2", work=(Alternative(wait=Fraction(8)),), cancelled=True),
    )
    assert studio.pools == (Pool("lab", "Lab", 3, "consumable"),)
    assert studio.progress == (
        Progress(date(2025, 12, 1), "T1", "ana", Fraction(15, 2), Fraction(4), Decimal("12.5"), "r1", "hello"),
    )
    assert studio.requirements == (Requirement("R1", "P0", "layout", "Nice", ("T1", "T2"), date(2026, 1, 2)),)
    assert studio.decisions == (
        Decision("D1", "P0", "Which?", "us", date(2026, 1, 1), ("T1",), date(2026, 1, 9), date(2026, 1, 8), "That"),
    )
    assert studio.changes == (
        Change("C1", "P0", "Client", date(2026, 1, 1), "More", Decimal(-500), "accepted", date(2026, 1, 2)),
    )
    assert studio.history == (
        Finished("old 1", "Old", "Zoo", "build", "ux", "eve", Fraction(8), Fraction(8), date(2025, 6, 1)),
    )
    assert studio.tasks[0].at == "tasks.csv:2"
    assert studio.source == str(tmp_path)


def test_only_settings_people_and_tasks_must_be_there(tmp_path: Path) -> None:
    assert load(tmp_path).projects == ()


def test_without_a_table_of_projects_those_named_are_projects(tmp_path: Path) -> None:
    studio = load(tmp_path, tasks="id,project,work\nT1,P1,frontend 8h\nT2,P0,8h\nT3,P1,8h\n")
    assert studio.projects == (Project("P1"), Project("P0"))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    told = lines(
        tmp_path,
        people="id,name,skils\nana,,ux\nben,,\nan na,,\n",
        tasks="id,work,due,after\nT1,frontend 8,03/04/2026,\n,8h,,\nT3,,,T1\nT4,8h,2026-02-30,T9\n",
        absences="person,end\nana,2026-01-01\n",
    )
    assert told == [
        "warning people.csv:1: column `skils` is not known and is not read\nMaybe you meant `skills`?",
        "error people.csv:4: id `an na` is not an id (letters, digits, `_ . / -`, no spaces)\nMaybe you meant `an_na`?",
        "error absences.csv:1: column `start` is missing",
        "error tasks.csv:2: work `frontend 8` has no unit\nMaybe you meant `frontend 8h`?",
        (
            "error tasks.csv:2: due `03/04/2026` can be read as two different days\n"
            "Maybe you meant `2026-04-03` or `2026-03-04`?"
        ),
        "error tasks.csv:3: id is empty",
        "error tasks.csv:4: work is empty\nMaybe you meant something like `24h` or `wait 3d`?",
        "error tasks.csv:5: due `2026-02-30` is not in the calendar",
    ]


def test_single_cells_and_the_whole_are_judged_together(tmp_path: Path) -> None:
    told = lines(tmp_path, tasks="id,work,due,after\nT1,frontend 8,,\nT4,8h,2026-02-30,T11\n")
    assert told == [
        "error tasks.csv:2: work `frontend 8` has no unit\nMaybe you meant `frontend 8h`?",
        "error tasks.csv:3: due `2026-02-30` is not in the calendar",
        "error tasks.csv:3: after `T11` is not known\nMaybe you meant `T1`?",
    ]


def test_a_cancelled_task_needs_no_work(tmp_path: Path) -> None:
    assert load(tmp_path, tasks="id,work,status\nT1,,cancelled\n").tasks == (Task("T1", cancelled=True),)


def test_missing_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "tsks.csv").write_text("id,work\n")
    portfolio, issues = read_folder(tmp_path)
    assert portfolio is None
    hint = "Maybe `ipmplan init` shows what it looks like?"
    assert [str(issue) for issue in issues] == [
        f"{tmp_path}: portfolio.toml is missing\n{hint}",
        "tsks.csv: table `tsks.csv` is not known and is not read\nMaybe you meant `tasks.csv`?",
        f"{tmp_path}: people.csv is missing\n{hint}",
        f"{tmp_path}: tasks.csv is missing\n{hint}",
    ]


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "studio").mkdir()
    _, (issue,) = read_folder(tmp_path / "sudio")
    assert str(issue) == f"{tmp_path / 'sudio'}: no such folder\nMaybe you meant `studio`?"
    _, (issue,) = read_folder(tmp_path / "tasks.csv")
    assert "is neither a folder nor an .xlsx workbook\nMaybe give the folder" in str(issue)


def test_names_of_files_may_be_large(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "tasks.csv").rename(tmp_path / "Tasks.CSV")
    portfolio, issues = read_folder(tmp_path)
    assert issues == ()
    assert portfolio is not None
    assert portfolio.tasks[0].at == "Tasks.CSV:2"


def test_the_folders_name_is_the_portfolios_when_none_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "northlight"
    folder.mkdir()
    assert load(folder, toml="as_of = 2026-01-05").name == "northlight"


def test_holidays_are_looked_up(tmp_path: Path) -> None:
    studio = load(
        tmp_path,
        toml=TOML + 'holidays = "DE-BE"\n',
        people="id,skills,holidays\nana,frontend:2,FR\nben,backend:2,none\n",
    )
    assert sorted(studio.holidays) == ["DE-BE", "FR", "none"]
    assert studio.holidays["DE-BE"][date(2026, 3, 8)] == "Frauentag"
    assert studio.holidays["FR"][date(2026, 7, 14)] == "Fête nationale"
    assert not studio.holidays["none"]
    years = {day.year for day in studio.holidays["FR"]}
    assert (min(years), max(years)) == (2023, 2034)


def test_unknown_holidays_are_told(tmp_path: Path) -> None:
    told = lines(
        tmp_path,
        toml=TOML + 'holidays = "DE-BX"\n',
        people="id,skills,holidays\nana,frontend:2,de\nben,backend:2,Atlantis\n",
    )
    assert told[0].startswith("error portfolio.toml:5: holidays `DE-BX` is not known; the parts of DE are: BB, BE")
    assert told[0].split("\n")[1].startswith("Maybe you meant `DE-")
    assert told[1:] == [
        "error people.csv:2: holidays `de` is not a country that the holidays package knows\nMaybe you meant `DE`?",
        "error people.csv:3: holidays `Atlantis` is not a country that the holidays package knows",
    ]


def test_cells_of_each_kind_are_explained(tmp_path: Path) -> None:
    told = lines(
        tmp_path,
        extra="person,start,end,premium\nana,2026-01-10,2026-01-10,150\n",
        bookings="id,person,hours,every\nB1,ana,120%,week\nB2,ana,2h,fortnight\n",
        tasks="id,work,status\nT1,8h,done\nT2,8h,parked\n",
        changes="id,status\nC1,accpted\n",
    )
    assert told == [
        "error extra.csv:2: premium `150` is not a premium\nMaybe you meant `150%`?",
        "error bookings.csv:2: hours `120%` is not more than 0 and at most 100 per cent",
        "error bookings.csv:3: every `fortnight` is not known here\nMaybe use one of `day`, `week`, `month`?",
        (
            "error tasks.csv:2: status `done` is not the status of a task, which is empty or `cancelled`\n"
            "Maybe write a `remaining` of 0 into progress.csv?"
        ),
        (
            "error tasks.csv:3: status `parked` is not the status of a task, which is empty or `cancelled`\n"
            "Maybe you meant `cancelled`?"
        ),
        "error changes.csv:2: status `accpted` is not known here\nMaybe you meant `accepted`?",
    ]


def test_a_cell_that_is_too_long_is_told(tmp_path: Path) -> None:
    told = lines(tmp_path, tasks=f"id,name,work\nT1,{'x' * 40_000},8h\nT2,,{'8h;' * 20_000}\n")
    assert [line.partition(" `")[0] for line in told] == ["error tasks.csv:2: name", "error tasks.csv:3: work"]
    assert all("has more than 32767 characters" in line for line in told)


def test_an_unreadable_baseline_is_told(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "2026-01-05.json").write_text("{")
    (line,) = lines(tmp_path)
    assert line.startswith("error plans/2026-01-05.json:1: the plan is not JSON")
