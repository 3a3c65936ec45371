"""scenarios.toml: what is written is read as the same portfolio, and what is unknown is named with the nearest name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiny import tiny_portfolio

from ipmplan.core import edits as ed
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.portfolio import Milestone, Pool, Portfolio, Project, Sprint, Task
from ipmplan.core.scenario import Scenario, ensure_named_apart
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import InputError
from ipmplan.files.scenarioedits import edits_of_call
from ipmplan.files.scenariofile import parse_scenarios, print_scenarios

MONDAY = date(2026, 1, 5)
WORK = (Alternative(((Part(Fraction(8)),),)),)
STUDIO = Portfolio(
    "Northlight",
    MONDAY,
    people=(Person("ana", skills=(Skill("ux"),)), Person("ben", rate=Decimal(70))),
    projects=(Project("P0", budget=Decimal(5000)),),
    milestones=(Milestone("P0-beta", "P0", due=date(2026, 3, 2)),),
    tasks=(Task("P0-blog", "P0", "P0-beta", work=WORK), Task("P0-shop", "P0", work=WORK)),
    pools=(Pool("lab"),),
    absences=(Absence("ana", date(2026, 1, 7), date(2026, 1, 9)), Absence("ana", date(2026, 2, 2), date(2026, 2, 2))),
    sprint=Sprint(MONDAY),
)
EXAMPLE = """
[[scenario]]
name = "hire a frontend developer"
add.people = [{id = "x", skills = "frontend:2", rate = 70, from = 2026-02-02}]
drop.tasks = ["P0-blog"]
set."milestones.P0-beta".due = 2026-03-20
set.portfolio.goals.order = ["cost", "lateness"]
"""


def test_the_example_of_the_formats_does_what_it_says() -> None:
    (found,) = parse_scenarios(EXAMPLE, "scenarios.toml", STUDIO)
    after = found.apply(STUDIO)
    assert after.person["x"] == Person("x", "", (Skill("frontend", 2),), Decimal(70), joins=date(2026, 2, 2))
    assert after.task["P0-blog"].cancelled
    assert after.milestone["P0-beta"].due == date(2026, 3, 20)
    assert after.goals.order == ("cost", "lateness")
    assert after.pools == STUDIO.pools


def test_what_is_unknown_is_named_with_the_nearest_name_all_at_once() -> None:
    text = """
