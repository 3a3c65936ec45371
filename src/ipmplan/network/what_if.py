"""How much sooner a date would be reached if a single tie of a plan were not there, the order of all other work kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ipmplan.network.columns import ArcColumn, ArcKind, PieceColumn
from ipmplan.network.data import PlanNetwork, Table
from ipmplan.network.rebuild import rebuild

DATED = (ArcKind.NOT_BEFORE, ArcKind.DECISION)


class WhatIf:
    """Asks a plan's network what single changes bring.

    Parameters
    ----------
    network
        The plan.
    tasks
        Ids of the tasks whose last end is asked about.

    Attributes
    ----------
    end
        Tick of that last end when everything begins as early as the order of the plan lets it: what changes are held
        against, so that none is praised for what needs no change.

    Notes
    -----
    Everything begins as early as the changed ties let it, in the order of the plan (`rebuild`): planning again may find
    more. A person who is replaced is replaced by somebody with the same hours and nothing else to do: it may find less.

    Examples
    --------
    >>> from datetime import date, datetime
    >>> from fractions import Fraction
    >>> from ipmplan.core.people import Person
    >>> from ipmplan.core.plan import Assignment, PlannedTask, Schedule
    >>> from ipmplan.core.portfolio import Portfolio, Task
    >>> from ipmplan.core.work import Alternative, Part
    >>> from ipmplan.network import plan_network
    >>> from ipmplan.study.reading import Reading
    >>> work = (Alternative(((Part(Fraction(8)),),)),)
    >>> tasks = tuple(Task(name, work=work) for name in ("T1", "T2"))
    >>> studio = Portfolio("N", date(2026, 1, 5), people=(Person("ana"),), tasks=tasks)
    >>> days = [(datetime(2026, 1, day, 9), datetime(2026, 1, day, 17)) for day in (5, 6)]
    >>> rows = tuple(Assignment(task.id, "ana", *when, 8.0) for task, when in zip(tasks, days, strict=True))
    >>> spans = tuple(PlannedTask(row.task, row.start, row.end) for row in rows)
    >>> plan = Schedule("N", date(2026, 1, 5), "feasible", assignments=rows, tasks=spans)
    >>> WhatIf(plan_network(Reading(plan, studio)), ["T2"]).without_person("T1", "ana")
    24
    """

    def __init__(self, network: PlanNetwork, tasks: Iterable[str]) -> None:
        self._network = network
        self._rows = [network.row[name] for name in tasks if name in network.row]
        self._end = self._last(network.arcs)
        self.end: int = network.origin + self._end

    def with_fact_at(self, task: str, tick: int) -> int:
        """Ticks sooner, if `not_before` and open decisions let the task begin at `tick`."""
        arcs = self._network.arcs.copy()
        dated = self._into(task, DATED)
        arcs[dated, ArcColumn.AT] = np.minimum(arcs[dated, ArcColumn.AT], max(tick - self._network.origin, 0))
        return self._sooner(arcs)

    def without_pool(self, task: str, pool: str) -> int:
        """Ticks sooner, if the task never waited for the pool."""
        about = self._network.arcs[:, ArcColumn.ABOUT] == self._network.pools.index(pool)
        return self._sooner(self._network.arcs[~(self._into(task, (ArcKind.POOL,)) & about)])

    def without_person(self, task: str, person: str) -> int:
        """Ticks sooner, if somebody with the same hours and nothing else to do did the person's part of the task.

        What the person does after the task then waits for what they did before it.
        """
        network, arcs = self._network, self._network.arcs
        about = arcs[:, ArcColumn.ABOUT] == network.people.index(person)
        into = self._into(task, (ArcKind.PERSON,)) & about
        ends = [
            network.first_end + piece
            for piece in network.pieces_of_task[network.row[task]]
            if network.pieces[piece, PieceColumn.PERSON] == network.people.index(person)
        ]
        after = (arcs[:, ArcColumn.KIND] == ArcKind.PERSON) & about & np.isin(arcs[:, ArcColumn.TAIL], ends)
        bridges = []
        for row in arcs[after]:
            bridge = arcs[into].copy()
            bridge[:, ArcColumn.HEAD] = row[ArcColumn.HEAD]
            bridges.append(bridge)
        return self._sooner(np.concatenate([arcs[~(into | after)], *bridges]))

    def _into(self, task: str, kinds: tuple[ArcKind, ...]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which arcs of these kinds bind the task."""
        network = self._network
        groups = set(network.groups_of_task[network.row[task]])
        heads = [network.group_of_head(head) in groups for head in network.arcs[:, ArcColumn.HEAD].tolist()]
        return np.array(heads, np.bool_) & np.isin(network.arcs[:, ArcColumn.KIND], kinds)

    def _sooner(self, arcs: Table) -> int:
        return max(self._end - self._last(arcs), 0)

    def _last(self, arcs: Table) -> int:
        return int(rebuild(replace(self._network, arcs=arcs)).task_ends[self._rows, 0].max())
