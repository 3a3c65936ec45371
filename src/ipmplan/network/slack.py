"""How far each task of a plan can slip, the order of everybody's and every pool's work kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ipmplan.network.calendars import PORTFOLIO
from ipmplan.network.columns import ANY_TIME, ArcColumn, GroupColumn, PieceColumn
from ipmplan.network.data import PlanNetwork, Table
from ipmplan.network.rebuild import rebuild

MOST_RUNS = 512
MOST_SWEEPS = 200


@dataclass(frozen=True, slots=True)
class Slack:
    """Portfolio working hours that a task can slip, and whether a dated milestone (else the last finish) stops it."""

    hours: float
    dated: bool


def slacks(network: PlanNetwork) -> dict[str, Slack]:
    """How far each task can slip; finished tasks and others without work left cannot: 0.

    A task slips by k when all its work begins at least k portfolio working ticks after its planned starts. Everything else
    begins as planned or, where links, people or pools make it, later. The task's slack is the largest k with which no dated
    milestone becomes late, or later than planned, where one depends on the task; else with which the plan's last finish
    does not move; and with which nobody is left with work after they have left.

    Notes
    -----
    Total float of the resource-constrained schedule (Bowers 1995, JORS 46, 80-91). A backward pass gives it at once, since
    each arc leaves its tail a last moment, save where a task of several groups is a predecessor by its start: that is the
    first of their starts, so that one may slip while another holds it. There the pass is done once as if each of them was
    held and once as if none was, and where the two differ k is searched for between them.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.plan import Schedule
    >>> from ipmplan.core.portfolio import Portfolio
    >>> from ipmplan.study.reading import Reading
    >>> from ipmplan.network.build import plan_network
    >>> slacks(plan_network(Reading(Schedule("Studio", date(2026, 1, 5), "feasible"), Portfolio("Studio", date(2026, 1, 5)))))
    {}
    """
    dated = _exact(network, network.limits)
    staying = np.full_like(network.latest_end, network.calendars.far)
    leaves = bool((network.latest_end < staying).any())
    stopped = _slack_ticks(replace(network, latest_end=staying), network.limits, hold_starts=True) if leaves else dated
    free = _exact(network, np.full(len(network.tasks), network.last, np.int32))
    found = {}
    for row, name in enumerate(network.tasks):
        ticks, room = dated[row], free[row]
        if stopped[row] is None:
            ticks = min((some for some in (ticks, room) if some is not None), default=0)
        found[name] = Slack(network.hours(ticks or 0), stopped[row] is not None)
    return found


def slack_hours(network: PlanNetwork) -> dict[str, float]:
    """Hours of `slacks` by task."""
    return {name: slack.hours for name, slack in slacks(network).items()}


def free_floats(network: PlanNetwork) -> dict[str, float]:
    """Portfolio working hours that each task can slip before any other task begins or ends later, or the last finish moves.

    Other tasks are those that wait for it by a link, a person or a pool.
    """
    found = {}
    ends = np.full(len(network.tasks), network.last, np.int32)
    backward = _Backward(network, ends, hold_starts=True)
    planned = list(backward.planned)
    for row, name in enumerate(network.tasks):
        pieces = network.pieces_of_task[row]
        own = [*network.groups_of_task[row], *range(network.first_end + pieces.start, network.first_end + pieces.stop)]
        backward.latest[: network.first_task_end] = planned[: network.first_task_end]
        for event in own:
            backward.latest[event] = network.calendars.far
        for group in sorted(network.groups_of_task[row], key=planned.__getitem__, reverse=True):
            backward.relax(group)
        found[name] = network.hours(backward.slack(row) or 0)
    return found


def _exact(network: PlanNetwork, limits: Table) -> list[int | None]:
    """Ticks that each task can slip until an end passes its limit; None when none ever does."""
    least = _slack_ticks(network, limits, hold_starts=True)
    most = _slack_ticks(network, limits, hold_starts=False)
    unsure = [row for row in range(len(least)) if least[row] != most[row]]
    for first in range(0, len(unsure), MOST_RUNS):
        rows = unsure[first : first + MOST_RUNS]
        for row, ticks in zip(rows, _searched(network, limits, rows, least, most), strict=True):
            least[row] = ticks
    return least


def _slack_ticks(network: PlanNetwork, limits: Table, *, hold_starts: bool) -> list[int | None]:
    backward = _Backward(network, limits, hold_starts=hold_starts)
    backward.run()
    return [backward.slack(row) for row in range(len(network.tasks))]


def _searched(
    network: PlanNetwork, limits: Table, rows: Sequence[int], least: Sequence[int | None], most: Sequence[int | None]
) -> list[int | None]:
    """The largest slip of each of these tasks that keeps all limits, halving what is between two bounds."""
    calendars = network.calendars
    never = calendars.total(PORTFOLIO) + 1
    low = np.array([least[row] or 0 for row in rows])
    high = np.array([never if most[row] is None else most[row] for row in rows])
    while (low < high).any():
        middle = (low + high + 1) // 2
        kept = _keeps(network, limits, rows, middle)
        low, high = np.where(kept, middle, low), np.where(kept, high, middle - 1)
    return [None if ticks >= never else int(ticks) for ticks in low]


def _keeps(
    network: PlanNetwork, limits: Table, rows: Sequence[int], slips: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether all ends stay within their limits when each of these tasks slips by so many ticks, a run for each."""
    starts = network.groups[:, GroupColumn.START]
    not_before = np.repeat(starts[:, None], len(rows), axis=1)
    for run, row in enumerate(rows):
        for group in network.groups_of_task[row]:
            slip = int(slips[run])
            not_before[group, run] = network.calendars.after(starts[group : group + 1], slip, counts=slip > 0)[0]
    ends = rebuild(network, not_before=not_before).task_ends
    far = network.calendars.far
    leaving = network.pieces[network.latest_end < far, PieceColumn.TASK]
    limits = limits.copy()
    # Whoever leaves has no time after it: what they cannot do any more never ends.
    limits[leaving] = np.minimum(limits[leaving], far - 1)
    limited = limits < far
    kept: npt.NDArray[np.bool_] = np.asarray((ends[limited] <= limits[limited, None]).all(axis=0))
    return kept


