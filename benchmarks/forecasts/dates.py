"""Little: when releases came, as stated week by week."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecasts.scores import Score, scores
from benchmarks.forecasts.tables import day, read
from ipmplan.forecasting.dates import Dates, Stated
from ipmplan.forecasting.levels import Floats

STATED = "little_weekly_enddate.csv"
_LEAST_ENDED = 10


def forecast(folder: Path, history: Sequence[Path]) -> Iterator[Score]:
    """Days from each week to the release: as soon as one project has ended, and from the tenth on."""
    mine = [row for row in _read(folder, "") if row.ended_on is not None and row.on < row.ended_on]
    others = [row for k, earlier in enumerate(history) for row in _read(earlier, f"{k}/")]
    told = Dates([*others, *mine]).forecast(mine)
    ends = sorted({row.project: row.ended_on for row in [*others, *mine] if row.ended_on}.values())
    ended = np.array([bisect_left(ends, row.on) for row in mine])
    actual = np.array([(row.ended_on - row.on).days for row in mine if row.ended_on], dtype=np.float64)
    table = "little_weekly_enddate"
    for least, subset in ((1, "weekly"), (_LEAST_ENDED, f"weekly, {_LEAST_ENDED} ended")):
        rows = ended >= least
        yield from scores(table, subset, told[rows], actual[rows])
    yield from _plain(table, mine, ended >= 1, actual)


def _plain(table: str, mine: Sequence[Stated], rows: NDArray[np.bool_], actual: Floats) -> Iterator[Score]:
    """How often the stated date itself held."""
    if rows.any():
        said = np.array([(row.end - row.on).days for row in mine])
        held = float(np.mean(actual[rows] <= said[rows]))
        yield Score(table, "weekly", "stated date held", held, int(rows.sum()))


def _read(folder: Path, prefix: str) -> list[Stated]:
    found = []
    for row in read(folder / STATED, ("project", "as_of", "est_end", "y_actual_end")):
        on, end, ended_on = (day(row, column) for column in ("as_of", "est_end", "y_actual_end"))
        if on and end and ended_on:
            found.append(Stated(prefix + row["project"], on, end, ended_on))
    return found
