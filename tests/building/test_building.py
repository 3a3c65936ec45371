"""A portfolio made in Python is the one that the same tables would make, with messages that name the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import amount
from tests.tiny import tiny_portfolio

import ipmplan as ipm
from ipmplan.building.cells import written
from ipmplan.building.row import TABLE_OF, row_of
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.work import Link
from ipmplan.files.assembled import assemble
from ipmplan.files.schema import TABLES, headings, tables
from ipmplan.files.settings import read_settings, read_toml
from ipmplan.files.tables import read_csv
from ipmplan.files.written import portfolio_files

DATA = Path(__file__).parents[2] / "data"
ANA = ipm.Person("ana", skills="frontend:3; ux", rate=70)
T0 = ipm.Task("T0", work="ux 8h")
T1 = ipm.Task("T1", work="frontend:2 24h", after="T0")


def small(*rows: Any, **settings: Any) -> Portfolio:
    return ipm.portfolio(ANA, T0, T1, *rows, **{"as_of": "2026-01-05", **settings})


def drawn(seed: int) -> Portfolio:
    """A tiny portfolio without the holiday code that only tests know, as reading resolves it anew."""
    made = tiny_portfolio(Random(seed))
    people = tuple(replace(one, holidays="none" if one.holidays else None) for one in made.people)
    return replace(made, people=people, calendar=replace(made.calendar, holidays=None), holidays={})


def read_as_files(portfolio: Portfolio) -> Portfolio | None:
    """The same portfolio through text: what the folder's reader makes of it."""
    texts = portfolio_files(portfolio)
    raw = read_toml(texts["portfolio.toml"].encode(), "portfolio.toml", [])
    assert raw is not None
    tables_read = {
        name: table
        for name in TABLES
        if f"{name}.csv" in texts
        and (table := read_csv(texts[f"{name}.csv"].encode(), name, [], headings()[name])) is not None
    }
    return assemble(read_settings(raw, []), tables_read, raw, [])


def problems(**frames: Any) -> list[str]:
    with pytest.raises(ipm.InputError) as caught:
        ipm.from_frames(**{"as_of": "2026-01-05", **frames})
    return [str(issue) for issue in caught.value.issues if issue.severity == "error"]


