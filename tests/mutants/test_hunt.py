"""A whole run on a project of one function: what its test notices is killed, the rest survives, and no file changes."""

import json
import subprocess
import sys
from pathlib import Path

from mutants.known import equivalents

ROOT = Path(__file__).resolve().parents[2]
CODE = '''"""Days."""

from functools import cache


def late(day: int, due: int) -> bool:
    """Whether a day is late.

    >>> late(3, 3), late(5, 3)
    (False, True)
    """
    return day > due


@cache
def week() -> int:
    """Remembered by whoever asks first, which is before all tests."""
    return 7


DAYS = week()


def twice(day: int) -> int:
    """No test runs this."""
    return day * 2


def forever(day: int) -> int:
    """Count down."""
    while day > 0:
        day -= 1
    return day
'''
TEST = """from ipmplan.core.days import forever, week


def test_forever():
    assert forever(3) == 0


def test_week():
    assert week() == 7
"""
RUN = "import mutants.session as s; s.LIBRARIES = (); s.ALLOWANCE = 1.0; from mutants.__main__ import main; main({!r})"


def project(folder: Path) -> Path:
    for name, text in (("src/ipmplan/core/days.py", CODE), ("tests/test_days.py", TEST)):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (folder / "src/ipmplan/__init__.py").touch()
    (folder / "src/ipmplan/core/__init__.py").touch()
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = src .\n", encoding="utf-8")
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def test_a_run_tells_what_survives(tmp_path: Path) -> None:
    folder = project(tmp_path)
    call = ["--project", str(folder), "--jobs", "2", "--sample", "99"]
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(call)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (folder / "src/ipmplan/core/days.py").read_text(encoding="utf-8") == CODE
    rows = [json.loads(line) for line in (folder / "build/mutants/last.jsonl").read_text(encoding="utf-8").splitlines()]
    fate = {row["becomes"]: row["killer"] for row in rows}
    assert fate["return (day >= due)"] == "src/ipmplan/core/days.py::ipmplan.core.days.late"
    assert fate["return (day // 2)"] == ""
    assert fate["return 8"] == "tests/test_days.py::test_week"
    assert fate["while (day >= 0):"] == "tests/test_days.py::test_forever"
    # Counts up for ever: the system ends it.
    assert fate["day -= (0)"] == "time"
    assert "SURVIVED src/ipmplan/core/days.py:26 arithmetic (no test runs through it" in done.stdout
    assert f"{sum(bool(row['killer']) for row in rows)} of {len(rows)} killed" in done.stdout


def test_every_equivalent_mutant_says_why() -> None:
    assert all(one.why for one in equivalents().values())
