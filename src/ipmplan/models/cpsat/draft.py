"""The shared variables of the model; rules and goals add to them and share nothing else.

Every variable is created together with its hint, so that the constructed plan warm-starts the search completely.
Tasks that a neighbourhood leaves alone are constants of the hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ipmplan.instance import Instance
from ipmplan.instance.held import Block
from ipmplan.instance.horizon import Window
from ipmplan.instance.network import Network, network
from ipmplan.models.cpsat.calendars import continuous
from ipmplan.models.cpsat.costs import project_cost
from ipmplan.models.cpsat.jobs import Job, add_task
from ipmplan.models.cpsat.variables import Variables
from ipmplan.models.solution import Choice, Solution, Work

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from ipmplan.models.cpsat.variables import Expr, Var


class Draft(Variables):
    """Variables for the tasks that may change.

    Parameters
    ----------
    hint
        A complete solution.
    free
        Tasks that may change; None = all.
    windows
        Bounds of free tasks; from their release to the horizon where not given.
    held
        Free tasks that keep their mode and people and only move.
    horizon
        Grid moment by which everything ends; None = the whole grid.
    repair
        Whether the rules that a constructed plan may break get slack, added to `penalties`.
    """

    def __init__(
        self,
        hint: Solution,
        *,
        free: Iterable[int] | None = None,
        windows: Mapping[int, Window] | None = None,
        held: frozenset[int] = frozenset(),
        horizon: int | None = None,
        repair: bool = False,
    ) -> None:
        super().__init__(hint.instance.length if horizon is None else horizon)
        self.instance: Instance = hint.instance
        self.hint = hint
        self.repair = repair
        self.held = held
        self.free: tuple[int, ...] = tuple(
            range(len(self.instance.tasks)) if free is None else with_waits(self.instance, free)
        )
        self.is_free: frozenset[int] = frozenset(self.free)
        self.start: dict[int, Var] = {}
        self.end: dict[int, Var] = {}
        self.modes: dict[int, dict[int, Var]] = {}
        self.jobs: dict[int, list[Job]] = {}
        self.waits: dict[int, Var] = {}
        self.penalties: list[tuple[Expr, int]] = []
        self._windows: dict[int, Window] = dict(windows or {})
        self._passed: dict[tuple[int, bool], Expr] = {}
        self._spans: dict[tuple[int, int], cp_model.IntervalVar] = {}
        self._costs: dict[int, Expr] = {}
        for number in self.free:
            add_task(self, self.instance.tasks[number])

    @cached_property
    def jobs_by_person(self) -> dict[int, list[Job]]:
        """Jobs that a person may do, in order of tasks."""
        found: dict[int, list[Job]] = {}
        for number in self.free:
            for job in self.jobs[number]:
                found.setdefault(job.person, []).append(job)
        return found

    def blocks(self, person: int) -> list[Block]:
        """Work of a person in tasks that stay."""
        return self._blocks.get(person, [])

    @cached_property
    def _blocks(self) -> dict[int, list[Block]]:
        found: dict[int, list[Block]] = {}
        if self.instance.held is not None:
            found = {person: list(blocks) for person, blocks in enumerate(self.instance.held.blocks)}
        for task, choice in zip(self.instance.tasks, self.hint.choices, strict=True):
            if task.index not in self.is_free:
                for work in choice.work:
                    part = task.modes[choice.mode].parts[work.part]
                    found.setdefault(work.person, []).append(Block(work.start, work.end, part.share, part.piece))
        return found

    def slack(self, hint: int, weight: int) -> Var:
        """How much a rule may be broken while a constructed plan is repaired; minimised."""
        var = self.int_var(0, max(10 * hint, 1), hint)
        self.penalties.append((var, weight))
        return var

    def possible(self, task: int) -> list[int]:
        """People who may work at a task, or do when it stays."""
        if task in self.is_free:
            return sorted({job.person for job in self.jobs[task]})
        return sorted({work.person for work in self.hint.choices[task].work})

    def at_work(self, task: int, person: int) -> list[Var]:
        """Literals one of which is true when a person works at a task."""
        if task in self.is_free:
            return [job.does for job in self.jobs[task] if job.person == person]
        return [self.yes] if any(work.person == person for work in self.hint.choices[task].work) else []

    def cost(self, project: int) -> tuple[Expr, int]:
        """Cents that a project costs, and the value of that in the hint."""
        if project not in self._costs:
            self._costs[project] = project_cost(self, project)
        return self._costs[project], self.hint.costs[project]

    @cached_property
    def last_moment(self) -> Var:
        """Grid moment of the last finish."""
        fixed = [self.instance.fixed_end]
        fixed += [choice.end for number, choice in enumerate(self.hint.choices) if number not in self.is_free]
        last = self.int_var(0, self.instance.length, self.hint.last_moment)
        self.model.add_max_equality(last, [max(fixed), *self.end.values()])
        return last

    def window(self, task: int) -> Window:
        """Grid moments between which a free task lies."""
        if task not in self._windows:
            model = self.instance.tasks[task]
            low = max(model.release, self.network.head[task])
            high = self.horizon
            if model.started is None and not any(mode.wait is not None and not mode.uses for mode in model.modes):
                high -= self.network.rest[task]
            choice = self.hint.choices[task]
            self._windows[task] = Window(min(low, choice.start, self.horizon), max(high, choice.end))
        return self._windows[task]

    @cached_property
    def network(self) -> Network:
        """Bounds that follow from the links alone."""
        return network(self.instance)

    def moment(self, task: int, *, end: bool) -> Expr:
        """Grid moment of a task's start or end."""
        if task in self.is_free:
            return self.end[task] if end else self.start[task]
        choice = self.hint.choices[task]
        return choice.end if end else choice.start

    def passed(self, task: int, *, end: bool) -> Expr:
        """Portfolio slots from the status date to a task's start or end; waits may begin before it."""
        key = (task, end)
        if key not in self._passed:
            self._passed[key] = self._count_passed(task, end)
        return self._passed[key]

    def _count_passed(self, task: int, end: bool) -> Expr:
        axis = self.instance.axis
        choice = self.hint.choices[task]
        if task not in self.is_free:
            if not end and self.hint.mode(task).wait is not None:
                return choice.passed
            return axis.before_list[choice.end if end else choice.start]
        modes = self.instance.tasks[task].modes
        if not end and task in self.waits and len(modes) == 1:
            return self.waits[task]
        var = self.end[task] if end else self.start[task]
        counted = var if axis.complete else self.lookup(var, axis.before_list)
        if end or task not in self.waits:
            return counted
        waiting = modes[choice.mode].wait is not None
        result = self.int_var(
            -self.instance.most_passed, self.instance.length, choice.passed if waiting else self.hinted(counted)
        )
        for number, literal in self.modes[task].items():
            source = self.waits[task] if modes[number].wait is not None else counted
            self.model.add(result == source).only_enforce_if(literal)
        return result

    def passed_hint(self, task: int, *, end: bool) -> int:
        """Value of `passed` in the hint."""
        choice = self.hint.choices[task]
        if not end and self.hint.mode(task).wait is not None:
            return choice.passed
        return self.instance.axis.before_list[choice.end if end else choice.start]

    def span(self, task: int, mode: int) -> cp_model.IntervalVar:
        """Interval of a task while a mode of it is chosen, from its start to its end."""
        key = (task, mode)
        if key not in self._spans:
            model = self.instance.tasks[task].modes[mode]
            literal = self.modes[task][mode]
            start, end = self.start[task], self.end[task]
            fresh = self.instance.tasks[task].started is None
            if model.wait is not None and fresh and continuous(self.instance.axis, self.window(task)):
                made = self.model.new_optional_fixed_size_interval_var(start, model.wait, literal, "")
            else:
                made = self.model.new_optional_interval_var(start, self.size(start, end), end, literal, "")
            self._spans[key] = made
        return self._spans[key]

    def solution(self, value: Callable[[Var], int]) -> Solution:
        """Read a solution off the solver's values; tasks that stayed are taken from the hint."""
        choices = list(self.hint.choices)
        for number in self.free:
            mode = next(mode for mode, literal in self.modes[number].items() if value(literal))
            axes = self.instance.axes
            work = []
            for job in self.jobs[number]:
                if job.mode == mode and value(job.does):
                    start = value(job.start)
                    axis = axes[job.person]
                    end = axis.slot_list[axis.before_list[start] + job.length - 1] + 1
                    work.append(Work(job.part, job.person, start, end))
            waiting = self.instance.tasks[number].modes[mode].wait is not None
            choices[number] = Choice(
                mode=mode,
                start=min((item.start for item in work), default=value(self.start[number])),
                end=max((item.end for item in work), default=value(self.end[number])),
                work=tuple(work),
                passed=value(self.waits[number]) if waiting else 0,
            )
        return Solution.of(self.instance, choices)

    def stays(self, jobs: Sequence[Job]) -> list[tuple[cp_model.IntervalVar, int]]:
        """Intervals and loads of one person's jobs; parts of a task that begin and end together become one.

        Somebody who may do several parts of a `+` group does at most one of them, so that one interval is enough.
        """
        together: dict[tuple[int, int, int, int, int], list[Job]] = {}
        for job in jobs:
            together.setdefault((job.task, job.start.index, job.end.index, job.length, job.share), []).append(job)
        found = []
        for same in together.values():
            job = same[0]
            if len(same) == 1:
                found.append((job.interval, job.share))
                continue
            busy = self.bool_var(any(self.hinted(other.does) for other in same))
            self.model.add(sum(other.does for other in same) == busy)
            if self.continuous(job.person, job.task):
                interval = self.model.new_optional_fixed_size_interval_var(job.start, job.length, busy, "")
            else:
                interval = self.model.new_optional_interval_var(
                    job.start, self.size(job.start, job.end), job.end, busy, ""
                )
            found.append((interval, job.share))
        return found

    def continuous(self, person: int, task: int) -> bool:
        """Whether a person works in every slot of a task's window."""
        return continuous(self.instance.axes[person], self.window(task))


def with_waits(instance: Instance, free: Iterable[int]) -> list[int]:
    """Add the waits that begin as soon as their links allow and so move with the tasks before them."""
    found = set(free)
    queue = list(found)
    while queue:
        for after in instance.followers.get(queue.pop(), ()):
            if after not in found:
                found.add(after)
                queue.append(after)
    return sorted(found)
