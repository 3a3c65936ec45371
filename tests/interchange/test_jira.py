"""Jira's CSV export, as Jira writes it: headers that come several times, its own dates, seconds."""

import csv
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from ipmplan.cli import main
from ipmplan.errors import InputError
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.imported import Imported
from ipmplan.files.formats.jira import read_jira
from ipmplan.loading import load

HEADER = [
    "Summary",
    "Issue key",
    "Issue id",
    "Issue Type",
    "Status",
    "Project key",
    "Project name",
    "Priority",
    "Assignee",
    "Created",
    "Updated",
    "Resolved",
    "Due Date",
    "Sprint",
    "Sprint",
    "Labels",
    "Labels",
    "Original Estimate",
    "Remaining Estimate",
    "Time Spent",
    "Log Work",
    "Log Work",
    "Outward issue link (Blocks)",
    "Outward issue link (Blocks)",
    "Inward issue link (Blocks)",
    "Outward issue link (Relates)",
    "Custom field (Epic Link)",
    "Parent id",
    "Resolution",
    "Watchers",
]


def export(*issues: dict[str, str]) -> bytes:
    """An export of issues; `Sprint 2` is the second column of that name."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    for issue in issues:
        seen: dict[str, int] = {}
        row = []
        for name in HEADER:
            seen[name] = seen.get(name, 0) + 1
            row.append(issue.get(name if seen[name] == 1 else f"{name} {seen[name]}", ""))
        writer.writerow(row)
    return stream.getvalue().encode()


def issue(key: str, **values: str) -> dict[str, str]:
    usual = {
        "Summary": f"Do {key}",
        "Issue key": key,
        "Issue id": f"1{key[-1]}",
        "Issue Type": "Story",
        "Status": "To Do",
    }
    usual |= {"Project key": "WEB", "Project name": "Web shop", "Updated": "02/Mar/26 9:14 AM"}
    return usual | {name.replace("_", " "): value for name, value in values.items()}


def read(*issues: dict[str, str]) -> Imported:
    return read_jira(read_grid(export(*issues), "jira.csv"))


def test_estimates_are_seconds_and_days_are_jiras() -> None:
    found = read(issue("WEB-1", Original_Estimate="28800", Due_Date="13/Mar/26 12:00 AM", Assignee="Ana Ferreira"))
    (task,) = found.portfolio.tasks
    assert task.work[0].parts[0].hours == 8
    assert task.due == date(2026, 3, 13)
    assert task.people[0].people == ("ana-ferreira",)
    assert found.portfolio.as_of == date(2026, 3, 3)
    assert [(row.id, row.name) for row in found.portfolio.projects] == [("WEB", "Web shop")]


def test_blocks_are_predecessors_on_either_side_and_others_are_listed() -> None:
    first = issue("WEB-1", Original_Estimate="3600") | {
        "Outward issue link (Blocks)": "WEB-2",
        "Outward issue link (Blocks) 2": "OPS-9",
        "Outward issue link (Relates)": "WEB-3",
        "Watchers": "Ben",
    }
    third = issue("WEB-3", Original_Estimate="3600") | {"Inward issue link (Blocks)": "WEB-2"}
    found = read(first, issue("WEB-2", Original_Estimate="3600"), third)
    assert [[link.predecessor for link in task.after] for task in found.portfolio.tasks] == [[], ["WEB-1"], ["WEB-2"]]
    said = [issue.message for issue in found.lost]
    assert "links to issues that are not in the export are not carried over: OPS-9" in said
    assert "links of other kinds are not carried over: Outward issue link (Relates)" in said
    assert "columns that are not carried over: Watchers" in said


def test_an_epic_is_a_milestone_and_sub_tasks_are_their_story() -> None:
    epic = issue("WEB-1", Issue_Type="Epic", Due_Date="30/Apr/26")
    story = issue("WEB-2") | {"Custom field (Epic Link)": "WEB-1"}
    part = issue("WEB-3", Issue_Type="Sub-task", Original_Estimate="7200", Parent_id="12")
    after = issue("WEB-4", Original_Estimate="3600") | {"Inward issue link (Blocks)": "WEB-2"}
    found = read(epic, story, part, after).portfolio
    assert [(row.id, row.due) for row in found.milestones] == [("WEB-1", date(2026, 4, 30))]
    assert [(task.id, task.milestone) for task in found.tasks] == [("WEB-3", "WEB-1"), ("WEB-4", "")]
    assert [link.predecessor for link in found.tasks[1].after] == ["WEB-3"]


def test_work_that_was_logged_is_a_timesheet_and_what_is_done_has_nothing_left() -> None:
    done = issue("WEB-1", Status="Done", Original_Estimate="14400", Time_Spent="10800", Resolved="27/Feb/26 5:00 PM")
    done |= {"Log Work": "review; twice;26/Feb/26 2:00 PM;Ben;3600", "Log Work 2": "build;25/Feb/26 9:00 AM;Ben;5400"}
    half = issue("WEB-2", Original_Estimate="14400", Time_Spent="7200", Remaining_Estimate="9000", Assignee="Ben")
    found = read(done, half).portfolio
    assert [(row.date, row.task, row.person, row.hours, row.remaining) for row in found.progress] == [
        (date(2026, 2, 25), "WEB-1", "ben", Fraction(3, 2), None),
        (date(2026, 2, 26), "WEB-1", "ben", 1, None),
        # Half an hour of the time spent is in no log.
        (date(2026, 2, 27), "WEB-1", "ben" if found.tasks[0].people else "", Fraction(1, 2), None),
        (date(2026, 2, 27), "WEB-1", "", 0, 0),
        (date(2026, 3, 2), "WEB-2", "ben", 2, None),
        (date(2026, 3, 2), "WEB-2", "", 0, Fraction(5, 2)),
    ]


def test_issues_without_an_estimate_take_a_day_and_are_listed() -> None:
    found = read(issue("WEB-1"), issue("WEB-2", Resolution="Won't Do"))
    assert [task.work[0].parts[0].hours for task in found.portfolio.tasks] == [8, 8]
    assert [task.cancelled for task in found.portfolio.tasks] == [False, True]
    assert "issues without an estimate are taken for one day: WEB-1, WEB-2" in [one.message for one in found.lost]


def test_all_that_cannot_be_read_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        read(
            issue("WEB-1", Original_Estimate="2h"),
            issue("WEB-2", Due_Date="30/Foo/26"),
            issue("no key"),
            issue("WEB-1"),
        )
    assert [f"{one.where} {one.message.partition(' (')[0]}" for one in caught.value.issues] == [
        "jira.csv:4 issue key `no key` is not an id",
        "jira.csv:5 issue `WEB-1` comes twice",
        "jira.csv:2 estimate `2h` is not a number of seconds",
        "jira.csv:3 due `30/Foo/26` is not a date",
    ]


def test_five_hundred_issues_become_a_folder_that_is_fine(tmp_path: Path) -> None:
    rows = [
        issue(f"WEB-{n}", Issue_id=str(n), Original_Estimate=str(3600 * (1 + n % 7)), Assignee=f"P{n % 9}")
        | {"Inward issue link (Blocks)": f"WEB-{n - 9}" if n > 9 else ""}
        for n in range(1, 501)
    ]
    (tmp_path / "jira.csv").write_bytes(export(*rows))
    done = CliRunner().invoke(main, ["import", str(tmp_path / "jira.csv"), str(tmp_path / "web")])
    assert done.exit_code == 0, done.output
    assert len(load(tmp_path / "web").tasks) == 500
