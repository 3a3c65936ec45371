"""What people read of a forecast: the same facts on the terminal, in the report, and as tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plans import choice, does, part, plan_of, studio, work

import ipmplan as ipm
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.work import Link
from ipmplan.errors import InputError
from ipmplan.loading import load
from ipmplan.odds.scorecard import scorecard
from ipmplan.reports.chances import date_lines, headline
from ipmplan.reports.html import report
from ipmplan.reports.odds import ForecastScores, PlanForecast, forecast_of, scores_of
from ipmplan.reports.scene import scene

SECOND = Path("data/studio-after-3-sprints")


def shop() -> tuple[Schedule, Portfolio]:
    tasks = (
        Task("A", "P0", work=(work(part(8)),), name="Draft <b>"),
        Task("B", "P0", "M", work=(work(part(8)),), after=(Link("A"),), name="Build"),
    )
    milestones = (Milestone("M", "P0", "Online", due=date(2026, 1, 6), agreed=date(2026, 1, 30)),)
    projects = (Project("P0", "Shop", budget=Decimal(900)),)
    portfolio = studio(*tasks, milestones=milestones, projects=projects)
    return plan_of(portfolio, {"A": choice(does("ana", 5)), "B": choice(does("ana", 6))}), portfolio


@pytest.fixture(scope="module")
def made() -> PlanForecast:
    return forecast_of(*shop(), runs=500)


def test_the_terminal_has_each_promise_with_its_odds_and_what_moves_it(made: PlanForecast) -> None:
    text = repr(made)
    for words in (
        "1 of 1 promised date is likely to hold",
        "500 runs of the plan's own network as of Mon 5 Jan, learned from 0 finished",
        "Online (P0)",
        "30 Jan",
        "6 Jan",
        "What moves them most",
        "Build",
        "Costs, EUR",
        "No finished work to learn from",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_agreed_day_counts_before_the_due_day(made: PlanForecast) -> None:
    schedule, portfolio = shop()
    line = date_lines(scene(schedule, portfolio), made.forecast.known)[0]
    assert (line.promised, line.agreed, line.tone) == (date(2026, 1, 30), True, "good")
    due = replace(portfolio, milestones=(replace(portfolio.milestones[0], agreed=None),))
    found = date_lines(scene(schedule, due), forecast_of(schedule, due, runs=500).forecast.known)[0]
    assert (found.promised, found.agreed) == (date(2026, 1, 6), False)
    assert found.chance is not None
    assert found.chance < 0.6


def test_the_report_has_odds_and_a_fan_and_user_text_is_text(made: PlanForecast) -> None:
    schedule, portfolio = shop()
    page = report(schedule, portfolio, forecast=made, card=scorecard(portfolio, []))
    assert 'id="odds"' in page
    assert 'id="chart-odds"' in page
    assert "Draft &lt;b&gt;" in page
    assert "Draft <b>" not in page
    # Nothing has come out: there is nothing to say of it.
    assert 'id="word"' not in page
    assert 'id="odds"' not in report(schedule, portfolio)


def test_tables_say_their_units(made: PlanForecast) -> None:
    assert list(made.milestones["id"]) == ["M"]
    assert (made.milestones["p50"] <= made.milestones["p80"]).all()
    assert set(made.tasks["task"]) == {"A", "B"}
    assert (made.tasks["p10_hours"] < made.tasks["p90_hours"]).all()
    assert made.costs["planned_eur"].tolist() == [800.0]
    assert made.with_arrivals.empty


def test_figures(made: PlanForecast) -> None:
    figure = made.figure("P0")
    assert [trace.name for trace in figure.data if trace.name] == [
        "8 of 10 runs",
        "5 of 10 runs",
        "half of the runs",
        "the plan",
    ]
    assert figure.data[-1].y[-1] == 16
    with pytest.raises(InputError, match="no project `P9`"):
        made.figure("P9")


def test_the_second_studio_kept_a_forecast_of_every_monday() -> None:
    card = ipm.scorecard(SECOND)
    assert card.card.stored == 6
    dates = card.card.scores[0]
    assert dates.of == "dates"
    assert dates.things >= 5
    assert f"our P80 dates held {dates.held80.value * 100:.0f} % of the time" in repr(card)
    assert card.figure().data
    assert len(card.scores) == len(card.card.scores)
    assert max(len(line) for line in repr(card).splitlines()) <= 80
    people = scores_of(load(SECOND), "person")
    assert {"ana", "mira"} <= set(people.groups["person"])
    page = report(*_plan_of_second(), card=card.card)
    assert "Our P80 dates held" in page


def _plan_of_second() -> tuple[Schedule, Portfolio]:
    from ipmplan.files.planfile import approved_plans

    schedule = approved_plans(SECOND)[-1]
    return schedule, load(SECOND, as_of=schedule.as_of)


def test_the_last_plan_of_the_second_studio_is_forecast_as_of_today() -> None:
    schedule, _ = _plan_of_second()
    found = forecast_of(schedule, load(SECOND), runs=300)
    assert found.forecast.learned_from > 150
    assert any("The plan is of 2026-02-09" in note for note in found.forecast.notes)
    assert any("dates and chances here are corrected" in note for note in found.forecast.notes)
    title, _ = headline(found.forecast, date_lines(scene(schedule, load(SECOND)), found.forecast.known))
    assert "promised dates" in title


def test_a_scorecard_without_any_forecast_says_how_to_get_one() -> None:
    empty = ForecastScores(scorecard(shop()[1], []))
    assert "`ipmplan forecast` keeps one each time" in repr(empty)
    assert empty.scores.empty
    with pytest.raises(InputError, match="no forecast is stored yet"):
        empty.figure()
