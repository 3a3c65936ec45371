"""What gives way: tasks that are not urgent leave their place to those that are, and nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from tests.amount import amount
from tests.models.begin.test_start import errors, quick, searched, small, task
from tests.tiny import tiny_portfolios

from ipmplan import replanner
from ipmplan.core.edits import AddRow, HoldTask, SetValue, apply_all
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Goals, Portfolio
from ipmplan.core.work import Pin
from ipmplan.errors import NoPlanError
from ipmplan.instance import Instance, build_instance
from ipmplan.models.begin.giving_way import GivingWay
from ipmplan.models.begin.nearest import nearest
from ipmplan.models.begin.recipes import from_before, home, pushed
from ipmplan.models.clock import Clock
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, measure
from ipmplan.models.written import written

MONDAY = date(2026, 1, 5)
# Ben alone does qa: T1 on Monday, and so on to T5 on Friday.
WEEK = ("T1", "T2", "T3", "T4", "T5")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def week(due: dict[str, date]) -> tuple[Portfolio, Schedule]:
    """A week of ben's, a day for each task in turn; the plan is the only one in which each starts on its own first day."""
    firsts = {name: day(number) for number, name in enumerate(WEEK)}
    tasks = (replace(task(name, 8, "qa"), not_before=first) for name, first in firsts.items())
    plan = quick(small(*tasks))
    return small(*(replace(task(name, 8, "qa"), due=due.get(name)) for name in WEEK)), plan


def compared(portfolio: Portfolio, plan: Schedule, goals: Sequence[str] = ("lateness", "stability")) -> Instance:
    known = replace(portfolio, reference=plan, goals=Goals(tuple(goals), slack={"lateness": Fraction(0)}))
    return build_instance(known, 60)


def found(instance: Instance, caps: Sequence[Cap], seed: int = 0, kept: Sequence[int] = ()) -> Solution:
    left = iter(range(20_000))
    search = GivingWay(
        Stage(instance, "stability", caps), Random(seed), lambda: next(left, None) is None, Clock(), kept
    )
    search.descend()
    assert search.best is not None
    return search.best


def starts(solution: Solution) -> dict[str, date]:
    return {row.id: row.start.date() for row in written(solution).tasks}


@pytest.mark.parametrize("seed", range(2))
def test_the_one_that_is_not_urgent_gives_its_place(seed: int) -> None:
    """T1 takes until Tuesday, and T2 is due on Wednesday: it takes the place of T3, which has time, and T4 and T5 stay."""
    portfolio, plan = week({"T1": day(1), "T2": day(2), "T4": day(3), "T5": day(4)})
    instance = compared(apply_all(portfolio, [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)]), plan)
    made = starts(found(instance, [Cap("lateness", 0)], seed))
    assert made == {"T1": day(0), "T2": day(2), "T3": day(7), "T4": day(3), "T5": day(4)}


def test_what_was_constructed_before_does_neither() -> None:
    """Everything in turn moves four tasks, what does not fit behind the rest moves it by a week: both are late."""
    portfolio, plan = week({"T1": day(1), "T2": day(2), "T4": day(3), "T5": day(4)})
    instance = compared(apply_all(portfolio, [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)]), plan)
    made = [starts(one.solution) for one in from_before(instance)]
    assert {"T1": day(0), "T2": day(2), "T3": day(3), "T4": day(4), "T5": day(7)} in made
    assert {"T1": day(7), "T2": day(1), "T3": day(2), "T4": day(3), "T5": day(4)} in made
    assert all(measure("lateness", one.solution) for one in from_before(instance))


def test_a_hard_date_comes_before_moves() -> None:
    """T5 is held on Monday: whoever is there gives way, though the plan before has T1 there."""
    portfolio, plan = week({})
    instance = compared(apply_all(portfolio, [HoldTask("T5", (), day(0), None, "the client comes")]), plan)
    made = found(instance, [])
    assert made.sound
    assert starts(made) == {"T5": day(0), "T1": day(4), "T2": day(1), "T3": day(2), "T4": day(3)}


