"""Plays sprints of a studio day by day: how `data/studio-after-3-sprints` came about.

    python -m benchmarks.sprints data/studio-after-3-sprints

Every sprint is planned with what was known on its first day, approved, and then worked on: in the order of the plan, when what comes before
is really done, with the hours that each person really had. Some work takes longer than was thought and some less; those who notice say so on Fridays.
What is drawn is drawn with a seed. Every Monday is forecast with what was known then.
Rows of progress from the first sprint on, plans and forecasts are made anew; all other tables stay.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from ipmplan import planner
from ipmplan.core.edits import AddRow
from ipmplan.core.plan import Assignment, Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Decision, Progress
from ipmplan.core.working_days import day_of
from ipmplan.files.approve import approve
from ipmplan.files.csvedit import Changes
from ipmplan.files.edits import write_edits
from ipmplan.files.forecastfile import FORECASTS, keep_forecast, stored_forecasts
from ipmplan.files.planfile import PLANS, approved_plans, write_plan
from ipmplan.files.schema import tables
from ipmplan.files.tableedit import edit_table
from ipmplan.loading import load
from ipmplan.odds.forecast import Forecaster
from ipmplan.study.study import Study

FIRST, SPRINTS, LENGTH = date(2026, 1, 12), 3, timedelta(days=14)
WEEK = timedelta(days=7)
SEED, WORK_LIMIT = 14, 25.0
HALF = Fraction(1, 2)
# How much longer work takes than was thought, by kind: mean and spread of the factor.
TAKES = {
    "concept": (1.05, 0.12),
    "research": (1.1, 0.15),
    "design": (1.08, 0.15),
    "copy": (0.98, 0.12),
    "build": (1.12, 0.2),
}
SURPRISES = {
    "SHOP-catalogue": 1.5,
    "SHOP-flows": 1.3,
    "MUS-story": 0.8,
    "DON-pay": 0.9,
    "DON-form": 1.0,
    "DON-fix": 0.6,
}
# Waits that took longer, in working days.
LATER = {"SHOP-psp": 6, "MUS-visual-ok": 1}
# They write no remaining while they are at work.
SILENT = {"paul", "felix"}
# Waits that are over, as far as anybody knows, but nobody said so.
UNTOLD = {"CARE-proof"}
# What was recorded of bookings, and what does not follow from any plan: date, task, person, hours, cost, note.
BESIDES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("2026-01-16", "am-shop", "jonas", "3.5", "0", "Shop audit talked through"),
    ("2026-01-22", "am-shop", "jonas", "2", "0", ""),
    ("2026-01-29", "am-shop", "jonas", "4", "0", "Payment provider asks for more papers"),
    ("2026-02-05", "am-shop", "jonas", "3", "0", "Offer for the gift subscription"),
    ("2026-02-12", "am-shop", "jonas", "2.5", "0", ""),
    ("2026-02-19", "am-shop", "jonas", "3", "0", ""),
    ("2026-01-15", "am-mus", "lena", "1.5", "0", ""),
    ("2026-01-23", "am-mus", "lena", "2", "0", ""),
    ("2026-02-06", "am-mus", "lena", "2.5", "0", ""),
    ("2026-02-13", "am-mus", "lena", "1", "0", ""),
    ("2026-02-20", "am-mus", "lena", "2", "0", ""),
    ("2026-01-21", "am-tour", "jonas", "1.5", "0", ""),
    ("2026-01-28", "am-tour", "jonas", "1", "0", ""),
    ("2026-02-11", "am-tour", "jonas", "2", "0", "Riddles for children"),
    ("2026-01-20", "care-tom", "tom", "3", "0", "Subscription form"),
    ("2026-01-28", "care-tom", "tom", "2.5", "0", ""),
    ("2026-02-10", "care-tom", "tom", "3.5", "0", "New sponsor's page"),
    ("2026-01-22", "care-noor", "noor", "1", "0", ""),
    ("2026-01-29", "care-noor", "noor", "1.5", "0", ""),
    ("2026-02-05", "care-noor", "noor", "1", "0", ""),
    ("2026-02-12", "care-noor", "noor", "0.5", "0", ""),
    ("2026-01-22", "ws-mus", "mira", "5", "0", "Went on over lunch"),
    ("2026-01-22", "ws-mus", "", "0", "164", "Train tickets"),
    ("2026-02-14", "SHOP-catalogue", "tom", "3", "0", "Saturday, filters"),
    ("2026-02-18", "DON-form", "ana", "1.5", "0", "IBAN check, asked for by the foundation"),
    ("2026-02-19", "MUS-research", "", "0", "85", "Vouchers for two more visitors"),
    ("2026-02-20", "STU-hiring", "lena", "7", "0", "Two more talks than planned"),
)


@dataclass(slots=True)
class Job:
    """A planned piece of somebody, and the hours that it still takes."""

    row: Assignment
    left: Fraction


class Play:
    """The studio as it really went.

    Parameters
    ----------
    after
        The portfolio as it is after the last sprint, without the progress of these sprints.
    """

    def __init__(self, after: Portfolio) -> None:
        self.after = after
        self.random = random.Random(SEED)
        self.rows: list[Progress] = []
        self.begun: dict[str, date] = {row.task: row.date for row in reversed(after.progress)}
        self.done: dict[str, date] = {row.task: row.date for row in after.progress if row.remaining == 0}
        self.factor: dict[str, Fraction] = {}
        self.waits: dict[str, date] = {}

    def known(self, day: date, baseline: Schedule | None) -> Portfolio:
        """The portfolio as it was known on the morning of a day."""

        def open_again(decision: Decision) -> Decision:
            answered = decision.answered_on is not None and decision.answered_on < day
            return decision if answered else replace(decision, answered_on=None, answer="")

        sprint = self.after.sprint
        assert sprint is not None
        return replace(
            self.after,
            as_of=day,
            sprint=replace(sprint, start=day),
            absences=tuple(row for row in self.after.absences if row.reason != "Sick" or str(row.start) < str(day)),
            decisions=tuple(open_again(one) for one in self.after.decisions if one.asked_on and one.asked_on < day),
            changes=tuple(
                one if one.decided_on and one.decided_on < day else replace(one, status="quoted", decided_on=None)
                for one in self.after.changes
                if one.asked_on and one.asked_on < day
            ),
            progress=(*self.after.progress, *self.recorded(day)),
            baseline=baseline,
        )

    def recorded(self, day: date) -> tuple[Progress, ...]:
        """Rows before a day, in order, with what does not follow from plans."""
        besides = [
            Progress(date.fromisoformat(on), task, who, Fraction(hours), None, Decimal(cost), note=note)
            for on, task, who, hours, cost, note in BESIDES
        ]
        # What comes after the end of a task does not open it again.
        rows = sorted([*self.rows, *besides], key=lambda row: row.date)
        return tuple(replace(row, ref=f"ts-{1200 + n}") for n, row in enumerate(rows) if row.date < day)

    def work(self, plan: Schedule, first: date) -> None:
        """Work on a plan for a sprint."""
        study = Study.reaching(replace(self.known(first, None), absences=self.after.absences), 24 * 2 * 365 * 57)
        jobs = [Job(row, self._takes(row)) for row in sorted(plan.assignments, key=_order) if row.kind == "planned"]
        ahead = first + LENGTH + timedelta(days=4)
        jobs = [job for job in jobs if job.row.start.date() < ahead]
        for number in range(LENGTH.days):
            day = first + timedelta(days=number)
            self._end_waits(study, plan, day)
            self._day(study, jobs, day)

    def _day(self, study: Study, jobs: list[Job], day: date) -> None:
        grid = study.grid
        start, end = grid.start_of(day), grid.end_of(day)
        free = {p.id: study.time.free(p.id).count(start, end) * grid.hours for p in self.after.people}
        whole = dict(free)
        left_before = {job.row.task: _left(jobs, job.row.task) for job in jobs}
        today: dict[tuple[str, str], Fraction] = {}
        for job in jobs:
            task, person = job.row.task, job.row.person
            if job.left <= 0 or not self._may(study, task, day):
                continue
            share = Fraction(job.row.share).limit_denominator(100)
            hours = min(job.left, free[person], max(HALF, whole[person] * share) if share < 1 else free[person])
            if hours <= 0:
                continue
            hours = max(HALF, Fraction(round(hours / HALF)) * HALF)
            free[person] -= hours
            job.left = max(Fraction(0), job.left - hours)
            self.begun.setdefault(task, day)
            today[task, person] = today.get((task, person), Fraction(0)) + hours
            if not _left(jobs, task):
                self.done[task] = day
        last = dict(list(today))
        for (task, person), hours in today.items():
            remaining: Fraction | None = None
            if last[task] == person:
                left = _left(jobs, task)
                says = day.weekday() >= 3 and person not in SILENT and self.factor.get(task, 1) != 1
                if not left or (says and left != left_before[task]):
                    remaining = Fraction(round(left / HALF)) * HALF if left else Fraction(0)
                    remaining = max(HALF, remaining) if left else remaining
            self.rows.append(Progress(day, task, person, hours, remaining))

    def _takes(self, row: Assignment) -> Fraction:
        """Hours that a piece really takes; what has begun takes what was said to remain."""
        hours = Fraction(row.hours).limit_denominator(60)
        if row.task in self.begun:
            return hours
        if row.task not in self.factor:
            mean, spread = TAKES.get(self.after.task[row.task].kind, (1.0, 0.15))
            drawn = SURPRISES.get(row.task, max(0.7, self.random.gauss(mean, spread)))
            self.factor[row.task] = Fraction(round(drawn * 20), 20)
        return max(HALF, Fraction(round(hours * self.factor[row.task] / HALF)) * HALF)

    def _may(self, study: Study, task: str, day: date) -> bool:
        """Whether a task may be worked on: what comes before it is there, and answers are."""
        if task in self.begun:
            return True
        known = self.after.task[task]
        if known.not_before is not None and study.grid.day(study.grid.start_of(known.not_before)) > day:
            return False
        for decision in self.after.decisions:
            if task in decision.tasks and (decision.answered_on is None or decision.answered_on > day):
                return False
        for link in study.scope.links:
            if link.after != task or link.type[1] == "F":
                continue
            at = self.begun if link.type[0] == "S" or link.lag < 0 else self.done
            days = max(0, link.lag) * study.grid.hours / self.after.calendar.workweek.hours_a_day
            if link.before not in at or at[link.before] + timedelta(days=int(days)) > day:
                return False
        return True

    def _end_waits(self, study: Study, plan: Schedule, day: date) -> None:
        """End waits whose time is over, and begin those that may."""
        for planned in plan.tasks:
            task = self.after.task[planned.id]
            wait = _wait(task, planned.alternative)
            if wait is None or task.id in self.done or day.weekday() > 4:
                continue
            if task.id not in self.waits and self._may(study, task.id, day):
                days = int(wait / self.after.calendar.workweek.hours_a_day) + LATER.get(task.id, 0)
                self.waits[task.id] = _days_on(study, day, days)
                self.begun.setdefault(task.id, day)
            if task.id in self.waits and self.waits[task.id] <= day:
                self.done[task.id] = day
                if task.id not in UNTOLD:
                    self.rows.append(Progress(day, task.id, "", Fraction(0), Fraction(0)))


def _order(row: Assignment) -> tuple[object, ...]:
    return row.start, row.task, row.person


def _left(jobs: list[Job], task: str) -> Fraction:
    return sum((job.left for job in jobs if job.row.task == task), Fraction(0))


def _wait(task: Task, alternative: int) -> Fraction | None:
    return task.work[alternative].wait if alternative < len(task.work) else None


def _days_on(study: Study, day: date, days: int) -> date:
    """The working day so many working days on."""
    grid = study.grid
    while days > 0:
        day += timedelta(days=1)
        days -= study.time.portfolio.count(grid.start_of(day), grid.end_of(day)) > 0
    return day


def play(folder: Path) -> Iterator[str]:
    """Play all sprints and write what is left of them into a folder; tells what was planned."""
    read = load(folder)
    described = tables(read.calendar.workweek.hours_a_day, read.calendar.workweek.hours_a_week, read.currency)
    gone = [int(row.at.rpartition(":")[2]) for row in read.progress if row.date >= FIRST]
    edit_table(folder, described["progress"], described, Changes([], {}, gone))
    for kept in (PLANS, FORECASTS):
        shutil.rmtree(folder / kept, ignore_errors=True)
    after = load(folder)
    story, plan = Play(after), None
    for number in range(SPRINTS):
        first = FIRST + number * LENGTH
        known = story.known(first, plan)
        plan = planner.plan(known, time_limit=None, work_limit=WORK_LIMIT, workers=1, seed=SEED, start=plan)
        yield f"{first}: " + "; ".join(f"{goal.goal} {goal.value:g}" for goal in plan.goals)
        with TemporaryDirectory() as beside:
            path = Path(beside, "plan.json")
            write_plan(path, plan)
            told = "staff,client:DON,client:MUS,client:SHOP,client:TOUR" if number != 1 else "staff"
            approve(folder, path, by="Lena", told=told, on=first)
        foretell(folder, story, plan, first)
        story.work(plan, first)
        foretell(folder, story, plan, first + WEEK)
    write_edits(folder, after, [AddRow("progress", row) for row in story.recorded(FIRST + SPRINTS * LENGTH)])


def foretell(folder: Path, story: Play, plan: Schedule, day: date) -> None:
    """Forecast on a Monday with what was known on its morning, and keep that."""
    known = story.known(day, plan)
    approved = [one for one in approved_plans(folder) if day_of(one.as_of) <= day]
    made, _ = Forecaster(plan, known, approved, stored_forecasts(folder)).forecast()
    keep_forecast(folder, made)


def main(arguments: Mapping[int, str]) -> None:
    """Play the folder that is named."""
    for line in play(Path(arguments[1])):
        print(line)


if __name__ == "__main__":
    main(dict(enumerate(sys.argv)))
