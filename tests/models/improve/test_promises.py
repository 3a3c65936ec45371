"""The first promises by themselves: least lateness found and proved, on a part and on the whole."""

from random import Random

import pytest
from tests.amount import amount
from tests.models.claims import late
from tests.models.crowded import Oracle, crowded, for_goal
from tests.models.pinned import schedule_of
from tests.plans import errors

from ipmplan.loading import load
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.cpsat.solve import Outcome
from ipmplan.models.improve.promised.early import missed, part_of
from ipmplan.models.improve.promised.promises import PARAMETERS, Promises
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.search import Search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, to_value
from ipmplan.models.way import Setting

WORK = 4.0


def test_the_least_lateness_is_found_and_proved() -> None:
    """Counted-out portfolios: the plan is allowed, as little late as any, and the bound says so."""
    asked = improved = 0
    for seed in range(amount(60)):
        portfolio = for_goal(crowded(Random(seed)), "lateness")
        start = late(portfolio)
        best = Oracle(portfolio).best.get("lateness")
        if start is None or best is None or not start.sound:
            continue
        incumbent = Incumbent(Stage(start.instance, "lateness"), start, Clock(work=WORK), None)
        way = Promises(Setting(Constructor(start.instance), incumbent, 1, Random(1)))
        if not way.supports(incumbent.stage) or incumbent.proved:
            continue
        way.turn(Slice(incumbent, 0.0, WORK, until=WORK))
        bound = to_value("lateness", start.instance, incumbent.bound)
        value = to_value("lateness", start.instance, incumbent.stage.measure(incumbent.best))
        assert bound <= best[0] + 1e-6, seed
        assert value >= best[0] - 1e-6, seed
        assert errors(schedule_of(incumbent.best, portfolio), portfolio) == [], seed
        asked += 1
        improved += incumbent.best is not start
    assert asked > amount(5)
    assert improved > 0


def test_later_goals_leave_promises_alone() -> None:
    start = next(found for seed in range(20) if (found := late(crowded(Random(seed)))) is not None and found.sound)
    incumbent = Incumbent(Stage(start.instance, "makespan"), start, Clock(work=WORK), None)
    assert not Promises(Setting(Constructor(start.instance), incumbent, 1, Random(1))).supports(incumbent.stage)


def test_the_first_question_is_about_the_first_promise_that_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later one that is missed, too, does not make the part larger: that of the studio would be too large to be asked."""
    asked: list[int] = []

    def listen(_: Promises, hint: Solution, *_rest: object) -> tuple[Outcome, bool]:
        asked.append(len(hint.instance.tasks))
        return Outcome(None, None, None, proved=False), False

    monkeypatch.setattr(Promises, "_ask", listen)
    search = Search(load("data/studio"), Clock(work=WORK), 1, 1)
    best = search.incumbent.best
    incumbent = Incumbent(Stage(best.instance, "lateness"), best, Clock(work=WORK), None)
    way = Promises(Setting(search.constructor, incumbent, 1, Random(1)))
    late_ones = missed(best, way.dues)
    assert len(late_ones) > 1
    way.turn(Slice(incumbent, 0.0, WORK, until=WORK))
    assert asked == [len(part_of(best.instance, way.dues[: late_ones[0] + 1]).tasks)]


def test_after_a_better_plan_the_question_is_about_all_that_it_misses() -> None:
    search = Search(load("data/studio"), Clock(work=WORK), 1, 1)
    best = search.incumbent.best
    way = Promises(Setting(search.constructor, search.incumbent, 1, Random(1)))
    late_ones = missed(best, way.dues)
    assert late_ones[-1] >= len(way.dues) / 2
    way.count = late_ones[0] + 1
    # The last one would be too large a part: on to the next that the plan made of the part misses.
    assert way._next(best) == late_ones[1] + 1
    assert way._next(None) == way.count + 1


def test_where_most_promises_are_missed_the_first_ones_have_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """They say little of the others then, and ranks of projects have the time."""
    asked: list[float] = []

    def listen(_: Promises, _hint: Solution, _value: int, slice_: Slice) -> tuple[Outcome, bool]:
        asked.append(slice_.turn_left)
        slice_.incumbent.clock.spend(slice_.turn_left)
        return Outcome(None, None, None, proved=False), False

    monkeypatch.setattr(Promises, "_ask", listen)
    for late_ones in (1, len(Promises(_studio()).dues)):
        way = Promises(_studio())
        monkeypatch.setattr(f"{Promises.__module__}.missed", lambda *_, count=late_ones: list(range(count)))
        assert way.turn(Slice(way.incumbent, 0.0, WORK, until=WORK)) is (late_ones == 1)
    assert asked == pytest.approx([WORK, WORK * PARAMETERS.moment], rel=0.01)


def test_a_later_turn_asks_about_what_the_best_plan_misses_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier one missed behind that makes the part too large to be answered."""
    way = Promises(_studio())
    asked: list[int] = []

    def listen(self: Promises, *_: object) -> tuple[Outcome, bool]:
        asked.append(self.count)
        return Outcome(None, None, None, proved=False), False

    monkeypatch.setattr(Promises, "_ask", listen)
    monkeypatch.setattr(f"{Promises.__module__}.missed", lambda *_: [1, 2])
    way.count = 9
    way.turn(Slice(way.incumbent, 0.0, WORK, until=WORK))
    assert asked == [3]


def _studio() -> Setting:
    search = Search(load("data/studio"), Clock(work=WORK), 1, 1)
    best = search.incumbent.best
    incumbent = Incumbent(Stage(best.instance, "lateness"), best, Clock(work=WORK), None)
    return Setting(search.constructor, incumbent, 1, Random(1))


def test_climbing_ends_with_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of steps a round are seconds of a large portfolio, and were taken from the goals that come after."""
    start = next(found for seed in range(20) if (found := late(crowded(Random(seed)))) is not None and found.sound)
    incumbent = Incumbent(Stage(start.instance, "lateness"), start, Clock(work=WORK), None)
    incumbent.raise_bound(-1)
    way = Promises(Setting(Constructor(start.instance), incumbent, 1, Random(1)))
    begun = incumbent.clock.used

    def never(*_: object) -> bool:
        raise AssertionError("the turn is over")

    monkeypatch.setattr("ipmplan.models.local.compiled_search.CompiledSearch.steps", never)
    way._climb(start, Slice(incumbent, 0.0, WORK, until=begun))
