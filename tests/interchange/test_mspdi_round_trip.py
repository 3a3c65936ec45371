"""A plan that goes to Microsoft Project and comes back is the same plan; what was changed there is changed."""

import re
import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.interchange.office import ANA, BEN, assigned, office, read, task

from ipmplan.cli import main
from ipmplan.core.plan import Assignment, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.formats import mpxj
from ipmplan.files.formats.mspdi.convert import read_mspdi
from ipmplan.files.formats.mspdi.export import print_mspdi
from ipmplan.files.notation import print_work
from ipmplan.files.scaffold import init
from ipmplan.files.written import write_portfolio
from ipmplan.loading import load
from ipmplan.planner import plan


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portfolio, Schedule, str]:
    """A portfolio with bookings, absences and money, a plan of it, and both as Microsoft Project's XML."""
    folder = tmp_path_factory.mktemp("studio")
    init(folder, start=date(2026, 1, 5))
    portfolio = load(folder)
    schedule = plan(portfolio, time_limit=None, work_limit=0.05, workers=1)
    return portfolio, schedule, print_mspdi(portfolio, schedule, "studio.xml")[0]


def order(row: Assignment) -> tuple[object, ...]:
    return row.start, row.task, row.person, row.part, row.end, row.kind


def test_the_baseline_that_comes_back_is_the_plan(studio: tuple[Portfolio, Schedule, str]) -> None:
    portfolio, schedule, text = studio
    baseline = read_mspdi(text.encode(), "studio.xml").baseline
    assert baseline is not None
    known = {*portfolio.task, *portfolio.booking}
    planned = sorted((row for row in schedule.assignments if row.task in known), key=order)
    assert sorted(baseline.assignments, key=order) == planned
    assert {row.id: (row.start, row.end) for row in baseline.tasks} == {
        row.id: (row.start, row.end) for row in schedule.tasks if row.id in known
    }


def test_tables_come_back_but_for_what_is_listed(studio: tuple[Portfolio, Schedule, str], tmp_path: Path) -> None:
    portfolio, schedule, text = studio
    found = read_mspdi(text.encode(), "studio.xml")
    write_portfolio(tmp_path / "back", found.portfolio, baseline=found.baseline)
    back = load(tmp_path / "back")
    assert {row.id: row.skills for row in back.people} == {row.id: row.skills for row in portfolio.people}
    planned = {row.id for row in schedule.tasks}
    for row in back.tasks:
        before = portfolio.task[row.id]
        assert (row.work, row.people, row.uses, row.kind, row.not_before) == (
            before.work,
            before.people,
            before.uses,
            before.kind,
            before.not_before,
        )
    assert planned & set(portfolio.task) <= {row.id for row in back.tasks}
    assert {row.id: row.due for row in back.milestones}.items() <= {r.id: r.due for r in portfolio.milestones}.items()


def test_no_money_is_written_unless_it_is_asked_for(studio: tuple[Portfolio, Schedule, str]) -> None:
    portfolio, schedule, text = studio
    assert "<StandardRate>" not in text
    assert "<StandardRate>" in print_mspdi(portfolio, schedule, "studio.xml", with_cost=True)[0]


def test_hours_that_were_changed_in_microsoft_project_stay_changed(studio: tuple[Portfolio, Schedule, str]) -> None:
    portfolio, schedule, text = studio
    row = next(one for one in schedule.assignments if one.kind == "planned" and one.task in portfolio.task)
    mine = [one for one in schedule.assignments if one.task == row.task]
    number = re.findall(r"<UID>(\d+)</UID>(?:(?!<UID>).)*?<Value>" + re.escape(row.task) + "</Value>", text, re.DOTALL)[
        0
    ]
    pattern = rf"(<TaskUID>{number}</TaskUID>(?:(?!</Assignment>).)*?<Work>)[^<]*(</Work>)"
    changed = re.sub(pattern, r"\g<1>PT99H0M0S\g<2>", text, flags=re.DOTALL)
    assert mine
    assert changed != text
    found = {one.id: one for one in read_mspdi(changed.encode(), "studio.xml").portfolio.tasks}
    assert "99h" in print_work(found[row.task].work)


@pytest.mark.skipif(find_spec("jpype") is None or shutil.which("java") is None, reason="MPXJ or Java is not here")
def test_mpxj_reads_what_we_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    saved = "<Baseline><Number>0</Number><Start>2026-01-06T09:00:00</Start><Finish>2026-01-08T18:00:00</Finish>"
    saved += "<Work>PT24H0M0S</Work></Baseline>"
    data = office(task(1, "Design", 24, saved), f"{ANA}|{BEN}", assigned(1, 1, 24, more=saved))
    first = read(data)
    assert first.baseline is not None
    (tmp_path / "plan.xml").write_text(print_mspdi(first.portfolio, first.baseline, "plan.xml")[0])
    monkeypatch.setitem(mpxj.READERS, ".xml", "org.mpxj.mspdi.MSPDIReader")
    again = read_mspdi(mpxj.as_mspdi(tmp_path / "plan.xml"), "plan.xml")
    assert again.portfolio.tasks == first.portfolio.tasks
    assert again.baseline is not None
    assert again.baseline.assignments == first.baseline.assignments


def test_the_commands(tmp_path: Path) -> None:
    (tmp_path / "office.xml").write_bytes(office(task(1, "Design"), ANA, assigned(1, 1, 8)))
    call = ["import", str(tmp_path / "office.xml"), str(tmp_path / "office")]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert "wrote 4 files" in done.output
    assert load(tmp_path / "office").tasks[0].id == "T1"
    again = CliRunner().invoke(main, call)
    assert again.exit_code == 2
    assert "the folder has files already" in again.output
    assert CliRunner().invoke(main, [*call, "--force"]).exit_code == 0
    wrong = CliRunner().invoke(main, ["export", str(tmp_path / "office"), "--to", str(tmp_path / "a.doc")])
    assert wrong.exit_code == 2
    assert "only as .xml" in wrong.output