def test_what_is_to_stay_comes_before_promises() -> None:
    """T3 is to stay: T2 is late then."""
    portfolio, plan = week({"T1": day(1), "T2": day(2), "T4": day(3), "T5": day(4)})
    instance = compared(apply_all(portfolio, [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)]), plan)
    made = found(instance, [Cap("lateness", 0)], kept=[instance.task_index["T3"]])
    assert starts(made)["T3"] == day(2)


def test_new_work_finds_its_place_and_the_end_is_kept_where_that_costs_little() -> None:
    """A day of new work, due on Tuesday, which may be a day late: one gives way to it, and ends on Monday, a day after the end before."""
    portfolio, plan = week({})
    changed = apply_all(portfolio, [AddRow("tasks", replace(task("T6", 8, "qa"), due=day(1)))])
    made = replanner.replan(
        changed, plan, time_limit=None, work_limit=0.1, workers=1, goals=("lateness", "completion"), offers=False
    )
    assert not errors(made.schedule, made.portfolio)
    assert made.schedule.compared is not None
    assert made.schedule.compared.moved == 1
    assert next(row.start.date() for row in made.schedule.tasks if row.id == "T6") <= day(2)


@given(tiny_portfolios(), tiny_portfolios())
@settings(deadline=None, max_examples=amount(10))
def test_no_worse_than_home_and_the_same_again(portfolio: Portfolio, other: Portfolio) -> None:
    """In the order of rules and weighted moves."""
    try:
        plan = written(searched(other).solution)
    except NoPlanError:
        assume(False)
    assume(portfolio.tasks)
    known = replace(portfolio, reference=plan, goals=replace(portfolio.goals, order=("stability",)))
    instance = build_instance(known, 60)
    before = home(instance)
    first, second = (nearest(instance, ("stability",), Clock(work=0.02), Random(1)).solution for _ in range(2))
    assert (first is None) == (before is None)
    if first is None or before is None or second is None:
        return
    assert (first.violations, measure("stability", first)) <= (before.violations, measure("stability", before))
    assert (first.tasks == second.tasks).all()
    assert (first.seats == second.seats).all()


def test_tasks_are_what_they_were() -> None:
    """Nothing changed: nothing moves."""
    portfolio, plan = week({})
    made = found(compared(portfolio, plan), [Cap("lateness", 0)])
    assert starts(made) == {name: day(number) for number, name in enumerate(WEEK)}


def test_what_is_pushed_beyond_the_last_day_of_who_leaves_goes_to_others() -> None:
    """Ben leaves after Tuesday; T1 takes two days more, so that T2 is behind that: ana does it, and T3 stays."""
    tasks = (task("T1", 8, "qa"), task("T2", 8, after=["T1"]), task("T3", 8))
    pinned = (replace(one, people=(Pin("only", ("ana" if one.id == "T3" else "ben",)),)) for one in tasks)
    plan = quick(small(*pinned))
    assert {row.task: row.person for row in plan.assignments} == {"T1": "ben", "T2": "ben", "T3": "ana"}
    portfolio = small(task("T1", 16, "qa"), *tasks[1:])
    people = tuple(replace(one, leaves=day(1)) if one.id == "ben" else one for one in portfolio.people)
    instance = compared(replace(portfolio, people=people), plan)
    made = pushed(instance)
    assert made is not None
    assert made.sound
    assert starts(made) == {"T1": day(0), "T2": day(2), "T3": day(0)}
    assert {row.task: row.person for row in written(made).assignments} == {"T1": "ben", "T2": "ana", "T3": "ana"}


def test_interrupted_it_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at the tenth change: the re-plan ends at once with the best plan so far, and not with a traceback."""
    portfolio, plan = week({"T1": day(1), "T2": day(2), "T4": day(3), "T5": day(4)})
    changed = apply_all(portfolio, [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)])
    asked: list[Solution] = []

    def interrupted(self: GivingWay, solution: Solution) -> object:
        asked.append(solution)
        if len(asked) == 10:
            raise KeyboardInterrupt
        return weighed(self, solution)

    weighed = GivingWay._worth
    monkeypatch.setattr(GivingWay, "_worth", interrupted)
    made = replanner.replan(
        changed, plan, time_limit=None, work_limit=50.0, workers=1, goals=("lateness",), offers=False
    )
    assert not errors(made.schedule, made.portfolio)
    assert len(asked) == 10
