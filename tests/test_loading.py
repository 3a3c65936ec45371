"""Loading tells everything at once, in the order of files and lines, or gives a portfolio."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.folders import TOML, write

from ipmplan.errors import InputError
from ipmplan.loading import load, read


def test_everything_is_told_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        tasks="id,work,afer\nT1,frontend 8,\nT2,unheard 8h,\n",
        absences="person,start\neve,2026-01-06\nana,soon\n",
        toml=TOML + 'gird = "1h"\n',
    )
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert [(issue.where, issue.severity) for issue in caught.value.issues] == [
        ("portfolio.toml:5", "warning"),
        ("absences.csv:2", "error"),
        ("absences.csv:3", "error"),
        ("tasks.csv:1", "warning"),
        ("tasks.csv:2", "error"),
        ("tasks.csv:3", "error"),
    ]


def test_warnings_stop_nothing(tmp_path: Path) -> None:
    write(tmp_path, tasks="id,work,afer\nT1,8h,\n")
    portfolio, issues = read(tmp_path)
    assert portfolio == load(tmp_path)
    assert [str(issue) for issue in issues] == [
        "tasks.csv:1: column `afer` is not known and is not read\nMaybe you meant `after`?"
    ]


def test_without_a_table_its_ids_are_not_missed(tmp_path: Path) -> None:
    write(tmp_path, people='id,skills\nana,"frontend\n')
    _, issues = read(tmp_path)
    assert [issue.where for issue in issues] == ["people.csv:2"]


def test_the_status_date_can_be_another(tmp_path: Path) -> None:
    write(tmp_path, toml=TOML.replace("2026-01-05", '"today"'))
    assert load(tmp_path, today=date(2026, 2, 3)).as_of == date(2026, 2, 3)
    assert load(tmp_path, as_of=date(2026, 2, 4)).as_of == date(2026, 2, 4)


def test_what_steers_a_terminal_is_shown(tmp_path: Path) -> None:
    write(tmp_path, people="id,skills\na\x1bna,frontend:2\nben,backend:2\n", tasks="id,work\nT1,frontend:3 8h\n")
    _, issues = read(tmp_path)
    assert len(issues) == 2
    assert all(r"a\x1bna" in issue.message for issue in issues)
