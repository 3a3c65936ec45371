"""Why a task is where it is: what is named is true, and changes are planned with before they are told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amount import FULL, amount, deep
from tests.plans import choice, does, part, plan_of, studio, work
from tests.tiny import all_plans, horizon, tiny_portfolio

import ipmplan as ipm
from ipmplan import planner
from ipmplan.core.edits import DropLink, DropRow, Edit, RemoveAbsence, SetSetting, SetValue, apply_all
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link
from ipmplan.errors import InputError
from ipmplan.explaining.why import Explainer, Weighed, Why
from ipmplan.network import ArcKind, plan_network, rebuild
from ipmplan.network.columns import ArcColumn, PieceColumn
from ipmplan.reports.answers.why import WhyAnswer, short
from ipmplan.reports.result import Plan
from ipmplan.reports.scene import scene
from ipmplan.study.reading import Reading


def taken(portfolio: Portfolio, one: Weighed) -> tuple[list[Edit], list[tuple[ArcKind, str, str]]]:
    """What a cause is in the tables, and which arcs (kind, task before, whom or what it is about) where tables do not say it."""
    edits: list[Edit] = []
    arcs = []
    cause = one.cause
    if cause.absence is not None:
        return [RemoveAbsence(cause.absence.person, cause.absence.start)], []
    for bound in cause.bounds:
        if bound.kind == "away":
            edits.append(DropRow("bookings", bound.about))
        elif bound.kind == "not_before":
            edits.append(SetValue("tasks", cause.task, "not_before", None))
        elif bound.kind == "decision":
            edits.append(SetValue("decisions", bound.about, "answered_on", portfolio.as_of_day))
        elif bound.kind == "link":
            named = {bound.after, portfolio.task[bound.after].milestone}
            edits += [
                DropLink(cause.task, link.predecessor)
                for link in portfolio.task[cause.task].after
                if link.predecessor in named
            ][:1]
        else:
            kind = ArcKind.POOL if bound.kind == "pool" else ArcKind.PERSON
            arcs.append((kind, bound.after, bound.about if bound.kind == "pool" else bound.person))
    return edits, arcs


def without(schedule: Schedule, portfolio: Portfolio, why: Why, one: Weighed) -> int:
    """Tick at which the date is, rebuilt in the same order from tables without the cause."""
    edits, gone = taken(portfolio, one)
    old = plan_network(Reading(schedule, portfolio))
    new = plan_network(Reading(schedule, apply_all(portfolio, edits)))
    groups = set(new.groups_of_task[new.row[one.cause.task]])
    loose = np.zeros((len(new.arcs), 1), np.bool_)
    for row, arc in enumerate(new.arcs.tolist()):
        kind, tail, head, about = (
            arc[int(c)] for c in (ArcColumn.KIND, ArcColumn.TAIL, ArcColumn.HEAD, ArcColumn.ABOUT)
        )
        names = {ArcKind.PERSON: new.people, ArcKind.POOL: new.pools}.get(ArcKind(kind))
        said = (ArcKind(kind), new.task_of_tail(tail), names[about] if names is not None else "")
        loose[row] = new.group_of_head(head) in groups and said in gone
    lengths = np.ascontiguousarray(old.pieces[:, PieceColumn.LENGTH : PieceColumn.LENGTH + 1])
    events = rebuild(new, lengths=lengths, without=loose)
    rows = [new.row[name] for name in why.target.tasks]
    found = events.task_starts[rows] if why.of_start else events.task_ends[rows]
    return new.origin + int(found.max())


def assert_true(schedule: Schedule, portfolio: Portfolio, every: int = 1) -> Counter[str]:
    """Every task's named cause, taken away, lets it begin sooner; else the text says that nothing would."""
    explainer = Explainer(schedule, portfolio)
    view = scene(schedule, portfolio)
    kinds: Counter[str] = Counter()
    explainer.prepare(explainer.plan.spans)
    for name in list(explainer.plan.spans)[::every]:
        why = explainer.why(name)
        if not why.steps:
            continue
        text = short(view, why)
        planned = explainer.plan.spans[name][0 if why.of_start else 1]
        if why.main is None:
            kinds["none"] += 1
            assert text.startswith(("Nothing of this alone", "The planner's choice"))
        else:
            kinds[why.main.cause.kind] += 1
            assert without(schedule, portfolio, why, why.main) < planned, (name, text)
    return kinds


def test_what_is_named_is_true_for_every_task_of_the_studio() -> None:
    made = ipm.load("data/studio")
    plan = planner.plan(made, time_limit=None, work_limit=0.05, workers=1, seed=1)
    kinds = assert_true(plan, made, every=1 if FULL else 8)
    assert {"link", "person"} <= set(kinds)


