"""By when answers are needed, worked out by hand, and held against a plan that was made for another day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import amount
from tests.every_plan import all_plans, horizon
from tests.folders import write
from tests.plans import at, choice, does, part, plan_of, studio, with_facts, work
from tests.tiny import tiny_portfolio

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Decision
from ipmplan.core.work import Link
from ipmplan.errors import InputError
from ipmplan.loading import load
from ipmplan.network import PlanNetwork, plan_network, rebuild
from ipmplan.network.columns import GroupColumn
from ipmplan.reports.questions import delay_words
from ipmplan.reports.scene import scene
from ipmplan.study.reading import Reading
from ipmplan.tracking.answer import answer
from ipmplan.tracking.decisions import Question, decisions
from ipmplan.tracking.moved import Moved
from ipmplan.tracking.resolve import resolve


def made(due: date | None, **decision: object) -> tuple[Schedule, Portfolio]:
    """T1 (16 h of ana) waits for D1 and is followed by T2 (8 h of ben, who takes 16); planned for Wednesday the 7th on."""
    tasks = (
        Task("T1", "P0", "M", work=(work(part(16, "ux")),)),
        Task("T2", "P0", "M", work=(work(part(8, "qa")),), after=(Link("T1"),)),
    )
    facts = {"id": "D1", "project": "P0", "tasks": ("T1",), "expected": date(2026, 1, 7)} | decision
    portfolio = studio(
        *tasks,
        milestones=(Milestone("M", "P0", due=due),),
        decisions=(Decision(**facts),),  # type: ignore[arg-type]
    )
    plan = plan_of(portfolio, {"T1": choice(does("ana", 7)), "T2": choice(does("ben", 9))})
    return with_facts(plan, portfolio), portfolio


def test_an_answer_is_needed_as_long_as_the_date_is_kept_with_it() -> None:
    # T1 takes Wednesday and Thursday, T2 Friday and Monday the 12th. Due on Wednesday the 14th, there are two days to spare.
    (found,) = decisions(*made(date(2026, 1, 14)))
    assert (found.taken, found.overdue, found.waiting) == (at(7), False, ("T1",))
    assert found.needed_by == date(2026, 1, 9)
    # A week later it ends on Monday the 19th: three days after the 14th, five after the 12th.
    (moved,) = found.delay
    assert (moved.id, moved.was, moved.now) == ("M", at(12, 17), at(19, 17))
    assert (moved.hours, moved.late_hours, found.late_hours) == (40, 24, 24)


def test_a_date_that_is_late_already_is_moved_by_any_later_answer() -> None:
    (found,) = decisions(*made(date(2026, 1, 8)))
    assert found.needed_by == date(2026, 1, 7)
    assert found.late_hours == 40


def test_nothing_dated_waits() -> None:
    (found,) = decisions(*made(None))
    assert (found.needed_by, found.delay) == (None, ())


@pytest.mark.parametrize("expected", [None, date(2026, 1, 2)])
def test_overdue_and_undated_answers_are_taken_after_the_status_date(expected: date | None) -> None:
    # An answer of which nothing is known is taken as given 16 working hours from the 5th: on Tuesday at 17:00.
    schedule, portfolio = made(date(2026, 1, 14), expected=expected)
    portfolio = replace(portfolio, calendar=CalendarSettings(open_answer=Fraction(16)))
    (found,) = decisions(schedule, portfolio)
    assert (found.taken, found.overdue) == (at(6, 17), expected is not None)
    assert found.needed_by == date(2026, 1, 9)


def test_work_that_has_begun_waits_no_more_and_answered_questions_are_not_open() -> None:
    schedule, portfolio = made(date(2026, 1, 14), answered_on=date(2026, 1, 2))
    assert decisions(schedule, portfolio) == ()
    schedule, portfolio = made(date(2026, 1, 14), tasks=())
    assert decisions(schedule, portfolio)[0].waiting == ()
    closed = replace(portfolio, projects=(Project("P0", status="done"),))
    assert decisions(schedule, closed) == ()


def test_planning_again_says_what_a_week_really_does() -> None:
    schedule, portfolio = made(date(2026, 1, 14))
    (found,) = decisions(schedule, portfolio)
    again = resolve(found, schedule, portfolio, time_limit=None, work_limit=0.1, workers=1)
    # Ana is quicker than ben at T2, and has nothing else to do: the 14th and 15th for T1, and the 16th for T2.
    assert again.resolved
    assert [(one.id, one.now, one.late_hours) for one in again.delay] == [("M", at(16, 17), 16)]
    firm = replace(portfolio, milestones=(replace(portfolio.milestones[0], firm=True),))
    lost = resolve(found, schedule, firm, time_limit=None, work_limit=0.1, workers=1)
    assert (lost.impossible, lost.delay) == (True, ())


@settings(max_examples=amount(60), deadline=None)
@given(st.integers(0, 10**9))
def test_needed_by_is_the_last_day_that_a_portfolio_could_say(seed: int) -> None:
    rng = Random(seed)
    portfolio = tiny_portfolio(rng)
    for schedule in all_plans(portfolio, horizon(portfolio), rng, most=3):
        for found in decisions(schedule, portfolio):
            if found.needed_by is not None:
                assert keeps(schedule, portfolio, found, found.needed_by)
                assert not keeps(schedule, portfolio, found, found.needed_by + timedelta(days=1))


def keeps(schedule: Schedule, portfolio: Portfolio, found: Question, day: date) -> bool:
    """Whether all dated milestones stay when the table says that the answer is expected on a day."""
    expected = max(datetime.combine(day, time.min), found.taken)
    asked = tuple(
        replace(one, expected=expected if one == found.decision else one.expected) for one in portfolio.decisions
    )
    before, after = network(schedule, portfolio), network(schedule, replace(portfolio, decisions=asked))
    limits = np.maximum(before.limits, ends(before))
    dated = before.limits < before.calendars.far
    return bool((ends(after)[dated] <= limits[dated]).all())


def network(schedule: Schedule, portfolio: Portfolio) -> PlanNetwork:
    return plan_network(Reading(schedule, portfolio))


def ends(of: PlanNetwork) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Ends of tasks as planned, or later where facts make it so."""
    found: np.ndarray[tuple[int], np.dtype[np.int32]] = rebuild(
        of, not_before=of.groups[:, GroupColumn.START, None]
    ).task_ends[:, 0]
    return found


