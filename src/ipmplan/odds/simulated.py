"""A plan's network made ready for runs: lengths that are drawn, answers that come when they come, holes that the plan wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ipmplan.network import PlanNetwork, plan_network, rebuild
from ipmplan.network.calendars import PORTFOLIO
from ipmplan.network.columns import ArcColumn, ArcKind, GroupColumn, PieceColumn
from ipmplan.network.data import Table
from ipmplan.network.rebuild import Times
from ipmplan.odds.meanwhile import MARK, meanwhile
from ipmplan.odds.work import Uncertain
from ipmplan.study.reading import Reading

LONGER, MORE_DAYS = 3, 366
"""Calendars reach so many times as far as the plan's end, and so many days more; what does not fit before that never happens."""

Rows = npt.NDArray[np.int64]
Factors = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Simulated:
    """A plan's network with what differs from run to run.

    Parameters
    ----------
    network
        The plan's, without the dates of open answers.
    row_of_piece
        int64, (pieces,). Row of `Uncertain` that a piece's length follows; -1 = as planned.
    lengths
        int32, (pieces,). Ticks of each piece as planned, what is left of work in progress as the timesheet says.
    not_before
        int32, (groups,). Moment before which a group does not begin: where the plan leaves a hole on purpose, it stays.
    answers
        Groups held by each open decision: its row of `Uncertain`, and moment of the answer as planned.
    begun
        Waits that have begun: row of `Uncertain`, group, and portfolio ticks that the plan has left for it.
    today
        The status date, ticks since the network's origin.
    stands_in
        Rows of stand-ins (`meanwhile`) by the row of their task, both in the network.
    """

    network: PlanNetwork
    row_of_piece: Rows
    lengths: Table
    not_before: Table
    answers: tuple[tuple[int, int, tuple[int, ...]], ...]
    begun: tuple[tuple[int, int, int], ...]
    today: int
    stands_in: Mapping[int, int]

    def drawn(self, factors: Factors) -> Drawn:
        """Turn factors into ticks.

        Parameters
        ----------
        factors
            Shape (rows of `Uncertain`, runs): what is really left over what the plan says. All 1 is the plan itself.
        """
        runs, network = factors.shape[1], self.network
        lengths = np.repeat(self.lengths[:, None], runs, axis=1)
        for piece in np.flatnonzero((self.row_of_piece >= 0) & (self.lengths > 0)).tolist():
            own = factors[self.row_of_piece[piece]]
            lengths[piece] = np.maximum(np.rint(own * int(self.lengths[piece])), 1)
        not_before = np.repeat(self.not_before[:, None], runs, axis=1)
        came = []
        for row, at, groups in self.answers:
            days = np.rint(max(at - self.today, network.grid.ticks_a_day) * factors[row] / network.grid.ticks_a_day)
            moment = np.minimum(self.today + days * network.grid.ticks_a_day, network.calendars.far)
            came.append(np.where(factors[row] == 1, at, moment).astype(np.int32))
            for group in groups:
                np.maximum(not_before[group], came[-1], out=not_before[group])
        before = int(network.calendars.before[PORTFOLIO, max(self.today, 0)])
        for row, group, left in self.begun:
            last = before + np.maximum(np.rint(left * factors[row]), 1).astype(np.int64) - 1
            moment = network.calendars.slots[PORTFOLIO].take(last, mode="clip")
            np.maximum(not_before[group], np.where(factors[row] == 1, 0, moment), out=not_before[group])
        return Drawn(lengths, not_before, tuple(came))

    def run(self, drawn: Drawn) -> Times:
        """Rebuild the plan for many runs at once."""
        return rebuild(self.network, drawn.lengths, drawn.not_before)


@dataclass(frozen=True, eq=False)
class Drawn:
    """What some runs are made of.

    Parameters
    ----------
    lengths
        int32, (pieces, runs). Ticks of each piece.
    not_before
        int32, (groups, runs). Moments before which groups do not begin.
    came
        int32, (runs,) for each open decision: the moment of its answer.
    """

    lengths: Table
    not_before: Table
    came: tuple[Table, ...]


