"""Pools that are smaller than what has to be taken from them."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.portfolio import Task
from ipmplan.core.work import Alternative
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.finding import Finding
from ipmplan.validation.impossible.words import some
from ipmplan.validation.names import place


def too_small(bounds: Bounds) -> Iterator[Finding]:
    """Find tasks that hold more of a renewable pool than there is, whichever way they are done."""
    for pool in bounds.portfolio.pools:
        if pool.kind != "renewable":
            continue
        for task in bounds.open_tasks:
            if task.id in bounds.states:
                continue
            least = min(_held(task, way, pool.id) for way in task.work or (Alternative(),))
            if least > pool.capacity:
                facts = (f"{task.id} holds {least} of {pool.id} at a time", f"{pool.id} has {pool.capacity}")
                yield Finding("pool", (pool.id,), facts, place(task), "Maybe fewer units, or a larger pool?")
                break


def used_up(bounds: Bounds) -> Iterator[Finding]:
    """Find consumable pools of which the tasks need more than there is, whichever way they are done."""
    broken = bounds.study.broken_pools
    for pool in bounds.portfolio.pools:
        if pool.kind != "consumable" or pool.id in broken:
            continue
        takes: dict[str, int] = {}
        for task in bounds.scope.tasks:
            state = bounds.states.get(task.id)
            ways = task.work or (Alternative(),)
            if state is not None and task.work:
                ways = (task.work[state.alternative],)
            least = min(_units(task, way, pool.id) for way in ways)
            if least:
                takes[task.id] = least
        if sum(takes.values()) > pool.capacity:
            facts = (
                f"{some(list(takes))} use up at least {sum(takes.values())} of {pool.id}",
                f"{pool.id} has {pool.capacity}",
            )
            yield Finding("consumable", (pool.id,), facts, place(pool), "Maybe more of them, or fewer uses?")


def _units(task: Task, way: Alternative, pool: str) -> int:
    return sum(use.units for use in (*task.uses, *way.uses) if use.pool == pool)


def _held(task: Task, way: Alternative, pool: str) -> int:
    """Units while it lasts; a wait that takes no time holds nothing."""
    return _units(task, way, pool) if way.groups or way.wait else 0
