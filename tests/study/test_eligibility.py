"""Who may do a part: skill and level, the project's team, and the pins that name people."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.plans import MONDAY

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Part, Pin
from ipmplan.study.eligibility import candidates

# ana has ux at level 3 and qa, ben ux at level 2, cleo qa, dora nothing.
PEOPLE = (
    Person("ana", skills=(Skill("ux", 3), Skill("qa"))),
    Person("ben", skills=(Skill("ux", 2),)),
    Person("cleo", skills=(Skill("qa"),)),
    Person("dora"),
)
STUDIO = Portfolio("Studio", MONDAY, people=PEOPLE, projects=(Project("P0"), Project("P1", team=("cleo", "ana"))))


@pytest.mark.parametrize(
    ("skill", "level", "expected"),
    [
        (None, 1, "ana ben cleo dora"),
        ("ux", 1, "ana ben"),
        ("ux", 2, "ana ben"),
        ("ux", 3, "ana"),
        ("ux", 4, ""),
        ("qa", 1, "ana cleo"),
        ("seo", 1, ""),
    ],
)
def test_a_skill_is_held_at_its_level_or_better(skill: str | None, level: int, expected: str) -> None:
    assert " ".join(candidates(STUDIO, Task("T1", "P0"), Part(Fraction(1), skill, level))) == expected


def test_only_the_team_works_on_its_project() -> None:
    assert candidates(STUDIO, Task("T1", "P1"), Part(Fraction(1))) == ("ana", "cleo")
    assert candidates(STUDIO, Task("T1", ""), Part(Fraction(1))) == ("ana", "ben", "cleo", "dora")


@pytest.mark.parametrize(
    ("pins", "skill", "expected"),
    [
        ((Pin("only", ("ana", "dora")),), None, "ana dora"),
        ((Pin("not", ("ana", "dora")),), None, "ben cleo"),
        ((Pin("skill", ("ben",), skill="ux"),), "ux", "ben"),
        ((Pin("skill", ("ben",), skill="ux"),), "qa", "ana cleo"),
        ((Pin("skill", ("ben",), skill="ux"),), None, "ana ben cleo dora"),
        ((Pin("only", ("ana", "ben")), Pin("not", ("ana",))), None, "ben"),
        ((Pin("not", ("ana",)), Pin("only", ("ana", "ben"))), None, "ben"),
        ((Pin("same", task="T0"), Pin("other", task="T0")), None, "ana ben cleo dora"),
    ],
)
def test_all_pins_hold(pins: tuple[Pin, ...], skill: str | None, expected: str) -> None:
    assert " ".join(candidates(STUDIO, Task("T1", "P0", people=pins), Part(Fraction(1), skill))) == expected
    team = replace(Task("T1", "P1", people=pins))
    members = [name for name in expected.split() if name in {"ana", "cleo"}]
    assert list(candidates(STUDIO, team, Part(Fraction(1), skill))) == members
