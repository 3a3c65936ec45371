"""Figures show what the plan says, with few traces, and take any name as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.people import Absence
from ipmplan.errors import InputError
from ipmplan.reports.figures import budget, gantt, roadmap, workload
from ipmplan.reports.figures.style import BUTTONS, PALETTE, THEMES


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_can_be_drawn(theme: str) -> None:
    made = portfolio(3)
    plan = schedule(made)
    for figure in (
        gantt(plan, made, theme=theme),  # type: ignore[arg-type]
        gantt(plan, made, "person", theme=theme),  # type: ignore[arg-type]
        roadmap(plan, made, theme=theme),  # type: ignore[arg-type]
        workload(plan, made, theme=theme),  # type: ignore[arg-type]
        budget(plan, made, theme=theme),  # type: ignore[arg-type]
    ):
        assert len(figure.to_json()) > 1000


def test_a_gantt_has_one_bar_for_each_task_and_one_trace_for_each_project() -> None:
    made = portfolio(3)
    bars = [
        trace
        for trace in gantt(schedule(made), made).data
        if trace.type == "bar" and trace.name.startswith(("H", "K", "A"))
    ]
    assert [len(trace.y) for trace in bars] == [6, 6, 6]
    assert [trace.marker.color for trace in bars] == list(PALETTE[:3])


def test_a_project_has_the_same_colour_in_every_figure() -> None:
    made = portfolio(3)
    plan = schedule(made)
    colours = [
        {trace.name: trace.marker.color for trace in gantt(plan, made, by).data if trace.type == "bar"}["Kiosk 24"]
        for by in ("project", "person")
    ]
    assert set(colours) == {PALETTE[1]}


@pytest.mark.parametrize("by", ["project", "person"])
def test_critical_tasks_are_outlined_and_legends_of_projects_are_not(by: Literal["project", "person"]) -> None:
    made = portfolio(2)
    plan = schedule(made)
    traces = {trace.name: trace for trace in gantt(plan, made, by).data}
    critical = sorted(row.start for row in plan.assignments if row.task.startswith("P0-"))
    assert sorted(traces["critical"].base) == critical
    assert traces["critical"].marker.color == "rgba(0,0,0,0)"
    ink = THEMES["light"].ink
    assert all(traces[name].marker.line.color != ink for name in ("Harbour Museum", "Kiosk 24"))


@pytest.mark.parametrize("by", ["project", "person"])
def test_leave_lies_over_the_work_that_goes_on_behind_it(by: Literal["project", "person"]) -> None:
    made = portfolio(2)
    plan = schedule(made)
    row = next(row for row in plan.assignments if row.kind == "planned" and (row.end - row.start).days > 3)
    first = row.start.date() + timedelta(days=1)
    made = replace(made, absences=(Absence(row.person, first, first, "leave"),))
    names = [trace.name for trace in gantt(plan, made, by).data]
    assert names.index("away") > max(names.index(name) for name in ("Harbour Museum", "Kiosk 24"))
    away = gantt(plan, made, by).data[names.index("away")]
    assert list(away.base) == [datetime.combine(first, time())]
    assert "is away" in away.hovertext[0]
    assert away.marker.color.startswith("rgba(")


def test_no_title_or_date_lies_under_the_buttons() -> None:
    made = portfolio(3)
    plan = schedule(made)
    figures = [
        gantt(plan, made),
        gantt(plan, made, "person"),
        roadmap(plan, made),
        workload(plan, made),
        budget(plan, made),
    ]
    assert all(figure.layout.margin.t >= BUTTONS + 40 for figure in figures)


def test_thousands_of_tasks_need_few_traces() -> None:
    made = portfolio(60, 300, rounds=9)
    plan = schedule(made)
    assert len(plan.tasks) > 3000
    for by in ("project", "person"):
        figure = gantt(plan, made, by)
        assert len(figure.data) < 75
        assert figure.layout.height < 2500


def test_a_long_gantt_can_be_moved_to_each_project() -> None:
    made = portfolio(20)
    figure = gantt(schedule(made), made)
    assert figure.layout.dragmode == "pan"
    assert len(figure.layout.updatemenus[0].buttons) == 20


def test_names_are_text_and_never_html() -> None:
    made = portfolio(2)
    made = replace(
        made,
        tasks=tuple(replace(task, name="<img src=x onerror=alert(1)>") for task in made.tasks),
        projects=tuple(replace(project, name="<b>Bold</b>") for project in made.projects),
    )
    plan = schedule(made)
    for figure in (
        gantt(plan, made),
        gantt(plan, made, "person"),
        roadmap(plan, made),
        workload(plan, made),
        budget(plan, made),
    ):
        text = figure.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
        assert "<img" not in text
        assert "<b>Bold" not in text


def test_parts_at_a_share_lie_side_by_side() -> None:
    made = portfolio(2)
    plan = schedule(made)
    half = next(row for row in plan.assignments if row.task == "P0-wireframes")
    other = replace(half, task="P1-wireframes")
    both = replace(plan, assignments=(half, other))
    bars = [trace for trace in gantt(both, made, "person").data if trace.name in {"Harbour Museum", "Kiosk 24"}]
    (first,), (second,) = (trace.offset for trace in bars)
    assert second == pytest.approx(first + bars[0].width[0])


def test_a_heat_map_marks_more_than_a_hundred_per_cent() -> None:
    made = portfolio(2)
    plan = schedule(made)
    person = plan.people[0]
    over = replace(person, weeks=(replace(person.weeks[0], planned=51.0), *person.weeks[1:]))
    figure = workload(replace(plan, people=(over, *plan.people[1:])), made)
    assert [trace.name for trace in figure.data[1:]] == ["more than 100 %"]
    assert figure.data[0].text[0][0] == "130!"
    assert len(workload(plan, made).data) == 1


def test_a_budget_figure_names_what_is_wrong_with_the_call() -> None:
    made = portfolio(2)
    plan = schedule(made)
    assert len(budget(plan, made, ["P1"]).layout.annotations) == 1
    with pytest.raises(InputError, match="no costs for a project `P9`\nMaybe one of P0, P1"):
        budget(plan, made, ["P9"])
    free = portfolio(money=False)
    with pytest.raises(InputError, match="no money"):
        budget(schedule(free), free)


def test_a_gantt_is_by_project_or_by_person() -> None:
    made = portfolio(1)
    with pytest.raises(InputError, match="not by `week`"):
        gantt(schedule(made), made, "week")  # type: ignore[arg-type]
