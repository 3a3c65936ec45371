"""How much a constructed plan breaks what may be repaired: by pool units and cents, each of which weighs one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.models.pinned import constructed
from tests.plans import part, studio, work

from ipmplan.core.portfolio import Booking, Pool, Portfolio, Project, Task
from ipmplan.core.work import Use
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.rules import budget, pools


def slack(portfolio: Portfolio, *, repair: bool = True, free: list[int] | None = None) -> list[tuple[int, int, int]]:
    """Hint, upper bound and weight of what may be broken, after the rules for pools and budgets."""
    hint = constructed(portfolio)
    assert hint is not None
    draft = Draft(hint, repair=repair, free=free)
    budget.post(draft)
    pools.post(draft)
    hints = dict(zip(draft.model.proto.solution_hint.vars, draft.model.proto.solution_hint.values, strict=True))
    return [
        (hints[var.index], list(var.proto.domain)[-1], weight)  # type: ignore[union-attr]
        for var, weight in draft.penalties
    ]


@pytest.mark.parametrize(
    ("units", "capacity", "expected"),
    [((1, 2), 3, [(0, 1, 1)]), ((1, 3), 3, [(1, 10, 1)]), ((4, 4), 3, [(5, 50, 1)]), ((0, 0), 3, [])],
)
def test_a_pool_may_be_overdrawn_by_what_the_hint_takes(
    units: tuple[int, int], capacity: int, expected: list[tuple[int, int, int]]
) -> None:
    tasks = [Task(f"T{n}", "P0", work=(work(part(1)),), uses=(Use("licence", used),)) for n, used in enumerate(units)]
    portfolio = studio(*tasks, pools=(Pool("licence", "", capacity, "consumable"), Pool("lab")))
    assert slack(portfolio) == expected
    assert not slack(portfolio, repair=False)


def test_what_stays_counts_too() -> None:
    tasks = [Task(f"T{n}", "P0", work=(work(part(1)),), uses=(Use("licence", 2),)) for n in range(2)]
    portfolio = studio(*tasks, pools=(Pool("licence", "", 3, "consumable"),))
    assert slack(portfolio, free=[0]) == [(1, 10, 1)]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(Decimal(200), [(0, 1, 1)]), (Decimal("199.99"), [(1, 10, 1)]), (Decimal(150), [(5000, 50000, 1)])],
)
def test_a_budget_may_be_passed_by_what_the_hint_costs(limit: Decimal, expected: list[tuple[int, int, int]]) -> None:
    """Ana needs 4 hours at 50."""
    task = Task("T1", "P0", work=(work(part(4, "ux")),))
    portfolio = studio(task, projects=(Project("P0", budget=limit), Project("P1")))
    assert slack(portfolio) == expected
    assert not slack(portfolio, repair=False)
    assert not slack(replace(portfolio, projects=(Project("P0", budget=limit, budget_limit="soft"),)))
    assert not slack(replace(portfolio, projects=(Project("P0"),)))


def test_a_budget_with_nothing_left_to_choose_has_no_slack() -> None:
    booking = Booking("B1", "ana", project="P1", hours=Fraction(8), end=date(2026, 1, 9))
    projects = (Project("P0"), Project("P1", budget=Decimal(1)))
    task = Task("T1", "P0", work=(work(part(4, "ux")),))
    assert not slack(studio(task, projects=projects, bookings=(booking,)))
