"""Tiny random portfolios that together use every notation, and all plans of one: what off-by-ones cannot hide in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod
from random import Random

from hypothesis import strategies as st
from tests.plans import Choice, Doing, plan_of

from ipmplan.core.calendar import Calendar, Grid, Moment, Workweek
from ipmplan.core.eligibility import has_skill
from ipmplan.core.people import EVERYBODY, Absence, Extra, Person, Rate, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import (
    Booking,
    CalendarSettings,
    Goals,
    Milestone,
    Pool,
    Portfolio,
    Project,
    Sprint,
    Task,
)
from ipmplan.core.reading import Reading
from ipmplan.core.records import Change, ChangeStatus, Decision, Progress
from ipmplan.core.scope import scope
from ipmplan.core.started import Piece, Started, started
from ipmplan.core.work import Alternative, Link, LinkType, Part, Pin, Use
from ipmplan.core.working_time import WorkingTime, working_time
from ipmplan.models.rules.precedence import holds

DAYS = (date(2026, 1, 7), date(2026, 1, 8), date(2026, 1, 9), date(2026, 1, 12))
SPANS = (((9, 11),), ((9, 12),), ((9, 10), (13, 15)), ((14, 16),))
HORIZON_DAYS = 6
MOST_OPTIONS = 600
LINKS: tuple[LinkType, ...] = ("FS", "SS", "FF", "SF")
GOALS = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost")


def tiny_portfolios() -> st.SearchStrategy[Portfolio]:
    """Tiny portfolios for hypothesis; smaller seeds are not simpler, so a failing one is best printed."""
    return st.integers(0, 2**32 - 1).map(lambda seed: tiny_portfolio(Random(seed)))


def tiny_portfolio(rng: Random) -> Portfolio:
    """Two or three tasks, one to three people, a few working slots; every notation now and then."""
    return _Tiny(rng).portfolio()


class _Tiny:
    """One draw; every method adds a table."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.day = rng.choice(DAYS)
        self.people = tuple(f"p{n}" for n in range(rng.choice((1, 2, 2, 3))))
        self.tasks = tuple(f"T{n}" for n in range(rng.choice((2, 2, 3))))
        self.projects = ("P0",) if self.maybe(0.6) else ("P0", "P1")
        self.money = self.maybe(0.5)

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def moment(self, before: int = 0, after: int = 5) -> Moment:
        """A day, or a moment of it, that many days around the status date."""
        day = self.day + timedelta(days=self.rng.randint(-before, after))
        if self.maybe(0.6):
            return day
        return datetime(day.year, day.month, day.day, self.rng.choice((9, 10, 11, 14, 15)))

    def portfolio(self) -> Portfolio:
        rng = self.rng
        as_of: Moment = self.day
        if self.maybe(0.25):
            as_of = datetime(self.day.year, self.day.month, self.day.day, rng.choice((9, 10, 14)))
        decisions = self.decisions()
        order = tuple(rng.sample(GOALS, rng.randint(1, 3)))
        return Portfolio(
            "Tiny",
            as_of,
            calendar=CalendarSettings(
                workweek=self.workweek(),
                holidays="X" if self.maybe(0.2) else None,
                grid=Grid(rng.choice((60, 60, 60, 30))),
                open_absence=Fraction(rng.choice((2, 4))),
                handover=Fraction(rng.choice((0, 1, 2))),
            ),
            sprint=Sprint(self.day, 7, Fraction(rng.choice((50, 70, 80)), 100)) if self.maybe(0.1) else None,
            goals=Goals(order=order),
            people=tuple(self.person(name) for name in self.people),
            projects=self.project_rows(),
            milestones=self.milestones(),
            tasks=tuple(self.task(number) for number in range(len(self.tasks))),
            pools=(
                Pool("lab", capacity=rng.choice((1, 2))),
                Pool("licence", capacity=rng.choice((1, 2, 3)), kind="consumable"),
            ),
            absences=self.absences(),
            extra=self.extra(),
            rates=self.rates(),
            bookings=self.bookings(),
            progress=self.progress(),
            decisions=decisions,
            changes=self.changes(),
            holidays={"X": {self.day + timedelta(days=rng.randint(0, 4)): "Founders' day"}},
        )

    def workweek(self) -> Workweek:
        spans = tuple((a * 60, b * 60) for a, b in self.rng.choice(SPANS))
        days = [spans] * 5 + [(), ()]
        if self.maybe(0.2):
            days[self.rng.randrange(5)] = ()
        return Workweek(tuple(days))

    def skill(self) -> str:
        return self.rng.choice(("ux", "qa"))

    def person(self, name: str) -> Person:
        rng = self.rng
        skills = {
            skill: Skill(skill, rng.choice((1, 2, 3)), Fraction(rng.choice((10, 10, 5, 7, 20)), 10))
            for skill in rng.sample(("ux", "qa"), rng.choice((1, 2, 2)))
        }
        return Person(
            name,
            skills=tuple(skills.values()),
            rate=Decimal(rng.choice((10, 33, 50))) if self.money else None,
            workweek=self.workweek() if self.maybe(0.25) else None,
            holidays=rng.choice(("none", "X")) if self.maybe(0.15) else None,
            joins=self.moment(2, 2) if self.maybe(0.08) else None,
            leaves=self.moment(0, 6) if self.maybe(0.08) else None,
        )

    def project_rows(self) -> tuple[Project, ...]:
        rng = self.rng
        return tuple(
            Project(
                name,
                due=self.moment(0, 6) if self.maybe(0.4) else None,
                budget=Decimal(rng.choice((60, 120, 250))) if self.money and self.maybe(0.5) else None,
                budget_limit=rng.choice(("hard", "soft")),
                weight=Fraction(rng.choice((1, 1, 2, Fraction(1, 2)))),
                status="confirmed" if name == "P0" else rng.choice(("confirmed", "confirmed", "tentative", "on_hold")),
                team=tuple(rng.sample(self.people, rng.randint(1, len(self.people)))) if self.maybe(0.1) else (),
            )
            for name in self.projects
        )

    def milestones(self) -> tuple[Milestone, ...]:
        rng = self.rng
        return tuple(
            Milestone(
                f"{name}-m",
                name,
                due=self.moment(1, 6) if self.maybe(0.7) else None,
                weight=Fraction(rng.choice((0, 1, 1, 3))),
                firm=self.maybe(0.3),
                buffer=Fraction(rng.choice((0, 0, 2))),
            )
            for name in self.projects
            if self.maybe(0.6)
        )

    def part(self, shares: bool = True) -> Part:
        rng = self.rng
        most = rng.choice((1, 1, 1, 2)) if len(self.people) > 1 else 1
        return Part(
            hours=Fraction(rng.choice((1, 2, 2, 3, 4)), rng.choice((1, 1, 1, 2))),
            skill=self.skill() if self.maybe(0.7) else None,
            level=rng.choice((1, 1, 2)),
            fewest=rng.randint(1, most),
            most=most,
            share=rng.choice((25, 50, 60)) if shares and self.maybe(0.2) else 100,
        )

    def alternative(self) -> Alternative:
        rng = self.rng
        cost = Decimal(rng.choice((0, 0, 20, 100)))
        uses = (Use(rng.choice(("lab", "licence"))),) if self.maybe(0.1) else ()
        if self.maybe(0.2):
            return Alternative(wait=Fraction(rng.choice((1, 2, 3))), cost=cost, uses=uses)
        first = self.part()
        if len(self.people) > 1 and self.maybe(0.3):
            second = self.part()
            groups = ((first, second),) if self.maybe(0.5) else ((first,), (second,))
            return Alternative(groups, cost=cost, uses=uses)
        return Alternative(((first,),), cost=cost, uses=uses)

    def task(self, number: int) -> Task:
        rng = self.rng
        project = rng.choice(self.projects)
        work = tuple(self.alternative() for _ in range(rng.choice((1, 1, 1, 2))))
        return Task(
            self.tasks[number],
            project,
            milestone=f"{project}-m" if self.maybe(0.6) else "",
            work=work,
            after=tuple(self.links(number)),
            people=tuple(self.pins(number)),
            not_before=self.moment(2, 3) if self.maybe(0.15) else None,
            due=self.moment(0, 5) if self.maybe(0.15) else None,
            uses=tuple(Use(pool, rng.choice((1, 1, 2))) for pool in ("lab", "licence") if self.maybe(0.15)),
            fixed_cost=Decimal(rng.choice((0, 0, 25))),
            change="C1" if self.maybe(0.08) else "",
            cancelled=self.maybe(0.04),
        )

    def links(self, number: int) -> Iterator[Link]:
        for before in range(number):
            if self.maybe(0.55):
                lag = Fraction(self.rng.choice((0, 0, 0, 1, 2, -1, -2)))
                yield Link(self.tasks[before], self.rng.choice(("FS", *LINKS)), lag)

    def pins(self, number: int) -> Iterator[Pin]:
        rng = self.rng
        some = tuple(rng.sample(self.people, rng.randint(1, len(self.people))))
        if self.maybe(0.1):
            yield Pin("only", some)
        if self.maybe(0.1) and len(self.people) > 1:
            yield Pin("not", some[:1])
        if self.maybe(0.1):
            yield Pin("skill", some, skill=self.skill())
        if number and self.maybe(0.2):
            yield Pin(rng.choice(("same", "other")), task=rng.choice(self.tasks[:number]))

    def absences(self) -> tuple[Absence, ...]:
        found = []
        for name in (*self.people, EVERYBODY):
            if self.maybe(0.25 if name != EVERYBODY else 0.1):
                start = self.moment(2, 4)
                end = None if self.maybe(0.2) else self.later(start)
                found.append(Absence(name, start, end))
        return tuple(found)

    def later(self, start: Moment) -> Moment:
        if isinstance(start, datetime):
            return start + timedelta(hours=self.rng.choice((1, 2, 24)))
        return start + timedelta(days=self.rng.choice((0, 1)))

    def extra(self) -> tuple[Extra, ...]:
        found = []
        for name in (*self.people, EVERYBODY):
            if self.maybe(0.12):
                day = self.day + timedelta(days=self.rng.randint(0, 4))
                premium = Decimal(self.rng.choice(("0", "0.5")))
                if self.maybe(0.4):
                    found.append(Extra(name, day, day, premium))
                else:
                    start = datetime(day.year, day.month, day.day, self.rng.choice((8, 12, 18)))
                    found.append(Extra(name, start, start + timedelta(hours=2), premium))
        return tuple(found)

    def rates(self) -> tuple[Rate, ...]:
        return tuple(
            Rate(name, self.moment(1, 3), Decimal(self.rng.choice((20, 45)))) for name in self.people
            if self.money and self.maybe(0.15)
        )  # fmt: skip

    def bookings(self) -> tuple[Booking, ...]:
        rng = self.rng
        found = []
        for number, name in enumerate((*self.people, EVERYBODY)):
            if not self.maybe(0.2 if name != EVERYBODY else 0.1):
                continue
            percent = Fraction(rng.choice((10, 25, 40))) if self.maybe(0.4) else None
            found.append(
                Booking(
                    f"B{number}",
                    name,
                    project=rng.choice(("", *self.projects)),
                    hours=None if percent else Fraction(rng.choice((1, 1, 2))),
                    percent=percent,
                    every="day" if percent else rng.choice(("", "day", "week", "month")),
                    start=self.moment(3, 3) if self.maybe(0.4) else None,
                    end=self.moment(0, 6) if self.maybe(0.6) else None,
                )
            )
        return tuple(found)

    def progress(self) -> tuple[Progress, ...]:
        rng = self.rng
        rows: list[Progress] = []
        for name in self.tasks:
            if not self.maybe(0.15):
                continue
            for number in range(rng.choice((1, 1, 2))):
                day = self.day - timedelta(days=rng.choice((1, 1, 2, 5)))
                remaining = Fraction(rng.choice((0, 1, 2))) if self.maybe(0.5) else None
                who = rng.choice((*self.people, ""))
                cost = Decimal(rng.choice((0, 0, 10)))
                ref = f"{name}-{number}" if self.maybe(0.3) else ""
                rows.append(Progress(day, name, who, Fraction(rng.choice((0, 1, 2, 3))), remaining, cost, ref))
        if self.maybe(0.05):
            rows.append(Progress(self.day + timedelta(days=1), self.tasks[0], self.people[0], Fraction(1)))
        return tuple(rows)

    def decisions(self) -> tuple[Decision, ...]:
        if not self.maybe(0.15):
            return ()
        expected = self.moment(1, 3) if self.maybe(0.7) else None
        answered = self.day if self.maybe(0.2) else None
        return (Decision("D1", "P0", tasks=(self.rng.choice(self.tasks),), expected=expected, answered_on=answered),)

    def changes(self) -> tuple[Change, ...]:
        status: ChangeStatus = self.rng.choice(("accepted", "accepted", "quoted"))
        return (Change("C1", "P0", price=Decimal(50), status=status),)


