"""Scenarios planned side by side: what differs is told when it is more than chance, and the same wherever it is planned."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from threading import Event

import pytest
from tests.scenarios.here import Here

import ipmplan as ipm
from ipmplan.core.edits import AddPerson, DropTask, SetDue, SetSetting, SetValue
from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.scenario import BASE, Scenario
from ipmplan.core.work import Alternative, Link, Part
from ipmplan.reports.comparison import ScenarioComparison
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult, run_job
from ipmplan.scenarios.odds import chances

MONDAY = date(2026, 1, 5)
WORK = 0.05


def work(hours: int, skill: str = "web") -> tuple[Alternative, ...]:
    return (Alternative(((Part(Fraction(hours), skill),),)),)


STUDIO = Portfolio(
    "Northlight",
    MONDAY,
    people=(Person("ana", "Ana", (Skill("web"),), Decimal(60)),),
    projects=(Project("P0", "Shop"),),
    milestones=(Milestone("P0-live", "P0", "Live", due=date(2026, 1, 9)),),
    tasks=(
        Task("T1", "P0", "P0-live", work=work(16)),
        Task("T2", "P0", "P0-live", work=work(16)),
        Task("T3", "P0", "P0-live", work=work(8), after=(Link("T1"), Link("T2"))),
    ),
)
HIRE = Scenario("hire", [AddPerson(Person("kim", "Kim", (Skill("web"),), Decimal(90)))])
DROP = Scenario("drop", [DropTask("T2")])
SAME = Scenario("same", [SetDue("P0-live", date(2026, 1, 9))])
NEVER = Scenario("never", [SetValue("milestones", "P0-live", "firm", True), SetDue("P0-live", date(2026, 1, 6))])


@pytest.fixture(scope="module")
def made() -> ScenarioComparison:
    return ipm.compare(STUDIO, [HIRE, DROP, HIRE + DROP, SAME, NEVER], work_limit=WORK, runs=200, executor=Here())


def test_a_hire_ends_it_sooner_and_costs_more(made: ScenarioComparison) -> None:
    # Ana alone: 40 hours, until Friday. With Kim, T1 and T2 side by side: 16 + 8 hours, until Wednesday: 16 hours sooner.
    rows = made.differences.loc["hire"]
    assert rows.loc[("date", "P0-live"), "by"] == -16
    assert bool(rows.loc[("date", "P0-live"), "real"])
    # 16 (or 24) of the hours are Kim's, each 30 EUR dearer.
    assert rows.loc[("goal", "cost"), "by"] in {480, 720}


def test_what_is_the_same_differs_in_nothing(made: ScenarioComparison) -> None:
    rows = made.differences.loc["same"]
    assert not rows["real"].any()
    assert (rows["by"] == 0).all()


def test_scenarios_add_up(made: ScenarioComparison) -> None:
    assert (
        made.differences.loc["hire + drop"].loc[("date", "P0-live"), "to"]
        == ipm.plan((HIRE + DROP).apply(STUDIO), time_limit=None, work_limit=WORK, workers=1)
        .milestones["finish"]
        .iloc[0]
    )


def test_what_has_no_plan_says_why(made: ScenarioComparison) -> None:
    row = made.scenarios.loc["never"]
    assert not row["plan"]
    assert "P0-live" in row["problem"]
    assert "never" not in made.plans
    assert "no plan exists" in repr(made)


def test_tables_have_the_scenario_outside(made: ScenarioComparison) -> None:
    for name in ("assignments", "tasks", "milestones", "people", "weeks", "projects", "goals"):
        table = getattr(made, name)
        assert table.index.names[0] == "scenario"
        own = getattr(made.plans["hire"], name)
        assert table.loc["hire"].equals(own), name


def test_figures_have_a_switch(made: ScenarioComparison) -> None:
    figure = made.gantt()
    (menu,) = figure.layout.updatemenus
    assert [button.label for button in menu.buttons] == list(made.plans)
    shown = menu.buttons[1].args[0]["visible"]
    assert len(shown) == len(figure.data)
    assert sum(map(bool, shown)) == len(made.plans["hire"].gantt().data)
    assert made.workload().layout.updatemenus


def test_a_picture_of_it(made: ScenarioComparison) -> None:
    assert "<table" in made._repr_html_()
    assert "<script" not in made._repr_html_()
    assert "hire" in repr(made)


def test_a_task_has_the_same_luck_in_every_plan() -> None:
    base = ipm.plan(STUDIO, time_limit=None, work_limit=WORK, workers=1)
    more = replace(
        STUDIO,
        tasks=(Task("A0", "P0", work=work(8, "pm")), *STUDIO.tasks),
        people=(*STUDIO.people, Person("bo", skills=(Skill("pm"),))),
    )
    other = ipm.plan(more, time_limit=None, work_limit=WORK, workers=1, start=base, held=["T1", "T2", "T3"])
    one = {row.id: row for row in chances(base.schedule, STUDIO, 300, 0)}
    two = {row.id: row for row in chances(other.schedule, more, 300, 0)}
    assert one["P0-live"] == two["P0-live"]
    assert one["P0-live"].chance is not None


def test_chances_are_those_of_runs(made: ScenarioComparison) -> None:
    rows = made.chances.reset_index()
    found = rows[(rows["scenario"] == BASE) & (rows["id"] == "P0-live")]
    assert 0 < float(found["chance"].min()) < 1
    assert (found["p50"] <= found["p80"]).all()


def test_order_of_results_is_that_of_jobs_and_each_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    jobs = [PlanJob(f"job {number}", STUDIO, work_limit=WORK, seed=number) for number in range(3)]
    with ThreadPoolExecutor(2) as executor:
        found = run_all(jobs, executor, on_done=lambda *it: told.append((it[0].name, it[1], it[2])))
    assert [one.name for one in found if one is not None] == ["job 0", "job 1", "job 2"]
    assert sorted(name for name, _, _ in told) == ["job 0", "job 1", "job 2"]
    assert [(done, total) for _, done, total in told] == [(1, 3), (2, 3), (3, 3)]
    assert found == [run_job(job) for job in jobs]


def test_what_has_not_begun_is_cancelled() -> None:
    stop = Event()
    jobs = [PlanJob(f"job {number}", STUDIO, work_limit=WORK) for number in range(4)]

    def told(_: PlanResult, __: int, ___: int) -> None:
        stop.set()

    with ThreadPoolExecutor(1) as executor:
        found = run_all(jobs, executor, on_done=told, stop=stop)
    assert found[0] is not None
    assert found[-1] is None


def test_processes_of_this_machine_plan_the_same() -> None:
    jobs = [PlanJob(f"job {number}", STUDIO, work_limit=WORK, seed=number) for number in range(2)]
    assert run_all(jobs) == [run_job(job) for job in jobs]


def test_wrong_scenarios_are_told_before_anything_is_planned() -> None:
    wrong = [Scenario("a", [DropTask("T9")]), Scenario("b", [SetSetting("goals.order", ("speed",))])]
    with pytest.raises(ipm.InputError) as raised:
        ipm.compare(STUDIO, wrong, work_limit=WORK)
    said = str(raised.value)
    assert "scenario `a`" in said
    assert "scenario `b`" in said
    with pytest.raises(ipm.InputError, match="two scenarios"):
        ipm.compare(STUDIO, [HIRE, HIRE])
