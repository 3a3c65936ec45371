"""Projects under scarce resources: RCPSP, multi-mode RCPSP and several projects that share resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from benchmarks.problems.problem import Judgement, Span, moment, portfolio, spans
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Pool, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Use


@dataclass(frozen=True, slots=True)
class Resource:
    """Units there are at any time (renewable) or altogether."""

    capacity: int
    renewable: bool = True


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an activity; `demands` has one number for each resource."""

    duration: int
    demands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """A node of the network; `successors` are numbers of activities; not done before `release`."""

    modes: tuple[Mode, ...]
    successors: tuple[int, ...] = ()
    project: int = 0
    release: int = 0

    @property
    def is_dummy(self) -> bool:
        """Whether it takes nothing at all, as a source or a sink does."""
        return all(mode.duration == 0 and not any(mode.demands) for mode in self.modes)


@dataclass(frozen=True)
class Network:
    """Activities with modes, a network of predecessors, and resources.

    Parameters
    ----------
    name
        What to call it.
    resources, activities
        As the file numbers them, from 0.
    """

    name: str
    resources: tuple[Resource, ...]
    activities: tuple[Activity, ...]

    @cached_property
    def real(self) -> Mapping[str, int]:
        """Numbers of the activities that are planned, by task id; dummies are not."""
        return {f"a{n}": n for n, activity in enumerate(self.activities) if not activity.is_dummy}

    @property
    def size(self) -> int:
        """Number of tasks."""
        return len(self.real)

    @cached_property
    def predecessors(self) -> Sequence[Sequence[int]]:
        """Direct predecessors of each activity."""
        found: list[list[int]] = [[] for _ in self.activities]
        for number, activity in enumerate(self.activities):
            for successor in activity.successors:
                found[successor].append(number)
        return found

    @cached_property
    def order(self) -> Sequence[int]:
        """All activities, each after its predecessors."""
        missing = [len(before) for before in self.predecessors]
        ready = [number for number, count in enumerate(missing) if count == 0]
        for number in ready:
            for successor in self.activities[number].successors:
                missing[successor] -= 1
                if missing[successor] == 0:
                    ready.append(successor)
        return ready

    def portfolio(self) -> Portfolio:
        """Say it as waits that use pools; dummies are bridged: who followed them follows whom they followed."""
        bridged: dict[int, list[int]] = {}
        release: dict[int, int] = {}
        for number in self.order:
            before: dict[int, None] = {}
            release[number] = self.activities[number].release
            for predecessor in self.predecessors[number]:
                if self.activities[predecessor].is_dummy:
                    before.update(dict.fromkeys(bridged[predecessor]))
                    release[number] = max(release[number], release[predecessor])
                else:
                    before[predecessor] = None
            bridged[number] = list(before)
        used = {r for a in self.activities for mode in a.modes for r, units in enumerate(mode.demands) if units}
        pools = [
            Pool(f"r{n}", capacity=resource.capacity, kind="renewable" if resource.renewable else "consumable")
            for n, resource in enumerate(self.resources)
            if n in used
        ]
        tasks = [
            Task(
                name,
                project=f"p{self.activities[number].project}",
                work=tuple(_alternative(mode) for mode in self.activities[number].modes),
                after=tuple(Link(f"a{predecessor}") for predecessor in bridged[number]),
                not_before=moment(release[number]) if release[number] else None,
            )
            for name, number in self.real.items()
        ]
        projects = [Project(name) for name in dict.fromkeys(task.project for task in tasks)]
        return portfolio(self.name, tasks, projects=projects, pools=pools)

    def judge(self, schedule: Schedule) -> Judgement:
        """Judge by modes, durations, the network with its dummies, resource profiles and totals."""
        breaches: list[str] = []
        found = spans(schedule, self.real, breaches)
        modes: dict[str, Mode] = {}
        for name, span in found.items():
            choices = self.activities[self.real[name]].modes
            if not 0 <= span.alternative < len(choices):
                breaches.append(f"{name} has no mode {span.alternative}")
                continue
            modes[name] = choices[span.alternative]
            if span.end - span.start != modes[name].duration:
                breaches.append(f"{name} takes {span.end - span.start}, its mode takes {modes[name].duration}")
        breaches.extend(self._out_of_order(found))
        breaches.extend(self._overdrawn(found, modes))
        return Judgement(max((span.end for span in found.values()), default=0), tuple(breaches))

    def _out_of_order(self, found: Mapping[str, Span]) -> list[str]:
        breaches: list[str] = []
        end: dict[int, int] = {}
        for number in self.order:
            earliest = max((end[p] for p in self.predecessors[number]), default=0)
            earliest = max(earliest, self.activities[number].release)
            span = found.get(f"a{number}", Span(earliest, earliest))
            if span.start < earliest:
                breaches.append(f"a{number} starts at {span.start}, its predecessors end at {earliest}")
            end[number] = span.end
        return breaches

    def _overdrawn(self, found: Mapping[str, Span], modes: Mapping[str, Mode]) -> list[str]:
        breaches: list[str] = []
        for number, resource in enumerate(self.resources):
            if not resource.renewable:
                total = sum(mode.demands[number] for mode in modes.values())
                if total > resource.capacity:
                    breaches.append(f"{total} of {resource.capacity} units of resource {number} are used up")
                continue
            steps = sorted(
                (at, units)
                for name, mode in modes.items()
                for at, units in ((found[name].start, mode.demands[number]), (found[name].end, -mode.demands[number]))
            )
            held = 0
            for at, units in steps:
                held += units
                if held > resource.capacity:
                    breaches.append(f"{held} of {resource.capacity} units of resource {number} are held at {at}")
                    break
        return breaches


def _alternative(mode: Mode) -> Alternative:
    uses = tuple(Use(f"r{n}", units) for n, units in enumerate(mode.demands) if units)
    return Alternative(wait=Fraction(mode.duration), uses=uses)
