"""A client's page says what was promised, asked for and is due, and stops where the client would be forgotten."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.pages.studio import known, studio, told
from tests.reports.fabricate import schedule

from ipmplan.cli import main
from ipmplan.core.plan import ToldDate
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress, Requirement
from ipmplan.errors import InputError
from ipmplan.files.planfile import read_plan, write_plan
from ipmplan.files.written import portfolio_files
from ipmplan.reports.pages import client_page
from ipmplan.reports.pages.language import LANGUAGES, Language
from ipmplan.reports.views.client_view import client_view
from ipmplan.reports.views.leaks import leaks


def agreed(made: Portfolio, day: date) -> Portfolio:
    return replace(made, milestones=tuple(replace(row, agreed=day, due=day) for row in made.milestones))


def test_a_day_that_lies_ahead_is_never_earlier_than_agreed() -> None:
    view = client_view(known(agreed(studio(), date(2026, 4, 30))), "P0")
    assert view.colour == "green"
    assert {row.expected for row in view.milestones} == {date(2026, 4, 30)}
    assert {row.certainty for row in view.milestones} == {"sure"}


def test_a_day_that_is_not_kept_is_said() -> None:
    view = client_view(known(agreed(studio(), date(2026, 1, 7))), "P0")
    assert view.colour == "red"
    assert all(row.expected is not None and row.expected > date(2026, 1, 7) for row in view.late)
    assert "We will not keep every agreed day" in client_page(view)


def by_the_hour(*, bill: Decimal | None) -> Portfolio:
    """P1 is paid by the hour, and six hours of it were worked."""
    made = studio()
    worked = Progress(date(2026, 1, 2), "P1-discovery", "p0", Fraction(6))
    projects = (made.projects[0], replace(made.projects[1], price=None))
    rates = tuple(replace(row, bill=bill) for row in made.rates)
    return replace(made, progress=(worked,), rates=rates, projects=projects, changes=())


def test_hours_without_a_rate_are_hours_and_not_nothing_to_pay() -> None:
    view = client_view(known(by_the_hour(bill=None)), "P1")
    assert view.money is not None
    assert view.money.hours == 6
    assert view.money.payable is None
    for lang, said in (("en", "Hours worked"), ("de", "Geleistete Stunden")):
        for form in ("html", "md"):
            page = client_page(view, form, lang)
            assert said in page
            assert "EUR" not in page
    priced = client_view(known(by_the_hour(bill=Decimal(100))), "P1")
    assert priced.money is not None
    assert priced.money.hours == 6
    assert priced.money.payable == 600
    assert "600" in client_page(priced)


def test_a_wish_without_a_task_stops_the_page() -> None:
    made = studio()
    made = replace(made, requirements=(*made.requirements, Requirement("R9", "P0", "", "A shop for postcards")))
    with pytest.raises(InputError, match="R9 has no task that delivers it"):
        client_view(known(made), "P0")
    client_view(known(made), "P1")


def test_what_was_told_is_what_the_next_page_compares_with() -> None:
    made = studio()
    plan = replace(schedule(made), as_of=date(2026, 1, 2))
    days = (ToldDate("P0", "P0-concept", date(2026, 2, 2)),)
    view = client_view(known(made, (told(plan, clients=("P0",), dates=days),)), "P0")
    moves = {row.name: (row.kind, row.was) for row in view.moves}
    assert moves["Concept"] == ("later", date(2026, 2, 2))
    assert view.told_on == date(2026, 1, 2)
    assert client_view(known(made), "P0").told_on is None


def test_only_their_own_questions_with_the_days_that_a_week_costs() -> None:
    view = client_view(known(studio()), "P0")
    assert [row.question for row in view.questions] == ["Which three stories?"]
    assert all(row.name in {"Concept", "Launch", "Online exhibition"} for row in view.questions[0].delay)


def test_names_in_the_agencys_own_words_are_told_to_the_manager() -> None:
    made = studio()
    view = client_view(known(made), "P0", message="Ana Sousa is ill, and Kiosk 24 comes first.")
    assert [issue.message.partition(":")[0] for issue in leaks(view, made, "P0")] == [
        "the client's page names the person p0",
        "the client's page names another client",
    ]


def test_html_in_words_is_text() -> None:
    made = studio()
    evil = "<script>alert(1)</script>"
    made = replace(made, requirements=(Requirement("R1", "P0", "", evil, ("P0-design",)),))
    view = client_view(known(made), "P0", message=evil)
    assert "<script" not in client_page(view)
    assert "\\<script\\>" in client_page(view, "md")


def test_languages_have_the_same_phrases_with_the_same_places() -> None:
    texts = {
        code: tomllib.loads(files("ipmplan.reports.pages").joinpath("templates", f"{code}.toml").read_text("utf-8"))
        for code in LANGUAGES
    }
    assert {key: _places(text) for key, text in texts["en"].items()} == {
        key: _places(text) for key, text in texts["de"].items()
    }


def _places(phrase: object) -> object:
    import string

    if not isinstance(phrase, str):
        return len(phrase)  # type: ignore[arg-type]
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_ones_own_phrases_and_templates_come_first(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('wishes_head = "Your wishes"', encoding="utf-8")
    (tmp_path / "logo.html.j2").write_text("<b>LOGO</b>", encoding="utf-8")
    page = client_page(client_view(known(studio()), "P0"), template=tmp_path)
    assert "<h2>Your wishes</h2>" in page
    assert "<b>LOGO</b>" in page
    (tmp_path / "client.html.j2").write_text("{{ view.nothing }}", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be filled"):
        client_page(client_view(known(studio()), "P0"), template=tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        client_page(client_view(known(studio()), "P0"), template=tmp_path / "none")


def test_an_unknown_language_is_a_sentence() -> None:
    with pytest.raises(InputError, match="language `fr`"):
        Language("fr")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = studio()
    place = tmp_path / "studio"
    place.mkdir()
    for name, text in portfolio_files(made).items():
        (place / name).write_text(text, encoding="utf-8")
    write_plan(place / "plan.json", schedule(made))
    return place


def test_the_commands(folder: Path) -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(main, [*words], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    page = folder / "p0.md"
    (folder / "letter.md").write_text("All is well.\n\nContact: Mia, 030 1", encoding="utf-8")
    run("report", str(folder), "--for", "client", "--project", "P0", "--out", str(page), "--lang", "de")
    text = page.read_text(encoding="utf-8")
    assert "All is well." in text
    assert "Mia, 030 1" in text
    run("-C", str(folder), "approve", "--told", "client:P0", "--by", "Mia")
    kept = read_plan(folder / "plans" / "2026-01-05.json").approved
    assert kept is not None
    assert {row.id for row in kept.told.dates} == {"P0-concept", "P0-launch"}
    out = folder / "monday"
    run("report", str(folder), "--for", "staff", "--person", "p0", "--out", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["p0.html", "p0.ics", "p0.md"]
    wrong = CliRunner().invoke(main, ["report", str(folder), "--for", "client", "--project", "P9"])
    assert wrong.exit_code == 2
    assert "project `P9` is not known" in wrong.output


def test_a_reached_milestone_keeps_its_day() -> None:
    made = studio()
    view = client_view(known(made), "P0")
    assert not view.finished
    assert all(row.expected is None or not isinstance(row.expected, datetime) for row in view.milestones)
