"""The harness runs end to end on small made-up folders, and its failures are counted and told."""

from __future__ import annotations

import csv
import doctest
import importlib
import pkgutil
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.solvers.outcome import Step
from benchmarks.suites.agency import deviation, first_working_moment, late_days, working_hours
from benchmarks.suites.scale import near
from benchmarks.table import Column, Table
from tests.benchmarks import tiny_instances, tiny_tables

import benchmarks
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import PersonLoad, PlannedMilestone, PlannedTask, Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Task
from ipmplan.core.work import Alternative, Part

HEAD = "instance,family,n_tasks,bks_lb,bks_ub,source\n"
QUICK = ("--time", "2", "--workers", "1")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, list[str]]:
    status = main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out.strip().splitlines()


def _instances(folder: Path, rows: str, names: Sequence[str] = ("tiny.sm", "tiny.def")) -> Path:
    for name in names:
        tiny_instances.write(folder, name)
    (folder / "index.csv").write_text(HEAD + rows, encoding="utf-8")
    return folder


def test_two_instances_are_planned_judged_and_totalled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _instances(tmp_path, "tiny.sm,psplib-J30,3,9,9,made up\ntiny.def,a new family,3,,,made up\n")
    out = tmp_path / "rows.csv"
    # Both are proved at once; a busy machine may need longer.
    status, lines = _run(capsys, "search", tmp_path, *QUICK, "--time", "20", "--csv", out)
    assert status == 0, lines
    assert lines[-1].startswith("search: 2 instances, gap 0.00 % (max 0.00), 1/1 at best, to bound 0.00 %")
    assert "2 proved" in lines[-1]
    assert "0 failed" in lines[-1]
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [(row["instance"], row["group"], row["value"], row["judged"]) for row in rows] == [
        ("tiny", "psplib_sm", "9", "True"),
        ("tiny", "a new family", "8", "True"),
    ]
    assert max(len(line) for line in lines) <= 100


def test_all_is_what_the_folder_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _instances(tmp_path, "tiny.mm,MMLIB50,2,,,made up\n", ["tiny.mm"])
    tiny_tables.write_portfolio(tmp_path / "agency" / "two-plain")
    out = tmp_path / "rows.csv"
    status, lines = _run(capsys, "all", tmp_path, *QUICK, "--csv", out)
    assert status == 0, lines
    parts = lines[-1].split(" | ")
    assert any(part.startswith("agency: 1 plans, 0 failed") for part in parts)
    assert any(part.startswith("search: 1 instances") for part in parts)
    assert (tmp_path / "rows-agency.csv").exists()
    assert (tmp_path / "rows-search.csv").exists()


def test_an_impossible_value_and_a_missing_file_are_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _instances(tmp_path, "tiny.sm,psplib-J30,3,50,60,made up\nnone.sm,psplib-J30,3,1,1,made up\n")
    status, lines = _run(capsys, "search", tmp_path, *QUICK)
    assert status == 1
    assert any("makespan 9 is below the published bound 50" in line for line in lines)
    assert any("there is no such file" in line for line in lines)
    assert "2 failed" in lines[-1]


def test_only_takes_the_families_that_start_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _instances(tmp_path, "tiny.sm,psplib-J30,3,9,9,made up\ntiny.def,imopse-d36,3,8,8,made up\n")
    status, lines = _run(capsys, "search", tmp_path, *QUICK, "--only", "IMOPSE")
    assert status == 0, lines
    assert lines[-1].startswith("search: 1 instances")