def simulated(plan: Reading, parts: Uncertain) -> Simulated:
    """Prepare a plan for runs.

    Work that the plan begins later than it could is held where the plan has it, so that runs in which everything takes what is planned are
    the plan.
    """
    today, last = plan.portfolio.as_of_tick, plan.last
    far = last + LONGER * (last - today) + MORE_DAYS * plan.grid.ticks_a_day
    bare = plan_network(plan, far)
    idle = meanwhile(plan, bare)
    whole = idle.network
    rows = {name: row for row, name in enumerate(parts.tasks)}
    begun = [name for name in bare.tasks if name in parts.waits and plan.is_open(name)]
    followed = np.array(
        [-1 if name in begun else rows.get(name.removeprefix(MARK), -1) for name in whole.tasks], np.int64
    )
    lengths = _lengths(plan, bare)
    lengths = np.concatenate([lengths, lengths[list(idle.pieces)]])
    planned = whole.groups[:, GroupColumn.START]
    could = rebuild(whole, lengths[:, None]).starts[:, 0]
    not_before = np.where(could < planned, planned, 0).astype(np.int32)
    for name in whole.tasks:
        known = plan.portfolio.task.get(name)
        own = known.not_before if known is not None else None
        if own is not None and plan.scope.decisions.get(name):
            for group in whole.groups_of_task[whole.row[name]]:
                not_before[group] = max(not_before[group], min(plan.grid.start_of(own), far) - whole.origin)
    return Simulated(
        network=replace(whole, arcs=whole.arcs[whole.arcs[:, ArcColumn.KIND] != ArcKind.DECISION]),
        row_of_piece=followed[whole.pieces[:, PieceColumn.TASK]],
        lengths=lengths,
        not_before=not_before,
        answers=tuple(_answers(plan, whole, parts)),
        begun=tuple(_begun(plan, whole, parts, begun)),
        today=today - whole.origin,
        stands_in=idle.stands_in,
    )


def _lengths(plan: Reading, network: PlanNetwork) -> Table:
    """Ticks of each piece: what the facts of today leave of it, where they say so."""
    known: dict[tuple[int, int, int, int], int] = {}
    people = {name: row for row, name in enumerate(network.people)}
    for name, stints in plan.stints.items():
        for stint in stints:
            length = plan.length(stint)
            if length is not None:
                start = stint.start - network.origin
                known[network.row[name], stint.row.part, people[stint.row.person], start] = length.ticks
    columns = [PieceColumn.TASK, PieceColumn.PART, PieceColumn.PERSON, PieceColumn.START]
    found: Table = network.pieces[:, PieceColumn.LENGTH].copy()
    for row, key in enumerate(network.pieces[:, columns].tolist()):
        found[row] = known.get(tuple(key), int(found[row]))
    return found


def _answers(plan: Reading, network: PlanNetwork, parts: Uncertain) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    today = plan.portfolio.as_of_tick
    for number, decision in enumerate(parts.decisions):
        tasks = [name for name in decision.tasks if name in network.row and plan.is_fresh(name)]
        groups = tuple(group for name in tasks for group in network.groups_of_task[network.row[name]])
        yield len(parts.tasks) + number, max(plan.scope.answer(decision), today) - network.origin, groups


def _begun(plan: Reading, network: PlanNetwork, parts: Uncertain, names: list[str]) -> Iterator[tuple[int, int, int]]:
    """Waits that have begun are the last tick of their time, which is not before so much of it has passed."""
    rows = {name: row for row, name in enumerate(parts.tasks)}
    for name in names:
        left = round(float(parts.to_go[rows[name]]) / plan.grid.to_hours(1))
        for group in network.groups_of_task[network.row[name]]:
            yield rows[name], group, left
