"""The timetable without names: tasks, links, pools, and how many people of each group there are.

By Hall's theorem, whatever runs at the same moment finds different people exactly when for every union of groups the
work that only they can do needs no more people than they are. Dropping names leaves a scheduling problem that the
solver closes far more often; its optimum bounds the real one, and its timetable can often be staffed as it is. (A
logic-based Benders step: Hooker 2007, "Planning and scheduling by logic-based Benders decomposition", Operations
Research 55(3), 588-602.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.instance import FinishGroup, Instance, Mode
from ipmplan.instance.horizon import last_moment
from ipmplan.instance.interchangeable import Counts, Kinds
from ipmplan.instance.network import network, never_past
from ipmplan.models.clock import Clock
from ipmplan.models.cpsat.groups import Crew, Phase, cannot_overlap, cliques, unions
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
    counted
        Kinds of people, when how many of each do a part is to be decided: then it is no relaxation any more.
    last
        Whether it is the last finish of all: then nothing has to end later than in the hint.
    on_bound
        Called with the bound, in the goal's measure, when the call ends.
    """
    from ortools.sat.python import cp_model

    instance = hint.instance
    bounds = network(instance)
    model = cp_model.CpModel()
    horizon = hint.last_moment if last else last_moment(instance) or instance.length
    start: dict[int, cp_model.IntVar] = {}
    end: dict[int, cp_model.IntVar] = {}
    modes: dict[int, list[cp_model.IntVar]] = {}
    crews: list[Crew] = []
    pools: dict[int, list[tuple[cp_model.IntervalVar, int]]] = {}
    phases: list[Phase] = []
    counts: dict[tuple[int, int, int], dict[int, cp_model.IntVar]] = {}
    busy: dict[int, list[tuple[cp_model.IntervalVar, cp_model.IntVar]]] = {}
    for task in instance.tasks:
        number = task.index
        low = min(bounds.head[number], horizon)
        start[number] = model.new_int_var(low, horizon, "")
        end[number] = model.new_int_var(low, horizon, "")
        modes[number] = [model.new_bool_var("") for _ in task.modes]
        model.add_exactly_one(modes[number])
        for literal, mode, chosen in zip(modes[number], task.modes, range(len(task.modes)), strict=True):
            length = _length(mode) if never_past(instance, task) else min(1, _length(mode))
            model.add(end[number] >= start[number] + length).only_enforce_if(literal)
            if mode.wait is not None and never_past(instance, task):
                model.add(end[number] == start[number] + length).only_enforce_if(literal)
            interval = model.new_optional_fixed_size_interval_var(start[number], length, literal, "")
            for pool, units in mode.uses.items():
                if not instance.pools[pool].consumable:
                    pools.setdefault(pool, []).append((interval, units))
            needed = list(_crews(model, number, mode, interval, start[number], literal))
            crews.extend(crew for _, crew in needed)
            if len(task.modes) == 1:
                phases.extend(_phases(number, interval, needed, lasts=length > 0))
            for index, part in enumerate(mode.parts if counted is not None else ()):
                assert counted is not None
                done = [counted.of[w.person] for w in hint.choices[number].work if w.part == index]
                able = dict.fromkeys(sorted({counted.of[person] for person in part.length}), 0)
                row = {kind: model.new_int_var(0, min(part.people, len(counted.people[kind])), "") for kind in able}
                counts[number, chosen, index] = row
                model.add(sum(row.values()) == part.people * literal)
                for kind, var in row.items():
                    model.add_hint(var, done.count(kind) if chosen == hint.choices[number].mode else 0)
                    busy.setdefault(kind, []).append((interval, var))
            model.add_hint(literal, chosen == hint.choices[number].mode)
        model.add_hint(start[number], hint.choices[number].start)
        model.add_hint(end[number], hint.choices[number].end)
    for link in instance.links:
        if link.type[0] == "S" and not never_past(instance, instance.tasks[link.before]):
            # Its start may lie further back than the grid's first moment, which stands for it.
            continue
        before = end[link.before] if link.type[0] == "F" else start[link.before]
        after = end[link.after] if link.type[1] == "F" else start[link.after]
        model.add(after >= before + link.lag)
    for pool, held in pools.items():
        model.add_cumulative([i for i, _ in held], [units for _, units in held], instance.pools[pool].capacity)
    for index, item in enumerate(instance.pools):
        if item.consumable:
            terms = [
                mode.uses.get(index, 0) * literal
                for task in instance.tasks
                for literal, mode in zip(modes[task.index], task.modes, strict=True)
                if mode.uses.get(index)
            ]
            model.add(sum(terms) <= item.capacity)
    for kind, rows in busy.items():
        assert counted is not None
        model.add_cumulative([i for i, _ in rows], [var for _, var in rows], len(counted.people[kind]))
    for group in unions([crew.able for crew in crews]):
        inside = [crew for crew in crews if crew.able <= group]
        if len(inside) > 1 and sum(crew.demand for crew in inside) > 100 * len(group):
            model.add_cumulative([c.interval for c in inside], [c.demand for c in inside], 100 * len(group))
    for clique in cliques(cannot_overlap(instance, phases)):
        model.add_no_overlap([phases[number].interval for number in clique])
    objective = _objective(model, groups, end, horizon, hint if last else None)
    model.minimize(objective)
    solver = cp_model.CpSolver()
    status = run_model(solver, model, effort, clock)
    bound = int(solver.best_objective_bound + 1 - 1e-6) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    if last or last_moment(instance) is not None:
        on_bound(bound)
    mode_of = {
        number: next(i for i, literal in enumerate(literals) if solver.value(literal))
        for number, literals in modes.items()
    }
    return Timetable(
        start={number: solver.value(var) for number, var in start.items()},
        mode=mode_of,
        value=round(solver.objective_value),
        bound=bound,
        counts={
            (number, index): {kind: solver.value(var) for kind, var in row.items()}
            for (number, chosen, index), row in counts.items()
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


def _objective(
    model: cp_model.CpModel,
    groups: Sequence[FinishGroup],
    end: Mapping[int, cp_model.IntVar],
    horizon: int,
    hint: Solution | None,
) -> cp_model.LinearExprT:
    """Sum of the weighted last finishes that count, each bounded from above."""
    terms: list[cp_model.LinearExprT] = []
    for group in groups:
        if not group.weight:
            continue
        most = max(horizon, group.floor + group.target if group.floor else 0) + max(0, -group.target)
        latest = model.new_int_var(group.floor, max(group.floor, most), "")
        for task in group.tasks:
            model.add(latest >= end[task] - group.target)
        if hint is not None:
            model.add_hint(latest, hint.last_moment)
        terms.append(group.weight * latest)
    return sum(terms)
