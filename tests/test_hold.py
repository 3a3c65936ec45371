"""`ipmplan hold` and `unhold` write holds.csv, and every plan keeps it."""

from pathlib import Path

from click.testing import CliRunner

import ipmplan as ipm
from ipmplan.cli import main
from ipmplan.files.planfile import write_plan
from ipmplan.files.scaffold import init


def run(*words: str) -> str:
    found = CliRunner().invoke(main, words)
    return f"{found.exit_code} {found.output}"


def test_a_hold_is_written_kept_and_taken_back(tmp_path: Path) -> None:
    init(tmp_path)
    before = ipm.load(tmp_path)
    made = ipm.plan(before, time_limit=None, work_limit=0.1, workers=1)
    write_plan(tmp_path / "plan.json", made.schedule)
    able = {row.person for row in made.schedule.assignments if row.task in {"WEB-ux", "APP-flow"}}
    who = min(able)
    assert run("-C", str(tmp_path), "hold", "WEB-ux", "--people", who).startswith(f"0 WEB-ux is held with {who}")
    assert "WEB-live is held with" in run("-C", str(tmp_path), "hold", "WEB-live")
    held = ipm.load(tmp_path)
    assert (held.holds[0].task, held.holds[0].people) == ("WEB-ux", (who,))
    assert held.holds[1].start == next(row.start for row in made.schedule.tasks if row.id == "WEB-live")
    again = ipm.plan(held, time_limit=None, work_limit=0.1, workers=1)
    assert {row.person for row in again.schedule.assignments if row.task == "WEB-ux"} == {who}
    assert "held any more" in run("-C", str(tmp_path), "unhold", "WEB-live")
    assert [row.task for row in ipm.load(tmp_path).holds] == ["WEB-ux"]


def test_what_cannot_be_held_is_said_with_a_way_out(tmp_path: Path) -> None:
    init(tmp_path)
    assert "2 " in run("-C", str(tmp_path), "hold", "WEB-uxx", "--people", "ole")
    assert "Maybe you meant `WEB-ux`?" in run("-C", str(tmp_path), "hold", "WEB-uxx", "--people", "ole")
    assert "is not held" in run("-C", str(tmp_path), "unhold", "WEB-ux")
    assert "nobody works" in run("-C", str(tmp_path), "hold", "WEB-approval", "--start", "2030-01-07").replace(
        "\n", " "
    )
