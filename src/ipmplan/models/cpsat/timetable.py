"""The timetable without names: tasks, links, pools, and how many people of each group there are.

By Hall's theorem, whatever runs at the same moment finds different people exactly when for every union of groups the
work that only they can do needs no more people than they are. Dropping names leaves a scheduling problem that the
solver closes far more often; its optimum bounds the real one, and its timetable can often be staffed as it is. (A
logic-based Benders step: Hooker 2007, "Planning and scheduling by logic-based Benders decomposition", Operations
Research 55(3), 588-602.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.instance import FinishGroup, Instance, Mode, TaskModel
from ipmplan.instance.horizon import last_moment
from ipmplan.instance.interchangeable import Counts, Kinds
from ipmplan.instance.network import network, never_past
from ipmplan.models.clock import Clock
from ipmplan.models.cpsat.groups import WHOLE, Crew, Phase, cannot_overlap, cliques, unions
from ipmplan.models.cpsat.solve import Effort, run_model
from ipmplan.models.solution import Solution

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True)
class Timetable:
    """Starts and modes of a relaxed solution, and the bound of its objective; people of each kind where they were counted."""

    start: dict[int, int]
    mode: dict[int, int]
    value: int | None
    bound: int
    counts: Counts


def can_relax(instance: Instance) -> bool:
    """Whether people matter, nothing has begun, and everybody's time is the shared grid's, so that lengths are the same for all."""
    used = {p for task in instance.tasks for mode in task.modes for part in mode.parts for p in part.length}
    return (
        bool(used)
        and not instance.has_started
        and instance.axis.complete
        and all(instance.axes[person].complete for person in used)
    )


def relaxed(
    hint: Solution,
    groups: Sequence[FinishGroup],
    effort: Effort,
    clock: Clock,
    on_bound: Callable[[int], None],
    counted: Kinds | None = None,
    *,
    last: bool = False,
) -> Timetable | None:
    """Make the weighted last finishes of groups of tasks small, without names; None when nothing was found in time.

    Parameters
    ----------
    hint
        A complete solution.
    groups
        Of tasks whose last finish counts.
    effort, clock
        How hard this call tries, and what is left of all.
    on_bound
        Called with the bound, in the goal's measure, when the call ends.
    counted
        Kinds of people, when how many of each do a part is to be decided: then it is no relaxation any more.
    last
        Whether it is the last finish of all: then nothing has to end later than in the hint.
    """
    from ortools.sat.python import cp_model

    instance = hint.instance
    made = _Model(hint, hint.last_moment if last else last_moment(instance) or instance.length, counted)
    made.minimize(groups, last=last)
    solver = cp_model.CpSolver()
    if run_model(solver, made.model, effort, clock) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bound = int(solver.best_objective_bound + 1 - 1e-6)
    if last or last_moment(instance) is not None:
        on_bound(bound)
    return made.read(solver, bound)


class _Model:
    """Variables of the timetable, and what links, pools and people ask of them.

    Attributes
    ----------
    counts
        By task, mode and index of the part: how many people of each kind do it.
    busy
        By kind of people: intervals, and how many they take.
    """

    def __init__(self, hint: Solution, horizon: int, counted: Kinds | None) -> None:
        from ortools.sat.python import cp_model

        self.hint = hint
        self.instance = hint.instance
        self.horizon = horizon
        self.counted = counted
        self.model = cp_model.CpModel()
        self.start: dict[int, cp_model.IntVar] = {}
        self.end: dict[int, cp_model.IntVar] = {}
        self.modes: dict[int, list[cp_model.IntVar]] = {}
        self.crews: list[Crew] = []
        self.phases: list[Phase] = []
        self.pools: dict[int, list[tuple[cp_model.IntervalVar, int]]] = {}
        self.counts: dict[tuple[int, int, int], dict[int, cp_model.IntVar]] = {}
        self.busy: dict[int, list[tuple[cp_model.IntervalVar, cp_model.IntVar]]] = {}
        for task in self.instance.tasks:
            self._task(task)
        self._links()
        self._pools()
        self._people()

    def _task(self, task: TaskModel) -> None:
        model, number, choice = self.model, task.index, self.hint.choices[task.index]
        low = min(network(self.instance).head[number], self.horizon)
        start = self.start[number] = model.new_int_var(low, self.horizon, "")
        end = self.end[number] = model.new_int_var(low, self.horizon, "")
        self.modes[number] = [model.new_bool_var("") for _ in task.modes]
        model.add_exactly_one(self.modes[number])
        fresh = never_past(self.instance, task)
        for chosen, (literal, mode) in enumerate(zip(self.modes[number], task.modes, strict=True)):
            length = _length(mode) if fresh else min(1, _length(mode))
            model.add(end >= start + length).only_enforce_if(literal)
            if mode.wait is not None and fresh:
                model.add(end == start + length).only_enforce_if(literal)
            interval = model.new_optional_fixed_size_interval_var(start, length, literal, "")
            for pool, units in mode.uses.items():
                if not self.instance.pools[pool].consumable:
                    self.pools.setdefault(pool, []).append((interval, units))
            needed = list(_crews(model, number, mode, interval, start, literal))
            self.crews.extend(crew for _, crew in needed)
            if len(task.modes) == 1:
                self.phases.extend(_phases(number, interval, needed, lasts=length > 0))
            if self.counted is not None:
                self._count(task, chosen, interval, literal, self.counted)
            model.add_hint(literal, chosen == choice.mode)
        model.add_hint(start, choice.start)
        model.add_hint(end, choice.end)

    def _count(
        self, task: TaskModel, chosen: int, interval: cp_model.IntervalVar, literal: cp_model.IntVar, counted: Kinds
    ) -> None:
        """How many people of each kind do the parts of a mode."""
        choice = self.hint.choices[task.index]
        for index, part in enumerate(task.modes[chosen].parts):
            done = [counted.of[work.person] for work in choice.work if work.part == index]
            able = sorted({counted.of[person] for person in part.length})
            row = {kind: self.model.new_int_var(0, min(part.people, len(counted.people[kind])), "") for kind in able}
            self.counts[task.index, chosen, index] = row
            self.model.add(sum(row.values()) == part.people * literal)
            for kind, var in row.items():
                self.model.add_hint(var, done.count(kind) if chosen == choice.mode else 0)
                self.busy.setdefault(kind, []).append((interval, var))

    def _links(self) -> None:
        for link in self.instance.links:
            if link.type[0] == "S" and not never_past(self.instance, self.instance.tasks[link.before]):
                # Its start may lie further back than the grid's first moment, which stands for it.
                continue
            before = self.end[link.before] if link.type[0] == "F" else self.start[link.before]
            after = self.end[link.after] if link.type[1] == "F" else self.start[link.after]
            self.model.add(after >= before + link.lag)

    def _pools(self) -> None:
        for pool, held in self.pools.items():
            self.model.add_cumulative(
                [interval for interval, _ in held], [units for _, units in held], self.instance.pools[pool].capacity
            )
        for index, item in enumerate(self.instance.pools):
            if item.consumable:
                terms = [
                    mode.uses.get(index, 0) * literal
                    for task in self.instance.tasks
                    for literal, mode in zip(self.modes[task.index], task.modes, strict=True)
                    if mode.uses.get(index)
                ]
                self.model.add(sum(terms) <= item.capacity)

    def _people(self) -> None:
        """As many of each kind as there are; and no more than there are of any group that work depends on."""
        for kind, rows in self.busy.items():
            assert self.counted is not None
            self.model.add_cumulative(
                [interval for interval, _ in rows], [var for _, var in rows], len(self.counted.people[kind])
            )
        for group in unions([crew.able for crew in self.crews]):
            inside = [crew for crew in self.crews if crew.able <= group]
            if len(inside) > 1 and sum(crew.demand for crew in inside) > WHOLE * len(group):
                self.model.add_cumulative(
                    [crew.interval for crew in inside], [crew.demand for crew in inside], WHOLE * len(group)
                )
        for clique in cliques(cannot_overlap(self.instance, self.phases)):
            self.model.add_no_overlap([self.phases[number].interval for number in clique])

    def minimize(self, groups: Sequence[FinishGroup], *, last: bool) -> None:
        """Sum of the weighted last finishes that count, each bounded from above."""
        terms: list[cp_model.LinearExprT] = []
        for group in groups:
            if not group.weight:
                continue
            most = max(self.horizon, group.floor + group.target if group.floor else 0) + max(0, -group.target)
            latest = self.model.new_int_var(group.floor, max(group.floor, most), "")
            for task in group.tasks:
                self.model.add(latest >= self.end[task] - group.target)
            if last:
                self.model.add_hint(latest, self.hint.last_moment)
            terms.append(group.weight * latest)
        self.model.minimize(sum(terms))

    def read(self, solver: cp_model.CpSolver, bound: int) -> Timetable:
        """The timetable that was found."""
        mode_of = {
            number: next(index for index, literal in enumerate(literals) if solver.value(literal))
            for number, literals in self.modes.items()
        }
        return Timetable(
            start={number: solver.value(var) for number, var in self.start.items()},
            mode=mode_of,
            value=round(solver.objective_value),
            bound=bound,
            counts={
                (number, index): {kind: solver.value(var) for kind, var in row.items()}
                for (number, chosen, index), row in self.counts.items()
                if chosen == mode_of[number]
            },
        )


def _length(mode: Mode) -> int:
    if mode.wait is not None:
        return mode.wait
    return max((min(part.length.values(), default=0) for part in mode.parts), default=0)


def _crews(
    model: cp_model.CpModel,
    task: int,
    mode: Mode,
    interval: cp_model.IntervalVar,
    start: cp_model.IntVar,
    literal: cp_model.IntVar,
) -> Iterator[tuple[int, Crew]]:
    """People needed from the task's start on, where all parts start together, with the slots that whoever is quickest takes."""
    alone = len(mode.parts) == 1 and (mode.parts[0].people == 1 or mode.parts[0].group is not None)
    groups = {part.group for part in mode.parts}
    if not mode.parts or not (alone or (len(groups) == 1 and None not in groups)):
        return
    longest = _length(mode)
    for part in mode.parts:
        if part.length:
            least = min(part.length.values())
            lasts = interval
            if least < longest:
                lasts = model.new_optional_fixed_size_interval_var(start, least, literal, "")
            yield least, Crew(task, frozenset(part.length), lasts, part.people * part.share)


def _phases(
    task: int, interval: cp_model.IntervalVar, crews: Sequence[tuple[int, Crew]], *, lasts: bool
) -> Iterator[Phase]:
    """What a task surely has at once until its shortest part ends, and so on; and what it holds for as long as it lasts."""
    for least in sorted({length for length, _ in crews}):
        inside = [crew for length, crew in crews if length >= least]
        ends = next(crew.interval for length, crew in crews if length == least)
        yield Phase(task, ends, tuple((crew.able, crew.demand) for crew in inside))
    if not crews and lasts:
        yield Phase(task, interval, ())
