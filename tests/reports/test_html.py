"""The report is one file that needs nothing else, and user text in it is only text."""

from __future__ import annotations

import gzip
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.errors import InputError
from ipmplan.reports.figures import budget
from ipmplan.reports.html import report, write_report


class Page(HTMLParser):
    """Text, ids and tags of a page without its scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.feed(re.sub(r"<(script|style)>.*?</\1>", "", source, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def page() -> Page:
    made = portfolio(4)
    return Page(report(schedule(made), made))


def test_ids_are_unique_and_every_link_stays_in_the_file(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("data:,")} == {f"#{link[1:]}" for link in page.links[1:]}
    assert {link[1:] for link in page.links[1:]} <= set(page.ids)


def test_the_page_says_what_is_late_over_budget_and_who_has_little_to_do(page: Page) -> None:
    text = " ".join(page.text)
    for words in (
        "3 projects late, 1 over budget",
        "120 EUR over budget",
        "Farid Haddad (78 h free)",
        "Starts (7)",
    ):
        assert words in text


def test_all_charts_are_there(page: Page) -> None:
    charts = {name.removeprefix("chart-") for name in page.ids if name.startswith("chart-")}
    assert charts == {"roadmap", "by-project", "by-person", "workload", "budget"}


def test_user_text_is_escaped_everywhere() -> None:
    made = portfolio(1)
    evil = "</script><script>alert(1)</script>&<b>"
    made = replace(
        made,
        name=evil,
        currency=evil,
        tasks=tuple(replace(task, name=evil) for task in made.tasks),
        people=tuple(replace(person, name=evil) for person in made.people),
        projects=tuple(replace(project, name=evil) for project in made.projects),
        milestones=tuple(replace(milestone, name=evil) for milestone in made.milestones),
    )
    text = report(replace(schedule(made), notes=(evil,)), made)
    assert "<script>alert" not in text
    assert text.count("</script>") == 8
    for chart in re.findall(r'<script type="application/gzip" data-for="[^"]+">([^<]+)</script>', text):
        drawn = gzip.decompress(b64decode(chart)).decode()
        assert '"data":' in drawn
        assert "<script>" not in drawn


def test_a_plan_without_money_has_no_budget_section() -> None:
    made = portfolio(1, money=False)
    assert "budget" not in Page(report(schedule(made), made)).ids


def test_budgets_of_which_nothing_is_spent_are_listed_without_a_chart() -> None:
    studio = replace(portfolio(), progress=())
    plan = replace(schedule(studio), assignments=(), tasks=())
    page = report(plan, studio)
    assert 'id="budget"' in page
    assert 'id="chart-budget"' not in page
    with pytest.raises(InputError, match="spends no money"):
        budget(plan, studio)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    made = portfolio(1)
    with pytest.raises(InputError, match="the report cannot be written"):
        write_report(tmp_path / "no" / "report.html", schedule(made), made)
