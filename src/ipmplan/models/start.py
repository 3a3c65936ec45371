"""From a plan back to a solution: what the search begins with when somebody has a plan already.

The plan may be one of an older state of the portfolio, or edited by hand. As long as it keeps all rules it is taken as it is.
Otherwise its tasks are constructed anew, each at its planned start or after it, by its people and in its alternative where
that still goes. What fits as planned comes first, in the plan's order, and what does not is placed around it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import NoPlanError
from ipmplan.instance import Instance, Mode, TaskModel, build_instance
from ipmplan.instance.seats import seats_of
from ipmplan.models.around import placed_around
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.construct.first import FIRST_DAYS, MOST_DAYS
from ipmplan.models.gate import is_valid
from ipmplan.models.goals.stability import measure
from ipmplan.models.rules import all_rules
from ipmplan.models.solution import Choice, Ints, Solution, Work
from ipmplan.models.written import written
from ipmplan.study.reading import Reading
from ipmplan.study.stability import compared

# Rules of what a plan reports, which are not asked: a solution reports nothing.
REPORTED = frozenset({"actuals", "bookings", "honesty", "milestones", "people", "projects"})


def beginnings(portfolio: Portfolio, plan: Schedule | None, construct: Callable[[], Solution]) -> tuple[Solution, ...]:
    """Solutions to begin a search with, on one grid that is long enough for all of them.

    Parameters
    ----------
    portfolio
        What is planned.
    plan
        A plan that there is already; its solution comes first, and is the only one where it breaks nothing.
    construct
        Makes a solution without it.

    Raises
    ------
    Infeasible, OutOfTime
        As `construct`, where the plan gives no solution.
    """
    if plan is None:
        return (construct(),)
    begun = solution_of(plan, build_instance(portfolio, _days(portfolio, plan)))
    if begun is not None and is_valid(begun):
        return (begun,)
    try:
        first = construct()
    except NoPlanError:
        if begun is None:
            raise
        return (begun,)
    if begun is None:
        begun = solution_of(plan, first.instance)
    if begun is None:
        return (first,)
    # Slots keep their numbers when the grid gets longer.
    longer = max(begun.instance, first.instance, key=lambda instance: instance.length)
    return tuple(Solution(longer, one.tasks, one.seats) for one in (begun, first))


def _days(portfolio: Portfolio, plan: Schedule) -> int:
    """Days of a grid on which a plan has room to get longer."""
    last = max((row.end.date() for row in plan.tasks), default=portfolio.as_of_day)
    return min(MOST_DAYS, max(FIRST_DAYS, 2 * (last - portfolio.as_of_day).days))


def solution_of(plan: Schedule, instance: Instance) -> Solution | None:
    """Take a plan as a solution.

    Parameters
    ----------
    plan
        Any plan, also one of an older state of the portfolio or edited by hand.
    instance
        Of the portfolio as it is now; what the plan says beyond its grid is not kept.

    Returns
    -------
    Solution or None
        The plan itself where it keeps all rules; else one that keeps as much of it as could be constructed, which may
        break what constructed plans may break. None when none could be.
    """
    planned = _Planned.of(plan)
    choices = [_choice(instance, task, planned) for task in instance.tasks]
    if all(choice is not None for choice in choices):
        found = Solution.of(instance, [choice for choice in choices if choice is not None])
        if keeps_rules(found):
            return found
    for one in _around(instance, planned, choices):
        if keeps_rules(one):
            return one
    return min(_constructed(instance, planned, choices), key=lambda solution: solution.violations, default=None)


def _around(instance: Instance, planned: _Planned, choices: Sequence[Choice | None]) -> Iterator[Solution]:
    """Solutions that keep what fits as planned where it is."""
    known = [task for task in instance.tasks if task.id in planned.tasks]
    starts = {task.index: _start(instance, planned.tasks[task.id].start) for task in known}
    rows = {task.index: planned.rows.get(task.id, ()) for task in known}
    wished = ((task.index, _mode_wished(instance, task, planned)) for task in known)
    return placed_around(instance, choices, starts, {task: mode for task, mode in wished if mode is not None}, rows)


def home(instance: Instance) -> Solution | None:
    """What is most like the plan that changes are counted against: its dates, people and order wherever they still go; kept with the instance."""
    return instance.once(_home)


def _home(instance: Instance) -> Solution | None:
    plan = compared(instance.portfolio)
    if plan is None:
        return None
    planned = _Planned.of(plan)
    choices = [_choice(instance, task, planned) for task in instance.tasks]
    made = [*_pushed(instance, planned, choices), *_constructed(instance, planned, choices)]
    return min(made, key=lambda solution: (solution.violations, measure(solution)), default=None)


def _pushed(instance: Instance, planned: _Planned, choices: Sequence[Choice | None]) -> list[Solution]:
    """Solutions in a plan's order, at its dates or as much later as what comes before pushes them, by its people.

    What takes longer than planned keeps its turn, so that the tasks behind it move and no others; what is new comes last, into gaps.
    """
    first = _Wishes.of(instance, planned, choices)
    free = replace(first, kept=np.where(np.isin(first.owner, first.unfit), -1, first.kept))
    found: list[Solution] = []
    for wishes, bounds in ((first, first.releases), (free, first.releases), (free, None)):
        for turns in (wishes.turns, wishes.starts):
            with suppress(DoesNotFit):
                found.append(Constructor(instance, bounds).build(Guide(turns, wishes.modes, wishes.kept)))
        if any(one.sound for one in found):
            break
    return found


def moved(plan: Schedule, solution: Solution, names: Collection[str]) -> list[str]:
    """Those of some tasks that a solution does not have where a plan has them."""
    planned, instance = _Planned.of(plan), solution.instance
    found = ((task, _choice(instance, task, planned)) for task in instance.tasks if task.id in names)
    return [task.id for task, choice in found if choice != solution.choices[task.index]]


def keeps_rules(solution: Solution) -> bool:
    """Whether a solution that nobody constructed keeps every rule of what people do when."""
    if not is_valid(solution):
        return False
    plan = Reading(written(solution), solution.instance.portfolio)
    return not any(
        issue.severity == "error" and issue.rule not in REPORTED for rule in all_rules() for issue in rule.check(plan)
    )


@dataclass(frozen=True)
class _Planned:
    """What a plan says of each task."""

    tasks: Mapping[str, PlannedTask]
    rows: Mapping[str, Sequence[Assignment]]

    @classmethod
    def of(cls, plan: Schedule) -> _Planned:
        rows: dict[str, list[Assignment]] = {}
        for row in plan.assignments:
            if row.kind == "planned":
                rows.setdefault(row.task, []).append(row)
        return cls({row.id: row for row in plan.tasks}, rows)


def _choice(instance: Instance, task: TaskModel, planned: _Planned) -> Choice | None:
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
    start, end = (_tick(instance, moment) for moment in (row.start, row.end))
    passed = instance.passed(task.started if task.started is not None else start)
    begin = 0 if passed < 0 else instance.moment(start)
    stop = instance.moment(end) if end > start or passed < 0 else begin
    return Choice(mode, begin, stop, passed=passed) if stop <= instance.length and begin < instance.length else None


def _worked(instance: Instance, number: int, mode: Mode, rows: Sequence[Assignment]) -> Choice | None:
    """The work of a plan's rows, when each is as long as it has to be, at its person's working time."""
    dealt = _dealt(instance, mode, rows)
    if dealt is None or not rows:
        return None
    work = []
    for index, row in dealt:
        person = instance.person_index[row.person]
        axis, length = instance.axes[person], mode.parts[index].length[person]
        tick = _tick(instance, row.start)
        slot = instance.moment(tick)
        if slot >= instance.length or int(instance.ticks[slot]) != tick:
            return None
        own = axis.before_list[slot]
        if not length or own + length > len(axis.slot_list) or axis.slot_list[own] != slot:
            return None
        stop = axis.slot_list[own + length - 1] + 1
        if int(instance.last_ticks[stop]) != _tick(instance, row.end):
            return None
        work.append(Work(index, person, slot, stop))
    return Choice(number, min(one.start for one in work), max(one.end for one in work), tuple(work))


def _dealt(instance: Instance, mode: Mode, rows: Iterable[Assignment]) -> list[tuple[int, Assignment]] | None:
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


@dataclass(frozen=True)
class _Wishes:
    """What a plan says of each task, as the constructor is told it.

    Parameters
    ----------
    turns
        float64, (tasks,). Planned starts of their last rows, in grid slots, so that nobody's time is taken before its turn; new tasks last.
    keys
        float64, (tasks,). Planned starts of the tasks, with what does not fit as planned behind all that does.
    starts
        float64, (tasks,). Planned starts of the tasks; new ones last.
    releases, modes
        int64, (tasks,). Planned starts and modes.
    kept, owner
        int64, (seats,). Who has each seat, and its task.
    unfit
        Tasks that are not as planned any more.
    """

    turns: NDArray[np.float64]
    starts: NDArray[np.float64]
    keys: NDArray[np.float64]
    releases: Ints
    modes: Ints
    kept: Ints
    owner: Ints
    unfit: Sequence[int]

    @classmethod
    def of(cls, instance: Instance, planned: _Planned, choices: Sequence[Choice | None]) -> _Wishes:
        known = seats_of(instance)
        count, far = len(instance.tasks), float(instance.length)
        turns, starts, keys = np.zeros(count), np.zeros(count), np.zeros(count)
        releases, modes = np.zeros(count, np.int64), np.full(count, -1, np.int64)
        kept = np.full(int(known.first_seat[-1]), -1, np.int64)
        for task in instance.tasks:
            row, choice = planned.tasks.get(task.id), choices[task.index]
            if row is None:
                turns[task.index] = starts[task.index] = keys[task.index] = 3 * far
                continue
            start = _start(instance, row.start)
            begins = [row.start, *(one.start for one in planned.rows.get(task.id, ()))]
            turns[task.index] = min(instance.moment(_tick(instance, max(begins))), instance.length)
            starts[task.index] = start
            keys[task.index] = start if choice is not None else far + start
            releases[task.index] = start if task.started is None else 0
            mode = choice.mode if choice is not None else _mode_wished(instance, task, planned)
            if mode is not None:
                modes[task.index] = mode
                _keep(instance, task, mode, planned.rows.get(task.id, ()), kept)
        unfit = [task for task, choice in enumerate(choices) if choice is None]
        return cls(turns, starts, keys, releases, modes, kept, known.owner.astype(np.int64), unfit)


def _constructed(instance: Instance, planned: _Planned, choices: Sequence[Choice | None]) -> list[Solution]:
    """Solutions constructed from what a plan says: not before its dates, or else in its order alone."""
    wishes = _Wishes.of(instance, planned, choices)
    found: list[Solution] = []
    free = np.full(len(instance.tasks), -1, np.int64)
    for guide, bounds in (
        (Guide(wishes.keys, wishes.modes, wishes.kept), wishes.releases),
        (Guide(wishes.keys, wishes.modes, wishes.kept), None),
        (Guide(wishes.keys, free), None),
    ):
        with suppress(DoesNotFit):
            found.append(Constructor(instance, bounds).build(guide))
            if found[-1].sound:
                return found[-1:]
    return found


def _mode_wished(instance: Instance, task: TaskModel, planned: _Planned) -> int | None:
    """The mode that is most like what a plan says, where its people may still do it; None where nothing is."""
    row, rows = planned.tasks[task.id], planned.rows.get(task.id, ())
    for number, mode in enumerate(task.modes):
        if mode.alternative == row.alternative and (mode.wait is not None or _dealt(instance, mode, rows) is not None):
            return number
    return None


def _keep(instance: Instance, task: TaskModel, number: int, rows: Sequence[Assignment], kept: np.ndarray) -> None:
    """Note who has which seat of a task."""
    known = seats_of(instance)
    mode = task.modes[number]
    taken: dict[int, int] = {}
    for index, row in _dealt(instance, mode, rows) or ():
        able, seat = known.part_of[int(known.first_mode[task.index]) + number][index]
        person = instance.person_index[row.person]
        place = int(known.first_seat[task.index]) + seat + taken.get(index, 0)
        kept[place] = able + list(mode.parts[index].length).index(person)
        taken[index] = taken.get(index, 0) + 1


def _start(instance: Instance, moment: Moment) -> int:
    return min(instance.moment(_tick(instance, moment)), instance.length)


def _tick(instance: Instance, moment: Moment) -> int:
    return instance.portfolio.grid.start_of(moment)
