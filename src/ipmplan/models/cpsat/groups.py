"""Groups of people that work depends on, and tasks that can never run at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ipmplan.core.matching import can_be_staffed
from ipmplan.instance import Instance

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_GROUPS = 40
FEWEST_UNIONS, MOST_UNIONS = 130, 500
MOST_CREWS = 20_000
MOST_MATCHED = 120
MOST_CLIQUES = 80
MOST_TASKS = 600

WHOLE = 100

Group = frozenset[int]


Need = tuple[Group, int]


@dataclass(frozen=True, slots=True)
class Crew:
    """A need for people out of a group while an interval lasts; `demand` in per cent of a person."""

    task: int
    able: Group
    interval: cp_model.IntervalVar
    demand: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which a task has all of some needs at once, and holds what it uses.

    Parts of unequal length make several phases: all of them are at work until the shortest one ends, and so on. Parts that
    go their own ways share no phase.

    Parameters
    ----------
    task, interval
        Index of the task, and when it is.
    needs
        People out of a group, in per cent of a person.
    """

    task: int
    interval: cp_model.IntervalVar
    needs: tuple[Need, ...]


def unions(groups: Sequence[Group]) -> list[Group]:
    """Groups and their unions, up to a number; with all of them Hall's condition is complete.

    Examples
    --------
    >>> [sorted(group) for group in unions([frozenset({1}), frozenset({2})])]
    [[1], [2], [1, 2]]
    """
    counts: dict[Group, int] = {}
    for group in groups:
        if group:
            counts[group] = counts.get(group, 0) + 1
    base = sorted(counts, key=lambda group: (-counts[group] / len(group), sorted(group)))[:MOST_GROUPS]
    known = dict.fromkeys(base)
    frontier = base
    most = max(FEWEST_UNIONS, min(MOST_UNIONS, MOST_CREWS // max(1, len(groups))))
    while frontier and len(known) < most:
        made = dict.fromkeys(first | second for first in frontier for second in base)
        frontier = [union for union in made if union not in known][: most - len(known)]
        known.update(dict.fromkeys(frontier))
    everybody = frozenset(person for group in counts for person in group)
    if everybody:
        known[everybody] = None
    return list(known)


def cannot_overlap(instance: Instance, phases: Sequence[Phase]) -> set[tuple[int, int]]:
    """Pairs of phases, smaller index first, that need more people or pool units together than there are.

    Every phase is of a task with one mode; phases of one task are never a pair.
    """
    key = tuple((phase.task, phase.needs) for phase in phases)
    known = instance.once(_overlaps)
    if key not in known:
        known[key] = _cannot_overlap(instance, phases)
    return known[key]


def _overlaps(_: Instance) -> dict[object, set[tuple[int, int]]]:
    return {}


def _cannot_overlap(instance: Instance, phases: Sequence[Phase]) -> set[tuple[int, int]]:
    if len(instance.tasks) > MOST_TASKS:
        return set()
    groups = unions([able for phase in phases for able, _ in phase.needs])
    demand = [[sum(amount for able, amount in phase.needs if able <= group) for group in groups] for phase in phases]
    room = [WHOLE * len(group) for group in groups]
    capacities = [None if pool.consumable else pool.capacity for pool in instance.pools]
    uses = [instance.tasks[phase.task].modes[0].uses for phase in phases]
    exact = len(phases) <= MOST_MATCHED
    found = set()
    for first, second in combinations(range(len(phases)), 2):
        one, two = phases[first], phases[second]
        if one.task == two.task:
            continue
        short = any(a + b > c for a, b, c in zip(demand[first], demand[second], room, strict=True))
        if (
            short
            or (exact and one.needs and two.needs and not _can_be_staffed([*one.needs, *two.needs]))
            or _overdraw(capacities, uses[first], uses[second])
        ):
            found.add((first, second))
    return found


def _overdraw(capacities: Sequence[int | None], one: Mapping[int, int], two: Mapping[int, int]) -> bool:
    """Whether two tasks hold more of a renewable pool together than there is."""
    return any(
        pool in two and capacity is not None and units + two[pool] > capacity
        for pool, units in one.items()
        for capacity in (capacities[pool],)
    )


def _can_be_staffed(needs: Sequence[Need]) -> bool:
    """Whether there are different people for all needs at once; needs of less than whole people are left out."""
    seats = [sorted(able) for able, amount in needs for _ in range(amount // WHOLE if amount % WHOLE == 0 else 0)]
    return can_be_staffed(seats, [1] * len(seats))


def cliques(pairs: set[tuple[int, int]]) -> list[list[int]]:
    """Cover the pairs by sets of which no two members can overlap, large ones first.

    Examples
    --------
    >>> cliques({(1, 2), (1, 3), (2, 3), (3, 4)})
    [[1, 2, 3], [3, 4]]
    """
    near: dict[int, set[int]] = {}
    for first, second in pairs:
        near.setdefault(first, set()).add(second)
        near.setdefault(second, set()).add(first)
    order = sorted(near, key=lambda task: (-len(near[task]), task))
    left = set(pairs)
    found: list[list[int]] = []
    for seed in order:
        for other in sorted(near[seed], key=lambda task: (-len(near[task]), task)):
            if len(found) >= MOST_CLIQUES or (min(seed, other), max(seed, other)) not in left:
                continue
            members = [seed, other]
            common = near[seed] & near[other]
            for task in order:
                if task in common:
                    members.append(task)
                    common &= near[task]
            left -= set(combinations(sorted(members), 2))
            found.append(sorted(members))
    return found
