"""Who takes over units from whom, and which task waits for which, by hand."""

from fractions import Fraction

import pytest
from tests.plans import MONDAY

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Link
from ipmplan.network.dependencies import dependency_graph, heads, work_order
from ipmplan.network.handovers import UnitHold, handovers
from ipmplan.study.scope import Scope


@pytest.mark.parametrize(
    ("capacity", "holds", "expected"),
    [
        (1, [(0, 2, 1), (2, 4, 1), (5, 6, 1)], [(0, 1), (1, 2)]),
        # In order of their starts, whatever the order they are given in.
        (1, [(5, 6, 1), (2, 4, 1), (0, 2, 1)], [(2, 1), (1, 0)]),
        # Units that nobody had, then those that have been free for longest.
        (2, [(0, 2, 1), (2, 3, 1), (3, 4, 2)], [(0, 2), (1, 2)]),
        (2, [(0, 2, 1), (0, 4, 1), (4, 5, 1)], [(0, 2)]),
        (3, [(0, 4, 1), (0, 2, 1), (4, 5, 2)], [(1, 2)]),
        # Two of three units go on to one, and one to the other.
        (3, [(0, 2, 3), (2, 3, 2), (2, 5, 1), (5, 6, 3)], [(0, 1), (0, 2), (1, 3), (2, 3)]),
        # What takes no time takes nothing over.
        (1, [(0, 2, 1), (2, 2, 1), (2, 3, 1)], [(0, 2)]),
        # More than there is comes out of nothing, and is there from then on.
        (1, [(0, 4, 1), (2, 3, 1), (4, 5, 1)], [(1, 2)]),
        (1, [(0, 1, 2), (1, 2, 2)], [(0, 1)]),
    ],
)
def test_units_are_handed_over(
    capacity: int, holds: list[tuple[int, int, int]], expected: list[tuple[int, int]]
) -> None:
    assert list(handovers([UnitHold(*hold) for hold in holds], capacity)) == expected


LINKED = (
    Task("T3"),
    Task("T1", after=(Link("T2", "SS", Fraction(2)),)),
    Task("T2", after=(Link("T0"),)),
    Task("T0"),
    Task("T4", after=(Link("T3"), Link("T3", "FF"))),
)


def test_predecessors_come_first_and_else_the_order_of_the_file() -> None:
    graph = dependency_graph(Scope(Portfolio("Studio", MONDAY, tasks=LINKED)))
    assert work_order(graph) == ["T3", "T0", "T2", "T1", "T4"]
    assert [sorted(heads(graph, name)) for name in ("T1", "T4", "T0")] == [["T0", "T2"], ["T3"], []]
    assert sorted(graph.edges(data="lag")) == [("T0", "T2", 0), ("T2", "T1", 2), ("T3", "T4", 0), ("T3", "T4", 0)]
    kinds: list[tuple[str, str, str]] = list(graph.edges(data="type"))
    assert sorted(kind for _, _, kind in kinds) == ["FF", "FS", "FS", "SS"]
