"""Seats: one flat numbering of who may do what, for solutions and for compiled code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance.instance import Instance

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Seats:
    """The places that people can have in tasks, and who may have which: what all solutions of an instance have in common.

    An *able row* is somebody who may do a part, in the order of tasks, modes, parts and people; a *seat* is a place for a person
    in a task, as many as its largest mode takes.

    Parameters
    ----------
    first_mode, first_seat
        int64, (tasks + 1,). Number of the first mode and seat of each task, and behind the last.
    part_of
        For each mode, its parts' first able row and first seat within the task.
    person, length, share
        int64, (able rows,). The person, own slots, per cent.
    load
        int64, (able rows,). Own slots times share.
    cents
        int64, (able rows,). What the work costs, -1 when that depends on when it is done.
    owner, project
        int64, (seats,). Task that each seat belongs to, and its project.
    mode_cents
        int64, (modes,). What each mode costs.
    mode_units
        int64, (modes, consumable pools). What it uses of each.
    """

    first_mode: Ints
    first_seat: Ints
    part_of: Sequence[Sequence[tuple[int, int]]]
    person: Ints
    load: Ints
    share: Ints
    length: Ints
    cents: Ints
    owner: Ints
    project: Ints
    mode_cents: Ints
    mode_units: Ints


def seats_of(instance: Instance) -> Seats:
    """Seats of an instance; kept with it."""
    return instance.once(_seats)


def _seats(instance: Instance) -> Seats:
    modes = [mode for task in instance.tasks for mode in task.modes]
    parts = [part for mode in modes for part in mode.parts]
    able = np.concatenate([np.zeros((0, 3), np.int64), *(instance.money.able(part) for part in parts)])
    share = np.repeat([part.share for part in parts], [len(part.length) for part in parts]).astype(np.int64)
    part_of, row = [], 0
    for mode in modes:
        found, seat = [], 0
        for part in mode.parts:
            found.append((row, seat))
            row += len(part.length)
            seat += part.people
        part_of.append(found)
    seats = [max((mode.seats for mode in task.modes), default=0) for task in instance.tasks]
    consumable = [number for number, pool in enumerate(instance.pools) if pool.consumable]
    units = [[mode.uses.get(number, 0) for number in consumable] for mode in modes]
    return Seats(
        first_mode=_firsts(len(task.modes) for task in instance.tasks),
        first_seat=_firsts(seats),
        part_of=part_of,
        person=able[:, 0],
        load=able[:, 1] * share,
        share=share,
        length=able[:, 1],
        cents=able[:, 2],
        owner=np.repeat(np.arange(len(instance.tasks)), seats),
        project=np.repeat(instance.project_of, seats),
        mode_cents=np.array([mode.cost for mode in modes], dtype=np.int64),
        mode_units=np.array(units, dtype=np.int64).reshape(len(modes), len(consumable)),
    )


def _firsts(counts: Iterable[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.fromiter(counts, dtype=np.int64))]).astype(np.int64)
