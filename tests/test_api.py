"""What a notebook calls: folders instead of portfolios, sentences for arguments that are something else, short reprs."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.folders import write
from tests.reports.fabricate import portfolio, schedule

import ipmplan as ipm
from ipmplan.core.calendar import Moment
from ipmplan.core.plan import PlannedMilestone
from ipmplan.reports.result import Plan

STUDIO = Path("data/studio")


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_is_planned_as_it_is(tmp_path: Path, kind: type) -> None:
    write(tmp_path, tasks="id,work\nT1,8h\n")
    made = ipm.plan(kind(tmp_path), time_limit=None, work_limit=0.1, workers=1)
    assert [task.id for task in made.schedule.tasks] == ["T1"]
    assert made.portfolio == ipm.load(tmp_path)
    assert ipm.check(made.save(tmp_path / "plan.json"), kind(tmp_path)) == []


def test_what_is_no_portfolio_gets_a_sentence() -> None:
    made = portfolio(1)
    plan = Plan(schedule(made), made)
    for given in (plan, plan.schedule):
        with pytest.raises(ipm.InputError, match="portfolio was given first, the plan second\nMaybe swap the two"):
            ipm.check(made, given)  # type: ignore[arg-type]
    with pytest.raises(ipm.InputError, match=r"not a Plan\nMaybe give its `\.portfolio`"):
        ipm.plan(plan)  # type: ignore[arg-type]
    with pytest.raises(ipm.InputError, match="needed, not an int"):
        ipm.plan(3)  # type: ignore[arg-type]
    with pytest.raises(ipm.InputError, match="a plan or its file is needed, not a Portfolio"):
        ipm.check(made, made)  # type: ignore[arg-type]
    with pytest.raises(ipm.InputError, match="no such folder"):
        ipm.plan("no-such-folder")


def test_a_portfolio_is_a_line_and_in_jupyter_a_list_of_projects() -> None:
    studio = ipm.load(STUDIO)
    assert repr(studio).startswith("<Portfolio 'Northlight Studio' as of 2026-01-12: 10 people, ")
    assert len(repr(studio)) < 300
    page = studio._repr_html_()
    assert all(project.name in page for project in studio.projects)
    assert len(page) < 5000
    evil = replace(studio, name="<script>", projects=tuple(replace(p, name="<b>") for p in studio.projects))
    assert "<script>" not in evil._repr_html_()
    assert "<b> (" not in evil._repr_html_()


def test_a_long_list_of_projects_is_counted() -> None:
    assert "and 15 more projects" in portfolio(35)._repr_html_()


def test_what_loading_said_is_kept_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, tasks="id,work,afer\nT1,8h,\n")
    made = ipm.load(tmp_path)
    assert [issue.where for issue in made.warnings] == ["tasks.csv:1"]
    assert "Maybe you meant" in made._repr_html_()
    for copy in (pickle.loads(pickle.dumps(made)), deepcopy(made)):
        assert (copy, copy.warnings) == (made, made.warnings)
    assert replace(made, warnings=()) == made


@pytest.mark.parametrize(
    ("due", "finish", "met"),
    [
        (date(2026, 1, 16), "2026-01-16 17:00", True),
        (date(2026, 1, 16), "2026-01-19 09:00", False),
        (pd.Timestamp("2026-01-16 13:00").to_pydatetime(), "2026-01-16 17:00", False),
    ],
)
def test_a_milestone_reached_on_its_day_is_on_time_in_the_table(due: Moment, finish: str, met: bool) -> None:
    made = portfolio(1)
    end = pd.Timestamp(finish).to_pydatetime()
    stone = PlannedMilestone("P0-launch", due, end, 0.0 if met else 4.0)
    row = Plan(replace(schedule(made), milestones=(stone,)), made).milestones.iloc[0]
    assert (row["finish"] <= row["due"]) == met
    assert row["due"].date() == pd.Timestamp(due).date()
