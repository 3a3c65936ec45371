"""From a portfolio to an instance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm
from typing import cast

import numpy as np

from ipmplan.core.broken import broken_budgets, broken_pools, is_broken_due
from ipmplan.core.calendar import Calendar
from ipmplan.core.eligibility import candidates
from ipmplan.core.loads import asked_for
from ipmplan.core.money import RateCard, cents
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.scope import Scope, TaskLink, scope
from ipmplan.core.spent import spent_by_project
from ipmplan.core.started import Piece, Started, efficiency, started
from ipmplan.core.timesheet import timesheet
from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.core.working_time import WorkingTime, working_time
from ipmplan.instance.data import (
    DueModel,
    Instance,
    LinkModel,
    Mode,
    PartModel,
    PoolModel,
    ProjectModel,
    Relation,
    Slots,
    TaskModel,
    TimeAxis,
    ended,
)

UNLIMITED = 10**9


def build_instance(portfolio: Portfolio, days: int) -> Instance:
    """Translate what is to plan into integers.

    Parameters
    ----------
    days
        Days from the status date that the shared grid covers.
    """
    return _Builder(portfolio, days).instance()


class _Builder:
    """One pass over a portfolio; keeps what several parts of the translation share."""

    def __init__(self, portfolio: Portfolio, days: int) -> None:
        self.portfolio = portfolio
        self.scope: Scope = scope(portfolio)
        self.grid = portfolio.grid
        self.today = portfolio.as_of_tick
        self.horizon = self.grid.start_of(portfolio.as_of_day + timedelta(days=days))
        self.time: WorkingTime = working_time(portfolio, self.horizon)
        self.states: Mapping[str, Started] = started(portfolio)
        self.people = tuple(person.id for person in portfolio.people)
        self.index = {person: number for number, person in enumerate(self.people)}
        self.pool_index = {pool.id: number for number, pool in enumerate(portfolio.pools)}
        self.project_index = {project.id: number for number, project in enumerate(self.scope.projects)}
        self.fixed = self._fixed_tasks()
        self.open: tuple[Task, ...] = tuple(task for task in self.scope.tasks if task.id not in self.fixed)
        self.task_index = {task.id: number for number, task in enumerate(self.open)}
        self.facts: dict[str, list[tuple[int, TaskLink]]] = {}
        self._candidates: dict[tuple[frozenset[str], tuple[Pin, ...], Part], tuple[str, ...]] = {}
        self._known: dict[tuple[frozenset[str], tuple[Pin, ...], Part, int], dict[int, int]] = {}

    def instance(self) -> Instance:
        links = self._links()
        modes = self._all_modes()
        ticks, axis, axes = self._axes(modes)
        projects, scale = self._projects()
        return Instance(
            portfolio=self.portfolio,
            time=self.time,
            scope=self.scope,
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
            relevant=frozenset(self.index[person] for person in asked_for(self.portfolio)),
            weight_scale=scale,
            running=self._running(ticks),
            alternatives={name: self.states[name].alternative for name in self.fixed if name in self.states},
        )

    def _running(self, ticks: Slots) -> dict[int, list[int]]:
        """Cents of bookings without an end, by project and by the grid moment of the last finish."""
        if not any(b.project in self.project_index for b in self.portfolio.bookings) or not self.portfolio.has_money:
            return {}
        found: dict[int, list[int]] = {}
        for person in self.people:
            card = RateCard(self.portfolio, self.time, person)
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
        return found

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

    def _all_modes(self) -> list[tuple[Mode, ...]]:
        """Modes of the open tasks; they do not depend on how far the grid reaches and are kept with the portfolio."""
        known = cast("dict[str, tuple[Mode, ...]]", self.portfolio.memo.setdefault("modes", {}))
        for task in self.open:
            if task.id not in known:
                known[task.id] = self._modes(task)
        return [known[task.id] for task in self.open]

    def _modes(self, task: Task) -> tuple[Mode, ...]:
        state = self.states.get(task.id)
        if state is not None:
            return (self._started_mode(task, state),)
        modes: list[Mode] = []
        for number, alternative in enumerate(task.work or (Alternative(wait=Fraction(0)),)):
            modes.extend(self._fresh_modes(task, number, alternative))
        return tuple(modes)

    def _fresh_modes(self, task: Task, number: int, alternative: Alternative) -> Iterator[Mode]:
        uses = self._uses(task, alternative)
        cost = int(cents(alternative.cost) * 100)
        if alternative.wait is not None or not alternative.parts:
            wait = self.grid.ticks(alternative.wait or Fraction(0))
            yield Mode(number, (), wait, uses, cost, self._fact_bound(task.id, "F", wait))
            return
        able = [self._able(task, part) for part in alternative.parts]
        groups = [group if len(parts) > 1 else None for group, parts in enumerate(alternative.groups) for _ in parts]
        counts = [
            range(part.fewest, min(part.most, len(people)) + 1)
            for part, people in zip(alternative.parts, able, strict=True)
        ]
        for chosen in product(*counts):
            parts = tuple(
                PartModel(
                    number=index,
                    skill=part.skill or "",
                    people=count,
                    share=part.share,
                    length=self._lengths(task, part, count),
                    group=group,
                )
                for index, (part, count, group) in enumerate(zip(alternative.parts, chosen, groups, strict=True))
            )
            yield Mode(number, parts, None, uses, cost)

    def _able(self, task: Task, part: Part) -> tuple[str, ...]:
        """Who may do a part; the same answer for all tasks with the same wishes."""
        key = (*self._wishes(task), part)
        if key not in self._candidates:
            self._candidates[key] = candidates(self.portfolio, task, part)
        return self._candidates[key]

    def _wishes(self, task: Task) -> tuple[frozenset[str], tuple[Pin, ...]]:
        """What besides a part decides who may do it: its project's team, and pins."""
        project = self.portfolio.project.get(task.project)
        return frozenset(project.team if project is not None else ()), task.people

    def _lengths(self, task: Task, part: Part, count: int) -> dict[int, int]:
        """Length by person; one object for all parts that are alike, which saves what is worked out from it later."""
        key = (*self._wishes(task), part, count)
        if key not in self._known:
            self._known[key] = {
                self.index[person]: _elapsed(
                    part.hours, count, efficiency(self.portfolio, part, person), part.share, self.grid.hours
                )
                for person in self._able(task, part)
            }
        return self._known[key]

    def _started_mode(self, task: Task, state: Started) -> Mode:
        alternative = task.work[state.alternative] if task.work else Alternative(wait=Fraction(0))
        uses = self._uses(task, alternative)
        if alternative.wait is not None:
            wait = self.grid.ticks(alternative.wait)
            return Mode(state.alternative, (), wait, uses, 0, self._fact_bound(task.id, "F", max(wait, 1)))
        return Mode(
            state.alternative, tuple(self._piece(task, alternative, piece) for piece in state.pieces), None, uses, 0
        )

    def _piece(self, task: Task, alternative: Alternative, piece: Piece) -> PartModel:
        part = alternative.parts[piece.part]
        if piece.person is not None:
            length = {self.index[piece.person]: _elapsed(piece.hours, 1, Fraction(1), part.share, self.grid.hours)}
        else:
            length = {
                self.index[person]: _elapsed(
                    piece.hours / efficiency(self.portfolio, part, person) + piece.handover,
                    1,
                    Fraction(1),
                    part.share,
                    self.grid.hours,
                )
                for person in candidates(self.portfolio, task, part)
                if person not in piece.excluded
            }
        return PartModel(piece.part, part.skill or "", 1, part.share, length, piece=True)

    def _uses(self, task: Task, alternative: Alternative) -> dict[int, int]:
        uses: dict[int, int] = {}
        for use in (*task.uses, *alternative.uses):
            if use.units and use.pool in self.pool_index:
                pool = self.pool_index[use.pool]
                uses[pool] = uses.get(pool, 0) + use.units
        return uses

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
        spent = spent_by_project(self.portfolio, self.time, None)
        members: dict[int, list[int]] = {}
        for number, task in enumerate(self.open):
            members.setdefault(self.project_index.get(task.project, -1), []).append(number)
        done: dict[str, int] = {}
        for task in self.scope.tasks:
            if task.id in self.fixed:
                end = max(0, self._passed(self.fixed[task.id][1]))
                done[task.project] = max(end, done.get(task.project, 0))
        raised = {change.project: Decimal(0) for change in self.portfolio.changes}
        for change in self.portfolio.changes:
            if change.status == "accepted" and change.price is not None:
                raised[change.project] += change.price
        models = []
        broken = broken_budgets(self.portfolio, self.time)
        for number, project in enumerate(self.scope.projects):
            budget = None
            if project.budget is not None and self.portfolio.has_money:
                budget = int(cents(project.budget + raised.get(project.id, Decimal(0))) * 100)
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
            if due.firm and not is_broken_due(self.portfolio, self.time, due):
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
        broken = broken_pools(self.portfolio)
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
        sheet = timesheet(self.portfolio)
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


@lru_cache(maxsize=65536)
def _elapsed(hours: Fraction, people: int, rate: Fraction, share: int, step: Fraction) -> int:
    """Own slots that pass: hours / people / efficiency / share, rounded up to the grid once."""
    return -(-(hours * 100) // (people * rate * share * step))
