"""All sets of tasks that may run side by side: people, pools and links allow them.

What is left out (tasks with several modes, or whose parts go their own ways; lags, calendars are complete) only makes more possible: what is proved here
holds for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance, TaskModel
from ipmplan.instance.network import network, never_past
from ipmplan.models.cpsat.groups import WHOLE, Group, unions
from ipmplan.models.kernel.arrays import Ints
from ipmplan.models.kernel.branching.branch import MOST_TASKS

MOST_SETS = 60_000
MOST_ADDED_UP = 30_000_000


@dataclass(frozen=True)
class SideBySide:
    """Tasks, and which of them may run at the same moment.

    Parameters
    ----------
    tasks
        Indexes of the tasks that take time, have one mode, and need all their people at once.
    length, tail
        int64, (tasks,). Slots that each lasts at least, and from its end to the last finish.
    before
        Bool, (tasks, tasks). Whether the second ends before the first begins.
    needs, room
        int64, (tasks, rows) and (rows,). What each takes of groups of people and of pools, and what there is of them.
    sets
        Bool, (sets, tasks). All sets of tasks that may run side by side.
    """

    tasks: tuple[int, ...]
    length: Ints
    tail: Ints
    before: NDArray[np.bool_]
    needs: Ints
    room: Ints
    sets: NDArray[np.bool_]


def side_by_side(instance: Instance) -> SideBySide | None:
    """All sets of tasks that may run side by side, of an instance of which nothing has begun; None where tasks or sets are too many."""
    crews = {task.index: crew for task in instance.tasks if (crew := _crew(instance, task)) is not None}
    tasks = tuple(crews)
    if not 1 < len(tasks) <= MOST_TASKS:
        return None
    needs, room = _rows(instance, crews)
    before = _before(instance, tasks)
    sets = _sets(needs, room, before | before.T)
    if sets is None:
        return None
    rest = network(instance).rest
    length = np.array([_lasts(instance.tasks[task]) for task in tasks], np.int64)
    return SideBySide(tasks, length, np.array([rest[task] for task in tasks], np.int64), before, needs, room, sets)


def _lasts(task: TaskModel) -> int:
    """Slots for which a task surely has all that it needs: until the shortest part of whoever is quickest ends."""
    mode = task.modes[0]
    if mode.wait is not None:
        return mode.wait
    return min((min(part.length.values(), default=0) for part in mode.parts), default=0)


def _crew(instance: Instance, task: TaskModel) -> list[tuple[Group, int]] | None:
    """People whom a task needs all at once, in per cent; None where that is not so, or it surely takes no time from the status date on."""
    mode = task.modes[0]
    if len(task.modes) > 1 or _lasts(task) < 1 or not never_past(instance, task):
        return None
    groups = {part.group for part in mode.parts}
    alone = len(mode.parts) == 1 and (mode.parts[0].people == 1 or mode.parts[0].group is not None)
    if mode.parts and not alone and (len(groups) > 1 or None in groups):
        return None
    return [(frozenset(part.length), part.people * part.share) for part in mode.parts]


def _rows(instance: Instance, crews: dict[int, list[tuple[Group, int]]]) -> tuple[Ints, Ints]:
    """What tasks need of each union of groups of people (see `cpsat.timetable`) and of each pool, where all of them together need more than there is."""
    rows = [
        ([sum(share for able, share in crew if able <= group) for crew in crews.values()], WHOLE * len(group))
        for group in unions([able for crew in crews.values() for able, _ in crew])
    ]
    rows += [
        ([instance.tasks[task].modes[0].uses.get(index, 0) for task in crews], pool.capacity)
        for index, pool in enumerate(instance.pools)
        if not pool.consumable
    ]
    binding = [(row, most) for row, most in rows if sum(row) > most] or [([0] * len(crews), 0)]
    return (
        np.ascontiguousarray(np.array([row for row, _ in binding], np.int64).T),
        np.array([most for _, most in binding], np.int64),
    )


def _before(instance: Instance, tasks: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which tasks end before which begin, because of links from end to start."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(instance.tasks)))
    graph.add_edges_from((link.before, link.after) for link in instance.links if link.type == "FS" and link.lag >= 0)
    place = {task: number for number, task in enumerate(tasks)}
    before = np.zeros((len(tasks), len(tasks)), np.bool_)
    for task in tasks:
        for earlier in nx.ancestors(graph, task) & place.keys():
            before[place[task], place[earlier]] = True
    return before


def _sets(needs: Ints, room: Ints, apart: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """All sets that rows have room for and of which no two are apart, small ones first; None where they are too many."""
    found: list[NDArray[np.bool_]] = []
    count = 0
    for level in _levels(needs, room, apart):
        if level is None or count + len(level) > MOST_SETS:
            return None
        found.append(level)
        count += len(level)
    return np.concatenate(found)


def _levels(needs: Ints, room: Ints, apart: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_] | None]:
    """Sets of one task, of two, of three, ...; None where the next ones are too many to try."""
    each = np.arange(len(needs))
    fits = (needs <= room).all(axis=1)
    sets = np.eye(len(needs), dtype=np.bool_)[fits]
    load = needs[fits]
    # Whoever joins has a larger number, so that no set comes twice.
    joins = (~apart & fits & (each > each[:, None]))[fits]
    while len(sets):
        yield sets
        if int(joins.sum()) * needs.shape[1] > MOST_ADDED_UP:
            yield None
            return
        one, more = np.nonzero(joins)
        together = load[one] + needs[more]
        kept = (together <= room).all(axis=1)
        one, more, load = one[kept], more[kept], together[kept]
        sets = sets[one]
        sets[np.arange(len(one)), more] = True
        joins = joins[one] & ~apart[more] & (each > more[:, None])
