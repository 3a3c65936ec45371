"""Who and which alternative, before when: what consumables and `same`/`other` leave, without any time in the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ipmplan.instance import Instance, Mode, ProjectModel

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Modes = Mapping[int, int]
People = Mapping[tuple[int, int], tuple[int, ...]]
SECONDS = 2.0
BUDGET_SECONDS = 0.1


def skeleton(instance: Instance, *, budgets: bool = False) -> tuple[Modes, People]:
    """Choose modes and people that fit together; nothing is fixed where nothing ties tasks together.

    Parameters
    ----------
    budgets
        Whether hard budgets count, too.

    Returns
    -------
    tuple
        Modes by task, and people by task and part number; both empty when no choice fits together (or none was
        found in time): the search then says so.
    """
    scarce = _scarce(instance)
    tied = {task for relation in instance.relations for task in (relation.task, relation.other) if task is not None}
    capped = [p for p in instance.projects if budgets and p.hard and p.budget is not None]
    if not scarce and not tied and not capped:
        return {}, {}
    return _Skeleton(instance, scarce, tied | {task for project in capped for task in project.tasks}, capped).solve()


def _scarce(instance: Instance) -> list[int]:
    """Consumable pools that not every choice of modes can be served from."""
    found = []
    for number, pool in enumerate(instance.pools):
        if pool.consumable:
            most = sum(max(mode.uses.get(number, 0) for mode in task.modes) for task in instance.tasks)
            if most > pool.capacity:
                found.append(number)
    return found


class _Skeleton:
    def __init__(self, instance: Instance, scarce: list[int], tied: set[int], capped: list[ProjectModel]) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.model = cp_model.CpModel()
        self.instance = instance
        self.scarce = scarce
        self.capped = capped
        self.tied = tied
        self.modes: dict[int, list[cp_model.IntVar]] = {}
        self.does: dict[tuple[int, int, int, int], cp_model.IntVar] = {}

    def solve(self) -> tuple[Modes, People]:
        for task in self.instance.tasks:
            choosing = len(task.modes) > 1 and any(mode.uses.get(p) for mode in task.modes for p in self.scarce)
            if choosing or task.index in self.tied:
                self.modes[task.index] = [self.model.new_bool_var("") for _ in task.modes]
                self.model.add_exactly_one(self.modes[task.index])
                if task.index in self.tied:
                    self._people(task.index)
        self._consumables()
        self._relations()
        self._budgets()
        self._objective()
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_deterministic_time = BUDGET_SECONDS if self.capped else SECONDS
        if solver.solve(self.model) not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return {}, {}
        return self._read(solver)

    def _people(self, task: int) -> None:
        for number, mode in enumerate(self.instance.tasks[task].modes):
            literal = self.modes[task][number]
            by_person: dict[int, list[cp_model.IntVar]] = {}
            for index, part in enumerate(mode.parts):
                literals = []
                for person in part.length:
                    does = self.model.new_bool_var("")
                    self.does[task, number, index, person] = does
                    by_person.setdefault(person, []).append(does)
                    literals.append(does)
                self.model.add(sum(literals) == part.people * literal)
            for literals in by_person.values():
                if len(literals) > 1:
                    self.model.add_at_most_one(literals)

    def _consumables(self) -> None:
        for pool in self.scarce:
            terms: list[cp_model.LinearExprT] = []
            for task in self.instance.tasks:
                if task.index in self.modes:
                    terms += [
                        mode.uses[pool] * literal
                        for mode, literal in zip(task.modes, self.modes[task.index], strict=True)
                        if mode.uses.get(pool)
                    ]
                else:
                    terms.append(min(mode.uses.get(pool, 0) for mode in task.modes))
            self.model.add(sum(terms) <= self.instance.pools[pool].capacity)

    def _relations(self) -> None:
        at: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (task, _, _, person), literal in self.does.items():
            at.setdefault((task, person), []).append(literal)
        for relation in self.instance.relations:
            for person in range(len(self.instance.people)):
                known = person in relation.people
                others = at.get((relation.other, person), []) if relation.other is not None else []
                for literal in at.get((relation.task, person), []):
                    if relation.same and not known:
                        self.model.add_bool_or([*others, ~literal])
                    elif not relation.same and known:
                        self.model.add(literal == 0)
                    elif not relation.same:
                        for other in others:
                            self.model.add_at_most_one([literal, other])

    def _budgets(self) -> None:
        for number, project in enumerate(self.instance.projects):
            if project not in self.capped or project.budget is None:
                continue
            terms: list[cp_model.LinearExprT] = []
            for task in project.tasks:
                for mode, literal in zip(self.instance.tasks[task].modes, self.modes[task], strict=True):
                    terms.append(mode.cost * literal)
            terms += [
                self._cost(task, mode, part, person) * literal
                for (task, mode, part, person), literal in self.does.items()
                if self.instance.tasks[task].project == number
            ]
            self.model.add(sum(terms) <= project.budget - project.fixed)

    def _cost(self, task: int, mode: int, part: int, person: int) -> int:
        item = self.instance.tasks[task].modes[mode].parts[part]
        slots = self.instance.axes[person].slot_list
        length = item.length[person]
        return self.instance.cost(person, length, item.share, slots[0]) if length <= len(slots) else 0

    def _objective(self) -> None:
        """Little work, and nobody with too much of it."""
        terms: list[cp_model.LinearExprT] = []
        loads: dict[int, list[cp_model.LinearExprT]] = {}
        for task, literals in self.modes.items():
            for mode, literal in zip(self.instance.tasks[task].modes, literals, strict=True):
                terms.append(self._effort(mode) * literal)
        for (task, number, part, person), literal in self.does.items():
            item = self.instance.tasks[task].modes[number].parts[part]
            loads.setdefault(person, []).append(item.length[person] * item.share * literal)
            terms.append(item.length[person] * literal)
        if loads:
            most = self.model.new_int_var(0, 10**9, "")
            for load in loads.values():
                self.model.add(most >= sum(load))
            terms.append(most)
        self.model.minimize(sum(terms))

    def _effort(self, mode: Mode) -> int:
        """Length of a wait, and how much of the renewable pools it takes for how long."""
        if mode.wait is None:
            return 0
        pools = self.instance.pools
        held = sum(
            100 * units * mode.wait // max(1, pools[pool].capacity)
            for pool, units in mode.uses.items()
            if not pools[pool].consumable
        )
        return 50 * mode.wait + held

    def _read(self, solver: cp_model.CpSolver) -> tuple[Modes, People]:
        modes = {
            task: next(number for number, literal in enumerate(literals) if solver.value(literal))
            for task, literals in self.modes.items()
        }
        people: dict[tuple[int, int], list[int]] = {}
        for (task, mode, part, person), literal in self.does.items():
            if solver.value(literal):
                number = self.instance.tasks[task].modes[mode].parts[part].number
                people.setdefault((task, number), []).append(person)
        return modes, {key: tuple(found) for key, found in people.items()}
