"""The last stop before the solver: names, dates and money become indexes, slots and cents.

The *shared grid* holds the ticks from the status date on at which anybody (or the portfolio calendar) works, numbered
from 0: its slots. A moment is the number of slots before it. Every person's task time and the portfolio's time are
subsets of the slots; where a person works in all slots, nothing has to be looked up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.money import RateCard, cents
from ipmplan.study.scope import Scope
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime

Slots = NDArray[np.int64]
T = TypeVar("T")


def ended(calendar: Calendar, today: int, tick: int) -> int:
    """Ticks of a calendar, from `today` on, that must have passed for an end in it not to lie before a tick.

    Examples
    --------
    >>> week = Calendar([(9, 17), (33, 41)])
    >>> ended(week, 9, 17), ended(week, 9, 20)
    (8, 9)
    """
    count = calendar.before(tick)
    late = bool(count) and calendar.slot(count - 1) + 1 >= tick
    return count + (0 if late else 1) - calendar.before(today)


class TimeAxis:
    """One calendar on the shared grid.

    Parameters
    ----------
    mask
        For each slot of the grid, whether it is worked.
    """

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.slots: Slots = np.flatnonzero(mask).astype(np.int64)
        self.before: Slots = np.concatenate([[0], np.cumsum(mask)]).astype(np.int64)
        self.complete: bool = bool(mask.all())

    @cached_property
    def slot_list(self) -> list[int]:
        """Grid slot of each own slot."""
        return [int(slot) for slot in self.slots.tolist()]

    @cached_property
    def before_list(self) -> list[int]:
        """Own slots before each moment of the grid."""
        return [int(count) for count in self.before.tolist()]

    @cached_property
    def holes(self) -> list[tuple[int, int]]:
        """Maximal runs of grid slots that are not worked, up to the last own slot."""
        if self.complete or not len(self.slots):
            return []
        edges = np.flatnonzero(np.diff(self.slots) > 1)
        runs = [(int(self.slots[i]) + 1, int(self.slots[i + 1])) for i in edges]
        return ([(0, int(self.slots[0]))] if self.slots[0] > 0 else []) + runs


@dataclass(frozen=True, slots=True)
class PartModel:
    """A part of a mode.

    Parameters
    ----------
    number
        The part's number within its alternative.
    people
        How many different people do it.
    length
        Own slots that pass, by the index of each person who may do it.
    kind
        Parts with the same number have the same lengths.
    group
        Parts with the same group start together; None = on its own.
    piece
        Whether it is the rest of started work.
    """

    number: int
    skill: str
    people: int
    share: int
    length: Mapping[int, int]
    kind: int
    group: int | None = None
    piece: bool = False

    @property
    def alike(self) -> tuple[int, int]:
        """The same for parts of a kind with the same share: they have the same people and lengths."""
        return self.kind, self.share


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do a task, with the number of people of every part decided.

    Parameters
    ----------
    wait
        Portfolio slots that pass; None when people work.
    end_bound
        Of a wait: portfolio slots, counted from the status date and possibly negative, that must have passed before its
        end, by links from facts; None = nothing said.
    uses
        Units by pool index, the task's own and the alternative's together.
    cost
        Cents paid when it is chosen.
    """

    alternative: int
    parts: tuple[PartModel, ...]
    wait: int | None
    uses: Mapping[int, int]
    cost: int
    end_bound: int | None = None

    @property
    def seats(self) -> int:
        """How many people it takes."""
        return sum(part.people for part in self.parts)


