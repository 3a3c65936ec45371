"""Groups of people that work depends on, and tasks that can never run at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, cast

from ipmplan.instance import Instance
from ipmplan.models.matching import choose_people

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


@dataclass(frozen=True, slots=True)
class Crew:
    """A need for people out of a group while an interval lasts; `demand` in per cent of a person."""

    task: int
    able: Group
    interval: cp_model.IntervalVar
    demand: int


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


def cannot_overlap(instance: Instance, crews: Sequence[Crew]) -> set[tuple[int, int]]:
    """Pairs of tasks, smaller index first, that need more people or pool units together than there are."""
    key = tuple((crew.task, crew.able, crew.demand) for crew in crews)
    known = cast("dict[object, set[tuple[int, int]]]", instance.memo.setdefault("overlaps", {}))
    if key not in known:
        known[key] = _cannot_overlap(instance, crews)
    return known[key]


def _cannot_overlap(instance: Instance, crews: Sequence[Crew]) -> set[tuple[int, int]]:
    needs: dict[int, list[tuple[Group, int]]] = {}
    for crew in crews:
        if len(instance.tasks[crew.task].modes) == 1:
            needs.setdefault(crew.task, []).append((crew.able, crew.demand))
    if len(instance.tasks) > MOST_TASKS:
        return set()
    groups = unions([able for rows in needs.values() for able, _ in rows])
    found = set()
    demand = {
        task: [sum(amount for able, amount in rows if able <= group) for group in groups]
        for task, rows in needs.items()
    }
    room = [100 * len(group) for group in groups]
    exact = len(needs) <= MOST_MATCHED
    for first, second in combinations(sorted(demand), 2):
        short = any(a + b > c for a, b, c in zip(demand[first], demand[second], room, strict=True))
        if short or (exact and not _can_be_staffed([*needs[first], *needs[second]])):
            found.add((first, second))
    capacities = [None if pool.consumable else pool.capacity for pool in instance.pools]
    holding = [task for task in instance.tasks if len(task.modes) == 1 and task.modes[0].uses]
    for one, two in combinations(holding, 2):
        uses, others = one.modes[0].uses, two.modes[0].uses
        for pool, units in uses.items():
            capacity = capacities[pool]
            if capacity is not None and units + others.get(pool, 0) > capacity:
                found.add((one.index, two.index))
                break
    return found


def _can_be_staffed(needs: Sequence[tuple[Group, int]]) -> bool:
    """Whether there are different people for all needs at once; needs of less than whole people are left out."""
    seats = [sorted(able) for able, amount in needs for _ in range(amount // WHOLE if amount % WHOLE == 0 else 0)]
    return choose_people(seats, [1] * len(seats), lambda _, __: 0.0) is not None


def cliques(pairs: set[tuple[int, int]]) -> list[list[int]]:
    """Cover the pairs by sets of tasks of which no two can overlap, large ones first.

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
