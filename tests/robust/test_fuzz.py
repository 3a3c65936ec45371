"""A few of the mutated inputs that `make fuzz` reads, and whatever hypothesis thinks of."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from robustness.corpus import CLOCKIFY, HARVEST, JIRA, MAP, SHEET, TEMPO, TOGGL, Reader, readers
from robustness.fuzz import fuzz, tried
from tests.amount import amount

from ipmplan.files.formats.columnmap import guess, parse_map
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.jira import read_jira
from ipmplan.files.formats.mspdi.convert import read_mspdi
from ipmplan.files.formats.sheet import read_sheet
from ipmplan.files.formats.timesheets import read_entries

BY_NAME: dict[str, Callable[[bytes], object]] = {
    "mspdi": lambda data: read_mspdi(data, "a.xml"),
    "jira": lambda data: read_jira(read_grid(data, "a.csv")),
    "time": lambda data: read_entries(read_grid(data, "a.csv")),
    "sheet": lambda data: read_sheet(grid := read_grid(data, "a.csv"), guess(grid), date(2026, 1, 5)),
    "workbook": lambda data: read_grid(data, "a.xlsx"),
    "map": lambda data: parse_map(data.decode("utf-8", "replace"), "map.toml"),
}
LINES = [line for text in (HARVEST, TOGGL, CLOCKIFY, TEMPO, JIRA, SHEET, MAP) for line in text.splitlines()]


def test_every_reader_reads_its_good_input() -> None:
    for reader in readers():
        reader.call(reader.seed)


def test_mutated_inputs_are_read_or_told() -> None:
    assert [found for found in fuzz(amount(80), seed=7) if found is not None] == []


def test_a_reader_that_fails_is_noticed() -> None:
    def broken(data: bytes) -> object:
        raise KeyError(data)

    found = tried(Reader("broken", b"", broken), b"x")
    assert found is not None
    assert "KeyError" in found.what


def test_a_reader_that_hangs_is_noticed() -> None:
    def endless(_: bytes) -> object:
        while True:
            pass

    found = tried(Reader("endless", b"", endless), b"x", seconds=0.05)
    assert found is not None
    assert "takes more than" in found.what


@pytest.mark.parametrize("name", sorted(BY_NAME))
@settings(max_examples=amount(40), deadline=None)
@given(
    data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(LINES) | st.binary(max_size=30)).map(b"\n".join))
)
def test_whatever_a_file_holds_is_read_or_told(name: str, data: bytes) -> None:
    assert tried(Reader(name, b"", BY_NAME[name]), data) is None
