"""The report in a real browser: charts are drawn, the console stays empty, nothing is fetched."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from tests.browser import opened
from tests.reports.fabricate import portfolio, schedule

from ipmplan.reports.figures.style import Theme
from ipmplan.reports.html import notebook, report

pytestmark = pytest.mark.browser


def test_all_charts_are_drawn_without_a_word_on_the_console(tmp_path: Path) -> None:
    made = portfolio(4)
    document, said = opened(report(schedule(made), made), tmp_path)
    assert said == []
    assert 'data-drawn="yes"' in document
    assert document.count('class="main-svg"') >= 2 * 5
    assert document.count('class="trace bars"') >= 4
    assert 'class="heatmaplayer' in document
    assert "LATE 15.6 days" in document


def test_a_project_that_is_chosen_hides_what_others_do_and_a_task_says_why_it_is_where_it_is(tmp_path: Path) -> None:
    made = portfolio(4)
    plan = schedule(made)
    task = plan.tasks[0].id
    others = [row.id for row in plan.tasks if made.task[row.id].project != made.task[task].project]
    script = f"""
      var form = document.querySelector("form.filter");
      form.elements.project.value = "{made.task[task].project}";
      form.dispatchEvent(new Event("input"));
      document.querySelector("button.why[data-task='{task}']").click();
      var hidden = document.querySelectorAll("tr[hidden] button.why");
      document.body.dataset.hidden = Array.from(hidden).map(function (one) {{ return one.dataset.task; }}).join(" ");
      document.body.dataset.said = document.querySelector("dialog[open]").textContent;
    """
    document, said = opened(report(plan, made), tmp_path, act=script)
    assert said == []
    hidden = re.search(r'data-hidden="([^"]*)"', document)
    assert hidden is not None
    assert set(hidden.group(1).split()) == set(others)
    shown = re.search(r'data-said="([^"]*)"', document)
    assert shown is not None
    assert f"Why {made.task[task].name or task}" in shown.group(1)
    assert f"ipmplan why {task}" in shown.group(1)


def found_by_axe(page: str, folder: Path, *, width: int = 1280) -> list[str]:
    """What axe-core calls serious or critical on a page, by its rule and an example."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    script = """
      axe.run(document, {resultTypes: ["violations"]}).then(function (found) {
        var bad = found.violations.filter(function (one) { return one.impact === "serious" || one.impact === "critical"; });
        document.body.dataset.axe = JSON.stringify(bad.map(function (one) { return one.id + ": " + one.nodes[0].html.slice(0, 200); }));
      });
    """
    document, _ = opened(page, folder, width=width, act=f"{axe}\n;{script}")
    told = re.search(r'data-axe="([^"]*)"', document)
    assert told is not None
    return list(json.loads(unescape(told.group(1))))


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_a_screen_reader_finds_its_way_through_the_report(tmp_path: Path, theme: Theme, width: int) -> None:
    made = portfolio(4)
    assert found_by_axe(report(schedule(made), made, theme=theme), tmp_path, width=width) == []


def test_axe_sees_what_is_wrong(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang='en'><title>x</title><body><main><h1>x</h1><input></main></body></html>"
    assert [one.partition(":")[0] for one in found_by_axe(page, tmp_path)] == ["label"]


def test_a_large_dark_report_on_a_phone_is_drawn_too(tmp_path: Path) -> None:
    made = portfolio(60, 80, rounds=3)
    document, said = opened(report(schedule(made), made, theme="dark"), tmp_path, width=390)
    assert said == []
    assert 'data-drawn="yes"' in document


def test_a_thousand_tasks_take_at_most_six_megabytes_and_are_all_drawn(tmp_path: Path) -> None:
    made = portfolio(56, 80, rounds=3)
    assert len(made.tasks) > 1000
    page = report(schedule(made), made)
    assert len(page.encode()) <= 6_000_000
    document, said = opened(page, tmp_path)
    assert said == []
    assert document.count("js-plotly-plot") >= 5
    assert document.count('class="why"') >= 1000


def test_a_browser_that_cannot_unpack_says_why_there_are_no_charts(tmp_path: Path) -> None:
    made = portfolio(1)
    old = report(schedule(made), made).replace("<body>", "<body><script>delete window.DecompressionStream</script>")
    shown = 'document.body.dataset.told = document.getElementById("undrawn").offsetHeight > 0; document.querySelector("button.why").click();'
    document, said = opened(old, tmp_path, act=shown)
    assert said == []
    assert 'data-told="true"' in document
    assert "Why Discovery is where it is" in document
    new, _ = opened(report(schedule(made), made), tmp_path, act=shown)
    assert 'data-told="false"' in new


def test_charts_that_are_not_drawn_yet_are_drawn_before_printing(tmp_path: Path) -> None:
    made = portfolio(2)
    page = report(schedule(made), made)
    # The printer comes as soon as plotly is there, before the first chart.
    script = """
      new MutationObserver(function (changes, observer) {
        if (!window.Plotly) { return; }
        observer.disconnect();
        setTimeout(function () {
          window.dispatchEvent(new Event("beforeprint"));
          document.body.dataset.printed = document.querySelectorAll(".js-plotly-plot .main-svg").length > 0 &&
            document.querySelectorAll(".chart").length === document.querySelectorAll(".js-plotly-plot").length;
        }, 0);
      }).observe(document.head, {childList: true});
    """
    page = page.replace("<body>", f"<body><script>{script}</script>")
    document, said = opened(page, tmp_path, until="document.body.dataset.printed")
    assert said == []
    assert 'data-printed="true"' in document


def test_names_full_of_html_do_nothing(tmp_path: Path) -> None:
    made = portfolio(2)
    evil = "<img src=x onerror=\"console.error('ran')\"></script><script>console.error('ran')</script>"
    plan = schedule(made)
    made = replace(
        made,
        tasks=tuple(replace(task, name=evil) for task in made.tasks),
        projects=tuple(replace(project, name=evil) for project in made.projects),
        people=tuple(replace(person, name=evil) for person in made.people),
    )
    document, said = opened(report(plan, made), tmp_path)
    assert said == []
    assert 'data-drawn="yes"' in document


def test_the_notebook_view_says_nothing_to_the_console(tmp_path: Path) -> None:
    made = portfolio(2)
    page = f"<!DOCTYPE html><meta charset='utf-8'><link rel='icon' href='data:,'>{notebook(schedule(made), made)}"
    document, said = opened(page, tmp_path)
    assert said == []
    assert "Milestones" in document


def test_this_test_sees_errors(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><script>console.error('seen'); undefined.x</script>"
    _, said = opened(page, tmp_path)
    assert len(said) == 2
