"""Counting interchangeable people is exact: the same optimum as with names, and names are found."""

from datetime import date
from fractions import Fraction
from random import Random

from ortools.sat.python import cp_model
from tests.amount import amount
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.plans import errors, part, wait, work

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Link
from ipmplan.instance.interchangeable import kinds, named
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, choosing
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.cpsat.timetable import relaxed
from ipmplan.models.goals import makespan
from ipmplan.models.stage import measure, term_of

SKILLS = ("ux", "qa", "dev")


def crew_portfolio(rng: Random) -> Portfolio:
    """A few tasks for one or several people at once, and people of whom several can do the same."""
    people = []
    for number in range(rng.randint(4, 7)):
        can = SKILLS[: 1 + number % 2] if rng.random() < 0.7 else (rng.choice(SKILLS),)
        people.append(Person(f"p{number}", skills=tuple(Skill(name, 1) for name in can)))
    tasks = []
    for number in range(rng.randint(3, 5)):
        hours = rng.randint(1, 4)
        skills = [rng.choice(SKILLS[:2]) for _ in range(rng.randint(1, 2))]
        alternative = work(*(part(hours, skill) for skill in skills), together=len(skills) > 1)
        if rng.random() < 0.15:
            alternative = wait(hours)
        after = (Link(f"T{rng.randrange(number)}"),) if number and rng.random() < 0.4 else ()
        tasks.append(Task(f"T{number}", "P0", work=(alternative,), after=after))
    return Portfolio("Crews", date(2026, 1, 5), people=tuple(people), projects=(Project("P0"),), tasks=tuple(tasks))


def test_counted_people_give_the_optimum_and_find_their_names() -> None:
    found = 0
    for seed in range(amount(120)):
        portfolio = crew_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None:
            continue
        counted = kinds(hint.instance)
        if counted is None:
            continue
        bounds: list[int] = []
        table = relaxed(
            hint, makespan.groups(hint.instance), Effort(10, 1, 1), Clock(work=20.0), bounds.append, counted, last=True
        )
        assert table is not None, seed
        people = named(hint.instance, counted, table.start, table.mode, table.counts)
        keys = [float(table.start[number]) for number in range(len(hint.instance.tasks))]
        plan = Constructor(hint.instance).build(choosing(hint.instance, keys, table.mode, people))
        assert errors(schedule_of(plan, portfolio), portfolio) == [], seed
        draft = posted(hint)
        term = term_of("makespan", draft)
        draft.model.minimize(term.expr)
        made = solver()
        assert made.solve(draft.model) == cp_model.OPTIMAL, seed
        assert measure("makespan", plan) == table.value == bounds[-1] == round(made.objective_value), seed
        found += 1
    assert found > amount(30)


def test_where_people_differ_or_share_nothing_is_counted() -> None:
    people = tuple(Person(f"p{number}", skills=(Skill("ux", 1),)) for number in range(4))

    def instance_of(*tasks: Task, who: tuple[Person, ...] = people) -> object:
        portfolio = Portfolio("Crews", date(2026, 1, 5), people=who, projects=(Project("P0"),), tasks=tasks)
        hint = constructed(portfolio)
        assert hint is not None
        return kinds(hint.instance)

    task = Task("T0", "P0", work=(work(part(2, "ux")),))
    assert instance_of(task) is not None
    slow = (*people[:3], Person("p3", skills=(Skill("ux", 1, Fraction(1, 2)),)))
    assert instance_of(task, who=slow) is None
    assert instance_of(Task("T0", "P0", work=(work(part(2, "ux", share=50)),))) is None
    assert instance_of(Task("T0", "P0", work=(work(part(2, "ux"), part(2, "ux")),))) is None
