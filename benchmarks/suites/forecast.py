"""Forecasts on published data, walking forward: every measure of every table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.forecasts import dates, in_progress, projects, tasks
from benchmarks.forecasts.scores import Score
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Column, Table

_COLUMNS = (
    Column("table", "table", 22),
    Column("subset", "subset", 26),
    Column("measure", "measure", 26),
    Column("value", "value", 8, 4),
    Column("n", "n", 6),
)

_PARTS: dict[str, Callable[[Run], Iterator[Score]]] = {
    tasks.SIP: lambda run: tasks.forecast_sip(run.folder, run.history, run.seed),
    tasks.CESAW: lambda run: tasks.forecast_cesaw(run.folder, run.history, run.seed),
    in_progress.LOG: lambda run: in_progress.forecast(run.folder, run.history),
    projects.PROJECTS: lambda run: projects.forecast(run.folder, run.history),
    dates.STATED: lambda run: dates.forecast(run.folder, run.history),
}


def _holds(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _PARTS)


@suite("forecast", holds=_holds)
def run(asked: Run) -> Summary:
    """Score the forecasters of the product on whatever tables the folder has."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    for name, part in _PARTS.items():
        if (asked.folder / name).is_file() and asked.wants(name):
            for score in part(asked):
                table.add(score.row())
    return Summary(f"forecast: {len(table.rows)} measures", 0 if table.rows else 1)
