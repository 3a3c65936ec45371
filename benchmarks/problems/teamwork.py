"""Several people at once (MSPSP): each contributes one skill for the whole duration of an activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from benchmarks.problems.problem import Judgement, Span, portfolio, spans, unit
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part


@dataclass(frozen=True, slots=True)
class Activity:
    """`needs` = how many people for each skill; `predecessors` are numbers of activities."""

    duration: int
    needs: tuple[int, ...]
    predecessors: tuple[int, ...] = ()

    @property
    def is_dummy(self) -> bool:
        """Whether it takes nothing at all, as a source or a sink does."""
        return self.duration == 0 and not any(self.needs)


@dataclass(frozen=True)
class Teamwork:
    """Activities that need several people at once, and who masters what.

    Parameters
    ----------
    masters
        For each person whether they master each skill.
    activities
        As the file numbers them, from 0; each after its predecessors.
    """

    name: str
    masters: tuple[tuple[bool, ...], ...]
    activities: tuple[Activity, ...]

    @cached_property
    def real(self) -> Mapping[str, int]:
        """Numbers of the activities that are planned, by task id; dummies are not."""
        return {f"a{n}": n for n, activity in enumerate(self.activities) if not activity.is_dummy}

    @property
    def size(self) -> int:
        """Number of tasks."""
        return len(self.real)

    def portfolio(self) -> Portfolio:
        """Say it as one `+` group for each activity: ``s0 6h x2 + s2 3h`` is three people for three hours."""
        people = [
            Person(f"w{n}", skills=tuple(Skill(f"s{s}") for s, has in enumerate(row) if has))
            for n, row in enumerate(self.masters)
        ]
        tasks = [
            Task(
                name,
                project="p",
                work=(_alternative(self.activities[number]),),
                after=tuple(Link(f"a{p}") for p in self._bridged(number)),
            )
            for name, number in self.real.items()
        ]
        return portfolio(self.name, tasks, projects=[Project("p")], people=people)

    def _bridged(self, number: int) -> Sequence[int]:
        before: dict[int, None] = {}
        for predecessor in self.activities[number].predecessors:
            dummy = self.activities[predecessor].is_dummy
            before.update(dict.fromkeys(self._bridged(predecessor) if dummy else [predecessor]))
        return list(before)

    def judge(self, schedule: Schedule) -> Judgement:
        """Judge by durations, the network with its dummies, heads for each skill, mastery and one place at a time."""
        breaches: list[str] = []
        found = spans(schedule, self.real, breaches)
        for name, span in found.items():
            if span.end - span.start != self.activities[self.real[name]].duration:
                breaches.append(
                    f"{name} takes {span.end - span.start}, should take {self.activities[self.real[name]].duration}"
                )
        breaches.extend(self._out_of_order(found))
        breaches.extend(self._badly_staffed(schedule, found))
        return Judgement(max((span.end for span in found.values()), default=0), tuple(breaches))

    def _out_of_order(self, found: Mapping[str, Span]) -> list[str]:
        return [
            f"{name} starts at {span.start}, a{predecessor} ends at {found[f'a{predecessor}'].end}"
            for name, span in found.items()
            for predecessor in self._bridged(self.real[name])
            if f"a{predecessor}" in found and span.start < found[f"a{predecessor}"].end
        ]

    def _badly_staffed(self, schedule: Schedule, found: Mapping[str, Span]) -> list[str]:
        breaches: list[str] = []
        heads: dict[str, Counter[int]] = {name: Counter() for name in found}
        busy: dict[str, list[tuple[int, int, str]]] = {f"w{n}": [] for n in range(len(self.masters))}
        for row in schedule.assignments:
            start, end = unit(row.start), unit(row.end)
            if row.task not in found or row.person not in busy or start is None or end is None:
                breaches.append(f"{row.person} at {row.task} from {row.start} to {row.end} is not of the instance")
                continue
            if (start, end) != (found[row.task].start, found[row.task].end):
                breaches.append(f"{row.person} is not at {row.task} for its whole duration")
            skill = int(row.skill[1:]) if row.skill[:1] == "s" and row.skill[1:].isdigit() else -1
            if not 0 <= skill < len(self.masters[0]) or not self.masters[int(row.person[1:])][skill]:
                breaches.append(f"{row.person} does not master {row.skill} for {row.task}")
            heads[row.task][skill] += 1
            busy[row.person].append((start, end, row.task))
        for name, count in heads.items():
            needs = {s: n for s, n in enumerate(self.activities[self.real[name]].needs) if n}
            if dict(count) != needs:
                breaches.append(f"{name} has people {dict(count)} by skill, needs {needs}")
        for person, times in busy.items():
            times.sort()
            for (_, end, first), (start, _, second) in pairwise(times):
                if start < end:
                    breaches.append(f"{person} is at {first} and {second} at once")
        return breaches


def _alternative(activity: Activity) -> Alternative:
    if not any(activity.needs):
        return Alternative(wait=Fraction(activity.duration))
    seats = [(skill, heads) for skill, heads in enumerate(activity.needs) if heads]
    if len(seats) == 1 and seats[0][1] > 1:
        # A part alone with several people lets each work in their own time; beside another part they start together.
        seats = [(seats[0][0], 1), (seats[0][0], seats[0][1] - 1)]
    group = tuple(
        Part(hours=Fraction(activity.duration * heads), skill=f"s{skill}", fewest=heads, most=heads)
        for skill, heads in seats
    )
    return Alternative(groups=(group,))
