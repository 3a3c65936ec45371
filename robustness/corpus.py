"""A good input of every reader, and the call that reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from ipmplan.core.plan import Approval, Assignment, Making, PlannedTask, Schedule
from ipmplan.errors import InputError
from ipmplan.files.formats.columnmap import guess, parse_map
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.jira import read_jira
from ipmplan.files.formats.mspdi.convert import read_mspdi
from ipmplan.files.formats.mspdi.export import print_mspdi
from ipmplan.files.formats.sheet import read_sheet
from ipmplan.files.formats.timesheets import read_entries
from ipmplan.files.planfile import parse_plan, print_plan
from ipmplan.files.scaffold import init
from ipmplan.files.tables import decode
from ipmplan.files.written import portfolio_files
from ipmplan.loading import load, read

START = date(2026, 1, 5)
JIRA = (
    b"Summary,Issue key,Issue id,Issue Type,Status,Project key,Assignee,Updated,Due Date,Sprint,Sprint,Original Estimate,"
    b"Remaining Estimate,Time Spent,Log Work,Outward issue link (Blocks),Inward issue link (Blocks),Parent id\n"
    b'Header,WEB-1,11,Story,Done,WEB,Ana,02/Mar/26 9:14 AM,13/Mar/26,S1,S2,28800,0,7200,"x;02/Mar/26 9:00 AM;Ana;7200",WEB-2,,\n'
    b"Footer,WEB-2,12,Sub-task,To Do,WEB,,03/Mar/26 1:00 PM,,S1,,3600,3600,,,,WEB-1,11\n"
)
HARVEST = (
    b"Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,First Name,Last Name\n"
    b"2026-01-05,Museum,Website,WEB,Build,T1 header,2.5,Yes,Ana,F\n2026-01-06,Museum,Website,WEB,Home,,3,Yes,Ana,F\n"
)
TOGGL = (
    b"User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    b"Ana,ana@x.example,,Website,,T1: header,Yes,2026-01-05,09:00:00,2026-01-05,11:30:00,02:30:00,\n"
)
CLOCKIFY = (
    b"Project,Client,Description,Task,User,Start Date,Start Time,End Date,Duration (h),Duration (decimal)\n"
    b'Website,,header,T1,Ana,13/01/2026,09:00,13/01/2026,02:30:00,"2,50"\n'
)
TEMPO = b"Issue Key,Hours,Work date,Username,Full name,Work Description\nT1,2.5,2026-01-05 09:00,ana,Ana,header\n"
SHEET = (
    "Plan;;;;\nNr;Vorgang;Aufwand (Tage);Wer;Vorgänger;Ende;% fertig\n1;Konzept;2,5;Ana;;09.01.2026;100\n"
    "2;Bau;10;Ana, Ben;1EA+1d;27.02.2026;\n"
).encode()
MAP = b'header = 2\nunit = "d"\n[columns]\nname = "Vorgang"\nwork = "Aufwand (Tage)"\npeople = "Wer"\n'


@dataclass(frozen=True)
class Reader:
    """Something that reads files.

    Parameters
    ----------
    name
        What failures call it.
    seed
        A file that it reads.
    call
        Reads one; may raise nothing but `InputError`.
    zipped
        Whether the file is an archive, whose members are mutated, too.
    """

    name: str
    seed: bytes
    call: Callable[[bytes], object]
    zipped: bool = False


def readers() -> list[Reader]:
    """Every reader, with what it reads."""
    with TemporaryDirectory() as name:
        init(Path(name), start=START)
        files = {path.name: path.read_bytes() for path in Path(name).iterdir() if path.suffix in (".csv", ".toml")}
        studio = load(name)
    plan = Schedule(
        studio.name,
        START,
        "feasible",
        assignments=(Assignment("WEB-ux", "ole", *_span(9, 17), 8.0, skill="ux"),),
        tasks=(PlannedTask("WEB-ux", *_span(9, 17)),),
        made=Making(1, 1),
        approved=Approval(START, "Mia"),
    )
    office = print_mspdi(studio, plan, "office.xml")[0].encode()
    tables = [Reader(file, data, _in_folder(files, file)) for file, data in sorted(files.items())]
    return [
        *tables,
        Reader("workbook", _workbook(portfolio_files(studio)), _as_workbook(files["portfolio.toml"]), zipped=True),
        Reader("plan.json", print_plan(plan).encode(), _plan),
        Reader("mspdi", office, lambda data: read_mspdi(data, "office.xml")),
        Reader("jira", JIRA, lambda data: read_jira(read_grid(data, "jira.csv"))),
        *(
            Reader(tool, seed, lambda data: read_entries(read_grid(data, "time.csv")))
            for tool, seed in (("harvest", HARVEST), ("toggl", TOGGL), ("clockify", CLOCKIFY), ("tempo", TEMPO))
        ),
        Reader("sheet", SHEET, lambda data: _sheet(data, "plan.csv")),
        Reader(
            "sheet.xlsx",
            _workbook({"plan": SHEET.decode()}, ";"),
            lambda data: _sheet(data, "a.xlsx"),
            zipped=True,
        ),
        Reader("map", MAP, _map),
    ]


def _span(first: int, last: int) -> tuple[datetime, datetime]:
    return datetime(2026, 1, 5, first), datetime(2026, 1, 5, last)


def _in_folder(files: dict[str, bytes], name: str) -> Callable[[bytes], object]:
    def call(data: bytes) -> object:
        with TemporaryDirectory() as folder:
            for other, text in files.items():
                Path(folder, other).write_bytes(data if other == name else text)
            return read(folder, today=START)

    return call


def _as_workbook(settings: bytes) -> Callable[[bytes], object]:
    def call(data: bytes) -> object:
        with TemporaryDirectory() as folder:
            Path(folder, "portfolio.toml").write_bytes(settings)
            Path(folder, "studio.xlsx").write_bytes(data)
            return read(folder, today=START)

    return call


def _plan(data: bytes) -> object:
    text = decode(data, "plan.json", [])
    if text is None:
        raise InputError(())
    return parse_plan(text, "plan.json")


def _sheet(data: bytes, name: str) -> object:
    grid = read_grid(data, name)
    return read_sheet(grid, guess(grid), START)


def _map(data: bytes) -> object:
    text = decode(data, "map.toml", [])
    if text is None:
        raise InputError(())
    return parse_map(text, "map.toml")


def _workbook(tables: dict[str, str], delimiter: str = ",") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in tables.items():
        if name.endswith(".toml"):
            continue
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
