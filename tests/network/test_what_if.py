"""What a single change brings is what the network of a plan says in which that change was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Decision
from ipmplan.network import PlanNetwork, WhatIf, plan_network, rebuild
from ipmplan.study.reading import Reading


def network_of(plan: Schedule, made: Portfolio) -> PlanNetwork:
    return plan_network(Reading(plan, made))


def sooner(network: PlanNetwork, changed: PlanNetwork, task: str) -> int:
    """Ticks from a task's end back to the one of the changed plan, both begun as early as they can be."""
    before = network.origin + int(rebuild(network).task_ends[network.row[task], 0])
    after = changed.origin + int(rebuild(changed).task_ends[changed.row[task], 0])
    return max(before - after, 0)


def test_somebody_else_at_a_task_is_a_plan_with_somebody_else_at_it() -> None:
    made = replace(portfolio(3, 6), bookings=())
    plan = schedule(made)
    network = network_of(plan, made)
    gains = []
    for row in plan.assignments:
        twin = replace(made.person[row.person], id="twin")
        absences = (*made.absences, *(replace(one, person="twin") for one in made.absences if one.person == row.person))
        changed = replace(made, people=(*made.people, twin), absences=absences)
        moved = tuple(replace(other, person="twin") if other == row else other for other in plan.assignments)
        other = network_of(replace(plan, assignments=moved), changed)
        for last in ("P0-launch", "P1-launch", "P2-launch"):
            found = WhatIf(network, [last]).without_person(row.task, row.person)
            assert found == sooner(network, other, last), (row.task, last)
            gains.append(found)
    assert max(gains) > 0


@pytest.mark.parametrize("fact", ["not_before", "decision"])
def test_an_earlier_fact_is_a_portfolio_with_that_fact(fact: str) -> None:
    early = replace(portfolio(2, 6), bookings=(), absences=(), holidays={})
    at = date(2026, 1, 19)
    if fact == "not_before":
        tasks = tuple(replace(task, not_before=at) if task.id == "P1-discovery" else task for task in early.tasks)
        late = replace(early, tasks=tasks)
    else:
        late = replace(early, decisions=(Decision("D1", "P1", expected=at, tasks=("P1-discovery",)),))
    plan, weeks = schedule(early), timedelta(days=14)
    plan = replace(
        plan,
        tasks=tuple(replace(task, start=task.start + weeks, end=task.end + weeks) for task in plan.tasks),
        assignments=tuple(replace(row, start=row.start + weeks, end=row.end + weeks) for row in plan.assignments),
    )
    network, free = network_of(plan, late), network_of(plan, early)
    gain = WhatIf(network, ["P1-launch"]).with_fact_at("P1-discovery", late.as_of_tick)
    assert gain == sooner(network, free, "P1-launch") > 0


def test_what_needs_no_change_is_no_gain() -> None:
    made = replace(portfolio(1, 6), bookings=(), absences=(), holidays={})
    plan, week = schedule(made), timedelta(days=7)
    late = replace(
        plan,
        tasks=tuple(replace(task, start=task.start + week, end=task.end + week) for task in plan.tasks),
        assignments=tuple(replace(row, start=row.start + week, end=row.end + week) for row in plan.assignments),
    )
    assert WhatIf(network_of(late, made), ["P0-launch"]).with_fact_at("P0-discovery", made.as_of_tick) == 0


def test_what_does_not_bind_brings_nothing() -> None:
    made = portfolio(1)
    what_if = WhatIf(network_of(schedule(made), made), ["P0-discovery"])
    assert what_if.without_person("P0-launch", "p5") == 0
    assert what_if.with_fact_at("P0-launch", made.as_of_tick) == 0
