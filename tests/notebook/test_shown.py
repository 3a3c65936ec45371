"""Every result shows itself in a notebook: light, with units in its tables, and with words for who asks what is there."""

from __future__ import annotations

import inspect
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import nbformat
import pandas as pd
import pytest
from plotly.graph_objects import Figure
from tests.reports.fabricate import portfolio, schedule

import ipmplan as ipm
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports.alternatives import Alternatives
from ipmplan.reports.figures.light import MIME, LightFigure
from ipmplan.reports.result import Plan
from ipmplan.reports.shown import Shown

LIMITS: dict[str, Any] = {"time_limit": None, "work_limit": 0.02}
# What has no unit: shares and indexes, and counts. Where the unit changes from row to row, a column says which it is.
SHARES = {
    *("share", "utilisation", "chance", "criticality", "cruciality", "done", "done_weighted", "index"),
    *("coverage80", "coverage80_se", "coverage90", "coverage90_se", "held_p50", "held_p80", "held_p95"),
    *("ratio", "p10", "p90", "evenness"),
}
COUNTS = {
    *("requirement", "alternative", "people", "moved", "hurts", "hurt", "tasks", "found", "of", "things", "forecasts"),
    *("other_days", "other_people", "continuity", "stability"),
}
UNITS = ("hours", "days_later", "_eur")


def small(status: str = "confirmed", **more: Any) -> Portfolio:
    return ipm.portfolio(
        ipm.Person("ana", skills="ux; dev", rate=50),
        ipm.Person("ben", skills="dev", rate=60),
        ipm.Project("P", budget=5000, due="2026-01-07", status=status),
        ipm.Milestone("M", project="P", due="2026-01-06"),
        ipm.Task("A", work="ux 8h", project="P", milestone="M", optimistic=6, pessimistic=12),
        ipm.Task("B", work="dev 16h", project="P", milestone="M", after="A"),
        as_of="2026-01-05",
        **more,
    )


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """One of every kind, of a portfolio of two tasks."""
    plan = ipm.plan(small(), workers=1, **LIMITS)
    studio = small(baseline=plan)
    search: dict[str, Any] = {"work_limit": 0.02, "workers": 1}
    with ThreadPoolExecutor(1) as executor:
        compared = ipm.compare(
            studio, [ipm.Scenario("same")], start=plan, seeds=1, runs=20, executor=executor, **LIMITS
        )
        front = ipm.frontier(studio, "cost", "completion", points=2, executor=executor, **LIMITS)
        quoted = ipm.quote(small(status="tentative"), "P", work_limit=0.02, executor=executor)
        swept = ipm.sweep(studio, {"people.ana.rate": [70]}, start=plan, seeds=1, runs=0, executor=executor, **LIMITS)
    return {
        "plan": Plan(plan.schedule, studio),
        "track": ipm.track(Plan(plan.schedule, studio)),
        "forecast": ipm.forecast(plan, runs=50),
        "scorecard": ipm.scorecard(studio),
        "diff": ipm.diff(plan, plan, studio),
        "why": ipm.why(plan, "M", quick=True),
        "recover": ipm.recover(plan, "M", by="2026-01-06", time_limit=5, **search),
        "staffing": ipm.staffing(plan, quick=True),
        "health": ipm.health(studio, plan),
        "goals": ipm.explain_goals(studio, time_limit=None, goals=["lateness", "cost"], **search),
        "compare": compared,
        "sweep": swept,
        "quote": quoted,
        "frontier": front,
        "alternatives": Alternatives(plan, (plan,)),
    }


def kinds(of: type[Shown] = Shown) -> set[type[Shown]]:
    return {kind for one in of.__subclasses__() for kind in {one, *kinds(one)} if not inspect.isabstract(kind)}


def test_no_kind_of_result_is_left_out(results: dict[str, Any]) -> None:
    assert kinds() <= {type(made) for made in results.values()}


def test_every_result_is_light_html_and_text(results: dict[str, Any]) -> None:
    for name, made in results.items():
        bundle = made._repr_mimebundle_()
        assert bundle["text/plain"] == repr(made), name
        html = bundle["text/html"]
        assert len(html) > 40, name
        assert len(html) < 100_000, name
        assert "<script" not in html, name
        assert "<iframe" not in html, name


def members(made: Any) -> list[str]:
    return [name for name in dir(made) if not name.startswith("_")]


def test_everything_that_tab_completion_offers_says_what_it_is(results: dict[str, Any]) -> None:
    silent = []
    for name, made in results.items():
        fields = getattr(type(made), "__dataclass_fields__", {})
        described = inspect.getdoc(type(made)) or ""
        for member in members(made):
            said = inspect.getdoc(inspect.getattr_static(type(made), member, None)) or ""
            field = member in fields or member in vars(made)
            if not said and not (field and member in described):
                silent.append(f"{name}.{member}")
    assert silent == []


