"""Tables as spreadsheets save them; what does not fit is told with its line."""

from __future__ import annotations

import pytest

from ipmplan.errors import Issue
from ipmplan.files.tables import RawTable, decode, read_csv


def read(data: bytes | str) -> tuple[RawTable | None, list[str]]:
    issues: list[Issue] = []
    table = read_csv(data if isinstance(data, bytes) else data.encode(), "tasks.csv", issues)
    return table, [f"{issue.severity} {issue}" for issue in issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_is_read(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(delimiter.join(cells) for cells in (["id", "name"], ["T1", "Größe"], []))
    table, issues = read(text.encode(encoding))
    assert table == RawTable(
        "tasks.csv", ("id", "name"), ((2, ["T1", "Größe"]),), titles=("id", "name"), delimiter=delimiter
    )
    assert issues == []


def test_lines_are_those_of_the_file() -> None:
    table, _ = read('id,name\n\nT1,"two\nlines"\n,,\nT2,x\n')
    assert table is not None
    assert table.rows == ((3, ["T1", "two\nlines"]), (6, ["T2", "x"]))


def test_lines_before_the_header_are_counted() -> None:
    table, _ = read("sep=;\nid;name\nT1;x\n")
    assert table is not None
    assert (table.header, table.rows) == (("id", "name"), ((3, ["T1", "x"]),))
    table, _ = read("\n,,\nid,name\nT1,x\n")
    assert table is not None
    assert table.rows == ((4, ["T1", "x"]),)


def test_headers_are_taken_as_they_are_meant() -> None:
    table, _ = read(" Id ; Not before ;;\nT1;x;;\n")
    assert table is not None
    assert table.header == ("id", "not_before")


def test_a_separator_in_quotation_marks_separates_nothing() -> None:
    table, _ = read('id,"a;b;c"\nT1,"frontend 8h; ux 4h"\n')
    assert table is not None
    assert table.rows == ((2, ["T1", "frontend 8h; ux 4h"]),)


def test_letters_with_marks_are_one_letter() -> None:
    table, _ = read("id\nu\u0308\n")
    assert table is not None
    assert table.rows == ((2, ["\u00fc"]),)


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("", "error tasks.csv: the table is empty, not even a header is there"),
        ("id,name,id\n1,2,3\n", "error tasks.csv:1: column `id` is there twice"),
        (
            'id,name\nT1,"x\nT2,y\n',
            "error tasks.csv:2: a quotation mark is opened here and never closed\nMaybe close it, or remove it?",
        ),
        (
            'id,name\nT1,"x"y\nT2,y\n',
            (
                "error tasks.csv:2: the quotation marks of the row do not fit together\n"
                'Maybe write a quotation mark within a cell as ""?'
            ),
        ),
        (
            f"id,name\nT1,{'x' * 140_000}\n",
            "error tasks.csv:2: a cell is too long to be read\nMaybe a quotation mark is missing?",
        ),
        ("id,name\nT1,\0\n", "error tasks.csv:2: the line holds a NUL character"),
    ],
)
def test_tables_that_cannot_be_read_are_explained(text: str, issue: str) -> None:
    table, issues = read(text)
    assert table is None
    assert issues == [issue]


def test_rows_of_another_width_are_told() -> None:
    table, issues = read("id,name,work\nT1,x\nT2,x,8h,,\nT3,x,2,5h\n")
    assert table is not None
    assert [cells for _, cells in table.rows] == [["T1", "x", ""], ["T2", "x", "8h"], ["T3", "x", "2"]]
    assert issues == [
        "warning tasks.csv:2: the row has 2 of 3 cells; the missing ones are taken as empty",
        (
            "error tasks.csv:4: the row has 4 cells, the header 3; `5h` belongs to no column\n"
            "Maybe a cell with the separator in it needs quotation marks?"
        ),
    ]


def test_a_column_without_a_name_is_told_when_it_holds_something() -> None:
    _, issues = read("id,,name\nT1,x,y\n")
    assert issues == ["warning tasks.csv:1: column 2 has no name and is not read"]


def test_text_without_marks_that_is_utf_16_is_guessed() -> None:
    _, issues = read("id,name\nT1,x\n".encode("utf-16-le"))
    assert issues == [
        "error tasks.csv:1: the line holds a NUL character\nMaybe it was saved as UTF-16; save it as UTF-8?"
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Gr\u00f6\u00dfe\n".encode() + b"Gr\xf6\xdfe\n", "t:2: the line is not UTF-8, but others are"),
        (b"ok\n\x81\n", "t:2: the text is neither UTF-8 nor cp1252"),
        (b"\xff\xfea", "t: the file begins like UTF-16 but is not"),
    ],
)
def test_mixed_encodings_are_not_guessed(data: bytes, message: str) -> None:
    issues: list[Issue] = []
    assert decode(data, "t", issues) is None
    assert [str(issue) for issue in issues] == [f"{message}\nMaybe save it as UTF-8?"]
