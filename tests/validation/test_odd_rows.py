"""Odd rows of progress: each kind is told once, with what was done with it, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.folders import issues
from tests.tiny import tiny_portfolio

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.study.timesheet import timesheet
from ipmplan.validation.recorded import recorded

HEAD = "date,task,person,hours,remaining,ref\n"
TASKS = "id,project,work,after,change\nT1,P0,frontend 8h,,\nT2,P1,backend 8h,,\nT3,P0,frontend 4h,,C1\nW,P0,wait 2d,,\n"
TABLES = {
    "projects": "id,status\nP0,\nP1,on_hold\n",
    "changes": "id,project,status\nC1,P0,asked\n",
    "bookings": "id,person,hours,every\nB,ana,1h,week\n",
    "absences": "person,start,end\nana,2025-12-30,2025-12-30\n",
}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "2025-12-29,T1,ana,2,0,\n2026-01-02,T1,ana,1.5,,\n",
            "note progress.csv:3: 1.5 h of ana on T1 on 2 January 2026: the task is finished; the hours count as spent, and it stays finished",
        ),
        (
            "2025-12-29,T1,ana,2,0,\n2026-01-02,T1,ana,1,3,\n",
            "note progress.csv:3: 1 h of ana on T1 on 2 January 2026: the task was finished; a later `remaining` has opened it again",
        ),
        (
            "2025-12-30,T1,ana,2,,\n2026-01-03,T1,ana,3,,\n2025-12-29,T1,ana,1,,\n",
            "note progress.csv:2: 2 h of ana on T1 on 30 December 2025; 3 h of ana on T1 on 3 January 2026: a day off; the hours count, at the rate of the day",
        ),
        (
            "2026-01-02,T2,ben,2,,\n",
            "warning progress.csv:2: 2 h of ben on T2 on 2 January 2026 (P1): their projects are not confirmed; nothing of them is planned, and no budget shows them",
        ),
        (
            "2026-01-02,T3,ana,2,,\n",
            "warning progress.csv:2: 2 h of ana on T3 on 2 January 2026 (C1): their changes are not accepted; the hours count as spent, the rest is not planned",
        ),
        (
            "2026-01-02,T1,ana,2,,a\n2026-01-02,T1,ben,1,,a\n",
            "warning progress.csv:2: 2 h of ana on T1 on 2 January 2026 with the ref `a`: another row with the same ref comes later, of another task, person or day; only the later one counts",
        ),
        (
            "2026-01-02,T1,ana,2,,\n2026-01-02,T1,ana,2,,\n",
            "warning progress.csv:3: 2 h of ana on T1 on 2 January 2026: an earlier row says the same; both count",
        ),
        (
            "2026-01-02,T1,ana,,,\n",
            "warning progress.csv:2: T1 on 2 January 2026: they say neither hours nor what remains; the task counts as begun",
        ),
        (
            "2026-01-02,B,ana,1,0,\n",
            "note progress.csv:2: B on 2 January 2026: of a booking nothing remains; that cell is left out",
        ),
        (
            "2026-01-02,W,ana,1,,\n",
            "note progress.csv:2: 1 h of ana on W on 2 January 2026: nobody works while a task waits; the hours count as spent",
        ),
    ],
)
def test_odd_rows_are_told(tmp_path: Path, rows: str, told: str) -> None:
    found = issues(tmp_path, tasks=TASKS, progress=HEAD + rows, **TABLES)
    said = [f"{one.severity} {one.where}: {one.message}" for one in found if one.where.startswith("progress")]
    assert said == [told]


def test_plain_rows_and_repeated_imports_are_not_odd(tmp_path: Path) -> None:
    rows = "2025-12-29,T1,ana,2,,a\n2025-12-29,T1,ana,2.5,,a\n2026-01-02,T1,ana,3,,b\n"
    assert issues(tmp_path, progress=HEAD + rows) == []


def test_many_rows_of_a_kind_are_one_line(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-0{day},T1,ana,{day},,\n" for day in (3, 4)) + "".join(
        f"2025-12-{day},T1,ana,1,,\n" for day in (20, 21, 27, 28)
    )
    found = issues(tmp_path, progress=HEAD + rows)
    assert len([one for one in found if "a day off" in one.message]) == 1
    assert "27 December 2025 and 3 more rows with 8 h: a day off" in " ".join(one.message for one in found)


def test_waits_that_are_over_and_used_up_estimates_are_told(tmp_path: Path) -> None:
    tasks = "id,work,after\nT1,frontend 8h,\nW,wait 2d,T1\nV,wait 5d,T1\nX,wait 1d,W\nT2,frontend 4h,\n"
    rows = "2025-12-29,T1,ana,8,0,\n2026-01-02,T2,ana,5,,\n"
    found = issues(tmp_path, tasks=tasks, progress=HEAD + rows)
    # Two working days after Monday the 29th are the 30th and the 31st; V has a day left, and X begins when W has ended.
    assert [(one.message, one.hint) for one in found] == [
        (
            "W: its time was over on 31 December 2025, to be confirmed; planned: until it is, one more grid step",
            "Maybe `ipmplan progress W --done --on 2025-12-31`?",
        ),
        (
            "T2: its estimate is used up (5 h logged), but it is not finished; planned: one grid step",
            "Maybe `ipmplan progress T2 --remaining H`, or `--done`?",
        ),
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_nothing_recorded_is_lost_or_counted_twice(seed: int) -> None:
    rng = Random(seed)
    portfolio = played(tiny_portfolio(rng), rng)
    sheet = timesheet(portfolio)
    counted = [row for rows in sheet.rows.values() for row in rows]
    last = {row.ref: number for number, row in enumerate(portfolio.progress) if row.ref}
    kept = [row for number, row in enumerate(portfolio.progress) if not row.ref or last[row.ref] == number]
    assert Counter(counted) + Counter(sheet.future) == Counter(kept)
    hours = sum((row.hours for row in kept), Fraction(0))
    assert sum((one.hours for name in sheet.rows for one in sheet.logged(name)), Fraction(0)) == hours - sum(
        (row.hours for row in sheet.future), Fraction(0)
    )
    # It is told of every portfolio, and of the same one the same.
    assert recorded(portfolio) == recorded(replace(portfolio, name="again"))


def played(portfolio: Portfolio, rng: Random) -> Portfolio:
    """More rows of all kinds: of nobody, of strangers, after the status date, of unknown work, with a ref that is there."""
    tasks = [*portfolio.task, *portfolio.booking, "gone"]
    people = [*portfolio.person, "", "old"]

    def row() -> Progress:
        day = portfolio.as_of_day + timedelta(days=rng.randint(-9, 2))
        remaining = rng.choice((None, None, None, Fraction(0), Fraction(3, 2)))
        hours = Fraction(rng.randint(0, 6), 2)
        return Progress(
            day, rng.choice(tasks), rng.choice(people), hours, remaining, ref=rng.choice(("", "", "a", "b"))
        )

    return replace(portfolio, progress=(*portfolio.progress, *(row() for _ in range(rng.randint(0, 12)))))
