"""A small portfolio over three sprints, worked out by hand in `test_by_hand`.

Ana (ux, 50 an hour) and ben (dev, 40) work from Monday to Friday, 9 to 17. Project P is sold for 5,000: A (ux 16 h, milestone M1), then
B (dev 24 h, and 100 without hours), then C (ux 8 h, both milestone M2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.plans import Choice, choice, does, part, plan_of, work

from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Approval, Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link
from ipmplan.study.prices import price_tasks
from ipmplan.study.reading import Reading

DAYS = (date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 12), date(2026, 1, 14))
PEOPLE = (
    Person("ana", "Ana", skills=(Skill("ux"),), rate=Decimal(50)),
    Person("ben", "Ben", skills=(Skill("dev"),), rate=Decimal(40)),
)
TASKS = (
    Task("A", "P", milestone="M1", work=(work(part(16, "ux")),)),
    Task("B", "P", milestone="M2", work=(work(part(24, "dev")),), after=(Link("A"),), fixed_cost=Decimal(100)),
    Task("C", "P", milestone="M2", work=(work(part(8, "ux")),), after=(Link("B"),)),
)
STUDIO = Portfolio(
    "Studio",
    DAYS[0],
    people=PEOPLE,
    projects=(Project("P", client="Kessler", billing="fixed", price=Decimal(5000)),),
    milestones=(
        Milestone("M1", "P", due=date(2026, 1, 6), payment=Decimal(2000)),
        Milestone("M2", "P", due=date(2026, 1, 12), payment=Decimal(3000)),
    ),
    tasks=TASKS,
)


def row(day: int, task: str, person: str, hours: int, remaining: int | None = None, cost: int = 0) -> Progress:
    """A timesheet row of January."""
    left = None if remaining is None else Fraction(remaining)
    return Progress(date(2026, 1, day), task, person, Fraction(hours), left, Decimal(cost))


# What each sprint brought.
WORKED = (
    (row(5, "A", "ana", 8, 10), row(6, "A", "ana", 8, 4)),
    (
        row(7, "A", "ana", 5, 0),
        row(7, "B", "ben", 3),
        row(8, "B", "ben", 8),
        row(9, "B", "ben", 8),
        row(9, "B", "", 0, None, 75),
    ),
    (row(12, "B", "ben", 5, 0), row(12, "C", "ana", 3), row(13, "C", "ana", 4, 0)),
)
# Who does what from when in the plan of each day.
CHOSEN: tuple[dict[str, Choice], ...] = (
    {"A": choice(does("ana", 5)), "B": choice(does("ben", 7)), "C": choice(does("ana", 12))},
    {"A": choice(does("ana", 7)), "B": choice(does("ben", 7, 13)), "C": choice(does("ana", 12, 13))},
    {"B": choice(does("ben", 12)), "C": choice(does("ana", 12, 14))},
    {},
)


def plain(*values: Fraction | None) -> list[float | None]:
    """Hours as plain numbers."""
    return [None if value is None else float(value) for value in values]


@dataclass(frozen=True)
class Morning:
    """The first day of a sprint: what is known, the plans approved before, and the plan of that day."""

    portfolio: Portfolio
    approved: tuple[Schedule, ...]
    plan: Schedule


def mornings(studio: Portfolio = STUDIO) -> list[Morning]:
    """The four mornings; each plan is approved on its own."""
    approved: list[Schedule] = []
    found = []
    rows: tuple[Progress, ...] = ()
    for number, day in enumerate(DAYS):
        newest = approved[-1] if approved else None
        known = replace(studio, as_of=day, progress=rows, baseline=newest)
        plan = plan_of(known, CHOSEN[number])
        found.append(Morning(known, tuple(approved), plan))
        approved.append(approve(plan, known))
        rows += WORKED[number] if number < len(WORKED) else ()
    return found


def approve(plan: Schedule, portfolio: Portfolio) -> Schedule:
    """The plan as it is kept in plans/."""
    before = portfolio.baseline.approved if portfolio.baseline is not None else None
    return replace(plan, approved=Approval(portfolio.as_of_day, priced=price_tasks(Reading(plan, portfolio), before)))