class _Backward:
    """The last moment of each event with which no end passes its limit; never before it is planned."""

    def __init__(self, network: PlanNetwork, limits: Table, *, hold_starts: bool) -> None:
        self.network = network
        self.hold_starts = hold_starts
        self.arcs = network.arcs.tolist()
        self.pieces = network.pieces.tolist()
        self.groups = network.groups.tolist()
        self.latest_end: list[int] = network.latest_end.tolist()
        self.planned: list[int] = network.planned.tolist()
        self.latest: list[int] = [network.calendars.far] * len(self.planned)
        self.latest[network.first_task_end :] = np.maximum(limits, network.spans[:, 1]).tolist()

    def run(self) -> None:
        for knot in reversed(self.network.knots):
            for _ in range(MOST_SWEEPS):
                before = [self.latest[group] for group in knot]
                for group in reversed(knot):
                    self.relax(group)
                if len(knot) == 1 or before == [self.latest[group] for group in knot]:
                    break

    def slack(self, row: int) -> int | None:
        """Portfolio ticks between a task's planned and last starts; None when nothing limits them."""
        calendars = self.network.calendars
        before = calendars.before[PORTFOLIO]
        found = [
            int(before[self.latest[group]] - before[self.planned[group]])
            for group in self.network.groups_of_task[row]
            if self.latest[group] < calendars.far
        ]
        if not found:
            return None if self.network.groups_of_task[row] else 0
        return max(0, min(found))

    def relax(self, group: int) -> None:
        """Last start of a group from what its pieces' and task's followers leave it."""
        network, calendars = self.network, self.network.calendars
        task = self.groups[group][GroupColumn.TASK]
        latest = min(self.latest[group], self._out(group))
        if not network.fixed_start[task] and (self.hold_starts or len(network.groups_of_task[task]) == 1):
            latest = min(latest, self._out(network.first_task_start + task))
        end_of_task = min(self.latest[network.first_task_end + task], self._out(network.first_task_end + task))
        for piece in network.pieces_of_group[group]:
            event = network.first_end + piece
            left = min(self.latest[event], end_of_task, self._out(event), self.latest_end[piece])
            end = max(self.planned[event], left)
            self.latest[event] = end
            if end < calendars.far:
                row = self.pieces[piece]
                last = calendars.latest_begin(row[PieceColumn.CALENDAR], end, row[PieceColumn.LENGTH])
                latest = min(latest, last)
        calendar = self.groups[group][GroupColumn.CALENDAR]
        if latest < calendars.far and calendar != ANY_TIME:
            latest = calendars.last_member(calendar, max(latest, 0))
        self.latest[group] = max(self.planned[group], latest)

    def _out(self, event: int) -> int:
        """Last moment of an event that its arcs leave it."""
        network, calendars = self.network, self.network.calendars
        last = calendars.far
        for number in network.arcs_out_of.get(event, ()):
            arc = self.arcs[number]
            head = arc[ArcColumn.HEAD]
            group = network.group_of_head(head)
            target = self.latest[group]
            if target >= calendars.far:
                continue
            if head != group:
                row = self.pieces[head - network.first_end]
                start = np.array([target], np.int32)
                target = int(calendars.end(row[PieceColumn.CALENDAR], start, row[PieceColumn.LENGTH])[0])
                if target >= calendars.far:
                    continue
            last = min(last, calendars.latest_before(target, arc[ArcColumn.LAG], counts=bool(arc[ArcColumn.COUNTS])))
        return max(last, self.planned[event])