@dataclass(frozen=True, slots=True)
class TaskModel:
    """A task that still has something to plan.

    Parameters
    ----------
    release
        First slot at which work may start.
    start_bound, end_bound
        Portfolio slots, counted from the status date and possibly negative, that must have passed before its start
        and before the end of work; None = nothing said.
    started
        Tick at which it started, None when it has not.
    """

    index: int
    id: str
    project: int
    modes: tuple[Mode, ...]
    release: int
    start_bound: int | None
    end_bound: int | None
    started: int | None


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A link between two tasks that are both to plan; `lag` in portfolio slots."""

    before: int
    after: int
    type: str
    lag: int


@dataclass(frozen=True, slots=True)
class DueModel:
    """A milestone whose tasks are (partly) to plan.

    Parameters
    ----------
    target
        Portfolio slots from the status date to the due moment less the buffer.
    firm
        Grid moment that no end must pass; None when the date may slip.
    firm_start
        The same for what begins and ends at the start of a slot, a wait without length.
    weight
        Scaled by `Instance.weight_scale`.
    done
        Portfolio slots from the status date (negative) to the finish of its finished tasks.
    """

    id: str
    tasks: tuple[int, ...]
    target: int
    firm: int | None
    firm_start: int | None
    weight: int
    done: int


@dataclass(frozen=True, slots=True)
class Relation:
    """`same`/`other`: who does the parts of `task` must (not) be among those who do `other` (or among `people`)."""

    task: int
    same: bool
    other: int | None
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """A project's money in cents: what is certain, and the cap.

    Parameters
    ----------
    weight
        Scaled by `Instance.weight_scale`.
    fixed
        Actuals, bookings and fixed costs; nothing that the planner can change.
    budget
        None = no budget or no money.
    done
        Portfolio slots from the status date to the finish of what is already fixed; 0 when that lies behind.
    """

    id: str
    tasks: tuple[int, ...]
    weight: int
    fixed: int
    budget: int | None
    hard: bool
    done: int


@dataclass(frozen=True, slots=True)
class PoolModel:
    """A pool; `capacity` of a consumable is what finished work has left."""

    id: str
    capacity: int
    consumable: bool


@dataclass(frozen=True, slots=True)
class FinishGroup:
    """Tasks whose last finish counts: `weight` times the portfolio slots it is beyond `target`, at least `floor`."""

    tasks: Sequence[int]
    weight: int = 1
    target: int = 0
    floor: int = 0


class TaskGroups:
    """Groups of tasks of which the largest of some numbers is asked for.

    Examples
    --------
    >>> TaskGroups([(0, 2), (), (1,)]).most(np.array([5, 6, 7]))[::2]
    [7, 6]
    """

    def __init__(self, groups: Sequence[Sequence[int]]) -> None:
        # An empty group has a number of its own that is below all others.
        self._members = np.array([task for group in groups for task in (group or [-1])], dtype=np.int64)
        self._firsts = np.cumsum([0, *(len(group) or 1 for group in groups)])[:-1].astype(np.int64)

    def most(self, numbers: Slots) -> list[int]:
        """Largest number of each group, far below 0 for an empty one."""
        if not len(self._firsts):
            return []
        found = np.where(self._members < 0, -(10**9), numbers[self._members]) if len(numbers) else self._members
        return [int(number) for number in np.maximum.reduceat(found, self._firsts)]


@dataclass(frozen=True)
class Instance:
    """All that the models need, in integers.

    Parameters
    ----------
    ticks
        Tick of each slot of the shared grid.
    fixed
        ``(start, end)`` ticks of tasks that nothing can change any more (finished; waits that began in the past).
    axes
        Task time of each person; `axis` is the portfolio's.
    relevant
        People who hold a skill that work still to do asks for.
    running
        Cents of bookings without an end, by project and by the grid moment of the last finish.
    alternatives
        Alternative of each fixed task.
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
    def reach(self) -> int:
        """Portfolio slots from the status date to which the start of a wait is bounded, back and forth."""
        return max(self.length, self.time.portfolio.before(self.portfolio.as_of_tick))

    @cached_property
    def fixed_end(self) -> int:
        """Grid moment by which all fixed tasks have ended: a wait that began in the past may still last."""
        return max((self.moment(end) for _, end in self.fixed.values()), default=0)

    def ended(self, tick: int) -> int:
        """Portfolio slots that must have passed for an end in portfolio time not to lie before a tick."""
        return ended(self.time.portfolio, self.portfolio.as_of_tick, tick)

    def ended_at_slot(self, passed: int) -> int:
        """The same for the beginning of the portfolio slot with that number, counted from the status date."""
        calendar = self.time.portfolio
        number = calendar.before(self.portfolio.as_of_tick) + passed
        adjacent = 0 < number < calendar.total and calendar.slot(number - 1) + 1 == calendar.slot(number)
        return passed + (0 if adjacent else 1)

    @cached_property
    def ended_at_end(self) -> list[int]:
        """The same for each grid moment as the end of the slot before it."""
        return [self.ended(int(tick)) for tick in self.last_ticks]

    @cached_property
    def ended_at_start(self) -> list[int]:
        """The same for each grid moment as the start of the slot after it."""
        return [*(self.ended(int(tick)) for tick in self.ticks), self.ended_at_end[-1]]

    @cached_property
    def end_from_start(self) -> list[int]:
        """First grid moment that as an end does not lie before a grid moment as a start."""
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

    def working(self, person: int) -> Slots:
        """Working ticks of a person, bookings included, from the status date to each grid moment."""
        if person not in self._working:
            calendar = self.time.person(self.people[person])
            self._working[person] = self._counted(calendar.starts, calendar.ends)
        return self._working[person]

    def booked(self, person: int) -> Slots:
        """Booked ticks of a person from the status date to each grid moment."""
        if person not in self._booked:
            spans = sorted(span for placed in self.time.bookings(self.people[person]) for span in placed.intervals)
            self._booked[person] = self._counted([start for start, _ in spans], [end for _, end in spans])
        return self._booked[person]

    def _counted(self, starts: Sequence[int], ends: Sequence[int]) -> Slots:
        """Ticks of disjoint intervals from the status date to each grid moment."""
        begin = np.maximum(np.asarray(starts, dtype=np.int64), self.portfolio.as_of_tick)
        stop = np.maximum(np.asarray(ends, dtype=np.int64), begin)
        total = np.concatenate([[0], np.cumsum(stop - begin)])
        index = np.searchsorted(begin, self.last_ticks, side="right") - 1
        if not len(begin):
            return np.zeros(len(self.last_ticks), dtype=np.int64)
        inside = np.minimum(self.last_ticks, stop[index]) - begin[index]
        return np.where(index >= 0, total[np.maximum(index, 0)] + np.maximum(inside, 0), 0).astype(np.int64)

    @cached_property
    def _working(self) -> dict[int, Slots]:
        return {}

    @cached_property
    def _booked(self) -> dict[int, Slots]:
        return {}

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
    def rate_cards(self) -> tuple[RateCard, ...]:
        """Cost of an hour of each person."""
        return tuple(self.study.card(person) for person in self.people)

    @cached_property
    def has_started(self) -> bool:
        """Whether any task is in progress."""
        return any(task.started is not None for task in self.tasks)

    @cached_property
    def tight_budgets(self) -> tuple[int, ...]:
        """Projects whose hard budget the dearest choices would break."""
        found = []
        for number, project in enumerate(self.projects):
            if project.hard and project.budget is not None:
                most = project.fixed + sum(self._dearest(self.tasks[task]) for task in project.tasks)
                if most > project.budget or number in self.running:
                    found.append(number)
        return tuple(found)

    def _dearest(self, task: TaskModel) -> int:
        """Cents that no choice for a task exceeds."""
        amounts = [0]
        for mode in task.modes:
            amounts.append(mode.cost + sum(self._dearest_part(part) for part in mode.parts))
        return max(amounts)

    def _dearest_part(self, part: PartModel) -> int:
        """Cents that nobody's work on a part exceeds."""
        known = self._dearest_parts
        if part.alike not in known:
            known[part.alike] = sorted(
                max((cost for _, cost in self.cost_steps(person, length, part.share, 0, self.length)), default=0)
                for person, length in part.length.items()
            )
        return sum(known[part.alike][-part.people :])

    @cached_property
    def hourly(self) -> tuple[int, ...]:
        """Cents of an hour of each person on the status date."""
        return tuple(int(card.at(self.portfolio.as_of_tick) * 100) for card in self.rate_cards)

    @cached_property
    def firm_dues(self) -> tuple[DueModel, ...]:
        """Dates that must not be passed."""
        return tuple(due for due in self.dues if due.firm is not None)

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
    def relevant_time(self) -> tuple[Slots, Slots, Slots]:
        """The people who matter for evenness, and for each their working and booked ticks before each grid moment."""
        people = sorted(self.relevant)
        shape = (len(people), self.length + 1)
        working = np.array([self.working(person) for person in people], dtype=np.int64).reshape(shape)
        booked = np.array([self.booked(person) for person in people], dtype=np.int64).reshape(shape)
        return np.array(people, dtype=np.int64), working, booked

    def able(self, part: PartModel) -> Slots:
        """Everybody who may do a part, a row each: the person, own slots, cents as in `steady_cost`."""
        known = self._able
        if part.alike not in known:
            rows = [
                (person, length, self.steady_cost(person, length, part.share)) for person, length in part.length.items()
            ]
            known[part.alike] = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return known[part.alike]

    def steady_cost(self, person: int, length: int, share: int) -> int:
        """Cents that `length` own slots of a person cost whenever they are worked, -1 when that depends on it."""
        if self.portfolio.has_money and len(self.rates[person]) > 1:
            return -1
        return self.cost(person, length, share, 0)

    def cost(self, person: int, length: int, share: int, start: int) -> int:
        """Cents that `length` own slots cost when a person starts them at a grid slot."""
        if not self.portfolio.has_money:
            return 0
        rates = self.rates[person]
        first = self.axes[person].before_list[start]
        segment = bisect_right(rates, first, key=lambda rate: rate[0]) - 1
        inside = segment + 1 == len(rates) or rates[segment + 1][0] >= first + length
        key = (person, length, share, -1 - segment if inside else first)
        if key not in self._costs:
            hours = Decimal(self.portfolio.grid.minutes) / 60
            total = Decimal(0)
            for number in range(segment, len(rates)):
                begin, rate = rates[number]
                stop = rates[number + 1][0] if number + 1 < len(rates) else first + length
                total += max(0, min(stop, first + length) - max(begin, first)) * hours * rate
            self._costs[key] = int(cents(total * Decimal(share) / 100) * 100)
        return self._costs[key]

    def cost_steps(self, person: int, length: int, share: int, low: int, high: int) -> list[tuple[int, int]]:
        """Starts between two grid moments from which on a piece of work costs something else, with its cents."""
        axis, rates = self.axes[person], self.rates[person]
        first, last = axis.before_list[low], axis.before_list[min(high, self.length)] - length
        if last < first:
            return []
        starts = {first}
        for begin, _ in rates[1:]:
            starts.update(range(max(first, begin - length), min(last, begin) + 1))
        steps: list[tuple[int, int]] = []
        for own in sorted(starts):
            slot = axis.slot_list[own]
            amount = self.cost(person, length, share, slot)
            if not steps or amount != steps[-1][1]:
                steps.append((slot, amount))
        return steps

    @cached_property
    def rates(self) -> list[list[tuple[int, Decimal]]]:
        """Cost of an hour of each person by own slot from which it holds."""
        found = []
        for person, card in enumerate(self.rate_cards):
            ticks = [self.portfolio.as_of_tick, *(t for t in card.breaks if t > self.portfolio.as_of_tick)]
            before = self.axes[person].before_list
            rates: dict[int, Decimal] = {}
            for tick in ticks:
                rates[before[self.moment(tick)]] = card.at(tick)
            found.append(sorted(rates.items()))
        return found

    @cached_property
    def _dearest_parts(self) -> dict[tuple[int, int], list[int]]:
        return {}

    @cached_property
    def _able(self) -> dict[tuple[int, int], Slots]:
        return {}

    @cached_property
    def _costs(self) -> dict[tuple[int, int, int, int], int]:
        return {}
