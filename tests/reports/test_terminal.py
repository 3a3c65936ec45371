"""The page on the terminal stays within its columns, whatever the portfolio, and needs no colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from tests.reports.fabricate import portfolio, schedule

from ipmplan.reports.terminal import as_text, brief, page


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(("projects", "people"), [(1, 6), (30, 60)])
def test_no_line_is_wider_than_the_page(projects: int, people: int, width: int) -> None:
    made = portfolio(projects, people)
    text = as_text(page(schedule(made), made, width), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text


def test_the_sprint_stands_before_all_tables_and_every_part_is_there() -> None:
    made = portfolio(4)
    text = as_text(page(schedule(made), made))
    heads = [
        "Sprint 5–18",
        "starts ",
        "finishes ",
        "Milestones\n",
        "Budget by",
        "Critical path",
        "Goals",
        "Hours and",
        "Notes",
    ]
    places = [text.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_numbers_are_never_cut() -> None:
    made = portfolio(4)
    text = as_text(page(schedule(made), made))
    assert "available   booked   planned   free   load" in text
    assert "OVER by 120" in text
    assert "LATE 15.6 days" in text


def test_hundreds_of_people_are_counted_not_listed() -> None:
    made = portfolio(40, 250)
    text = as_text(page(schedule(made), made))
    assert "The 10 fullest and the 10 freest of 250 people" in text
    assert "and 230 more people in the report" in text
    assert len(text.splitlines()) < 220


def test_brackets_in_names_are_text_and_not_markup() -> None:
    made = portfolio(1)
    made = replace(made, tasks=tuple(replace(task, name="[bold]Home[/nothing]") for task in made.tasks))
    assert "[bold]Home[/nothing]" in as_text(page(schedule(made), made))


def test_the_short_form_has_milestones_and_goals_only() -> None:
    made = portfolio(1)
    text = as_text(brief(schedule(made), made))
    assert "Milestones" in text
    assert "Goals" in text
    assert "Hours and utilisation" not in text
