"""Whatever a file holds, a portfolio or issues come out: never another exception."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.amount import amount

from ipmplan.core.plan import Assignment, GoalValue, PersonLoad, PersonWeek, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError
from ipmplan.files.planfile import print_plan, read_plan
from ipmplan.files.scaffold import init
from ipmplan.loading import load, read

MONDAY = date(2026, 1, 5)
NASTY = (
    "1e999", "-1", "nan", "inf", "9999-12-31", "0001-01-01", "2026-02-30", "x1-999999", "8h x1-999999", "a:99999 8h",
    "wait 9999999h", "\0", "\ufeff", "\u202e", '"', "'", ";;;", "|||", "T1;T1;T1", "WEB-ux SS-9999d", "*", "=1+1",
    "8h @1%", "0.00000001", "99999999999999999999", "1/0h", "[cost", "[cost ]", "Mon-Sun 00:00-24:00", "Mon 00:00-00:15",
    "ana*0.01", "same WEB-ux", "other APP-api", "2200-12-31", "1970-01-01", "2026-01-05T23:59:59", "٣h", "²", "a" * 50_000,
    "((((((((((", "8h+" * 3000 + "8h", "WEB-live", "WEB-concept", "[" * 2000, "\r", "\n", "\t", "é\u0301",
)  # fmt: skip
TOML_NASTY = (
    "as_of = 1970-01-01\n", "as_of = 2200-12-31T23:59:59\n", 'workweek = "Mon 00:00-24:00"\n', "[sprint]\nstart = 1970-01-01\n",
    "fill = 1e-9\n", "grid = []\n", "[[goals]]\n", "goals = {}\n", '"" = 1\n', "a.b.c.d = 1\n", "[calendar.workweek]\n",
)  # fmt: skip
relaxed = settings(deadline=None, max_examples=amount(60), suppress_health_check=[HealthCheck.too_slow])


def files() -> dict[str, bytes]:
    with TemporaryDirectory() as name:
        return {path.name: path.read_bytes() for path in init(Path(name), start=MONDAY)}


FILES = files()


@contextmanager
def studio() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        for file, content in FILES.items():
            Path(name, file).write_bytes(content)
        yield Path(name)


def only_issues(folder: Path) -> None:
    portfolio, issues = read(folder)
    assert (portfolio is None) == any(issue.severity == "error" for issue in issues)
    assert all(issue.message.isprintable() for issue in issues)
    if portfolio is None:
        with pytest.raises(InputError):
            load(folder)
    else:
        assert isinstance(portfolio, Portfolio)


def damage_bytes(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.randint(1, 8)):
        place = random.randrange(len(damaged) + 1)
        choice = random.randrange(4)
        if choice == 0:
            damaged[place:place] = random.randbytes(random.randint(1, 5))
        elif choice == 1:
            del damaged[place : place + random.randint(1, 20)]
        elif choice == 2:
            damaged[place:place] = random.choice(NASTY).encode("utf-8", "surrogatepass")
        elif place < len(damaged):
            damaged[place] = random.randrange(256)
    return bytes(damaged)


def damage_cells(data: bytes, random: Random) -> bytes:
    lines = [line.split(",") for line in data.decode().splitlines()]
    for _ in range(random.randint(1, 4)):
        row = random.choice(lines)
        choice = random.randrange(5)
        if choice <= 2:
            row[random.randrange(len(row))] = random.choice(NASTY)
        elif choice == 3:
            row.insert(random.randrange(len(row)), random.choice(row))
        else:
            lines.append(list(row))
    return "\n".join(",".join(row) for row in lines).encode("utf-8", "surrogatepass")


def damage_columns(data: bytes, random: Random) -> bytes:
    lines = [line.split(",") for line in data.decode().splitlines()]
    column = random.randrange(len(lines[0]))
    if random.random() < 0.5:
        for row in lines:
            del row[column : column + 1]
    else:
        for row in lines[1:]:
            row[min(column, len(row) - 1)] = random.choice(NASTY)
    return "\n".join(",".join(row) for row in lines).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("damage", [damage_bytes, damage_cells, damage_columns])
@relaxed
@given(random=st.randoms(use_true_random=False))
def test_damaged_tables(damage: Callable[[bytes, Random], bytes], random: Random) -> None:
    with studio() as folder:
        path = random.choice(sorted(folder.glob("*.csv")))
        path.write_bytes(damage(path.read_bytes(), random))
        only_issues(folder)


@relaxed
@given(random=st.randoms(use_true_random=False))
def test_damaged_settings(random: Random) -> None:
    with studio() as folder:
        path = folder / "portfolio.toml"
        if random.random() < 0.5:
            path.write_bytes(damage_bytes(path.read_bytes(), random))
        else:
            lines = path.read_text().splitlines(keepends=True)
            place = random.randrange(len(lines))
            lines[place : place + random.randrange(2)] = [random.choice(TOML_NASTY)]
            path.write_text("".join(lines))
        only_issues(folder)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    rows: dict[str, list[list[object]]] = {
        "portfolio": [["as_of", MONDAY], ["grid", "1h"]],
        "people": [["id", "skills", "rate"], ["ana", "ux:2", 50], ["ben", "ux", 60.5]],
        "tasks": [["id", "work", "after", "due"], ["T1", "ux 8h", None, MONDAY], ["T2", "ux 1d", "T1", None]],
    }
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WORKBOOK = workbook()


@relaxed
@given(random=st.randoms(use_true_random=False))
def test_damaged_workbooks(random: Random) -> None:
    with TemporaryDirectory() as name:
        path = Path(name, "studio.xlsx")
        if random.random() < 0.3:
            path.write_bytes(damage_bytes(WORKBOOK, random))
        else:
            with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(path, "w") as new:
                victim = random.choice(old.namelist())
                for member in old.namelist():
                    content = old.read(member)
                    new.writestr(member, damage_bytes(content, random) if member == victim else content)
        only_issues(path)


NINE, TEN = datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 10)
PLAN = print_plan(
    Schedule(
        "Tiny",
        MONDAY,
        "optimal",
        goals=(GoalValue("lateness", 0.0, None, "h"),),
        assignments=(Assignment("T1", "ana", NINE, TEN, 1.0),),
        tasks=(PlannedTask("T1", NINE, TEN),),
        people=(PersonLoad("ana", 1.0, 1.0, 1.0, (PersonWeek("2026-W02", 1.0, 0.0, 1.0),)),),
    )
)
JSON_NASTY: tuple[object, ...] = (
    None,
    True,
    -1,
    1e308,
    10**400,
    "1e999",
    "9999-12-31T00:00",
    [],
    {},
    [[]],
    "",
    "\0",
    "2026-01-05",
)


def keys(place: Any) -> list[Any]:
    return list(place) if isinstance(place, dict) else list(range(len(place)))


@relaxed
@given(random=st.randoms(use_true_random=False))
def test_damaged_plans(random: Random) -> None:
    with TemporaryDirectory() as name:
        path = Path(name, "plan.json")
        if random.random() < 0.4:
            path.write_bytes(damage_bytes(PLAN.encode(), random))
        else:
            document: Any = json.loads(PLAN)
            place = document
            while isinstance(place, dict | list) and place:
                key = random.choice(keys(place))
                if random.random() < 0.5:
                    place[key] = random.choice(JSON_NASTY)
                    break
                place = place[key]
            path.write_text(json.dumps(document))
        with suppress(InputError):
            assert isinstance(read_plan(path), Schedule)
