"""Chains of small plans, worked out by hand (Monday 5 January 2026, 9 to 17)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.plans import at, choice, does, part, plan_of, studio, tick, wait, waiting, work

from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Pool, Portfolio, Task
from ipmplan.core.records import Decision, Progress
from ipmplan.core.work import Link, Use
from ipmplan.explaining.why import Chains
from ipmplan.study.reading import Reading


def chains(portfolio: Portfolio, **choices: object) -> Chains:
    return Chains(Reading(plan_of(portfolio, choices), portfolio))  # type: ignore[arg-type]


def test_a_chain_says_at_each_step_what_it_waits_for() -> None:
    # A on Monday; ana is away until Wednesday, then does B on Thursday morning; a working day later ben does C.
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", work=(work(part(4, "ux")),)),
        Task("C", "P0", work=(work(part(2, "qa")),), after=(Link("B", "FS", Fraction(8)),)),
        absences=(Absence("ana", date(2026, 1, 6), date(2026, 1, 7), "ill"),),
    )
    first, then, last = chains(
        made, A=choice(does("ana", 5)), B=choice(does("ana", 8)), C=choice(does("ben", 9, 13))
    ).to_start("C")
    assert (first.task, [tie.bound.kind for tie in first.ties]) == ("A", ["status"])
    # The status date lets B begin at the same moment, since ana is away until then: the later reason is told first.
    assert [(tie.bound.kind, tie.bound.after, tie.bound.person) for tie in then.ties] == [("person", "A", "ana")]
    assert (then.ties[0].bound.moment, then.ties[0].could) == (tick(made, 5, 17), tick(made, 8, 9))
    assert [(bound.person, bound.moment, bound.reason) for bound in then.away] == [("ana", tick(made, 8), "ill")]
    assert [(tie.bound.kind, tie.bound.after, tie.could) for tie in last.ties] == [("link", "B", tick(made, 9, 13))]
    assert not any(step.chosen for step in (first, then, last))


def test_why_somebody_is_away_is_told_to_those_who_plan_alone() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        absences=(Absence("ana", date(2026, 1, 5), date(2026, 1, 5), "ill"),),
    )
    (step,) = chains(made, A=choice(does("ana", 6))).to_start("A")
    (bound,) = step.away
    assert bound.words(lambda _, ident: ident) == "ana is away until 5 January 2026"
    assert bound.words(lambda _, ident: ident, private=True) == "ana is away until 5 January 2026 (ill)"


def test_a_chain_says_where_the_planner_chose() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)), Task("B", "P0", work=(work(part(4, "ux")),), after=(Link("A"),))
    )
    step = chains(made, A=choice(does("ana", 5)), B=choice(does("ana", 7, 11))).to_start("B")[-1]
    assert step.chosen
    assert {tie.bound.kind for tie in step.ties} == {"link", "person"}
    assert {tie.could for tie in step.ties} == {tick(made, 6, 9)}


def test_of_ties_that_are_equally_tight_all_are_kept() -> None:
    # B waits for A and for ana, who does A: both end on Monday at 17.
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)), Task("B", "P0", work=(work(part(4, "ux")),), after=(Link("A"),))
    )
    step = chains(made, A=choice(does("ana", 5)), B=choice(does("ana", 6))).to_start("B")[-1]
    assert [tie.bound.kind for tie in step.ties] == ["link", "person"]


def test_facts_pools_and_links_into_ends_bind() -> None:
    lab = (Use("lab"),)
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),), not_before=date(2026, 1, 6), uses=lab),
        Task("B", "P0", work=(work(part(1, "qa")),)),
        Task("C", "P0", work=(work(part(2, "qa")),), uses=lab),
        Task("E", "P0", work=(work(part(2, "qa")),), after=(Link("C", "FF", Fraction(4)),)),
        Task("Z", "P0", work=(work(part(1, "ux")),)),
        pools=(Pool("lab"),),
        decisions=(Decision("D1", "P0", tasks=("B",), expected=date(2026, 1, 6)),),
        progress=(Progress(date(2025, 12, 30), "Z", "ana", Fraction(1), Fraction(0)),),
    )
    plan = chains(
        made,
        A=choice(does("ana", 6)),
        B=choice(does("ben", 6)),
        C=choice(does("ben", 7)),
        E=choice(does("ben", 7, 13)),
        Z=choice(),
    )
    told = {name: plan.to_start(name)[-1].ties[0].bound for name in "ABCE"}
    assert {name: bound.kind for name, bound in told.items()} == {
        "A": "not_before",
        "B": "decision",
        "C": "pool",
        "E": "link",
    }
    assert (told["B"].about, told["C"].about, told["C"].after) == ("D1", "lab", "A")
    # C ends at 11; four hours later, at 15, E may end at the earliest, and so begin at 13.
    assert told["E"].moment == tick(made, 7, 13)
    assert told["E"].because == "ends 4 h after {after}"
    assert plan.to_start("Z") == ()


def test_a_wait_that_has_begun_takes_its_time() -> None:
    made = studio(
        Task("W", "P0", work=(wait(24),)),
        Task("B", "P0", work=(work(part(1, "ux")),), after=(Link("W"),)),
        progress=(Progress(date(2025, 12, 31), "W"),),
    )
    # Wednesday, Friday (the year is new on Thursday, but nobody's calendar says so) ...: three working days to Monday.
    steps = chains(made, W=waiting(at(31, 9, 12).replace(2025), at(5, 10)), B=choice(does("ana", 5, 10))).to_start("B")
    assert [step.task for step in steps] == ["W", "B"]
    assert steps[0].ties[0].bound.because == "has begun and takes its time"
