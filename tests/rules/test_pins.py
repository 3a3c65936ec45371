"""Teams, and what a task says about who does it."""

from dataclasses import replace

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, wait, work

from ipmplan.core.portfolio import Project, Task
from ipmplan.core.work import Pin

QA = (work(part(2, "qa")),)


@pytest.mark.parametrize(
    ("pin", "person", "allowed"),
    [
        (Pin("only", ("ana",)), "ana", True),
        (Pin("only", ("ana",)), "ben", False),
        (Pin("not", ("ben",)), "ana", True),
        (Pin("not", ("ben",)), "ben", False),
        (Pin("skill", ("ana",), skill="qa"), "ben", False),
        (Pin("skill", ("ana",), skill="ux"), "ben", True),
        (Pin("same", task="T0"), "ana", True),
        (Pin("same", task="T0"), "ben", False),
        (Pin("other", task="T0"), "ana", False),
        (Pin("other", task="T0"), "ben", True),
    ],
)
def test_a_pin_holds(pin: Pin, person: str, allowed: bool) -> None:
    portfolio = studio(Task("T0", "P0", work=QA), Task("T1", "P0", work=QA, people=(pin,)))
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does(person, 6))})
    found = issues(plan, portfolio, "pins")
    assert [issue.where for issue in found] == ([] if allowed else ["T1"])
    assert bool(issues(plan, portfolio)) == bool(found)


def test_nobody_outside_the_team_works_on_a_project() -> None:
    portfolio = replace(studio(Task("T1", "P0", work=QA)), projects=(Project("P0", team=("ana",)),))
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)
    found = issues(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio, "pins")
    assert found[0].message == "ben is not in the team of P0 (ana)"


def test_the_same_as_nobody_is_nobody() -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(part(1)), wait(1))), Task("T1", "P0", work=QA, people=(Pin("same", task="T0"),))
    )
    assert "nobody does" in issues(
        plan_of(portfolio, {"T0": choice(alternative=1), "T1": choice(does("ana", 6))}), portfolio, "pins"
    )[0].message  # fmt: skip


def test_a_pin_to_a_task_that_is_not_planned_says_nothing() -> None:
    portfolio = studio(
        Task("T0", "P0", work=QA, cancelled=True), Task("T1", "P0", work=QA, people=(Pin("same", task="T0"),))
    )
    assert not issues(plan_of(portfolio, {"T1": choice(does("ben", 6))}), portfolio)
