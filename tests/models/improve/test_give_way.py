"""What moves least when turns alone do not keep what earlier goals have reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from tests.models.begin.test_start import errors, quick, small, task

from ipmplan import replanner
from ipmplan.core.edits import SetValue, apply_all
from ipmplan.core.portfolio import Goals
from ipmplan.core.work import Pin
from ipmplan.instance import Instance, build_instance
from ipmplan.models.begin.recipes import home
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.improve import give_way
from ipmplan.models.improve.give_way import GiveWay
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.stage import Cap, Stage, measure
from ipmplan.models.way import Setting
from ipmplan.models.written import written


def slipped() -> Instance:
    """Ben does T1 and T2 on Monday and Tuesday, ana T3 on Monday; T1 takes two days now."""
    firsts = {"T1": date(2026, 1, 5), "T2": date(2026, 1, 6), "T3": date(2026, 1, 5)}
    works = {"T1": task("T1", 8, "qa"), "T2": task("T2", 8), "T3": task("T3", 8)}
    portfolio = small(*(replace(works[name], not_before=first) for name, first in firsts.items()))
    people = {name: (Pin("only", ("ana" if name == "T3" else "ben",)),) for name in works}
    plan = quick(small(*(replace(one, people=people[one.id]) for one in portfolio.tasks)))
    changed = apply_all(small(*works.values()), [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)])
    goals = Goals(("makespan", "stability"), slack={"makespan": Fraction(0)})
    return build_instance(replace(changed, reference=plan, goals=goals), 30)


def way(instance: Instance, clock: Clock) -> tuple[GiveWay, Incumbent]:
    start = home(instance)
    assert start is not None
    # Two days.
    stage = Stage(instance, "stability", [Cap("makespan", 2 * instance.stability.day)])
    incumbent = Incumbent(stage, start, clock, None)
    return GiveWay(Setting(Constructor(instance), incumbent, 1, Random(1))), incumbent


def test_the_solver_gives_work_to_others_from_a_plan_that_is_too_long() -> None:
    """Ben is busy until Tuesday, so T2 would be on Wednesday: with a price on that, ana does it on Tuesday."""
    instance, clock = slipped(), Clock(work=5.0)
    searched, incumbent = way(instance, clock)
    late = incumbent.best
    assert {row.id: row.start.day for row in written(late).tasks} == {"T1": 5, "T2": 7, "T3": 5}
    found, closed = searched._call(late, len(instance.tasks), Slice(incumbent, 0.0, 5.0))
    assert closed
    assert found is not None
    plan = written(found)
    assert {row.id: row.start.day for row in plan.tasks} == {"T1": 5, "T2": 6, "T3": 5}
    assert {row.task: row.person for row in plan.assignments} == {"T1": "ben", "T2": "ana", "T3": "ana"}


def test_a_whole_turn_hands_it_to_the_incumbent() -> None:
    instance, clock = slipped(), Clock(work=2.0)
    searched, incumbent = way(instance, clock)
    searched.turn(Slice(incumbent, 0.0, 2.0))
    assert incumbent.stage.key(incumbent.best)[:2] == ((0, 0, 0, 0, 0), 0)
    assert {row.id: row.start.day for row in written(incumbent.best).tasks}["T2"] == 6


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A working day later is worth one person who changes, however much later that is."""
    monkeypatch.setattr(give_way, "PARAMETERS", replace(give_way.PARAMETERS, beyond=0, later=10, far=1.0))


def test_the_end_is_kept_where_being_later_saves_little() -> None:
    instance, clock = slipped(), Clock(work=2.0)
    searched, incumbent = way(instance, clock)
    found = searched.eased("makespan", Slice(incumbent, 0.0, 2.0))
    assert found is not None
    assert measure("makespan", found) == 2 * instance.stability.day


def test_the_end_is_later_where_that_saves_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day for the person who changes at T2; what begins a day later by ben is better then."""
    cheap(monkeypatch)
    instance, clock = slipped(), Clock(work=2.0)
    searched, incumbent = way(instance, clock)
    assert incumbent.best == home(instance)
    assert searched.eased("makespan", Slice(incumbent, 0.0, 2.0)) is None
    searched._near(incumbent.best, Slice(incumbent, 0.0, 0.5))
    assert measure("makespan", incumbent.best) == 2 * instance.stability.day
    later = searched.eased("makespan", Slice(incumbent, 0.0, 2.0))
    assert later is not None
    assert measure("makespan", later) == 3 * instance.stability.day


@pytest.mark.parametrize(("slack", "end"), [({}, 7), ({"makespan": Fraction(0)}, 6)])
def test_only_a_limit_that_nobody_has_set_is_given_up(
    slack: dict[str, Fraction], end: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    portfolio = slipped().portfolio
    assert portfolio.reference is not None
    known = replace(portfolio, reference=None, goals=Goals(("makespan",), Fraction(0), slack))
    made = replanner.replan(known, portfolio.reference, time_limit=None, work_limit=0.5, workers=1, offers=False)
    assert not errors(made.schedule, made.portfolio)
    assert max(row.end for row in made.schedule.tasks).day == end


def test_what_is_much_later_costs_more() -> None:
    """The cap is 10 days of 8 slots: 60 moves and 150 for each of the first day, 600 for each other day."""
    stage = slipped()
    day = stage.stability.day
    price = give_way._Price.of(Cap("makespan", 10 * day), Stage(stage, "stability"))
    assert [price.at(over * day) / (10 * day) for over in (-1, 0, 1, 2)] == [0, 0, 210, 810]
