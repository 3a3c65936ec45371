"""Plans that are as good as was aimed at become whole, also in the thread of local search beside the questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from threading import Thread
from typing import cast

from tests.amount import amount
from tests.models.improve.test_who_first import counted, crowd, stage_of
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors

from ipmplan.models.clock import Clock
from ipmplan.models.improve.promised.making_whole import PARAMETERS, MakingAside, MakingWhole
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.local.thread import LocalThread
from ipmplan.models.stage import Stage, to_value


def test_what_is_made_whole_keeps_promises_and_the_aim() -> None:
    whole = 0
    # Portfolios whose constructed plan is not the cheapest.
    for seed in (5, 16, 27, 33)[: amount(4)]:
        portfolio = crowd(seed, "cost")
        start, plans = constructed(portfolio), counted(portfolio)
        if start is None or not plans:
            continue
        cap_of = Random(seed).choice(plans)
        stage = stage_of(start, "cost", cap_of, ["lateness"])
        aim = max(stage.measure(start) - 1, 0)
        made = MakingWhole(Incumbent(stage, start, Clock(work=1), None), aim, [start], Random(seed))
        found = next((plan for plan in (made.go_on() for _ in range(3)) if plan is not None), None)
        if found is None:
            continue
        whole += 1
        assert errors(schedule_of(found, portfolio), portfolio) == [], seed
        assert stage.measure(found) <= aim
        assert not stage.excess(found)
        assert any(
            plan["lateness"] <= cap_of["lateness"] + 1e-9
            and plan["cost"] <= to_value("cost", start.instance, aim) + 1e-6
            for plan in plans
        )
    assert whole > 0


@dataclass
class Run:
    """An answer whose runs have so many steps and make nothing whole."""

    aim: int
    ended: int = 0
    steps: list[int] = field(default_factory=list)

    @property
    def between(self) -> bool:
        return len(self.steps) % PARAMETERS.rounds == 0

    def go_on(self) -> None:
        self.steps.append(self.aim)
        self.ended += self.between


@dataclass
class Best:
    """The best plan's measure."""

    measured: int

    def take(self, _plan: None) -> bool:
        return False


def side_by_side(measured: int) -> tuple[MakingAside, Best]:
    best = Best(measured)
    return MakingAside(cast("Incumbent", best)), best


def test_a_run_is_ended_before_another_answer_has_one() -> None:
    beside, _ = side_by_side(9)
    first, second = Run(0), Run(4)
    beside.add(cast("MakingWhole", first))
    assert beside.go_on()
    beside.add(cast("MakingWhole", second))
    for _ in range(PARAMETERS.rounds):
        beside.go_on()
    assert (first.ended, len(second.steps)) == (1, 1)
    for _ in range(PARAMETERS.rounds):
        beside.go_on()
    assert (first.ended, second.ended) == (1, 1)


def test_what_has_been_reached_is_left() -> None:
    beside, best = side_by_side(9)
    dear, cheap = Run(8), Run(2)
    assert not beside.go_on()
    beside.add(cast("MakingWhole", dear))
    assert beside.go_on()
    beside.add(cast("MakingWhole", cheap))
    best.measured = 8
    assert beside.go_on()
    assert cheap.steps
    assert len(dear.steps) == 1
    best.measured = 2
    assert not beside.go_on()


def test_one_thread_is_at_it() -> None:
    beside, _ = side_by_side(9)
    refused: list[bool] = []

    class Meanwhile(Run):
        def go_on(self) -> None:
            thread = Thread(target=lambda: refused.append(beside.go_on()))
            thread.start()
            thread.join()
            super().go_on()

    beside.add(cast("MakingWhole", Meanwhile(0)))
    assert beside.go_on()
    assert refused == [False]


def test_local_search_does_first_what_it_is_asked_for() -> None:
    start = constructed(crowd(1, "cost"))
    assert start is not None
    incumbent = Incumbent(Stage(start.instance, "makespan"), start, Clock(work=1), None)
    seen: list[int] = []

    class Twice:
        def go_on(self) -> bool:
            seen.append(1)
            return len(seen) < 3

    incumbent.aside = Twice()
    LocalThread(Slice(incumbent, 0.0, 1.0), Random(1)).run(lambda: len(seen) >= 3)
    assert len(seen) == 3
    incumbent.begin(Stage(start.instance, "cost"), 0)
    assert incumbent.aside is None