def test_real_projects_get_a_plan_or_the_name_of_their_overload(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_tables.write_projects(tmp_path)
    status, lines = _run(capsys, "projects", tmp_path, *QUICK)
    assert status == 0, lines
    assert lines[-1].startswith(
        "projects: 4 projects, 1 shorter, 1 same, 1 longer, 1 overload (than the baseline), 3 proved, 0 failed"
    )
    assert any("overload: its own data ask for 3 of 2 Crew" in line for line in lines)
    assert any("the baseline holds 1.25 of 1 Crane" in line for line in lines)


def test_a_portfolio_that_cannot_be_read_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_tables.write_portfolio(tmp_path / "broken")
    (folder / "tasks.csv").write_text("id,project,work\na,P0,cooking 8h\n", encoding="utf-8")
    status, lines = _run(capsys, "agency", tmp_path, *QUICK)
    assert status == 1
    assert any("tasks.csv:2" in line and "cooking" in line for line in lines)


def test_a_folder_of_its_own_is_planned_twice_to_compare_evenness(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines = _run(capsys, "agency", tiny_tables.write_portfolio(tmp_path / "two"), *QUICK)
    assert status == 0, lines
    assert lines[-1].startswith("agency: 2 plans, 0 failed")


@pytest.mark.slow
def test_size_is_measured_in_a_process_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = _run(capsys, "scale", "--time", "2", "--only", "100")
    assert status == 0, lines
    assert lines[-1].startswith("scale: 1 sizes")


def test_wrong_calls_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", str(tmp_path)]) == 2
    assert "holds nothing" in capsys.readouterr().err
    assert main(["search", str(tmp_path)]) == 2
    assert "there is no index of instances" in capsys.readouterr().err
    _instances(tmp_path, "tiny.sm,psplib-J30,3,nine,9,made up\n")
    assert main(["search", str(tmp_path)]) == 2
    assert "`nine` is no bound" in capsys.readouterr().err
    _instances(tmp_path, "")
    assert main(["search", str(tmp_path), "--peer", "nobody"]) == 2
    assert "unknown peer `nobody`" in capsys.readouterr().err


def test_a_row_is_on_disk_before_the_next_begins(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    table = Table([Column("a", "a", 3), Column("b")], StringIO(), path)
    table.add({"a": 1, "b": None})
    assert path.read_text(encoding="utf-8").splitlines() == ["a,b", "1,"]


def test_seconds_to_five_per_cent_wait_for_every_goal() -> None:
    steps = [
        Step(1, "lateness", 40, None),
        Step(2, "lateness", 0, None),
        Step(3, "makespan", 110, None),
        Step(4, "makespan", 100, None),
    ]
    assert near(steps) == 4
    assert near([]) is None


def test_slots_and_days_are_counted_from_the_first_working_moment() -> None:
    portfolio = Portfolio("x", date(2026, 1, 4))
    assert first_working_moment(portfolio) == datetime(2026, 1, 5, 9)
    assert working_hours(portfolio, datetime(2026, 1, 6, 13)) == 12
    assert working_hours(portfolio, datetime(2026, 1, 12, 17)) == 48
    afternoon = Portfolio("x", datetime(2026, 1, 5, 13))
    assert first_working_moment(afternoon) == datetime(2026, 1, 5, 13)
    assert working_hours(afternoon, datetime(2026, 1, 5, 17)) == 4


def test_lateness_in_days_and_evenness_are_the_readmes() -> None:
    work = (Alternative(groups=((Part(Fraction(8), "qa"),),)),)
    portfolio = Portfolio(
        "x",
        date(2026, 1, 5),
        people=(Person("ana", skills=(Skill("qa"),)), Person("ben", skills=(Skill("qa"),)), Person("carl")),
        milestones=(Milestone("m", "", due=date(2026, 1, 6), weight=Fraction(2)), Milestone("n", "")),
        tasks=(Task("t", milestone="m", work=work),),
    )
    end = datetime(2026, 1, 8, 12)
    plan = Schedule(
        "x",
        date(2026, 1, 5),
        "feasible",
        tasks=(PlannedTask("t", datetime(2026, 1, 8, 9), end),),
        milestones=(PlannedMilestone("m", date(2026, 1, 6), end, 12.0), PlannedMilestone("n", None, None)),
        people=(PersonLoad("ana", 8, 10, 0.8), PersonLoad("ben", 4, 10, 0.4), PersonLoad("carl", 0, 10, 0.0)),
    )
    assert late_days(plan, portfolio) == pytest.approx(3.0)
    assert deviation(plan, portfolio) == pytest.approx(0.2)


def test_examples_in_docstrings_hold() -> None:
    names = [info.name for info in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")]
    run = [doctest.testmod(importlib.import_module(name)) for name in names if not name.endswith(("_peer", "_script"))]
    assert sum(result.attempted for result in run) > 10
    assert sum(result.failed for result in run) == 0
