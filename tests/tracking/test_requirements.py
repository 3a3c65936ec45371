"""What clients asked for: how far it is, what is forgotten, what nobody asked for, and that it was accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.pages.studio import studio

from ipmplan.cli import main
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.records import Change, Progress, Requirement
from ipmplan.core.work import Alternative, Part
from ipmplan.files.written import portfolio_files
from ipmplan.loading import load
from ipmplan.tracking.requirements import unasked, wanted
from ipmplan.tracking.track import track
from ipmplan.validation.watch import watched

MONDAY = date(2026, 1, 5)


def made(*asked: Requirement, progress: tuple[Progress, ...] = ()) -> Portfolio:
    def work(hours: int) -> tuple[Alternative, ...]:
        return (Alternative(((Part(Fraction(hours)),),)),)

    tasks = (
        Task("T1", "P0", work=work(6)),
        Task("T2", "P0", work=work(2)),
        Task("T3", "P0", work=work(4), cancelled=True),
        Task("T4", "P0", work=work(4), change="C1"),
    )
    changes = (Change("C1", "P0", status="quoted"),)
    return Portfolio(
        "N", MONDAY, projects=(Project("P0"),), tasks=tasks, requirements=asked, changes=changes, progress=progress
    )


@pytest.mark.parametrize(
    ("tasks", "accepted", "stage"),
    [
        (("T1",), None, "done"),
        (("T1", "T2"), None, "in work"),
        (("T2",), None, "planned"),
        (("T3",), None, "missing"),
        (("T4",), None, "change"),
        ((), None, "missing"),
        ((), MONDAY, "accepted"),
        (("T2",), date(2026, 1, 6), "planned"),
    ],
)
def test_how_far_it_is(tasks: tuple[str, ...], accepted: date | None, stage: str) -> None:
    done = (Progress(date(2026, 1, 2), "T1", "", Fraction(6), Fraction(0)),)
    folder = made(Requirement("R1", "P0", tasks=tasks, accepted_on=accepted), progress=done)
    [one] = wanted(folder, track(folder).tasks)
    assert one.stage == stage
    assert one.done_on == (date(2026, 1, 2) if stage == "done" else None)


def test_work_that_nobody_asked_for() -> None:
    folder = made(Requirement("R1", "P0", tasks=("T1",)))
    [one] = unasked(folder, track(folder).tasks)
    assert [float(one.hours), float(one.unasked), one.share, *one.tasks] == [8, 2, 0.25, "T2"]


def test_done_but_not_accepted_is_watched() -> None:
    done = (Progress(date(2026, 1, 2), "T1", "", Fraction(6), Fraction(0)),)
    asked = Requirement("R1", "P0", tasks=("T1",))
    said = [issue.message for issue in watched(made(asked, progress=done))]
    assert "requirement R1 is done, but not accepted" in said
    accepted = replace(asked, accepted_on=date(2026, 1, 3))
    assert not any("R1" in issue.message for issue in watched(made(accepted, progress=done)))
    assert not any("not accepted" in issue.message for issue in watched(made(asked)))


def test_the_command(tmp_path: Path) -> None:
    for name, text in portfolio_files(studio()).items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["-C", str(tmp_path), "accept", *words])
        return result.exit_code, result.output

    status, said = run()
    assert status == 0
    assert "R1 P0: Calm and blue" in said
    assert "no requirement asks for" in said
    assert run("R1", "--on", "2026-01-07")[1].splitlines() == [
        "R1 was accepted on 7 January 2026: Calm and blue",
        "P0-design is not finished",
    ]
    assert load(tmp_path).requirements[0].accepted_on == date(2026, 1, 7)
    status, said = run("R1")
    assert status == 2
    assert "accepted on 7 January 2026 already" in said
    status, said = run("R11")
    assert status == 2
    assert "Maybe you meant `R1`?" in said
    status, said = run("R2", "--on", "never")
    assert status == 2
    assert "--on" in said