def horizon(portfolio: Portfolio) -> int:
    """Tick up to which tiny portfolios are planned by `all_plans`."""
    return portfolio.grid.start_of(portfolio.as_of_day + timedelta(days=HORIZON_DAYS))


def all_plans(portfolio: Portfolio, until: int, rng: Random, most: int = 500) -> Iterator[Schedule]:
    """Plans on the grid whose work lies between the status date and `until`, good ones and bad ones.

    Every alternative, everybody with the skill, every start, as long as they are not more than `most`; else so many of
    them by chance. Parts last as long as their people need. A wait that has to begin as soon as it may mostly does, and
    now and then does not. Rules that do not look at single tasks (links, pools, pins, budgets, dates) are not respected.
    """
    time = working_time(portfolio, until)
    states = started(portfolio)
    options = {
        task.id: _options(portfolio, time, task, states.get(task.id), until, rng) for task in scope(portfolio).tasks
    }
    names = list(options)
    if any(not found for found in options.values()):
        return
    if prod(len(found) for found in options.values()) <= most:
        chosen: Iterator[tuple[Choice, ...]] = product(*options.values())
    else:
        chosen = (tuple(rng.choice(options[name]) for name in names) for _ in range(most))
    for picks in chosen:
        choices = dict(zip(names, picks, strict=True))
        plan = _settled(portfolio, choices) if rng.random() < 0.8 else plan_of(portfolio, choices)
        if all(portfolio.grid.start_of(row.end) <= until for row in plan.tasks):
            yield plan


