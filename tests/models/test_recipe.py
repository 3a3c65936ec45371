"""CONTRIBUTING's recipes, followed: the rule `focus` and the goal `team` in a folder of one's own, `tests/recipe`."""

from pathlib import Path
from random import Random

import pytest
from benchmarks.generate import generate
from tests.amount import amount
from tests.models.pinned import allows, constructed, posted, schedule_of, solved
from tests.models.test_repeatable import small
from tests.plans import errors, part, studio, work
from tests.tiny import all_plans, horizon, tiny_portfolio

from ipmplan import planner
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.errors import Infeasible, InputError, InternalError, OutOfTime
from ipmplan.extensions import VARIABLE
from ipmplan.files.settings import parse_goals
from ipmplan.loading import load
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.mend import mended
from ipmplan.models.conflict.repair import repair
from ipmplan.models.construct.first import first_solution
from ipmplan.models.gate import breaches, is_valid
from ipmplan.models.goals import goal, goal_names
from ipmplan.models.local import thread
from ipmplan.models.rules import Rule, all_rules, guarded_rules
from ipmplan.models.stage import measure, term_of, to_value
from ipmplan.study.reading import Reading

FOLDER = Path(__file__).parents[1] / "recipe"
PORTFOLIOS = {"studio": lambda: load("data/studio"), "mid": lambda: generate(255)}
GOALS = ("makespan", "team")


@pytest.fixture
def focus(monkeypatch: pytest.MonkeyPatch) -> Rule:
    monkeypatch.setenv(VARIABLE, str(FOLDER))
    (rule,) = guarded_rules()
    assert rule.__name__ == "ipmplan.models.rules.focus"
    return rule


def planned(portfolio: Portfolio, *, limit: float | None = 0.15, **more: object) -> list[str]:
    """Names of the rules that a plan breaks, after it was made with one worker and some work."""
    limits: dict[str, object] = {"work_limit": limit, "workers": 1, "seed": 1, "goals": GOALS, **more}
    made = planner.plan(portfolio, **limits)  # type: ignore[arg-type]
    return [issue.rule for issue in errors(made, portfolio)]


def test_none_of_our_own_rules_has_to_be_asked() -> None:
    assert guarded_rules() == ()
    assert "team" not in goal_names()


@pytest.mark.usefixtures("focus")
@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("name", PORTFOLIOS)
def test_a_rule_and_a_goal_of_ones_own_hold(name: str, compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = PORTFOLIOS[name]()
    if not compiled:
        monkeypatch.setattr(thread, "compiled_search", lambda *_, **__: None)
    assert planned(portfolio) == []


@pytest.mark.usefixtures("focus")
def test_a_rule_of_ones_own_holds_when_threads_work_side_by_side() -> None:
    assert planned(load("data/studio"), limit=None, time_limit=2, workers=2) == []


def test_without_the_gate_the_rule_is_broken(focus: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(focus, "KEPT_BY_SEARCH", True, raising=False)
    monkeypatch.setattr(focus, "MOST", 2)
    with pytest.raises(InternalError, match=r"rule focus: .* works on 3 projects"):
        planned(load("data/studio"), limit=0.05, goals="makespan")


def test_the_two_halves_of_the_rule_agree(focus: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(focus, "MOST", 1)
    broken = 0
    for seed in range(amount(160)):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None or len(portfolio.projects) < 2:
            continue
        draft = posted(hint)
        for plan in all_plans(portfolio, horizon(portfolio), Random(seed), most=6):
            found = errors(plan, portfolio)
            assert allows(draft, plan) == (not found), (seed, found)
            broken += any(issue.rule == "focus" for issue in found)
        solution = solved(draft, Random(seed))
        if solution is not None:
            assert is_valid(solution), seed
            assert errors(schedule_of(solution, portfolio), portfolio) == [], seed
    assert broken > amount(5)


@pytest.mark.usefixtures("focus")
def test_what_the_goal_measures_is_what_it_says_of_the_plan() -> None:
    assert parse_goals("team, makespan") == ("team", "makespan")
    for seed in range(amount(40)):
        portfolio = tiny_portfolio(Random(seed))
        solution = constructed(portfolio)
        if solution is not None and solution.instance.tasks:
            measured = measure("team", solution)
            assert term_of("team", posted(solution)).hint == measured
            value = goal("team").value(Reading(schedule_of(solution, portfolio), portfolio))
            assert to_value("team", solution.instance, measured) == value


def crowded() -> Portfolio:
    """Two people, and work of one day for each of six projects: the first plan has all of it in one week."""
    tasks = tuple(Task(f"T{n}", f"P{n}", work=(work(part(2 + n % 3)),)) for n in range(6))
    return studio(*tasks, projects=tuple(Project(f"P{n}") for n in range(6)))


def test_a_first_plan_that_breaks_the_rule_is_repaired(focus: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(focus, "MOST", 2)
    _, first = first_solution(crowded())
    assert {issue.rule for issue in breaches(first)} == {"focus"}
    assert first.sound
    assert planned(crowded(), goals="makespan") == []
    solved_by_solver = repair(first, Clock(work=20.0), 1, 1)
    assert is_valid(solved_by_solver)


def test_a_large_plan_is_mended_around_its_breaches(focus: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(focus, "MOST", 2)
    _, first = first_solution(crowded())
    assert breaches(first)
    assert is_valid(mended(first, Clock(work=20.0), seed=1))


NEVER = '''"""Nothing is ever right."""
from ipmplan.errors import Issue
RULE = "never"
def check(plan):
    yield Issue("it is wrong", plan.schedule.tasks[0].id, rule=RULE)
'''
POST = """def post(draft):
    draft.model.add_bool_or([])
"""


def test_a_rule_that_no_plan_keeps_gives_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {"mute": NEVER, "never": NEVER + POST}.items():
        folder = tmp_path / name / "rules"
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mute"))
    with pytest.raises(OutOfTime, match=r"Nothing is ever right \(rule mute\)"):
        planned(small(), goals="makespan")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "never"))
    with pytest.raises(Infeasible, match=r"Nothing is ever right \(rule never\)"):
        planned(small(), goals="makespan")


def test_a_goal_that_nobody_has_written_is_told() -> None:
    with pytest.raises(InputError, match="unknown goal `team`"):
        planner.plan(studio(), goals="team")
    assert "focus" not in [rule.__name__.rpartition(".")[2] for rule in all_rules()]
