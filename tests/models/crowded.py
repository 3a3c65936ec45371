"""Tiny portfolios of work that meets: parts of unequal length, shares, several people, few hands; and all their plans.

The plans are counted out here, without the solver and without the rules' `check`: starts on the people's own calendars, load
by the tick, links, pools, firm dates and budgets. So an optimum is known, not only some good plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from random import Random

from tests.plans import Choice, Doing, plan_of

from ipmplan.core.calendar import Workweek
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Goals, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, LinkType, Part, Use
from ipmplan.study.working_time import WorkingTime

MONDAY = date(2026, 1, 5)
DAYS = 3
MOST_OPTIONS, MOST_PLANS = 700, 30_000
GOALS = ("makespan", "completion", "lateness", "cost", "overrun", "continuity", "evenness")


def crowded(rng: Random) -> Portfolio:
    """Two or three people and tasks."""
    return _Crowd(rng).portfolio()


class _Crowd:
    """One draw."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.people = tuple(f"p{number}" for number in range(rng.choice((2, 2, 3))))
        self.plain = self.maybe(0.6)
        self.money = self.maybe(0.4)

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def portfolio(self) -> Portfolio:
        rng = self.rng
        week = Workweek((((9 * 60, 12 * 60),),) * 5 + ((), ()))
        due = MONDAY + timedelta(days=rng.choice((-1, 0, 1, 2)))
        away = MONDAY + timedelta(days=rng.choice((0, 1)))
        return Portfolio(
            "Crowded",
            MONDAY,
            calendar=CalendarSettings(workweek=week),
            goals=Goals(order=(rng.choice(GOALS),)),
            people=tuple(self.person(name) for name in self.people),
            projects=(
                Project(
                    "P0",
                    budget=Decimal(rng.choice((120, 200))) if self.money and self.maybe(0.5) else None,
                    budget_limit=rng.choice(("hard", "soft")),
                    weight=Fraction(rng.choice((1, 2))),
                ),
                Project("P1"),
            ),
            milestones=(Milestone("M", "P0", due=due, firm=self.maybe(0.2), weight=Fraction(rng.choice((1, 3)))),),
            tasks=tuple(self.task(number) for number in range(rng.choice((2, 3)))),
            pools=(Pool("lab", capacity=rng.choice((1, 2))), Pool("licence", kind="consumable")),
            absences=() if self.plain or self.maybe(0.5) else (Absence(rng.choice(self.people), away, away),),
        )

    def person(self, name: str) -> Person:
        rng = self.rng
        short = Workweek((((9 * 60, 10 * 60), (11 * 60, 12 * 60)),) * 5 + ((), ()))
        return Person(
            name,
            skills=tuple(
                Skill(skill, 1, Fraction(1) if self.plain else Fraction(rng.choice((2, 2, 1)), 2))
                for skill in (("ux", "qa") if self.maybe(0.7) else (rng.choice(("ux", "qa")),))
            ),
            rate=Decimal(rng.choice((10, 50))) if self.money else None,
            workweek=short if not self.plain and self.maybe(0.3) else None,
        )

    def part(self) -> Part:
        rng = self.rng
        share = 100 if self.maybe(0.75) else rng.choice((40, 50, 60))
        fewest, most = rng.choice(((1, 1), (1, 1), (1, 1), (1, 2), (2, 2)))
        hours = Fraction(rng.choice((1, 2, 3, 4)) if share == 100 else 1)
        return Part(hours, rng.choice(("ux", "ux", "qa")), fewest=fewest, most=most, share=share)

    def alternative(self, number: int) -> Alternative:
        rng = self.rng
        uses = (Use(rng.choice(("lab", "licence"))),) if self.maybe(0.2) else ()
        if number and self.maybe(0.15):
            return Alternative(wait=Fraction(rng.choice((1, 3))))
        if self.maybe(0.5):
            parts = self.part(), self.part()
            together = self.maybe(0.6)
            return Alternative((parts,) if together else tuple((part,) for part in parts), uses=uses)
        return Alternative(((self.part(),),), uses=uses)

    def task(self, number: int) -> Task:
        rng = self.rng
        project = rng.choice(("P0", "P0", "P1"))
        work = tuple(self.alternative(number) for _ in range(rng.choice((1, 1, 1, 2))))
        waits = any(one.wait is not None for one in work)
        kinds: tuple[LinkType, ...] = ("FS",) if waits else ("FS", "FS", "SS", "FF")
        after = tuple(
            Link(f"T{before}", rng.choice(kinds), Fraction(rng.choice((0, 0, 1))))
            for before in range(number)
            if self.maybe(0.3)
        )
        milestone = "M" if project == "P0" and self.maybe(0.7) else ""
        return Task(f"T{number}", project, milestone, work=work, after=after)


