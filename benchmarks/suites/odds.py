"""Forecasts of plans whose truth is known: do their intervals cover what they say?"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Column, Table
from benchmarks.worlds import worlds
from ipmplan.loading import load

WORLDS, RUNS = 200, 1_000
HISTORIES = (0, 300)
_COLUMNS = (
    Column("history", "history", 8),
    Column("of", "of", 8),
    Column("worlds", "worlds", 7),
    Column("n", "n", 7),
    Column("in80", "in 80 %", 8, 3),
    Column("se80", "se", 6, 3),
    Column("in90", "in 90 %", 8, 3),
    Column("se90", "se", 6, 3),
    Column("by80", "by P80", 8, 3),
)


def _holds(folder: Path) -> bool:
    return (folder / "portfolio.toml").is_file() and (folder / "tasks.csv").is_file()


@suite("odds", holds=_holds)
def run(asked: Run) -> Summary:
    """Forecast 200 portfolios drawn from the folder's, let each turn out once, and count what was covered.

    Several dates of one world are alike, so standard errors are over worlds.
    """
    portfolio = load(asked.folder)
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    off = 0
    for history in HISTORIES:
        if not asked.wants(str(history)):
            continue
        found = list(worlds(portfolio, WORLDS, RUNS, asked.seed, history))
        for kind in ("dates", "costs"):
            rows = [own for hits in found if (own := [hit for hit in hits if hit.kind == kind])]
            if not rows:
                continue
            in80, in90, by80 = (
                np.array([np.mean([getattr(hit, name) for hit in own]) for own in rows])
                for name in ("in80", "in90", "by80")
            )
            errors = [float(one.std(ddof=1) / np.sqrt(len(one))) for one in (in80, in90)]
            off += bool(abs(in80.mean() - 0.8) > 2 * errors[0])
            table.add(
                {
                    "history": str(history),
                    "of": kind,
                    "worlds": len(rows),
                    "n": sum(len(own) for own in rows),
                    "in80": float(in80.mean()),
                    "se80": errors[0],
                    "in90": float(in90.mean()),
                    "se90": errors[1],
                    "by80": float(by80.mean()),
                }
            )
    return Summary(f"odds: {off} of {len(table.rows)} coverages more than two standard errors off", off)
