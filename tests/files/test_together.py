"""Several files at once: all or nothing, whoever is killed, and one writer at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ipmplan.files import atomic, together
from ipmplan.files.together import WRITTEN, finish, write_files


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    write_files(tmp_path / "a/b", {"one.csv": b"1", "plans/two.json": b"2"})
    assert (tmp_path / "a/b/plans/two.json").read_bytes() == b"2"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_what_was_complete_is_finished_by_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_bytes(b"old")
    (tmp_path / "two.csv").write_bytes(b"new")
    staged = tmp_path / WRITTEN
    staged.mkdir()
    (staged / "one.csv").write_bytes(b"new")
    finish(tmp_path)
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir()) == [
        ("one.csv", b"new"),
        ("two.csv", b"new"),
    ]


def test_when_it_fails_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.csv").write_bytes(b"old")
    before = atomic.write_bytes

    def full(path: Path, data: bytes) -> None:
        if path.name == "two.csv":
            raise OSError(28, os.strerror(28))
        before(path, data)

    monkeypatch.setattr(together, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_files(tmp_path, {"one.csv": b"new", "two.csv": b"new"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("one.csv", b"old")]


def test_a_folder_in_the_way_is_found_before_anything_is_moved(tmp_path: Path) -> None:
    (tmp_path / "two.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        write_files(tmp_path, {"one.csv": b"new", "two.csv": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["two.csv"]


ADDER = """
import sys
from fractions import Fraction
from pathlib import Path
from datetime import date
from ipmplan.files.csvedit import Changes
from ipmplan.files.schema import tables
from ipmplan.files.tableedit import edit_table
described = tables(Fraction(8))
for number in range(20):
    row = {"date": date(2026, 1, 5), "task": sys.argv[2], "hours": Fraction(number + 1)}
    edit_table(Path(sys.argv[1]), described["progress"], described, Changes(add=[row]))
"""


def test_two_processes_lose_no_row(tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", ADDER, str(tmp_path), name]) for name in ("T1", "T2")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    rows = (tmp_path / "progress.csv").read_text().splitlines()[1:]
    assert sorted(rows) == sorted(f"2026-01-05,{name},{n + 1}h" for name in ("T1", "T2") for n in range(20))


def test_a_file_that_is_to_go_goes_with_the_others(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.csv": b"1", "b.csv": b"2"})
    write_files(tmp_path, {"a.csv": b"3", "b.csv": None})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"3"}
    write_files(tmp_path, {"a.csv": None})
    write_files(tmp_path, {"a.csv": None})
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_had_completed_is_finished_files_that_go_as_well(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"2")
    staged = tmp_path / ".ipmplan-written"
    staged.mkdir()
    (staged / "a.csv").write_bytes(b"1")
    (staged / "b.csv.ipmplan-gone").write_bytes(b"")
    finish(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"1"}