@dataclass(frozen=True)
class Row:
    """A person at a part, in ticks."""

    part: int
    person: str
    start: int
    end: int
    share: int


@dataclass(frozen=True)
class Option:
    """One way to do a task; a wait has no rows, and its ticks follow from the tasks before it."""

    alternative: int
    rows: tuple[Row, ...]

    @property
    def start(self) -> int:
        return min(row.start for row in self.rows)

    @property
    def end(self) -> int:
        return max(row.end for row in self.rows)


Made = dict[str, tuple[Option, int, int]]


class Oracle:
    """All plans of a portfolio that end within a few days; `complete` is False when there are too many."""

    def __init__(self, portfolio: Portfolio, days: int = DAYS) -> None:
        self.portfolio = portfolio
        self.until = portfolio.grid.start_of(MONDAY + timedelta(days=days))
        self.time: WorkingTime = WorkingTime(portfolio, self.until + 40 * portfolio.grid.ticks_a_day)
        self.options = {task.id: list(self._options(task)) for task in portfolio.tasks}
        self.complete = all(len(found) <= MOST_OPTIONS for found in self.options.values())

    def _options(self, task: Task) -> Iterator[Option]:
        for number, work in enumerate(task.work):
            if work.wait is not None:
                yield Option(number, ())
                continue
            first: dict[int, int | None] = {}
            count = 0
            for group in work.groups:
                for index in range(count, count + len(group)):
                    first[index] = count if len(group) > 1 else None
                count += len(group)
            for team in product(*(self._teams(part) for part in work.parts)):
                seats = [(index, person) for index, people in enumerate(team) for person in people]
                if len({person for _, person in seats}) < len(seats):
                    continue
                yield from self._timed(number, work, seats, first)

    def _teams(self, part: Part) -> list[tuple[str, ...]]:
        able = [person.id for person in self.portfolio.people if person.skill(part.skill or "") is not None]
        return [team for size in range(part.fewest, part.most + 1) for team in combinations(able, size)]

    def _timed(
        self, number: int, work: Alternative, seats: list[tuple[int, str]], first: dict[int, int | None]
    ) -> Iterator[Option]:
        """Every start of every seat; seats of one `+` group start together."""
        counts = [sum(part == index for part, _ in seats) for index in range(len(work.parts))]
        ways = [list(self._rows(work.parts[index], index, person, counts[index])) for index, person in seats]
        for rows in product(*ways):
            begins: dict[int, int] = {}
            if all(
                group is None or begins.setdefault(group, row.start) == row.start
                for row, group in ((row, first[row.part]) for row in rows)
            ):
                yield Option(number, rows)

    def _rows(self, part: Part, index: int, person: str, people: int) -> Iterator[Row]:
        free = self.time.free(person)
        skill = self.portfolio.person[person].skill(part.skill or "")
        assert skill is not None
        length = -(-part.hours / people / skill.efficiency * 100 // part.share)
        for number in range(free.before(self.portfolio.as_of_tick), free.before(self.until)):
            start = free.slot(number)
            end = free.end_after(start, int(length))
            if end <= self.until:
                yield Row(index, person, start, end, part.share)

    def plans(self) -> Iterator[Made]:
        """Every plan that keeps the rules."""
        yield from self._extended({}, {}, list(self.portfolio.tasks))

    def _extended(self, made: Made, loads: dict[tuple[str, int], int], left: list[Task]) -> Iterator[Made]:
        if not left:
            if self._keeps_money(made):
                yield dict(made)
            return
        task, *rest = left
        for option in self.options[task.id]:
            start, end = (option.start, option.end) if option.rows else self._wait(task, option, made)
            if end > self.until or not self._linked(task, start, end, made):
                continue
            added = [(row.person, tick, row.share) for row in option.rows for tick in range(row.start, row.end)]
            if any(loads.get((person, tick), 0) + share > 100 for person, tick, share in added):
                continue
            made[task.id] = option, start, end
            if self._stocked(made) and self._in_time(task, end):
                for person, tick, share in added:
                    loads[person, tick] = loads.get((person, tick), 0) + share
                yield from self._extended(made, loads, rest)
                for person, tick, share in added:
                    loads[person, tick] -= share
            del made[task.id]

    def _wait(self, task: Task, option: Option, made: Made) -> tuple[int, int]:
        calendar = self.time.portfolio
        bounds = [calendar.before(made[link.predecessor][2]) + int(link.lag) for link in task.after]
        start = calendar.slot(max([calendar.before(self.portfolio.as_of_tick), *bounds]))
        return start, calendar.end_after(start, int(task.work[option.alternative].wait or 0))

    def _linked(self, task: Task, start: int, end: int, made: Made) -> bool:
        calendar = self.time.portfolio
        for link in task.after:
            _, begun, ended = made[link.predecessor]
            before = ended if link.type[0] == "F" else begun
            after = start if link.type[1] == "S" else end
            orders = not link.lag and link.type != "SF"
            if after < before if orders else calendar.before(after) - calendar.before(before) < link.lag:
                return False
        return True

    def _stocked(self, made: Made) -> bool:
        held: dict[str, list[tuple[int, int]]] = {}
        for name, (option, start, end) in made.items():
            for use in self.portfolio.task[name].work[option.alternative].uses:
                held.setdefault(use.pool, []).append((start, end))
        for name, spans in held.items():
            pool = self.portfolio.pool[name]
            if pool.kind == "consumable":
                most = len(spans)
            else:
                most = max(sum(a <= start < b for a, b in spans) for start, _ in spans)
            if most > pool.capacity:
                return False
        return True

    def _in_time(self, task: Task, end: int) -> bool:
        due = self.portfolio.milestones[0]
        assert due.due is not None
        return not (task.milestone and due.firm) or end <= self.portfolio.grid.end_of(due.due)

    def _keeps_money(self, made: Made) -> bool:
        project = self.portfolio.projects[0]
        return project.budget is None or project.budget_limit == "soft" or self.costs(made, "P0") <= project.budget

    def costs(self, made: Made, project: str) -> Decimal:
        """What a project's work costs; rates are whole and do not change."""
        found = Decimal(0)
        for name, (option, _, _) in made.items():
            if self.portfolio.task[name].project == project:
                for row in option.rows:
                    worked = self.time.free(row.person).count(row.start, row.end)
                    rate = self.portfolio.person[row.person].rate or Decimal(0)
                    found += worked * rate * row.share / 100
        return found

    def value(self, goal: str, made: Made) -> float:
        """What a plan is worth; evenness is not counted out here, and nothing is below 0."""
        calendar, today = self.time.portfolio, self.portfolio.as_of_tick
        ends: dict[str, int] = {}
        for name, (_, _, end) in made.items():
            project = self.portfolio.task[name].project
            ends[project] = max(ends.get(project, 0), calendar.count(today, end))
        if goal == "makespan":
            return float(max(ends.values()))
        if goal == "completion":
            return sum(float(self.portfolio.project[name].weight) * end for name, end in ends.items())
        if goal == "cost":
            return float(sum(self.costs(made, project) for project in ends))
        if goal == "overrun":
            budget = self.portfolio.projects[0].budget
            return 0.0 if budget is None else float(max(Decimal(0), self.costs(made, "P0") - budget))
        if goal == "continuity":
            at = {(self.portfolio.task[n].project, row.person) for n, (one, _, _) in made.items() for row in one.rows}
            return float(len(at))
        if goal == "lateness":
            due = self.portfolio.milestones[0]
            own = [end for name, (_, _, end) in made.items() if self.portfolio.task[name].milestone]
            assert due.due is not None
            late = max([0, *(calendar.count(self.portfolio.grid.end_of(due.due), end) for end in own)])
            return float(due.weight * self.portfolio.projects[0].weight * late)
        return 0.0

    @cached_property
    def best(self) -> dict[str, tuple[float, Made]]:
        """The least value of each goal, with a plan that has it; empty when no plan ends within the days."""
        found: dict[str, tuple[float, Made]] = {}
        for number, made in enumerate(self.plans()):
            if number >= MOST_PLANS:
                self.complete = False
                break
            for goal in GOALS:
                value = self.value(goal, made)
                if goal not in found or value < found[goal][0]:
                    found[goal] = value, made
        return found

    def schedule(self, made: Made) -> Schedule:
        """The plan as people read it."""
        choices = {}
        for name, (option, start, end) in made.items():
            doing = tuple(Doing(row.part, row.person, row.start) for row in option.rows)
            choices[name] = Choice(option.alternative, doing, None if doing else (start, end))
        return plan_of(self.portfolio, choices)


def for_goal(portfolio: Portfolio, goal: str) -> Portfolio:
    """The portfolio with one goal and no tolerance."""
    return replace(portfolio, goals=Goals(order=(goal,), tolerance=Fraction(0), slack={"evenness": Fraction(0)}))
