"""A few of the kills of `make kills`; disks that are full and folders that are read-only."""

import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from robustness.kill import Scene, kills
from tests.folders import write

from ipmplan.cli import main
from ipmplan.core.plan import Schedule
from ipmplan.files import atomic
from ipmplan.files.planfile import write_plan
from ipmplan.files.scaffold import init


def tiny(place: Path) -> None:
    write(place)


def test_kills_leave_before_or_after() -> None:
    scenes = [
        Scene("init", ["init", "{}/made"], tiny),
        Scene("init --force", ["init", "{}", "--force"], tiny),
    ]
    assert [found for found in kills(scenes, 24, seed=3) if found is not None] == []


def test_what_is_between_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(folder: Path, files: dict[str, bytes]) -> None:
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            atomic.write_bytes(folder / name, data)

    monkeypatch.setattr("ipmplan.files.scaffold.write_files", one_by_one)
    found = list(kills([Scene("init", ["init", "{}", "--force"], tiny)], 12, seed=3))
    assert any(found)


@pytest.mark.parametrize(("number", "words"), [(28, "No space left on device"), (30, "Read-only file system")])
def test_a_full_disk_and_a_read_only_folder_are_one_sentence(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    place = tmp_path / "studio"
    init(place)
    write_plan(place / "plan.json", Schedule("My studio", date(2026, 1, 5), "feasible"))
    before = {path: path.read_bytes() for path in place.iterdir()}
    (tmp_path / "jira.csv").write_text("Summary,Issue key\nA,WEB-1\n")
    monkeypatch.setattr(tempfile, "mkstemp", refused)
    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    calls = (
        ["init", str(place), "--force"],
        ["import", str(tmp_path / "jira.csv"), str(tmp_path / "web")],
        ["import", str(tmp_path / "jira.csv"), str(place), "--force"],
        ["-C", str(place), "approve", "--by", "Mia"],
        ["export", str(place), "--to", str(tmp_path / "plan.xml")],
        ["report", str(place)],
        ["-C", str(place), "hold", "WEB-ux", "--people", "ole"],
        ["plan", str(place), "--work-limit", "0.01"],
    )
    for call in calls:
        done = CliRunner().invoke(main, call)
        assert done.exit_code == 2, (call, done.output)
        assert words in done.output
        assert "Traceback" not in done.output
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
