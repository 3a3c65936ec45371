"""Tasks hold no more of a pool at a time than it has, and use up no more than there is.

Formula::

    renewable pool, each moment m:  sum of units(t) over tasks t with s(t) <= m < e(t)  <=  capacity
    consumable pool:  sum of units(t) over all tasks t  <=  capacity
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.core.portfolio import Pool
from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.network.handovers import UnitHold, handovers
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr

RULE = "pools"
KEPT_BY_SEARCH = True


@dataclass(frozen=True, slots=True)
class _Hold:
    """A task's units of a pool over time; `certain` when the task holds them whatever is planned."""

    task: str
    units: int
    start: int
    end: int
    certain: bool


def post(draft: Draft) -> None:
    """A renewable pool is never held beyond its capacity; a consumable one is never used up beyond it."""
    for index, pool in enumerate(draft.instance.pools):
        if pool.consumable:
            _post_consumable(draft, index, pool.capacity)
        else:
            _post_renewable(draft, index, pool.capacity)


def _post_consumable(draft: Draft, index: int, capacity: int) -> None:
    terms: list[Expr] = []
    used = [draft.hint.mode(task.index).uses.get(index, 0) for task in draft.instance.tasks]
    for task in draft.free:
        for number, literal in draft.modes[task].items():
            units = draft.instance.tasks[task].modes[number].uses.get(index, 0)
            if units:
                terms.append(units * literal)
    if terms:
        fixed = sum(units for task, units in enumerate(used) if task not in draft.is_free)
        over = draft.slack(max(0, sum(used) - capacity), 1) if draft.repair else 0
        draft.model.add(draft.cp.LinearExpr.sum(terms) + fixed <= capacity + over)


def _post_renewable(draft: Draft, index: int, capacity: int) -> None:
    """The tasks' spans fit under the capacity; started waits that do not even fit alone leave no room for others."""
    tasks, choices = draft.instance.tasks, draft.hint.choices
    room = max(capacity, 1)
    intervals: list[cp_model.IntervalVar] = []
    demands: list[int] = []

    def hold(task: int, mode: int, units: int) -> None:
        start, end = choices[task].start, choices[task].end
        if task in draft.is_free:
            intervals.append(draft.span(task, mode))
        elif end > start:
            intervals.append(draft.model.new_fixed_size_interval_var(start, end - start, ""))
        else:
            return
        demands.append(units)

    going = [n for n, task in enumerate(tasks) if task.started is not None and task.modes[0].wait is not None]
    left = room
    for task in sorted(going, key=lambda task: -choices[task].end):
        units = min(tasks[task].modes[0].uses.get(index, 0), left)
        if units:
            hold(task, 0, units)
            left -= units
    for task, model in enumerate(tasks):
        if task in going:
            continue
        numbers = draft.modes[task] if task in draft.is_free else {choices[task].mode: draft.yes}
        for number, literal in numbers.items():
            units = model.modes[number].uses.get(index, 0)
            if not units or model.modes[number].wait == 0:
                continue
            if units > capacity and model.started is None:
                draft.model.add(literal == 0)
            else:
                hold(task, number, min(units, room))
    for held in () if draft.instance.held is None else draft.instance.held.holds:
        if held.pool == index:
            intervals.append(draft.model.new_fixed_size_interval_var(held.start, held.end - held.start, ""))
            demands.append(min(held.units, room))
    if sum(demands) > room:
        draft.model.add_cumulative(intervals, demands, room)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield pools that are overdrawn; a warning where facts alone have done it.

    A renewable pool is held from the task's start to its end, nights included. What is left of started work holds it only
    from its planned start on.
    """
    holds: dict[str, list[_Hold]] = {}
    for name in plan.rows:
        for pool_id, units in plan.uses(name).items():
            if pool_id not in plan.portfolio.pool:
                yield Issue(f"it uses `{pool_id}`, which is not in the pools table", name, rule=RULE)
            elif units > 0:
                holds.setdefault(pool_id, []).append(_hold(plan, name, units))
    broken = plan.study.broken_pools
    for pool in plan.portfolio.pools:
        held = holds.get(pool.id, [])
        if pool.kind == "consumable":
            used = sum(hold.units for hold in held)
            if used > pool.capacity:
                message = f"the plan uses up {used}, but there are {pool.capacity}"
                if pool.id in broken:
                    yield Issue(f"{message}; started work alone takes more", pool.id, severity="warning", rule=RULE)
                else:
                    hint = "Maybe choose other alternatives, or get more of it."
                    yield Issue(message, pool.id, hint, rule=RULE)
        else:
            yield from _renewable(plan, pool, held)


def _hold(plan: Reading, name: str, units: int) -> _Hold:
    start, end = plan.spans[name]
    state = plan.started.get(name)
    if state is None:
        return _Hold(name, units, start, end, certain=False)
    if state.finished:
        return _Hold(name, units, end, end, certain=True)
    if plan.is_wait(name):
        return _Hold(name, units, max(start, plan.portfolio.as_of_tick), end, certain=True)
    first = min((stint.start for stint in plan.stints.get(name, ())), default=end)
    return _Hold(name, units, first, end, certain=False)


def _renewable(plan: Reading, pool: Pool, holds: list[_Hold]) -> Iterator[Issue]:
    open_now: list[_Hold] = []
    for hold in sorted((h for h in holds if h.start < h.end), key=lambda h: (h.start, h.task)):
        open_now = [other for other in open_now if other.end > hold.start]
        open_now.append(hold)
        used = sum(other.units for other in open_now)
        if used <= pool.capacity:
            continue
        names = ", ".join(f"{other.task} ({other.units})" for other in open_now)
        when = clock(plan.grid.moment(hold.start))
        message = f"from {when} tasks hold {used} of it, but there are {pool.capacity}: {names}"
        alone = len(open_now) == 1 and not plan.is_fresh(hold.task)
        if alone or all(other.certain for other in open_now):
            yield Issue(f"{message}; started work alone takes more", pool.id, severity="warning", rule=RULE)
        else:
            yield Issue(message, pool.id, f"Maybe {hold.task} can start later.", rule=RULE)


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield whose units of a renewable pool a task takes over, and when they come back."""
    state = plan.started.get(task)
    if state is not None and (state.finished or plan.is_wait(task)):
        return
    for name in plan.uses(task):
        pool = plan.portfolio.pool.get(name)
        if pool is None or pool.kind != "renewable":
            continue
        users = [_hold(plan, other, units) for other in plan.rows if (units := plan.uses(other).get(name, 0))]
        for first, then in handovers([UnitHold(user.start, user.end, user.units) for user in users], pool.capacity):
            if users[then].task == task:
                before, words = users[first], "{about} is in use for {after}"
                yield Bound(before.end, words, "pool", None, before.task, about=name)
