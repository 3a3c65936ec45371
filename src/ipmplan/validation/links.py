"""The network of predecessors: cycles, and links that have nothing at one end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.study.scope import Scope
from ipmplan.validation.names import place

MOST_CYCLES = 20
LONGEST_SHOWN = 30
BOTH = 2
TASK, MILESTONE = "task", "milestone"
_Node = tuple[str, str]
_Network = dict[_Node, list[_Node]]


def cycles(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks that wait for themselves; a milestone waits for all its tasks.

    It is a cycle whatever the types of its links: even where lags would let it be met, nobody could say what is first.
    """
    network = _network(portfolio)
    order = {task.id: number for number, task in enumerate(portfolio.tasks)}
    for _ in range(MOST_CYCLES):
        left = _without_order(network)
        if not left:
            return
        cycle = _cycle(network, left)
        names = [name for kind, name in cycle if kind == TASK]
        first = names.index(min(names, key=order.__getitem__))
        ring = [*names[first:], *names[:first], names[first]]
        shown = ring if len(ring) <= LONGEST_SHOWN else [*ring[: LONGEST_SHOWN - 2], "...", ring[-1]]
        through = ", ".join(quoted(name) for kind, name in cycle if kind == MILESTONE)
        note = f" (through milestone {through})" if through else ""
        message = f"after makes a cycle: {' -> '.join(shown)}{note}"
        hint = "Maybe one of these links is the wrong way round?"
        if len(names) == BOTH and not through and _leads(portfolio, names):
            message += "; links in both directions between two tasks are not supported"
            hint = f"Maybe keep one of them with its lag, such as `{ring[0]} SS+4h` in the row of {ring[1]}?"
        yield Issue(message, place(portfolio.task[ring[0]]), hint)
        for node in cycle:
            del network[node]


def hammocks(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks that are to begin and to end with another one: no task is as long as another makes it."""
    for task in portfolio.tasks:
        held = {
            name: {link.type for link in task.after if link.predecessor == name and link.lag <= 0}
            for name in _names(task)
        }
        for name, types in held.items():
            if {"SS", "FF"} <= types:
                message = f"after holds it between the start and the end of {quoted(name)} (a hammock), which is not supported"
                hint = (
                    "Maybe a row of bookings (constant work from start to end), or one of the two links alone; "
                    f"for an overlap give the lags, such as `{name} SS+1d; {name} FF+1d`."
                )
                yield Issue(message, place(task), hint)


def _leads(portfolio: Portfolio, names: Sequence[str]) -> bool:
    """Whether two tasks are linked by more than waiting for each other's end."""
    links = [link for name in names for link in portfolio.task[name].after if link.predecessor in names]
    return any(link.type != "FS" or link.lag for link in links)


def _names(task: Task) -> list[str]:
    return list(dict.fromkeys(link.predecessor for link in task.after))


def _network(portfolio: Portfolio) -> _Network:
    """Everything that each task, and each milestone, waits for."""
    network: _Network = {(MILESTONE, name): [] for name in portfolio.milestone}
    network |= {(TASK, name): [] for name in portfolio.task}
    for task in portfolio.tasks:
        for link in task.after:
            kind = TASK if link.predecessor in portfolio.task else MILESTONE
            if (kind, link.predecessor) in network:
                network[TASK, task.id].append((kind, link.predecessor))
        if task.milestone in portfolio.milestone:
            network[MILESTONE, task.milestone].append((TASK, task.id))
    return network


def _without_order(network: _Network) -> dict[_Node, None]:
    """Nodes that are left when everything that waits for nothing is done, again and again."""
    waiting = dict.fromkeys(network, 0)
    followers: dict[_Node, list[_Node]] = {node: [] for node in network}
    for node, before in network.items():
        for one in before:
            if one in network:
                waiting[node] += 1
                followers[one].append(node)
    ready = [node for node, number in waiting.items() if not number]
    while ready:
        node = ready.pop()
        del waiting[node]
        for follower in followers[node]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return dict.fromkeys(waiting)


def _cycle(network: _Network, left: dict[_Node, None]) -> list[_Node]:
    """One cycle among the nodes that are left, predecessors first: whoever is left waits for somebody who is."""
    node = next(iter(left))
    path: dict[_Node, int] = {}
    while node not in path:
        path[node] = len(path)
        node = next(before for before in network[node] if before in left)
    return list(path)[path[node] :][::-1]


def loose(portfolio: Portfolio) -> Iterator[Issue]:
    """Find planned tasks that wait for, or share people with, tasks that are not planned; and milestones of nothing."""
    planned = Scope(portfolio)
    recorded = {row.task for row in portfolio.progress}
    for task in planned.tasks:
        for link in task.after:
            if link.predecessor in portfolio.task and link.predecessor not in planned.ids:
                message = f"after names {quoted(link.predecessor)}, which is not planned; the link does not count"
                yield Issue(message, place(task), severity="warning")
        for pin in task.people:
            if pin.task in portfolio.task and pin.task not in planned.ids and pin.task not in recorded:
                message = f"people names {quoted(pin.task)}, which is not planned; the condition does not count"
                yield Issue(message, place(task), severity="warning")
    for milestone in portfolio.milestones:
        if milestone.due is not None and not portfolio.milestone_tasks[milestone.id]:
            message = f"due has no effect, as no task names the milestone {quoted(milestone.id)}"
            yield Issue(message, place(milestone), severity="warning")
