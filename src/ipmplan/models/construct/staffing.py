"""Who does what and which way, before when: a model without time that others add their own limits to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ipmplan.instance import Instance, PartModel, ProjectModel
from ipmplan.models.cpsat.same_other import tie
from ipmplan.models.solution import Choice

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Modes = Mapping[int, int]
People = Mapping[tuple[int, int], tuple[int, ...]]


class Staffing:
    """Literals for modes and people, and the rules that need no time.

    Parameters
    ----------
    instance
        What is to plan.
    tasks
        Tasks whose mode is chosen.
    staffed
        Those of them whose people are chosen as well.
    model
        What this is added to; None = a model of its own.

    Attributes
    ----------
    modes
        For each task, a literal for each of its modes.
    does
        By task, mode, index of the part within the mode, and person.
    """

    def __init__(
        self,
        instance: Instance,
        tasks: Collection[int],
        staffed: Collection[int],
        model: cp_model.CpModel | None = None,
    ) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.model = cp_model.CpModel() if model is None else model
        self.instance = instance
        self.modes: dict[int, list[cp_model.IntVar]] = {}
        self.does: dict[tuple[int, int, int, int], cp_model.IntVar] = {}
        for task in tasks:
            self.modes[task] = [self.model.new_bool_var("") for _ in instance.tasks[task].modes]
            self.model.add_exactly_one(self.modes[task])
            if task in staffed:
                self._people(task)

    def part(self, task: int, mode: int, index: int) -> PartModel:
        """A part of a task's mode."""
        return self.instance.tasks[task].modes[mode].parts[index]

    def cost(self, task: int, mode: int, part: int, person: int) -> int:
        """Cents that a part costs when a person begins it as soon as they are there."""
        item = self.part(task, mode, part)
        slots = self.instance.axes[person].slot_list
        length = item.length[person]
        return self.instance.money.cost(person, length, item.share, slots[0]) if length <= len(slots) else 0

    def keep_time(self, windows: Mapping[int, tuple[int, int]], begins: int, ends: int) -> None:
        """Everybody has time for what they do between two moments, at the least.

        Parameters
        ----------
        windows
            For tasks that have one, grid moments between which all of its work lies.
        begins, ends
            How many moments from which on, and until which, work is summed up for each person.
        """
        rows: dict[int, list[tuple[int, int, int, cp_model.IntVar]]] = {}
        for (task, mode, index, person), literal in self.does.items():
            if task in windows:
                part = self.part(task, mode, index)
                rows.setdefault(person, []).append((*windows[task], part.length[person] * part.share, literal))
        for person, mine in rows.items():
            before = self.instance.axes[person].before_list
            moments = len(before) - 1
            for begin in spread([head for head, *_ in mine], begins):
                for end in reversed(spread([-stop for _, stop, *_ in mine], ends)):
                    inside = [(load, literal) for head, stop, load, literal in mine if head >= begin and stop <= -end]
                    room = 100 * max(0, before[max(0, min(-end, moments))] - before[min(begin, moments)])
                    if sum(load for load, _ in inside) > room:
                        self.model.add(sum(load * literal for load, literal in inside) <= room)

    def keep_stock(self, pools: Sequence[int]) -> None:
        """No more of consumable pools is used than there is; tasks without literals use the least they can."""
        for pool in pools:
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

    def keep_relations(self) -> None:
        """`same` and `other` hold."""
        at: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (task, _, _, person), literal in self.does.items():
            at.setdefault((task, person), []).append(literal)
        for relation in self.instance.relations:
            for person in range(len(self.instance.people)):
                others = at.get((relation.other, person), []) if relation.other is not None else []
                tie(self.model, relation, person, at.get((relation.task, person), []), others)

    def keep_budgets(self, projects: Collection[ProjectModel]) -> None:
        """Projects of which everything has literals stay within their budgets."""
        for number, project in enumerate(self.instance.projects):
            if project not in projects or project.budget is None:
                continue
            terms: list[cp_model.LinearExprT] = []
            for task in project.tasks:
                for mode, literal in zip(self.instance.tasks[task].modes, self.modes[task], strict=True):
                    terms.append(mode.cost * literal)
            terms += [
                self.cost(task, mode, part, person) * literal
                for (task, mode, part, person), literal in self.does.items()
                if self.instance.tasks[task].project == number
            ]
            self.model.add(sum(terms) <= project.budget - project.fixed)

    def hint(self, choices: Sequence[Choice]) -> list[cp_model.IntVar]:
        """Hint modes and people of a plan; returns the literals that stand for something else, each a change to it."""
        now = {
            (task, choice.mode, work.part, work.person) for task, choice in enumerate(choices) for work in choice.work
        }
        for key, literal in self.does.items():
            self.model.add_hint(literal, key in now)
        fresh = [literal for key, literal in self.does.items() if key not in now]
        for task, choice in enumerate(choices):
            for number, literal in enumerate(self.modes[task]):
                self.model.add_hint(literal, number == choice.mode)
                if number != choice.mode:
                    fresh.append(literal)
        return fresh

    def read(self, value: Callable[[cp_model.IntVar], int]) -> tuple[Modes, People]:
        """Modes by task, and people by task and part number, of the solver's values."""
        modes = {
            task: next(number for number, literal in enumerate(literals) if value(literal))
            for task, literals in self.modes.items()
        }
        people: dict[tuple[int, int], list[int]] = {}
        for (task, mode, part, person), literal in self.does.items():
            if value(literal):
                people.setdefault((task, self.part(task, mode, part).number), []).append(person)
        return modes, {key: tuple(found) for key, found in people.items()}

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


def spread(numbers: Sequence[int], count: int) -> list[int]:
    """The least of some numbers, and a few others spread over them.

    Examples
    --------
    >>> spread([1, 9, 2, 3, 8, 4, 7, 5, 6], 3)
    [1, 5, 9]
    """
    known = sorted(set(numbers))
    return sorted({known[number * (len(known) - 1) // max(1, count - 1)] for number in range(count)})
