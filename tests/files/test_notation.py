"""The notations: what is written is read the same, and every mistake says what it is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmplan.core.calendar import Workweek
from ipmplan.core.people import Skill
from ipmplan.core.work import Alternative, Link, Part, Pin, Use
from ipmplan.errors import InputError
from ipmplan.files.notation import parse_uses, parse_work, print_uses, print_work
from ipmplan.files.relations import (
    parse_after,
    parse_people,
    parse_skills,
    print_after,
    print_people,
    print_skills,
)
from ipmplan.files.week import (
    parse_grid,
    parse_sprint_length,
    parse_workweek,
    print_sprint_length,
    print_workweek,
)

DAY = Fraction(8)
LETTERS = "abzäßж設x123_./-"
ids = st.text(LETTERS, min_size=1, max_size=8)
skills = ids.filter(lambda name: any(c.isalpha() for c in name)) | st.sampled_from(["wait", "3d", "24h", "x2", "cost"])
hours = st.fractions(min_value="1/1000", max_value=10**5, max_denominator=1000)
people = st.lists(ids, min_size=1, max_size=3).map(tuple)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    skill = draw(st.none() | skills)
    fewest = draw(st.integers(1, 100))
    return Part(
        draw(hours),
        skill,
        1 if skill is None else draw(st.integers(1, 99)),
        fewest,
        draw(st.integers(fewest, 100)),
        draw(st.integers(1, 100)),
    )


groups = st.lists(st.lists(parts(), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
costs = st.decimals(0, 10**6, places=2)
alternatives = st.builds(Alternative, groups=groups, cost=costs) | st.builds(Alternative, wait=hours, cost=costs)


@given(st.lists(alternatives, min_size=1, max_size=3).map(tuple))
def test_work_is_read_as_it_is_written(work: tuple[Alternative, ...]) -> None:
    assert parse_work(print_work(work), DAY) == work


links = st.builds(
    Link,
    ids,
    st.sampled_from(["FS", "SS", "FF", "SF"]),
    st.fractions(min_value=-(10**4), max_value=10**4, max_denominator=1000),
)


@given(st.lists(links, min_size=1, max_size=4).map(tuple))
def test_after_is_read_as_it_is_written(after: tuple[Link, ...]) -> None:
    assert parse_after(print_after(after), DAY) == after


pins = st.one_of(
    st.builds(Pin, st.sampled_from(["only", "not"]), people),
    st.builds(Pin, st.just("skill"), people, skills),
    st.builds(Pin, st.sampled_from(["same", "other"]), task=ids),
)


@given(st.lists(pins, min_size=1, max_size=4).map(tuple))
def test_people_are_read_as_they_are_written(conditions: tuple[Pin, ...]) -> None:
    assert parse_people(print_people(conditions)) == conditions


@given(st.lists(st.builds(Use, ids, st.integers(1, 999)), min_size=1, max_size=3).map(tuple))
def test_uses_are_read_as_they_are_written(uses: tuple[Use, ...]) -> None:
    assert parse_uses(print_uses(uses)) == uses


skill_lists = st.lists(
    st.builds(Skill, skills, st.integers(1, 99), st.fractions(min_value="1/100", max_value=100, max_denominator=1000)),
    min_size=1,
    max_size=4,
    unique_by=lambda skill: skill.name,
).map(tuple)


@given(skill_lists)
def test_skills_are_read_as_they_are_written(own: tuple[Skill, ...]) -> None:
    decimal = tuple(Skill(s.name, s.level, Fraction(round(s.efficiency, 4))) for s in own)
    assert parse_skills(print_skills(decimal)) == decimal


@st.composite
def workweeks(draw: st.DrawFn) -> Workweek:
    days = []
    for _ in range(7):
        edges = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
        days.append(tuple(zip(edges[::2], edges[1::2], strict=False)))
    return Workweek(tuple(days))


@given(workweeks().filter(lambda week: any(week.days)))
def test_workweeks_are_read_as_they_are_written(week: Workweek) -> None:
    assert parse_workweek(print_workweek(week)) == week


@given(st.integers(1, 104))
def test_sprints_are_read_as_they_are_written(weeks: int) -> None:
    assert parse_sprint_length(print_sprint_length(7 * weeks)) == 7 * weeks


def test_work_binds_as_it_should() -> None:
    first, second = parse_work("a 1h + b 2h; c:2 1d x2 @25% | wait 3d [cost 1.800,50]", DAY)
    assert [[part.skill for part in group] for group in first.groups] == [["a", "b"], ["c"]]
    assert first.parts[2] == Part(Fraction(8), "c", 2, 2, 2, 25)
    assert second == Alternative(wait=Fraction(24), cost=Decimal("1800.50"))


@pytest.mark.parametrize("text", ["frontend:2  24h", " frontend:2 24 h", "frontend:2 24,0h"])
def test_spaces_and_commas_do_not_matter(text: str) -> None:
    assert parse_work(text, DAY)[0].parts[0] == Part(Fraction(24), "frontend", 2)


def said(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frontend 24", "`frontend 24` has no unit\nMaybe you meant `frontend 24h`?"),
        ("24", "`24` has no unit\nMaybe you meant `24h`?"),
        ("frontend", "`frontend` is not work\nMaybe you meant something like `frontend:2 24h`?"),
        ("frontend:0 8h", "`0` is not a level from 1 to 99"),
        ("frontend:100 8h", "`100` is not a level from 1 to 99"),
        ("frontend: 8h", "`` is not a level from 1 to 99"),
        ("8h x0", "`x0` is not between 1 and 100 people"),
        ("8h x1-999999", "`x1-999999` is not between 1 and 100 people"),
        ("8h x3-1", "`x3-1` is reversed\nMaybe you meant `x1-3`?"),
        ("8h xx", "`xx` is not a number of people\nMaybe you meant `x2` or `x1-3`?"),
        ("8h @0%", "`@0%` is not a share of 1 to 100 per cent\nMaybe you meant something like `@25%`?"),
        ("8h @101%", "`@101%` is not a share of 1 to 100 per cent\nMaybe you meant something like `@25%`?"),
        ("8h @12.5%", "`@12.5%` is not a share of 1 to 100 per cent\nMaybe you meant something like `@25%`?"),
        ("0h", "`0h` is no work at all\nMaybe leave it out?"),
        ("8h;", "a part of the work is empty\nMaybe there is one `;` or `+` too many?"),
        ("8h |", "an alternative is empty\nMaybe there is one `|` too many?"),
        ("8h; wait 3d", "`wait 3d` has to be alone in its alternative\nMaybe make it a task of its own?"),
        (
            "wait",
            "`wait` has to be a length and alone in its alternative\nMaybe you meant `wait 3d`?",
        ),
        ("8h [price 3]", "`[price 3]` is not known\nMaybe you meant something like `[cost 1800]`?"),
        ("8h [cost x]", "`x` is not a number"),
        ("12 8h", "`12` is not a skill, which has at least one letter"),
        ("1e999h", "`1e999h` is not work\nMaybe you meant something like `frontend:2 24h`?"),
    ],
)
def test_wrong_work_is_explained(text: str, message: str) -> None:
    assert said(lambda cell: parse_work(cell, DAY), text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("T1, T2", "`T1, T2` is not one predecessor\nMaybe set them apart by `;`?"),
        ("T1+4h", "`T1+4h` has a lag without a type\nMaybe you meant `T1 FS+4h`?"),
        ("T1 +4h", "`T1 +4h` has a lag without a type\nMaybe you meant `T1 FS+4h`?"),
        ("T1;", "a predecessor is empty\nMaybe there is one `;` too many?"),
        ("T1 FS+4", "`4` has no unit\nMaybe you meant `4h` or `4d`?"),
    ],
)
def test_wrong_links_are_explained(text: str, message: str) -> None:
    assert said(lambda cell: parse_after(cell, DAY), text) == message


def test_types_of_links_may_be_small() -> None:
    assert parse_after("T1 ss + 4h", DAY) == (Link("T1", "SS", Fraction(4)),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ana,ben", "`ana,ben` is not a list of people\nMaybe you meant `ana|ben`?"),
        ("ana;", "a condition on people is empty\nMaybe there is one `;` too many?"),
        ("only a, b", "`only a, b` is not a list of people\nMaybe you meant `only a| b`?"),
    ],
)
def test_wrong_people_are_explained(text: str, message: str) -> None:
    assert said(parse_people, text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ux; ux:2", "skill `ux` is given twice"),
        ("ux|design", "`ux|design` is not one skill\nMaybe set them apart by `;`?"),
        ("ux;", "a skill is empty\nMaybe there is one `;` too many?"),
        ("ux*0", "efficiency `0` is not between 0.01 and 100"),
        ("ux*101", "efficiency `101` is not between 0.01 and 100"),
    ],
)
def test_wrong_skills_are_explained(text: str, message: str) -> None:
    assert said(parse_skills, text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lab:0", "`lab:0` uses nothing\nMaybe leave it out?"),
        ("lab;", "a use names no pool\nMaybe there is one `;` too many?"),
        ("lab:x", "`x` is not a number"),
    ],
)
def test_wrong_uses_are_explained(text: str, message: str) -> None:
    assert said(parse_uses, text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("always", "`always` is not a working week\nMaybe you meant `Mon-Fri 09:00-17:00`?"),
        ("Mom 09:00-17:00", "`Mom` is not a weekday\nMaybe you meant `Mon`?"),
        ("Mon 22:00-06:00", "`22:00-06:00` ends before it starts\nMaybe split it at midnight?"),
        ("Mon 09:00-25:00", "`09:00-25:00` is not within the day"),
        ("Mon 9to5", "`9to5` is not a span of the day\nMaybe you meant something like `09:00-17:00`?"),
        ("Mon 09:00-12:00 11:00-13:00", "`Mon 09:00-12:00 11:00-13:00` has spans that overlap on Mon"),
    ],
)
def test_wrong_weeks_are_explained(text: str, message: str) -> None:
    assert said(parse_workweek, text) == message


def test_weeks_may_be_short_or_turn_around() -> None:
    week = parse_workweek("Monday, Wed 9 - 17; Sat-Sun 10:30-24:00")
    assert [bool(spans) for spans in week.days] == [True, False, True, False, False, True, True]
    assert week.days[6] == ((630, 1440),)


def test_grids_and_sprints() -> None:
    assert [parse_grid(text).minutes for text in ("15m", "30m", "1h")] == [15, 30, 60]
    assert said(parse_grid, "20m") == "`20m` is not a grid\nMaybe you meant `15m`, `30m` or `1h`?"
    assert said(parse_sprint_length, "10d") == "`10d` is not a number of weeks\nMaybe you meant `2w`?"
    assert said(parse_sprint_length, "14d") == "`14d` is not a number of weeks\nMaybe you meant `2w`?"
    assert said(parse_sprint_length, "0w") == "`0w` is not between 1 and 104 weeks"


@given(st.text("abT1 :;|+@%x-=*hdw[]cost,./0123456789", max_size=40))
def test_any_text_is_read_or_explained(text: str) -> None:
    for parse in (parse_people, parse_skills, parse_uses, parse_workweek, parse_sprint_length):
        explained_or_read(parse, text)
    explained_or_read(lambda cell: parse_work(cell, DAY), text)
    explained_or_read(lambda cell: parse_after(cell, DAY), text)


def explained_or_read(parse: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(InputError):
        parse(text)
