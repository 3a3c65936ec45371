"""The forecast benchmark runs end to end on a small made-up folder, and scores as others do."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from benchmarks.__main__ import main
from benchmarks.forecasts.scores import scores
from tests.forecasting.made_up import history

from ipmplan.forecasting.levels import LEVELS, NORMAL


def _write(path: Path, head: str, rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def _folder(folder: Path, seed: int) -> Path:
    folder.mkdir()
    rows = history(200, seed)
    head = "task_id,project,subcategory,developer,est_h,act_h,estimated_on,completed_on"
    teams = [(k, "A" if k % 2 else "B", r) for k, r in enumerate(rows)]
    _write(
        folder / "sip_tasks.csv",
        head,
        [(k, team, r.kind, r.person, r.estimate, r.actual, r.asked_on, r.finished_on) for k, team, r in teams],
    )
    head = "row_id,org,project,person,phase,started_on,completed_on,est_min,act_min"
    cells = [
        (k, "O", team, r.person, r.kind, r.asked_on, r.finished_on, r.estimate * 60, r.actual * 60)
        for k, team, r in teams
    ]
    _write(folder / "cesaw_tasks.csv", head, cells)
    log: list[tuple[object, ...]] = []
    for k, _, r in teams:
        log += [(k, "A", (r.asked_on or r.finished_on) + timedelta(days=d), r.actual * 20) for d in (0, 2, 5)]
    _write(folder / "cesaw_daily_log.csv", "row_id,project,day,minutes", log)
    plans = [(f"C{k}", f"f{k // 2}", 10 + k, 1000 + 10 * k, 1000 + 30 * k) for k in range(12)]
    _write(folder / "dslib_projects.csv", "code,family,n_activities,PD_h,RD_h", [*plans, ("C99", "g", 9, 500, "")])
    looks = [(code, took * part, plan * part) for code, _, _, plan, took in plans for part in (0.2, 0.5, 0.9, 1)]
    _write(folder / "dslib_overview.csv", "code,AT_h,ES_h", looks)
    start = date(2024, 1, 5)
    stated = [
        (k, start + timedelta(weeks=k + w), start + timedelta(weeks=k + 10), start + timedelta(weeks=k + 14))
        for k in range(20)
        for w in range(12)
    ]
    _write(folder / "little_weekly_enddate.csv", "project,as_of,est_end,y_actual_end", stated)
    return folder


def test_every_table_is_scored_and_history_helps_from_the_first_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, earlier, out = _folder(tmp_path / "now", 1), _folder(tmp_path / "earlier", 2), tmp_path / "rows.csv"
    assert main(["forecast", str(folder), "--csv", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = {(r["table"], r["subset"], r["measure"]): r for r in csv.DictReader(file)}
    assert list(next(iter(rows.values()))) == ["table", "subset", "measure", "value", "n"]
    for table, subset in (
        ("sip_tasks", "plan4h"),
        ("sip_tasks", "batches of 20"),
        ("cesaw_tasks", "all"),
        ("cesaw_tasks", "batches of 20"),
        ("cesaw_daily_log", "in progress, Mondays"),
        ("dslib_projects", "at the start"),
        ("dslib_overview", "during the work"),
        ("little_weekly_enddate", "weekly"),
    ):
        assert 0 <= float(rows[table, subset, "cov80"]["value"]) <= 1
        assert float(rows[table, subset, "crps"]["value"]) > 0
    assert rows["dslib_projects", "at the start", "crps"]["n"] == "12"
    assert rows["dslib_overview", "during the work", "crps"]["n"] == "36"
    assert int(rows["cesaw_tasks", "all", "crps"]["n"]) < 100 + 10
    capsys.readouterr()

    assert main(["forecast", str(folder), "--history", str(earlier), "--only", "cesaw_tasks", "--csv", str(out)]) == 0
    assert "cesaw_tasks" in capsys.readouterr().out
    with out.open(encoding="utf-8") as file:
        longer = {(r["subset"], r["measure"]): r for r in csv.DictReader(file)}
    assert int(longer["all", "crps"]["n"]) == 200 - _before(earlier, folder)


def _before(earlier: Path, folder: Path) -> int:
    """Tasks that were begun before a hundred had ended, of both folders together."""
    ends, starts = [], []
    for path in (earlier, folder):
        with (path / "cesaw_tasks.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        ends += [row["completed_on"] for row in rows]
        if path == folder:
            starts = [row["started_on"] for row in rows]
    return sum(sum(end < start for end in ends) < 100 for start in starts)


def test_a_missing_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sip_tasks.csv").write_text("task_id,est_h\n1,2\n", encoding="utf-8")
    assert main(["forecast", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "sip_tasks.csv" in error
    assert "`act_h`" in error


@pytest.mark.slow
def test_crps_is_that_of_a_referee() -> None:
    referee = pytest.importorskip("scoringrules")
    rng = np.random.default_rng(1)
    told = np.sort(np.exp(rng.normal(2, 0.3, (50, 1)) + 0.5 * NORMAL), axis=1)
    actual = np.exp(rng.normal(2, 0.6, 50))
    ours = {score.measure: score.value for score in scores("t", "", told, actual)}
    levels = LEVELS[3:22]
    theirs = referee.crps_quantile(actual, told[:, 3:22], levels, backend="numpy")
    assert ours["crps"] == pytest.approx(float(theirs.mean()) / actual.mean())