@settings(max_examples=amount(90), deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_frames_there_and_back_are_the_same(seed: int) -> None:
    portfolio = drawn(seed)
    frames = ipm.frames(portfolio)
    try:
        again = ipm.from_frames(**frames)
    except ipm.InputError:
        # Tiny portfolios may be wrong as a whole; their tables are read nevertheless.
        assert ipm.frames(portfolio, "tasks")["tasks"].equals(frames["tasks"])
        return
    files = read_as_files(portfolio)
    assert files is not None
    for field in fields(Portfolio):
        if field.compare:
            assert getattr(again, field.name) == getattr(files, field.name), field.name
    back = ipm.frames(again)
    assert list(back) == list(frames)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(back[name], frame)


def test_most_of_the_tiny_ones_are_right() -> None:
    right = 0
    for seed in range(40):
        try:
            ipm.from_frames(**ipm.frames(drawn(seed)))
        except ipm.InputError:
            continue
        right += 1
    assert right >= 20


@pytest.mark.parametrize("name", ["studio", "studio-after-3-sprints"])
def test_the_studio_there_and_back(name: str) -> None:
    studio = ipm.load(DATA / name)
    again = ipm.from_frames(**ipm.frames(studio), baseline=studio.baseline)
    assert again == studio
    assert ipm.portfolio(
        *(getattr(studio, table) for table in TABLES),
        as_of=studio.as_of,
        name=studio.name,
        calendar={"workweek": "Mon-Fri 09:00-13:00 14:00-18:00", "holidays": "DE-BE", "grid": "30m"},
        sprint={"start": "2026-01-05", "length": "2w"},
    ).tasks == studio.tasks  # fmt: skip


def test_frames_of_files_are_read_as_the_files() -> None:
    folder = DATA / "studio"
    found: dict[str, Any] = {
        path.stem: pd.read_csv(path, dtype=str) for path in folder.glob("*.csv") if path.stem in TABLES
    }
    studio = ipm.load(folder)
    made = ipm.from_frames(**found, portfolio=ipm.frames(studio, "portfolio")["portfolio"], baseline=studio.baseline)
    assert made == studio
    # What pandas makes of cells by itself, numbers and gaps, means the same.
    typed: dict[str, Any] = {name: pd.read_csv(StringIO(frame.to_csv(index=False))) for name, frame in found.items()}
    assert ipm.from_frames(**typed, portfolio=ipm.frames(studio, "portfolio")["portfolio"]).tasks == studio.tasks


def test_columns_are_those_of_the_tables() -> None:
    described = tables(Fraction(8))
    found = ipm.frames(small())
    assert list(found) == [*TABLES, "portfolio"]
    assert {name: list(frame.columns) for name, frame in found.items() if name != "portfolio"} == {
        name: list(described[name].columns) for name in TABLES
    }
    text = (DATA.parent / "docs/formats.md").read_text(encoding="utf-8")
    for name in ("people", "tasks", "milestones", "decisions", "holds"):
        head = text.partition(f"### {name}.csv  `")[2].partition("`")[0]
        assert [column.strip() for column in head.split(",")] == list(found[name].columns)


def test_every_row_function_has_the_columns_of_its_table() -> None:
    from inspect import signature

    described = tables(Fraction(8))
    for kind, table in TABLE_OF.items():
        made = getattr(ipm, kind.__name__)
        known = [name.rstrip("_") for name in signature(made).parameters]
        assert sorted(known) == sorted(described[table].columns), table


def test_a_portfolio_made_of_rows_is_read_as_the_tables_are() -> None:
    studio = small(
        ipm.Project("P0", budget=Decimal("5000.50"), due=date(2026, 3, 2)),
        [ipm.Absence("ana", datetime(2026, 1, 7, 14), end="2026-01-07T18:00")],
        ipm.Booking("weekly", "*", "1h", every="week", at="Mon 09:00"),
        ipm.Task("T2", work="1d", after=["T0", "T1 SS+2h"], people=["ana"], project="P0", uses={"lab": 1}),
        ipm.Pool("lab", capacity=2),
        name="Northlight",
        calendar={"workweek": "Mon-Thu 09:00-15:00", "grid": "30m"},
        goals=["cost", "lateness"],
    )
    last = studio.tasks[-1]
    assert last.work[0].parts[0].hours == 6
    assert last.after == (Link("T0"), Link("T1", "SS", Fraction(2)))
    assert studio.project["P0"].budget == Decimal("5000.50")
    assert (studio.name, studio.goals.order, studio.grid.minutes) == ("Northlight", ("cost", "lateness"), 30)


def test_it_can_be_planned_checked_and_explained() -> None:
    plan = ipm.plan(small(), time_limit=None, work_limit=0.1, workers=1)
    assert ipm.check(plan, plan.portfolio) == []
    assert list(plan.tasks["task"]) == ["T0", "T1"]


def test_problems_name_frame_and_row() -> None:
    people = pd.DataFrame({"id": ["ana"], "skils": ["ux"]})
    tasks = pd.DataFrame({"id": ["T0", "T1"], "work": ["ux 8h", "ux 8 weeks?"], "after": [None, "T9"]})
    said = problems(people=people.rename(columns={"skils": "skills"}), tasks=tasks)
    assert [line.partition(":")[0] for line in said] == ["tasks.iloc[1]", "tasks.iloc[1]"]
    assert "`T9`" in said[1]


def test_rows_are_told_in_the_order_of_the_frame() -> None:
    tasks = pd.DataFrame({"id": [f"T{n}" for n in range(12)], "work": ["uix 8h"] * 12})
    said = problems(people=pd.DataFrame({"id": ["ana"], "skills": ["ux"]}), tasks=tasks)
    assert [line.partition(":")[0] for line in said] == [f"tasks.iloc[{n}]" for n in range(12)]


def test_columns_that_are_unknown_or_missing_name_the_frame() -> None:
    said = problems(people=pd.DataFrame({"id": ["ana"]}), tasks=pd.DataFrame({"id": ["T0"], "wrk": ["8h"]}))
    assert said == ["tasks: column `work` is missing\nMaybe you meant `wrk`?"]
    assert problems(people=pd.DataFrame({"id": ["ana"], "ID": ["ana"]})) != []
    assert problems(people=[{"id": "ana"}]) == ["people: a data frame is needed, not list\nMaybe `pd.DataFrame(...)`?"]


def test_rows_name_themselves_and_all_problems_are_told() -> None:
    with pytest.raises(ipm.InputError) as caught:
        small(ipm.Task("T3", work="24 lightyears"), ipm.Absence("bob", start="2026-02-30"), as_of=None)
    said = str(caught.value)
    assert 'Task("T3"): work' in said
    assert 'Absence("bob"): start' in said
    assert "portfolio: as_of is missing" in said


def test_what_is_no_row_is_told() -> None:
    with pytest.raises(ipm.InputError, match="is no row of a table"):
        ipm.portfolio("T1", as_of="2026-01-05")  # type: ignore[arg-type]
    with pytest.raises(ipm.InputError, match="Maybe you meant `work`"):
        T1.but(wrok="8h")


def test_settings_that_are_wrong_are_told() -> None:
    with pytest.raises(ipm.InputError, match="grid"):
        small(calendar={"grid": "7m"})
    with pytest.raises(ipm.InputError, match="unknown goal"):
        small(goals="fast")


def test_an_index_that_is_named_as_a_column_is_one() -> None:
    people = pd.DataFrame({"skills": ["ux"]}, index=pd.Index(["ana"], name="id"))
    tasks = pd.DataFrame(
        {"Vorgänger": ["", "T0"], "Arbeit": ["ux 8h", "ux 1d"]}, index=pd.Index(["T0", "T1"], name="id")
    )
    made = ipm.from_frames(people=people, tasks=tasks, as_of=pd.Timestamp("2026-01-05"))
    assert [task.after for task in made.tasks] == [(), (Link("T0"),)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (np.nan, ""),
        (pd.NaT, ""),
        (pd.NA, ""),
        (np.int64(7), "7"),
        (np.float64(70), "70"),
        (np.bool_(True), "yes"),
        (1.125, "1.1250"),
        (Fraction(20, 3), "20/3"),
        (pd.Timestamp("2026-02-03"), "2026-02-03"),
        (pd.Timestamp("2026-02-03 13:00"), "2026-02-03T13:00:00"),
        (np.datetime64("2026-02-03"), "2026-02-03"),
        (timedelta(hours=3), "3h"),
        (pd.Timedelta(hours=1.5), "1.5h"),
        (Decimal("NaN"), ""),
        (("a", "b"), "a; b"),
        (np.array(["a", "b"]), "a; b"),
    ],
)
def test_values_as_cells(value: object, text: str) -> None:
    assert written(value).text == text