[[scenario]]
name = "a"
drop.tasks = ["P0-blok"]
set."milestones.P0-bta".due = 2026-03-20
[[scenario]]
name = "b"
set."milestones.P0-beta".deu = 2026-03-20
add.peple = [{id = "x"}]
add.people = [{id = "y", skils = "ux"}]
set.portfolio.goals.ordr = ["cost"]
nme = "c"
"""
    with pytest.raises(InputError) as raised:
        parse_scenarios(text, "scenarios.toml", STUDIO)
    told = {issue.message: issue for issue in raised.value.issues}
    hints = [issue.hint for issue in raised.value.issues]
    for near in ("P0-blog", "P0-beta", "due", "people", "skills", "goals.order", "name"):
        assert f"Maybe you meant `{near}`?" in hints, near
    assert "scenario `a`" in told["unknown task `P0-blok`"].where


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[scenario]\n", "not TOML"),
        ("[scenario]\nname = 'a'\n", "a list"),
        ("[[scenaro]]\nname = 'a'\n", "not known"),
        ("[[scenario]]\nname = 'a'\nset = 3\n", "names no table"),
        ("[[scenario]]\nname = 'a'\nadd.people = ['x']\n", "not a list of rows"),
        ("[[scenario]]\nname = 'a'\nset.milestones = 3\n", "no table, id and column"),
        ("[[scenario]]\n", "no name"),
        ("[[scenario]]\nname = 'a'\n[[scenario]]\nname = 'a'\n", "two scenarios"),
        ("[[scenario]]\nname = 'a'\nset.'tasks.P0-blog'.work = ''\n", "is empty"),
        ("[[scenario]]\nname = 'a'\nset.'tasks.P0-blog'.not_before = 'soon'\n", "not_before"),
    ],
)
def test_what_is_no_scenario_is_told(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_scenarios(text, "scenarios.toml", STUDIO)


EDITS: list[ed.Edit] = [
    ed.AddPerson(Person("kim", skills=(Skill("ux", 2, Fraction(4, 5)),), rate=Decimal("62.50")), ("P0",)),
    ed.DropPerson("ben"),
    ed.RemoveAbsence("ana", date(2026, 1, 7)),
    ed.AddAbsence("ben", date(2026, 1, 19)),
    ed.SetDue("P0-beta", None),
    ed.SoftenDate("P0-beta"),
    ed.SetBudget("P0", Decimal(7000)),
    ed.SetStatus("P0", "lost"),
    ed.DropTask("P0-shop"),
    ed.DropRow("milestones", "P0-beta"),
    ed.HoldTask("P0-blog", ("ana",), MONDAY),
    ed.AllowOverBudget(),
    ed.SetSetting("goals.slack", {"evenness": Fraction(1, 20)}),
    ed.SetSetting("sprint.days", 7),
    ed.SetSetting("as_of", date(2026, 1, 6)),
    ed.AddRow("pools", Pool("van", "Van", 2)),
    ed.AddRow("tasks", Task("P0-new", "P0", work=WORK, not_before=date(2026, 1, 20))),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(EDITS), max_size=6, unique_by=id))
def test_what_is_written_is_read_as_the_same_portfolio(edits: list[ed.Edit]) -> None:
    scenario = Scenario("all", edits)
    try:
        after = scenario.apply(STUDIO)
    except InputError:
        return
    (back,) = parse_scenarios(print_scenarios([scenario], STUDIO), "s.toml", STUDIO)
    made = back.apply(STUDIO)
    for name in ed.ROW_NAMES:
        assert sorted(getattr(made, name), key=str) == sorted(getattr(after, name), key=str), name
    assert (made.goals, made.sprint, made.as_of) == (after.goals, after.sprint, after.as_of)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_any_table_can_be_written(seed: int) -> None:
    # Alternatives with pools or costs of their own are Python's only.
    portfolio, other = (_without_extras(tiny_portfolio(Random(number))) for number in (seed, seed + 1))
    rows = [task for task in other.tasks if task.id not in portfolio.task and _can_be_said(task)]
    scenario = Scenario("more", [ed.AddRow("tasks", task) for task in rows])
    scenario += Scenario("fewer", [ed.DropTask(portfolio.tasks[0].id)])
    try:
        text = print_scenarios([scenario], portfolio)
    except InputError as error:
        # Told, and not written as something else.
        if "what text cannot say" not in str(error):
            raise
        return
    (back,) = parse_scenarios(text, "s.toml", portfolio)
    assert back.apply(portfolio) == scenario.apply(portfolio)


def _can_be_said(task: Task) -> bool:
    """Text knows no work of nothing."""
    hours = [part.hours for one in task.work for group in one.groups for part in group]
    return bool(task.work) and all(hours) and all(one.groups or one.wait for one in task.work)


def _without_extras(portfolio: Portfolio) -> Portfolio:
    def plain(task: Task) -> Task:
        return replace(task, work=tuple(replace(one, uses=(), cost=Decimal(0)) for one in task.work))

    return replace(portfolio, tasks=tuple(plain(task) for task in portfolio.tasks))


def test_edits_of_a_call() -> None:
    found = edits_of_call(
        STUDIO,
        ["milestones.P0-beta.due=2026-03-20", "portfolio.goals.order=cost,lateness", "people.ben.rate="],
        ["ben 2026-01-19..2026-01-30", "ana 2026-02-02", "ben 2026-03-02.."],
        ["tasks.P0-blog"],
    )
    after = ed.apply_all(STUDIO, found)
    assert after.goals.order == ("cost", "lateness")
    assert after.person["ben"].rate is None
    assert [(row.person, row.start, row.end) for row in after.absences[2:]] == [
        ("ben", date(2026, 1, 19), date(2026, 1, 30)),
        ("ana", date(2026, 2, 2), date(2026, 2, 2)),
        ("ben", date(2026, 3, 2), None),
    ]
    assert after.task["P0-blog"].cancelled


def test_wrong_edits_of_a_call_are_told_together() -> None:
    with pytest.raises(InputError) as raised:
        edits_of_call(STUDIO, ["milestones.P0-beta=3", "milestone.a.due=1"], ["ben"], ["P0-blog"])
    assert [issue.where for issue in raised.value.issues] == ["--drop", "--absent", "--set", "--set"]
    assert "Maybe you meant `milestones`?" in [issue.hint for issue in raised.value.issues]


def test_scenarios_add_up_and_do_not_change() -> None:
    hire, drop = Scenario("hire", [ed.AddPerson(Person("kim"))]), Scenario("drop", [ed.DropTask("P0-blog")])
    both = hire + drop
    assert both == Scenario("hire + drop", (*hire.edits, *drop.edits))
    assert both.apply(STUDIO) == drop.apply(hire.apply(STUDIO))
    with pytest.raises(AttributeError):
        both.name = "other"  # type: ignore[misc]
    with pytest.raises(InputError, match="scenario `x`"):
        Scenario("x", [ed.DropTask("nothing")]).apply(STUDIO)
    with pytest.raises(InputError, match="the portfolio itself"):
        ensure_named_apart([Scenario("as it is")])


def test_what_goes_goes_first_then_what_is_new_comes_then_values_are_set() -> None:
    text = """
[[scenario]]
name = "another lab"
set."pools.lab".capacity = 4
set."milestones.P0-beta".due = ""
add.pools = [{id = "lab", capacity = 3, name = "Lab"}]
drop.pools = ["lab"]
drop.people = ["ben"]
drop.projects = ["P0"]
"""
    after = parse_scenarios(text, "scenarios.toml", STUDIO)[0].apply(STUDIO)
    assert after.pools == (Pool("lab", "Lab", 4),)
    assert after.milestone["P0-beta"].due is None
    assert after.person["ben"].leaves == date(2026, 1, 4)
    assert after.project["P0"].status == "lost"
