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


def test_what_is_late_comes_first_and_every_part_is_there() -> None:
    made = portfolio(4)
    text = as_text(page(schedule(made), made))
    heads = [
        "!! 3 projects late",
        "   Mon 5 Jan, by person",
        "   To know",
        "   How good it is",
        "Sprint 5–18",
        "starts ",
        "finishes ",
        "Milestones\n",
        "Budget by",
        "Critical path",
        "Hours and",
        "Goals in figures",
    ]
    places = [text.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_numbers_are_never_cut() -> None:
    made = portfolio(4)
    text = as_text(page(schedule(made), made))
    assert "hours   booked   planned   free   load" in text
    assert "OVER by 120" in text
    assert "LATE 15.6 days" in text


def test_hundreds_of_people_are_counted_not_listed() -> None:
    made = portfolio(40, 250)
    text = as_text(page(schedule(made), made))
    assert "The 10 fullest and the 10 freest of 250 people" in text
    assert "and 230 more people in the report" in text
    assert len(text.splitlines()) < 260


def test_brackets_in_names_are_text_and_not_markup() -> None:
    made = portfolio(1)
    made = replace(made, tasks=tuple(replace(task, name="[bold]Home[/nothing]") for task in made.tasks))
    assert "[bold]Home[/nothing]" in as_text(page(schedule(made), made))


def test_the_short_form_has_no_tables_of_hours() -> None:
    made = portfolio(1)
    text = as_text(brief(schedule(made), made))
    assert "How good it is" in text
    assert "Milestones" in text
    assert "by person" not in text
    assert "Hours and utilisation" not in text


def test_nobodys_name_is_cut_while_a_task_can_be_shorter() -> None:
    made = portfolio(4)
    long = "Maximiliane von Hohenstein-Wittgenau"
    made = replace(
        made,
        people=tuple(replace(person, name=long) for person in made.people),
        tasks=tuple(replace(task, name=f"{task.name} {'with much more to say ' * 4}") for task in made.tasks),
    )
    text = as_text(page(schedule(made), made))
    assert "Maximiliane v…" not in text
    assert text.count(long) > 12
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_a_wider_page_cuts_less() -> None:
    made = portfolio(2)
    made = replace(made, tasks=tuple(replace(task, name=f"{task.name} {'and so on ' * 5}") for task in made.tasks))
    narrow, wide = (as_text(page(schedule(made), made, width), width) for width in (80, 160))
    assert narrow.count("…") > wide.count("…")
