"""From a portfolio to an instance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.instance.data import (
    DueModel,
    Instance,
    LinkModel,
    Mode,
    PoolModel,
    ProjectModel,
    Relation,
    Slots,
    TaskModel,
    TimeAxis,
    ended,
)
from ipmplan.instance.ways import Ways
from ipmplan.study.loads import asked_for
from ipmplan.study.money import cents
from ipmplan.study.scope import Scope, TaskLink
from ipmplan.study.started import Started
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime

UNLIMITED = 10**9
ROOM_DAYS = 31


class Translator:
    """Turns what a portfolio has to plan into integers, on shared grids of any length.

    What does not depend on the length is worked out once.

    Parameters
    ----------
    portfolio
        One without errors, as it is planned.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self._study: Study | None = None
        self._ways = Ways(portfolio)

    def instance(self, days: int) -> Instance:
        """The instance whose grid covers so many days from the status date."""
        grid = self.portfolio.grid
        horizon = grid.start_of(self.portfolio.as_of_day + timedelta(days=days))
        if self._study is None or self._study.until < horizon + ROOM_DAYS * grid.ticks_a_day:
            self._study = Study.reaching(self.portfolio, horizon)
        return _Builder(self._study, horizon, self._ways).instance()


def build_instance(portfolio: Portfolio, days: int) -> Instance:
    """Translate what is to plan into integers, once; `Translator` does so for several lengths.

    Parameters
    ----------
    days
        Days from the status date that the shared grid covers.
    """
    return Translator(portfolio).instance(days)


