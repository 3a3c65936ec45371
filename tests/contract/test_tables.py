"""What is read and what is said of it."""

from pathlib import Path

import pytest
from tests.contract.facade import by_hand, plan, said, shown, studio, task_row, when, working, write
from tests.contract.sentences import covers

import ipmplan as ipm


@covers("All problems are reported at once", "unless its name is near a known one")
def test_all_problems_are_told_at_once_with_place_value_and_hint(tmp_path: Path) -> None:
    """A column with a slip, a date that is none, an unknown predecessor and a negative rate: all four, with their lines."""
    found = said(
        tmp_path,
        tasks="id, work, afterr, after, due\nT1, 1h\nT2, 1h, , T3, 2026-02-30",
        people="id, skills, rate\nana, ux, -5",
    )
    assert found == [
        "error people.csv:2: rate is negative: -5",
        "warning tasks.csv:1: column `afterr` is not known and is not read",
        "error tasks.csv:3: due `2026-02-30` is not in the calendar",
        "error tasks.csv:3: after `T3` is not known",
    ]


@covers("An unknown column is ignored in silence")
def test_an_unknown_column_is_nobodys_business(tmp_path: Path) -> None:
    """`colour` is near no column of tasks, and nothing is missing."""
    assert said(tmp_path, tasks="id, work, colour\nT1, 1h, red") == []


@covers("a time of 00:00 as spreadsheets")
def test_midnight_on_a_whole_day_is_the_day(tmp_path: Path) -> None:
    """Away until Tuesday, as exports write it: back on Wednesday."""
    found = studio(tmp_path, absences="person, start, end\nana, 2026-01-05 00:00:00, 2026-01-06 00:00:00")
    assert [working(found, "ana", day) for day in ("01-06", "01-07")] == ["", "09:00-17:00"]


@covers("23:59 and 24:00 are its end")
def test_the_last_minute_of_a_day_is_its_end(tmp_path: Path) -> None:
    """Away until Tuesday 23:59, then until Thursday 24:00: back on Wednesday, and on Friday."""
    rows = "ana, 2026-01-05, 2026-01-06 23:59\nana, 2026-01-08, 2026-01-08 24:00"
    found = studio(tmp_path, absences=f"person, start, end\n{rows}")
    days = ("01-06", "01-07", "01-08", "01-09")
    assert [working(found, "ana", day) for day in days] == ["", "09:00-17:00", "", "09:00-17:00"]


@covers("A number or date with two readings", "else by its table", "where nothing decides, it is reported")
def test_neighbours_decide_what_has_two_readings(tmp_path: Path) -> None:
    """Budgets: 45,50 has a decimal comma, so 16.000 is 16000. Dates: 25/03 puts the day first. Alone, both are asked about."""
    found = studio(
        tmp_path,
        projects='id, budget, due\nP0, 16.000, 03/04/2026\nP1, "45,50", 25/03/2026\nP2, , 2026-12-31',
    )
    assert [project.budget for project in found.projects[:1]] == [16_000]
    assert str(found.projects[0].due) == "2026-04-03"
    (told,) = said(tmp_path, projects="id, budget\nP0, 16.000")
    assert told.startswith("error projects.csv:2: budget `16.000` could be 16.000 or 16000")


@covers("Each cell of a merged range has the range's value")
def test_merged_cells_have_their_ranges_value(tmp_path: Path) -> None:
    """The project of two tasks is written once, over both rows."""
    import openpyxl

    write(tmp_path)
    (tmp_path / "people.csv").unlink()
    (tmp_path / "tasks.csv").unlink()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.create_sheet("people").append(["id"])
    book["people"].append(["ana"])
    tasks = book.create_sheet("tasks")
    for row in (["id", "project", "work"], ["T1", "P0", "1h"], ["T2", None, "1h"], ["T3", None, "1h"]):
        tasks.append(row)
    tasks.merge_cells("B2:B3")
    book.save(tmp_path / "studio.xlsx")
    assert [task.project for task in ipm.load(tmp_path).tasks] == ["P0", "P0", ""]


def test_a_missing_column_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    """Tasks need `work`; `wrk` is near it."""
    text = "\n".join(said(tmp_path, tasks="id, wrk\nT1, 1h"))
    assert "error tasks.csv:1: column `work` is missing\nMaybe you meant `wrk`?" in text


