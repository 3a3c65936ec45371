"""What goes into the search was judged, and so is what comes out of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.plans import part, studio, work

import ipmplan as ipm
from ipmplan.core.people import Absence, Skill
from ipmplan.core.portfolio import Booking, Goals, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Change, Decision
from ipmplan.core.work import Link, Pin, Use
from ipmplan.errors import InputError, InternalError, Issue
from ipmplan.models.rules import deadlines
from ipmplan.planner import plan
from ipmplan.study.reading import Reading

T1 = Task("T1", "P0", work=(work(part(4, "ux")),))
ANA = studio().people[0]


def task(**changes: object) -> Portfolio:
    return studio(replace(T1, **changes))  # type: ignore[arg-type]


SPOILT = {
    "a task twice": (studio(T1, T1), "T1: id `T1` is given twice in tasks"),
    "a person twice": (studio(T1, people=(ANA, ANA)), "ana: id `ana` is given twice in people"),
    "no such goal": (studio(T1, goals=Goals(("latenes",))), "order names the unknown goal `latenes`"),
    "no goal": (studio(T1, goals=Goals(())), "order names no goal"),
    "a cycle": (studio(replace(T1, after=(Link("T1"),))), "T1: after makes a cycle: T1 -> T1"),
    "a long cycle": (
        studio(replace(T1, after=(Link("T2"),)), replace(T1, id="T2", after=(Link("T1"),))),
        "T1: after makes a cycle: T1 -> T2 -> T1",
    ),
    "no such pool": (task(uses=(Use("lab"),)), "T1: uses `lab` is not known"),
    "no such person": (task(people=(Pin("only", people=("zoe",)),)), "T1: people `zoe` is not known"),
    "no such task for people": (task(people=(Pin("same", task="T9"),)), "T1: people `T9` is not known"),
    "no such milestone": (task(milestone="beta"), "T1: milestone `beta` is not known"),
    "no such predecessor": (task(after=(Link("T9"),)), "T1: after `T9` is not known"),
    "no such change": (task(change="C9"), "T1: change `C9` is not known"),
    "no such project": (task(project="P9"), "T1: project `P9` is not known"),
    "no such skill": (task(work=(work(part(4, "uxx")),)), "T1: work asks for the skill `uxx`, which nobody has"),
    "no work": (task(work=()), "T1: work is empty"),
    "a milestone of no project": (
        studio(T1, milestones=(Milestone("beta", "P9"),)),
        "beta: project `P9` is not known",
    ),
    "a booking of nobody": (
        studio(T1, bookings=(Booking("B1", "zoe", hours=Fraction(1)),)),
        "B1: person `zoe` is not known",
    ),
    "nobody away": (studio(T1, absences=(Absence("zoe", MONDAY := date(2026, 1, 5), MONDAY),)), "`zoe` is not known"),
    "a decision on nothing": (studio(T1, decisions=(Decision("D1", "P0", tasks=("T9",)),)), "D1: tasks `T9`"),
    "a change of nothing": (studio(T1, changes=(Change("C1", "P9"),)), "C1: project `P9` is not known"),
    "a team of nobody": (studio(T1, projects=(Project("P0", team=("zoe",)),)), "P0: team `zoe` is not known"),
    "less than no money": (studio(T1, people=(replace(ANA, rate=-ANA.rate),)), "ana: rate is negative"),  # type: ignore[operator]
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_portfolio_made_in_python_is_judged_before_it_is_planned(name: str) -> None:
    portfolio, told = SPOILT[name]
    with pytest.raises(InputError) as caught:
        plan(portfolio, work_limit=0.1, workers=1)
    assert told in str(caught.value)


def test_every_problem_is_told_also_those_of_the_call() -> None:
    spoilt = studio(T1, replace(T1, after=(Link("T9"),)), people=(replace(ANA, skills=(Skill("qa", 1),)),))
    with pytest.raises(InputError) as caught:
        ipm.plan(spoilt, goals="latenes", including=("P7",), work_limit=0.1)
    text = str(caught.value)
    assert all(part in text for part in ("`latenes`", "`P7`", "given twice", "`T9`", "`ux`"))


def test_goals_of_the_call_stand_for_those_of_the_portfolio() -> None:
    unknown = studio(T1, goals=Goals(("latenes",)))
    assert plan(unknown, goals="makespan", work_limit=0.1, workers=1).goals[0].goal == "makespan"


def test_a_plan_that_breaks_a_rule_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(plan: Reading) -> Iterator[Issue]:
        yield Issue(f"it has {len(plan.rows)} task", "T1", rule="deadlines")
        yield Issue("it was so before", "T1", severity="warning", rule="deadlines")

    monkeypatch.setattr(deadlines, "check", check)
    with pytest.raises(InternalError) as caught:
        plan(studio(T1), work_limit=0.1, workers=1, seed=7, goals="makespan")
    text = str(caught.value)
    assert "rule deadlines: T1: it has 1 task" in text
    assert "was so before" not in text
    assert "seed 7, workers 1, work limit 0.1, goals makespan" in text
