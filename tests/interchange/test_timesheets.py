"""Time entries of Harvest, Toggl, Clockify and Tempo become progress, as often as one likes."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.folders import write

from ipmplan.cli import main
from ipmplan.errors import InputError
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.timesheets import read_entries
from ipmplan.loading import load
from ipmplan.study.timesheet import timesheet

HARVEST = """\
Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name,Roles
2026-01-05,City Museum,Website,WEB,Build,T1 header,2.5,Yes,Ana,,
2026-01-06,City Museum,Website,WEB,Home page,,3,Yes,Ana,,
2026-01-06,City Museum,Website,WEB,Meeting,weekly,0.5,Yes,Zoe,Z,
2026-01-07,Nobody,Garden,,Digging,,1,No,Ana,,
"""
TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
Ana,ana@x.example,,Website,,T1: header,Yes,2026-01-05,09:00:00,2026-01-05,11:30:00,02:30:00,,
"""
CLOCKIFY = """\
Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)
Website,,header,T1,Ana,,,,Yes,13/01/2026,09:00,13/01/2026,11:30,02:30:00,"2,50"
"""
TEMPO = """\
Issue Key,Issue summary,Hours,Work date,Username,Full name,Account Key,Work Description,Worklog Id
T1,Home,2.5,2026-01-05 09:00,ana,Ana,WEB,header,77
"""
TABLES = {
    "toml": 'name = "S"\nas_of = 2026-02-02\n',
    "people": "id,name,skills,rate\nana,Ana,frontend:2,80\nben,Ben,backend:1,70\n",
    "projects": "id,name,client\nWEB,Website,City Museum\n",
    "tasks": "id,project,name,work\nT1,WEB,Header,8h\nT2,WEB,Home page,8h\n",
}


@pytest.mark.parametrize("text", [TOGGL, CLOCKIFY, TEMPO, HARVEST.split("2026-01-06", maxsplit=1)[0]])
def test_each_tool_is_known_by_its_header(text: str) -> None:
    (entry,) = read_entries(read_grid(text.encode(), "time.csv"))
    assert (entry.date.day, entry.hours, entry.person) == (entry.date.day, Fraction(5, 2), "Ana")
    assert entry.date.month == 1


def test_importing_twice_changes_nothing_and_what_fits_no_task_stays_with_its_project(tmp_path: Path) -> None:
    place = write(tmp_path, **TABLES)
    (tmp_path / "harvest.txt").write_text(HARVEST)
    call = ["import", str(tmp_path / "harvest.txt"), str(place), "--as", "progress"]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert "added 4 rows" in done.output
    assert "nobody of that name is in people: the hours are kept without a person: Zoe Z" in done.output
    assert "time that fits no task is kept at WEB-time-without-task: line 4 (Meeting, 0.5 h)" in done.output
    found = load(place)
    assert [(row.date, row.task, row.person, row.hours, row.remaining) for row in found.progress] == [
        (date(2026, 1, 5), "T1", "ana", Fraction(5, 2), None),
        (date(2026, 1, 6), "T2", "ana", 3, None),
        (date(2026, 1, 6), "WEB-time-without-task", "", Fraction(1, 2), 0),
        (date(2026, 1, 7), "time-without-task", "ana", 1, 0),
    ]
    assert found.task["WEB-time-without-task"].project == "WEB"
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    again = CliRunner().invoke(main, call)
    assert "added 0 rows to progress; 4 were there already" in again.output
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files


def test_hours_that_were_put_right_replace_the_earlier_ones(tmp_path: Path) -> None:
    place = write(tmp_path, **TABLES)
    for text in (HARVEST, HARVEST.replace("header,2.5", "header,4").replace("2026-01-07,Nobody", "2026-01-08,Nobody")):
        (tmp_path / "harvest.txt").write_text(text)
        done = CliRunner().invoke(main, ["import", str(tmp_path / "harvest.txt"), str(place), "--as", "progress"])
        assert done.exit_code == 0, done.output
    assert "added 2 rows" in done.output
    (logged,) = timesheet(load(place)).logged("T1")
    assert logged.hours == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "not that of a time tracker"),
        (TOGGL.replace("02:30:00", "long"), "time.csv:2"),
        (TOGGL.replace("02:30:00", "9999:00"), "more than a month has"),
        (CLOCKIFY.replace("13/01/2026,09", "02/01/2026,09"), "two different days"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_entries(read_grid(text.encode(), "time.csv"))
    assert words in str(caught.value)
