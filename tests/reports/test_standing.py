"""Where the work stands, in the report and as figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.tracking.sprints import STUDIO, mornings

import ipmplan as ipm
from ipmplan.errors import InputError
from ipmplan.reports.figures import progress
from ipmplan.reports.html import report
from ipmplan.tracking.track import Track, track


def second() -> Track:
    morning = mornings()[2]
    return track(morning.portfolio, morning.plan, morning.approved)


def test_the_report_says_where_the_work_stands_once_something_was_approved() -> None:
    first, _, morning, _ = mornings()
    page = report(morning.plan, morning.portfolio)
    assert 'id="standing"' in page
    assert all(f'id="chart-{name}"' in page for name in ("burn-up", "s-curve", "slips"))
    assert "Can be billed: 2,000.00 EUR" in page
    assert 'id="standing"' not in report(first.plan, first.portfolio)


def test_curves_show_what_was_planned_earned_and_spent() -> None:
    drawn = progress.s_curve(second())
    values = {trace.name: list(trace.y) for trace in drawn.data}
    assert (values["planned value"][-1], values["earned value"][-1], values["actual cost"][-1]) == (2260, 1560, 1885)


def test_the_burn_up_is_in_per_cent_of_what_was_approved() -> None:
    values = {trace.name: list(trace.y) for trace in progress.burn_up(second()).data}
    assert values["planned"][-1] == 100
    assert values["done"][-1] == pytest.approx(100 * 1560 / 2260)


def test_slips_show_the_baseline_and_now() -> None:
    traces = {trace.name: trace for trace in progress.slips(second()).data}
    assert [str(when) for when in traces["baseline"].x[:2]] == ["2026-01-12 17:00:00", "2026-01-06 17:00:00"]
    assert [str(when) for when in traces["now"].x[:2]] == ["2026-01-13 14:00:00", "2026-01-07 17:00:00"]


def test_figures_without_a_baseline_say_so() -> None:
    nothing = track(replace(STUDIO, as_of=date(2026, 1, 5)))
    for draw in (progress.s_curve, progress.burn_up, progress.slips):
        with pytest.raises(InputError, match="Maybe approve a plan"):
            draw(nothing)


def test_a_project_that_has_no_baseline_cannot_be_drawn() -> None:
    with pytest.raises(InputError, match="Maybe one of P"):
        ipm.Standing(second()).s_curve(["Q"])
