"""Work for which construction has no place: found by the solver, or told with who leaves when, and what would help."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.plans import MONDAY, part, studio, work

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Link, Pin
from ipmplan.errors import Infeasible, OutOfTime
from ipmplan.instance import build_instance
from ipmplan.models.clock import Clock
from ipmplan.models.conflict import placed, placed_or_explained
from ipmplan.models.conflict.placed import solved
from ipmplan.models.conflict.repair import Impossible
from ipmplan.models.construct.first import Unplaced, first_solution
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.gate import is_valid

FRIDAY = date(2026, 1, 9)


def leaving(*hours: int, people: int = 2) -> Portfolio:
    """Tasks of so many hours of qa, for people who all leave on Friday and have 40 hours each."""
    team = tuple(Person(f"p{number}", skills=(Skill("qa"),), leaves=FRIDAY) for number in range(people))
    tasks = (Task(f"T{number}", "P0", work=(work(part(amount, "qa")),)) for number, amount in enumerate(hours))
    return studio(*tasks, people=team)


@pytest.mark.parametrize("hours", [(20, 20, 16, 12, 12), (11, 10, 10, 9, 14, 13, 13), (39, 1, 25, 15), (40, 40)])
def test_time_that_is_filled_to_the_last_hour(hours: tuple[int, ...]) -> None:
    """Only some ways to deal the work out fit."""
    assert is_valid(placed(leaving(*hours), Effort(5, 1, 0), Clock(work=5)))


def test_the_solver_finds_what_construction_does_not() -> None:
    """From a hint of nothing; an hour more is proved to be too much."""
    instance = build_instance(leaving(20, 20, 16, 12, 12), 30)
    assert is_valid(solved(Unplaced(instance, instance.tasks[0]), Effort(5, 1, 0), Clock(work=5)))
    more = build_instance(leaving(20, 20, 16, 12, 13), 30)
    with pytest.raises(Impossible):
        solved(Unplaced(more, more.tasks[0]), Effort(5, 1, 0), Clock(work=5))
    with pytest.raises(OutOfTime):
        solved(Unplaced(more, more.tasks[0]), Effort(5, 1, 0), Clock(work=0))


def test_work_that_may_begin_too_late_is_impossible() -> None:
    """33 hours from Tuesday on until Friday, which has 32: the hint of nothing lets nobody begin on Monday."""
    late = replace(leaving(33, people=1), tasks=(replace(leaving(33).tasks[0], not_before=date(2026, 1, 6)),))
    instance = build_instance(late, 30)
    with pytest.raises(Impossible):
        solved(Unplaced(instance, instance.tasks[0]), Effort(5, 1, 0), Clock(work=5))


def test_more_than_there_is_time_for_is_impossible() -> None:
    with pytest.raises(Unplaced) as problem:
        first_solution(leaving(20, 20, 16, 12, 13))
    assert problem.value.impossible
    with pytest.raises(Impossible):
        placed(leaving(20, 20, 16, 12, 13), Effort(5, 1, 0), Clock(work=5))


def test_it_is_told_with_people_last_days_and_a_way_out() -> None:
    """41 hours for one person who has 40 until Friday; the other task, of ben's, has nothing to do with it."""
    portfolio = leaving(20, 21, people=1)
    ben = Person("ben", skills=(Skill("ux"),), leaves=FRIDAY)
    other = Task("U", "P0", work=(work(part(4, "ux")),))
    portfolio = replace(portfolio, people=(*portfolio.people, ben), tasks=(*portfolio.tasks, other))
    with pytest.raises(Infeasible) as error:
        placed_or_explained(portfolio, Clock(work=5), 1, 0)
    conflict = error.value.conflict
    assert conflict.facts == (
        "T0 and T1 need 41 h of qa",
        "only p0 (40 h until 9 January 2026) can do the qa work",
        "p0 leaves on 9 January 2026",
    )
    assert "p0 stays 1 working day longer (until 12 January 2026)" in [change.text for change in conflict.relaxations]


def test_what_has_to_come_before_somebody_leaves_is_done_before() -> None:
    """p0 leaves on Friday and can only begin when ben, who has other work, has done the first task."""
    people = (Person("p0", skills=(Skill("qa"),), leaves=FRIDAY), Person("ben", skills=(Skill("ux"),)))
    tasks = (
        Task("A", "P0", work=(work(part(24, "ux")),)),
        Task("B", "P0", work=(work(part(24, "ux")),)),
        Task("C", "P0", work=(work(part(16, "qa")),), after=(Link("B"),)),
    )
    assert is_valid(placed(studio(*tasks, people=people), Effort(5, 1, 0), Clock(work=5)))


def test_no_time_to_ask_is_no_answer() -> None:
    """`same` of a slow and a quick person, of whom the quick one leaves: without any time nothing is said to be impossible."""
    quick = Person("ana", skills=(Skill("ux"), Skill("qa")), leaves=FRIDAY)
    slow = Person("ben", skills=(Skill("ux", 1, Fraction(1, 2)), Skill("qa", 1, Fraction(1, 2))))
    tasks = (
        Task("W", "P0", work=(work(part(16, "ux")),)),
        Task("R", "P0", work=(work(part(32, "qa")),), after=(Link("W"),), people=(Pin("same", task="W"),)),
    )
    portfolio = studio(*tasks, people=(quick, slow))
    assert portfolio.as_of == MONDAY
    try:
        found = placed_or_explained(portfolio, Clock(work=0.001), 1, 0)
    except OutOfTime:
        return
    assert is_valid(found)
