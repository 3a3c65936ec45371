"""What a plan says of each task, as choices of an instance: the same work at the same time by the same people, where that can still be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.instance import Instance, Mode, TaskModel
from ipmplan.models.solution import Choice, Work


@dataclass(frozen=True)
class PlanRows:
    """What a plan says of each task."""

    tasks: Mapping[str, PlannedTask]
    rows: Mapping[str, Sequence[Assignment]]

    @classmethod
    def of(cls, plan: Schedule) -> PlanRows:
        """Sort the planned rows by task."""
        rows: dict[str, list[Assignment]] = {}
        for row in plan.assignments:
            if row.kind == "planned":
                rows.setdefault(row.task, []).append(row)
        return cls({row.id: row for row in plan.tasks}, rows)


def choice_of(instance: Instance, task: TaskModel, planned: PlanRows) -> Choice | None:
    """The choice that a plan has made for a task, None where it cannot be that any more."""
    row, rows = planned.tasks.get(task.id), planned.rows.get(task.id, ())
    if row is None:
        return None
    for number, mode in enumerate(task.modes):
        if mode.alternative == row.alternative:
            choice = _wait(instance, task, number, row) if mode.wait is not None else None
            if mode.wait is None:
                choice = _worked(instance, number, mode, rows)
            if choice is not None:
                return choice
    return None


def _wait(instance: Instance, task: TaskModel, mode: int, row: PlannedTask) -> Choice | None:
    start, end = (tick_of(instance, moment) for moment in (row.start, row.end))
    passed = instance.passed(task.started if task.started is not None else start)
    begin = 0 if passed < 0 else instance.moment(start)
    stop = instance.moment(end) if end > start or passed < 0 else begin
    return Choice(mode, begin, stop, passed=passed) if stop <= instance.length and begin < instance.length else None


def _worked(instance: Instance, number: int, mode: Mode, rows: Sequence[Assignment]) -> Choice | None:
    """The work of a plan's rows, when each is as long as it has to be, at its person's working time."""
    found = dealt(instance, mode, rows)
    if found is None or not rows:
        return None
    work = []
    for index, row in found:
        person = instance.person_index[row.person]
        axis, length = instance.axes[person], mode.parts[index].length[person]
        tick = tick_of(instance, row.start)
        slot = instance.moment(tick)
        if slot >= instance.length or int(instance.ticks[slot]) != tick:
            return None
        own = axis.before_list[slot]
        if not length or own + length > len(axis.slot_list) or axis.slot_list[own] != slot:
            return None
        stop = axis.slot_list[own + length - 1] + 1
        if int(instance.last_ticks[stop]) != tick_of(instance, row.end):
            return None
        work.append(Work(index, person, slot, stop))
    return Choice(number, min(one.start for one in work), max(one.end for one in work), tuple(work))


def dealt(instance: Instance, mode: Mode, rows: Iterable[Assignment]) -> list[tuple[int, Assignment]] | None:
    """Which part each row is of; None when they are not just those that a mode asks for."""
    left = {index: part.people for index, part in enumerate(mode.parts)}
    # Whom only one piece of started work is for comes before who could take over.
    order = sorted(left, key=lambda index: len(mode.parts[index].length))
    found = []
    for row in rows:
        person = instance.person_index.get(row.person)
        index = next(
            (
                index
                for index in order
                if left[index] and mode.parts[index].number == row.part and person in mode.parts[index].length
            ),
            None,
        )
        if index is None:
            return None
        left[index] -= 1
        found.append((index, row))
    return None if any(left.values()) else found


def start_of(instance: Instance, moment: Moment) -> int:
    """Grid moment of a planned start."""
    return min(instance.moment(tick_of(instance, moment)), instance.length)


def tick_of(instance: Instance, moment: Moment) -> int:
    """Tick of a planned moment."""
    return instance.portfolio.grid.start_of(moment)
