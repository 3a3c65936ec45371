"""What goals are worth at the least, whoever does what: modes and people without any time, under what time leaves of them.

Every plan is a solution here: what depends on when work is done is taken at its least over all moments that the plan may have. So
the least of a goal is a bound. (The master problem of a logic-based Benders decomposition: Hooker 2007, "Planning and scheduling
by logic-based Benders decomposition", Operations Research 55(3), 588-602.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.instance.running import least_running
from ipmplan.models.construct.choices import scarce_pools
from ipmplan.models.construct.staffing import Staffing

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

BEGINS, ENDS = 2, 8
"""How many moments people's time is summed up from and until; set by hand."""
MAKING = 1e-4
"""Seconds that making two such models takes, for each pair of a part and a person: with less nothing is begun."""


@dataclass(frozen=True)
class Reach:
    """Which plans are meant.

    Parameters
    ----------
    low, high
        Grid moments between which the last finish lies; without `high` it may lie beyond the grid.
    latest
        Grid moments by which tasks have ended, where one is known.
    """

    low: int
    high: int | None = None
    latest: Mapping[int, int] = field(default_factory=dict)

    def end(self, task: int) -> int | None:
        """Grid moment by which a task has ended."""
        found = [moment for moment in (self.high, self.latest.get(task)) if moment is not None]
        return min(found, default=None)


def pairs_of(instance: Instance) -> int:
    """Pairs of a part and a person who can do it: how large a model of an instance is."""
    return sum(len(part.length) for task in instance.tasks for mode in task.modes for part in mode.parts)


class WithoutTime(Staffing):
    """Modes and people of all tasks, with the hard rules that need no time, and time where it is too short for all.

    Parameters
    ----------
    instance
        What is to plan.
    reach
        Which plans are meant.
    model
        What this is added to; None = a model of its own.
    """

    def __init__(self, instance: Instance, reach: Reach, model: cp_model.CpModel | None = None) -> None:
        every = range(len(instance.tasks))
        super().__init__(instance, every, every, model)
        self.reach = reach
        bounds = network(instance)
        self._heads = bounds.heads.start
        self._cents: dict[tuple[int, int, int, int], int] = {}
        windows: dict[int, tuple[int, int]] = {}
        for task in every:
            end = reach.end(task)
            if end is not None:
                windows[task] = (self._heads[task], end)
                if reach.high is not None:
                    windows[task] = (self._heads[task], min(end, reach.high - bounds.rest[task]))
        for key, literal in self.does.items():
            cents = self._least(*key)
            if cents is None:
                self.model.add(literal == 0)
            self._cents[key] = cents or 0
        self.keep_stock(scarce_pools(instance))
        self.keep_relations()
        self.keep_time(windows, BEGINS, ENDS)
        for number in instance.tight_budgets:
            budget = instance.projects[number].budget
            if budget is not None:
                self.model.add(self.project_cost(number) <= budget)

    def cost(self, task: int, mode: int, part: int, person: int) -> int:
        """Cents that a part costs at the least, whenever it is done."""
        return self._cents[task, mode, part, person]

    def _least(self, task: int, mode: int, index: int, person: int) -> int | None:
        part = self.part(task, mode, index)
        head, end = self._heads[task], self.reach.end(task)
        return self.instance.money.least(person, part.length[person], part.share, head, end)

    def project_cost(self, number: int) -> cp_model.LinearExprT:
        """Cents that a project costs at the least: what is certain, what is chosen, and what comes with the last finish."""
        project, money = self.instance.projects[number], self.instance.money
        terms: list[cp_model.LinearExprT] = [project.fixed]
        if not money.counts:
            return project.fixed
        for task in project.tasks:
            for mode, literal in zip(self.instance.tasks[task].modes, self.modes[task], strict=True):
                if mode.cost:
                    terms.append(mode.cost * literal)
        terms += [self.cost(*key) * literal for key, literal in self._of_project.get(number, ())]
        if number in self.instance.running:
            table = self.instance.running[number]
            terms.append(least_running(table, self.reach.low, self.reach.high, moving=self._moving))
        return sum(terms)

    def over_budget(self, number: int) -> cp_model.LinearExprT:
        """Cents over a project's budget, at the least."""
        budget = self.instance.projects[number].budget
        assert budget is not None
        over = self.model.new_int_var(0, 10**12, "")
        self.model.add(over >= self.project_cost(number) - budget)
        return over

    def pairs(self) -> cp_model.LinearExprT:
        """Pairs of a person and a project at work."""
        return sum(self._pairs)

    @cached_property
    def _pairs(self) -> list[cp_model.IntVar]:
        """A literal for each pair, at least as large as each of its work, and as all of it where time is short."""
        found = []
        for number, mine in self._of_project.items():
            by_person: dict[int, list[tuple[int, cp_model.IntVar]]] = {}
            ends = [self.reach.end(task) for task in self.instance.projects[number].tasks]
            for (task, mode, index, person), literal in mine:
                part = self.part(task, mode, index)
                by_person.setdefault(person, []).append((part.length[person] * part.share, literal))
            for person, works in by_person.items():
                pair = self.model.new_bool_var("")
                found.append(pair)
                for _, literal in works:
                    self.model.add_implication(literal, pair)
                known = [end for end in ends if end is not None]
                if len(known) == len(ends):
                    axis = self.instance.axes[person]
                    room = 100 * axis.before_list[max(0, min(max(known), self.instance.length))]
                    if sum(load for load, _ in works) > room:
                        self.model.add(sum(load * literal for load, literal in works) <= room * pair)
        return found

    def loads(self, people: Collection[int]) -> Mapping[int, list[tuple[int, cp_model.IntVar]]]:
        """What each of some people may do: slots times per cent, with its literal."""
        found: dict[int, list[tuple[int, cp_model.IntVar]]] = {person: [] for person in people}
        for (task, mode, index, person), literal in self.does.items():
            if person in found:
                part = self.part(task, mode, index)
                found[person].append((part.length[person] * part.share, literal))
        return found

    @cached_property
    def _of_project(self) -> Mapping[int, list[tuple[tuple[int, int, int, int], cp_model.IntVar]]]:
        found: dict[int, list[tuple[tuple[int, int, int, int], cp_model.IntVar]]] = {}
        for key, literal in self.does.items():
            project = self.instance.tasks[key[0]].project
            if project >= 0:
                found.setdefault(project, []).append((key, literal))
        return found

    @cached_property
    def _moving(self) -> bool:
        study = self.instance.study
        return any(len(study.booked_steps(person)) > 1 for person in self.instance.people)
