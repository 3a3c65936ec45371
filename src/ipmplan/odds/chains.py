"""On which chains dates hang, run by run: a plan's network gone through backwards with a bit for each date."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ipmplan.forecasting.levels import Floats
from ipmplan.network.columns import ANY_TIME, ArcColumn, GroupColumn, PieceColumn
from ipmplan.network.data import Table
from ipmplan.network.rebuild import Times
from ipmplan.odds.simulated import Drawn, Simulated
from ipmplan.odds.targets import ForecastDate

BITS = 64
_SWEEPS = 2
"""Groups that wait for each other in a circle are gone through so often."""

Marks = npt.NDArray[np.uint64]


def criticality(model: Simulated, drawn: Drawn, times: Times, targets: Sequence[ForecastDate]) -> tuple[Floats, Floats]:
    """Share of the runs in which tasks and answers are on the chain that ends with each date.

    Parameters
    ----------
    model, drawn, times
        What was run, and when everything happened.
    targets
        The dates.

    Returns
    -------
    tuple
        Shapes (tasks, dates) and (decisions, dates).
    """
    tasks = np.zeros((len(model.network.tasks), len(targets)))
    answers = np.zeros((len(drawn.came), len(targets)))
    for first in range(0, len(targets), BITS):
        some = targets[first : first + BITS]
        found = _Backwards(model, drawn, times, some)
        tasks[:, first : first + len(some)] = found.tasks
        answers[:, first : first + len(some)] = found.answers
    return tasks, answers


class _Backwards:
    def __init__(self, model: Simulated, drawn: Drawn, times: Times, targets: Sequence[ForecastDate]) -> None:
        self._times, self._lengths, came = times, drawn.lengths, drawn.came
        self._network = network = model.network
        self._runs = times.events.shape[1]
        self._marks: Marks = np.zeros((len(network.planned), self._runs), np.uint64)
        self._arcs = network.arcs.tolist()
        self._groups = network.groups.tolist()
        self._pieces = network.pieces.tolist()
        for bit, target in enumerate(targets):
            finish = target.finish(times.task_ends)
            for row in target.rows.tolist():
                self._mark(network.first_task_end + row, times.task_ends[row] == finish, np.uint64(1 << bit))
        held: dict[int, list[int]] = {}
        for number, (_, _, groups) in enumerate(model.answers):
            for group in groups:
                held.setdefault(group, []).append(number)
        answers: Marks = np.zeros((len(came), self._runs), np.uint64)
        for knot in reversed(network.knots):
            for _ in range(1 if len(knot) == 1 else _SWEEPS):
                for group in reversed(knot):
                    self._group(group)
                    for number in held.get(group, ()):
                        binds = self._begins(group, came[number]) == times.starts[group]
                        answers[number] |= np.where(binds, self._marks[group], np.uint64(0))
        self.answers = _counted(answers, len(targets)) / self._runs
        self.tasks = _counted(self._of_tasks(), len(targets)) / self._runs

    def _mark(self, event: int, where: npt.NDArray[np.bool_], bits: Marks | np.uint64) -> None:
        self._marks[event] |= np.where(where, bits, np.uint64(0))

    def _group(self, group: int) -> None:
        """Hand the marks of a group's moments on to what they wait for."""
        network, times, marks = self._network, self._times, self._marks
        task = self._groups[group][GroupColumn.TASK]
        task_end = network.first_task_end + task
        pieces = network.pieces_of_group[group]
        for piece in pieces:
            end = network.first_end + piece
            self._mark(end, times.events[end] == times.events[task_end], marks[task_end])
            marks[group] |= marks[end]
        if not network.fixed_start[task]:
            begin = network.first_task_start + task
            self._mark(group, times.events[group] == times.events[begin], marks[begin])
        if not marks[group].any():
            return
        for row in network.arcs_into_group[group]:
            tail = self._arcs[row][ArcColumn.TAIL]
            if tail >= 0:
                self._mark(tail, self._after(row, group) == times.events[group], marks[group])

    def _after(self, row: int, group: int) -> Table:
        arc, network = self._arcs[row], self._network
        calendars, head = network.calendars, arc[ArcColumn.HEAD]
        moment = calendars.after(self._times.events[arc[ArcColumn.TAIL]], arc[ArcColumn.LAG], counts=bool(arc[-1]))
        if head >= network.first_end:
            piece = head - network.first_end
            own = self._pieces[piece][PieceColumn.CALENDAR]
            moment = calendars.begin_to_end(own, moment, self._lengths[piece])
        return self._begins(group, moment)

    def _begins(self, group: int, moment: Table) -> Table:
        calendar = self._groups[group][GroupColumn.CALENDAR]
        return moment if calendar == ANY_TIME else self._network.calendars.begin(calendar, moment)

    def _of_tasks(self) -> Marks:
        """Marks of the starts and ends of each task's pieces."""
        network = self._network
        found: Marks = np.zeros((len(network.tasks), self._runs), np.uint64)
        for task in range(len(network.tasks)):
            for group in network.groups_of_task[task]:
                found[task] |= self._marks[group]
            for piece in network.pieces_of_task[task]:
                found[task] |= self._marks[network.first_end + piece]
        return found


def _counted(marks: Marks, bits: int) -> Floats:
    """In how many runs each bit is set, shape (rows, bits)."""
    count = [((marks >> np.uint64(bit)) & np.uint64(1)).sum(axis=1) for bit in range(bits)]
    return np.stack(count, axis=1).astype(np.float64)
