"""Forecasts: what they learn from, and that they are kept."""

from pathlib import Path

from click.testing import CliRunner
from tests.contract.facade import plan, studio
from tests.contract.sentences import covers

import ipmplan as ipm
from ipmplan.cli import main
from ipmplan.core.forecast import LEVELS, TaskOdds
from ipmplan.files.planfile import write_plan

P10, P50, P90 = (LEVELS.index(level) for level in (0.1, 0.5, 0.9))
PEOPLE = "id, skills, rate\nana, ux, 50"
PROJECTS = "id, budget\nP0, 9000"


def forecast(folder: Path, **tables: str) -> dict[str, TaskOdds]:
    found = studio(folder, people=PEOPLE, projects=PROJECTS, **tables)
    write_plan(folder / "plan.json", plan(found))
    return {row.id: row for row in ipm.forecast(folder, runs=200).forecast.tasks}


@covers("the 10 % and 90 % points")
def test_what_is_stated_moves_the_outer_points(tmp_path: Path) -> None:
    """Without history 8 hours spread from 3.2 to 20 (0.4 to 2.5); stated 8 to 12 they spread from about 5 to 15.5, the means of the logs."""
    tasks = "id, project, work, optimistic, pessimistic\nA, P0, ux 8h\nB, P0, ux 8h, 8h, 12h"
    rows = forecast(tmp_path, tasks=tasks)
    assert abs(rows["A"].quantiles[P10] - 3.2) < 0.3
    assert abs(rows["B"].quantiles[P10] - 5.0) < 0.4
    assert abs(rows["A"].quantiles[P90] - 20.0) < 0.5
    assert abs(rows["B"].quantiles[P90] - 15.5) < 0.5


@covers("kind: what forecasts learn by", "Finished work of earlier projects")
def test_history_and_finished_tasks_are_learned_from_by_kind(tmp_path: Path) -> None:
    """Copy took twice its estimate, forty times, and build what was estimated: C is above B; the finished task counts with them."""
    lines = ["task, kind, estimate, actual, finished_on"]
    lines += [f"C{n}, copy, 8, {15 + n % 3}, 2025-11-0{n % 9 + 1}" for n in range(40)]
    lines += [f"B{n}, build, 8, {7 + n % 3}, 2025-11-0{n % 9 + 1}" for n in range(40)]
    tasks = "id, project, work, kind\nA, P0, ux 8h, build\nB, P0, ux 8h, build\nC, P0, ux 8h, copy"
    progress = "date, task, person, hours, remaining\n2026-01-02, A, ana, 8, 0"
    rows = forecast(tmp_path, tasks=tasks, history="\n".join(lines), progress=progress)
    assert rows["C"].quantiles[P50] > 1.3 * rows["B"].quantiles[P50]
    assert ipm.forecast(tmp_path, runs=10).forecast.learned_from == 81


@covers("forecasts/ keeps each forecast with its day")
def test_each_forecast_is_kept_and_scored(tmp_path: Path) -> None:
    """Two forecasts of a day are two files, and neither changes; the scorecard counts both."""
    forecast(tmp_path, tasks="id, project, work, due\nA, P0, ux 8h, 2026-01-09")
    first = CliRunner().invoke(main, ["forecast", str(tmp_path), "--runs", "100"])
    assert first.exit_code == 0, first.output
    (kept,) = (tmp_path / "forecasts").iterdir()
    text = kept.read_bytes()
    second = CliRunner().invoke(main, ["forecast", str(tmp_path), "--runs", "200"])
    assert second.exit_code == 0
    assert len(list((tmp_path / "forecasts").iterdir())) == 2
    assert kept.read_bytes() == text
    for word in ("P50", "P80", "promised", "planned", "chance"):
        assert word in first.stdout
    card = CliRunner().invoke(main, ["scorecard", str(tmp_path)])
    assert card.exit_code == 0
    assert "2 forecasts are stored, and no date of them has come out yet" in card.stdout
