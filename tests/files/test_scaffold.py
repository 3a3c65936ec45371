"""What `init` writes can be planned, and it writes over nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ipmplan.errors import InputError
from ipmplan.files.scaffold import init
from ipmplan.files.schema import TABLES, tables
from ipmplan.loading import read

MONDAY = date(2026, 1, 5)


def test_nothing_is_odd_about_it(tmp_path: Path) -> None:
    init(tmp_path / "new" / "studio", start=MONDAY)
    portfolio, issues = read(tmp_path / "new" / "studio")
    assert issues == ()
    assert portfolio is not None
    assert len(portfolio.tasks) > 10


def test_it_begins_on_a_monday(tmp_path: Path) -> None:
    init(tmp_path)
    portfolio, issues = read(tmp_path)
    assert issues == ()
    assert portfolio is not None
    assert portfolio.as_of.weekday() == 0


def test_every_table_has_all_its_columns(tmp_path: Path) -> None:
    init(tmp_path, start=MONDAY)
    described = tables(Fraction(8))
    for name in TABLES:
        # Rates are for those who keep them apart, invoices are written by `invoice --write`.
        if name not in ("rates", "invoices"):
            header = (tmp_path / f"{name}.csv").read_text().splitlines()[0]
            assert header == ",".join(described[name].columns)


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tasks.csv").write_text("mine")
    with pytest.raises(InputError, match="has files already\nMaybe give another folder"):
        init(tmp_path)
    assert (tmp_path / "tasks.csv").read_text() == "mine"
    init(tmp_path, force=True)
    assert (tmp_path / "tasks.csv").read_text() != "mine"


def test_hidden_files_are_no_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    init(tmp_path, start=MONDAY)
    assert (tmp_path / "tasks.csv").is_file()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        init(tmp_path / "file")
