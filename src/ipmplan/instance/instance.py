"""The last stop before the solver: names, dates and money become indexes, slots and cents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np

from ipmplan.core.portfolio import Portfolio
from ipmplan.instance.axis import Slots, TimeAxis, ended
from ipmplan.instance.finishes import TaskGroups
from ipmplan.instance.held import Held
from ipmplan.instance.hourly_costs import Money
from ipmplan.instance.parts import DueModel, LinkModel, PoolModel, ProjectModel, Relation, TaskModel
from ipmplan.instance.stability import Stability, stability
from ipmplan.instance.utilisation import PeoplesTime
from ipmplan.study.scope import Scope
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime

T = TypeVar("T")


@dataclass(frozen=True)
class Instance:
    """All that the models need, in integers.

    Parameters
    ----------
    study
        What it was made of.
    ticks
        Tick of each slot of the shared grid.
    axis
        The portfolio's time on the shared grid.
    axes
        Task time of each person; `axis` is the portfolio's.
    people
        Ids, by index.
    projects, pools, tasks, links, dues, relations
        What is still to plan; they name each other by index.
    fixed
        ``(start, end)`` ticks of tasks that nothing can change any more (finished; waits that began in the past).
    relevant
        People who hold a skill that work still to do asks for.
    weight_scale
        By which weights are multiplied so that they are integers.
    running
        Cents of bookings without an end, by project and by the grid moment of the last finish.
    alternatives
        Alternative of each fixed task.
    held
        Tasks that stay where a solution has them, which this instance does not have; see `models.held`.
    """

    study: Study
    ticks: Slots
    axis: TimeAxis
    axes: tuple[TimeAxis, ...]
    people: tuple[str, ...]
    projects: tuple[ProjectModel, ...]
    pools: tuple[PoolModel, ...]
    tasks: tuple[TaskModel, ...]
    links: tuple[LinkModel, ...]
    dues: tuple[DueModel, ...]
    relations: tuple[Relation, ...]
    fixed: Mapping[str, tuple[int, int]]
    relevant: frozenset[int]
    weight_scale: int
    running: Mapping[int, list[int]]
    alternatives: Mapping[str, int]
    held: Held | None = None

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio as it is planned."""
        return self.study.portfolio

    @property
    def time(self) -> WorkingTime:
        """Calendars in ticks."""
        return self.study.time

    @property
    def scope(self) -> Scope:
        """What is planned."""
        return self.study.scope

    @property
    def length(self) -> int:
        """Slots of the shared grid."""
        return len(self.ticks)

    def moment(self, tick: int) -> int:
        """Grid moment of a tick: the slots before it."""
        return int(np.searchsorted(self.ticks, tick))

    def passed(self, tick: int) -> int:
        """Portfolio slots from the status date to a tick; negative before it."""
        return self.time.portfolio.count(self.portfolio.as_of_tick, tick)

    @cached_property
    def most_passed(self) -> int:
        """Portfolio slots from the status date to which the start of a wait is bounded, back and forth."""
        return max(self.length, self.time.portfolio.before(self.portfolio.as_of_tick))

    @cached_property
    def fixed_end(self) -> int:
        """Grid moment by which all fixed tasks have ended, and those that stay: a wait that began in the past may still last."""
        held = 0 if self.held is None else self.held.end
        return max([held, *(self.moment(end) for _, end in self.fixed.values())])

    def ended(self, tick: int) -> int:
        """How many portfolio slots, counted from the status date, a wait has to fill so that it ends at a tick or later."""
        return ended(self.time.portfolio, self.portfolio.as_of_tick, tick)

    def ended_at_slot(self, passed: int) -> int:
        """`ended` for the beginning of the portfolio slot with that number, counted from the status date."""
        calendar = self.time.portfolio
        number = calendar.before(self.portfolio.as_of_tick) + passed
        adjacent = 0 < number < calendar.total and calendar.slot(number - 1) + 1 == calendar.slot(number)
        return passed + (0 if adjacent else 1)

    @cached_property
    def ended_at_end(self) -> list[int]:
        """`ended` for each grid moment, taken as the end of the slot before it."""
        return [self.ended(int(tick)) for tick in self.last_ticks]

    @cached_property
    def end_from_start(self) -> list[int]:
        """For each grid moment, taken as the start of a slot, the first one that is no sooner as an end: the next one over a night."""
        gaps = [int(tick) != int(last) for tick, last in zip(self.ticks, self.last_ticks, strict=False)]
        return [moment + gap for moment, gap in enumerate([*gaps, False])]

    def slot_after(self, passed: int) -> int:
        """First grid moment before which `passed` portfolio slots lie."""
        return int(np.searchsorted(self.axis.before, passed))

    def moment_within(self, passed: int) -> int:
        """Last grid moment before which no more than `passed` portfolio slots lie: others may still work after them."""
        return int(np.searchsorted(self.axis.before, passed, side="right")) - 1

    @cached_property
    def person_index(self) -> Mapping[str, int]:
        """Index of each person id."""
        return {person: index for index, person in enumerate(self.people)}

    @cached_property
    def task_index(self) -> Mapping[str, int]:
        """Index of each task that is still to plan."""
        return {task.id: task.index for task in self.tasks}

    @cached_property
    def stability(self) -> Stability:
        """The plan before, which the goal of that name counts against."""
        return stability(self)

    @property
    def slots_a_day(self) -> int:
        """Slots of a working day on average, rounded up."""
        a_day = self.portfolio.grid.ticks_a_day
        return -(-self.length // max(1, len(np.unique(self.ticks // a_day))))

    def once(self, make: Callable[[Instance], T]) -> T:
        """What a function makes of this instance, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def _made(self) -> dict[Callable[[Instance], object], object]:
        return {}

    @cached_property
    def last_ticks(self) -> Slots:
        """Latest tick of each grid moment: the end of the slot before it."""
        return np.concatenate([[self.portfolio.as_of_tick], self.ticks + 1]).astype(np.int64)

    @cached_property
    def followers(self) -> Mapping[int, tuple[int, ...]]:
        """Tasks that may be waits without pools and so begin when their links allow, by the task before them."""
        found: dict[int, list[int]] = {}
        for link in self.links:
            if any(mode.wait is not None and not mode.uses for mode in self.tasks[link.after].modes):
                found.setdefault(link.before, []).append(link.after)
        return {task: tuple(after) for task, after in found.items()}

    @cached_property
    def substitutes(self) -> frozenset[tuple[int, int]]:
        """Pairs of people, smaller index first, who may do the same part of some task."""
        groups = {tuple(sorted(part.length)) for task in self.tasks for mode in task.modes for part in mode.parts}
        return frozenset(
            (first, second) for group in groups for i, first in enumerate(group) for second in group[i + 1 :]
        )

    @cached_property
    def into(self) -> tuple[tuple[LinkModel, ...], ...]:
        """Links into each task."""
        found: list[list[LinkModel]] = [[] for _ in self.tasks]
        for link in self.links:
            found[link.after].append(link)
        return tuple(tuple(links) for links in found)

    @cached_property
    def out(self) -> tuple[tuple[LinkModel, ...], ...]:
        """Links out of each task."""
        found: list[list[LinkModel]] = [[] for _ in self.tasks]
        for link in self.links:
            found[link.before].append(link)
        return tuple(tuple(links) for links in found)

    @cached_property
    def has_people(self) -> bool:
        """Whether any task is done by people."""
        return any(part.length for task in self.tasks for mode in task.modes for part in mode.parts)

    @cached_property
    def has_started(self) -> bool:
        """Whether any task is in progress."""
        return any(task.started is not None for task in self.tasks)

    @cached_property
    def firm_dues(self) -> tuple[DueModel, ...]:
        """Dates that must not be passed."""
        return tuple(due for due in self.dues if due.firm is not None)

    @cached_property
    def held_starts(self) -> tuple[int, ...]:
        """Tasks that must not start later than they are held."""
        return tuple(task.index for task in self.tasks if task.latest is not None)

    @cached_property
    def due_groups(self) -> TaskGroups:
        """Tasks of each due date."""
        return TaskGroups([due.tasks for due in self.dues])

    @cached_property
    def project_groups(self) -> TaskGroups:
        """Tasks of each project."""
        return TaskGroups([project.tasks for project in self.projects])

    @cached_property
    def project_of(self) -> Slots:
        """Project of each task, -1 = none."""
        return np.array([task.project for task in self.tasks], dtype=np.int64)

    @cached_property
    def money(self) -> Money:
        """What work costs."""
        portfolio = self.portfolio
        cards = tuple(self.study.card(person) for person in self.people)
        return Money(
            cards, self.axes, self.ticks, portfolio.as_of_tick, portfolio.grid.minutes, counts=portfolio.has_money
        )

    @cached_property
    def tight_budgets(self) -> tuple[int, ...]:
        """Projects whose hard budget the dearest choices would break."""
        found = []
        for number, project in enumerate(self.projects):
            if project.hard and project.budget is not None:
                most = project.fixed + sum(self.money.dearest(self.tasks[task]) for task in project.tasks)
                if most > project.budget or number in self.running:
                    found.append(number)
        return tuple(found)

    @cached_property
    def peoples_time(self) -> PeoplesTime:
        """How much time people have and how much of it is booked."""
        return PeoplesTime(self.time, self.people, self.last_ticks, sorted(self.relevant))