def _options(
    portfolio: Portfolio, time: WorkingTime, task: Task, state: Started | None, until: int, rng: Random
) -> list[Choice]:
    if state is not None and state.finished:
        return [Choice(state.alternative)]
    if state is not None:
        work = task.work[state.alternative]
        if work.wait is not None:
            end = time.portfolio.before(state.start) + portfolio.grid.ticks(work.wait)
            end = max(end, time.portfolio.before(portfolio.as_of_tick) + 1)
            return [Choice(state.alternative, wait=(state.start, time.portfolio.slot(end - 1) + 1))]
        return _limited(_left(portfolio, time, task, state, until), rng)
    found: list[Choice] = []
    for number, work in enumerate(task.work):
        if work.wait is not None:
            found.extend(_waits(portfolio, time.portfolio, number, work.wait, until))
        else:
            found.extend(_limited(_fresh(portfolio, time, number, work, until), rng))
    return found


def _waits(portfolio: Portfolio, calendar: Calendar, number: int, hours: Fraction, until: int) -> Iterator[Choice]:
    length = portfolio.grid.ticks(hours)
    for slot in range(calendar.before(portfolio.as_of_tick - 4 * portfolio.grid.ticks_a_day), calendar.before(until)):
        if calendar.slot(slot + length - 1) < until:
            yield Choice(number, wait=(calendar.slot(slot), calendar.slot(slot + length - 1) + 1))


