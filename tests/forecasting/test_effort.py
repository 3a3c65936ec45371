"""Hours of tasks: what is known about them is found again, and nothing is known too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import amount
from tests.forecasting.made_up import DAY, history

from ipmplan.forecasting.effort import Estimated, FinishedTask, Hours
from ipmplan.forecasting.levels import LEVELS, MEDIAN, NORMAL, with_spike
from ipmplan.forecasting.prior import PRIOR

P10, P90 = 4, 20


def _work(rows: list[FinishedTask]) -> list[Estimated]:
    return [Estimated(row.estimate, row.person, row.kind, row.skill, row.project) for row in rows]


def _asked(rows: list[FinishedTask]) -> list[date]:
    return [row.asked_on or row.finished_on for row in rows]


@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_eighty_percent_intervals_hold_eighty_percent(shared: float) -> None:
    rows = history(1200, 1, shared=shared)
    late = rows[400:]
    told = Hours(rows).forecast(_work(late), _asked(late)).quantiles
    actual = np.array([row.actual for row in late])
    covered = np.mean((told[:, P10] <= actual) & (actual <= told[:, P90]))
    # Tasks that share a factor miss together: the error is that of 40 projects, not of 800 tasks.
    error = np.sqrt(0.16 / len(late) * (1 + 19 * shared))
    assert abs(covered - 0.8) < 2 * error
    assert np.all(np.diff(told, axis=1) >= 0)


def test_totals_of_a_project_hold_eighty_percent_only_with_what_its_tasks_share() -> None:
    # A hundred finished projects: by then what they share is learned, not the prior's tenth.
    rows = history(4000, 2, shared=0.3)
    late = rows[2000:]
    starts = [day for first in range(0, len(late), 20) for day in [late[first].asked_on or DAY] * 20]
    told, rng = Hours(rows).forecast(_work(late), starts), np.random.default_rng(1)
    inside: list[bool] = []
    alone: list[bool] = []
    for first in range(0, len(late), 20):
        batch = told[slice(first, first + 20)]
        total = sum(row.actual for row in late[first : first + 20])
        for found, projects in ((inside, batch.projects), (alone, np.full(20, -1))):
            low, high = np.quantile(replace(batch, projects=projects).sample(1000, rng).sum(axis=0), [0.1, 0.9])
            found.append(bool(low <= total <= high))
    assert abs(np.mean(inside) - 0.8) < 2 * np.sqrt(0.16 / len(inside))
    assert np.mean(alone) < 0.7


def test_the_spike_of_tasks_that_took_what_was_estimated_is_there() -> None:
    rows = history(1200, 3, exact=0.4)
    told = Hours(rows).forecast([Estimated(8, "p1", "k1")], DAY + timedelta(days=900))
    drawn = told.sample(20_000, np.random.default_rng(1))[0]
    assert np.mean(drawn == 8) == pytest.approx(0.4, abs=0.1)
    assert np.unique(drawn).size > 5000


def test_a_spike_keeps_the_rest_of_the_distribution() -> None:
    mixed = with_spike(NORMAL, 0.3, value=0.5)
    assert np.all(np.diff(mixed) >= 0)
    assert np.ptp(LEVELS[mixed == 0.5]) == pytest.approx(0.3, abs=0.1)
    assert list(with_spike(NORMAL, 0.0)) == list(NORMAL)
    assert set(with_spike(NORMAL, 1.0, value=0.5)) == {0.5}


def test_persons_and_kinds_are_told_apart() -> None:
    rows = [
        replace(row, actual=row.estimate * (3 if row.person == "p0" else 1) * (1 + k % 7 / 20))
        for k, row in enumerate(history(600, 4))
    ]
    told = Hours(rows).forecast([Estimated(5, "p0", "k0"), Estimated(5, "p1", "k0")], DAY + timedelta(days=400))
    slow, fast = told.quantiles[:, MEDIAN]
    assert slow > 2 * fast


def test_without_history_the_prior_is_as_wide_as_published_data() -> None:
    told = Hours([]).forecast([Estimated(10)], DAY)
    assert told.quantiles[0] == pytest.approx(10 * np.exp(PRIOR))
    drawn = np.log(told.sample(20_000, np.random.default_rng(1))[0] / 10)
    assert 0.75 < drawn.std() < 1.0
    assert Hours([]).forecast([], DAY).quantiles.shape == (0, 25)


def test_a_stated_range_counts_beside_the_history() -> None:
    plain, narrow, late = (
        Hours([])
        .forecast(
            [Estimated(10), Estimated(10, optimistic=9, pessimistic=12), Estimated(10, optimistic=9, pessimistic=60)],
            DAY,
        )
        .quantiles
    )
    assert narrow[P90] < plain[P90] < late[P90]
    assert narrow[P10] > plain[P10]
    assert narrow[P10] < 9


def test_what_was_finished_later_changes_nothing() -> None:
    rows, today = history(500, 5), DAY + timedelta(days=150)
    future = [row for row in rows if row.finished_on >= today]
    shuffled = [replace(row, actual=other.actual * 7) for row, other in zip(future, reversed(future), strict=True)]
    work = [Estimated(6, "p2", "k1", "", "P15"), Estimated(20, "new", "new")]
    before = [row for row in rows if row.finished_on < today]
    told = [Hours(before + rest).forecast(work, today).quantiles for rest in (future, shuffled[::-1])]
    np.testing.assert_array_equal(told[0], told[1])


def test_the_order_of_history_changes_nothing() -> None:
    rows = history(200, 6)
    work, today = [Estimated(6, "p2", "k1", "", "P9")], DAY + timedelta(days=110)
    told = [Hours(some).forecast(work, today).quantiles for some in (rows, rows[::-1])]
    np.testing.assert_allclose(told[0], told[1], rtol=1e-6)


def test_a_project_that_overruns_moves_its_next_tasks() -> None:
    rows = history(600, 7)
    rows = [replace(row, actual=row.actual * (3 if row.project == "P29" else 1)) for row in rows]
    today = max(row.finished_on for row in rows) + timedelta(days=1)
    told = Hours(rows).forecast([Estimated(8, "p1", "k1", "", name) for name in ("P29", "new")], today)
    assert told.quantiles[0, MEDIAN] > 1.05 * told.quantiles[1, MEDIAN]


@settings(max_examples=amount(25), deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 500), st.floats(0.01, 500), st.sampled_from(["", "a", "b"])), max_size=8),
    st.floats(0.01, 5000),
)
def test_any_small_history_gives_rising_positive_hours(rows: list[tuple[float, float, str]], estimate: float) -> None:
    done = [
        FinishedTask(e, a, DAY + timedelta(days=k), person, "", "", person) for k, (e, a, person) in enumerate(rows)
    ]
    told = Hours(done).forecast([Estimated(estimate, "a", "", "", "a")], DAY + timedelta(days=5)).quantiles
    assert np.all(told > 0)
    assert np.all(np.diff(told) >= -1e-9 * told[:, 1:])
