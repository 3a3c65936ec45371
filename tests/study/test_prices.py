"""What tasks take and cost when a plan is approved (ana 50 an hour, ben 40 and half as fast)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.plans import at as moment
from tests.plans import choice, does, part, plan_of, studio, wait, waiting, work
from tests.study.by_hand import logged

from ipmplan.core.plan import Approval, Priced
from ipmplan.core.portfolio import Task
from ipmplan.study.prices import price_tasks
from ipmplan.study.reading import Reading


def test_hours_are_recorded_and_planned_ones_and_money_is_theirs() -> None:
    """A: 2 h of ana recorded at 50 and 3 h left, 250; it was approved with 4 h, and keeps them.

    B: 2 h of work take ben 4 h, 160, with 10.005 and 20 of fixed costs that are rounded each. W costs nothing.
    """
    made = studio(
        Task("A", "P0", work=(work(part(4, "ux")),)),
        Task("B", "P0", work=(work(part(2, "qa"), cost=20),), fixed_cost=Decimal("10.005")),
        Task("W", "P0", work=(wait(8),)),
        progress=(logged("A", "ana", 2, 3),),
    )
    chosen = {"A": choice(does("ana", 5)), "B": choice(does("ben", 5)), "W": waiting(moment(5, 9), moment(5, 17))}
    plan = Reading(plan_of(made, chosen), made)
    first = Priced("A", 5.0, Decimal(250), Decimal(0))
    rest = (Priced("B", 4.0, Decimal(160), Decimal("30.01")), Priced("W", 0.0, Decimal(0), Decimal(0)))
    assert price_tasks(plan) == (first, *rest)
    kept = Approval(date(2026, 1, 1), priced=(Priced("A", 4.0), Priced("B", 9.0)))
    assert price_tasks(plan, kept) == (replace(first, hours=4.0), *rest)
    # Without rates and costs only hours are kept.
    people = tuple(replace(one, rate=None) for one in made.people)
    poor = replace(made, people=people, tasks=(made.tasks[0], replace(made.tasks[2])))
    assert not poor.has_money
    assert price_tasks(Reading(plan_of(poor, {"A": chosen["A"], "W": chosen["W"]}), poor)) == (
        Priced("A", 5.0),
        Priced("W", 0.0),
    )
