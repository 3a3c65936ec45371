"""Random portfolios of a believable size, with every column that a spreadsheet could spoil."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from ipmplan.core.calendar import Moment, Workweek
from ipmplan.core.people import Absence, Extra, Person, Skill
from ipmplan.core.portfolio import Booking, CalendarSettings, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.records import Change, Decision, Finished, Progress, Requirement
from ipmplan.core.work import Alternative, Link, Part, Pin, Use

MONDAY = date(2026, 1, 5)
WEEK = Workweek((((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5 + ((), ()))
SKILLS = ("frontend", "ux", "qa", "konzeption", "übersetzung")
FIRST, LAST = ("Lisa", "Jörg", "Zoë", "Murat", "Ana"), ("Mayr", "Krüger", "O'Neil", "Aydin", "Šimek")
NAMES = tuple(f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True))


def agency(rng: Random) -> Portfolio:
    """An agency with a handful of people, projects and tasks, sometimes hardly any; valid as text, if not as a plan."""
    return _Agency(rng).portfolio()


class _Agency:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.most = rng.choice((0, 1, 2, 4, 6))
        self.people = tuple(
            f"{name[0]}{name.split()[1][0]}{n}" for n, name in enumerate(NAMES[: rng.randint(2, 2 + self.most // 2)])
        )
        self.projects = tuple(rng.sample(("BIO", "101", "Ski-2", "KLI.3"), rng.randint(1, 1 + self.most // 2)))
        self.tasks = tuple(f"{rng.choice(self.projects)}-{n:02}" for n in range(rng.randint(2, 2 + 2 * self.most)))
        self.milestones = tuple(f"{project}/M{n}" for project in self.projects for n in range(rng.randint(1, 2)))

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def day(self) -> date:
        return MONDAY + timedelta(days=self.rng.randrange(200))

    def moment(self, *, end: bool = False) -> Moment:
        day = self.day()
        if self.maybe(0.75):
            return day
        hour = self.rng.choice((9, 11, 14, 18))
        return datetime(day.year, day.month, day.day, hour, 30 if end and self.maybe(0.2) else 0)

    def money(self, most: int = 90_000) -> Decimal:
        whole = self.rng.choice((self.rng.randint(1, most), self.rng.randint(1, most // 1000) * 1000))
        return Decimal(whole) + (Decimal(self.rng.randint(1, 99)) / 100 if self.maybe(0.4) else 0)

    def rate(self) -> Decimal:
        return Decimal(self.rng.randint(35, 120)) + Decimal(self.rng.choice(("0", "0.5", "0.75")))

    def hours(self) -> Fraction:
        return Fraction(self.rng.choice((2, 4, 8, 12, 16, 40, 120, 1200)) * 4 + self.rng.choice((0, 0, 1, 2)), 4)

    def portfolio(self) -> Portfolio:
        rng = self.rng
        return Portfolio(
            "Agency",
            MONDAY,
            calendar=CalendarSettings(workweek=WEEK),
            people=tuple(self.person(n) for n in range(len(self.people))),
            projects=tuple(self.project(name) for name in self.projects),
            milestones=tuple(self.milestone(name) for name in self.milestones),
            tasks=tuple(self.task(n) for n in range(len(self.tasks))),
            pools=(Pool("lab", "Device lab", rng.choice((1, 2, 1500))),),
            absences=tuple(
                Absence(
                    rng.choice(("*", *self.people)), self.moment(), self.moment(end=True) if self.maybe(0.8) else None
                )
                for _ in range(rng.randint(0, self.most))
            ),
            extra=tuple(
                Extra(rng.choice(self.people), day := self.day(), day, rng.choice((Decimal(0), Decimal("0.25"))))
                for _ in range(rng.randint(0, 2))
            ),
            bookings=tuple(self.booking(n) for n in range(rng.randint(0, self.most))),
            progress=tuple(
                Progress(
                    self.day(),
                    rng.choice(self.tasks),
                    rng.choice(self.people),
                    self.hours(),
                    rng.choice((None, Fraction(0), self.hours())),
                    self.money(3000) if self.maybe(0.2) else Decimal(0),
                    f"r{n}",
                    rng.choice(("", "started – slowly", "1.000 products")),
                )
                for n in range(rng.randint(0, self.most))
            ),
            requirements=tuple(
                Requirement(f"R{n}", rng.choice(self.projects), "shop", 'Customers find "it" – at once', self.tasks[:n])
                for n in range(rng.randint(0, 2))
            ),
            decisions=tuple(
                Decision(f"D{n}", rng.choice(self.projects), "Which?", rng.choice(("client", "us")), self.day())
                for n in range(rng.randint(0, 2))
            ),
            changes=(Change("C1", self.projects[0], "client", self.day(), "More", self.money(), "quoted"),),
            history=tuple(
                Finished(f"H{n}", kind="build", skill="ux", estimate=self.hours(), actual=self.hours())
                for n in range(rng.randint(0, 3))
            ),
        )

    def person(self, number: int) -> Person:
        rng = self.rng
        skills = tuple(
            Skill(name, rng.randint(1, 3), Fraction(rng.choice((20, 20, 16, 14, 25)), 20))
            for name in SKILLS
            if self.maybe(0.5)
        )
        fewer = Workweek((((8 * 60, 12 * 60 + 30),),) * rng.randint(1, 5) + ((),) * 2)
        return Person(
            self.people[number],
            NAMES[number],
            skills,
            self.rate() if self.maybe(0.9) else None,
            Workweek((*fewer.days, *((),) * (7 - len(fewer.days)))) if self.maybe(0.3) else None,
            joins=self.moment() if self.maybe(0.2) else None,
            leaves=self.moment(end=True) if self.maybe(0.2) else None,
        )

    def project(self, name: str) -> Project:
        rng = self.rng
        return Project(
            name,
            f"Project {name}",
            rng.choice(("", "Bäckerei Ofenfrisch", "ACME, Inc.; Berlin")),
            self.moment(end=True) if self.maybe(0.7) else None,
            self.money() if self.maybe(0.8) else None,
            rng.choice(("hard", "soft")),
            Fraction(rng.choice((2, 2, 3, 5)), 2),
            rng.choice(("confirmed", "confirmed", "tentative", "on_hold")),
            tuple(rng.sample(self.people, 2)) if self.maybe(0.2) else (),
            rng.choice((None, "fixed", "time", "internal")),
            self.money() if self.maybe(0.5) else None,
            Fraction(rng.randint(1, 9), 10) if self.maybe(0.3) else None,
        )

    def milestone(self, name: str) -> Milestone:
        return Milestone(
            name,
            name.partition("/")[0],
            "Beta",
            self.moment(end=True) if self.maybe(0.9) else None,
            Fraction(self.rng.choice((1, 2, Fraction(1, 2)))),
            self.maybe(0.3),
            Fraction(self.rng.choice((0, 8, 24, 20))),
            self.day() if self.maybe(0.3) else None,
            self.money(30_000) if self.maybe(0.5) else None,
        )

    def booking(self, number: int) -> Booking:
        rng = self.rng
        percent = Fraction(rng.choice((5, 25, Fraction(25, 2)))) if self.maybe(0.4) else None
        return Booking(
            f"B{number}",
            rng.choice(("*", *self.people)),
            "Care",
            rng.choice(("", *self.projects)),
            None if percent else Fraction(rng.choice((1, 2, Fraction(3, 2)))),
            percent,
            rng.choice(("", "day", "week", "month")),
            self.moment() if self.maybe(0.5) else None,
            self.moment(end=True) if self.maybe(0.5) else None,
            self.maybe(0.5),
        )

    def part(self) -> Part:
        rng = self.rng
        most = rng.choice((1, 1, 1, 2, 3))
        skill = rng.choice((None, *SKILLS))
        level = rng.choice((1, 1, 2, 3)) if skill else 1
        return Part(self.hours(), skill, level, rng.randint(1, most), most, rng.choice((100, 100, 25)))

    def alternative(self) -> Alternative:
        cost = self.money(5000) if self.maybe(0.2) else Decimal(0)
        if self.maybe(0.15):
            return Alternative(wait=self.hours(), cost=cost)
        groups = tuple(
            tuple(self.part() for _ in range(self.rng.choice((1, 1, 2)))) for _ in range(self.rng.choice((1, 1, 2)))
        )
        return Alternative(groups, cost=cost)

    def task(self, number: int) -> Task:
        rng = self.rng
        name = self.tasks[number]
        project = name.rpartition("-")[0]
        own = [milestone for milestone in self.milestones if milestone.startswith(f"{project}/")]
        lags = (Fraction(0), Fraction(0), Fraction(4), Fraction(-8), Fraction(5, 2))
        pins = (
            Pin("only", self.people[:2]),
            Pin("not", self.people[:1]),
            Pin("skill", self.people[:1], skill="ux"),
            Pin("other", task=self.tasks[0]),
        )
        return Task(
            name,
            project,
            rng.choice(("", *own)),
            rng.choice(("Home page", "Größe & Maße", "Build, test")),
            tuple(self.alternative() for _ in range(rng.choice((1, 1, 1, 2)))),
            tuple(
                Link(before, rng.choice(("FS", "FS", "SS", "FF", "SF")), rng.choice(lags))
                for before in self.tasks[:number]
                if self.maybe(0.15)
            ),
            tuple(rng.sample(pins, 1)) if self.maybe(0.3) else (),
            self.moment() if self.maybe(0.2) else None,
            self.moment(end=True) if self.maybe(0.2) else None,
            (Use("lab", rng.choice((1, 2))),) if self.maybe(0.1) else (),
            self.hours() if self.maybe(0.2) else None,
            self.hours() if self.maybe(0.2) else None,
            self.money(5000) if self.maybe(0.2) else Decimal(0),
            rng.choice(("", "build", "copy")),
            rng.choice(("", "", "C1")),
            self.maybe(0.1),
        )
