"""What projects cost in each run."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import numpy as np

from ipmplan.forecasting.levels import Floats, Ints
from ipmplan.network.columns import NOBODY, PieceColumn
from ipmplan.network.data import Table
from ipmplan.network.rebuild import Times
from ipmplan.odds.simulated import Drawn, Simulated
from ipmplan.study.money import cents
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study

KNOTS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Bookings without an end are priced for the last finishes at these levels, and between them by a line."""


class RunCosts:
    """Prices the runs of a plan.

    Parameters
    ----------
    plan
        Read against its portfolio, which has rates.
    model
        What is run.

    Attributes
    ----------
    projects
        Ids of the planned projects, by row.
    """

    def __init__(self, plan: Reading, model: Simulated) -> None:
        self._plan = plan
        self._network = network = model.network
        self.projects: tuple[str, ...] = tuple(project.id for project in plan.scope.projects)
        self._row = {name: row for row, name in enumerate(self.projects)}
        self._chosen = [Decimal(0) for _ in self.projects]
        for name in plan.rows:
            project = plan.task(name).project
            if plan.is_fresh(name) and project in self._row:
                self._chosen[self._row[project]] += cents(plan.alternative(name).cost)
        # Where an hour costs the same at any time, the length of work says what it costs.
        cards = [plan.study.card(person) for person in network.people]
        step = network.grid.to_hours(1)
        self._same = [None if card.breaks else float(card.at(model.today + network.origin)) * step for card in cards]
        self._worth = [self._prefix(row, person) for row, person in enumerate(network.people)]
        columns = [PieceColumn.TASK, PieceColumn.PART, PieceColumn.PERSON]
        self._pieces: list[tuple[int, int, float, int]] = []
        for piece, (task, part, person_row) in enumerate(network.pieces[:, columns].tolist()):
            name = network.tasks[task]
            of = self._row.get(plan.task(name).project) if name in plan.rows else None
            if person_row != NOBODY and of is not None:
                self._pieces.append((piece, person_row, self._share(name, part), of))

    def of(self, drawn: Drawn, times: Times) -> Floats:
        """Cost of the planned work of each project in each run, shape (projects, runs), to the cent."""
        found = np.zeros((len(self.projects), times.events.shape[1]))
        starts = self._network.pieces[:, PieceColumn.GROUP].tolist()
        for piece, person, share, project in self._pieces:
            same = self._same[person]
            if same is not None:
                amount = drawn.lengths[piece] * same
            else:
                worth = self._worth[person]
                amount = worth[times.ends[piece]] - worth[times.starts[starts[piece]]]
            found[project] += np.rint(amount * (share * 100)) / 100
        return found

    def besides(self, last: Ints) -> Floats:
        """What is spent, fixed, chosen and booked of each project, by the last finish of each run.

        Parameters
        ----------
        last
            Shape (runs,): ticks since 1970.

        Returns
        -------
        Floats
            Shape (projects, runs).
        """
        first, final = self._costs(int(last.min())), self._costs(int(last.max()))
        if first == final:
            return np.repeat(np.array(first)[:, None], len(last), axis=1)
        knots = np.unique([*(int(at) for at in np.quantile(last, KNOTS, method="nearest")), self._plan.last])
        costs = np.array([self._costs(int(knot)) for knot in knots])
        return np.array([np.interp(last, knots, costs[:, row]) for row in range(len(self.projects))])

    def _costs(self, last: int) -> list[float]:
        study = self._plan.study
        if last > study.until:
            study = Study.reaching(self._plan.portfolio, last)
        costs = study.costs_by(last)
        return [float(costs[name] + more) for name, more in zip(self.projects, self._chosen, strict=True)]

    def _share(self, task: str, part: int) -> float:
        parts = self._plan.alternative(task).parts
        return (parts[part].share if 0 <= part < len(parts) else 100) / 100

    def _prefix(self, row: int, person: str) -> Floats:
        """Money of a person's whole work before each moment, shape (far + 1,)."""
        network = self._network
        before: Table = network.calendars.before[row + 1, : network.calendars.far]
        works = np.diff(before, append=before[-1]).astype(np.float64) * network.grid.to_hours(1)
        card = self._plan.study.card(person)
        breaks = [tick - network.origin for tick in card.breaks]
        bounds = [0, *(tick for tick in breaks if 0 < tick < len(works)), len(works)]
        for begin, stop in pairwise(bounds):
            works[begin:stop] *= float(card.at(begin + network.origin))
        return np.concatenate([[0.0], np.cumsum(works)])
