"""Nobody sits idle until a client answers: people go on with what is next, and make up for it when the answer is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ipmplan.network import PlanNetwork
from ipmplan.network.columns import ArcColumn, ArcKind, GroupColumn, PieceColumn
from ipmplan.network.data import Table
from ipmplan.study.reading import Reading

MARK = "meanwhile "
"""Begins the name of a stand-in; no id has a space."""


@dataclass(frozen=True, eq=False)
class Meanwhile:
    """A network in which stand-ins hold people's time.

    Parameters
    ----------
    network
        The plan's, with a task more for each one that waits for others.
    stands_in
        Row of each stand-in, by row of the task.
    pieces
        Row of the piece that each piece of a stand-in is as long as, in their order behind those of the plan.
    """

    network: PlanNetwork
    stands_in: dict[int, int]
    pieces: tuple[int, ...]


def meanwhile(plan: Reading, network: PlanNetwork) -> Meanwhile:
    """Give every task that waits for an answer or a wait, and what follows from it, a stand-in.

    In the plan's order its people would do nothing until the answer comes, however late. So what they do next waits for the stand-in
    instead, which takes as many hours of theirs, waits for no answer and no wait, and for the stand-ins of its predecessors. The task itself
    begins when it may. Answered in time, both are the same.
    """
    waits = {row for row, name in enumerate(network.tasks) if plan.is_wait(name)}
    arcs = network.arcs
    from_waits = _from_tasks(network, waits) & (arcs[:, ArcColumn.KIND] == ArcKind.LINK)
    outside = from_waits | (arcs[:, ArcColumn.KIND] == ArcKind.DECISION)
    held = {network.group_of_head(head) for head in arcs[outside, ArcColumn.HEAD].tolist()}
    first = {int(network.groups[group, GroupColumn.TASK]) for group in held}
    rows = [row for row in sorted(_following(network, first) - waits) if plan.is_fresh(network.tasks[row])]
    if not rows:
        return Meanwhile(network, {}, ())
    return _Stand(network, rows, outside).made()


def _following(network: PlanNetwork, rows: set[int]) -> set[int]:
    """Rows of tasks with all that wait for them by links."""
    links = network.arcs[network.arcs[:, ArcColumn.KIND] == ArcKind.LINK]
    after: dict[int, set[int]] = {}
    for tail, head in links[:, [ArcColumn.TAIL, ArcColumn.HEAD]].tolist():
        before = (tail - network.first_task_start) % len(network.tasks)
        after.setdefault(before, set()).add(int(network.groups[network.group_of_head(head), GroupColumn.TASK]))
    found, queue = set(rows), list(rows)
    while queue:
        for row in after.get(queue.pop(), ()):
            if row not in found:
                found.add(row)
                queue.append(row)
    return found


def _from_tasks(network: PlanNetwork, tasks: set[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    tails = network.arcs[:, ArcColumn.TAIL]
    rows = np.where(
        tails >= network.first_task_start, (tails - network.first_task_start) % max(len(network.tasks), 1), -1
    )
    return np.isin(rows, sorted(tasks))


class _Stand:
    """Puts stand-ins behind the tables of a network, and renumbers its events."""

    def __init__(
        self, network: PlanNetwork, rows: Sequence[int], outside: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ) -> None:
        self._old, self._rows, self._outside = network, rows, outside
        self._groups = [group for row in rows for group in network.groups_of_task[row]]
        self._pieces = [piece for row in rows for piece in network.pieces_of_task[row]]
        self._group = {group: len(network.groups) + number for number, group in enumerate(self._groups)}
        self._piece = {piece: len(network.pieces) + number for number, piece in enumerate(self._pieces)}
        self._task = {row: len(network.tasks) + number for number, row in enumerate(rows)}

    def made(self) -> Meanwhile:
        old = self._old
        groups, pieces = old.groups[self._groups].copy(), old.pieces[self._pieces].copy()
        groups[:, GroupColumn.TASK] = [self._task[row] for row in groups[:, GroupColumn.TASK].tolist()]
        pieces[:, PieceColumn.TASK] = [self._task[row] for row in pieces[:, PieceColumn.TASK].tolist()]
        pieces[:, PieceColumn.GROUP] = [self._group[row] for row in pieces[:, PieceColumn.GROUP].tolist()]
        rows = list(self._rows)
        network = replace(
            old,
            tasks=(*old.tasks, *(f"{MARK}{old.tasks[row]}" for row in rows)),
            pieces=np.concatenate([old.pieces, pieces]),
            groups=np.concatenate([old.groups, groups]),
            arcs=self._arcs(),
            spans=np.concatenate([old.spans, old.spans[rows]]),
            fixed_start=np.concatenate([old.fixed_start, old.fixed_start[rows]]),
            fixed_end=np.concatenate([old.fixed_end, old.fixed_end[rows]]),
            earliest_end=np.concatenate([old.earliest_end, old.earliest_end[self._pieces]]),
            limits=np.concatenate([old.limits, old.limits[rows]]),
        )
        return Meanwhile(network, self._task, tuple(self._pieces))

    def _arcs(self) -> Table:
        """Arcs with their events renumbered: people are handed over by stand-ins, which wait for all but the outside."""
        old = self._old
        plain = old.arcs.copy()
        for column in (ArcColumn.TAIL, ArcColumn.HEAD):
            plain[:, column] = [self._event(event) for event in old.arcs[:, column].tolist()]
        by_person = old.arcs[:, ArcColumn.KIND] == ArcKind.PERSON
        for row in np.flatnonzero(by_person).tolist():
            tail = int(old.arcs[row, ArcColumn.TAIL])
            plain[row, ArcColumn.TAIL] = self._stand(tail, self._event(tail))
        own = []
        for row in np.flatnonzero(~self._outside).tolist():
            head = int(old.arcs[row, ArcColumn.HEAD])
            stand = self._stand(head, -1)
            if stand >= 0:
                copied = plain[row].copy()
                copied[ArcColumn.HEAD] = stand
                copied[ArcColumn.TAIL] = self._stand_task(
                    int(old.arcs[row, ArcColumn.TAIL]), int(copied[ArcColumn.TAIL])
                )
                own.append(copied)
        return np.concatenate([plain, np.array(own, np.int32).reshape(-1, plain.shape[1])])

    def _event(self, event: int) -> int:
        """New number of an event."""
        old, groups, pieces = self._old, len(self._groups), len(self._pieces)
        if event < old.first_end:
            return event
        if event < old.first_task_start:
            return event + groups
        return event + groups + pieces + (len(self._rows) if event >= old.first_task_end else 0)

    def _stand(self, event: int, otherwise: int) -> int:
        """New number of what stands in for a group's start or a piece's end."""
        old = self._old
        if 0 <= event < old.first_end:
            return self._group.get(event, otherwise)
        if old.first_end <= event < old.first_task_start:
            piece = self._piece.get(event - old.first_end)
            return otherwise if piece is None else len(old.groups) + len(self._groups) + piece
        return otherwise

    def _stand_task(self, event: int, otherwise: int) -> int:
        """New number of a task's start or end in its stand-in."""
        old = self._old
        if event < old.first_task_start:
            return otherwise
        stand = self._task.get((event - old.first_task_start) % len(old.tasks))
        if stand is None:
            return otherwise
        first = old.first_task_start + len(self._groups) + len(self._pieces)
        return first + stand + (len(old.tasks) + len(self._rows) if event >= old.first_task_end else 0)
