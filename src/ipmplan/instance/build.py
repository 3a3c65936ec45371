"""From a portfolio to an instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from math import lcm

import numpy as np

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.instance.axis import Slots, TimeAxis
from ipmplan.instance.instance import Instance
from ipmplan.instance.parts import DueModel, LinkModel, Mode, PoolModel, ProjectModel, Relation, TaskModel
from ipmplan.instance.past import KnownMoments
from ipmplan.instance.running import running
from ipmplan.instance.ways import Ways
from ipmplan.study.loads import asked_for
from ipmplan.study.money import cents
from ipmplan.study.pieces import Started
from ipmplan.study.scope import Scope, TaskLink
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
    portfolio
        One without errors.
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
        self.past = KnownMoments(study)
        self.fixed = self.past.fixed()
        self.open: tuple[Task, ...] = tuple(task for task in self.scope.tasks if task.id not in self.fixed)
        self.task_index = {task.id: number for number, task in enumerate(self.open)}
        self.known_links: dict[str, list[tuple[int, TaskLink]]] = {}

    def instance(self) -> Instance:
        study, links = self.study, self._links()
        modes = [
            self.ways.of(task, self.states.get(task.id), self._end_bounds(task), study.holds.get(task.id))
            for task in self.open
        ]
        ticks, axis, axes = self._axes(modes)
        projects, scale = self._projects()
        return Instance(
            study=study,
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
            relevant=frozenset(self.index[person] for person in asked_for(study)),
            weight_scale=scale,
            running=running(study, ticks, self.project_index),
            alternatives={name: self.states[name].alternative for name in self.fixed if name in self.states},
        )

    def _links(self) -> tuple[LinkModel, ...]:
        """Links between open tasks; those from a moment that is known become bounds."""
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
                self.known_links.setdefault(link.after, []).append((moment, link))
        return tuple(found)

    def _known_bound(self, name: str, edge: str, wait: int = 0) -> int | None:
        """Portfolio slots that must have passed before an edge (`S` or `F`) of a task, by links from what is known.

        Parameters
        ----------
        name, edge
            Id of the task, and which of its edges.
        wait
            Length, when it is a wait, which ends in portfolio time.
        """
        known = [(moment, link) for moment, link in self.known_links.get(name, ()) if link.type[1] == edge]
        return max((self.past.bound(moment, link, wait if edge == "F" else 0) for moment, link in known), default=None)

    def _end_bounds(self, task: Task) -> Callable[[int], int | None]:
        return lambda wait: self._known_bound(task.id, "F", wait)

    def _known_moment(self, link: TaskLink) -> int | None:
        if link.before in self.fixed:
            return self.fixed[link.before][1 if link.type[0] == "F" else 0]
        if link.type[0] == "S" and link.before in self.states:
            return self.states[link.before].start
        return None

    def _task(self, number: int, task: Task, modes: tuple[Mode, ...], ticks: Slots, axis: TimeAxis) -> TaskModel:
        state = self.states.get(task.id)
        start_bound = self._known_bound(task.id, "S")
        release, latest = 0, None
        if state is None:
            moment, held = self.scope.release(task), self.study.holds.get(task.id)
            if held is not None and held.first is not None and held.last is not None:
                moment = held.first if moment is None else max(held.first, moment)
                latest = int(np.searchsorted(ticks, held.last, side="right")) - 1
            if moment is not None:
                passed = self.past.passed(moment)
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
            end_bound=self._known_bound(task.id, "F"),
            started=state.start if state is not None else None,
            latest=latest,
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
                end = max(0, self.past.passed(self.fixed[task.id][1]))
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
                (self.past.passed(self.fixed[name][1]) for name in due.tasks if name in self.fixed), default=-(10**9)
            )
            firm = firm_start = None
            if due.firm and not self.study.is_broken(due):
                firm = int(np.searchsorted(ticks, due.end))
                firm_start = int(np.searchsorted(ticks, due.end, side="right")) - 1
            models.append(
                DueModel(
                    id=due.id,
                    tasks=tasks,
                    target=self.past.passed(due.end) - due.buffer,
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
                if pin.kind not in ("same", "other"):
                    continue
                people = frozenset(self.index[row.person] for row in sheet.logged(pin.task) if row.person in self.index)
                state = self.states.get(pin.task)
                is_done = pin.task not in self.scope.ids or (state is not None and not state.pieces)
                if is_done and not people:
                    continue
                yield Relation(self.task_index[task.id], pin.kind == "same", self.task_index.get(pin.task), people)
