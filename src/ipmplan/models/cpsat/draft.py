"""The shared variables of the model; rules and goals add to them and share nothing else.

Every variable is created together with its hint, so that the constructed plan warm-starts the search completely.
Tasks that a neighbourhood leaves alone are constants of the hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ipmplan.instance import Instance, Mode, PartModel, TaskModel, TimeAxis
from ipmplan.instance.network import Network, network
from ipmplan.models.cpsat.calendars import end_steps
from ipmplan.models.solution import Choice, Solution, Work

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Expr = cp_model.LinearExprT
    Var = cp_model.IntVar


@dataclass(frozen=True, slots=True)
class Job:
    """A part of a mode that a person may do.

    Parameters
    ----------
    does
        Literal: the mode is chosen and this person does the part.
    start, end
        Grid moments, valid when they do.
    length
        Own slots.
    interval
        Optional interval on the shared grid.
    """

    task: int
    mode: int
    part: int
    person: int
    does: Var
    start: Var
    end: Var
    length: int
    share: int
    piece: bool
    interval: cp_model.IntervalVar


@dataclass(frozen=True, slots=True)
class Term:
    """What a goal minimises, with its value in the hint.

    `exact` tells whether it equals the goal's `measure`, or only leads the search towards it.
    """

    expr: Expr
    hint: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Work of a person in a task that stays where it is."""

    start: int
    end: int
    share: int
    piece: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Grid moments: a task starts at or after `start` and ends by `end`."""

    start: int
    end: int


class Draft:
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
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.model = cp_model.CpModel()
        self.instance: Instance = hint.instance
        self.hint = hint
        self.repair = repair
        self.held = held
        self.horizon: int = self.instance.length if horizon is None else horizon
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
        self._values: dict[int, int] = {}
        self._ladders: dict[tuple[int, int], Var] = {}
        self._passed: dict[tuple[int, bool], Expr] = {}
        self._sizes: dict[tuple[int, int], Var] = {}
        self._spans: dict[tuple[int, int], cp_model.IntervalVar] = {}
        self._costs: dict[int, Expr] = {}
        for number in self.free:
            self._task(self.instance.tasks[number])

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
            self._costs[project] = self._cost(project)
        return self._costs[project], self.hint.costs[project]

    def _cost(self, project: int) -> Expr:
        instance = self.instance
        constant = instance.projects[project].fixed
        terms: list[Expr] = []
        for number in instance.projects[project].tasks:
            task, choice = instance.tasks[number], self.hint.choices[number]
            if number not in self.is_free:
                constant += self._hint_cost(task, choice)
                continue
            terms += [
                task.modes[mode].cost * literal for mode, literal in self.modes[number].items() if task.modes[mode].cost
            ]
            terms += [self._job_cost(job) for job in self.jobs[number]]
        if project in instance.running:
            terms.append(self.lookup(self.last_moment, instance.running[project]))
        return self.cp.LinearExpr.sum(terms) + constant

    @cached_property
    def last_moment(self) -> Var:
        """Grid moment of the last finish."""
        fixed = [self.instance.fixed_end]
        fixed += [choice.end for number, choice in enumerate(self.hint.choices) if number not in self.is_free]
        last = self.int_var(0, self.instance.length, self.hint.last_moment)
        self.model.add_max_equality(last, [max(fixed), *self.end.values()])
        return last

    def _hint_cost(self, task: TaskModel, choice: Choice) -> int:
        mode = task.modes[choice.mode]
        return mode.cost + sum(
            self.instance.cost(
                work.person, mode.parts[work.part].length[work.person], mode.parts[work.part].share, work.start
            )
            for work in choice.work
        )

    def _job_cost(self, job: Job) -> Expr:
        window = self.window(job.task)
        steps = self.instance.cost_steps(job.person, job.length, job.share, window.start, window.end)
        if not steps:
            return 0
        base = steps[0][1]
        if len(steps) == 1:
            return base * job.does
        changes = [(after - before) * self.at_least(job.start, slot) for (_, before), (slot, after) in pairwise(steps)]
        amounts = [amount for _, amount in steps]
        now = next(amount for slot, amount in reversed(steps) if slot <= max(self.hinted(job.start), steps[0][0]))
        cost = self.int_var(0, max(amounts), now if self.hinted(job.does) else 0)
        self.model.add(cost == base + sum(changes)).only_enforce_if(job.does)
        self.model.add(cost == 0).only_enforce_if(~job.does)
        return cost

    def int_var(self, low: int, high: int, hint: int) -> Var:
        """Create an integer variable with its hint (moved into the domain when outside)."""
        var = self.model.new_int_var(low, max(low, high), "")
        value = min(max(hint, low), max(low, high))
        self.model.add_hint(var, value)
        self._values[var.index] = value
        return var

    def bool_var(self, hint: bool) -> Var:
        """Create a literal with its hint."""
        var = self.model.new_bool_var("")
        self.model.add_hint(var, hint)
        self._values[var.index] = int(hint)
        return var

    def hinted(self, var: Expr) -> int:
        """Value of a variable or constant in the hint."""
        return var if isinstance(var, int) else self._values[var.index]  # type: ignore[union-attr]

    @cached_property
    def yes(self) -> Var:
        """The literal that is always true."""
        var = self.model.new_constant(1)
        self._values[var.index] = 1
        return var

    def at_least(self, var: Var, bound: int) -> Var:
        """Create the literal `var >= bound`, once for each pair."""
        key = (var.index, bound)
        if key not in self._ladders:
            literal = self.bool_var(self.hinted(var) >= bound)
            self.model.add(var >= bound).only_enforce_if(literal)
            self.model.add(var < bound).only_enforce_if(~literal)
            self._ladders[key] = literal
        return self._ladders[key]

    def lookup(self, var: Var, table: Sequence[int]) -> Var:
        """Create the variable `table[var]`, from the part of the table that the variable can reach."""
        domain = list(self.model.proto.variables[var.index].domain)
        low, high = max(0, domain[0]), min(len(table) - 1, domain[-1])
        part = table[low : high + 1]
        target = self.int_var(min(part), max(part), table[min(max(self.hinted(var), low), high)])
        if part[-1] - part[0] == high - low and all(after - before == 1 for before, after in pairwise(part)):
            self.model.add(target == var + (part[0] - low))
        elif part[0] == part[-1] and min(part) == max(part):
            self.model.add(target == part[0])
        else:
            self.model.add_element(var - low, list(part), target)
        return target

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
            -self.instance.reach, self.instance.length, choice.passed if waiting else self.hinted(counted)
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
            if model.wait is not None and fresh and self._continuous(self.instance.axis, self.window(task)):
                made = self.model.new_optional_fixed_size_interval_var(start, model.wait, literal, "")
            else:
                made = self.model.new_optional_interval_var(start, self.size(start, end), end, literal, "")
            self._spans[key] = made
        return self._spans[key]

    def size(self, start: Var, end: Var) -> Var:
        """Create the variable `end - start`, once for each pair."""
        key = (start.index, end.index)
        if key not in self._sizes:
            size = self.int_var(0, self.horizon, max(0, self.hinted(end) - self.hinted(start)))
            self.model.add(size == end - start)
            self._sizes[key] = size
        return self._sizes[key]

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

    def _task(self, task: TaskModel) -> None:
        choice = self.hint.choices[task.index]
        window = self.window(task.index)
        numbers = range(len(task.modes)) if task.index not in self.held else (choice.mode,)
        self.start[task.index] = self.int_var(window.start, window.end, choice.start)
        self.end[task.index] = self.int_var(window.start, window.end, choice.end)
        if len(numbers) == 1:
            self.modes[task.index] = {numbers[0]: self.yes}
        else:
            self.modes[task.index] = {number: self.bool_var(number == choice.mode) for number in numbers}
            self.model.add_exactly_one(self.modes[task.index].values())
        self.jobs[task.index] = []
        for number, literal in self.modes[task.index].items():
            mode = task.modes[number]
            if mode.wait is not None:
                self._wait(task, choice.passed)
            else:
                self._worked(task, number, mode, literal, choice.work if number == choice.mode else ())

    def _wait(self, task: TaskModel, hint: int) -> None:
        if task.index not in self.waits:
            self.waits[task.index] = self.int_var(-self.instance.reach, self.instance.length, hint)

    def _worked(self, task: TaskModel, number: int, mode: Mode, literal: Var, work: Sequence[Work]) -> None:
        """Variables of a mode in which people work."""
        alone = len(mode.parts) == 1
        together = len({part.group for part in mode.parts}) == 1 and mode.parts[0].group is not None
        group_starts: dict[int, Var] = {}
        starts: list[tuple[Var, Var]] = []
        ends: list[tuple[Var, Var]] = []
        for index, part in enumerate(mode.parts):
            done = {item.person: item for item in work if item.part == index}
            shared_start: Var | None = None
            if part.group is not None:
                if part.group not in group_starts:
                    hint = next((i.start for i in work if mode.parts[i.part].group == part.group), None)
                    group_starts[part.group] = self.start[task.index] if together else self._moment(task, hint)
                    starts.append((group_starts[part.group], literal))
                shared_start = group_starts[part.group]
            elif part.people == 1:
                first = next(iter(done.values()), None)
                own = self._moment(task, first.start if first else None)
                shared_start = self.start[task.index] if alone else own
                starts.append((shared_start, literal))
            shared_end: Var | None = None
            if part.people == 1 or (shared_start is not None and self._same_length(task, part)):
                first = next(iter(done.values()), None)
                begun = shared_start if shared_start is not None else self.start[task.index]
                stop = first.end if first else self.hinted(begun)
                shared_end = self.end[task.index] if alone else self._moment(task, stop)
                ends.append((shared_end, literal))
            for job in self._jobs(task, number, index, part, literal, done, shared_start, shared_end):
                if shared_start is None:
                    starts.append((job.start, job.does))
                if shared_end is None:
                    ends.append((job.end, job.does))
        self._extremes(task, literal, starts, ends)

    def _moment(self, task: TaskModel, hint: int | None) -> Var:
        window = self.window(task.index)
        return self.int_var(window.start, window.end, window.start if hint is None else hint)

    def _same_length(self, task: TaskModel, part: PartModel) -> bool:
        """Whether everybody who may do a part ends it at the same moment when started together."""
        window = self.window(task.index)
        return len(set(part.length.values())) == 1 and all(
            self._continuous(self.instance.axes[person], window) for person in part.length
        )

    def continuous(self, person: int, task: int) -> bool:
        """Whether a person works in every slot of a task's window."""
        return self._continuous(self.instance.axes[person], self.window(task))

    @staticmethod
    def _continuous(axis: TimeAxis, window: Window) -> bool:
        return axis.complete or (
            window.end <= len(axis.before_list) - 1
            and axis.before_list[window.end] - axis.before_list[window.start] == window.end - window.start
        )

    def _jobs(
        self,
        task: TaskModel,
        number: int,
        index: int,
        part: PartModel,
        literal: Var,
        done: Mapping[int, Work],
        shared_start: Var | None,
        shared_end: Var | None,
    ) -> list[Job]:
        window = self.window(task.index)
        people = list(part.length) if task.index not in self.held else list(done)
        certain = len(people) == part.people
        jobs = []
        for person in people:
            length = part.length[person]
            item = done.get(person)
            if not self._could_fit(self.instance.axes[person], length, window) and item is None:
                continue
            does = literal if certain else self.bool_var(item is not None)
            start = shared_start if shared_start is not None else self._moment(task, item.start if item else None)
            stop = item.end if item else self.hinted(start)
            end = shared_end if shared_end is not None else self._moment(task, stop)
            interval = self.link_length(self.instance.axes[person], length, start, end, does, window)
            jobs.append(
                Job(task.index, number, index, person, does, start, end, length, part.share, part.piece, interval)
            )
        if not certain:
            literals = [job.does for job in jobs]
            if part.people == 1 and literal is self.yes:
                self.model.add_exactly_one(literals)
            else:
                self.model.add(sum(literals) == part.people * literal)
        elif len(jobs) < part.people:
            self.model.add_bool_or([~literal])
        self.jobs[task.index].extend(jobs)
        return jobs

    @staticmethod
    def _could_fit(axis: TimeAxis, length: int, window: Window) -> bool:
        before = axis.before_list
        return before[min(window.end, len(before) - 1)] - before[window.start] >= length

    def link_length(
        self, axis: TimeAxis, length: int, start: Var, end: Var, literal: Var, window: Window
    ) -> cp_model.IntervalVar:
        """Tie a start to its end along a calendar while `literal` holds, and create the interval.

        The end is the start plus the length plus every hole of the calendar that lies between; which holes those
        are is told by literals `start >= slot`, shared by all who have the same holes.
        """
        if self._continuous(axis, window):
            self.enforce(end == start + length, literal)
            return self.model.new_optional_fixed_size_interval_var(start, length, literal, "")
        base, steps, runs = end_steps(axis, length, window.start, window.end)
        if not runs:
            self.model.add(literal == 0)
            return self.model.new_optional_fixed_size_interval_var(start, length, literal, "")
        domain = self.cp.Domain.from_intervals([[first, last] for first, last in runs])
        self.enforce(self.cp.LinearExpr.sum([start]), literal, domain)
        extra = sum(size * self.at_least(start, slot) for slot, size in steps)
        self.enforce(end == start + base + extra, literal)
        if not steps:
            return self.model.new_optional_fixed_size_interval_var(start, base, literal, "")
        return self.model.new_optional_interval_var(start, self.size(start, end), end, literal, "")

    def enforce(self, constraint: object, literal: Var, domain: cp_model.Domain | None = None) -> None:
        """Add a constraint, or that an expression lies in `domain`, that holds while `literal` does."""
        if domain is not None:
            made = self.model.add_linear_expression_in_domain(constraint, domain)  # type: ignore[arg-type]
        else:
            made = self.model.add(constraint)  # type: ignore[arg-type]
        if literal is not self.yes:
            made.only_enforce_if(literal)

    def _extremes(
        self, task: TaskModel, literal: Var, starts: list[tuple[Var, Var]], ends: list[tuple[Var, Var]]
    ) -> None:
        """Tie the task's start to its first part's and its end to its last part's."""
        for var, items, is_end in ((self.start[task.index], starts, False), (self.end[task.index], ends, True)):
            others = [(item, does) for item, does in items if item.index != var.index]
            if not others:
                continue
            chosen: list[Var] = []
            hinted = [self.hinted(item) for item, does in others if self.hinted(does)]
            best = (max if is_end else min)(hinted, default=0)
            for item, does in others:
                self.enforce(item <= var if is_end else item >= var, does)
                at = self.bool_var(bool(self.hinted(does)) and self.hinted(item) == best and not self._marked(chosen))
                self.model.add(item >= var if is_end else item <= var).only_enforce_if(at)
                self.model.add_implication(at, does)
                chosen.append(at)
            self.model.add(sum(chosen) == literal)

    def _marked(self, literals: Sequence[Var]) -> bool:
        return any(self.hinted(literal) for literal in literals)


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