def test_edits_return_other_portfolios() -> None:
    before = small(ipm.Milestone("M", project="P0", due="2026-02-02"), ipm.Project("P0"))
    more = before.add(ipm.Task("T2", work="2d", milestone="M", project="P0"), [ipm.Person("kim", skills="ux")])
    assert [task.id for task in more.tasks] == ["T0", "T1", "T2"]
    assert before.tasks == more.tasks[:2]
    later = more.set("milestones.M", due="2026-02-09", weight=2).set("portfolio", as_of="2026-01-12")
    assert later.milestone["M"].due == date(2026, 2, 9)
    assert later.milestone["M"].weight == 2
    assert later.as_of == date(2026, 1, 12)
    assert later.set("milestones.M", due=None).milestone["M"].due is None
    assert later.set("people.ana", from_=date(2026, 2, 2)).person["ana"].joins == date(2026, 2, 2)
    assert later.drop("tasks.T1").task["T1"].cancelled
    assert ipm.frames(later)["milestones"]["weight"].tolist() == [2.0]


def test_edits_that_are_wrong_are_told() -> None:
    studio = small()
    with pytest.raises(ipm.InputError, match="duplicate id `T1`"):
        studio.add(T1)
    with pytest.raises(ipm.InputError, match=r'Task\("T2"\).*: work'):
        studio.add(ipm.Task("T2", work="8 parsecs"))
    with pytest.raises(ipm.InputError, match="Maybe you meant `work`"):
        studio.set("tasks.T1", wrok="8h")
    with pytest.raises(ipm.InputError, match="T9"):
        studio.drop("tasks.T9")
    with pytest.raises(ipm.InputError, match="is no table and id"):
        studio.drop("T1")


def test_a_scenario_in_python_is_the_one_of_a_file() -> None:
    studio = small()
    made = ipm.scenario(
        studio,
        "hire",
        add=[ipm.Person("kim", skills="frontend:2", from_="2026-02-02")],
        drop=["tasks.T1"],
        set={"portfolio.goals.order": ["cost", "lateness"], "tasks.T0.work": "ux 2d"},
    )
    text = ipm.print_scenarios([made], studio)
    assert 'add.people = [{id = "kim", skills = "frontend:2", from = 2026-02-02}]' in text
    assert made.apply(studio).goals.order == ("cost", "lateness")


def test_rows_of_a_portfolio_are_rows_again() -> None:
    studio = ipm.load(DATA / "studio")
    assert repr(row_of(studio.absences[0])).startswith("Absence(")
    assert (
        ipm.portfolio(studio.people, studio.pools, as_of=studio.as_of, calendar={"grid": "30m"}).people == studio.people
    )


def test_a_baseline_may_be_a_plan() -> None:
    made = small(baseline=Schedule("Portfolio", date(2026, 1, 5), "optimal"))
    assert made.baseline is not None


def test_a_workbook_of_the_same_frames_is_the_same(tmp_path: Path) -> None:
    studio = small(ipm.Project("P0", budget=5000))
    with pd.ExcelWriter(tmp_path / "studio.xlsx") as writer:
        sheets: Mapping[str, pd.DataFrame] = ipm.frames(studio)
        for name, frame in sheets.items():
            if len(frame):
                frame.to_excel(writer, sheet_name=name, index=False)
    assert ipm.load(tmp_path / "studio.xlsx") == studio
