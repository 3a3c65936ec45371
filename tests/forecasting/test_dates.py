"""Stated dates: bias is taken out, open projects count for what is known of them, and the future is not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from ipmplan.forecasting.dates import Dates, Stated
from ipmplan.forecasting.levels import MEDIAN

START = date(2024, 1, 5)
P10, P90 = 4, 20


def _projects(n: int, seed: int, slip: float) -> list[Stated]:
    """Projects, a week apart, that state what remains every week, too early by a factor that is theirs."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(n):
        begin, length = START + timedelta(weeks=k), int(np.exp(rng.normal(5, 0.4)))
        end, factor = begin + timedelta(days=length), slip * float(np.exp(rng.normal(0, 0.4)))
        for week in range(0, length, 7):
            on = begin + timedelta(days=week)
            rows.append(Stated(f"P{k}", on, on + timedelta(days=round((length - week) / factor)), end))
    return rows


def test_bias_is_taken_out_and_eighty_percent_hold() -> None:
    rows = _projects(120, 1, slip=1.6)
    late = [row for row in rows if row.on > START + timedelta(weeks=45)]
    told = Dates(rows).forecast(late)
    left = np.array([((row.ended_on or row.on) - row.on).days for row in late])
    said = np.array([(row.end - row.on).days for row in late])
    assert np.mean(left <= said) < 0.2
    assert np.mean(left <= told[:, MEDIAN]) == pytest.approx(0.5, abs=0.12)
    covered = np.mean((told[:, P10] <= left) & (left <= told[:, P90]))
    # A project's statements hold or fail together.
    projects = len({row.project for row in late})
    assert abs(covered - 0.8) < 2 * np.sqrt(0.16 / projects)


def test_projects_that_have_not_ended_push_the_forecast_out() -> None:
    today = START + timedelta(days=200)
    ended = [Stated(f"E{k}", START, START + timedelta(days=100), START + timedelta(days=90 + k)) for k in range(20)]
    overdue = [Stated(f"O{k}", START, START + timedelta(days=100)) for k in range(20)]
    asked = [Stated("N", today, today + timedelta(days=100))]
    without, with_them = (Dates(rows).forecast(asked)[0] for rows in (ended, ended + overdue))
    assert with_them[P90] > 1.5 * without[P90]
    assert with_them[MEDIAN] > without[MEDIAN]


def test_what_happens_later_changes_nothing() -> None:
    rows, today = _projects(60, 2, slip=1.3), START + timedelta(weeks=30)
    asked = [row for row in rows if row.on == today]
    open_then = [replace(row, ended_on=None) if (row.ended_on or today) >= today else row for row in rows]
    seen = [row for row in open_then if row.on < today]
    told = [Dates(some).forecast(asked) for some in (rows, seen)]
    np.testing.assert_allclose(told[0], told[1])


def test_a_date_that_has_passed_still_has_an_answer() -> None:
    told = Dates([]).forecast([Stated("A", START, START - timedelta(days=30))])
    assert np.all(told > 0)
    assert Dates([]).forecast([]).shape == (0, 25)
