"""A plan's own network as data: pieces of work, and arcs between their moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ipmplan.core.calendar import Grid
from ipmplan.network.calendars import Calendars
from ipmplan.network.columns import ArcColumn, GroupColumn, PieceColumn
from ipmplan.study.scope import TaskLink

Table = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PlanNetwork:
    """What a plan is made of, and what keeps its moments apart. Use `plan_network(plan)`.

    Work is in *pieces*: one person at one part of a task, a wait, or the last tick of a wait that has begun. Pieces joined
    by ``+`` begin together and are a *group*; every other piece is a group of its own. The *events* that arcs tie are
    numbered: first starts of groups, then ends of pieces, then starts of tasks (the first start of their groups), then
    ends of tasks (the last end of their pieces). Absences, holidays and bookings are holes in the calendars.

    Parameters
    ----------
    grid
        Turns ticks into dates and hours.
    origin
        Tick of the moment 0.
    tasks, people, pools, decisions
        Ids, by row.
    links
        Links between planned tasks, by row.
    calendars
        The portfolio's, and those of people.
    pieces
        int32, (pieces, 8), see `PieceColumn`; those of a task and of a group lie side by side.
    groups
        int32, (groups, 3), see `GroupColumn`.
    arcs
        int32, (arcs, 7), see `ArcColumn`. A moment is at or after each of its arcs' tails with their lags; an arc into an
        end binds the start of its group.
    spans
        int32, (tasks, 2). Start and end of tasks as planned.
    fixed_start, fixed_end
        bool, (tasks,). Whether a start or an end is a fact, or nothing of the task is in pieces.
    earliest_end
        int32, (pieces,). Moment before which a piece does not end whenever it begins: one step after the status date, for
        waits that began before; else 0.
    latest_end
        int32, (pieces,). Moment after which a piece cannot end, since its person leaves then; else `calendars.far`.
    limits
        int32, (tasks,). Last end at which no dated milestone of the task becomes late, or later than planned; `calendars.far`
        for tasks without.
    last
        The plan's last finish.
    """

    grid: Grid
    origin: int
    tasks: tuple[str, ...]
    people: tuple[str, ...]
    pools: tuple[str, ...]
    decisions: tuple[str, ...]
    links: tuple[TaskLink, ...]
    calendars: Calendars
    pieces: Table
    groups: Table
    arcs: Table
    spans: Table
    fixed_start: npt.NDArray[np.bool_]
    fixed_end: npt.NDArray[np.bool_]
    earliest_end: Table
    latest_end: Table
    limits: Table
    last: int

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Row of each task."""
        return {name: number for number, name in enumerate(self.tasks)}

    @property
    def first_end(self) -> int:
        """Event of the first piece's end."""
        return len(self.groups)

    @property
    def first_task_start(self) -> int:
        """Event of the first task's start."""
        return len(self.groups) + len(self.pieces)

    @property
    def first_task_end(self) -> int:
        """Event of the first task's end."""
        return self.first_task_start + len(self.tasks)

    @cached_property
    def planned(self) -> Table:
        """int32, (events,). Every event as planned, ticks since `origin`."""
        starts, ends = self.groups[:, GroupColumn.START], self.pieces[:, PieceColumn.END]
        return np.concatenate([starts, ends, self.spans[:, 0], self.spans[:, 1]]).astype(np.int32)

    @cached_property
    def pieces_of_group(self) -> tuple[range, ...]:
        """Rows of the pieces of each group."""
        return _runs(self.pieces[:, PieceColumn.GROUP], len(self.groups))

    @cached_property
    def pieces_of_task(self) -> tuple[range, ...]:
        """Rows of the pieces of each task."""
        return _runs(self.pieces[:, PieceColumn.TASK], len(self.tasks))

    @cached_property
    def groups_of_task(self) -> tuple[range, ...]:
        """Rows of the groups of each task."""
        return _runs(self.groups[:, GroupColumn.TASK], len(self.tasks))

    @cached_property
    def arcs_into_group(self) -> tuple[tuple[int, ...], ...]:
        """Rows of the arcs that bind each group: into its start, or into an end of its pieces."""
        found: list[list[int]] = [[] for _ in self.groups]
        for row, head in enumerate(self.arcs[:, ArcColumn.HEAD].tolist()):
            found[self.group_of_head(head)].append(row)
        return tuple(tuple(rows) for rows in found)

    @cached_property
    def arcs_out_of(self) -> Mapping[int, tuple[int, ...]]:
        """Rows of the arcs that leave each event."""
        found: dict[int, list[int]] = {}
        for row, tail in enumerate(self.arcs[:, ArcColumn.TAIL].tolist()):
            found.setdefault(tail, []).append(row)
        return {tail: tuple(rows) for tail, rows in found.items()}

    @cached_property
    def knots(self) -> tuple[tuple[int, ...], ...]:
        """All groups in an order in which arcs lead forward; those that wait for each other are a knot together."""
        import networkx as nx

        starts = self.groups[:, GroupColumn.START].tolist()
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(starts)))
        for tail, head in self.arcs[:, [ArcColumn.TAIL, ArcColumn.HEAD]].tolist():
            into = self.group_of_head(head)
            graph.add_edges_from((group, into) for group in self.groups_of_tail(tail))
        bundles = nx.condensation(graph)
        members: dict[int, tuple[int, ...]] = {
            bundle: tuple(sorted(bundles.nodes[bundle]["members"], key=lambda group: (starts[group], group)))
            for bundle in bundles
        }
        rank = {bundle: (starts[own[0]], own[0]) for bundle, own in members.items()}
        return tuple(members[bundle] for bundle in nx.lexicographical_topological_sort(bundles, key=rank.__getitem__))

    def group_of_head(self, head: int) -> int:
        """Group that an arc into this event binds."""
        if head < self.first_end:
            return head
        return int(self.pieces[head - self.first_end, PieceColumn.GROUP])

    def groups_of_tail(self, tail: int) -> range:
        """Groups that an event depends on; none for a fact."""
        if tail < 0:
            return range(0)
        if tail < self.first_end:
            return range(tail, tail + 1)
        if tail < self.first_task_start:
            group = int(self.pieces[tail - self.first_end, PieceColumn.GROUP])
            return range(group, group + 1)
        from_end = tail >= self.first_task_end
        task = tail - (self.first_task_end if from_end else self.first_task_start)
        fixed = self.fixed_end if from_end else self.fixed_start
        return range(0) if fixed[task] else self.groups_of_task[task]

    def task_of_tail(self, tail: int) -> str:
        """Task of an event; empty for a fact."""
        if tail < 0:
            return ""
        if tail < self.first_end:
            return self.tasks[int(self.groups[tail, GroupColumn.TASK])]
        if tail < self.first_task_start:
            return self.tasks[int(self.pieces[tail - self.first_end, PieceColumn.TASK])]
        return self.tasks[(tail - self.first_task_start) % len(self.tasks)]

    def hours(self, ticks: int) -> float:
        """Hours of so many ticks."""
        return self.grid.to_hours(ticks)


def _runs(column: Table, rows: int) -> tuple[range, ...]:
    starts = np.searchsorted(column, np.arange(rows + 1)).tolist()
    return tuple(range(first, stop) for first, stop in pairwise(starts))
