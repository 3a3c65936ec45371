"""What a plan does not have, or not any more, placed around what it has: new tasks find gaps, and what fits as planned stays there.

A constructor begins everything as soon as it can, so it does not give back a plan in which something waits without need. Here what
fits is held, and only the rest is constructed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate

import numpy as np

from ipmplan.core.plan import Assignment
from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.construct.priorities import priorities
from ipmplan.models.held import hold, staying, whole
from ipmplan.models.solution import Choice, Solution

WHOLE = 100
NOWHERE = Choice(0, 0, 0)
"""In the place of what has no choice yet; nothing that is held is bound by it."""


def placed_around(
    instance: Instance,
    choices: Sequence[Choice | None],
    starts: Mapping[int, int],
    modes: Mapping[int, int],
    rows: Mapping[int, Sequence[Assignment]],
) -> Iterator[Solution]:
    """Complete solutions that keep all that fits and break nothing that is counted, the most promising first.

    Parameters
    ----------
    instance
        What is planned.
    choices
        Of each task; None where the plan has none, or it cannot be that any more.
    starts
        PlanRows starts in grid moments of those that are in the plan.
    modes, rows
        Their modes where those still go, and their planned rows.
    """
    missing = {task for task, choice in enumerate(choices) if choice is None}
    kept = [task for task, choice in enumerate(choices) if choice is not None]
    if not missing or not kept or _collide(instance, choices):
        return
    marked = Solution.of(instance, [NOWHERE if choice is None else choice for choice in choices])
    if not staying(marked, kept).isdisjoint(missing):
        return
    made = _constructed(hold(marked, kept), starts, modes, rows)
    # What is after something that stays is bound to it by dates here: only what keeps those can be put together again.
    yield from (whole(one) for one in sorted((one for one in made if one.sound), key=lambda one: one.earliness))


def _collide(instance: Instance, choices: Sequence[Choice | None]) -> bool:
    """Whether somebody is booked twice in what fits: a plan that was edited by hand may say so."""
    steps: dict[int, list[tuple[int, int]]] = {}
    for task, choice in zip(instance.tasks, choices, strict=True):
        for work in choice.work if choice is not None else ():
            share = task.modes[choice.mode].parts[work.part].share if choice is not None else 0
            steps.setdefault(work.person, []).extend(((work.start, share), (work.end, -share)))
    return any(max(accumulate(share for _, share in sorted(of_person))) > WHOLE for of_person in steps.values())


def _constructed(
    held: Solution, starts: Mapping[int, int], modes: Mapping[int, int], rows: Mapping[int, Sequence[Assignment]]
) -> Iterator[Solution]:
    """What is free by several priority lists: planned tasks in their order and not sooner, then new ones."""
    small = held.instance
    assert small.held is not None
    numbers = dict(enumerate(small.held.free))
    wishes = {number: modes[task] for number, task in numbers.items() if task in modes}
    people = {
        (number, part): tuple(small.person_index[row.person] for row in of_task if row.part == part)
        for number, task in numbers.items()
        if number in wishes
        for of_task in (rows.get(task, ()),)
        for part in {row.part for row in of_task}
    }
    releases = np.array([starts.get(task, 0) for task in numbers.values()], np.int64)
    for keys in priorities(network(small)):
        # Ranks keep new tasks behind all planned ones, in the order of the list.
        rank = {number: place for place, number in enumerate(sorted(numbers, key=keys.__getitem__))}
        order = [float(starts.get(task, small.length + rank[number])) for number, task in numbers.items()]
        with suppress(DoesNotFit):
            yield Constructor(small, releases).build(choosing(small, order, wishes, people))
