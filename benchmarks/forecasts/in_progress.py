"""CESAW: hours that remained of tasks in progress, every Monday."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np

from benchmarks.forecasts.scores import Score, scores
from benchmarks.forecasts.tables import day, number, read
from benchmarks.forecasts.tasks import Task, cesaw, enough
from ipmplan.forecasting.remaining import InWork, Look, Remaining

LOG = "cesaw_daily_log.csv"


def forecast(folder: Path, history: Sequence[Path]) -> Iterator[Score]:
    """What was left on each Monday on which some of the hours were spent and some were not."""
    tasks, past = cesaw(folder), [cesaw(earlier) for earlier in history]
    known = enough([task for some in (*past, tasks) for task in some])
    mine = list(_looks(folder, tasks))
    earlier = [look for path, some in zip(history, past, strict=True) for look in _looks(path, some)]
    told, actual = [], []
    for org in dict.fromkeys(org for org, _ in mine):
        asked = [look for one, look in mine if one == org and known(org, look.seen.on)]
        forecaster = Remaining([look for one, look in [*earlier, *mine] if one == org])
        told.append(forecaster.forecast([look.seen for look in asked]))
        actual += [look.remaining for look in asked]
    if told:
        yield from scores("cesaw_daily_log", "in progress, Mondays", np.concatenate(told), np.array(actual))


def _looks(folder: Path, tasks: Sequence[Task]) -> Iterator[tuple[str, Look]]:
    logged: dict[str, list[tuple[date, float]]] = {}
    for row in read(folder / LOG, ("row_id", "day", "minutes")):
        on = day(row, "day")
        if on is not None:
            logged.setdefault(row["row_id"], []).append((on, (number(row, "minutes") or 0) / 60))
    for task in tasks:
        days = sorted(logged.get(task.id, ()))
        if not days:
            continue
        done, spent = task.done, list(accumulate(hours for _, hours in days))
        monday = days[0][0] + timedelta(7 - days[0][0].weekday())
        # Some tasks were logged on after they were completed: they are not in progress then, and what came is known later.
        ended = max(done.finished_on, days[-1][0])
        while monday <= min(done.finished_on, days[-1][0]):
            so_far = spent[sum(on < monday for on, _ in days) - 1]
            if 0 < so_far < spent[-1] - 1e-9:
                since = (monday - task.asked).days
                seen = InWork(done.estimate, so_far, monday, since, done.person, done.kind, done.skill)
                yield task.org, Look(seen, spent[-1] - so_far, ended)
            monday += timedelta(7)
