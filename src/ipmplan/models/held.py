"""A part of a plan searched while the rest stays: an instance of the free tasks alone, and back to all of them.

What stays takes its people's time and its pools, and binds those before and after it. So that nothing else has to be known of it,
some tasks stay with those that are asked for: begun work when anything stays, what starts or ends with something that stays, what
a wait that stays is waiting for, and whose people have to be the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ipmplan.instance import DueModel, LinkModel, Relation, TaskModel
from ipmplan.instance.held import Block, Held, PoolHold
from ipmplan.models.solution import Choice, Solution

NEVER = -(10**9)


def staying(solution: Solution, asked: Collection[int]) -> frozenset[int]:
    """All tasks that stay when some do."""
    instance = solution.instance
    held = set(asked)
    if held:
        held |= {task.index for task in instance.tasks if task.started is not None}
    before = -1
    while len(held) != before:
        before = len(held)
        for link in instance.links:
            if link.after in held and link.before not in held and _is_bound_back(solution, link):
                held.add(link.before)
            if link.before in held and link.type[1] == "F":
                held.add(link.after)
        for relation in instance.relations:
            if relation.task in held and relation.same and relation.other is not None:
                held.add(relation.other)
    return frozenset(held)


def _is_bound_back(solution: Solution, link: LinkModel) -> bool:
    """Whether what stays binds a task before it by more than a last end."""
    mode = solution.mode(link.after)
    if link.type[0] == "S" or (mode.wait is not None and not mode.uses):
        return True
    return solution.instance.axis.before_list[_edge(solution, link)] < link.lag


def _edge(solution: Solution, link: LinkModel) -> int:
    """Grid moment of the edge of its later task that a link leads into."""
    choice = solution.choices[link.after]
    return choice.end if link.type[1] == "F" else choice.start


def hold(solution: Solution, asked: Collection[int]) -> Solution:
    """The rest of a solution, on an instance of the tasks that do not stay.

    Parameters
    ----------
    solution
        One that breaks nothing.
    asked
        Tasks that stay; `staying` says which others do with them.
    """
    instance = solution.instance
    held = staying(solution, asked)
    free = [task.index for task in instance.tasks if task.index not in held]
    number = {task: place for place, task in enumerate(free)}
    costs = _costs(solution, held)
    small = replace(
        instance,
        tasks=tuple(_task(solution, instance.tasks[task], number, held) for task in free),
        links=tuple(
            replace(link, before=number[link.before], after=number[link.after])
            for link in instance.links
            if link.before in number and link.after in number
        ),
        projects=tuple(
            replace(
                project,
                tasks=tuple(number[task] for task in project.tasks if task in number),
                fixed=project.fixed + costs[index],
                done=max(project.done, *(_finish(solution, task) for task in project.tasks if task in held), 0),
            )
            for index, project in enumerate(instance.projects)
        ),
        pools=tuple(
            replace(pool, capacity=pool.capacity - _used(solution, held, index)) if pool.consumable else pool
            for index, pool in enumerate(instance.pools)
        ),
        dues=(*_dues(solution, number, held), *_ends(solution, number, held)),
        relations=tuple(_relations(solution, number)),
        held=_held(solution, free, held),
    )
    return Solution.of(small, [solution.choices[task] for task in free])


def whole(solution: Solution) -> Solution:
    """A solution of all tasks: those that stay as they were, the others as found."""
    held = solution.instance.held
    if held is None:
        return solution
    choices: list[Choice] = list(Solution(held.whole, held.tasks, held.seats).choices)
    for task, choice in zip(held.free, solution.choices, strict=True):
        choices[task] = choice
    return Solution.of(held.whole, choices)


def _finish(solution: Solution, task: int) -> int:
    return int(solution.finish[task])


def _task(solution: Solution, task: TaskModel, number: dict[int, int], held: frozenset[int]) -> TaskModel:
    """A free task, bound by what stays before it; see `kernel.placing` for when a task begins."""
    axis = solution.instance.axis
    release, bound = task.release, task.start_bound
    for link in solution.instance.into[task.index]:
        if link.before not in held:
            continue
        choice = solution.choices[link.before]
        from_end = link.type[0] == "F"
        moment = choice.end if from_end else choice.start
        waits = solution.mode(link.before).wait is not None
        passed = choice.passed if waits and not from_end else axis.before_list[moment]
        if link.counts_time:
            passed += link.lag
            moment = 0 if passed <= 0 else solution.instance.slot_after(passed)
        release = max(release, moment)
        bound = passed if bound is None else max(bound, passed)
    return replace(task, index=number[task.index], release=release, start_bound=bound)


def _dues(solution: Solution, number: dict[int, int], held: frozenset[int]) -> Iterable[DueModel]:
    for due in solution.instance.dues:
        ends = [_finish(solution, task) for task in due.tasks if task in held]
        yield replace(
            due,
            tasks=tuple(number[task] for task in due.tasks if task in number),
            done=max([due.done, *ends]),
        )


def _ends(solution: Solution, number: dict[int, int], held: frozenset[int]) -> Iterable[DueModel]:
    """Links into what stays, as last ends of the tasks before it."""
    instance = solution.instance
    for link in instance.links:
        if link.after in held and link.before in number:
            latest = _edge(solution, link)
            if link.counts_time:
                latest = instance.moment_within(instance.axis.before_list[latest] - link.lag)
            name = instance.tasks[link.after].id
            yield DueModel(name, (number[link.before],), target=0, firm=latest, firm_start=latest, weight=0, done=NEVER)


def _relations(solution: Solution, number: dict[int, int]) -> Iterable[Relation]:
    """Ties to people of tasks that stay become ties to people by name."""
    for relation in solution.instance.relations:
        other = relation.other
        if relation.task in number:
            if other is None or other in number:
                yield replace(relation, task=number[relation.task], other=None if other is None else number[other])
            else:
                people = relation.people | _people(solution, other)
                yield Relation(number[relation.task], relation.same, None, people)
        elif other is not None and other in number:
            yield Relation(number[other], same=False, other=None, people=_people(solution, relation.task))


def _people(solution: Solution, task: int) -> frozenset[int]:
    return frozenset(work.person for work in solution.choices[task].work)


def _used(solution: Solution, held: frozenset[int], pool: int) -> int:
    return sum(solution.mode(task).uses.get(pool, 0) for task in held)


def _costs(solution: Solution, held: frozenset[int]) -> list[int]:
    """Cents of each project for what stays."""
    instance = solution.instance
    found = [0] * len(instance.projects)
    for task in sorted(held):
        project = instance.tasks[task].project
        if project < 0 or not instance.money.counts:
            continue
        mode = solution.mode(task)
        found[project] += mode.cost
        for work in solution.choices[task].work:
            part = mode.parts[work.part]
            found[project] += instance.money.cost(work.person, part.length[work.person], part.share, work.start)
    return found


def _held(solution: Solution, free: list[int], held: frozenset[int]) -> Held:
    instance = solution.instance
    blocks: list[list[Block]] = [[] for _ in instance.people]
    loads = np.zeros(len(instance.people), np.int64)
    pairs = set()
    for task in sorted(held):
        mode, project = solution.mode(task), instance.tasks[task].project
        for work in solution.choices[task].work:
            part = mode.parts[work.part]
            blocks[work.person].append(Block(work.start, work.end, part.share, part.piece))
            loads[work.person] += part.length[work.person] * part.share
            if project >= 0:
                pairs.add((work.person, project))
    end = max((solution.choices[task].end for task in held), default=0)
    return Held(
        whole=instance,
        tasks=solution.tasks,
        seats=solution.seats,
        free=free,
        blocks=blocks,
        holds=_holds(solution, held),
        loads=loads,
        pairs=frozenset(pairs),
        end=end,
    )


def _holds(solution: Solution, held: frozenset[int]) -> list[PoolHold]:
    """What of each renewable pool is held when, no more than there is: facts alone may hold more."""
    found = []
    for index, pool in enumerate(solution.instance.pools):
        if pool.consumable:
            continue
        steps: dict[int, int] = {}
        for task in sorted(held):
            units, choice = solution.mode(task).uses.get(index, 0), solution.choices[task]
            if units and choice.end > choice.start:
                steps[choice.start] = steps.get(choice.start, 0) + units
                steps[choice.end] = steps.get(choice.end, 0) - units
        moments, level = sorted(steps), 0
        for start, end in pairwise(moments):
            level += steps[start]
            if level:
                found.append(PoolHold(index, start, end, min(level, pool.capacity)))
    return found
