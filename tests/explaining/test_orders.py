"""What each goal costs the others, on a folder whose prices are known."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner
from tests.plans import part, studio, work

from ipmplan.cli import main
from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.explaining.orders import compare_orders
from ipmplan.reports.orders import GoalPrices
from ipmplan.reports.terminal.orders import sentences


def two_days() -> Portfolio:
    """Two tasks of 8 h for one project: by ana and ben side by side in a day (8 x 100 + 8 x 50), or by ben alone in two (16 x 50)."""
    people = tuple(
        Person(name, skills=(Skill("ux", 1),), rate=Decimal(rate)) for name, rate in (("ana", 100), ("ben", 50))
    )
    tasks = tuple(Task(f"T{n}", "P", work=(work(part(8, "ux")),)) for n in (1, 2))
    made = studio(*tasks, people=people, projects=(Project("P"),))
    return replace(made, goals=replace(made.goals, order=("makespan", "cost")))


def test_a_day_costs_four_hundred() -> None:
    found = compare_orders(two_days(), time_limit=None, work_limit=1, workers=1)
    names = ["yours", "without makespan", "without cost", "deadline", "calm", "cheap"]
    assert [plan.name for plan in found.plans] == names
    assert found.own.values["cost"] == 1200
    assert found.own.values["makespan"] == 8
    values = {plan.name: plan.values for plan in found.plans}
    assert (values["without makespan"]["cost"], values["without makespan"]["makespan"]) == (800, 16)
    assert [(one.goal, one.other, one.amount) for one in found.prices()] == [("makespan", "cost", 400)]
    assert sentences(found, "EUR") == ["makespan costs 400 EUR in cost."]


def test_nothing_is_said_of_what_costs_nothing() -> None:
    made = two_days()
    alone = replace(made, people=made.people[1:])
    found = compare_orders(alone, time_limit=None, work_limit=1, workers=1)
    assert found.prices() == []
    assert sentences(found, "EUR") == ["makespan costs the others nothing that was found."]


def test_the_result_is_a_table_and_text() -> None:
    prices = GoalPrices(compare_orders(two_days(), time_limit=None, work_limit=1, workers=1), "EUR")
    assert prices.prices.to_dict("records") == [{"goal": "makespan", "other": "cost", "amount": 400.0, "unit": "EUR"}]
    assert prices.values.loc["cheap", "cost_eur"] == 800
    text = str(prices)
    assert max(map(len, text.splitlines())) <= 80
    assert "makespan costs 400 EUR in cost." in text
    assert "<li>makespan costs 400 EUR in cost.</li>" in prices._repr_html_()


def test_the_command_says_it_and_writes_no_plan(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(folder)]).exit_code == 0
    before = sorted(path.name for path in folder.iterdir())
    result = runner.invoke(main, ["plan", str(folder), "--explain-goals", "--work-limit", "0.5", "--workers", "1"])
    assert result.exit_code == 0, result.output
    assert "What each goal costs those behind it" in result.output
    assert "without lateness" in result.output
    assert sorted(path.name for path in folder.iterdir()) == before