def _starts(portfolio: Portfolio, time: WorkingTime, person: str, until: int) -> list[int]:
    free = time.free(person)
    return [free.slot(n) for n in range(free.before(portfolio.as_of_tick), free.before(until))]


def _fresh(portfolio: Portfolio, time: WorkingTime, number: int, work: Alternative, until: int) -> Iterator[Choice]:
    teams = []
    for part in work.parts:
        able = [person.id for person in portfolio.people if has_skill(person, part)]
        teams.append([team for size in range(part.fewest, part.most + 1) for team in combinations(able, size)])
    for team in product(*teams):
        who = [(part, person) for part, people in enumerate(team) for person in people]
        for starts in product(*(_starts(portfolio, time, person, until) for _, person in who)):
            yield Choice(number, tuple(Doing(p, w, s) for (p, w), s in zip(who, starts, strict=True)))


def _left(portfolio: Portfolio, time: WorkingTime, task: Task, state: Started, until: int) -> Iterator[Choice]:
    def able(piece: Piece) -> list[str]:
        if piece.person is not None:
            return [piece.person]
        part = task.work[state.alternative].parts[piece.part]
        return [p.id for p in portfolio.people if has_skill(p, part) and p.id not in piece.excluded]

    for team in product(*(able(piece) for piece in state.pieces)):
        for starts in product(*(_starts(portfolio, time, person, until) for person in team)):
            doing = zip(state.pieces, team, starts, strict=True)
            yield Choice(state.alternative, tuple(Doing(piece.part, who, start) for piece, who, start in doing))


