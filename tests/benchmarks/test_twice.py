"""Whether twice the work is worse: what counts as worse, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.solvers import ours
from benchmarks.solvers.outcome import Outcome
from benchmarks.suite import Run
from benchmarks.suites.twice import Verdict, compare
from tests.benchmarks import tiny_tables

from ipmplan.core.plan import GoalValue, Schedule
from ipmplan.core.portfolio import Goals, Portfolio

GOALS = Goals(tolerance=Fraction(2, 100), slack={"lateness": Fraction(4)})


@pytest.mark.parametrize(
    ("once", "twice", "word", "goal"),
    [
        # 10 hours late may become 10.2, and 4 more.
        ((10, 100), (14.2, 100), "same", ""),
        ((10, 100), (14.3, 50), "worse", "lateness"),
        ((14.2, 100), (10, 103), "worse", "cost"),
        ((14.3, 100), (10, 103), "better", "lateness"),
        ((0, 0), (0, 0.01), "worse", "cost"),
        ((0, 100), (0, 98), "better", "cost"),
        ((0, 100), (0, 98.1), "same", ""),
    ],
)
def test_the_first_goal_beyond_its_tolerance_decides(
    once: tuple[float, float], twice: tuple[float, float], word: str, goal: str
) -> None:
    names = ("lateness", "cost")
    found = compare(dict(zip(names, once, strict=True)), dict(zip(names, twice, strict=True)), GOALS)
    assert (found.word, found.goal) == (word, goal)


def test_what_only_the_tolerance_makes_worse_is_told() -> None:
    found = compare({"lateness": 3.0, "cost": 100.0}, {"lateness": 1.0, "cost": 110.0}, GOALS)
    assert found == Verdict("worse", "cost", 100.0, 110.0, ("lateness",))


def test_each_seed_is_planned_by_one_worker_with_once_and_twice_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[int, int | None, float | None]] = []

    def solve(portfolio: Portfolio, run: Run, *, work: float | None = None) -> Outcome:
        calls.append((run.seed, run.workers, work))
        late = 8.0 if (run.seed, work) == (2, 1.0) else 2.0
        goals = (GoalValue("lateness", late, 0.0, "h"),)
        return Outcome(replace(Schedule(portfolio.name, date(2026, 1, 5), "feasible"), goals=goals), None, 1.0, 1.0)

    monkeypatch.setattr(ours, "solve", solve)
    monkeypatch.setattr(ours, "breaches", lambda *_: [])
    one, two = tiny_tables.write_portfolio(tmp_path / "one"), tiny_tables.write_portfolio(tmp_path / "two")
    out = tmp_path / "rows.csv"
    asked = ["--seeds", "2", "--work", "0.5", "--csv", str(out)]
    assert main(["twice", str(one), str(two), *asked]) == 1
    assert calls == [(1, 1, 0.5), (1, 1, 1.0), (2, 1, 0.5), (2, 1, 1.0)] * 2
    lines = capsys.readouterr().out.strip().splitlines()
    assert "== one ==" in lines
    assert "    lateness 8" in lines
    told = "twice: 2 pairs, 1 worse (lateness 1), 0 better, 1 same, 0 failed"
    assert lines[-1] == f"{told} | {told}"
    assert len((tmp_path / "rows-two.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_a_real_run_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_tables.write_portfolio(tmp_path / "two")
    assert main(["twice", str(folder), "--seeds", "1", "--work", "0.2"]) == 0
    assert capsys.readouterr().out.strip().splitlines()[-1].endswith("0 failed")
    (folder / "tasks.csv").write_text("id,project,work\na,P0,cooking 8h\n", encoding="utf-8")
    assert main(["twice", str(folder), "--seeds", "1", "--work", "0.2"]) == 1
    assert "cooking" in capsys.readouterr().out
