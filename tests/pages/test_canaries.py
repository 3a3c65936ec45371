"""Nobody reads what is not for them: a word planted in every text, and figures of rates and costs, on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from tests.pages.studio import known, planted, studio, told
from tests.reports.fabricate import schedule

from ipmplan.reports.pages import client_page, staff_page
from ipmplan.reports.pages.calendars import calendar_file, kept_events
from ipmplan.reports.pages.render import Form
from ipmplan.reports.views.client_view import client_view
from ipmplan.reports.views.staff_view import staff_of, staff_view

FORMS = ("html", "md")
FIGURES = ("61.37", "118.53", "61,37", "118,53", "31.79", "31,79", "555.41", "555,41", "777")
# What the client of P0 may read of the tables: their own words and names, and milestones.
CLIENTS = {
    "canary.projects.P0.name", "canary.projects.P0.client",
    "canary.milestones.P0.concept.name", "canary.milestones.P0.launch.name",
    "canary.requirements.R1.statement", "canary.decisions.D1.question", "canary.changes.C1.statement",
}  # fmt: skip
NEVER_FOR_STAFF = ("reason", "note", "ref", "what", "email", "asked_by", "topic")


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_client_reads_their_own_words_and_nothing_else(form: str, lang: str) -> None:
    made, words = planted(studio())
    seen = known(made, (told(replace(schedule(made), as_of=date(2026, 1, 2)), clients=("P0",)),))
    text = plain(client_page(client_view(seen, "P0"), cast("Form", form), lang))
    assert {word for word in words if word in text} == CLIENTS
    assert [figure for figure in FIGURES if figure in text] == []
    assert [one.id for one in made.people if f" {one.id}" in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_staff_read_names_and_clients_words_but_no_reasons_notes_or_money(form: str) -> None:
    made, words = planted(studio())
    seen = known(made)
    for person in staff_of(seen):
        text = plain(staff_page(staff_view(seen, person), cast("Form", form)))
        read = {word for word in words if word in text}
        assert [word for word in read if word.rsplit(".", 1)[1] in NEVER_FOR_STAFF] == []
        assert [word for word in read if word.startswith(("canary.changes", "canary.history", "canary.invoices"))] == []
        assert [figure for figure in FIGURES if figure in text] == []


def test_staff_read_nothing_of_what_no_client_has_signed() -> None:
    made = studio()
    plan = schedule(made)
    made, words = planted(made)
    unsigned = tuple(replace(row, status="tentative") if row.id == "P1" else row for row in made.projects)
    made = replace(made, projects=unsigned)
    from ipmplan.reports.views.sources import sources

    seen = sources(replace(plan, including=("P1",)), made)
    secret = {word for word in words if ".P1" in word or ".D3." in word or ".R2." in word or ".am." in word}
    reserved = 0
    for person in staff_of(seen):
        for form in FORMS:
            text = plain(staff_page(staff_view(seen, person), cast("Form", form)))
            assert {word for word in secret if word in text} == set()
            reserved += text.count("not signed yet")
    assert reserved
    calendar = calendar_file(kept_events(seen.scene.schedule, made, None), made).decode().replace("\r\n ", "")
    assert {word for word in secret if word in calendar} == set()
    assert "Reserved" in calendar


def test_calendars_have_names_of_work_and_no_reasons() -> None:
    made, words = planted(studio())
    text = calendar_file(kept_events(schedule(made), made, None), made).decode().replace("\r\n ", "")
    read = {word for word in words if word in text}
    assert {word.split(".")[1] for word in read} == {"people", "tasks", "projects"}
    assert [word for word in read if word.endswith((".email", ".client", ".reason"))] == []