def frames(made: Any) -> dict[str, pd.DataFrame]:
    found = {}
    for name in members(made):
        if isinstance(inspect.getattr_static(type(made), name, None), property):
            value = getattr(made, name)
            if isinstance(value, pd.DataFrame):
                found[name] = value
    return found


def test_every_result_has_tables_with_units_in_their_columns(results: dict[str, Any]) -> None:
    odd = []
    for name, made in results.items():
        found = frames(made)
        assert found, name
        for table, frame in found.items():
            if "unit" in frame.columns:
                continue
            for column in frame.select_dtypes("number").columns:
                if column not in SHARES | COUNTS and not str(column).endswith(UNITS):
                    odd.append(f"{name}.{table}.{column}")
    assert odd == []


def test_figures_are_light_and_named(results: dict[str, Any]) -> None:
    drawn = 0
    for name, made in results.items():
        for member in ("figure", "gantt", "roadmap", "workload", "s_curve", "burn_up", "slip_chart"):
            draw = getattr(made, member, None)
            if draw is None:
                continue
            try:
                figure = draw()
            except ipm.InputError:
                continue
            assert isinstance(figure, LightFigure), f"{name}.{member}"
            drawn += 1
        below = made._figure_below()
        assert below is None or isinstance(below, Figure)
    assert drawn >= 14


def test_a_notebook_with_ten_plans_is_light() -> None:
    made = portfolio(20, 20)
    form: Any = nbformat
    book = form.v4.new_notebook()
    for number in range(10):
        plan = Plan(schedule(made), made)
        figure = plan._figure_below()
        assert figure is not None
        outputs = [form.v4.new_output("display_data", data) for data in (plan._repr_mimebundle_(), figure.bundle())]
        book.cells.append(form.v4.new_code_cell(f"plans[{number}]", outputs=outputs))
    text = form.writes(book)
    assert text.count(MIME) == 10
    assert len(text.encode()) < 3_000_000


def test_what_is_displayed_is_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    import IPython.display
    import plotly.io as pio

    # What plotly chooses in a notebook, where nobody has chosen.
    monkeypatch.setattr(pio.renderers, "default", "plotly_mimetype+notebook")
    shown: list[Any] = []
    monkeypatch.setattr(IPython.display, "display", lambda one, **_: shown.append(one))
    made = portfolio(3)
    Plan(schedule(made), made)._ipython_display_()
    html, figure = shown
    assert list(html) == ["text/plain", "text/html"]
    figure._ipython_display_()
    assert json.dumps(shown[2])
    assert list(shown[2]) == [MIME, "text/plain"]


def test_a_plan_opens_at_what_is_latest() -> None:
    made = portfolio(20, 20)
    facts = schedule(made)
    latest = max(facts.milestones, key=lambda stone: stone.late_hours)
    figure = Plan(facts, made).gantt(rows=24)
    bottom, top = figure.layout.yaxis.range
    labels = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
    project = made.project[made.milestone[latest.id].project].name
    row = next(row for row, label in labels.items() if label == f"<b>{project}</b>")
    assert top < row < bottom
    assert row - top < 2 or bottom > max(labels)


def test_what_moved_is_drawn_where_it_was() -> None:
    made = portfolio(2)
    facts = schedule(made)
    earlier = Plan(facts, made).gantt()
    later = tuple(
        type(task)(task.id, task.start + timedelta(days=7), task.end + timedelta(days=7)) for task in facts.tasks[-1:]
    )
    moved = type(facts)(
        facts.portfolio, facts.as_of, facts.status, facts.goals, facts.assignments, (*facts.tasks[:-1], *later)
    )
    ghosts = {trace.name: trace for trace in Plan(moved, made, facts).gantt().data}["before"]
    assert [str(base) for base in ghosts.base] == [str(facts.tasks[-1].start)]
    assert len({trace.name: trace for trace in earlier.data}["before"].x) == 0


def test_every_public_name_has_an_example() -> None:
    without = [
        name
        for name in ipm.__all__
        if name != "__version__" and ">>> " not in (inspect.getdoc(getattr(ipm, name)) or "")
    ]
    assert without == []


def test_every_kind_of_result_has_an_example_or_is_made_by_a_function_that_has_one() -> None:
    makers = {
        str(inspect.signature(made).return_annotation): inspect.getdoc(made) or ""
        for name in ipm.__all__
        if inspect.isfunction(made := getattr(ipm, name))
    }
    without = [
        kind.__name__ for kind in kinds() if ">>> " not in (inspect.getdoc(kind) or "") + makers.get(kind.__name__, "")
    ]
    assert without == []
