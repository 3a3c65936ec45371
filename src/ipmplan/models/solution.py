"""A complete solution on the grid, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ipmplan.instance import DueModel, Instance, Mode, TaskModel


@dataclass(frozen=True, slots=True)
class Work:
    """A person's unbroken part: grid slots from `start` to the moment `end`."""

    part: int
    person: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided for a task.

    Parameters
    ----------
    mode
        Index into the task's modes.
    start, end
        Grid moments; `start` of a started task is its first planned piece's.
    passed
        For a wait: portfolio slots from the status date to its start, negative when it began before.
    """

    mode: int
    start: int
    end: int
    work: tuple[Work, ...] = ()
    passed: int = 0


def reached(instance: Instance, task: int, choice: Choice, *, end: bool) -> int:
    """First grid moment at which work can end without ending before an edge of a task."""
    model = instance.tasks[task]
    if model.modes[choice.mode].wait is not None and choice.passed < 0:
        return choice.end if end else 0
    if end and not at_slot(model, choice.mode, end=True):
        return choice.end
    return instance.end_from_start[choice.start]


def at_slot(task: TaskModel, mode: int, *, end: bool) -> bool:
    """Whether an edge lies at the beginning of a portfolio slot: a wait's start, and the end of one without length."""
    wait = task.modes[mode].wait
    return wait is not None and task.started is None and (not end or wait == 0)


@dataclass(frozen=True)
class Solution:
    """One choice for each task of an instance."""

    instance: Instance
    choices: Sequence[Choice]

    def mode(self, task: int) -> Mode:
        """The mode that was chosen for a task."""
        return self.instance.tasks[task].modes[self.choices[task].mode]

    @cached_property
    def finish(self) -> list[int]:
        """Portfolio slots from the status date to each task's end."""
        before = self.instance.axis.before_list
        return [before[choice.end] for choice in self.choices]

    def past_firm(self, due: DueModel) -> int:
        """Grid slots by which a firm date is passed, 0 when it is kept or not firm."""
        if due.firm is None or due.firm_start is None:
            return 0
        most = 0
        for task in due.tasks:
            choice = self.choices[task]
            at_start = choice.passed >= 0 and at_slot(self.instance.tasks[task], choice.mode, end=True)
            most = max(most, choice.start - due.firm_start if at_start else choice.end - due.firm)
        return most

    @cached_property
    def last_moment(self) -> int:
        """Grid moment of the last finish."""
        return max([self.instance.fixed_end, *(choice.end for choice in self.choices)])

    @cached_property
    def tasks_by_person(self) -> dict[int, list[int]]:
        """Tasks that each person works at."""
        found: dict[int, list[int]] = {}
        for number, choice in enumerate(self.choices):
            for work in choice.work:
                found.setdefault(work.person, []).append(number)
        return found

    @cached_property
    def loads(self) -> dict[int, int]:
        """Planned work of each person, in slots times per cent."""
        found: dict[int, int] = {}
        for task, choice in zip(self.instance.tasks, self.choices, strict=True):
            parts = task.modes[choice.mode].parts
            for work in choice.work:
                part = parts[work.part]
                found[work.person] = found.get(work.person, 0) + part.length[work.person] * part.share
        return found

    @cached_property
    def utilisation(self) -> dict[int, float]:
        """Planned and booked time over working time until the last finish, of the people who matter for evenness."""
        last = self.last_moment
        found = {}
        for person in sorted(self.instance.relevant):
            available = int(self.instance.working(person)[last])
            busy = self.loads.get(person, 0) / 100 + int(self.instance.booked(person)[last])
            found[person] = busy / available if available else 0.0
        return found

    @cached_property
    def costs(self) -> list[int]:
        """Cents of each project, what is certain included."""
        instance = self.instance
        total = [project.fixed for project in instance.projects]
        if not instance.portfolio.has_money:
            return total
        for task, choice in zip(instance.tasks, self.choices, strict=True):
            if task.project < 0:
                continue
            mode = task.modes[choice.mode]
            total[task.project] += mode.cost
            for work in choice.work:
                part = mode.parts[work.part]
                total[task.project] += instance.cost(work.person, part.length[work.person], part.share, work.start)
        for project, table in instance.running.items():
            total[project] += table[self.last_moment]
        return total

    @cached_property
    def violations(self) -> tuple[int, int, int, int]:
        """How far hard rules that a constructed plan may break are broken: people, firm dates, consumables, budgets."""
        instance = self.instance
        firm = 0
        for due in instance.dues:
            firm += self.past_firm(due)
        used = [0] * len(instance.pools)
        if any(pool.consumable for pool in instance.pools):
            for task in range(len(self.choices)):
                for pool, units in self.mode(task).uses.items():
                    used[pool] += units
        over = sum(
            max(0, units - pool.capacity) for pool, units in zip(instance.pools, used, strict=True) if pool.consumable
        )
        money = 0
        if instance.tight_budgets:
            costs = self.costs
            for number in instance.tight_budgets:
                project = instance.projects[number]
                money += max(0, costs[number] - (project.budget or 0))
        return self._odd_people, firm, over, money

    @cached_property
    def _odd_people(self) -> int:
        """How often `same`, `other` or the order of started work is broken."""
        if not self.instance.relations and not self.instance.has_started:
            return 0
        at: list[set[int]] = [{work.person for work in choice.work} for choice in self.choices]
        count = 0
        for relation in self.instance.relations:
            others = set(relation.people) | (at[relation.other] if relation.other is not None else set())
            who = at[relation.task]
            count += len(who - others) if relation.same else len(who & others)
        begun: dict[int, int] = {}
        for number, choice in enumerate(self.choices):
            if self.instance.tasks[number].started is not None:
                for work in choice.work:
                    begun[work.person] = max(begun.get(work.person, 0), work.start)
        for number, choice in enumerate(self.choices):
            if self.instance.tasks[number].started is None:
                count += sum(work.start < begun.get(work.person, 0) for work in choice.work)
        return count

    @property
    def valid(self) -> bool:
        """Whether no hard rule is broken."""
        return not any(self.violations)
