"""SiP and CESAW: hours of tasks given their estimates, and totals of 20 tasks in a row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.forecasts.scores import Score, scores
from benchmarks.forecasts.tables import day, number, read
from ipmplan.forecasting.effort import Estimated, FinishedTask, Hours
from ipmplan.forecasting.levels import LEVELS, Floats

SIP, CESAW = "sip_tasks.csv", "cesaw_tasks.csv"
PLANNABLE_H = 4
LEAST_HISTORY = 100
BATCH = 20
_RUNS = 2000


@dataclass(frozen=True, slots=True)
class Task:
    """A finished task and the organisation that did it."""

    id: str
    org: str
    done: FinishedTask

    @property
    def asked(self) -> date:
        """The day of the forecast."""
        return self.done.asked_on or self.done.finished_on

    @property
    def work(self) -> Estimated:
        """What was known on that day."""
        done = self.done
        return Estimated(done.estimate, done.person, done.kind, done.skill, done.project)


def sip(folder: Path) -> list[Task]:
    """One organisation; the developer, the subcategory and the team."""
    columns = ("task_id", "project", "subcategory", "developer", "est_h", "act_h", "estimated_on", "completed_on")
    return [
        Task(row["task_id"], "", done)
        for row in read(folder / SIP, columns)
        if (
            done := _finished(
                row, ("est_h", "act_h", 1), ("estimated_on", "completed_on"), ("developer", "subcategory")
            )
        )
    ]


def cesaw(folder: Path) -> list[Task]:
    """Several organisations; the person, the phase and the project."""
    columns = ("row_id", "org", "project", "person", "phase", "started_on", "completed_on", "est_min", "act_min")
    return [
        Task(row["row_id"], row["org"], done)
        for row in read(folder / CESAW, columns)
        if (done := _finished(row, ("est_min", "act_min", 60), ("started_on", "completed_on"), ("person", "phase")))
    ]


def forecast_sip(folder: Path, history: Sequence[Path], seed: int) -> Iterator[Score]:
    """Tasks with an estimate of 4 h or more, all tasks, and batches."""
    past = [task for earlier in history for task in sip(earlier)]
    yield from _scored("sip_tasks", past, sip(folder), seed, plannable=True)


def forecast_cesaw(folder: Path, history: Sequence[Path], seed: int) -> Iterator[Score]:
    """All tasks, and batches."""
    past = [task for earlier in history for task in cesaw(earlier)]
    yield from _scored("cesaw_tasks", past, cesaw(folder), seed, plannable=False)


def enough(tasks: Sequence[Task]) -> Callable[[str, date], bool]:
    """Tell whether an organisation had finished 100 tasks before a day."""
    by_org: dict[str, list[date]] = {}
    for task in tasks:
        by_org.setdefault(task.org, []).append(task.done.finished_on)
    ordered = {org: sorted(days) for org, days in by_org.items()}
    return lambda org, on: bisect_left(ordered.get(org, []), on) >= LEAST_HISTORY


def _finished(
    row: dict[str, str], hours: tuple[str, str, int], days: tuple[str, str], who: tuple[str, str]
) -> FinishedTask | None:
    estimate, actual = number(row, hours[0]), number(row, hours[1])
    asked, finished = day(row, days[0]), day(row, days[1])
    if not estimate or not actual or min(estimate, actual) <= 0 or asked is None or finished is None:
        return None
    person, kind = (row[name] for name in who)
    return FinishedTask(
        estimate / hours[2], actual / hours[2], finished, person, kind, project=row["project"], asked_on=asked
    )


def _scored(table: str, past: list[Task], tasks: list[Task], seed: int, *, plannable: bool) -> Iterator[Score]:
    known = enough([*past, *tasks])
    single: list[tuple[Floats, float, float]] = []
    batched: list[tuple[Floats, float]] = []
    for org in dict.fromkeys(task.org for task in tasks):
        mine = [task for task in tasks if task.org == org]
        forecaster = Hours([task.done for task in [*past, *tasks] if task.org == org])
        asked = [task for task in mine if known(org, task.asked)]
        told = forecaster.forecast([task.work for task in asked], [task.asked for task in asked]).quantiles
        single += [(row, task.done.estimate, task.done.actual) for row, task in zip(told, asked, strict=True)]
        batches = [batch for batch in _batches(mine) if known(org, batch[0].asked)]
        batched += _totals(forecaster, batches, np.random.default_rng(seed))
    for subset, least in (("plan4h", PLANNABLE_H), ("all", 0)) if plannable else (("all", 0),):
        chosen = [(row, actual) for row, estimate, actual in single if estimate >= least]
        yield from _score(table, subset, chosen)
    yield from _score(table, f"batches of {BATCH}", batched)


def _batches(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    for project in sorted({task.done.project for task in tasks}):
        mine = sorted((task for task in tasks if task.done.project == project), key=lambda task: task.asked)
        for first in range(0, len(mine) - BATCH + 1, BATCH):
            yield mine[first : first + BATCH]


def _totals(
    forecaster: Hours, batches: Sequence[Sequence[Task]], rng: np.random.Generator
) -> list[tuple[Floats, float]]:
    """Quantiles of the total of each batch as seen on its first day, and what it came to."""
    work = [task.work for batch in batches for task in batch]
    told = forecaster.forecast(work, [batch[0].asked for batch in batches for _ in batch])
    found = []
    for number_, batch in enumerate(batches):
        rows = slice(number_ * BATCH, (number_ + 1) * BATCH)
        total = replace(told[rows], projects=np.zeros(BATCH, dtype=np.int64)).sample(_RUNS, rng).sum(axis=0)
        found.append((np.quantile(total, LEVELS), sum(task.done.actual for task in batch)))
    return found


def _score(table: str, subset: str, rows: Sequence[tuple[Floats, float]]) -> Iterator[Score]:
    told = np.array([row for row, _ in rows]).reshape(-1, len(LEVELS))
    yield from scores(table, subset, told, np.array([actual for _, actual in rows]))
