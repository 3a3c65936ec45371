"""The tiny portfolios use every notation, their plans are good and bad, and no edit of a plan makes a rule crash."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import amount
from tests.plans import errors, issues
from tests.tiny import all_plans, horizon, tiny_portfolio, tiny_portfolios

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.models.rules import all_rules
from ipmplan.study.study import Study

# What a plan's own rows say is made by hand in these tests; rules that only compare it with itself find nothing.
REPORTED = {"actuals", "bookings", "honesty", "milestones", "people", "projects", "tasks"}
NEVER_BY_CHANCE = {"availability", "skills"}


def notations(portfolio: Portfolio) -> Iterator[str]:
    parts = [part for task in portfolio.tasks for work in task.work for part in work.parts]
    for task in portfolio.tasks:
        yield from (f"link {link.type}{(link.lag > 0) - (link.lag < 0):+d}" for link in task.after)
        yield from (f"pin {pin.kind}" for pin in task.people)
        yield from (f"uses {portfolio.pool[use.pool].kind}" for use in task.uses)
        yield from ("wait" if work.wait is not None else f"groups {len(work.groups)}" for work in task.work)
        yield from ("together" for work in task.work for group in work.groups if len(group) > 1)
        yield from ("alternatives" for _ in task.work[1:])
        yield from ("alternative cost" for work in task.work if work.cost)
        yield from (name for name in ("not_before", "due", "change", "cancelled", "fixed_cost") if getattr(task, name))
    yield from (name for part in parts for name in ("share", "skill") if getattr(part, name) not in (100, None))
    yield from (f"share {part.share}" for part in parts)
    yield from (f"change {change.status}" for change in portfolio.changes for task in portfolio.tasks if task.change)
    refs = [row.ref for row in portfolio.progress if row.ref]
    yield from ("replaced row" for ref in refs if refs.count(ref) > 1)
    premiums = [(extra.person, extra.start) for extra in portfolio.extra if extra.premium]
    yield from ("two premiums" for one in premiums if premiums.count(one) > 1)
    for name, rows in Study(portfolio, portfolio.as_of_tick).sheet.rows.items():
        work_of = portfolio.task[name].work if name in portfolio.task else ()
        places = max((sum(part.most for part in work.parts) for work in work_of), default=0)
        yield from ("more people than asked for" for _ in rows if 0 < places < len({row.person for row in rows} - {""}))
    yield from (f"people {part.fewest}-{part.most}" for part in parts)
    yield from ("open absence" for absence in portfolio.absences if absence.end is None)
    yield from ("everybody away" for absence in portfolio.absences if absence.person == "*")
    yield from ("premium" for extra in portfolio.extra if extra.premium)
    yield from ("booking %" if booking.percent else "booking h" for booking in portfolio.bookings)
    yield from ("endless booking" for booking in portfolio.bookings if booking.end is None)
    yield from ("own week" for person in portfolio.people if person.workweek)
    yield from ("leaves" for person in portfolio.people if person.leaves)
    yield from ("joins" for person in portfolio.people if person.joins)
    yield from (f"budget {p.budget_limit}" for p in portfolio.projects if p.budget is not None)
    yield from (f"project {p.status}" for p in portfolio.projects)
    yield from ("team" for p in portfolio.projects if p.team)
    yield from ("firm" for milestone in portfolio.milestones if milestone.firm and milestone.due)
    yield from ("buffer" for milestone in portfolio.milestones if milestone.buffer and milestone.due)
    yield from ("decision" for _ in portfolio.decisions)
    yield from ("dated rate" for _ in portfolio.rates)
    yield from (
        f"hold {name}" for row in portfolio.holds for name in ("people", "start", "until") if getattr(row, name)
    )
    yield from ("fill" for _ in [portfolio.sprint] if portfolio.sprint)
    yield from ("holiday" for _ in [portfolio.calendar.holidays] if portfolio.calendar.holidays)
    yield f"grid {portfolio.grid.minutes}"
    yield "as_of moment" if isinstance(portfolio.as_of, datetime) else "as_of day"
    for state in Study(portfolio, portfolio.as_of_tick).started.values():
        yield "finished" if state.finished else "in progress"
        yield from ("used up" for _ in [state] if state.used_up)
        yield from ("handover" if piece.handover else "not begun" for piece in state.pieces if piece.person is None)


def test_every_notation_is_used() -> None:
    found = {name for seed in range(400) for name in notations(tiny_portfolio(Random(seed)))}
    links = {f"link {kind}{sign}" for kind in ("FS", "SS", "FF", "SF") for sign in ("-1", "+0", "+1")}
    assert found >= links | {f"pin {kind}" for kind in ("only", "not", "skill", "same", "other")}
    assert found >= {
        "uses renewable", "uses consumable", "wait", "groups 1", "groups 2", "together", "alternatives",
        "hold people", "hold start", "hold until",
        "alternative cost", "not_before", "due", "change", "cancelled", "fixed_cost", "share", "skill", "people 1-1",
        "people 1-2", "people 2-2", "open absence", "everybody away", "premium", "booking %", "booking h",
        "endless booking", "own week", "leaves", "joins", "budget hard", "budget soft", "project confirmed",
        "project tentative", "project on_hold", "team", "firm", "buffer", "decision", "dated rate", "fill", "holiday",
        "grid 60", "grid 30", "as_of moment", "as_of day", "finished", "in progress", "used up", "handover",
        "not begun", "share 25", "share 40", "share 60", "change accepted", "change asked", "change quoted",
        "change declined", "replaced row", "two premiums", "more people than asked for",
    }  # fmt: skip


def test_plans_are_good_and_bad_and_every_rule_finds_some_bad_ones() -> None:
    good = 0
    found: set[str] = set()
    for seed in range(amount(120)):
        portfolio = tiny_portfolio(Random(seed))
        for plan in all_plans(portfolio, horizon(portfolio), Random(seed), most=12):
            rules = {issue.rule for issue in issues(plan, portfolio)}
            good += not rules
            found |= rules
    names = {rule.__name__.rpartition(".")[2] for rule in all_rules()}
    assert good >= amount(50)
    assert found == names - REPORTED - NEVER_BY_CHANCE


@settings(max_examples=amount(60), deadline=None)
@given(tiny_portfolios(), st.integers(0, 2**16))
def test_no_edit_of_a_plan_makes_a_rule_crash(portfolio: Portfolio, seed: int) -> None:
    rng = Random(seed)
    for plan in islice(all_plans(portfolio, horizon(portfolio), rng, most=3), 3):
        broken = _vandalised(plan, rng)
        for issue in issues(broken, portfolio):
            assert issue.message
            assert issue.rule


def test_deleting_any_planned_row_is_noticed() -> None:
    for seed in range(amount(30)):
        portfolio = tiny_portfolio(Random(seed))
        for plan in islice(all_plans(portfolio, horizon(portfolio), Random(seed), most=2), 2):
            for gone in (row for row in plan.assignments if row.hours):
                rows = tuple(row for row in plan.assignments if row is not gone)
                again = errors(replace(plan, assignments=rows), portfolio)
                assert again, (seed, gone)


def _vandalised(plan: Schedule, rng: Random) -> Schedule:
    """The plan with some rows dropped, doubled, or with a value that makes no sense."""

    def some(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        found = []
        for row in rows:
            if rng.random() < 0.1:
                continue
            found.append(_odd(row, rng) if rng.random() < 0.5 else row)
            if rng.random() < 0.1:
                found.append(row)
        return tuple(found)

    return replace(
        plan,
        assignments=some(plan.assignments),
        tasks=some(plan.tasks),
        milestones=some(plan.milestones),
        projects=some(plan.projects),
        people=some(plan.people),
        goals=some(plan.goals),
    )


def _odd(row: Any, rng: Random) -> Any:
    name = rng.choice([field.name for field in fields(row)])
    value = getattr(row, name)
    if isinstance(value, datetime):
        odd: Any = rng.choice((datetime(1950, 1, 1), datetime(9999, 12, 31, 23), value + timedelta(minutes=7)))
    elif isinstance(value, bool):
        odd = not value
    elif isinstance(value, int):
        odd = rng.choice((-1, 7, 10**9))
    elif isinstance(value, float):
        odd = rng.choice((-1.0, 1e12, float("nan"), float("inf")))
    elif isinstance(value, str):
        odd = rng.choice(("", "zoe", "T0", "p0"))
    else:
        return row
    return replace(row, **{name: odd})
