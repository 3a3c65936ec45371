"""Bounds that follow from links and lengths alone: heads, tails, latest starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ipmplan.instance.heads import Heads, backward, forward
from ipmplan.instance.instance import Instance
from ipmplan.instance.parts import DueModel, LinkModel, TaskModel


@dataclass(frozen=True)
class Network:
    """Bounds that follow from the links alone, in grid slots; calendars are taken as complete.

    Parameters
    ----------
    instance
        The instance; tasks are in any order.
    """

    instance: Instance

    @cached_property
    def order(self) -> list[int]:
        """Tasks in an order that respects all links."""
        waiting = [len(links) for links in self.instance.into]
        ready = [task for task, count in enumerate(waiting) if not count]
        order: list[int] = []
        while ready:
            task = ready.pop()
            order.append(task)
            for link in self.instance.out[task]:
                waiting[link.after] -= 1
                if not waiting[link.after]:
                    ready.append(link.after)
        return order

    @cached_property
    def length(self) -> list[int]:
        """Least slots that each task takes after the status date."""
        return [
            shortest(task) if never_past(self.instance, task) else min(1, shortest(task))
            for task in self.instance.tasks
        ]

    def _gap(self, link: LinkModel) -> int | None:
        """Least slots between the edges that a link ties, None when nothing is certain.

        A lag is counted in portfolio slots, which a negative one may stretch over more slots of the shared grid.
        """
        return link.lag if link.lag >= 0 or self.instance.axis.complete else None

    @cached_property
    def rest(self) -> list[int]:
        """Slots from the end of each task to the end of the longest chain behind it."""
        rest = [0] * len(self.instance.tasks)
        for task in reversed(self.order):
            for link in self.instance.out[task]:
                gap = self._gap(link)
                if link.type[0] == "F" and gap is not None:
                    after = self.tail[link.after] if link.type[1] == "S" else rest[link.after]
                    rest[task] = max(rest[task], gap + after)
        return rest

    @cached_property
    def head(self) -> list[int]:
        """Earliest start of each task."""
        head = [task.release for task in self.instance.tasks]
        for task in self.order:
            for link in self.instance.out[task]:
                before = head[task] + (self.length[task] if link.type[0] == "F" else 0)
                gap = self._gap(link)
                if gap is not None and link.type[1] == "S":
                    head[link.after] = max(head[link.after], before + gap)
        return head

    @cached_property
    def heads(self) -> Heads:
        """Earliest starts and ends over the calendars of those who may do it."""
        return forward(self.instance, self.order, self.length, self._certain)

    @cached_property
    def _certain(self) -> list[bool]:
        return [task.started is not None or never_past(self.instance, task) for task in self.instance.tasks]

    def latest_ends(self, latest: Mapping[int, int]) -> dict[int, int] | None:
        """Latest ends (grid moments) passed back through all links; None when some task then has no room."""
        return backward(self.instance, self.order, self._certain, self.heads, latest)

    @cached_property
    def finishes(self) -> list[int]:
        """Portfolio slots before which no task can end: by its links, and in the working time of those who may do it."""
        before = self.instance.axis.before_list
        return [
            before[min(max(head + length, end), len(before) - 1)]
            for head, length, end in zip(self.head, self.length, self.heads.end, strict=True)
        ]

    def least_late(self, due: DueModel) -> int:
        """Weighted portfolio slots that a due date is missed by at the least, by its longest chain."""
        last = max([due.done, *(self.finishes[task] for task in due.tasks)])
        return due.weight * max(0, last - due.target)

    @cached_property
    def tail(self) -> list[int]:
        """Slots from the start of each task to the end of the longest chain behind it."""
        tail = list(self.length)
        for task in reversed(self.order):
            for link in self.instance.out[task]:
                gap = self._gap(link)
                if gap is None or link.type == "SF":
                    continue
                before = self.length[task] if link.type[0] == "F" else 0
                after = tail[link.after] if link.type[1] == "S" else 0
                tail[task] = max(tail[task], before + gap + after)
        return tail

    @cached_property
    def latest(self) -> list[float]:
        """Latest start of each task for which no dated milestone is late and what is held starts in time; a far date when none depends on it."""
        far = float(self.instance.length + sum(self.length))
        limit = [
            far if task.latest is None else float(task.latest + length)
            for task, length in zip(self.instance.tasks, self.length, strict=True)
        ]
        for due in self.instance.dues:
            if due.weight:
                for task in due.tasks:
                    limit[task] = min(limit[task], float(due.target))
        for task in reversed(self.order):
            for link in self.instance.out[task]:
                if link.type[0] == "F":
                    start = limit[link.after] - (self.length[link.after] if link.type[1] == "S" else 0)
                    limit[task] = min(limit[task], start - link.lag)
        return [bound - length for bound, length in zip(limit, self.length, strict=True)]


def network(instance: Instance) -> Network:
    """Bounds of an instance; kept with it."""
    return instance.once(Network)


def never_past(instance: Instance, task: TaskModel) -> bool:
    """Whether a task that may be a wait without a pool cannot begin before the status date."""
    if all(mode.wait is None or mode.uses for mode in task.modes) and task.started is None:
        return True
    if task.started is not None:
        return False
    if task.start_bound is not None and task.start_bound >= 0:
        return True
    links = instance.into[task.index]
    if not links:
        return task.start_bound is None and all(mode.end_bound is None for mode in task.modes)
    return any(link.lag >= 0 and link.type == "FS" for link in links)


def shortest(task: TaskModel) -> int:
    """Least slots that a task takes in any of its modes."""
    lengths = []
    for mode in task.modes:
        if mode.wait is not None:
            lengths.append(mode.wait)
        elif all(part.length for part in mode.parts):
            lengths.append(max((min(part.length.values()) for part in mode.parts), default=0))
    return min(lengths, default=0)


def closed(instance: Instance, tasks: Iterable[int]) -> list[int]:
    """These tasks and all that come before them by links, in order."""
    found = set(tasks)
    queue = sorted(found)
    while queue:
        for link in instance.into[queue.pop()]:
            if link.before not in found:
                found.add(link.before)
                queue.append(link.before)
    return sorted(found)
