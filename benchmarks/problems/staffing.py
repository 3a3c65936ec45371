"""One person with one skill at a level for each task (iMOPSE's MS-RCPSP)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from benchmarks.problems.problem import Judgement, portfolio, spans, unit
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with a salary for an hour and a level, from 0, for each of their skills."""

    salary: Decimal
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Job:
    """A task for one person with `skill` at `level` (from 0) or better."""

    duration: int
    skill: str
    level: int
    predecessors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Staffing:
    """Jobs and the workers who do them; both by the number that the file gives them."""

    name: str
    workers: Mapping[int, Worker]
    jobs: Mapping[int, Job]

    @property
    def size(self) -> int:
        """Number of tasks."""
        return len(self.jobs)

    def portfolio(self) -> Portfolio:
        """Say it as ``Q4:2 24h`` with levels from 1, as a portfolio counts them, and salaries as rates."""
        people = [
            Person(
                f"w{number}",
                skills=tuple(Skill(name, level + 1) for name, level in worker.levels.items()),
                rate=worker.salary,
            )
            for number, worker in self.workers.items()
        ]
        tasks = [
            Task(
                f"t{number}",
                project="p",
                work=(Alternative(groups=((Part(Fraction(job.duration), job.skill, job.level + 1),),)),),
                after=tuple(Link(f"t{predecessor}") for predecessor in job.predecessors),
            )
            for number, job in self.jobs.items()
        ]
        return portfolio(self.name, tasks, projects=[Project("p")], people=people)

    def judge(self, schedule: Schedule) -> Judgement:
        """Judge by durations, predecessors, one capable person for each job and one job for each person at a time."""
        breaches: list[str] = []
        found = spans(schedule, {f"t{number}": None for number in self.jobs}, breaches)
        for name, span in found.items():
            job = self.jobs[int(name[1:])]
            if span.end - span.start != job.duration:
                breaches.append(f"{name} takes {span.end - span.start}, should take {job.duration}")
            breaches.extend(
                f"{name} starts at {span.start}, t{predecessor} ends at {found[f't{predecessor}'].end}"
                for predecessor in job.predecessors
                if f"t{predecessor}" in found and span.start < found[f"t{predecessor}"].end
            )
        doers: dict[str, int] = dict.fromkeys(found, 0)
        busy: dict[str, list[tuple[int, int, str]]] = {f"w{number}": [] for number in self.workers}
        for row in schedule.assignments:
            if row.task not in found or row.person not in busy:
                breaches.append(f"{row.person} at {row.task} is not of the instance")
                continue
            span, job = found[row.task], self.jobs[int(row.task[1:])]
            if (unit(row.start), unit(row.end)) != (span.start, span.end):
                breaches.append(f"{row.person} is not at {row.task} for its whole duration")
            if self.workers[int(row.person[1:])].levels.get(job.skill, -1) < job.level:
                breaches.append(f"{row.person} lacks {job.skill} at {job.level} for {row.task}")
            doers[row.task] += 1
            busy[row.person].append((span.start, span.end, row.task))
        breaches.extend(f"{name} is done by {count} people" for name, count in doers.items() if count != 1)
        for person, times in busy.items():
            times.sort()
            for (_, end, first), (start, _, second) in pairwise(times):
                if start < end:
                    breaches.append(f"{person} is at {first} and {second} at once")
        return Judgement(max((span.end for span in found.values()), default=0), tuple(breaches))