def _limited(choices: Iterator[Choice], rng: Random) -> list[Choice]:
    """At most so many of them, without a preference for the first."""
    found = list(islice(choices, 40 * MOST_OPTIONS))
    return rng.sample(found, MOST_OPTIONS) if len(found) > MOST_OPTIONS else found


def _settled(portfolio: Portfolio, choices: dict[str, Choice]) -> Schedule:
    """The plan in which waits without pools begin at the first moment that tries out as allowed."""
    for task in scope(portfolio).tasks:
        choice = choices[task.id]
        if choice.wait is None or task.id in started(portfolio):
            continue
        work = task.work[choice.alternative]
        plan = Reading(plan_of(portfolio, choices), portfolio)
        if not (task.uses or work.uses):
            choices[task.id] = _first_allowed(plan, task, choice)
    return plan_of(portfolio, choices)


def _first_allowed(plan: Reading, task: Task, choice: Choice) -> Choice:
    calendar, today = plan.time.portfolio, plan.portfolio.as_of_tick
    length = plan.grid.ticks(task.work[choice.alternative].wait or Fraction(0))
    release = plan.scope.release(task)
    links = [link for link in plan.scope.links if link.after == task.id]
    first = calendar.before(today) if release is None and not links else 0
    for number in range(first, calendar.total - length):
        start, end = calendar.slot(number), calendar.slot(number + length - 1) + 1
        if release is not None and start < release:
            continue
        if all(
            holds(plan, plan.spans[link.before][link.type[0] == "F"], start if link.type[1] == "S" else end, link.lag)
            for link in links
        ):
            if start < today:
                end = max(end, calendar.slot(calendar.before(today)) + 1)
            return Choice(choice.alternative, wait=(start, end))
    return choice
