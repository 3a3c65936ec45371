"""Tiny random portfolios that together use every notation: off-by-ones cannot hide in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import strategies as st
from tests.every_plan import all_plans, horizon

from ipmplan.core.calendar import Grid, Moment, Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra, Person, Rate, Skill
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
    TimeOfWeek,
)
from ipmplan.core.records import Change, ChangeStatus, Decision, Hold, Progress
from ipmplan.core.work import Alternative, Link, LinkType, Part, Pin, Use

DAYS = (date(2026, 1, 7), date(2026, 1, 8), date(2026, 1, 9), date(2026, 1, 12))
SPANS = (((9, 11),), ((9, 12),), ((9, 10), (13, 15)), ((14, 16),))
LINKS: tuple[LinkType, ...] = ("FS", "SS", "FF", "SF")
__all__ = ["all_plans", "horizon", "tiny_portfolio", "tiny_portfolios"]
GOALS = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost")


def tiny_portfolios() -> st.SearchStrategy[Portfolio]:
    """Tiny portfolios for hypothesis; smaller seeds are not simpler, so a failing one is best printed."""
    return st.integers(0, 2**32 - 1).map(lambda seed: tiny_portfolio(Random(seed)))


def tiny_portfolio(rng: Random) -> Portfolio:
    """Two or three tasks, one to three people, a few working slots; every notation now and then."""
    return Tiny(rng).portfolio()


class Tiny:
    """One draw; every method adds a table. `tasks` = how many there are, 0 = two or three."""

    def __init__(self, rng: Random, tasks: int = 0) -> None:
        self.rng = rng
        self.day = rng.choice(DAYS)
        self.people = tuple(f"p{n}" for n in range(rng.choice((1, 2, 2, 3))))
        self.tasks = tuple(f"T{n}" for n in range(tasks or rng.choice((2, 2, 3))))
        self.projects = ("P0",) if self.maybe(0.6) else ("P0", "P1")
        self.money = self.maybe(0.5)
        self.known: set[str] = set()

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
        bookings = self.bookings()
        order = tuple(rng.sample(GOALS, rng.randint(1, 3)))
        made = Portfolio(
            "Tiny",
            as_of,
            calendar=CalendarSettings(
                workweek=self.workweek(),
                holidays="X" if self.maybe(0.2) else None,
                grid=Grid(rng.choice((60, 60, 60, 30))),
                open_absence=Fraction(rng.choice((2, 4))),
                handover=Fraction(rng.choice((0, 1, 2))),
                open_answer=Fraction(rng.choice((1, 3, 5))),
                handovers=rng.choice(("needed", "needed", "any", "never")),
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
            bookings=bookings,
            progress=self.progress() + self.booked_progress(bookings),
            decisions=decisions,
            changes=self.changes(),
            holidays={"X": {self.day + timedelta(days=rng.randint(0, 4)): "Founders' day"}},
        )
        return replace(made, holds=tuple(self.holds(made)))

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
        made = tuple(
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
        self.known = {milestone.id for milestone in made}
        return made

    def part(self, shares: bool = True) -> Part:
        rng = self.rng
        most = rng.choice((1, 1, 1, 2)) if len(self.people) > 1 else 1
        return Part(
            hours=Fraction(rng.choice((1, 2, 2, 3, 4)), rng.choice((1, 1, 1, 2))),
            skill=self.skill() if self.maybe(0.7) else None,
            level=rng.choice((1, 1, 2)),
            fewest=rng.randint(1, most),
            most=most,
            share=rng.choice((25, 40, 50, 60)) if shares and self.maybe(0.2) else 100,
        )

    def alternative(self) -> Alternative:
        rng = self.rng
        cost = Decimal(rng.choice((0, 0, 20, 100)))
        uses = (Use(rng.choice(("lab", "licence"))),) if self.maybe(0.1) else ()
        if self.maybe(0.2):
            return Alternative(wait=Fraction(rng.choice((0, 1, 2, 2, 3, 3))), cost=cost, uses=uses)
        first = self.part()
        if len(self.people) > 1 and self.maybe(0.3):
            second = self.part()
            groups = ((first, second),) if self.maybe(0.5) else ((first,), (second,))
            return Alternative(groups, cost=cost, uses=uses)
        return Alternative(((first,),), cost=cost, uses=uses)

    def task(self, number: int) -> Task:
        rng = self.rng
        project = rng.choice(self.projects)
        work = tuple(self.alternative() for _ in range(rng.choice((1, 1, 1, 2)))) if self.maybe(0.97) else ()
        milestone = f"{project}-m" if self.maybe(0.6) else ""
        return Task(
            self.tasks[number],
            project,
            milestone=milestone if milestone in self.known else "",
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
                if self.maybe(0.4):
                    # A second premium on the same hours, of which the higher one counts.
                    found.append(replace(found[-1], premium=Decimal("0.25")))
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
                    when=self.when(weekday=percent is None) if self.maybe(0.25) else None,
                )
            )
        return tuple(found)

    def when(self, *, weekday: bool) -> TimeOfWeek:
        day = self.rng.randrange(5) if weekday and self.maybe(0.5) else None
        return TimeOfWeek(self.rng.choice((9, 10, 14)) * 60, day)

    def progress(self) -> tuple[Progress, ...]:
        rng = self.rng
        rows: list[Progress] = []
        for name in self.tasks:
            if not self.maybe(0.15):
                continue
            for number in range(rng.choice((1, 1, 2, 3))):
                day = self.day - timedelta(days=rng.choice((1, 1, 2, 5)))
                remaining = Fraction(rng.choice((0, 1, 2))) if self.maybe(0.5) else None
                who = rng.choice((*self.people, ""))
                cost = Decimal(rng.choice((0, 0, 10)))
                # A row of the same ref replaces the one before.
                ref = f"{name}-{number % 2}" if self.maybe(0.4) else ""
                rows.append(Progress(day, name, who, Fraction(rng.choice((0, 1, 2, 3))), remaining, cost, ref))
        if self.maybe(0.05):
            rows.append(Progress(self.day + timedelta(days=1), self.tasks[0], self.people[0], Fraction(1)))
        return tuple(rows)

    def booked_progress(self, bookings: tuple[Booking, ...]) -> tuple[Progress, ...]:
        rows = []
        for booking in bookings:
            if self.maybe(0.3):
                day = self.day - timedelta(days=self.rng.choice((1, 2, 3)))
                who = booking.person if booking.person != EVERYBODY else self.rng.choice((*self.people, ""))
                rows.append(Progress(day, booking.id, who, Fraction(self.rng.choice((0, 1, 2)))))
        return tuple(rows)

    def decisions(self) -> tuple[Decision, ...]:
        if not self.maybe(0.15):
            return ()
        expected = self.moment(1, 3) if self.maybe(0.7) else None
        answered = self.day if self.maybe(0.2) else None
        return (Decision("D1", "P0", tasks=(self.rng.choice(self.tasks),), expected=expected, answered_on=answered),)

    def holds(self, made: Portfolio) -> Iterator[Hold]:
        rng = self.rng
        for task in made.tasks:
            works = any(work.parts for work in task.work)
            if not works or not self.maybe(0.12):
                continue
            people = tuple(rng.sample(self.people, rng.choice((1, 1, len(self.people))))) if self.maybe(0.6) else ()
            start = self.moment(1, 2) if not people or self.maybe(0.4) else None
            yield Hold(task.id, people, start, self.moment(1, 2) if self.maybe(0.3) else None)

    def changes(self) -> tuple[Change, ...]:
        status: ChangeStatus = self.rng.choice(("accepted", "accepted", "accepted", "asked", "quoted", "declined"))
        return (Change("C1", "P0", price=Decimal(50), status=status),)
