"""In which order the ways of improving have their turns: told by a clock that only moves when one of them works."""

from collections.abc import Callable
from random import Random
from typing import ClassVar

import pytest
from tests.models.improve.test_level_loads import crowd
from tests.models.improve.test_rank_projects import queue
from tests.models.pinned import constructed
from tests.plans import studio, wait

from ipmplan.core.portfolio import Pool, Portfolio, Task
from ipmplan.core.work import Use
from ipmplan.instance.network import network
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, Guide
from ipmplan.models.improve import turns
from ipmplan.models.improve.turns import WAYS, SolverThread
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.local.thread import LocalThread
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When

SECONDS = 100.0
TAKES = {"LevelLoads": 6.0, "ChooseAnew": 40.0, "WithoutNames": 5.0, "Restaff": 20.0, "Neighbourhoods": 20.0}


class Still(Clock):
    """Time is what was spent."""

    @property
    def elapsed(self) -> float:
        return self.done


def order(
    portfolio: Portfolio,
    goal: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    small: bool = True,
    ratio: float | None = None,
) -> list[tuple[str, int]]:
    """Names of what has a turn, and the second at which it begins; a turn takes all that it may, or `TAKES`.

    Parameters
    ----------
    small
        Whether the whole model is small.
    ratio
        Of the plan and the bound; None = nothing is known of the bound.
    """
    start = constructed(portfolio)
    assert start is not None
    clock = Still(seconds=SECONDS)
    incumbent = Incumbent(Stage(start.instance, goal), start, clock, None)
    if ratio is not None:
        incumbent.raise_bound(int(incumbent.stage.measure(start) / ratio))
    told: list[tuple[str, int]] = []
    for way in WAYS:
        _record(monkeypatch, way, told, clock)
        if way.__name__ in {"WholeModel", "AtTheBound", "ChooseAnew"}:
            supports = way.supports
            monkeypatch.setattr(way, "supports", lambda self, stage, asked=supports: small and asked(self, stage))
    monkeypatch.setattr(turns, "is_small", lambda _: small)

    def locally(_self: LocalThread, done: Callable[[], bool]) -> None:
        told.append(("LocalThread", round(clock.used)))
        while not done() and not clock.over:
            clock.spend(0.5)

    monkeypatch.setattr(LocalThread, "run", locally)
    SolverThread(Constructor(start.instance), Slice(incumbent, 0.0, SECONDS), 2, Random(1)).run()
    return told


def _record(monkeypatch: pytest.MonkeyPatch, way: type, told: list[tuple[str, int]], clock: Clock) -> None:
    name = way.__name__

    def turn(_self: object, slice_: Slice) -> bool:
        told.append((name, round(clock.used)))
        clock.spend(min(TAKES.get(name, SECONDS), slice_.turn_left))
        return True

    monkeypatch.setattr(way, "turn", turn)


def lanes() -> Portfolio:
    """Waits that want one pool: no people at all."""
    tasks = (Task(f"T{number}", "P0", work=(wait(8),), uses=(Use("stage", 1),)) for number in range(4))
    return studio(*tasks, pools=(Pool("stage"),))


def test_where_people_matter_the_solver_has_the_first_half(monkeypatch: pytest.MonkeyPatch) -> None:
    assert order(crowd(Random(1)), "makespan", monkeypatch) == [
        ("LevelLoads", 0),
        ("ChooseAnew", 6),
        ("WithoutNames", 10),
        ("AtTheBound", 15),
        ("WholeModel", 66),
        ("LocalThread", 83),
    ]


def test_near_the_bound_work_is_dealt_out_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 % of the 90 seconds that are left, and half of those after the timetable."""
    assert order(crowd(Random(1)), "makespan", monkeypatch, ratio=1.01) == [
        ("LevelLoads", 0),
        ("ChooseAnew", 6),
        ("LevelLoads", 10),
        ("ChooseAnew", 16),
        ("LevelLoads", 56),
        ("LevelLoads", 62),
        ("WithoutNames", 64),
        ("LevelLoads", 69),
        ("ChooseAnew", 75),
        ("AtTheBound", 84),
        ("WholeModel", 94),
    ]


def test_without_people_local_search_takes_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the end where the gap is wide, else for 80 % of what is left."""
    assert order(lanes(), "makespan", monkeypatch) == [("WholeModel", 0), ("LocalThread", 20)]
    assert order(lanes(), "makespan", monkeypatch, ratio=1.03) == [
        ("WholeModel", 0),
        ("LocalThread", 20),
        ("WholeModel", 84),
    ]


def test_large_portfolios_are_improved_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert order(crowd(Random(1)), "makespan", monkeypatch, small=False) == [
        ("LevelLoads", 0),
        ("LevelLoads", 6),
        ("WithoutNames", 10),
        *(("Neighbourhoods", second) for second in (15, 35, 55, 75, 95)),
    ]


def test_where_people_count_they_are_chosen_anew_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose turn it is, is drawn: 0.13, 0.85, 0.76, 0.26, 0.50 with this seed, and below a half people are chosen anew."""
    assert order(crowd(Random(1)), "evenness", monkeypatch, small=False) == [
        ("Restaff", 0),
        ("Neighbourhoods", 20),
        ("Neighbourhoods", 40),
        ("Restaff", 60),
        ("Restaff", 80),
    ]


def test_promises_and_ranks_have_a_moment_each_before_one_has_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """4 of 100 seconds each; then all but the last 7 of them, of which the second has 35 %."""
    told = order(queue(0), "lateness", monkeypatch, small=False)
    assert told[:4] == [
        ("Promises", 0),
        ("RankProjects", 4),
        ("Promises", 8),
        ("RankProjects", 93),
    ]


class Sooner:
    """A way as CONTRIBUTING says it is added: takes the plan that a list by earliest starts gives."""

    when: ClassVar[When] = When.AGAIN

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.turns = 0

    def supports(self, stage: Stage) -> bool:
        """Where the last finish counts."""
        return stage.asks.last

    def turn(self, slice_: Slice) -> bool:
        """Construct once; another turn finds nothing else."""
        heads = network(slice_.incumbent.stage.instance).head
        self.turns += 1
        slice_.incumbent.take(self.setting.constructor.build(Guide([float(head) for head in heads])))
        slice_.incumbent.clock.spend(1.0)
        return False


def test_a_way_that_is_added_has_its_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recipe: a class with `when`, `supports` and `turn`, and its line in `WAYS`."""
    monkeypatch.setattr(turns, "WAYS", (Sooner,))
    monkeypatch.setattr(turns, "is_small", lambda _: False)
    start = constructed(crowd(Random(1)))
    assert start is not None
    for goal, count in (("makespan", 3), ("evenness", 0)):
        incumbent = Incumbent(Stage(start.instance, goal), start, Still(seconds=3.0), None)
        thread = SolverThread(Constructor(start.instance), Slice(incumbent, 0.0, 3.0), 2, Random(1))
        if count:
            thread.run()
        assert [way.turns for way in thread.ways if isinstance(way, Sooner)] == [count] * bool(count)
