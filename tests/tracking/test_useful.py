"""Folders without rates, baseline or progress, or with nothing left: a useful answer, or a clear sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from tests.folders import write
from tests.tracking.sprints import STUDIO, mornings, plain

import ipmplan as ipm
from ipmplan.cli import main
from ipmplan.tracking.status import light
from ipmplan.tracking.track import track

MORE = {
    "toml": 'name = "Tiny"\nas_of = 2026-01-12\n[calendar]\nworkweek = "Mon-Fri 09:00-17:00"\n',
    "projects": "id,client,billing,price\nP,Kessler,fixed,900\n",
    "milestones": "id,project,name,due,payment\nM,P,Beta,2026-01-09,900\n",
    "tasks": "id,project,milestone,work\nT1,P,M,frontend 8h\nT2,P,M,backend 8h\n",
}
DONE = "date,task,person,hours,remaining\n2026-01-05,T1,ana,8,0\n2026-01-06,T2,ben,9,0\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def said(folder: Path, **tables: str) -> str:
    done = run("track", write(folder, **MORE | tables))
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_nothing_at_all(tmp_path: Path) -> None:
    text = said(tmp_path)
    assert "No plan was approved yet, so that there is no baseline" in text
    assert "Nothing was recorded in progress.csv" in text
    assert "Nobody has a rate, so that earned value and budgets are in hours." in text
    assert "Budget by project, h" in text


def test_progress_without_a_plan(tmp_path: Path) -> None:
    text = said(tmp_path, progress="date,task,person,hours,remaining\n2026-01-05,T1,ana,6,4\n")
    assert "Beta: amber, no plan says when, agreed for 9 Jan 2026" in text


def test_nothing_left_to_do(tmp_path: Path) -> None:
    text = said(tmp_path, progress=DONE)
    assert "All planned work is finished." in text
    assert "Beta, reached on 2026-01-06: 900.00 EUR" in text


def test_hours_take_the_place_of_money() -> None:
    morning = mornings(replace(STUDIO, people=tuple(replace(person, rate=None) for person in STUDIO.people)))[2]
    [row] = track(morning.portfolio, morning.plan, morning.approved).projects
    value = row.value
    # 16 h of A and 19 of B; 21 + 19 h were spent; Wed to Fri the whole of B was planned.
    assert (value.unit, str(value.bac), str(value.pv), str(value.ev), str(value.ac)) == (
        "h",
        "48.00",
        "40.00",
        "35.00",
        "40.00",
    )


def test_an_old_plan_is_told_and_open_work_goes_on_from_the_status_date() -> None:
    before, morning = mornings()[:2]
    made = track(morning.portfolio, before.plan, morning.approved)
    assert made.plan_is_old
    slip = next(slip for slip in made.slips if slip.id == "M1")
    # A has 4 h left on Wed 7 at 9:00.
    assert (slip.now, slip.light.colour) == (datetime(2026, 1, 7, 13), "red")
    # 800 spent; A 4 x 50, B 960 + 100, C 400 to go.
    assert str(made.budgets[0].expected) == "2460.00"


def test_all_figures_as_tables() -> None:
    morning = mornings()[2]
    standing = ipm.track(ipm.Plan(morning.plan, morning.portfolio), approved=morning.approved)
    assert [standing.earned_value[name].sum() for name in ("bac", "ev", "es_hours")] == [2260.0, 1560.0, 35.0]
    assert standing.billable["amount_eur"].sum() == 2000.0
    assert standing.tasks["left_hours"].tolist() == [0.0, 5.0, 8.0]
    assert standing.slips["light"].tolist() == ["green", "red", "red"]
    assert {len(standing.people), len(standing.budget)} == {2, 1}
    assert standing.curve["ev"].max() == 1560.0
    assert standing.delays["our_hours"].tolist() == [5.0]
    assert "2,000.00 EUR can be billed" in repr(standing)


def test_track_for_machines(tmp_path: Path) -> None:
    done = run("track", write(tmp_path, **MORE | {"progress": DONE}), "--json")
    found = json.loads(done.stdout)
    assert (found["as_of"], found["billing"]["lines"][0]["amount"]) == ("2026-01-12", "900.00")
    assert [task["spent"] for task in found["tasks"]] == [8, 9]


def test_bills_are_written_once_and_as_a_workbook(tmp_path: Path) -> None:
    folder = write(tmp_path, **MORE | {"progress": DONE})
    first = run("invoice", folder, "--write", "--to", tmp_path / "bill.xlsx")
    assert first.exit_code == 0, first.output
    assert "900.00 EUR can be billed" in first.stdout
    book = load_workbook(tmp_path / "bill.xlsx")
    assert (book.sheetnames, book["Kessler"]["E2"].value) == (["all", "Kessler"], 900)
    assert "nothing to bill" in run("invoice", folder, "--write").stdout
    assert len((folder / "invoices.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_months_that_are_none(tmp_path: Path) -> None:
    folder = write(tmp_path, **MORE | {"progress": DONE})
    assert "nothing to bill" in run("invoice", folder, "--month", "2025-12").stdout
    wrong = run("invoice", folder, "--month", "January")
    assert (wrong.exit_code, "Maybe you meant something like `2026-01`?" in wrong.output) == (2, True)


def test_rebaselining_needs_its_reason(tmp_path: Path) -> None:
    folder = write(tmp_path, **MORE)
    morning = mornings()[0]
    ipm.Plan(morning.plan, morning.portfolio).save(folder / "plan.json")
    done = run("-C", folder, "approve", folder / "plan.json", "--rebaseline", "P")
    assert done.exit_code == 2
    assert not (folder / "plans").exists()


def test_one_rule_for_red_amber_and_green() -> None:
    agreed, early, late = date(2026, 3, 6), datetime(2026, 3, 6, 18), datetime(2026, 3, 7, 0, 30)
    assert light(agreed, late, early, early).colour == "green"
    assert light(agreed, early, early, late).colour == "amber"
    assert light(agreed, early, late, late).colour == "red"
    assert light(agreed, datetime(2026, 3, 7)).colour == "green"
    assert light(agreed, late).colour == "red"


def test_days_that_the_client_took_are_not_ours() -> None:
    """Two days late in the end; an answer came on Tuesday 13, a day after it was due, so that one of them is the client's."""
    from ipmplan.core.records import Decision

    morning = mornings()[3]
    asked = Decision("D1", "P", owner="client", expected=date(2026, 1, 12), answered_on=date(2026, 1, 13), tasks=("C",))
    made = track(replace(morning.portfolio, decisions=(asked,)), morning.plan, morning.approved)
    [delay] = made.delays
    assert plain(delay.late, delay.client, delay.ours) == [8, 8, 0]
    assert [row.what for row in delay.waited] == ["D1"]
