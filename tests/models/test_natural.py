"""Natural plans: what counts, by hand; and that no goal is worse and no rule broken for it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from tests.amount import amount
from tests.models.crowded import crowded, for_goal
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors, part, studio, work
from tests.tiny import tiny_portfolio

from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.models.clock import Clock
from ipmplan.models.natural import Natural, Works
from ipmplan.models.search import Search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, measure

GOALS = ("lateness", "overrun", "completion", "evenness", "continuity", "cost")


def natural(solution: Solution, goals: tuple[str, ...] = GOALS, work_limit: float = 0.1) -> Natural:
    """The descent, done."""
    clock = Clock(work=work_limit)
    found = Natural(solution, goals, Random(1), lambda: clock.over, clock)
    found.run()
    return found


def ux(name: str, hours: int, project: str = "P0") -> Task:
    """Work that only ana can do."""
    return Task(name, project, work=(work(part(hours, "ux")),))


def start_of(portfolio: Portfolio) -> Solution:
    start = constructed(portfolio)
    assert start is not None
    return start


def test_work_of_a_day_lies_within_a_day_where_nothing_is_late_for_it() -> None:
    """Six hours and six: the second is cut by Monday's night. On Tuesday at 9 it is whole, after a hole of two of eight hours."""
    start = start_of(studio(ux("A", 6), ux("B", 6)))
    made = natural(start, ("cost",))
    assert made.points(start) == 100 + 100
    assert made.points(made.best) == 100 + 25
    before = start.instance.axis.before
    assert before[made.best.tasks[1, 1:3]].tolist() == [8 * 2, 14 * 2] or before[made.best.tasks[1, 1:3]].tolist() == [
        8,
        14,
    ]


def test_a_goal_is_not_made_worse_for_it() -> None:
    """The same two, where the project's last finish counts."""
    start = start_of(studio(ux("A", 6), ux("B", 6)))
    assert natural(start, ("completion",)).best is start


def test_points_of_weeks_and_projects_by_hand() -> None:
    """Thirty hours from Tuesday 9: whole in its week. Then sixteen of another project over the weekend, two projects in week one, one in week two."""
    projects = (Project("P0"), Project("P1"))
    start = start_of(studio(ux("A", 38), ux("B", 16, "P1"), projects=projects))
    assert natural(start).points(start) == 100 + 3 * 100


def test_one_project_a_week_where_that_costs_nothing() -> None:
    """A, B, A', B' of ten hours each, of two projects: 40 hours of the first in week one, of the second in week two."""
    projects = (Project("P0"), Project("P1"))
    tasks = [ux(f"{name}{number}", 20, project) for number in (1, 2) for name, project in (("A", "P0"), ("B", "P1"))]
    start = start_of(studio(*tasks, projects=projects))
    made = natural(start, ("cost", "makespan"))
    assert made.points(start) > made.points(made.best)
    project_weeks = made._projects
    assert project_weeks(Works.of(start)) == 4
    assert project_weeks(Works.of(made.best)) == 2


@pytest.mark.parametrize("draw", [crowded, tiny_portfolio])
def test_no_goal_is_worse_and_no_rule_is_broken(draw: object) -> None:
    better = 0
    for seed in range(amount(60)):
        portfolio = for_goal(draw(Random(seed)), "completion")  # type: ignore[operator]
        start = constructed(portfolio)
        if start is None or not start.sound or errors(schedule_of(start, portfolio), portfolio):
            continue
        made = natural(start, work_limit=0.02)
        assert errors(schedule_of(made.best, portfolio), portfolio) == [], seed
        assert [goal for goal in GOALS if measure(goal, made.best) > measure(goal, start)] == [], seed
        assert made.points(made.best) <= made.points(start), seed
        assert np.array_equal(natural(start, work_limit=0.02).best.tasks, made.best.tasks), seed
        better += made.points(made.best) < made.points(start)
    assert better > 0 or draw is tiny_portfolio


def test_what_a_later_stage_finds_for_an_earlier_goal_lowers_its_cap() -> None:
    search = Search(studio(ux("A", 6), ux("B", 6)), Clock(work=0.1), 1, 1)
    best = search.incumbent.best
    now = measure("completion", best)
    assert search._lowered(Cap("completion", 5 * now)).limit < 2 * now
    assert search._lowered(Cap("completion", 0)).limit == 0


@pytest.mark.parametrize("name", ["__init__", "run"])
def test_ctrl_c_while_it_begins_keeps_the_best_plan(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    search = Search(studio(ux("A", 6), ux("B", 6)), Clock(work=0.1), 1, 1)
    best = search.incumbent.best
    monkeypatch.setattr(Natural, name, interrupted)
    assert search._natural() is best
