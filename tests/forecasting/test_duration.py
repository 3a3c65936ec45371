"""Durations of projects: wide without history, taught by projects alike, and never less than what has passed."""

from __future__ import annotations

import numpy as np
import pytest

from ipmplan.forecasting.duration import Planned, UnderWay, at_the_start, under_way
from ipmplan.forecasting.levels import MEDIAN

P10, P90 = 4, 20


def _projects(n: int, seed: int) -> list[tuple[Planned, float]]:
    rng = np.random.default_rng(seed)
    plans = [Planned(float(np.exp(rng.normal(7, 0.5))), int(rng.integers(10, 100))) for _ in range(n)]
    return [(plan, plan.duration * float(np.exp(rng.normal(0.1, 0.2)))) for plan in plans]


def test_eighty_percent_intervals_hold_eighty_percent() -> None:
    past, now = _projects(200, 1), _projects(400, 2)
    told = at_the_start(past, [plan for plan, _ in now])
    took = np.array([hours for _, hours in now])
    covered = np.mean((told[:, P10] <= took) & (took <= told[:, P90]))
    # Both the 400 and the 200 that they are judged by are a sample.
    assert abs(covered - 0.8) < 2 * np.sqrt(0.16 / 400 + 0.16 / 200)


def test_without_history_the_plan_is_the_middle() -> None:
    told = at_the_start([], [Planned(1000, 20)])
    assert told[0, MEDIAN] == pytest.approx(1000)
    assert 600 < told[0, P10] < told[0, P90] < 1700


def test_a_project_under_way_is_forecast_by_its_own_pace() -> None:
    looks = []
    for plan, took in _projects(60, 3):
        for part in (0.25, 0.5, 0.75):
            looks.append((UnderWay(plan, part * took, part * plan.duration), took))
    plan = Planned(1000, 40)
    slow, fast = under_way(looks, [UnderWay(plan, 700, 500), UnderWay(plan, 450, 500)])
    assert slow[MEDIAN] > fast[MEDIAN] + 200
    assert np.all(under_way(looks, [UnderWay(plan, 3000, 900)]) > 3000)
    assert np.all(under_way([], [UnderWay(plan, 10, 0)]) > 10)
