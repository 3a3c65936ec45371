"""The dependency network: cycles, and how far each task of a plan can slip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.reading import Reading
from ipmplan.study.scope import Scope, TaskLink

if TYPE_CHECKING:
    import networkx as nx

NEVER = 10**12


def dependency_graph(portfolio: Portfolio) -> nx.MultiDiGraph[str]:
    """Planned tasks as nodes, links as edges with their `type` and `lag` (portfolio working ticks).

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Task
    >>> from ipmplan.core.work import Link
    >>> tasks = (Task("T1"), Task("T2", after=(Link("T1"),)))
    >>> list(dependency_graph(Portfolio("studio", date(2026, 1, 5), tasks=tasks)).edges(data="type"))
    [('T1', 'T2', 'FS')]
    """
    import networkx as nx

    planned = Scope(portfolio)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(task.id for task in planned.tasks)
    for link in planned.links:
        graph.add_edge(link.before, link.after, type=link.type, lag=link.lag)
    return graph


def critical_path(portfolio: Portfolio, critical: Iterable[str]) -> list[str]:
    """The critical tasks in an order that respects the links."""
    import networkx as nx

    chosen = set(critical)
    order = nx.lexicographical_topological_sort(nx.DiGraph(dependency_graph(portfolio)))
    return [name for name in order if name in chosen]


def slacks(plan: Reading) -> dict[str, float]:
    """Portfolio working hours that each task can slip, the order of everybody's and every pool's work kept.

    Slip until a dated milestone becomes late (or later), or, where none depends on the task, until the plan's last
    finish moves. Finished tasks cannot slip: 0.

    Notes
    -----
    A backward pass over the plan's own dates (total float of the resource-constrained schedule, Bowers 1995, JORS 46,
    80-91): links, and each piece of work before the next one of the same person or pool.
    """
    dated = _Backward(plan, _dated_limits(plan)).run()
    free = _Backward(plan, dict.fromkeys(plan.spans, plan.last)).run()
    found = {}
    for name in plan.spans:
        slack = dated[name] if dated[name] < NEVER else free[name]
        found[name] = plan.grid.to_hours(max(0, slack))
    return found


def free_floats(plan: Reading) -> dict[str, float]:
    """Portfolio working hours that each task can slip before it moves a successor or the last finish."""
    calendar = plan.time.portfolio
    found = {name: calendar.count(end, plan.last) for name, (_, end) in plan.spans.items()}
    for link in plan.scope.links:
        if link.before in plan.spans and link.after in plan.spans:
            source = plan.spans[link.before][1 if link.type[0] == "F" else 0]
            target = plan.spans[link.after][1 if link.type[1] == "F" else 0]
            found[link.before] = min(found[link.before], calendar.count(source, target) - link.lag)
    return {name: plan.grid.to_hours(max(0, ticks)) for name, ticks in found.items()}


def _dated_limits(plan: Reading) -> dict[str, int]:
    """Latest end of each task by the dated milestones it belongs to: their date less the buffer, or their finish."""
    limits: dict[str, int] = {}
    for due in plan.scope.dues:
        ends = [plan.spans[name][1] for name in due.tasks if name in plan.spans]
        if due.end is None or not ends:
            continue
        target = due.end
        if due.buffer:
            calendar = plan.time.portfolio
            count = calendar.before(due.end) - due.buffer
            target = calendar.slot(count - 1) + 1 if count > 0 else calendar.starts[0]
        for name in due.tasks:
            if name in plan.spans:
                limits[name] = min(limits.get(name, NEVER), max(target, *ends))
    return limits


class _Backward:
    """Latest ends of tasks and of their pieces of work, relaxed until nothing changes."""

    def __init__(self, plan: Reading, limits: dict[str, int]) -> None:
        self.plan = plan
        self.calendar = plan.time.portfolio
        self.end = {name: limits.get(name, NEVER) for name in plan.spans}
        self.start = dict.fromkeys(plan.spans, NEVER)
        self.moving = [n for n in plan.spans if n not in plan.started or not plan.started[n].finished]
        self.order = sorted(self.moving, key=lambda name: (plan.spans[name][1], plan.spans[name][0]), reverse=True)
        self.pieces = {
            name: [(stint.row.person, stint.start, stint.end) for stint in plan.stints.get(name, ())]
            for name in self.moving
        }
        self.piece_end: dict[tuple[str, int], int] = {}
        self.next_on_person = self._by_person()
        self.next_on_pool = self._by_pool()
        self.out: dict[str, list[TaskLink]] = {}
        for link in plan.scope.links:
            self.out.setdefault(link.before, []).append(link)

    def run(self) -> dict[str, int]:
        """Ticks of portfolio time between each task's planned and latest moments."""
        changed = True
        while changed:
            changed = False
            for name in self.order:
                before = (self.end[name], self.start[name])
                self._relax(name)
                changed = changed or before != (self.end[name], self.start[name])
        return {name: self._slack(name) for name in self.plan.spans}

    def _relax(self, name: str) -> None:
        for link in self.out.get(name, ()):
            if link.after not in self.start:
                continue
            target = self.end[link.after] if link.type[1] == "F" else self.start[link.after]
            if target >= NEVER:
                continue
            bound = self._minus(target, link.lag) if link.lag else target
            if link.type[0] == "F":
                self.end[name] = min(self.end[name], bound)
            else:
                self.start[name] = min(self.start[name], bound)
        for after in self.next_on_pool.get(name, ()):
            self.end[name] = min(self.end[name], self.start[after])
        if not self.pieces[name]:
            self._relax_wait(name)
            return
        first = min(start for _, start, _ in self.pieces[name])
        for number, (person, start, end) in enumerate(self.pieces[name]):
            latest = self.end[name]
            for other, index in self.next_on_person.get((name, number), ()):
                latest = min(latest, self._piece_start(other, index))
            if start == first and self.start[name] < NEVER:
                latest = min(latest, self._end_from(person, start, end, self.start[name]))
            self.piece_end[name, number] = latest
            self.start[name] = min(self.start[name], self._piece_start(name, number))

    def _relax_wait(self, name: str) -> None:
        start, end = self.plan.spans[name]
        if self.start[name] < NEVER:
            shift = self.calendar.count(start, self.start[name])
            self.end[name] = min(self.end[name], self._plus(end, shift))
        if self.end[name] < NEVER:
            shift = self.calendar.count(end, self.end[name])
            self.start[name] = min(self.start[name], self._plus(start, shift))

    def _piece_start(self, name: str, number: int) -> int:
        """Latest start of a piece of work from its latest end, along its person's calendar."""
        latest = self.piece_end.get((name, number), NEVER)
        person, start, end = self.pieces[name][number]
        if latest >= NEVER:
            return NEVER
        free = self.plan.time.free(person)
        return max(start, self._retreat(free, latest, free.count(start, end)))

    def _end_from(self, person: str, start: int, end: int, latest_start: int) -> int:
        free = self.plan.time.free(person)
        length = free.count(start, end)
        number = free.before(latest_start)
        if latest_start not in free:
            number -= 1
        last = number + length - 1
        return free.slot(last) + 1 if 0 <= last < free.total else NEVER

    @staticmethod
    def _retreat(free: Calendar, end: int, length: int) -> int:
        number = free.before(end) - length
        return free.slot(number) if 0 <= number < free.total else end

    def _minus(self, tick: int, lag: int) -> int:
        """Latest moment from which `lag` portfolio ticks fit before `tick`."""
        number = self.calendar.before(tick) - lag
        return self.calendar.slot(number) if 0 <= number < self.calendar.total else tick

    def _plus(self, tick: int, ticks: int) -> int:
        if ticks <= 0:
            return tick
        number = self.calendar.before(tick) + ticks - 1
        return self.calendar.slot(number) + 1 if number < self.calendar.total else NEVER

    def _slack(self, name: str) -> int:
        start, end = self.plan.spans[name]
        if name not in self.pieces:
            return 0
        room = [self.calendar.count(end, self.end[name]) if self.end[name] < NEVER else NEVER]
        if self.start[name] < NEVER and name not in self.plan.started:
            room.append(self.calendar.count(start, self.start[name]))
        return min(room)

    def _by_person(self) -> dict[tuple[str, int], list[tuple[str, int]]]:
        """Pieces of a person that come right after a piece of theirs."""
        rows: dict[str, list[tuple[int, int, str, int]]] = {}
        for name in self.moving:
            for number, (person, start, end) in enumerate(self.pieces[name]):
                rows.setdefault(person, []).append((start, end, name, number))
        found: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for items in rows.values():
            items.sort()
            for index, (_, end, name, number) in enumerate(items):
                until = NEVER
                for later_start, later_end, other, other_number in items[index + 1 :]:
                    if later_start >= until:
                        break
                    if later_start >= end and other != name:
                        found.setdefault((name, number), []).append((other, other_number))
                        until = min(until, later_end)
        return found

    def _by_pool(self) -> dict[str, list[str]]:
        """Tasks that take a pool right after a task has given it back."""
        holds: dict[str, list[str]] = {}
        renewable = {pool.id for pool in self.plan.portfolio.pools if pool.kind == "renewable"}
        for name in self.moving:
            for pool, units in self.plan.uses(name).items():
                if pool in renewable and units:
                    holds.setdefault(pool, []).append(name)
        found: dict[str, list[str]] = {}
        spans = self.plan.spans
        for users in holds.values():
            users.sort(key=lambda user: spans[user])
            for index, name in enumerate(users):
                until = NEVER
                for other in users[index + 1 :]:
                    if spans[other][0] >= until:
                        break
                    if spans[other][0] >= spans[name][1] and spans[name][1] > spans[name][0]:
                        found.setdefault(name, []).append(other)
                        until = min(until, spans[other][1])
        return found