@settings(deadline=None, max_examples=amount(40))
@given(st.integers(0, 2**32 - 1))
def test_what_is_named_is_true_for_tiny_plans(seed: int) -> None:
    rng = Random(seed)
    made = tiny_portfolio(rng)
    for number, schedule in enumerate(all_plans(made, horizon(made), rng, most=60)):
        if number > 4:
            return
        if not any(issue.severity == "error" for issue in planner.check(schedule, made)):
            assert_true(schedule, made)
            return


def two(**settings: object) -> Portfolio:
    """Ana does A, then B; ben could do either. She is away on Tuesday."""
    return studio(
        Task("A", "P0", "M", work=(work(part(8, "ux")),)),
        Task("B", "P0", "M", work=(work(part(8, "ux")),)),
        people=(Person("ana", "Ana", (Skill("ux"),)), Person("ben", "Ben", (Skill("ux"),))),
        milestones=(Milestone("M", "P0", "Launch", date(2026, 1, 5)),),
        absences=(Absence("ana", date(2026, 1, 6), date(2026, 1, 6), "ill"),),
        **settings,
    )


def answer(made: Portfolio, name: str, **call: object) -> WhyAnswer:
    plan = plan_of(made, {"A": choice(does("ana", 5)), "B": choice(does("ana", 7))})
    return ipm.why(Plan(plan, made), name, **call)  # type: ignore[arg-type]


def test_the_chain_and_its_floats_are_told() -> None:
    found = answer(two(), "M", quick=True)
    assert list(found.steps["task"]) == ["A", "B"]
    assert found.steps["because"].iloc[1] == "ana is busy with A; then Ana is away until Tue 6 Jan (ill)".replace(
        "ana", "Ana"
    )
    assert found.why.slack.hours == 0
    # Without A ana could do B on Monday, two working days sooner; were she there on Tuesday, one day.
    assert {row.kind: row.sooner_hours for row in found.causes.itertuples()} == {"person": 16.0, "away": 8.0}
    assert "2 days sooner" in repr(found)


def test_changes_are_planned_with_and_told_with_what_they_bring() -> None:
    found = answer(two(), "M", work_limit=0.05, workers=1)
    # Ben does B on Monday: nothing has to be changed for it.
    assert found.tried is not None
    assert found.tried.again is not None
    assert found.tried.again.sooner_hours == 16.0
    assert "without any change: 2 days sooner" in repr(found)


def test_somebody_back_from_leave_brings_a_day() -> None:
    alone = two()
    alone = apply_all(alone, [SetValue("people", "ben", "skills", (Skill("qa"),))])
    found = answer(alone, "M", work_limit=0.05, workers=1)
    gains = dict(zip(found.changes["change"], found.changes["sooner_hours"], strict=True))
    assert [hours for text, hours in gains.items() if text.startswith("Ana there")] == [8.0]
    assert found.to_dict()["changes"][0]["sooner_hours"] == 8.0
    assert "<table" in found._repr_html_()


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(InputError, match="Maybe you meant `M`"):
        answer(two(), "m", quick=True)


def test_what_is_done_needs_no_explanation() -> None:
    made = two(progress=(Progress(date(2026, 1, 2), "A", "ana", Fraction(8), Fraction(0)),))
    plan = plan_of(made, {"A": choice(), "B": choice(does("ana", 5))})
    assert "It has ended" in repr(ipm.why(Plan(plan, made), "A", quick=True))


def test_a_choice_names_the_goal_that_it_serves_or_that_none_asks() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", work=(work(part(4, "ux")),), after=(Link("A"),)),
        Task("C", "P0", work=(work(part(40, "qa")),)),
    )
    plan = plan_of(made, {"A": choice(does("ana", 5)), "B": choice(does("ana", 7, 11)), "C": choice(does("ben", 5))})
    text = repr(ipm.why(Plan(plan, made), "B", quick=True))
    assert "no goal asks for it sooner" in " ".join(text.split())


@deep
def test_an_illness_is_named_and_what_handing_over_would_bring() -> None:
    made = apply_all(ipm.load("tests/cases/ill-handover"), [SetSetting("calendar.handovers", "never")])
    plan = ipm.plan(made, time_limit=None, work_limit=0.1, workers=1)
    said = " ".join(repr(plan).split())
    assert "Philipp Gruber is away until Fri 30 Jan (ill)" in said
    assert "hand Booking API over" in said
    found = ipm.why(plan, "SKI-M3", work_limit=0.05, workers=1)
    gains = dict(zip(found.changes["change"], found.changes["sooner_hours"], strict=True))
    assert gains["begun work may be handed over"] > 8
