"""The command line: what is written where, what is said on which stream, and with which exit status it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import click
import pytest
from click.testing import CliRunner, Result

import ipmplan
from ipmplan.cli import main
from ipmplan.cli.progress import ProgressLine
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Conflict, Infeasible, InternalError, Issue, OutOfTime, Relaxation
from ipmplan.files.planfile import read_plan, write_plan
from ipmplan.loading import load, read
from ipmplan.models.search import Event

TABLES = {
    "portfolio.toml": 'name = "Kiosk"\nas_of = 2026-01-05\n[sprint]\nstart = 2026-01-05\n',
    "people.csv": "id,name,skills,rate\nana,Ana,design:2,60\nben,Ben,frontend:2,50\n",
    "projects.csv": "id,name,status\nP0,Shop,\nP1,Maybe,tentative\nP2,Old,done\n",
    "tasks.csv": "id,project,name,work,after\nT1,P0,Draft,design 8h,\nT2,P0,Build,frontend 16h,T1\nT3,P1,Later,design 4h,\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "kiosk")


@pytest.fixture(scope="module")
def planned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = written(tmp_path_factory.mktemp("once") / "kiosk")
    assert run("plan", place, "--time-limit", 2).exit_code == 0
    return place


@pytest.fixture
def planned(planned_once: Path, tmp_path: Path) -> Path:
    return Path(copytree(planned_once, tmp_path / "kiosk"))


def written(place: Path) -> Path:
    place.mkdir()
    for name, text in TABLES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def commands() -> list[tuple[str, click.Command]]:
    return sorted(main.commands.items())


def failing(error: Exception) -> object:
    def plan(*_: object, **__: object) -> Schedule:
        raise error

    return plan


def test_a_second_plan_says_what_moved_since_the_first_and_of_the_approved_one(planned: Path) -> None:
    assert run("-C", planned, "approve", "--by", "Mia").exit_code == 0
    (planned / "tasks.csv").write_text(TABLES["tasks.csv"].replace("frontend 16h", "frontend 24h"), encoding="utf-8")
    again = run("plan", planned, "--time-limit", 2)
    assert "Since the approved plan of Mon 5 Jan: 1 task on other days" in again.stdout
    assert "This plan moves: 1 of 2 approved tasks" in again.stdout


def test_a_plan_is_written_shown_and_the_last_one_kept(folder: Path) -> None:
    first = run("plan", folder, "--time-limit", 2)
    assert (first.exit_code, first.exception) == (0, None)
    assert first.stdout.startswith("Kiosk: plan of Mon 5 Jan 2026")
    assert f"wrote {folder / 'plan.json'}" in first.stderr
    assert [task.id for task in read_plan(folder / "plan.json").tasks] == ["T1", "T2"]
    assert run("plan", folder, "--time-limit", 1).exit_code == 0
    assert (folder / "plan.json.bak").is_file()
    assert not (folder / "report.html").exists()


def test_json_is_the_plan_and_nothing_else(folder: Path) -> None:
    result = run(
        "plan", folder, "--time-limit", 2, "--json", "--out", folder / "other.json", "--report", folder / "r.html"
    )
    assert json.loads(result.stdout) == json.loads((folder / "other.json").read_text(encoding="utf-8"))
    assert (folder / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not (folder / "plan.json").exists()


def test_a_replans_report_says_the_odds_as_a_plans_does(planned: Path) -> None:
    for command in ("plan", "replan"):
        assert run(command, planned, "--time-limit", 1, "--report", planned / "r.html").exit_code == 0
        assert 'id="odds"' in (planned / "r.html").read_text(encoding="utf-8"), command


def test_tentative_projects_are_planned_when_asked_for(folder: Path) -> None:
    for option in (["--with", "P1"], ["--with-tentative"]):
        assert run("plan", folder, "--time-limit", 2, *option).exit_code == 0
        plan = read_plan(folder / "plan.json")
        assert [task.id for task in plan.tasks] == ["T1", "T2", "T3"]
        assert plan.including == ("P1",)


def test_the_status_date_can_be_given(folder: Path) -> None:
    assert run("plan", folder, "--time-limit", 2, "--as-of", "2026-02-02").exit_code == 0
    assert min(task.start for task in read_plan(folder / "plan.json").tasks).month == 2


@pytest.mark.parametrize(
    ("words", "told", "maybe"),
    [
        (["plan", "{folder}", "--goals", "latenes"], "latenes", "Maybe you meant `lateness`?"),
        (["plan", "{folder}", "--with", "P9"], "there is no project `P9`", "Maybe one of P1?"),
        (["plan", "{folder}", "--with", "P2"], "the project `P2` is done, not tentative", "Maybe change its status"),
        (["plan", "{folder}", "--as-of", "soon"], "--as-of: `soon`", ""),
        (["plan", "{folder}", "--out", "{folder}"], "this is a folder", "Maybe name a file in it?"),
        (["plan", "{folder}", "--out", "{folder}/no/plan.json"], "there is no folder", "Maybe make it first?"),
        (
            ["plan", "{folder}", "--report", "{folder}/no/r.html"],
            "the report cannot be written",
            "Maybe make it first?",
        ),
        (["plan", "{folder}x"], "no such folder", "Maybe you meant `kiosk`?"),
        (["plan", "{folder}/tasks.csv"], "neither a folder nor an .xlsx workbook", "Maybe give the folder"),
        (["report", "{folder}"], "there is no plan yet", "Maybe run `ipmplan plan` first?"),
        (["report", "{folder}x"], "no such folder", ""),
        (["-C", "{folder}", "approve"], "there is no plan yet", "Maybe run `ipmplan plan` first?"),
        (["check", "{folder}", "--plan", "{folder}/no.json"], "no such plan", "Maybe run `ipmplan plan` first?"),
        (["check", "{folder}", "--plan", "{folder}/tasks.csv"], "tasks.csv", ""),
        (["-C", "{folder}", "plan", "{folder}"], "the folder was given twice", "Maybe leave one out."),
        (["chek"], "no such command `chek`", "Maybe you meant `check`?"),
        (["init"], "name the folder", "Maybe `ipmplan init studio`?"),
        (["plan", "{folder}", "--time-limit", "-1"], "--time-limit", ""),
        (["plan", "{folder}", "--goals", ","], "--goals", ""),
    ],
)
def test_a_mistake_ends_with_a_sentence_and_status_2(folder: Path, words: list[str], told: str, maybe: str) -> None:
    result = run(*(word.format(folder=folder) for word in words))
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert told in result.stderr
    assert maybe in result.stderr
    assert result.stdout == ""
    assert not (folder / "plan.json").exists()


def test_what_cannot_be_written_is_found_before_the_search(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipmplan.planner.plan", failing(AssertionError("searched")))
    assert run("plan", folder, "--out", folder / "no" / "plan.json").exit_code == 2


def test_all_problems_of_the_tables_are_told_at_once(folder: Path) -> None:
    (folder / "tasks.csv").write_text("id,project,name,work\nT1,P0,A,fronted 8h\nT1,P7,B,design 3x\n", encoding="utf-8")
    result = run("plan", folder)
    assert result.exit_code == 2
    assert result.stderr.count("error: tasks.csv:") >= 3
    assert "Maybe you meant `frontend`?" in result.stderr


def test_many_warnings_do_not_flood_the_plan_but_check_tells_them_all(folder: Path) -> None:
    rows = "".join(f"T{n},P0,x,design 1h,1\n" for n in range(30))
    (folder / "tasks.csv").write_text("id,project,name,work,nmae\n" + rows, encoding="utf-8")
    (folder / "absences.csv").write_text("person,start\n" + "ana,2026-03-02\n" * 3, encoding="utf-8")
    told = run("plan", folder, "--time-limit", 3).stderr
    assert told.count("warning:") <= 8
    result = run("check", folder)
    assert "warning: tasks.csv:1" in result.stderr


def test_no_plan_exists(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = Conflict(
        ["P0-beta is due 2 March, firm", "only ben has backend:2"], [Relaxation("P0-beta 6 days later", 6, "days")]
    )
    monkeypatch.setattr("ipmplan.planner.plan", failing(Infeasible(conflict)))
    result = run("plan", folder, "--json")
    assert result.exit_code == 1
    assert "- only ben has backend:2" in result.stderr
    assert "Maybe P0-beta 6 days later." in result.stderr
    assert json.loads(result.stdout)["conflict"]["facts"] == ["P0-beta is due 2 March, firm", "only ben has backend:2"]
    assert not (folder / "plan.json").exists()


def test_running_out_of_time_is_not_a_conflict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipmplan.planner.plan", failing(OutOfTime("no plan was found in 20 s")))
    result = run("plan", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("no plan was found in 20 s\n")


def test_a_mistake_of_ours_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = InternalError(
        [Issue("it is due on Mon 2 Mar, firm", "P0-beta", rule="deadlines")], "seed 0, time limit 20 s"
    )
    monkeypatch.setattr("ipmplan.planner.plan", failing(broken))
    result = run("plan", folder, "--json")
    assert result.exit_code == 1
    assert "ipmplan has made a mistake" in result.stderr
    assert "rule deadlines: P0-beta: it is due on Mon 2 Mar, firm" in result.stderr
    assert "Maybe report this, with the portfolio and: seed 0, time limit 20 s." in result.stderr
    answer = json.loads(result.stdout)
    assert (answer["status"], answer["issues"][0]["rule"]) == ("internal error", "deadlines")
    assert not (folder / "plan.json").exists()


def test_check_without_a_plan_judges_the_tables(folder: Path) -> None:
    result = run("check", folder)
    assert result.exit_code == 0
    assert "the tables are fine" in result.stdout
    (folder / "people.csv").write_text("id,skills\nana,design:x\n", encoding="utf-8")
    assert run("check", folder).exit_code == 2


def test_check_judges_the_plan_and_names_every_breach(planned: Path) -> None:
    good = run("check", planned, "--plan", planned / "plan.json")
    assert (good.exit_code, good.stdout) == (
        0,
        f"{planned}: the tables are fine\n{planned / 'plan.json'}: breaks no rule\n",
    )
    plan = read_plan(planned / "plan.json")
    swapped = tuple(replace(row, person="ben") if row.task == "T1" else row for row in plan.assignments)
    write_plan(planned / "edited.json", replace(plan, assignments=swapped))
    bad = run("check", planned, "--plan", planned / "edited.json")
    assert bad.exit_code == 1
    assert "skills: T1" in bad.stdout
    machine = json.loads(run("check", planned, "--plan", planned / "edited.json", "--json").stdout)
    assert "skills" in {breach["rule"] for breach in machine["breaches"]}


def test_a_plan_is_judged_as_of_its_own_day(planned: Path) -> None:
    later = TABLES["portfolio.toml"].replace("as_of = 2026-01-05", "as_of = 2026-02-02")
    (planned / "portfolio.toml").write_text(later, encoding="utf-8")
    tables = run("check", planned)
    assert (tables.exit_code, tables.stdout) == (0, f"{planned}: the tables are fine, 1 to look at\n")
    assert "sprint" in tables.stderr
    old = run("check", planned, "--plan", planned / "plan.json")
    assert old.exit_code == 0
    assert "(as of 5 January 2026, for which it was made): breaks no rule" in old.stdout


def test_tables_of_which_no_plan_exists_are_not_fine(folder: Path) -> None:
    (folder / "milestones.csv").write_text("id,project,due,firm\nM,P0,2026-01-05,yes\n", encoding="utf-8")
    tasks = TABLES["tasks.csv"].replace("id,project", "id,milestone,project").replace("T1,", "T1,M,", 1)
    tasks = tasks.replace("T2,", "T2,M,", 1).replace("T3,", "T3,,", 1)
    (folder / "tasks.csv").write_text(tasks, encoding="utf-8")
    found = run("check", folder)
    assert found.exit_code == 1
    assert "no plan exists: M is due 5 January 2026, firm" in found.stderr
    assert found.stdout == f"{folder}: no plan exists for these tables; `ipmplan plan` tells what would help\n"


def test_an_approved_plan_is_kept_and_never_changed(planned: Path) -> None:
    for _ in range(2):
        assert run("-C", planned, "approve", "--told", "staff,client:P0", "--by", "Mia").exit_code == 0
    kept = sorted((planned / "plans").iterdir())
    assert len(kept) == 2
    assert json.loads(kept[0].read_text(encoding="utf-8"))["approved"]["by"] == "Mia"
    (planned / "plan.json").unlink()
    assert [path.name for path in kept] == ["2026-01-05-2.json", "2026-01-05.json"]
    assert f"{kept[1]}: breaks no rule" in run("check", planned, "--plan", kept[1]).stdout
    assert run("-C", planned, "approve", "--told", "clients").exit_code == 2


@pytest.mark.parametrize("command", ["check", "report", "approve"])
def test_the_plan_of_another_portfolio_is_refused(planned: Path, command: str) -> None:
    text = (planned / "plan.json").read_text().replace('"T1"', '"X1"').replace('"T2"', '"X2"')
    (planned / "plan.json").write_text(text.replace("Kiosk", "Bakery"))
    result = run("-C", planned, command, *(["--plan", planned / "plan.json"] if command == "check" else []))
    assert result.exit_code == 2
    assert f"{planned / 'plan.json'}: the plan is of another portfolio, `Bakery`" in result.stderr
    assert not (planned / "plans").exists()


def test_a_plan_can_be_approved_when_the_tables_have_become_wrong(planned: Path) -> None:
    (planned / "people.csv").write_text("id,name\n", encoding="utf-8")
    assert run("-C", planned, "approve").exit_code == 0


def test_a_plan_named_from_elsewhere_is_kept_with_its_portfolio(planned: Path) -> None:
    assert run("approve", planned / "plan.json", "--by", "Mia").exit_code == 0
    assert (planned / "plans").is_dir()


def test_the_report_of_a_plan(planned: Path) -> None:
    assert run("report", planned).exit_code == 0
    assert "Kiosk" in (planned / "report.html").read_text(encoding="utf-8")
    refused = run("report", planned, "--out", planned / "b.pdf")
    assert refused.exit_code == 2
    assert "the manager's page is no `.pdf`, only .html" in refused.stderr
    assert not (planned / "b.pdf").exists()
    answer = json.loads(run("-C", planned, "report", "--out", planned / "b.html", "--theme", "dark", "--json").stdout)
    assert answer == {"plan": str(planned / "plan.json"), "report": str(planned / "b.html")}


def test_init_writes_what_plan_can_plan(tmp_path: Path) -> None:
    place = tmp_path / "new"
    assert run("init", place).exit_code == 0
    assert isinstance(load(place), Portfolio)
    again = run("init", place)
    assert again.exit_code == 2
    assert "Maybe" in again.stderr
    assert run("init", place, "--force").exit_code == 0


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_help_shows_an_example(name: str, command: click.Command) -> None:
    text = run(name, "--help").stdout
    assert "Example" in text
    assert f"ipmplan {name}" in text or f"ipmplan -C studio {name}" in text
    assert all(option.help for option in command.params if isinstance(option, click.Option) and option.name != "help")


def test_version() -> None:
    assert run("--version").stdout.startswith(f"ipmplan {ipmplan.__version__}\n")


def test_progress_is_sparse_when_nobody_watches() -> None:
    lines: list[str] = []
    with ProgressLine(20.0, lines.append, live=False) as progress:
        for seconds in range(12):
            progress(Event("plan", float(seconds), "lateness", 30.0 - seconds, None))
        progress(Event("stage", 12.0, "cost", 41250.0, 40000.0))
        progress(Event("proved", 18.0, "cost", 41000.0, 41000.0))
    assert [line.split("s  ")[1] for line in lines] == [
        "lateness: best 30, no bound yet",
        "lateness: best 25, no bound yet",
        "lateness: best 20, no bound yet",
        "cost: best 41,250, bound 40,000",
        "cost: 41,000, proved",
    ]


def ipmplan_process(*words: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(ipmplan.__file__).parent.parent), "COLUMNS": "80"}
    command = [sys.executable, "-m", "ipmplan", *(str(word) for word in words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_piped_output_is_plain_and_a_closed_pipe_is_quiet(planned: Path) -> None:
    process = ipmplan_process("plan", planned, "--time-limit", 1)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in said
    assert "\x1b" not in said


def test_ctrl_c_keeps_the_best_plan(tmp_path: Path) -> None:
    place = tmp_path / "new"
    assert run("init", place).exit_code == 0
    process = ipmplan_process("plan", place, "--time-limit", 120, "--goals", "evenness,cost")
    assert process.stderr is not None
    assert "best" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    output, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert output.startswith("My studio: plan of")
    assert read_plan(place / "plan.json").tasks


def test_issues_without_a_place_are_sentences(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breach = Issue("two tasks overlap", rule="capacity")
    monkeypatch.setattr("ipmplan.planner.check", lambda *_: [breach])
    write_plan(folder / "plan.json", Schedule("Kiosk", load(folder).as_of, "feasible"))
    assert "  capacity: two tasks overlap\n" in run("check", folder, "--plan", folder / "plan.json").stdout


def test_what_is_new_to_look_at_comes_first_and_the_rest_is_counted(folder: Path) -> None:
    rows = "".join(f"R{number},P0,Wish {number},\n" for number in range(10, 21))
    (folder / "requirements.csv").write_text(f"id,project,statement,tasks\n{rows}", encoding="utf-8")
    first = run("check", folder).stderr
    assert [line.split()[3] for line in first.splitlines() if "has no task" in line] == [f"R{n}" for n in range(10, 20)]
    assert "note: and 1 more answers, requirements and estimates to look at" in first
    told = read(folder)[1]
    last = Schedule("Kiosk", load(folder).as_of, "feasible", notes=tuple(issue.message for issue in told))
    write_plan(folder / "plan.json", last)
    with (folder / "requirements.csv").open("a", encoding="utf-8") as table:
        table.write("R99,P0,Brand new,\n")
    later = run("check", folder).stderr
    assert [line.split()[3] for line in later.splitlines() if "has no task" in line][:2] == ["R99", "R10"]
    assert "note: and 2 more" in later


def test_progress_is_added_asked_for_and_taken(planned: Path, tmp_path: Path) -> None:
    added = run("-C", planned, "progress", "T1", "--hours", "2,5", "--date", "02.01.2026", "--note", "early")
    assert (added.exit_code, added.stdout) == (0, "T1: 2.5 h logged, 5.5 h remain\n")
    assert added.stderr == f"added 1 row to {planned / 'progress.csv'}\n"
    assert load(planned).progress[0].person == "ana"
    document = json.loads(run("-C", planned, "progress", "T1", "--done", "--on", "2026-01-02", "--json").stdout)
    assert (document["rows"][0]["remaining"], document["words"]) == (
        0,
        ["T1: 2.5 h logged, finished on 2 January 2026"],
    )
    sheet = tmp_path / "sheet.xlsx"
    asked = run("-C", planned, "progress", "--ask", sheet)
    assert (asked.exit_code, asked.stdout.startswith(f"wrote {sheet}: 1 sheets, 1 lines")) == (0, True)
    assert run("-C", planned, "progress", "--from", sheet).stdout == "sheet.xlsx: nothing to take\n"
    assert run("-C", planned, "progress").stdout == f"{planned}: nothing is odd about what was recorded\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--hours", "2"), "--hours needs a task"),
        (("T1", "--ask", "x.xlsx"), "give one of TASK, --ask and --from"),
        (("T1", "--done", "--remaining", "2"), "--done says that nothing remains"),
        (("T1", "--hours", "two"), "--hours: `two` is not a length of time"),
        (("T1", "--hours", "2", "--date", "soon"), "--date: `soon` is not a date"),
        (("T9", "--hours", "2"), "task `T9` is not known"),
    ],
)
def test_progress_that_is_not_understood_is_said(folder: Path, words: tuple[str, ...], message: str) -> None:
    found = run("-C", folder, "progress", *words)
    assert (found.exit_code, message in found.stderr) == (2, True)
    assert not (folder / "progress.csv").exists()


def test_questions_are_listed_and_answered(planned: Path) -> None:
    assert run("-C", planned, "answer").stdout == "no question is open\n"
    table = "id,project,question,owner,tasks,expected\nD1,P0,Which fonts?,us,T2,2026-01-06\n"
    (planned / "decisions.csv").write_text(table, encoding="utf-8")
    listed = run("-C", planned, "answer", "D1")
    assert listed.stdout.splitlines()[:2] == ["Which fonts? (D1): by Tue 6 Jan", "  from us, holds Build"]
    assert json.loads(run("-C", planned, "answer", "--json").stdout)["questions"][0]["waiting"] == ["T2"]
    said = run("-C", planned, "answer", "D1", "Inter", "--on", "2026-01-02")
    assert said.stdout.splitlines() == ["D1 was answered on 2 January 2026: Inter", "T2 may begin"]
    again = run("-C", planned, "answer", "D1", "Roboto")
    assert (again.exit_code, "Maybe add `--again`" in again.stderr) == (2, True)
    assert run("-C", planned, "answer", "D1").exit_code == 2
