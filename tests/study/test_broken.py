"""Dates, budgets and pools that facts alone have broken, one hour, cent and unit on either side."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import MONDAY, part, studio, work
from tests.study.by_hand import logged, study

from ipmplan.core.people import Person, Rate
from ipmplan.core.portfolio import Booking, CalendarSettings, Handovers, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.records import Change, Progress
from ipmplan.core.work import Use

FRIDAY, THURSDAY = date(2026, 1, 2), date(2026, 1, 1)


def lost(due: date | None, *rows: Progress, share: int = 100, tasks: int = 2, handovers: Handovers = "never") -> bool:
    """Whether a firm date of T0, T1 ... is lost; all are 40 hours of anybody at a share."""
    portfolio = studio(
        *(Task(f"T{number}", "P0", "beta", work=(work(part(40, share=share)),)) for number in range(tasks)),
        milestones=(Milestone("beta", "P0", due=due, firm=True),),
        progress=rows,
        calendar=CalendarSettings(handovers=handovers),
    )
    found = study(portfolio)
    return found.is_broken(found.scope.dues[0])


@pytest.mark.parametrize(
    ("due", "rows", "broken"),
    [
        # Passed, and a task has not finished or finished later.
        (FRIDAY, [logged("T0", "ana", 1, 0)], True),
        (FRIDAY, [logged("T0", "ana", 1, 0), logged("T1", "ana", 1)], True),
        (FRIDAY, [logged("T0", "ana", 1, 0), logged("T1", "ana", 1, 0)], False),
        (THURSDAY, [logged("T0", "ana", 1, 0, on=THURSDAY), logged("T1", "ana", 1, 0)], True),
        (date(2026, 1, 4), [logged("T0", "ana", 1, 0), logged("T1", "ana", 1)], True),
        (None, [logged("T0", "ana", 1)], False),
        # Monday, the status date, has 8 hours of each person.
        (MONDAY, [], False),
        (MONDAY, [logged("T0", "ana", 1, 8)], False),
        (MONDAY, [logged("T0", "ana", 1, 9)], True),
        (MONDAY, [logged("T0", "ana", 1, 5), logged("T1", "ana", 1, 3)], False),
        (MONDAY, [logged("T0", "ana", 1, 5), logged("T1", "ana", 1, 4)], True),
        (MONDAY, [logged("T0", "ana", 1, 5), logged("T1", "ben", 1, 4)], False),
        (MONDAY, [logged("T0", "ana", 1, 0), logged("T1", "ana", 1, 8)], False),
        (date(2026, 1, 6), [logged("T0", "ana", 1, 16)], False),
        (date(2026, 1, 6), [logged("T0", "ana", 1, 17)], True),
        # Rounded up to the grid.
        (MONDAY, [logged("T0", "ana", 1, 8.5)], True),
        (MONDAY, [logged("T0", "ana", 1, 7.5)], False),
        # Thirteen days until the 21st are 104 hours.
        (date(2026, 1, 21), [logged("T0", "ana", 1, 104)], False),
        (date(2026, 1, 21), [logged("T0", "ana", 1, 105)], True),
    ],
)
def test_a_date_is_lost_when_it_has_passed_or_begun_work_takes_longer(
    due: date | None, rows: list[Progress], broken: bool
) -> None:
    assert lost(due, *rows) == broken


@pytest.mark.parametrize(
    ("left", "broken"), [((4,), False), ((5,), True), ((4, 4), False), ((4, 3, 1), False), ((4, 3, 2), True)]
)
def test_work_at_half_the_time_takes_twice_as_long_and_half_of_the_person(left: tuple[int, ...], broken: bool) -> None:
    rows = [logged(f"T{number}", "ana", 1, hours) for number, hours in enumerate(left)]
    assert lost(MONDAY, *rows, share=50, tasks=len(left)) == broken


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        # Ben could take over one of the two, in 4 + 2 hours of his 8 ...
        ([logged("T0", "ana", 1, 5), logged("T1", "ana", 1, 4)], False),
        # ... but nobody has 9 hours, and ana and ben together have 16.
        ([logged("T0", "ana", 1, 9)], True),
        ([logged("T0", "ana", 1, 8), logged("T1", "ana", 1, 6)], False),
        ([logged("T0", "ana", 1, 8), logged("T1", "ana", 1, 8)], False),
        ([logged("T0", "ana", 1, 8), logged("T1", "ana", 1, 9)], True),
        # Each would have time for each alone, but together they have not for 17 hours.
        ([logged("T0", "ana", 1, 8), logged("T1", "ana", 1, 8), logged("T2", "ana", 1, 1)], True),
        # Of those who have finished nothing is left.
        ([logged("T0", "ana", 1, 8), logged("T1", "ana", 1, 0), logged("T2", "ana", 1, 8)], False),
    ],
)
def test_a_date_that_others_can_keep_is_not_lost(rows: list[Progress], broken: bool) -> None:
    assert lost(MONDAY, *rows, tasks=3, handovers="needed") == broken


@pytest.mark.parametrize(("more", "broken"), [((), False), ((0.0625,), True)])
def test_shares_of_what_others_can_do_are_added(more: tuple[float, ...], broken: bool) -> None:
    # Three quarters of an hour at a tenth of the time are 8 steps of a tenth: twenty of them fill the 16 hours of two people.
    rows = [logged(f"T{number}", "ana", 1, hours) for number, hours in enumerate((*(0.75,) * 20, *more))]
    assert lost(MONDAY, *rows, share=10, tasks=21, handovers="any") == broken


def test_a_milestone_of_no_task_is_never_lost() -> None:
    portfolio = studio(milestones=(Milestone("beta", "P0", due=FRIDAY, firm=True),))
    found = study(portfolio)
    assert not found.is_broken(found.scope.dues[0])


def spent(budget: str, **more: object) -> Portfolio:
    """Ana has worked 10 hours at 50, and 6 remain: 800 in all."""
    facts: dict[str, object] = {"progress": (logged("T1", "ana", 10, 6),), **more}
    projects = (Project("P0", budget=Decimal(budget)),)
    return studio(Task("T1", "P0", work=(work(part(40, "ux")),)), projects=projects, **facts)


@pytest.mark.parametrize(("budget", "broken"), [("800", False), ("799.99", False), ("799.98", True), ("0", True)])
def test_a_budget_is_gone_when_records_and_rests_cost_more(budget: str, broken: bool) -> None:
    assert study(spent(budget)).broken_budgets == ({"P0"} if broken else set())


@pytest.mark.parametrize(
    ("more", "certain"),
    [
        ({"progress": (logged("T1", "ana", 10, 0),)}, 500),
        # 5.5 hours are planned as 6.
        ({"progress": (logged("T1", "ana", 10, 5.5),)}, 800),
        # From 20 January on ana costs 10: her rest costs 60 at least; what she cost before does not count.
        ({"rates": (Rate("ana", date(2026, 1, 20), Decimal(10)),)}, 560),
        ({"rates": (Rate("ana", date(2026, 1, 20), Decimal(90)),)}, 800),
        ({"rates": (Rate("ana", date(2025, 12, 1), Decimal(10)), Rate("ana", date(2026, 1, 3), Decimal(60)))}, 460),
        ({"rates": (Rate("ana", MONDAY, Decimal(20)),)}, 620),
        # At noon she becomes cheaper; what others cost, and what she is billed at, is not what she costs.
        ({"rates": (Rate("ana", datetime(2026, 1, 20, 12), Decimal(20)),)}, 620),
        ({"rates": (Rate("ben", date(2026, 1, 20), Decimal(10)),)}, 800),
        ({"rates": (Rate("ana", date(2026, 1, 20), bill=Decimal(10)),)}, 800),
        ({"progress": (logged("T1", "ana", 10, 105),)}, 5750),
        ({"bookings": (Booking("B1", "ben", project="P0", hours=Fraction(3), end=MONDAY),)}, 920),
        ({"changes": (Change("C1", "P0", price=Decimal(30), status="accepted"),)}, 770),
    ],
)
def test_what_is_certain_is_counted_to_the_cent(more: dict[str, object], certain: int) -> None:
    assert not study(spent(str(certain), **more)).broken_budgets
    assert study(spent(str(Decimal(certain) - Decimal("0.02")), **more)).broken_budgets == {"P0"}


def test_a_budget_that_was_never_touched_is_not_broken_by_facts() -> None:
    booking = Booking("B1", "ana", project="P0", hours=Fraction(8), end=MONDAY)
    portfolio = spent("1", progress=(), bookings=(booking,))
    assert not study(portfolio).broken_budgets
    touched = replace(portfolio, progress=(logged("B1", "ana", 1),))
    assert study(touched).broken_budgets == {"P0"}
    assert not study(replace(touched, projects=(Project("P0"),))).broken_budgets


@pytest.mark.parametrize(
    ("hours", "rate", "certain"),
    [
        # Ben costs 40 and needs two hours more: dearer than ana's 50 for up to eight hours, and cheaper from eleven on.
        (6, 50, 300),
        (8, 50, 400),
        (11, 50, 520),
        (105, 50, 4280),
        (6, 30, 180),
    ],
)
def test_a_rest_that_others_may_do_costs_what_the_cheapest_takes(hours: int, rate: int, certain: int) -> None:
    people = (Person("ana", rate=Decimal(rate)), Person("ben", rate=Decimal(40)))
    portfolio = replace(
        spent("0", progress=(logged("T1", "ana", 10, hours),), people=people),
        tasks=(Task("T1", "P0", work=(work(part(40)),)),),
        calendar=CalendarSettings(handovers="any"),
        projects=(Project("P0", budget=Decimal(10 * rate + certain)),),
    )
    assert not study(portfolio).broken_budgets
    less = Project("P0", budget=Decimal(10 * rate + certain) - Decimal("0.02"))
    assert study(replace(portfolio, projects=(less,))).broken_budgets == {"P0"}


def test_work_that_is_finished_costs_nothing_more() -> None:
    for handovers in ("any", "never"):
        settings = CalendarSettings(handovers=handovers)
        assert not study(spent("500", progress=(logged("T1", "ana", 10, 0),), calendar=settings)).broken_budgets


@pytest.mark.parametrize(("shared", "hours", "certain"), [(50, 6, 300), (50, 6.25, 325), (25, 6.2, 312.5)])
def test_a_rest_at_a_share_is_rounded_in_the_persons_time(shared: int, hours: float, certain: float) -> None:
    # 6.25 hours at 50 % are 12.5 of ana's, planned as 13, of which half cost; 6.2 at 25 % are 25, a quarter of which cost.
    portfolio = replace(
        spent("0", progress=(logged("T1", "ana", 10, hours),)),
        tasks=(Task("T1", "P0", work=(work(part(40, "ux", share=shared)),)),),
        projects=(Project("P0", budget=Decimal(500) + Decimal(certain)),),
    )
    assert not study(portfolio).broken_budgets
    less = Project("P0", budget=Decimal(500) + Decimal(certain) - Decimal("0.02"))
    assert study(replace(portfolio, projects=(less,))).broken_budgets == {"P0"}


@pytest.mark.parametrize(
    ("uses", "begun", "broken"),
    [
        ((2, 1), "T0", False),
        ((2, 1), "T0 T1", False),
        ((2, 2), "T0 T1", True),
        ((4, 0), "T0", True),
        ((4, 0), "T1", False),
    ],
)
def test_a_pool_is_gone_when_begun_work_takes_more_than_there_was(
    uses: tuple[int, int], begun: str, broken: bool
) -> None:
    tasks = [
        Task(f"T{number}", "P0", work=(work(part(8)),), uses=(Use("licence", units), Use("lab", 9)))
        for number, units in enumerate(uses)
    ]
    pools = (Pool("lab"), Pool("licence", "", 3, "consumable"))
    rows = tuple(logged(name, "ana", 1) for name in begun.split())
    found = study(studio(*tasks, pools=pools, progress=rows))
    assert found.broken_pools == ({"licence"} if broken else set())


def test_units_of_the_begun_alternative_count() -> None:
    ways = tuple(
        replace(work(part(8, skill)), uses=(Use("licence", units),)) for skill, units in (("ux", 1), ("qa", 3))
    )
    portfolio = studio(
        Task("T0", "P0", work=ways, uses=(Use("licence", 1),)),
        pools=(Pool("licence", "", 3, "consumable"),),
        progress=(logged("T0", "ben", 1),),
    )
    assert study(portfolio).broken_pools == {"licence"}
    assert not study(replace(portfolio, progress=(logged("T0", "ana", 1),))).broken_pools
