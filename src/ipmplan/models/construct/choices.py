"""Modes and people for the first plan: what consumables and `same`/`other` leave, without any time in the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipmplan.instance import Instance, Mode, TaskModel
from ipmplan.models.construct.staffing import Modes, People, Staffing
from ipmplan.models.cpsat.guard import started

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SECONDS = 0.5
BUDGET_SECONDS = 0.1


def skeleton(instance: Instance, *, budgets: bool = False) -> tuple[Modes, People]:
    """Choose modes and people that fit together; nothing is fixed where nothing ties tasks together.

    Parameters
    ----------
    instance
        What is to plan.
    budgets
        Whether hard budgets count, too.

    Returns
    -------
    tuple
        Modes by task, and people by task and part number; both empty when no choice fits together (or none was
        found in time): the search then says so.
    """
    scarce = scarce_pools(instance)
    tied = {task for relation in instance.relations for task in (relation.task, relation.other) if task is not None}
    capped = [p for p in instance.projects if budgets and p.hard and p.budget is not None]
    if not scarce and not tied and not capped:
        return {}, {}
    tied |= {task for project in capped for task in project.tasks}
    made = Staffing(
        instance, [task.index for task in instance.tasks if task.index in tied or _chooses(task, scarce)], tied
    )
    made.keep_stock(scarce)
    made.keep_relations()
    made.keep_budgets(capped)
    _little_work(made)
    solver = made.cp.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_deterministic_time = BUDGET_SECONDS if capped else SECONDS
    if started(solver, made.model) not in (made.cp.OPTIMAL, made.cp.FEASIBLE):
        return {}, {}
    return made.read(solver.value)


def scarce_pools(instance: Instance) -> list[int]:
    """Consumable pools that not every choice of modes can be served from."""
    found = []
    for number, pool in enumerate(instance.pools):
        if pool.consumable:
            most = sum(max(mode.uses.get(number, 0) for mode in task.modes) for task in instance.tasks)
            if most > pool.capacity:
                found.append(number)
    return found


def _chooses(task: TaskModel, scarce: Sequence[int]) -> bool:
    """Whether a task has several modes, and what it takes from a scarce pool is one's choice."""
    return len(task.modes) > 1 and any(mode.uses.get(pool) for mode in task.modes for pool in scarce)


def _little_work(made: Staffing) -> None:
    """Ask for little work, and nobody with too much of it."""
    terms: list[cp_model.LinearExprT] = []
    loads: dict[int, list[cp_model.LinearExprT]] = {}
    for task, literals in made.modes.items():
        for mode, literal in zip(made.instance.tasks[task].modes, literals, strict=True):
            terms.append(_effort(made.instance, mode) * literal)
    for (task, number, index, person), literal in made.does.items():
        part = made.part(task, number, index)
        loads.setdefault(person, []).append(part.length[person] * part.share * literal)
        terms.append(part.length[person] * literal)
    if loads:
        most = made.model.new_int_var(0, 10**9, "")
        for load in loads.values():
            made.model.add(most >= sum(load))
        terms.append(most)
    made.model.minimize(sum(terms))


def _effort(instance: Instance, mode: Mode) -> int:
    """Length of a wait, and how much of the renewable pools it takes for how long."""
    if mode.wait is None:
        return 0
    pools = instance.pools
    held = sum(
        100 * units * mode.wait // max(1, pools[pool].capacity)
        for pool, units in mode.uses.items()
        if not pools[pool].consumable
    )
    return 50 * mode.wait + held
