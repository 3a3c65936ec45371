"""The plan of a notebook: tables with units, figures, a picture of itself, and a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.reports.fabricate import portfolio, schedule

import ipmplan as ipm
from ipmplan.reports.result import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = portfolio(3)
    return Plan(schedule(made), made)


def test_tables_have_a_row_for_each_fact(plan: Plan) -> None:
    schedule_ = plan.schedule
    assert len(plan.assignments) == len(schedule_.assignments)
    assert list(plan.tasks["task"]) == [task.id for task in schedule_.tasks]
    assert len(plan.milestones) == len(schedule_.milestones)
    assert len(plan.people) == len(schedule_.people)
    assert len(plan.weeks) == sum(len(person.weeks) for person in schedule_.people)
    assert list(plan.goals["goal"]) == ["lateness", "completion", "evenness"]


def test_units_stand_in_the_column_names(plan: Plan) -> None:
    assert {"cost_eur", "budget_eur"} < set(plan.projects.columns)
    assert {"hours", "available_hours", "utilisation"} < set(plan.people.columns)
    assert "slack_hours" in plan.tasks
    assert "late_hours" in plan.milestones


def test_dates_can_be_reckoned_with(plan: Plan) -> None:
    length = plan.tasks["end"] - plan.tasks["start"]
    assert length.min() > pd.Timedelta(0)
    assert plan.milestones["due"].dtype.kind == "M"


def test_hours_of_the_tables_agree(plan: Plan) -> None:
    planned = plan.assignments.query("kind == 'planned'")
    assert planned["hours"].sum() == plan.tasks["hours"].sum()
    assert plan.weeks["planned_hours"].sum() == pytest.approx(planned["hours"].sum())


def test_changing_a_table_changes_nothing_else(plan: Plan) -> None:
    table = plan.tasks
    table.loc[0, "name"] = "changed"
    assert plan.tasks.loc[0, "name"] != "changed"


def test_an_empty_plan_has_empty_tables_with_the_same_columns(plan: Plan) -> None:
    empty = Plan(ipm.Schedule("x", plan.schedule.as_of, "feasible"), plan.portfolio)
    for name in ("assignments", "tasks", "milestones", "people", "weeks", "goals"):
        assert list(getattr(empty, name).columns) == list(getattr(plan, name).columns)


def test_in_jupyter_it_is_what_is_late_with_tables_and_a_gantt_chart(plan: Plan) -> None:
    bundle = plan._repr_mimebundle_()
    assert bundle["text/html"].index("late") < bundle["text/html"].index("<table>")
    assert bundle["text/plain"] == repr(plan)
    figure = plan._figure_below()
    assert figure is not None
    assert [trace.name for trace in figure.data][:3] == ["Harbour Museum", "Kiosk 24", "Alpenrose"]


def test_printed_it_is_a_short_table(plan: Plan) -> None:
    assert repr(plan).startswith("Northlight <Studio>: plan of Mon 5 Jan 2026")
    assert "LATE" in repr(plan)
    assert len(repr(plan).splitlines()) < 40


def test_figures_come_from_the_plan(plan: Plan) -> None:
    assert {len(plan.gantt(by).data) > 3 for by in ("project", "person")} == {True}
    assert plan.workload().data[0].type == "heatmap"
    assert plan.budget(["P0"]).layout.annotations[0].text.startswith("<b>Harbour Museum")
    assert plan.roadmap().data[0].type == "bar"


def test_what_is_saved_is_read_back(plan: Plan, tmp_path: Path) -> None:
    path = plan.save(tmp_path / "plan.json")
    assert Plan.read(path, plan.portfolio) == plan
    plan.save(path)
    assert (tmp_path / "plan.json.bak").is_file()


def test_its_report_is_written(plan: Plan, tmp_path: Path) -> None:
    assert plan.report(tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
