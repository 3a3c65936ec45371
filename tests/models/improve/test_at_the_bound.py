"""The solver goes straight for the bound, and raises it where there is no such plan."""

from random import Random

from tests.models.pinned import constructed, schedule_of
from tests.plans import errors, part, studio, wait, work

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Link, Pin
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.improve.at_the_bound import AtTheBound
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting

ANA = (Pin("only", ("ana",)),)


def begun(portfolio: Portfolio, bound: int) -> Incumbent:
    """A stage for the last finish that begins with a constructed plan and a bound."""
    start = constructed(portfolio)
    assert start is not None
    clock = Clock(seconds=60)
    incumbent = Incumbent(Stage(start.instance, "makespan"), start, clock, None)
    incumbent.begin(incumbent.stage, bound)
    return incumbent


def straight(incumbent: Incumbent) -> None:
    slice_ = Slice(incumbent, 0.0, 60.0)
    way = AtTheBound(Setting(Constructor(incumbent.best.instance), incumbent, 1, Random(1)))
    if way.supports(incumbent.stage):
        way.turn(slice_)


def test_a_plan_as_good_as_the_bound_is_found() -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(part(1)),), people=ANA),
        Task("T1", "P0", work=(work(part(2)),), people=ANA),
        Task("T2", "P0", work=(wait(60),), after=(Link("T1"),)),
    )
    incumbent = begun(portfolio, 62)
    assert incumbent.stage.measure(incumbent.best) == 63
    straight(incumbent)
    assert incumbent.stage.measure(incumbent.best) == 62
    assert incumbent.proved
    assert errors(schedule_of(incumbent.best, portfolio), portfolio) == []


def test_a_bound_that_no_plan_reaches_rises() -> None:
    tasks = [Task(f"T{number}", "P0", work=(work(part(8)),), people=ANA) for number in range(6)]
    incumbent = begun(studio(*tasks), 47)
    assert not incumbent.proved
    straight(incumbent)
    assert incumbent.bound == incumbent.stage.measure(incumbent.best) == 48
    assert incumbent.proved


def test_a_bound_that_is_far_is_left_to_the_search() -> None:
    tasks = [Task(f"T{number}", "P0", work=(work(part(8)),), people=ANA) for number in range(3)]
    incumbent = begun(studio(*tasks), 8)
    straight(incumbent)
    assert incumbent.bound == 8
