"""What is new comes around what a plan has: nothing that fits moves, also where it waits without need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, example, given, settings
from tests.amount import amount
from tests.models.begin.test_start import begun, moved, planned, quick, small, task
from tests.tiny import tiny_portfolio, tiny_portfolios

from ipmplan.core.edits import AddRow, apply_all
from ipmplan.core.people import Absence
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import Infeasible, NoPlanError
from ipmplan.instance import build_instance
from ipmplan.models.begin.start import solution_of
from ipmplan.models.gate import is_valid
from ipmplan.models.written import written
from ipmplan.validation import faults


def test_a_new_task_finds_a_gap_and_nothing_moves() -> None:
    """Ben does T1 on Monday and T3 on Thursday; two days of qa fit between, one of five hours more does not."""
    portfolio = small(task("T1", 8, "qa"), task("T3", 8, "qa", ["T1"]))
    plan = moved(quick(portfolio), "T3", 2)
    gap = apply_all(portfolio, [AddRow("tasks", task("T2", 16, "qa"))])
    found = written(begun(plan, gap))
    spans = {row.id: (row.start, row.end) for row in found.tasks}
    assert spans["T3"] == (datetime(2026, 1, 8, 9), datetime(2026, 1, 8, 17))
    assert spans["T2"] == (datetime(2026, 1, 6, 9), datetime(2026, 1, 7, 17))
    long = apply_all(portfolio, [AddRow("tasks", task("T2", 21, "qa"))])
    spans = {row.id: (row.start, row.end) for row in written(begun(plan, long)).tasks}
    assert spans["T3"] == (datetime(2026, 1, 8, 9), datetime(2026, 1, 8, 17))
    assert spans["T2"][0] == datetime(2026, 1, 9, 9)


def test_what_waits_for_something_new_is_pushed() -> None:
    """T3 has to wait for T2 now, and T2 takes until Tuesday: it cannot stay on Monday."""
    portfolio = small(task("T1", 8, "qa"), task("T3", 8, "ux"))
    plan = quick(portfolio)
    assert {row.start.date() for row in plan.tasks} == {date(2026, 1, 5)}
    changed = small(task("T1", 8, "qa"), task("T3", 8, "ux", ["T2"]), task("T2", 8, "qa", ["T1"]))
    spans = {row.id: row.start for row in written(begun(plan, changed)).tasks}
    assert spans["T2"] == datetime(2026, 1, 6, 9)
    assert spans["T3"] == datetime(2026, 1, 7, 9)


@given(tiny_portfolios())
@example(tiny_portfolio(Random(1452)))  # p0 leaves soon, and has an hour and a half at a time until then.
@settings(max_examples=amount(60), deadline=None)
def test_a_plan_stays_when_something_new_comes(portfolio: Portfolio) -> None:
    """Two hours of anybody, with no dates: wherever they fit, everything else stays to the minute, and no rule is broken."""
    assume(not any(issue.severity == "error" for issue in faults(portfolio)))
    try:
        plan = quick(portfolio)
    except NoPlanError:
        assume(False)
    new = Task("NEW", work=(Alternative(((Part(Fraction(2)),),)),))
    changed = replace(portfolio, tasks=(*portfolio.tasks, new))
    found = solution_of(plan, build_instance(changed, 400))
    if found is None:
        assert_nobody_has_time(plan, portfolio, new)
        return
    assume(is_valid(found))
    rows = {row for row in planned(written(found)) if row[0] != "NEW"}
    assert rows == planned(plan)


def assert_nobody_has_time(plan: Schedule, portfolio: Portfolio, task: Task) -> None:
    """No plan exists of one task alone, where people are away whenever they work in a plan."""
    busy = [Absence(row.person, row.start, row.end) for row in plan.assignments if row.person]
    alone = Portfolio(
        "Alone",
        portfolio.as_of,
        calendar=portfolio.calendar,
        people=portfolio.people,
        projects=portfolio.projects,
        absences=(*portfolio.absences, *busy),
        extra=portfolio.extra,
        bookings=portfolio.bookings,
        holidays=portfolio.holidays,
        tasks=(task,),
    )
    with pytest.raises(Infeasible):
        quick(alone)
