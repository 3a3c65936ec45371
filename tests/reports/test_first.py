"""The first screen: every late or over-budget project by name, what helps, what moved, who is asked, and no false claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.plan import Assignment, GoalValue, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Decision, Progress
from ipmplan.reports.dues import dues
from ipmplan.reports.first import Line, Section, first_screen
from ipmplan.reports.first.quality import sentence
from ipmplan.reports.first.remedies import Remedy, Trouble, known_remedies
from ipmplan.reports.html import notebook, report
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.terminal import as_text, page


def section(view: Scene, topic: str) -> Section:
    return next(one for one in first_screen(view).sections if one.topic == topic)


def line(found: Section, what: str) -> Line:
    return next(one for one in found.lines if what in one.what)


def shuffled(seed: int) -> Portfolio:
    """Twelve projects with dates and budgets that some of them miss."""
    random = Random(seed)
    made = portfolio(12, 9)
    budgets = [Decimal(random.choice((6000, 9000, 12000))) for _ in made.projects]
    return replace(
        made,
        projects=tuple(
            replace(one, budget=budget, name="") for one, budget in zip(made.projects, budgets, strict=True)
        ),
        milestones=tuple(
            replace(one, due=date(2026, 1, 12) + timedelta(days=random.randrange(120)), buffer=Fraction(8))
            for one in made.milestones
        ),
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_project_that_is_late_or_over_budget_is_named_everywhere(seed: int) -> None:
    made = shuffled(seed)
    plan = schedule(made)
    stones = {stone.id: stone.project for stone in made.milestones}
    late = {stones[stone.id] for stone in plan.milestones if stone.late_hours > 0}
    over = {
        row.id for row in plan.projects if row.cost is not None and row.budget is not None and row.cost > row.budget
    }
    assert late
    assert over
    found = section(scene(plan, made), "trouble").lines
    assert {one.what for one in found if "over budget" in one.figure} == over
    assert {one.what for one in found if "over budget" not in one.figure} == late
    text = as_text(page(plan, made))
    first = text[: text.index("by person")]
    assert all(f"   {name}: " in first for name in late | over)
    for html in (report(plan, made), notebook(plan, made)):
        assert all(f"<span>{name}</span>" in html.replace("&lt;", "<").replace("&gt;", ">") for name in late | over)


def test_the_order_is_the_same_everywhere() -> None:
    made = replace(portfolio(4), decisions=(Decision("D1", "P0", "Which colours?", tasks=("P0-design",)),))
    plan = schedule(made)
    view = scene(plan, made, replace(plan, as_of=date(2026, 1, 2)))
    topics = [one.topic for one in first_screen(view).sections]
    assert topics == ["trouble", "moved", "answers", "day", "notes", "quality"]
    titles = [one.title for one in first_screen(view).sections]
    text = as_text(page(plan, made, 80, view.before))
    places = [text.index(title) for title in titles]
    html = report(plan, made, before=view.before)
    assert places == sorted(places)
    assert [html.index(title) for title in titles] == sorted(html.index(title) for title in titles)


def test_a_plan_that_keeps_everything_says_how_closely() -> None:
    made = portfolio(1)
    made = replace(made, milestones=tuple(replace(one, due=date(2026, 6, 1)) for one in made.milestones))
    made = replace(made, projects=tuple(replace(one, budget=Decimal(50_000)) for one in made.projects))
    found = section(scene(schedule(made), made), "trouble")
    assert (found.title, found.tone) == ("Nothing is late, nothing over budget", "good")
    assert found.lines[0].figure.endswith("to spare")


def test_a_late_answer_is_the_cause_and_the_remedy() -> None:
    made = replace(portfolio(1, money=False), absences=(), holidays={}, bookings=())
    early = schedule(made)
    later = timedelta(days=14)
    plan = replace(
        early,
        tasks=tuple(replace(task, start=task.start + later, end=task.end + later) for task in early.tasks),
        assignments=tuple(replace(row, start=row.start + later, end=row.end + later) for row in early.assignments),
        milestones=tuple(
            replace(stone, finish=stone.finish + later, late_hours=80.0) for stone in early.milestones if stone.finish
        ),
    )
    decision = Decision("D2", "P0", "Which colours?", expected=date(2026, 1, 19), tasks=("P0-discovery",))
    details = section(scene(plan, replace(made, decisions=(decision,))), "trouble").lines[0].details
    assert details[1] == "Discovery starts Mon 19 Jan: waits for the answer to D2"
    # As early as without the question: two weeks, of five days each.
    found = known_remedies(scene(plan, replace(made, decisions=(decision,))), _first_late(plan, made, decision))
    assert found[0].text.startswith("an answer to D2 today: ")
    assert found[0].gain == 80.0


def _first_late(plan: Schedule, made: Portfolio, decision: Decision) -> Trouble:
    view = scene(plan, replace(made, decisions=(decision,)))
    state = dues(view)[0]
    due = next(due for due in view.reading.scope.dues if due.id == state.id)
    return Trouble("late", due, state)


def test_two_questions_are_not_answered_by_one_answer() -> None:
    made = replace(portfolio(1, money=False), absences=(), holidays={}, bookings=())
    early = schedule(made)
    later = timedelta(days=14)
    plan = replace(
        early,
        tasks=tuple(replace(task, start=task.start + later, end=task.end + later) for task in early.tasks),
        assignments=tuple(replace(row, start=row.start + later, end=row.end + later) for row in early.assignments),
        milestones=tuple(
            replace(stone, finish=stone.finish + later, late_hours=80.0) for stone in early.milestones if stone.finish
        ),
    )
    last = Decision("D2", "P0", "Which colours?", expected=date(2026, 1, 19), tasks=("P0-discovery",))
    first = Decision("D1", "P0", "Which fonts?", expected=date(2026, 1, 12), tasks=("P0-discovery",))
    made = replace(made, decisions=(first,))
    view = replace(made, decisions=(first, last))
    found = known_remedies(scene(plan, view), replace(_first_late(plan, made, last)))
    assert (found[0].text.partition(":")[0], found[0].gain) == ("an answer to D2 today", 40.0)


def test_somebody_with_the_skill_and_the_time_is_proposed() -> None:
    plan = schedule(portfolio(2, 6, money=False))
    alone, helped = (section(scene(plan, portfolio(2, n, money=False)), "trouble") for n in (6, 7))
    assert "Person 6" not in str(alone)
    assert "Maybe Person 6 does Discovery instead of Ana Sousa: " in line(helped, "Kiosk 24").details[-1]


def test_money_over_budget_is_met_by_somebody_cheaper_or_by_more() -> None:
    plan = schedule(portfolio(1, 6))
    made = portfolio(1, 7)
    cheap = replace(made, people=(*made.people[:6], replace(made.people[6], rate=Decimal(40))))
    said = {
        name: next(one for one in section(scene(plan, given), "trouble").lines if "budget" in one.figure)
        for name, given in {"cheap": cheap, "dear": made}.items()
    }
    assert said["cheap"].details[-1] == "Maybe Person 6 does Discovery instead of Ana Sousa: 240 EUR less."
    assert said["dear"].details[-1] == "Maybe agree on 120 EUR more."


def test_other_remedies_can_be_given() -> None:
    made = portfolio(4)
    view = scene(schedule(made), made)
    found = first_screen(view, lambda _, trouble: [Remedy(f"pray ({trouble.kind})", 1.0, enough=True)]).sections[0]
    assert {one.details[-1] for one in found.lines if one.details} >= {"Maybe pray (late).", "Maybe pray (over)."}


def test_what_moved_is_counted_and_named() -> None:
    made = portfolio(2, 7)
    plan = schedule(made)
    launch = next(stone for stone in plan.milestones if stone.id == "P0-launch")
    assert launch.finish is not None
    before = replace(
        plan,
        as_of=date(2026, 1, 2),
        tasks=(*plan.tasks, PlannedTask("old", datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 17))),
        assignments=tuple(
            replace(row, person="p5") if row.task == "P1-launch" else row for row in plan.assignments
        ),
        milestones=tuple(
            replace(stone, finish=launch.finish - timedelta(days=7)) if stone == launch else stone
            for stone in plan.milestones
        ),
    )  # fmt: skip
    view = scene(plan, replace(made, as_of=date(2026, 1, 5)), before)
    found = section(view, "moved")
    assert (
        found.title == "Since the plan of Fri 2 Jan: 1 task with other people, 1 task gone"
        or "1 task gone" in found.title
    )
    assert "later" in line(found, "Launch (P0)").figure
    assert not any("approved" in one.figure for one in found.lines)
    approved = section(scene(plan, replace(made, baseline=before), before), "moved")
    assert approved.title.startswith("Since the approved plan of Fri 2 Jan")
    assert approved.lines[0].figure.endswith(f"of {len(plan.tasks)} approved tasks")


def test_the_same_plan_again_moved_nothing() -> None:
    made = portfolio(2)
    plan = schedule(made)
    assert section(scene(plan, made, plan), "moved").title == "Since the plan of Mon 5 Jan: nothing moved"
    assert all(one.topic != "moved" for one in first_screen(scene(plan, made)).sections)


def test_answers_are_asked_for_in_the_order_of_their_days() -> None:
    decisions = (
        Decision("D1", "P1", "Which fonts?", "us", expected=date(2026, 1, 9), tasks=("P1-design",)),
        Decision("D2", "P0", "Which colours?", expected=date(2026, 1, 7), tasks=("P0-design", "P0-frontend")),
        Decision("D3", "P0", "Done?", expected=date(2026, 1, 6), answered_on=date(2026, 1, 2)),
        Decision("D4", "P0", "Overdue?", expected=date(2025, 12, 30), tasks=()),
    )
    made = replace(portfolio(2), decisions=decisions)
    found = section(scene(schedule(made), made), "answers")
    assert found.title == "3 answers needed"
    assert [one.what for one in found.lines] == ["Which colours? (D2)", "Which fonts? (D1)", "Overdue? (D4)"]
    assert found.lines[0].figure.startswith("needed by ")
    assert found.lines[0].figure.endswith(", expected Wed 7 Jan")
    assert found.lines[0].details[0] == "from Harbour Museum, holds Design and 1 other task"
    assert found.lines[1].details[0] == "from us, holds Design"
    assert found.lines[2].figure.startswith("overdue since Tue 30 Dec 2025; taken as ")


def test_the_day_says_who_starts_goes_on_ends_and_is_away() -> None:
    made = portfolio(2, 6)
    plan = schedule(made)
    rows = (
        Assignment("P0-discovery", "p0", datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 17), 8.0),
        Assignment("P0-wireframes", "p1", datetime(2026, 1, 2, 9), datetime(2026, 1, 6, 17), 16.0),
        Assignment("P0-design", "p2", datetime(2026, 1, 2, 9), datetime(2026, 1, 5, 12), 8.0),
        Assignment("P0-frontend", "p3", datetime(2026, 1, 5, 9), datetime(2026, 1, 9, 17), 40.0),
        Assignment("P1-frontend", "p4", datetime(2026, 1, 7, 9), datetime(2026, 1, 9, 17), 24.0),
    )
    absence = replace(made.absences[0], person="p5", start=date(2026, 1, 5), end=date(2026, 1, 6))
    made = replace(made, absences=(absence,), bookings=(), tasks=made.tasks)
    found = section(scene(replace(plan, assignments=rows), made), "day")
    assert found.title == "Mon 5 Jan, by person"
    assert [(one.what, one.details) for one in found.lines] == [
        ("Ana Sousa", ("starts and ends Discovery",)),
        ("Ben Okafor", ("goes on with Wireframes",)),
        ("Cleo Martin", ("ends Design",)),
        ("Dmitri Ivanov", ("starts Frontend",)),
        ("Eva Lindström", ("free, next Frontend on Wed 7 Jan",)),
        ("Farid Haddad", ("away 5–6 Jan",)),
    ]


def test_who_has_recorded_time_on_a_task_goes_on_with_it() -> None:
    made = portfolio(1)
    made = replace(made, bookings=(), progress=(Progress(date(2026, 1, 2), "P0-frontend", "p3", Fraction(4)),))
    rows = (
        Assignment("P0-frontend", "p3", datetime(2026, 1, 2, 9), datetime(2026, 1, 2, 13), 4.0, kind="actual"),
        Assignment("P0-frontend", "p3", datetime(2026, 1, 5, 9), datetime(2026, 1, 9, 17), 40.0),
    )
    plan = replace(schedule(portfolio(1)), assignments=rows)
    assert line(section(scene(plan, made), "day"), "Dmitri").details == ("goes on with Frontend",)


def test_ten_notes_at_most_new_ones_first() -> None:
    made = portfolio(1)
    plan = replace(schedule(made), notes=tuple(f"note {n}" for n in range(13)))
    before = replace(plan, notes=tuple(f"note {n}" for n in range(12)))
    found = section(scene(plan, made, before), "notes")
    assert [one.what for one in found.lines] == ["note 12", *(f"note {n}" for n in range(9))]
    assert found.rest == "and 3 more notes"


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (GoalValue("lateness", 40, 40, "h"), "No plan is less late: proved."),
        (GoalValue("lateness", 40, 0, "h"), "Lateness: a plan that is late nowhere is not ruled out."),
        (GoalValue("completion", 100, 88, "h"), "Completion: a plan that is 12 % sooner is not ruled out."),
        (GoalValue("completion", 1000, 999, "h"), "No plan is sooner by more than 0.1 %: proved."),
        (GoalValue("cost", 101, 100, "EUR"), "No plan is cheaper by more than 1 %: proved."),
        (GoalValue("cost", 900, 100, "EUR"), ""),
        (GoalValue("evenness", 0.1, None, "sd"), ""),
        (GoalValue("overrun", 0, 0, "EUR"), "No plan is less over budget: proved."),
    ],
)
def test_a_goal_is_spoken_of_as_far_as_it_was_proved(goal: GoalValue, said: str) -> None:
    made = portfolio(1)
    assert sentence(scene(schedule(made), made), goal) == said


def test_goals_of_which_nothing_is_known_share_a_sentence() -> None:
    made = portfolio(1)
    goals = (GoalValue("evenness", 0.1, None, "sd"), GoalValue("cost", 900, 100, "EUR"))
    found = section(scene(replace(schedule(made), goals=goals), made), "quality")
    assert [one.what for one in found.lines] == ["Evenness, cost: how much better a plan could be was not found out."]


def test_an_empty_plan_has_little_to_say_and_says_so() -> None:
    made = replace(portfolio(), tasks=(), milestones=(), projects=())
    empty = replace(schedule(portfolio()), tasks=(), milestones=(), projects=(), assignments=(), people=(), goals=())
    assert section(scene(empty, made), "trouble").title == "Nothing has a due date"
