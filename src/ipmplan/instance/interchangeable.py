"""Interchangeable people: where all work alike, it is enough to know how many of each kind do a part.

People of one kind may do the same parts in the same time. Whatever runs at once needs no more of a kind than there are, and
then names can be found in the order of starts, since intervals that need no more people than there are can always be told
apart (interval graphs are perfect).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from ipmplan.instance import Instance, Mode

FEWER = 0.8

Counts = Mapping[tuple[int, int], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Kinds:
    """People by kind, and the kind of each person who may do anything."""

    people: tuple[tuple[int, ...], ...]
    of: Mapping[int, int]


def kinds(instance: Instance) -> Kinds | None:
    """Find the kinds of people, None where counting them would not be exact or there are hardly fewer kinds than people.

    The calendars are taken to be the shared grid's; see `timetable.can_relax`.
    """
    if (
        instance.has_started
        or instance.relations
        or not all(_alike(mode) for task in instance.tasks for mode in task.modes)
    ):
        return None
    able: dict[int, list[tuple[int, int, int]]] = {}
    for task in instance.tasks:
        for number, mode in enumerate(task.modes):
            for index, part in enumerate(mode.parts):
                for person in part.length:
                    able.setdefault(person, []).append((task.index, number, index))
    groups: dict[tuple[tuple[int, int, int], ...], list[int]] = {}
    for person, parts in able.items():
        groups.setdefault(tuple(parts), []).append(person)
    if len(groups) > FEWER * len(able):
        return None
    people = tuple(tuple(members) for members in groups.values())
    return Kinds(people, {person: kind for kind, members in enumerate(people) for person in members})


def _alike(mode: Mode) -> bool:
    """Whether everybody in a mode starts and ends together, and works at nothing else meanwhile."""
    if not mode.parts:
        return True
    lengths = {length for part in mode.parts for length in part.length.values()}
    whole = all(part.share == 100 for part in mode.parts)
    groups = {part.group for part in mode.parts}
    single = len(mode.parts) == 1 and mode.parts[0].people == 1
    return whole and len(lengths) <= 1 and (single or (len(groups) == 1 and None not in groups))


def named(
    instance: Instance, found: Kinds, start: Mapping[int, int], mode: Mapping[int, int], counts: Counts
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Find names for counted people, by task and part number.

    Parameters
    ----------
    instance
        What is to plan.
    found
        Kinds of people among whom names do not matter.
    start, mode
        Grid moment and mode of each task.
    counts
        For each task and part (its index in the mode), how many people of which kind.
    """
    free = [[(0, person) for person in members] for members in found.people]
    for heap in free:
        heapify(heap)
    people: dict[tuple[int, int], tuple[int, ...]] = {}
    for task in sorted(start, key=lambda number: (start[number], number)):
        parts = instance.tasks[task].modes[mode[task]].parts
        for index, part in enumerate(parts):
            taken = []
            for kind, count in counts[task, index].items():
                for _ in range(count):
                    since, person = heappop(free[kind])
                    assert since <= start[task]
                    taken.append(person)
                    heappush(free[kind], (start[task] + part.length[person], person))
            people[task, part.number] = tuple(taken)
    return people