TABLE = "id;question;tasks;expected;owner\nD1;Which fonts?;T1;2026-01-07;us\nD2;Which colours?;T2;;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, decisions=TABLE)


def test_an_answer_is_written_and_the_rest_of_the_table_stays(folder: Path) -> None:
    said = answer(folder, "D2", "Blue; and green", date(2026, 1, 2))
    assert said == ("D2 was answered on 2 January 2026: Blue; and green", "T2 may begin")
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "id;question;tasks;expected;owner;answered_on;answer",
        "D1;Which fonts?;T1;2026-01-07;us;;",
        'D2;Which colours?;T2;;;2026-01-02;"Blue; and green"',
    ]
    assert [one.answered_on for one in load(folder).decisions] == [None, date(2026, 1, 2)]


def test_an_answer_is_not_replaced_by_mistake(folder: Path) -> None:
    answer(folder, "D1", "Inter", date(2026, 1, 2))
    with pytest.raises(InputError, match="was answered on 2 January 2026 already: Inter"):
        answer(folder, "D1", "Roboto")
    answer(folder, "D1", "Roboto", date(2026, 1, 3), again=True)
    assert load(folder).decisions[0].answer == "Roboto"
    with pytest.raises(InputError, match="decision `D11` is not known"):
        answer(folder, "D11", "?")
    with pytest.raises(InputError, match="the answer is empty"):
        answer(folder, "D1", " ", again=True)


def test_what_would_come_after_somebodys_last_day_is_to_be_planned_anew() -> None:
    """In the order as planned it would wait for years: that is no answer."""
    made = studio()
    view = scene(Schedule("Studio", made.as_of_day, "feasible"), made)
    never = Moved("M", "milestone", "P0", datetime(2026, 1, 9, 17), None, 5000, 5000)
    question = Question(Decision("D6", "P0"), datetime(2026, 1, 7), False, ("T1",), date(2026, 1, 7), (never,))
    assert delay_words(view, question) == (
        "work would come after somebody's last day; `ipmplan answer D6 --resolve` plans it anew"
    )
