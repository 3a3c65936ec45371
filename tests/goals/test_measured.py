"""What goals measure on the grid is what they are worth in the plan: for a few portfolios with money, dates and pairs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from ortools.sat.python import cp_model
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import MONDAY, part, studio, wait, work

from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link
from ipmplan.models.goals import goal, goal_names
from ipmplan.models.stage import measure, term_of, to_value
from ipmplan.study.reading import Reading

DONE = Progress(date(2026, 1, 2), "T0", "ana", Fraction(30), Fraction(0), Decimal("9.99"))


def portfolio(*, money: bool = True, soft: bool = True) -> Portfolio:
    """Finished work, late work of three projects, one of them soft over its budget, and bookings."""
    limit = "soft" if soft else "hard"
    made = studio(
        Task("T0", "P0", "beta", work=(work(part(8, "ux")),), fixed_cost=Decimal(5)),
        Task("T1", "P0", "beta", work=(work(part(8, "ux"), cost=30),)),
        Task("T2", "P1", work=(work(part(12, "qa")),), after=(Link("T1"),)),
        Task("T3", "P2", work=(work(part(4)),), due=MONDAY, after=(Link("T2"),)),
        Task("T4", "", work=(wait(4),), after=(Link("T3"),)),
        projects=(
            Project("P0", weight=Fraction(2), budget=Decimal(1600 if soft else 3000), budget_limit=limit),  # type: ignore[arg-type]
            Project("P1", due=date(2026, 1, 6), budget=Decimal(100), budget_limit="soft"),
            Project("P2", weight=Fraction(1, 2)),
            Project("P3", weight=Fraction(7)),
        ),
        milestones=(Milestone("beta", "P0", due=date(2026, 1, 1), weight=Fraction(3), buffer=Fraction(2)),),
        bookings=(Booking("B1", "ana", project="P1", hours=Fraction(1), every="day"),),
        progress=(DONE,),
    )
    return made if money else replace(made, people=tuple(replace(person, rate=None) for person in made.people))


@pytest.mark.parametrize("name", goal_names())
@pytest.mark.parametrize("made", [portfolio(), portfolio(money=False), portfolio(soft=False)])
def test_a_goal_is_measured_and_bounded_as_it_is_worth(name: str, made: Portfolio) -> None:
    hint = constructed(made)
    assert hint is not None
    draft = posted(hint)
    term = term_of(name, draft)
    draft.model.minimize(term.expr)
    search = solver()
    assert search.solve(draft.model) == cp_model.OPTIMAL
    best = draft.solution(search.value)
    for solution in (hint, best):
        value = goal(name).value(Reading(schedule_of(solution, made), made))
        assert to_value(name, solution.instance, measure(name, solution)) == pytest.approx(value, abs=1e-6)
    assert measure(name, best) <= measure(name, hint) or name == "evenness"
    if term.exact:
        assert search.objective_value == pytest.approx(measure(name, best))
        assert term.hint == measure(name, hint)
