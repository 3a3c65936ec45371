"""What ``check --health`` and ``ipm.health`` say, and a check in a folder of one's own."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.checkups.looking import found
from tests.folders import write
from tests.plans import choice, does, part, plan_of, studio, work

import ipmplan as ipm
from ipmplan.checkups import all_checks
from ipmplan.checkups.checks import __doc__ as room
from ipmplan.cli import main
from ipmplan.core.portfolio import Task
from ipmplan.errors import InputError
from ipmplan.extensions import VARIABLE
from ipmplan.files.planfile import write_plan

OWN = Path(__file__).parents[1] / "recipe"
TASKS = """\
id,project,work,after
T1,P0,frontend 8h,
T2,P0,backend 8h,T1 SS-2h
T3,P0,24h,
T4,P0,24h,
T5,P0,24h,
T6,P0,24h,
"""


def run(*call: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, call)
    assert result.exit_code == status, result.output
    return result.stdout


def test_the_terminal_shows_three_of_each_with_rule_and_source(tmp_path: Path) -> None:
    shown = run("check", str(write(tmp_path, tasks=TASKS)), "--health")
    assert max(map(len, shown.splitlines()[1:])) <= 80
    # Five of six tasks lack something; T3 to T6 both ends, of which three are shown.
    part = shown.split("Missing logic: 5 of 6 open tasks")[1].split("Leads")[0]
    assert [line.split()[0] for line in part.splitlines() if line.startswith("T")] == ["T3", "T4", "T5"]
    assert "and 2 more; --json and `.found` list them all" in part
    assert "(DCMA 14-point assessment, 1)" in " ".join(part.split())
    assert "needs a plan of this day" in shown
    assert "There is no plan yet" in shown


def test_all_of_it_in_json_and_no_other_exit_status(tmp_path: Path) -> None:
    said = json.loads(run("check", str(write(tmp_path, tasks=TASKS)), "--health", "--json"))
    (logic,) = (one for one in said["health"]["checks"] if one["check"] == "missing_logic")
    assert ([row["id"] for row in logic["found"]], logic["of"], logic["ok"]) == (
        ["T3", "T4", "T5", "T6", "T2"],
        6,
        False,
    )
    assert "health" not in json.loads(run("check", str(tmp_path), "--json"))
    write(tmp_path, tasks="id,work\nT1,fronted 8h\n")
    assert "Checks" not in run("check", str(tmp_path), "--health", status=2)


def test_the_plan_of_the_folder_is_looked_at_unless_another_is_named(tmp_path: Path) -> None:
    portfolio = ipm.load(write(tmp_path, tasks="id,work\nT1,frontend 8h\n"))
    assert ipm.health(tmp_path).checks.loc["high float", "missing"] == "a plan of this day"
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    write_plan(tmp_path / "plan.json", plan)
    assert ipm.health(tmp_path).checks.loc["high float", "ok"] is True
    assert ipm.health(portfolio, plan).checks.loc["high float", "of"] == 1
    (tmp_path / "plan.json").rename(tmp_path / "other.json")
    shown = run("check", str(tmp_path), "--health", "--plan", str(tmp_path / "other.json"))
    assert re.search(r"^high float +0 +1 +0 %", shown, re.MULTILINE)


def test_an_older_plan_is_said_to_be_old(tmp_path: Path) -> None:
    portfolio = ipm.load(write(tmp_path, tasks="id,work\nT1,frontend 8h\n"))
    write_plan(tmp_path / "plan.json", plan_of(portfolio, {"T1": choice(does("ana", 5))}))
    toml = (tmp_path / "portfolio.toml").read_text(encoding="utf-8").replace("2026-01-05", "2026-01-07")
    (tmp_path / "portfolio.toml").write_text(toml, encoding="utf-8")
    answer = ipm.health(tmp_path)
    assert "The plan is of Mon 5 Jan" in repr(answer)
    assert answer.found.loc[answer.found["check"] == "invalid dates", "id"].tolist() == ["T1"]


def test_frames_and_a_notebook() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),)))
    made = ipm.Plan(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)
    answer = ipm.health(made)
    row = answer.checks.to_dict("index")["missing resources"]
    assert (row["found"], row["of"], row["share"]) == (1, 1, 1.0)
    assert {"check", "id", "what"} == set(answer.found)
    assert "<table" in answer._repr_html_()
    assert json.loads(answer.to_json())["plan_of"] == "2026-01-05"


def test_what_is_no_portfolio_is_told() -> None:
    with pytest.raises(InputError, match="a portfolio or its folder is needed"):
        ipm.health(3)  # type: ignore[arg-type]


def test_every_check_says_its_rule_source_and_formula() -> None:
    checks = all_checks()
    assert len(checks) >= 21
    for one in checks:
        assert one.RULE
        assert one.SOURCE
        assert one.COUNTS
        first, _, formula = (one.__doc__ or "").partition("Formula::\n\n    ")
        assert first, one
        assert formula, one
    assert len({one.TITLE for one in checks}) == len(checks)
    assert [one.SOURCE.rpartition(" ")[2] for one in checks if "DCMA" in one.SOURCE] == [str(n) for n in range(1, 15)]
    assert room is not None
    assert "LIMIT" in room


def test_a_check_of_ones_own_is_made_too(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8, "ux")),)))
    with pytest.raises(StopIteration):
        found("names", portfolio)
    monkeypatch.setenv(VARIABLE, str(OWN))
    assert found("names", portfolio) == ["T1"]
