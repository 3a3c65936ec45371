"""Stored forecasts: read as written, kept by their day, never changed."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ipmplan.core.forecast import LEVELS, CostOdds, DateOdds, Driver, Forecast, Odds, TaskOdds
from ipmplan.errors import InputError
from ipmplan.files.forecastfile import keep_forecast, latest_promises, print_forecast, read_forecast, stored_forecasts

NINE = datetime(2026, 2, 3, 9)
MADE = Forecast(
    "Northlight",
    date(2026, 1, 5),
    date(2026, 1, 5),
    1000,
    3,
    12,
    Odds(
        (
            DateOdds(
                "BETA",
                "milestone",
                "P0",
                NINE,
                NINE,
                NINE,
                NINE,
                date(2026, 2, 4),
                None,
                0.75,
                None,
                (NINE,) * len(LEVELS),
                (Driver("T1", "task", 0.5, 0.25), Driver("D1", "answer", 0.125, 0.0)),
            ),
        ),
        (
            CostOdds(
                "P0", Decimal("10.50"), Decimal(11), Decimal(12), Decimal(13), Decimal(20), 0.9, (Decimal(11),) * 13
            ),
        ),
    ),
    Odds(),
    (TaskOdds("T1", 2.0, 8.0, 0.5, 0.25, (8.5,) * len(LEVELS)),),
    "EUR",
    ("A note.",),
)


def test_a_forecast_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_forecast(keep_forecast(tmp_path, MADE)) == MADE
    bare = replace(MADE, known=Odds(), arrivals=None, tasks=(), notes=())
    assert read_forecast(keep_forecast(tmp_path, bare)) == bare


def test_nothing_that_is_kept_is_changed(tmp_path: Path) -> None:
    first = keep_forecast(tmp_path, MADE)
    before = first.read_bytes()
    second = keep_forecast(tmp_path, replace(MADE, seed=4))
    other = keep_forecast(tmp_path, replace(MADE, as_of=date(2026, 1, 12)))
    assert [path.name for path in (first, second, other)] == ["2026-01-05.json", "2026-01-05-2.json", "2026-01-12.json"]
    assert first.read_bytes() == before
    assert keep_forecast(tmp_path, replace(MADE, seed=4)) == second
    assert [one.seed for one in stored_forecasts(tmp_path)] == [3, 4, 3]


def test_the_last_forecast_by_a_day_says_what_is_promised(tmp_path: Path) -> None:
    later = replace(MADE.known.dates[0], p80=datetime(2026, 2, 10, 9))
    keep_forecast(tmp_path, MADE)
    keep_forecast(tmp_path, replace(MADE, as_of=date(2026, 1, 12), known=Odds((later,))))
    assert latest_promises(tmp_path, date(2026, 1, 4)) == {}
    assert latest_promises(tmp_path, date(2026, 1, 11)) == {"BETA": (NINE, NINE)}
    assert latest_promises(tmp_path, date(2026, 1, 12)) == {"BETA": (NINE, datetime(2026, 2, 10, 9))}


def test_what_is_no_forecast_is_told_with_its_line(tmp_path: Path) -> None:
    path = keep_forecast(tmp_path, MADE)
    path.write_text(print_forecast(MADE).replace('"kind": "milestone"', '"kind": "wish"'), encoding="utf-8")
    with pytest.raises(InputError, match=r"forecasts/2026-01-05\.json.*`wish` is not milestone or project"):
        stored_forecasts(tmp_path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "forecasts").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="the forecast cannot be kept"):
        keep_forecast(tmp_path, MADE)
