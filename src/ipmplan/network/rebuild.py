"""The dates of a plan with the order of its work kept, for other lengths or later starts: many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipmplan.network.calendars import Ticks
from ipmplan.network.columns import ANY_TIME, GroupColumn, PieceColumn
from ipmplan.network.data import PlanNetwork, Table

MOST_SWEEPS = 200
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Times:
    """When everything of a network happens in each run, ticks since its origin; `PlanNetwork.calendars.far` = never.

    Parameters
    ----------
    network
        What was rebuilt.
    events
        int32, (events, runs), numbered as in `PlanNetwork`.
    """

    network: PlanNetwork
    events: Table

    @property
    def starts(self) -> Table:
        """int32, (groups, runs): starts of groups."""
        return self.events[: self.network.first_end]

    @property
    def ends(self) -> Table:
        """int32, (pieces, runs): ends of pieces."""
        return self.events[self.network.first_end : self.network.first_task_start]

    @property
    def task_starts(self) -> Table:
        """int32, (tasks, runs): starts of tasks."""
        return self.events[self.network.first_task_start : self.network.first_task_end]

    @property
    def task_ends(self) -> Table:
        """int32, (tasks, runs): ends of tasks."""
        return self.events[self.network.first_task_end :]


def rebuild(
    network: PlanNetwork,
    lengths: Table | None = None,
    not_before: Table | None = None,
    without: Mask | None = None,
) -> Times:
    """Begin everything as early as links, people, pools and facts allow, each in the order of the plan.

    People, alternatives and who comes after whom stay as planned. With all lengths as planned this is the plan itself where
    the plan begins everything as early as it can, and nowhere later than a plan that keeps all rules.

    Parameters
    ----------
    network
        The plan's.
    lengths
        int32, (pieces, runs). Ticks of each piece's calendar; as planned when not given. Some 1,000 runs at a time keep
        what is needed for them in the processor's cache.
    not_before
        int32, (groups, runs). Ticks since `PlanNetwork.origin` before which a group does not begin, facts aside.
    without
        bool, (arcs, runs). Arcs that do not bind.

    Raises
    ------
    ValueError
        When an array has not as many rows as the network.

    Notes
    -----
    The least fixed point of: a group begins in the time of its people not before any of its arcs' tails with their lags,
    nor so early that a piece ends before the tails of arcs into its end; a task starts with its first group and ends with
    its last piece. Groups that wait for each other in a circle (negative lags against the order of a person) are gone
    through again until nothing moves; what never comes to rest never happens.
    """
    given: list[tuple[Table | Mask | None, int, str]] = [
        (lengths, len(network.pieces), "pieces"),
        (not_before, len(network.groups), "groups"),
        (without, len(network.arcs), "arcs"),
    ]
    for table, rows, name in given:
        if table is not None and (table.ndim != 2 or len(table) != rows):
            raise ValueError(f"an array for {rows} {name} is needed, of shape ({rows}, runs), not {table.shape}")
    runs = max(1 if table is None else table.shape[1] for table, _, _ in given)
    return Times(network, _Pass(network, runs, lengths, not_before, without).events())


class _Pass:
    def __init__(
        self,
        network: PlanNetwork,
        runs: int,
        lengths: Table | None,
        not_before: Table | None,
        without: Mask | None,
    ) -> None:
        self.network = network
        self.without = without
        self.loose = set() if without is None else set(np.flatnonzero(without.any(axis=1)).tolist())
        self.lengths = lengths
        self.not_before = not_before
        self.times = np.zeros((len(network.planned), runs), np.int32)
        self.arcs = network.arcs.tolist()
        self.groups = network.groups.tolist()
        self.pieces = network.pieces.tolist()
        first, last = network.first_task_start, network.first_task_end
        for task, (start, end) in enumerate(network.spans.tolist()):
            self.times[first + task] = start
            self.times[last + task] = end if network.fixed_end[task] else 0

    def events(self) -> Table:
        for knot in self.network.knots:
            if len(knot) == 1:
                self._place(knot[0])
                self._task(self.groups[knot[0]][GroupColumn.TASK])
            else:
                self._untie(knot)
        return self.times

    def _untie(self, knot: tuple[int, ...]) -> None:
        tasks = list(dict.fromkeys(self.groups[group][GroupColumn.TASK] for group in knot))
        for _ in range(MOST_SWEEPS):
            before = self.times[list(knot)]
            for group in knot:
                self._place(group)
                self._task(self.groups[group][GroupColumn.TASK])
            moving = (before != self.times[list(knot)]).any(axis=0)
            if not moving.any():
                return
        for group in knot:
            self.times[group, moving] = self.network.calendars.far
            for piece in self.network.pieces_of_group[group]:
                self.times[self.network.first_end + piece, moving] = self.network.calendars.far
        for task in tasks:
            self._task(task)

    def _place(self, group: int) -> None:
        """Begin a group at the first moment that its arcs leave, and end its pieces."""
        network, calendars = self.network, self.network.calendars
        _, calendar, _ = self.groups[group]
        bound = np.zeros(self.times.shape[1], np.int32)
        if self.not_before is not None:
            np.maximum(bound, self.not_before[group], out=bound)
        for row in network.arcs_into_group[group]:
            moment = self._after(row)
            if row in self.loose and self.without is not None:
                moment = np.where(self.without[row], 0, moment).astype(np.int32)
            np.maximum(bound, moment, out=bound)
        start = bound if calendar == ANY_TIME else calendars.begin(calendar, bound)
        self.times[group] = start
        for piece in network.pieces_of_group[group]:
            end = calendars.end(self.pieces[piece][PieceColumn.CALENDAR], start, self._length(piece))
            self.times[network.first_end + piece] = np.maximum(end, network.earliest_end[piece])

    def _after(self, row: int) -> Ticks:
        """First start that an arc leaves to the group it binds."""
        _, tail, head, lag, at, _, counts = self.arcs[row]
        calendars = self.network.calendars
        if tail >= 0:
            moment = calendars.after(self.times[tail], lag, counts=bool(counts))
        else:
            moment = np.full(self.times.shape[1], at, np.int32)
        if head < self.network.first_end:
            return moment
        piece = head - self.network.first_end
        return calendars.begin_to_end(self.pieces[piece][PieceColumn.CALENDAR], moment, self._length(piece))

    def _length(self, piece: int) -> Ticks | int:
        if self.lengths is None:
            planned: int = self.pieces[piece][PieceColumn.LENGTH]
            return planned
        drawn: Ticks = self.lengths[piece]
        return drawn

    def _task(self, task: int) -> None:
        """First start and last end of a task; a start that happened stays."""
        network = self.network
        if not network.fixed_start[task]:
            groups = network.groups_of_task[task]
            self.times[network.first_task_start + task] = self.times[groups.start : groups.stop].min(axis=0)
        pieces = network.pieces_of_task[task]
        ends = self.times[network.first_end + pieces.start : network.first_end + pieces.stop]
        self.times[network.first_task_end + task] = ends.max(axis=0)
