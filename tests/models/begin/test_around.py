"""What is new comes around what a plan has: nothing that fits moves, also where it waits without need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from hypothesis import assume, given, settings
from tests.amount import amount
from tests.models.begin.test_start import begun, moved, planned, quick, small, task
from tests.tiny import tiny_portfolios

from ipmplan.core.edits import AddRow, apply_all
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import NoPlanError
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
    found = begun(plan, changed)
    assume(is_valid(found))
    rows = {row for row in planned(written(found)) if row[0] != "NEW"}
    assert rows == planned(plan)
