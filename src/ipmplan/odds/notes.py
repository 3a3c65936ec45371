"""What one has to know to read a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ipmplan.core.portfolio import Portfolio
from ipmplan.network.columns import PieceColumn
from ipmplan.odds.arrivals import Arrivals
from ipmplan.odds.calibration import Calibration
from ipmplan.odds.outcomes import CameOut
from ipmplan.odds.past import Experience
from ipmplan.odds.runs import MonteCarlo, Runs
from ipmplan.odds.scores import promise
from ipmplan.study.reading import Reading

FEW = 30
SELDOM = 0.05


def notes(
    plan: Reading,
    portfolio: Portfolio,
    runner: MonteCarlo,
    runs: Runs,
    past: Experience,
    arrivals: Arrivals | None,
    calibration: Calibration,
    came: Sequence[CameOut],
) -> Iterator[str]:
    """Sentences on what was learned from, and on what the plan does not fit any more."""
    if not past.finished:
        yield "No finished work to learn from: how far hours spread is taken from published data, 0.4 to 2.5 times the estimate in 80 % of tasks."
    elif len(past.finished) < FEW:
        yield f"Only {len(past.finished)} finished tasks to learn from: published data count as much as {FEW}."
    if plan.schedule.as_of != portfolio.as_of:
        yield (
            f"The plan is of {plan.schedule.as_of}: its order of work is kept from {portfolio.as_of} on. Maybe plan again."
        )
    missing = [task.id for task in plan.scope.tasks if task.id not in plan.rows]
    if missing:
        named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        yield f"The plan does not have {named}: not in any date here. Maybe plan again."
    yield from _leaving(portfolio, runner, runs)
    if not portfolio.has_money:
        yield "Nobody has a rate: no costs."
    if arrivals is not None:
        share = arrivals.sizes.sum() / arrivals.worked
        yield f"With arrivals: {len(arrivals.sizes)} tasks came up since the first approved plan, {share:.2f} hours for each hour worked."
    if calibration.dates:
        said = promise(came)
        yield f"{said[:1].upper()}{said[1:]}; dates and chances here are corrected by what those became."


def _leaving(portfolio: Portfolio, runner: MonteCarlo, runs: Runs) -> Iterator[str]:
    network = runner.model.network
    people = network.pieces[:, PieceColumn.PERSON]
    for person in portfolio.people:
        if person.leaves is None or person.id not in network.people:
            continue
        own = people == network.people.index(person.id)
        last = portfolio.grid.end_of(person.leaves) - network.origin
        late = float(np.asarray((runs.sample.times.ends[own] > last).any(axis=0)).mean()) if own.any() else 0.0
        if late >= SELDOM:
            yield (
                f"{person.name or person.id} leaves on {person.leaves}: in {round(late * 100)} % of the runs work is left then, "
                "which counts as done by somebody with the same hours."
            )
