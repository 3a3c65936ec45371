"""Work in progress: what is left is never plan minus spent."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from tests.forecasting.made_up import DAY, history

from ipmplan.forecasting.levels import LEVELS, MEDIAN
from ipmplan.forecasting.prior import PRIOR, outlasting
from ipmplan.forecasting.remaining import InWork, Look, Remaining

P10, P90 = 4, 20


def _looks(n: int, seed: int) -> list[Look]:
    """Looks at tasks after four hours, and after each four hours more, a day each."""
    found = []
    for row in history(n, seed):
        for day in range(1, int(row.actual / 4) + 1):
            if row.actual - 4 * day > 0.01:
                on = (row.asked_on or DAY) + timedelta(days=day)
                end = (row.asked_on or DAY) + timedelta(days=int(row.actual / 4) + 1)
                seen = InWork(row.estimate, 4.0 * day, on, day, row.person, row.kind)
                found.append(Look(seen, row.actual - 4 * day, end))
    return found


def test_eighty_percent_intervals_hold_eighty_percent() -> None:
    looks = _looks(1000, 1)
    late = [look for look in looks if look.seen.on > DAY + timedelta(days=200)]
    told = Remaining(looks).forecast([look.seen for look in late])
    actual = np.array([look.remaining for look in late])
    covered = np.mean((told[:, P10] <= actual) & (actual <= told[:, P90]))
    tasks = len({(look.seen.estimate, look.finished_on) for look in late})
    assert abs(covered - 0.8) < 2 * np.sqrt(0.16 / tasks)


@pytest.mark.parametrize("looks", [0, 400])
def test_something_is_always_left_and_quantiles_rise(looks: int) -> None:
    forecaster = Remaining(_looks(looks, 2))
    today = DAY + timedelta(days=400)
    told = forecaster.forecast([InWork(10, spent, today, 3) for spent in (0.01, 1, 9, 10, 11, 50, 10_000)])
    assert np.all(told > 0)
    assert np.all(np.diff(told, axis=1) >= 0)
    assert told[-1, MEDIAN] > told[2, MEDIAN]


def test_without_history_more_spent_means_a_larger_total() -> None:
    today = DAY + timedelta(days=400)
    spent = np.array([0.1, 1, 5, 9, 10, 12, 20, 40, 100])
    told = Remaining([]).forecast([InWork(10, float(hours), today) for hours in spent])
    total = spent[:, None] + told
    assert np.all(np.diff(total, axis=0) > 0)
    assert told[4, MEDIAN] > 2


def test_the_prior_given_what_was_spent_is_the_prior_cut_off() -> None:
    rng = np.random.default_rng(1)
    ratio = np.exp(0.6 * rng.standard_t(4, 400_000))
    left = ratio[ratio > 1.5] - 1.5
    assert outlasting(np.log(1.5))[3:22] == pytest.approx(np.quantile(left, LEVELS[3:22]), rel=0.05)
    assert np.log(outlasting(-20.0))[3:22] == pytest.approx(PRIOR[3:22], abs=1e-3)


def test_what_ended_later_changes_nothing() -> None:
    looks, today = _looks(400, 3), DAY + timedelta(days=120)
    before = [look for look in looks if look.finished_on < today]
    work = [InWork(6, 8, today, 4, "p1", "k1")]
    told = [Remaining(some).forecast(work) for some in (looks, before)]
    np.testing.assert_allclose(told[0], told[1], rtol=1e-5)
