"""The explorer without widgets: edits, undo and redo, background planning, scenarios, writing into tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event as Flag

import pytest

import ipmplan as ipm
from ipmplan.core.edits import HoldTask, SetBudget
from ipmplan.errors import InputError, OutOfTime
from ipmplan.exploring import session as of_session
from ipmplan.exploring.answering import ExplorerLimits
from ipmplan.exploring.chart import chart, reason
from ipmplan.exploring.session import ExplorerSession, begin_from
from ipmplan.exploring.state import ExplorerState
from ipmplan.files.scaffold import init
from ipmplan.loading import load
from ipmplan.reports.result import Plan

LIMITS = ExplorerLimits(work=0.05, workers=1)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small portfolio with a plan beside it."""
    folder = tmp_path_factory.mktemp("studio")
    init(folder)
    ipm.plan(folder, time_limit=None, work_limit=0.1, workers=1).save(folder / "plan.json")
    return folder


@pytest.fixture
def session(studio: Path) -> ExplorerSession:
    known = load(studio)
    return ExplorerSession(known, begin_from(known), limits=LIMITS)


def later(session: ExplorerSession, task: str) -> date:
    """A working day a week after a task's start in the plan that is shown."""
    assert session.state.shown is not None
    row = next(row for row in session.state.shown.schedule.tasks if row.id == task)
    day = row.start.date() + timedelta(days=7)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def start(state: ExplorerState, task: str) -> date:
    assert state.shown is not None
    return next(row.start.date() for row in state.shown.schedule.tasks if row.id == task)


def test_it_begins_from_the_plan_beside_the_tables(session: ExplorerSession) -> None:
    assert session.state.shown is not None
    assert session.state.run is None
    assert not session.state.can_undo


def test_without_a_plan_one_is_made_first(studio: Path) -> None:
    fresh = ExplorerSession(load(studio), limits=LIMITS)
    assert fresh.state.run is not None
    state = fresh.wait()
    assert state.shown is not None
    assert ipm.check(state.shown, state.base) == []


def test_a_dragged_bar_is_held_where_it_was_put_and_the_plan_keeps_all_rules(session: ExplorerSession) -> None:
    day = later(session, "WEB-ux")
    session.move("WEB-ux", day.isoformat())
    state = session.wait()
    assert state.now.trouble == ""
    assert start(state, "WEB-ux") == day
    assert state.now.plan is not None
    assert [issue for issue in ipm.check(state.now.plan, state.portfolio) if issue.severity == "error"] == []
    assert state.base.holds == ()


def test_undo_shows_the_plan_before_at_once_and_redo_the_one_after(session: ExplorerSession) -> None:
    before = session.state.shown
    session.move("WEB-ux", later(session, "WEB-ux"))
    after = session.wait().shown
    assert after is not before
    session.undo()
    assert session.state.shown is before
    assert session.state.run is None
    session.redo()
    assert session.state.shown is after
    assert session.state.run is None
    session.undo()
    session.do(SetBudget("WEB", Decimal(99999)))
    assert not session.wait().can_redo


def test_dragging_twice_leaves_one_hold(session: ExplorerSession) -> None:
    day = later(session, "WEB-ux")
    session.move("WEB-ux", day)
    session.move("WEB-ux", day + timedelta(days=7))
    state = session.wait()
    (hold,) = state.edits
    assert isinstance(hold, HoldTask)
    assert hold.start == day + timedelta(days=7)


def test_what_an_older_search_finds_is_not_taken(session: ExplorerSession, monkeypatch: pytest.MonkeyPatch) -> None:
    go, asked = Flag(), []
    shown = session.state.shown
    assert shown is not None

    def slow(*given: object, **_: object) -> Plan:
        asked.append(given[0])
        if len(asked) == 1:
            go.wait(30)
        return Plan(shown.schedule, shown.portfolio)

    monkeypatch.setattr(of_session, "answer", slow)
    session.do(SetBudget("WEB", Decimal(50000)))
    session.do(SetBudget("WEB", Decimal(60000)))
    assert session.state.run is not None
    assert session.state.run.number == 2
    go.set()
    state = session.wait()
    assert [version.plan is None for version in state.versions] == [False, True, False]