@covers("Only portfolio.toml, people and tasks must be there", 'Empty optional cells mean "not given"')
def test_the_smallest_folder(tmp_path: Path) -> None:
    """Three files; an empty project, milestone, rate and date say nothing."""
    found = studio(
        tmp_path,
        people="id, name, skills, rate, from, until\nana, , ux, , , ",
        tasks="id, project, milestone, name, work, after, people, not_before, due, uses\nT1, , , , 2h",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv", "portfolio.toml", "tasks.csv"]
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 09:00 01-05 11:00 2h"]
    assert (result.milestones, result.projects) == ((), ())
    for name in ("portfolio.toml", "people.csv", "tasks.csv"):
        folder = write(tmp_path)
        (folder / name).unlink()
        with pytest.raises(ipm.InputError, match=f"{name} is missing"):
            ipm.load(folder)


@covers("comma or semicolon", "what spreadsheets save is read", "Header row")
def test_what_spreadsheets_save(tmp_path: Path) -> None:
    """A BOM, semicolons, a day as 06.01.2026 and 1,5 hours; then the same in cp1252 with an umlaut."""
    write(tmp_path)
    lines = "id;name;work;not_before\nT1;Ängste;1,5h;06.01.2026\n"
    for data in (lines.encode("utf-8-sig"), lines.encode("cp1252")):
        (tmp_path / "tasks.csv").write_bytes(data)
        found = ipm.load(tmp_path)
        assert found.tasks[0].name == "Ängste"
        assert shown(plan(found)) == ["T1 ana 01-06 09:00 01-06 11:00 2h"]


def test_an_ambiguous_day_is_reported(tmp_path: Path) -> None:
    """05/06/2026 is in May or in June; beside 25/06/2026, which can only be in June, nothing is in doubt."""
    text = "\n".join(said(tmp_path, tasks="id, work, due\nT1, 1h, 05/06/2026\nT2, 1h, 06/06/2026"))
    assert "tasks.csv:2: due `05/06/2026` can be read as two different days" in text
    assert said(tmp_path, tasks="id, work, due\nT1, 1h, 05/06/2026\nT2, 1h, 25/06/2026") == []


@covers("Ids and skills: letters of any language", "a skill has at least one letter")
def test_ids_and_skills(tmp_path: Path) -> None:
    """Letters of any language, digits and `_ . / -` make an id; a space or a colon does not, and 42 is no skill."""
    found = studio(tmp_path, people="id, skills\nžofie_1.b/c-d, 设计:2; ux2", tasks="id, work\nP0-1/Ö.2_x, 设计 1h")
    assert shown(plan(found)) == ["P0-1/Ö.2_x žofie_1.b/c-d 01-05 09:00 01-05 10:00 1h"]
    assert any("tasks.csv:2" in line for line in said(tmp_path, tasks="id, work\nT 1, 1h"))
    assert any("people.csv:2" in line for line in said(tmp_path, people="id, skills\nana, 42"))


@covers("The same tables may be sheets of one .xlsx workbook")
def test_a_workbook_is_the_same_portfolio(tmp_path: Path) -> None:
    """Two people and a task as sheets give the plan that the tables give."""
    from openpyxl import Workbook

    folder = write(tmp_path, tasks="id, work\nT1, ux 2h")
    wanted = shown(plan(ipm.load(folder)))
    book = Workbook()
    for name, rows in {
        "people": [["id", "skills"], ["ana", "ux"], ["ben", "qa"]],
        "tasks": [["id", "work"], ["T1", "ux 2h"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "studio.xlsx")
    for name in ("people", "tasks"):
        (tmp_path / f"{name}.csv").unlink()
    assert shown(plan(ipm.load(folder))) == wanted == ["T1 ana 01-05 09:00 01-05 11:00 2h"]


@covers("currency : one currency", "currency : amounts net of tax")
def test_a_currency_is_three_letters(tmp_path: Path) -> None:
    """Nobody converts: amounts are shown as given, with that currency; `euro` is refused."""
    write(tmp_path)
    text = (tmp_path / "portfolio.toml").read_text()
    (tmp_path / "portfolio.toml").write_text('currency = "CHF"\n' + text)
    assert plan(ipm.load(tmp_path)).currency == "CHF"
    (tmp_path / "portfolio.toml").write_text('currency = "euro"\n' + text)
    with pytest.raises(ipm.InputError, match="currency `euro`"):
        ipm.load(tmp_path)


@covers("[sprint] : optional")
def test_a_sprint_is_optional_and_moves_nothing(tmp_path: Path) -> None:
    """A sprint of two weeks from the 5th ends on Sunday the 18th; without `fill` its days are whole."""
    with_sprint = studio(tmp_path, settings='[sprint]\nstart = 2026-01-05\nlength = "2w"', tasks="id, work\nT1, ux 9h")
    assert with_sprint.sprint is not None
    assert with_sprint.sprint.end.isoformat() == "2026-01-18"
    without = studio(tmp_path, tasks="id, work\nT1, ux 9h")
    assert without.sprint is None
    assert shown(plan(with_sprint)) == shown(plan(without)) == ["T1 ana 01-05 09:00 01-06 10:00 9h"]


def test_the_word_today(tmp_path: Path) -> None:
    """`as_of = "today"` is the day on which it is read."""
    from datetime import date

    write(tmp_path, as_of="today")
    found = ipm.load(tmp_path, today=date(2026, 1, 7))
    assert when(task_row(plan(found), "T0").start) == "01-07 09:00"
    assert by_hand(found, "T0 ana 01-07 09:00 01-07 10:00 1h").as_of == date(2026, 1, 7)
