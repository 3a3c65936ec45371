"""When a plan's date is reached with four chances in five."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.subject import Subject
from ipmplan.odds.forecast import Forecaster

RUNS = 500
LEVEL = 0.8


def p80(schedule: Schedule, portfolio: Portfolio, subject: Subject, seed: int = 0) -> datetime | None:
    """Run a plan through its network, and read the moment by which four runs in five have reached a date.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    subject
        Whose date.
    seed
        Of the random numbers.

    Returns
    -------
    datetime or None
        None when nothing of it is in the plan.
    """
    times = Forecaster(schedule, portfolio).runner.run(RUNS, seed).sample.times
    rows = [times.network.row[name] for name in subject.tasks if name in times.network.row]
    if not rows:
        return None
    ends = np.sort(times.task_ends[rows].max(axis=0))
    tick = int(ends[min(len(ends) - 1, int(np.ceil(LEVEL * len(ends))) - 1)])
    return portfolio.grid.moment(times.network.origin + tick)