def test_the_search_tells_how_far_it_is_and_stops_when_asked(
    session: ExplorerSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipmplan.models.incumbent import Event

    begun = Flag()
    states: list[ExplorerState] = []
    shown = session.state.shown
    assert shown is not None

    def searching(_: object, __: object, ___: object, tell: Callable[[Event], None], stop: Flag, *, anew: bool) -> Plan:
        assert anew
        tell(Event("plan", 0.1, "lateness", 8.0, 0.0))
        begun.set()
        assert stop.wait(30)
        return shown

    monkeypatch.setattr(of_session, "answer", searching)
    session.listen(states.append)
    session.plan_again()
    assert begun.wait(30)
    session.stop()
    session.wait()
    runs = [state.run for state in states if state.run is not None]
    assert (runs[1].goal, runs[1].value, runs[1].found, runs[1].stopping) == ("lateness", 8.0, 1, False)
    assert runs[-1].stopping
    assert session.state.run is None


@pytest.mark.parametrize("error", [OutOfTime("time ran out"), ZeroDivisionError()])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_where_no_plan_is_found_it_is_said_and_the_last_one_stays(
    session: ExplorerSession, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    before = session.state.shown

    def failing(*_: object, **__: object) -> Plan:
        raise error

    monkeypatch.setattr(of_session, "answer", failing)
    session.do(SetBudget("WEB", Decimal(50000)))
    state = session.wait()
    assert state.now.trouble == ("time ran out" if isinstance(error, OutOfTime) else of_session.CRASHED)
    assert state.shown is before
    session.undo()
    assert session.state.now.trouble == ""


def test_what_is_wrong_changes_nothing(session: ExplorerSession) -> None:
    before = session.state
    with pytest.raises(InputError, match="Maybe you meant `WEB-ux`"):
        session.move("WEB-uxx", date(2030, 1, 7))
    with pytest.raises(InputError, match="has passed"):
        session.move("WEB-ux", date(2001, 1, 1))
    with pytest.raises(InputError, match="unknown scenario"):
        session.switch("hire", on=True)
    with pytest.raises(InputError, match="nothing was changed"):
        session.keep("same")
    with pytest.raises(InputError, match="nothing was changed"):
        session.write()
    assert session.state is before


def test_a_kept_scenario_does_what_was_done_by_hand_and_can_be_switched(session: ExplorerSession) -> None:
    session.do(SetBudget("WEB", Decimal(50000)))
    session.wait()
    kept = session.keep("dearer")
    assert kept.apply(session.state.base) == session.state.portfolio
    session.undo()
    session.switch("dearer", on=True)
    state = session.wait()
    assert state.portfolio.project["WEB"].budget == 50000
    assert state.now.own == ()
    session.switch("dearer", on=False)
    assert session.wait().portfolio == state.base


def test_tables_are_written_as_the_diff_has_shown_and_the_plan_beside_them(tmp_path: Path, studio: Path) -> None:
    for file in studio.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    known = load(tmp_path)
    session = ExplorerSession(known, begin_from(known), limits=LIMITS)
    day = later(session, "WEB-ux")
    session.move("WEB-ux", day)
    session.do(SetBudget("WEB", Decimal(50000)))
    plan = session.wait().now.plan
    assert plan is not None
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    diff = session.changes().diff
    assert "50000" in diff
    assert day.isoformat() in diff
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    written = session.write()
    assert {path.name for path in written} >= {"holds.csv", "projects.csv", "plan.json"}
    again = load(tmp_path)
    assert [(hold.task, hold.start) for hold in again.holds] == [("WEB-ux", day)]
    beside = begin_from(again)
    assert beside is not None
    assert beside.schedule.tasks == plan.schedule.tasks
    assert session.state.base == again
    assert session.state.edits == ()


def test_nothing_is_written_over_what_others_have_changed(tmp_path: Path, studio: Path) -> None:
    for file in studio.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    known = load(tmp_path)
    session = ExplorerSession(known, begin_from(known), limits=LIMITS)
    session.do(SetBudget("WEB", Decimal(50000)))
    session.wait()
    settings = tmp_path / "portfolio.toml"
    text = settings.read_text(encoding="utf-8").replace('name = "', 'name = "New ')
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="changed meanwhile"):
        session.write()
    assert settings.read_text(encoding="utf-8") == text


def test_the_chart_and_the_reasons_are_plain_values(session: ExplorerSession) -> None:
    first = session.state.shown
    assert first is not None
    session.move("WEB-ux", later(session, "WEB-ux"))
    shown = session.wait().shown
    assert shown is not None
    drawn = chart(shown, first.schedule)
    assert json.loads(json.dumps(drawn)) == drawn
    bars = {task["id"]: task for task in drawn["tasks"]}
    assert set(bars) == {row.id for row in shown.schedule.tasks}
    assert bars["WEB-ux"]["held"]
    assert bars["WEB-ux"]["was"] is not None
    assert bars["WEB-ux"]["movable"]
    found = reason(session.why("WEB-ux"))
    assert json.loads(json.dumps(found)) == found
    assert found["chain"][-1] == "WEB-ux"


def test_a_tentative_project_is_a_scenario() -> None:
    studio = load("data/studio")
    assert [one.name for one in of_session._tentative(studio)] == ["we win LIB"]


def test_without_the_extra_it_is_said_what_to_install(studio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"ipywidgets and anywidget, which are not installed(.|\n)*ipmplan\[jupyter\]"):
        ipm.explore(studio)


def test_a_plan_printed_in_a_notebook_prints_nothing_beside_it(
    session: ExplorerSession, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert "WEB" in repr(session.state.shown)
    assert capsys.readouterr().out == ""
