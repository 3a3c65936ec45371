"""Keeping score: computed by hand, and by others."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest
import scoringrules  # type: ignore[import-untyped]
from tests.plans import MONDAY, part, studio, work

from ipmplan.core.forecast import LEVELS, DateOdds, Forecast, Odds
from ipmplan.core.portfolio import Milestone, Task
from ipmplan.core.records import Progress
from ipmplan.odds.calibration import calibration
from ipmplan.odds.outcomes import CameOut, outcomes
from ipmplan.odds.scorecard import scorecard
from ipmplan.odds.scores import crps, promise, scores

DAY = date(2026, 3, 2)


def outcome(number: int, actual: float, width: float = 10.0, kind: str = "milestone") -> CameOut:
    """A date whose quantiles go evenly from 100 to 100 + width."""
    rows = tuple(100 + width * level for level in LEVELS)
    said = (rows[6], rows[9], rows[11])
    known = DAY + timedelta(days=number)
    return CameOut(kind, f"M{number}", DAY, known, rows, said, actual)  # type: ignore[arg-type]


def test_crps_is_that_of_others() -> None:
    rng = np.random.default_rng(3)
    rows = np.sort(rng.normal(size=(20, len(LEVELS))), axis=1)
    actual = rng.normal(size=20)
    ours = [crps(row.tolist(), value) for row, value in zip(rows, actual.tolist(), strict=True)]
    ends = [0.0, *((low + high) / 2 for low, high in pairwise(LEVELS)), 1.0]
    weights = np.diff(ends)
    theirs = [
        2
        * sum(
            w * scoringrules.quantile_score(value, q, level) for q, level, w in zip(row, LEVELS, weights, strict=True)
        )
        for row, value in zip(rows, actual, strict=True)
    ]
    assert ours == pytest.approx(theirs)


def test_a_scorecard_by_hand() -> None:
    # Widths of 10 days: 101..109 is the 80 % interval, P50 105, P80 108.
    found = [
        outcome(1, 104, kind="hours"),
        outcome(2, 107, kind="hours"),
        outcome(3, 109.5, kind="hours"),
        outcome(4, 120, kind="hours"),
    ]
    (score,) = scores(found, "EUR")
    assert (score.of, score.things, score.forecasts) == ("hours", 4, 4)
    assert score.coverage80.value == 0.5
    assert score.coverage90.value == 0.75
    assert (score.held50.value, score.held80.value, score.held95.value) == (0.25, 0.5, 0.75)
    assert score.bias == pytest.approx((104 + 107 + 109.5 + 120) / 4 - 105)
    assert score.coverage80.error == pytest.approx(np.std([1, 1, 0, 0], ddof=1) / 2)
    assert sum(score.pit) == pytest.approx(1)
    assert score.pit[4] == 0.25


def test_several_forecasts_of_one_date_count_once() -> None:
    early = [outcome(1, 109) for _ in range(9)]
    assert promise([*early, outcome(2, 101)]) == "our P80 dates held 50 % of the time, 2 dates"


def test_bias_is_taken_out_and_levels_go_to_what_holds() -> None:
    rng = Random(1)
    # Everything comes out late: at 60 % of the forecast at the earliest.
    late = [outcome(number, 106 + 4 * rng.random()) for number in range(120)]
    learned = calibration(late)
    assert learned.dates == 120
    assert learned.level(0.5) > 0.7
    assert learned.level(0.8) > 0.85
    assert learned.chance(0.8) < 0.6
    positions = [one.position for one in late]
    held = sum(position <= learned.level(0.8) for position in positions) / len(positions)
    assert 0.7 < held < 0.95


def test_good_forecasts_are_left_alone() -> None:
    rng = Random(2)
    learned = calibration([outcome(number, 100 + 10 * rng.random(), kind="milestone") for number in range(200)])
    assert learned.level(0.5) == pytest.approx(0.5, abs=0.12)
    assert learned.level(0.8) == pytest.approx(0.8, abs=0.12)


def test_levels_rise_whatever_came_out() -> None:
    rng = Random(3)
    for _ in range(20):
        learned = calibration([outcome(k, rng.choice([90.0, 105.0, 120.0])) for k in range(rng.randrange(1, 30))])
        assert list(learned.levels) == sorted(learned.levels)
        chances = [learned.chance(share / 10) for share in range(11)]
        assert chances == sorted(chances)
        assert (chances[0], chances[-1]) == (0, 1)


def test_what_was_forecast_is_found_again_when_it_has_ended() -> None:
    tasks = (Task("A", "P0", "M", work=(work(part(8)),)), Task("B", "P0", work=(work(part(8)),)))
    rows = (Progress(date(2026, 1, 8), "A", "ana", Fraction(9), Fraction(0)),)
    portfolio = studio(*tasks, milestones=(Milestone("M", "P0"),), progress=rows)
    ended = replace(portfolio, as_of=date(2026, 1, 12))
    moments = tuple(datetime(2026, 1, 6 + number, 17) for number in range(len(LEVELS)))
    date_odds = DateOdds("M", "milestone", "P0", moments[0], moments[6], moments[9], moments[11], quantiles=moments)
    made = Forecast("Studio", MONDAY, MONDAY, 100, 0, 0, Odds((date_odds,)))
    (found,) = outcomes(ended, [made])
    assert (found.kind, found.id, found.known, found.actual) == (
        "milestone",
        "M",
        date(2026, 1, 8),
        date(2026, 1, 8).toordinal(),
    )
    # Its project ends with it: that is one date, not two. A task of a change that nobody accepted keeps nothing open.
    both = replace(made, known=Odds((date_odds, replace(date_odds, id="P0", kind="project"))))
    asked = replace(ended, tasks=(*ended.tasks[:1], replace(ended.tasks[1], milestone="M", change="C1")))
    assert len(outcomes(asked, [both])) == 1
    card = scorecard(ended, [made])
    assert card.sentence == "our P80 dates held 100 % of the time, 1 date"
    assert card.finished == 1
    assert scorecard(portfolio, [made]).sentence == "1 forecast is stored, and no date of them has come out yet"
