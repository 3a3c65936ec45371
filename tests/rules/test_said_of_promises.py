"""What rules say of pools, firm dates and budgets that a plan breaks, word for word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.plans import (
    MONDAY,
    at,
    choice,
    does,
    studio,
    wait,
    waiting,
)
from tests.rules.broken import FOUR, FRIDAY, logged, planned, told

from ipmplan.core.portfolio import Milestone, Pool, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Use

POOLED = tuple(replace(FOUR, id=name, uses=(Use("lab", units),)) for name, units in (("T0", 1), ("T1", 2)))


def test_a_pool_says_who_holds_it_when() -> None:
    portfolio = studio(*POOLED, pools=(Pool("lab", "", 2),))
    plan = planned(portfolio, T0=choice(does("ana", 5, 10)), T1=choice(does("ben", 5, 12)))
    assert told(plan, portfolio, "pools") == [
        "lab: from 5 January 2026 12:00 tasks hold 3 of it, but there are 2: T0 (1), T1 (2)\nMaybe T1 can start later."
    ]
    used = studio(*POOLED, pools=(Pool("lab", "", 2, "consumable"),))
    assert told(plan, used, "pools") == [
        "lab: the plan uses up 3, but there are 2\nMaybe choose other alternatives, or get more of it."
    ]
    assert told(plan, studio(*POOLED), "pools") == [
        f"{name}: it uses `lab`, which is not in the pools table" for name in ("T0", "T1")
    ]


def test_a_pool_that_begun_work_overdraws_alone_is_a_warning() -> None:
    portfolio = studio(POOLED[1], pools=(Pool("lab"),), progress=(logged(1, 3),))
    plan = planned(portfolio, T1=choice(does("ana", 5, 10)))
    text = "from 5 January 2026 10:00 tasks hold 2 of it, but there are 1: T1 (2); started work alone takes more"
    assert told(plan, portfolio, "pools") == [f"warning lab: {text}"]
    used = replace(portfolio, pools=(Pool("lab", "", 1, "consumable"),))
    assert told(plan, used, "pools") == [
        "warning lab: the plan uses up 2, but there are 1; started work alone takes more"
    ]
    # With fresh work beside it the plan could be another one.
    both = studio(*POOLED, pools=(Pool("lab", "", 2),), progress=(logged(1, 3),))
    clash = planned(both, T0=choice(does("ben", 5, 9)), T1=choice(does("ana", 5, 10)))
    assert told(clash, both, "pools") == [
        "lab: from 5 January 2026 10:00 tasks hold 3 of it, but there are 2: T0 (1), T1 (2)\nMaybe T1 can start later."
    ]
    fresh = studio(POOLED[1], pools=(Pool("lab"),))
    assert told(planned(fresh, T1=choice(does("ana", 5, 10))), fresh, "pools") == [
        "lab: from 5 January 2026 10:00 tasks hold 2 of it, but there are 1: T1 (2)\nMaybe T1 can start later."
    ]


def test_waits_in_progress_hold_their_pool_whatever_is_planned() -> None:
    waits = tuple(Task(f"T{number}", "P0", work=(wait(8),), uses=(Use("lab"),)) for number in range(2))
    rows = tuple(Progress(FRIDAY, f"T{number}") for number in range(2))
    portfolio = studio(*waits, pools=(Pool("lab"),), progress=rows)
    # Both began on Friday at 9 and end an hour after the status date.
    plan = planned(portfolio, T0=waiting(at(2), at(5, 10)), T1=waiting(at(2), at(5, 10)))
    text = (
        "from 5 January 2026 00:00 tasks hold 2 of it, but there are 1: T0 (1), T1 (1); started work alone takes more"
    )
    assert told(plan, portfolio, "pools") == [f"warning lab: {text}"]
    one = replace(portfolio, progress=rows[:1])
    after = planned(one, T0=waiting(at(2), at(5, 10)), T1=waiting(at(5, 10), at(6, 10)))
    assert told(after, one, "pools") == []
    within = planned(one, T0=waiting(at(2), at(5, 10)), T1=waiting(at(5, 9), at(5, 17)))
    assert told(within, one, "pools") == [
        "lab: from 5 January 2026 09:00 tasks hold 2 of it, but there are 1: T0 (1), T1 (1)\nMaybe T1 can start later."
    ]


def test_a_finished_task_holds_nothing() -> None:
    portfolio = studio(*POOLED, pools=(Pool("lab", "", 2),), progress=(logged(4, 0),))
    assert told(planned(portfolio, T0=choice(does("ana", 5))), portfolio, "pools") == []


def test_a_firm_date_that_is_missed() -> None:
    tasks = (
        replace(FOUR, id="T0", milestone="beta"),
        replace(FOUR, milestone="beta"),
        replace(FOUR, id="T2", milestone="beta"),
    )
    portfolio = studio(*tasks, milestones=(Milestone("beta", "P0", due=MONDAY, firm=True),))
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=choice(does("ana", 6)), T2=choice(does("ben", 6)))
    text = "beta: it is due on 5 January 2026, firm, but T1 ends at 6 January 2026 13:00"
    assert told(plan, portfolio, "deadlines") == [f"{text}\nMaybe T1 can be done earlier, or by more people."]
    unlisted = replace(plan, tasks=plan.tasks[1:])
    assert told(unlisted, portfolio, "deadlines") == [f"{text}\nMaybe T1 can be done earlier, or by more people."]
    lost = replace(portfolio, milestones=(Milestone("beta", "P0", due=date(2026, 1, 4), firm=True),))
    assert told(plan, lost, "deadlines") == [
        "warning beta: it is due on 4 January 2026, firm, but T1 ends at 6 January 2026 13:00; no plan can hold it any more"
    ]


def test_a_budget_that_is_passed() -> None:
    portfolio = studio(FOUR, projects=(Project("P0", budget=Decimal("199.99")),))
    plan = planned(portfolio, T1=choice(does("ana", 5)))
    assert told(plan, portfolio, "budget") == [
        "P0: it costs 200.00 EUR, but its budget is 199.99 EUR\nMaybe cheaper people, or `budget_limit` = `soft`."
    ]
    spent = studio(FOUR, projects=(Project("P0", budget=Decimal(100)),), progress=(logged(3, 1),))
    assert told(planned(spent, T1=choice(does("ana", 5))), spent, "budget") == [
        "warning P0: it costs 200.00 EUR, but its budget is 100.00 EUR; no plan can hold it any more"
    ]
