"""Earliest and latest moments over people's own calendars, worked out by hand and against constructed plans."""

from collections import Counter
from dataclasses import replace
from random import Random

from tests.amount import amount
from tests.models.crowded import crowded
from tests.models.pinned import constructed
from tests.plans import part, studio, work

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Link
from ipmplan.instance import Instance, build_instance
from ipmplan.instance.network import network
from ipmplan.instance.restricted import restricted


def instance_of(portfolio: Portfolio) -> Instance:
    return build_instance(portfolio, 30)


def test_work_ends_no_sooner_than_the_quickest_would_have_done_it() -> None:
    """Nobody is quicker than 12 h: the first is done at moment 12; the second, 3 h behind it, at 15."""
    first = Task("A", "P0", work=(work(part(12)),))
    second = Task("B", "P0", work=(work(part(3)),), after=(Link("A"),))
    found = network(instance_of(studio(first, second)))
    assert (found.heads.start, found.heads.end) == ([0, 12], [12, 15])


def test_latest_ends_go_back_over_links() -> None:
    """B must have ended by moment 20 and takes 3 h: A has ended by 17; by moment 14 there is no room for both."""
    first = Task("A", "P0", work=(work(part(12)),))
    second = Task("B", "P0", work=(work(part(3)),), after=(Link("A"),))
    found = network(instance_of(studio(first, second)))
    assert found.latest_ends({1: 20}) == {0: 17, 1: 20}
    assert found.latest_ends({1: 14}) is None


def test_a_part_keeps_its_tasks_links_and_relations() -> None:
    tasks = [Task(name, "P0", work=(work(part(2)),)) for name in "ABC"]
    tasks[2] = replace(tasks[2], after=(Link("A"), Link("B")))
    whole = instance_of(studio(*tasks))
    kept = restricted(whole, [0, 2])
    assert [task.id for task in kept.tasks] == ["A", "C"]
    assert [(link.before, link.after) for link in kept.links] == [(0, 1)]


def test_no_plan_is_earlier_than_heads_nor_later_than_latest_ends() -> None:
    counted: Counter[str] = Counter()
    for seed in range(amount(80)):
        plan = constructed(crowded(Random(seed)))
        if plan is None or not plan.instance.tasks:
            continue
        bounds = network(plan.instance)
        ends = [int(end) for end in plan.tasks[:, 2]]
        assert all(end >= least for end, least in zip(ends, bounds.heads.end, strict=True)), seed
        some = Random(seed).randrange(len(ends))
        found = bounds.latest_ends({some: ends[some]})
        assert found is not None, seed
        assert all(ends[task] <= latest for task, latest in found.items()), seed
        counted["tight"] += any(end == least > 0 for end, least in zip(ends, bounds.heads.end, strict=True))
        counted["passed back"] += len(found) > 1
    assert min(counted["tight"], counted["passed back"]) > amount(5)