class _Builder:
    """One pass over a portfolio; keeps what several parts of the translation share."""

    def __init__(self, study: Study, horizon: int, ways: Ways) -> None:
        portfolio = study.portfolio
        self.study = study
        self.portfolio = portfolio
        self.scope: Scope = study.scope
        self.grid = portfolio.grid
        self.today = portfolio.as_of_tick
        self.horizon = horizon
        self.ways = ways
        self.time: WorkingTime = study.time
        self.states: Mapping[str, Started] = study.started
        self.people = tuple(person.id for person in portfolio.people)
        self.index = {person: number for number, person in enumerate(self.people)}
        self.project_index = {project.id: number for number, project in enumerate(self.scope.projects)}
        self.fixed = self._fixed_tasks()
        self.open: tuple[Task, ...] = tuple(task for task in self.scope.tasks if task.id not in self.fixed)
        self.task_index = {task.id: number for number, task in enumerate(self.open)}
        self.facts: dict[str, list[tuple[int, TaskLink]]] = {}

    def instance(self) -> Instance:
        links = self._links()
        modes = [self.ways.of(task, self.states.get(task.id), self._end_bounds(task)) for task in self.open]
        ticks, axis, axes = self._axes(modes)
        projects, scale = self._projects()
        return Instance(
            study=self.study,
            ticks=ticks,
            axis=axis,
            axes=axes,
            people=self.people,
            projects=projects,
            pools=self._pools(),
            tasks=tuple(self._task(n, task, modes[n], ticks, axis) for n, task in enumerate(self.open)),
            links=links,
            dues=self._dues(ticks, scale),
            relations=tuple(self._relations()),
            fixed=self.fixed,
            relevant=frozenset(self.index[person] for person in asked_for(self.study)),
            weight_scale=scale,
            running=self._running(ticks),
            alternatives={name: self.states[name].alternative for name in self.fixed if name in self.states},
        )

    def _running(self, ticks: Slots) -> dict[int, list[int]]:
        """Cents of bookings that come with the last finish, by project and by its grid moment.

        Those without an end stop there; those behind them in somebody's time cost more or less than their least.
        """
        if not any(b.project in self.project_index for b in self.portfolio.bookings) or not self.portfolio.has_money:
            return {}
        found: dict[int, list[int]] = {}
        for person in self.people:
            self._add_endless(found, person, ticks)
            self._add_moving(found, person, ticks)
        return found

    def _add_endless(self, found: dict[int, list[int]], person: str, ticks: Slots) -> None:
        card = self.study.card(person)
        for placed in self.time.bookings(person):
            project = self.project_index.get(self.portfolio.booking[placed.booking].project)
            if project is None or not placed.endless:
                continue
            table = found.setdefault(project, [0] * (len(ticks) + 1))
            for start, end in placed.intervals:
                whole = int(card.cost(self.time.person(person), start, end) * 100)
                for moment in range(1, len(table)):
                    tick = int(ticks[moment - 1]) + 1
                    if tick > start:
                        part = int(card.cost(self.time.person(person), start, tick) * 100) if tick < end else whole
                        table[moment] += part

    def _add_moving(self, found: dict[int, list[int]], person: str, ticks: Slots) -> None:
        steps = self.study.booked_steps(person)
        if len(steps) == 1:
            return
        begins = [tick for tick, _ in steps]
        moments = [bisect_right(begins, tick) - 1 for tick in (self.today, *(int(tick) + 1 for tick in ticks))]
        for project in dict.fromkeys(name for _, costs in steps for name in costs):
            amounts = [int(costs.get(project, Decimal(0)) * 100) for _, costs in steps]
            if project in self.project_index and len(set(amounts)) > 1:
                table = found.setdefault(self.project_index[project], [0] * (len(ticks) + 1))
                for moment, number in enumerate(moments):
                    table[moment] += amounts[number] - min(amounts)

    def _passed(self, tick: int) -> int:
        return self.time.portfolio.count(self.today, tick)

    def _fixed_tasks(self) -> dict[str, tuple[int, int]]:
        """Finished tasks, and waits that began before today with nothing left that could move them."""
        fixed = {name: (s.start, s.end) for name, s in self.states.items() if s.end is not None}
        return {**fixed, **self._past_waits(fixed)}

    def _past_waits(self, fixed: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """Waits without pools that began in the past: their start is what links to facts and `not_before` say."""
        found: dict[str, tuple[int, int]] = {}
        incoming: dict[str, list[TaskLink]] = {}
        for link in self.scope.links:
            incoming.setdefault(link.after, []).append(link)
        waiting = [t for t in self.scope.tasks if _only_waits(t) and t.id not in fixed]
        calendar = self.time.portfolio
        progressed = True
        while progressed:
            progressed = False
            for task in waiting:
                if task.id in found:
                    continue
                length = self.grid.ticks(task.work[0].wait or Fraction(0))
                state = self.states.get(task.id)
                bounds = self._past_bounds(task, incoming.get(task.id, []), {**fixed, **found}, length, state)
                if bounds is None:
                    continue
                start_bound, end_bound = bounds
                base = calendar.before(self.today)
                if state is not None:
                    start = state.start
                    first = calendar.before(start) - base
                else:
                    if start_bound >= 0 or base + start_bound < 0:
                        continue
                    first = start_bound
                    start = calendar.slot(base + first)
                passed = max(first + length, end_bound, 1)
                end = calendar.slot(base + passed - 1) + 1
                found[task.id] = (start, end)
                progressed = True
        return found

    def _past_bounds(
        self,
        task: Task,
        links: list[TaskLink],
        known: Mapping[str, tuple[int, int]],
        length: int,
        state: Started | None,
    ) -> tuple[int, int] | None:
        """Least portfolio slots before start and end, None while a link comes from something still to plan."""
        start_bounds: list[int] = []
        end_bounds: list[int] = []
        for link in links:
            into_start = link.type in ("FS", "SS")
            if state is not None and into_start:
                continue
            if link.before in known:
                moment = known[link.before][1 if link.type[0] == "F" else 0]
            elif link.type[0] == "S" and link.before in self.states:
                moment = self.states[link.before].start
            else:
                return None
            if into_start:
                start_bounds.append(self._passed(moment) + link.lag)
            else:
                end_bounds.append(self._bound(moment, link.lag, length if state is None else max(length, 1)))
        if state is not None:
            return 0, max(end_bounds, default=0)
        release = self.scope.release(task)
        if release is not None:
            start_bounds.append(self._passed(release))
        start_bounds += [bound - length for bound in end_bounds]
        return (max(start_bounds), 0) if start_bounds else None

    def _links(self) -> tuple[LinkModel, ...]:
        """Links between open tasks; those from facts become bounds."""
        found = []
        for link in self.scope.links:
            if link.after not in self.task_index:
                continue
            after = self.states.get(link.after)
            if after is not None and link.type in ("FS", "SS"):
                continue
            moment = self._known_moment(link)
            if moment is None:
                found.append(LinkModel(self.task_index[link.before], self.task_index[link.after], link.type, link.lag))
            else:
                self.facts.setdefault(link.after, []).append((moment, link))
        return tuple(found)

    def _fact_bound(self, name: str, edge: str, wait: int = 0) -> int | None:
        """Portfolio slots that must have passed before an edge (`S` or `F`) of a task, by links from facts.

        Parameters
        ----------
        wait
            Length, when it is a wait, which ends in portfolio time.
        """
        facts = [(moment, link.lag) for moment, link in self.facts.get(name, ()) if link.type[1] == edge]
        return max((self._bound(moment, lag, wait if edge == "F" else 0) for moment, lag in facts), default=None)

    def _end_bounds(self, task: Task) -> Callable[[int], int | None]:
        return lambda wait: self._fact_bound(task.id, "F", wait)

    def _bound(self, moment: int, lag: int, wait: int) -> int:
        """Portfolio slots that have passed at the first moment after another that a link allows."""
        return self._passed(moment) + lag if lag or not wait else self._ended(moment)

    def _ended(self, tick: int) -> int:
        """Portfolio slots that must have passed for an end in portfolio time not to lie before a tick."""
        return ended(self.time.portfolio, self.today, tick)

    def _known_moment(self, link: TaskLink) -> int | None:
        if link.before in self.fixed:
            return self.fixed[link.before][1 if link.type[0] == "F" else 0]
        if link.type[0] == "S" and link.before in self.states:
            return self.states[link.before].start
        return None

    def _task(self, number: int, task: Task, modes: tuple[Mode, ...], ticks: Slots, axis: TimeAxis) -> TaskModel:
        state = self.states.get(task.id)
        start_bound = self._fact_bound(task.id, "S")
        release = 0
        if state is None:
            moment = self.scope.release(task)
            if moment is not None:
                passed = self._passed(moment)
                start_bound = passed if start_bound is None else max(start_bound, passed)
                release = int(np.searchsorted(ticks, max(moment, self.today)))
            if start_bound is not None and start_bound > 0:
                release = max(release, int(np.searchsorted(axis.before, start_bound)))
        return TaskModel(
            index=number,
            id=task.id,
            project=self.project_index.get(task.project, -1),
            modes=modes,
            release=release,
            start_bound=start_bound,
            end_bound=self._fact_bound(task.id, "F"),
            started=state.start if state is not None else None,
        )

    def _axes(self, modes: Iterable[tuple[Mode, ...]]) -> tuple[Slots, TimeAxis, tuple[TimeAxis, ...]]:
        needed = {person for task in modes for mode in task for part in mode.parts for person in part.length}
        length = self.horizon - self.today
        masks = [
            self._mask(self.time.free(person), length) if number in needed else np.zeros(length, dtype=bool)
            for number, person in enumerate(self.people)
        ]
        portfolio = self._mask(self.time.portfolio, length)
        anybody = portfolio.copy()
        for mask in masks:
            anybody |= mask
        offsets = np.flatnonzero(anybody)
        ticks = (offsets + self.today).astype(np.int64)
        return ticks, TimeAxis(portfolio[offsets]), tuple(TimeAxis(mask[offsets]) for mask in masks)

    def _mask(self, calendar: Calendar, length: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        edges = np.zeros(length + 1, dtype=np.int32)
        starts = np.clip(np.asarray(calendar.starts, dtype=np.int64) - self.today, 0, length)
        ends = np.clip(np.asarray(calendar.ends, dtype=np.int64) - self.today, 0, length)
        np.add.at(edges, starts, 1)
        np.add.at(edges, ends, -1)
        return np.cumsum(edges[:-1]) > 0

    def _projects(self) -> tuple[tuple[ProjectModel, ...], int]:
        weights = [project.weight for project in self.scope.projects] + [due.weight for due in self.scope.dues]
        scale = lcm(*(weight.denominator for weight in weights)) if weights else 1
        spent = dict(self.study.certain_costs)
        for task in self.scope.tasks:
            # Waits that began in the past are not to be chosen any more; those with progress are in `spent`.
            if task.id in self.fixed and task.id not in self.states and task.project in spent:
                spent[task.project] += cents(task.work[0].cost)
        members: dict[int, list[int]] = {}
        for number, task in enumerate(self.open):
            members.setdefault(self.project_index.get(task.project, -1), []).append(number)
        done: dict[str, int] = {}
        for task in self.scope.tasks:
            if task.id in self.fixed:
                end = max(0, self._passed(self.fixed[task.id][1]))
                done[task.project] = max(end, done.get(task.project, 0))
        models = []
        broken = self.study.broken_budgets
        for number, project in enumerate(self.scope.projects):
            budget = None
            if project.id in self.study.budgets and self.portfolio.has_money:
                budget = int(cents(self.study.budgets[project.id]) * 100)
            models.append(
                ProjectModel(
                    id=project.id,
                    tasks=tuple(members.get(number, ())),
                    weight=int(project.weight * scale),
                    fixed=int(spent.get(project.id, Decimal(0)) * 100),
                    budget=budget,
                    hard=project.budget_limit == "hard" and project.id not in broken,
                    done=done.get(project.id, 0),
                )
            )
        return tuple(models), scale

    def _dues(self, ticks: Slots, scale: int) -> tuple[DueModel, ...]:
        models = []
        for due in self.scope.dues:
            tasks = tuple(self.task_index[name] for name in due.tasks if name in self.task_index)
            if due.end is None or not due.tasks:
                continue
            done = max(
                (self._passed(self.fixed[name][1]) for name in due.tasks if name in self.fixed), default=-(10**9)
            )
            firm = firm_start = None
            if due.firm and not self.study.is_broken(due):
                firm = int(np.searchsorted(ticks, due.end))
                firm_start = int(np.searchsorted(ticks, due.end, side="right")) - 1
            models.append(
                DueModel(
                    id=due.id,
                    tasks=tasks,
                    target=self._passed(due.end) - due.buffer,
                    firm=firm,
                    firm_start=firm_start,
                    weight=int(due.weight * scale),
                    done=done,
                )
            )
        return tuple(models)

    def _pools(self) -> tuple[PoolModel, ...]:
        used: dict[str, int] = {}
        broken = self.study.broken_pools
        for task in self.scope.tasks:
            state = self.states.get(task.id)
            if task.id in self.fixed and state is not None and task.work:
                for use in (*task.uses, *task.work[state.alternative].uses):
                    used[use.pool] = used.get(use.pool, 0) + use.units
        pools = []
        for pool in self.portfolio.pools:
            consumable = pool.kind == "consumable"
            left = pool.capacity - used.get(pool.id, 0) if consumable else pool.capacity
            pools.append(PoolModel(pool.id, UNLIMITED if pool.id in broken else left, consumable))
        return tuple(pools)

    def _relations(self) -> Iterator[Relation]:
        sheet = self.study.sheet
        for task in self.open:
            if task.id in self.states:
                continue
            for pin in task.people:
                if pin.kind not in ("same", "other") or pin.task not in self.scope.ids:
                    continue
                people = frozenset(self.index[row.person] for row in sheet.logged(pin.task) if row.person in self.index)
                state = self.states.get(pin.task)
                if state is not None and not state.pieces and not people:
                    continue
                yield Relation(self.task_index[task.id], pin.kind == "same", self.task_index.get(pin.task), people)


def _only_waits(task: Task) -> bool:
    return len(task.work) == 1 and task.work[0].wait is not None and not task.uses and not task.work[0].uses
