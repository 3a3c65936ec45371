"""Networks, slack, chains and rebuilt dates of small plans, worked out by hand (Monday 5 January 2026, 9 to 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from tests.plans import MONDAY, Choice, at, choice, does, part, plan_of, retimed, studio, wait, waiting, work

from ipmplan.core.people import Absence, Extra
from ipmplan.core.portfolio import Milestone, Pool, Portfolio, Task
from ipmplan.core.records import Decision, Hold, Progress
from ipmplan.core.work import Link, Use
from ipmplan.network import ArcKind, PlanNetwork, Slack, free_floats, plan_network, rebuild, slacks, together
from ipmplan.network.columns import ArcColumn
from ipmplan.study.reading import Reading


def network(portfolio: Portfolio, **choices: Choice) -> PlanNetwork:
    return plan_network(Reading(plan_of(portfolio, choices), portfolio))


@pytest.fixture
def three() -> PlanNetwork:
    """A on Monday by ana; B after it, all Tuesday by ben; C without a link, Tuesday morning by ana.

    B belongs to a milestone due on Wednesday with a buffer of two hours: it is late from Wednesday 15:00 on.
    """
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", "M", work=(work(part(4, "qa")),), after=(Link("A"),)),
        Task("C", "P0", work=(work(part(4, "ux")),)),
        milestones=(Milestone("M", "P0", due=date(2026, 1, 7), buffer=Fraction(2)),),
    )
    return network(made, A=choice(does("ana", 5)), B=choice(does("ben", 6)), C=choice(does("ana", 6)))


def test_slack_is_up_to_the_date_less_its_buffer_or_to_the_last_finish(three: PlanNetwork) -> None:
    # B ends Tuesday 17:00 and may end Wednesday 15:00; A pushes B at once. C may end when B does.
    assert slacks(three) == {"A": Slack(6.0, True), "B": Slack(6.0, True), "C": Slack(4.0, False)}


@pytest.mark.parametrize(("firm", "hours"), [(False, 2.0), (True, 0.0)])
def test_a_firm_date_is_kept_also_by_those_who_work_when_the_portfolio_does_not(firm: bool, hours: float) -> None:
    # Due on Friday; ana works on Saturday, too, when no hour counts as late. She could slip by Friday's last two hours and
    # work them on Saturday, until 11:00, but not where the date is firm: on Saturday it is broken.
    day = date(2026, 1, 10)
    made = studio(
        Task("A", "P0", "M", work=(work(part(2, "ux")),)),
        milestones=(Milestone("M", "P0", due=date(2026, 1, 9), firm=firm),),
        extra=(Extra("ana", day, day),),
    )
    assert slacks(network(made, A=choice(does("ana", 9, 15))))["A"].hours == hours


@pytest.mark.parametrize(
    ("leaves", "due", "slack"),
    [
        # B is two hours on Tuesday from 9 on; C ends on Friday at 17:00, so that B may begin on Friday at 15:00.
        (None, None, Slack(30.0, False)),
        # ... on Wednesday at 15:00, ana's last day; and on Tuesday at 15:00.
        (7, None, Slack(14.0, False)),
        (6, None, Slack(6.0, False)),
        # Due on Thursday: until 15:00 of that day, or as before.
        (None, 8, Slack(22.0, True)),
        (7, 8, Slack(14.0, True)),
        (9, 8, Slack(22.0, True)),
    ],
)
def test_who_leaves_cannot_end_work_after_it(leaves: int | None, due: int | None, slack: Slack) -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", "M", work=(work(part(2, "ux")),), after=(Link("A"),)),
        Task("C", "P0", work=(work(part(4, "qa")),)),
        milestones=(Milestone("M", "P0", due=None if due is None else date(2026, 1, due)),),
    )
    last = None if leaves is None else date(2026, 1, leaves)
    people = tuple(replace(one, leaves=last) if one.id == "ana" else one for one in made.people)
    found = slacks(
        network(
            replace(made, people=people), A=choice(does("ana", 5)), B=choice(does("ana", 6)), C=choice(does("ben", 9))
        )
    )
    # A ends when B begins: both slip alike, whoever of them the day stops.
    assert (found["A"], found["B"]) == (slack, slack)


def test_free_float_is_up_to_the_next_task_or_the_last_finish(three: PlanNetwork) -> None:
    assert free_floats(three) == {"A": 0.0, "B": 0.0, "C": 4.0}


def test_arcs_say_why_and_between_which_moments(three: PlanNetwork) -> None:
    ends = three.first_task_end
    assert three.arcs.tolist() == [
        [ArcKind.LINK, ends + 0, 1, 0, 0, 0, 0],
        [ArcKind.PERSON, three.first_end + 0, 2, 0, 0, three.people.index("ana"), 0],
        *([ArcKind.STATUS, -1, group, 0, tick_of(three, 5), 0, 0] for group in range(3)),
    ]
    assert [three.calendars.before[0, tick_of(three, 6, 9)] - three.calendars.before[0, tick_of(three, 5)]] == [8]


def tick_of(made: PlanNetwork, day: int, hour: int = 0) -> int:
    return made.grid.start_of(at(day, hour)) - made.origin


def test_longer_work_pushes_what_comes_after_it(three: PlanNetwork) -> None:
    # A takes 12 h in the second run: it ends Tuesday 13:00; C follows until 17:00, B until Wednesday 13:00.
    lengths = np.array([[8, 12], [8, 8], [4, 4]], np.int32)
    ends = rebuild(three, lengths).task_ends
    assert ends.tolist() == [
        [tick_of(three, 5, 17), tick_of(three, 6, 13)],
        [tick_of(three, 6, 17), tick_of(three, 7, 13)],
        [tick_of(three, 6, 13), tick_of(three, 6, 17)],
    ]


def test_an_array_of_another_length_is_refused(three: PlanNetwork) -> None:
    with pytest.raises(ValueError, match=r"3 pieces is needed, of shape \(3, runs\), not \(2, 1\)"):
        rebuild(three, np.ones((2, 1), np.int32))


@pytest.mark.parametrize(("capacity", "slack"), [(1, 0.0), (2, 8.0)])
def test_a_pool_ties_only_those_who_cannot_have_it_together(capacity: int, slack: float) -> None:
    # Both for a day, A on Monday, B on Tuesday. Where there are two units, A may as well be done beside B.
    uses = (Use("lab"),)
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),), uses=uses),
        Task("B", "P0", work=(work(part(4, "qa")),), uses=uses),
        pools=(Pool("lab", capacity=capacity),),
    )
    found = slacks(network(made, A=choice(does("ana", 5)), B=choice(does("ben", 6))))
    assert (found["A"].hours, found["B"].hours) == (slack, 0.0)


def test_one_part_may_slip_while_another_holds_the_start() -> None:
    # T starts with ben on Monday 9:00; ana joins at 13:00, after X, until 17:00. B waits a day from T's start.
    made = studio(
        Task("X", "P0", work=(work(part(4, "ux")),)),
        Task("T", "P0", work=(work(part(4, "ux"), part(4, "qa")),)),
        Task("B", "P0", work=(work(part(2, "qa")),), after=(Link("T", "SS", Fraction(8)),)),
    )
    plan = network(
        made,
        X=choice(does("ana", 5)),
        T=choice(does("ana", 5, 13), does("ben", 5, 9, 1)),
        B=choice(does("ben", 6)),
    )
    # B ends Tuesday 13:00, so ana's part of T, and X before it, have four hours; T as a whole has none.
    assert {name: slack.hours for name, slack in slacks(plan).items()} == {"X": 4.0, "T": 0.0, "B": 0.0}


def test_parts_that_begin_together_wait_for_each_other() -> None:
    # In the second run X keeps ana until Tuesday 10:00; ben, who could begin on Monday, waits for her.
    made = studio(
        Task("X", "P0", work=(work(part(4, "ux")),)),
        Task("T", "P0", work=(work(part(2, "ux"), part(1, "qa"), together=True),)),
    )
    plan = network(made, X=choice(does("ana", 5)), T=choice(does("ana", 5, 13), does("ben", 5, 13, 1)))
    starts = rebuild(plan, np.array([[4, 9], [2, 2], [2, 2]], np.int32)).task_starts
    assert starts[1].tolist() == [tick_of(plan, 5, 13), tick_of(plan, 6, 10)]


def test_a_wait_pushes_from_monday_to_monday() -> None:
    # Five working days from Monday 9:00 end on Friday 17:00; a working hour later it is Monday 10:00.
    made = studio(Task("W", "P0", work=(wait(40),)), Task("B", "P0", work=(work(part(1, "ux")),), after=(Link("W"),)))
    plan = network(made, W=waiting(at(5, 9), at(9, 17)), B=choice(does("ana", 12)))
    times = rebuild(plan, not_before=np.array([[tick_of(plan, 5, 10)], [0]], np.int32))
    assert (times.task_ends[0, 0], times.task_starts[1, 0]) == (tick_of(plan, 12, 10), tick_of(plan, 12, 10))


def test_nobody_comes_back_after_their_last_day() -> None:
    # Ana leaves on Monday evening: work of nine hours never ends, and ties what waits for it.
    made = studio(Task("A", "P0", work=(work(part(8, "ux")),)), Task("B", "P0", work=(wait(1),), after=(Link("A"),)))
    ana, *others = made.people
    made = studio(*made.tasks, people=(ana.__class__("ana", skills=ana.skills, leaves=MONDAY), *others))
    plan = network(made, A=choice(does("ana", 5)), B=waiting(at(6, 9), at(6, 10)))
    ends = rebuild(plan, np.array([[8, 9], [1, 1]], np.int32)).task_ends
    assert ends[:, 1].tolist() == [plan.calendars.far] * 2
    assert ends[:, 0].tolist() == [tick_of(plan, 5, 17), tick_of(plan, 6, 10)]


def test_facts_keep_work_late_too() -> None:
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),), not_before=date(2026, 1, 6)),
        Task("B", "P0", work=(work(part(1, "qa")),)),
        Task("W", "P0", work=(wait(24),)),
        Task("Z", "P0", work=(work(part(1, "ux")),)),
        decisions=(Decision("D1", "P0", tasks=("B",), expected=date(2026, 1, 8)),),
        progress=(
            Progress(date(2025, 12, 30), "W"),
            Progress(date(2025, 12, 30), "Z", "ana", Fraction(1), Fraction(0)),
        ),
    )
    # The wait took three working days from Tuesday 30 December on; nobody said that it is over, so it ends on Monday 10:00.
    plan = network(
        made, A=choice(does("ana", 6)), B=choice(does("ben", 8)), W=waiting(at(30, 9, 12).replace(2025), at(5, 10))
    )
    kinds = plan.arcs[:, ArcColumn.KIND].tolist()
    assert [kind for kind in kinds if kind in {ArcKind.NOT_BEFORE, ArcKind.DECISION}] == [
        ArcKind.NOT_BEFORE,
        ArcKind.DECISION,
    ]
    assert slacks(plan)["Z"].hours == 0.0
    assert (rebuild(plan).events[:, 0] == plan.planned).all()


def test_a_held_start_keeps_work_late_as_a_fact(three: PlanNetwork) -> None:
    """A is held on Wednesday, C, which is planned on Thursday, for a moment of it; a hold of people keeps nothing late."""
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("B", "P0", work=(work(part(4, "qa")),)),
        Task("C", "P0", work=(work(part(4, "ux")),)),
        holds=(Hold("A", (), date(2026, 1, 7)), Hold("B", ("ben",)), Hold("C", (), at(8, 11))),
    )
    plan = network(made, A=choice(does("ana", 7)), B=choice(does("ben", 6)), C=choice(does("ana", 8, 11)))
    rows = plan.arcs[plan.arcs[:, ArcColumn.KIND] == ArcKind.HOLD].tolist()
    assert rows == [
        [ArcKind.HOLD, -1, 0, 0, tick_of(plan, 7), 0, 0],
        [ArcKind.HOLD, -1, 2, 0, tick_of(plan, 8, 11), 0, 0],
    ]
    # Nothing else keeps them there: built anew, B alone begins earlier.
    starts = rebuild(plan).task_starts[:, 0].tolist()
    assert starts == [tick_of(plan, 7, 9), tick_of(plan, 5, 9), tick_of(plan, 8, 11)]
    assert not len(arcs_of(three, ArcKind.HOLD))


def test_a_milestone_that_is_late_already_must_not_become_later() -> None:
    """Due on Tuesday, B ends on Thursday 13:00, A on Monday: A may slip to Thursday 13:00, B not at all."""
    made = studio(
        Task("A", "P0", "M", work=(work(part(8, "ux")),)),
        Task("B", "P0", "M", work=(work(part(2, "qa")),)),
        Task("C", "P0", work=(work(part(8, "ux")),)),
        milestones=(Milestone("M", "P0", due=date(2026, 1, 6)),),
    )
    plan = network(made, A=choice(does("ana", 5)), B=choice(does("ben", 8)), C=choice(does("ana", 12)))
    # Three working days and four hours lie between Monday 17:00 and Thursday 13:00, less none.
    assert slacks(plan) == {"A": Slack(20.0, True), "B": Slack(0.0, True), "C": Slack(0.0, False)}


def test_a_moment_without_length_is_also_where_nobody_works() -> None:
    """A ends on Monday at 17:00; W takes no time and is there at once, and B begins on Tuesday."""
    made = studio(
        Task("A", "P0", work=(work(part(8, "ux")),)),
        Task("W", "P0", work=(wait(0),), after=(Link("A"),)),
        Task("B", "P0", work=(work(part(2, "ux")),), after=(Link("W"),)),
    )
    plan = network(made, A=choice(does("ana", 5)), W=waiting(at(5, 17), at(5, 17)), B=choice(does("ana", 6)))
    times = rebuild(plan)
    assert (times.task_starts[1, 0], times.task_ends[1, 0]) == (tick_of(plan, 5, 17), tick_of(plan, 5, 17))
    assert (times.events[:, 0] == plan.planned).all()


def test_every_event_belongs_to_a_task_and_facts_to_none(three: PlanNetwork) -> None:
    """A, B and C have a group and a piece each: starts of groups, ends of pieces, starts and ends of tasks."""
    assert [three.task_of_tail(event) for event in range(12)] == list("ABC") * 4
    assert three.task_of_tail(-1) == ""
    assert [list(three.groups_of_tail(event)) for event in range(-1, 12)] == [[], *[[0], [1], [2]] * 4]
    assert [three.group_of_head(head) for head in range(6)] == [0, 1, 2] * 2
    assert three.row == {"A": 0, "B": 1, "C": 2}


def test_the_first_link_counts_working_time() -> None:
    """B begins two hours after A, on Monday at 15:00; A takes six hours more, until Tuesday 11:00, and B waits until 13:00."""
    after = (Link("A", "FS", Fraction(2)),)
    made = studio(
        Task("A", "P0", work=(work(part(4, "ux")),)), Task("B", "P0", work=(work(part(1, "qa")),), after=after)
    )
    plan = network(made, A=choice(does("ana", 5)), B=choice(does("ben", 5, 15)))
    starts = rebuild(plan, np.array([[4, 10], [2, 2]], np.int32)).task_starts[1]
    assert starts.tolist() == [tick_of(plan, 5, 15), tick_of(plan, 6, 13)]


@pytest.mark.parametrize("away", ["ana", "ben"])
def test_those_who_begin_together_are_both_there(away: str) -> None:
    """X keeps ana until Tuesday 10:00; one of the two is away until noon of that day."""
    made = studio(
        Task("X", "P0", work=(work(part(4, "ux")),)),
        Task("T", "P0", work=(work(part(2, "ux"), part(1, "qa"), together=True),)),
        absences=(Absence(away, at(6, 9), at(6, 12)),),
    )
    plan = network(made, X=choice(does("ana", 5)), T=choice(does("ana", 5, 13), does("ben", 5, 13, 1)))
    # Where ana is the one who is away, X ends at noon plus her hour of the morning.
    starts = rebuild(plan, np.array([[4, 9], [2, 2], [2, 2]], np.int32)).task_starts
    assert starts[1].tolist() == [tick_of(plan, 5, 13), tick_of(plan, 6, 13 if away == "ana" else 12)]


def arcs_of(made: PlanNetwork, kind: ArcKind) -> list[tuple[int, int]]:
    """Tail and head of all arcs of a kind, sorted."""
    rows = made.arcs[made.arcs[:, ArcColumn.KIND] == kind]
    return sorted((int(row[ArcColumn.TAIL]), int(row[ArcColumn.HEAD])) for row in rows)


def begun(task: str, person: str = "", hours: int = 0, left: int | None = None) -> Progress:
    """A row of Friday 2 January."""
    return Progress(date(2026, 1, 2), task, person, Fraction(hours), None if left is None else Fraction(left))


def test_units_of_begun_waits_are_held_from_the_status_date_on() -> None:
    # W has one of two units until Tuesday 13:00, so B has to take over A's on Monday; C takes W's or B's on Wednesday.
    uses = (Use("lab"),)
    made = studio(
        Task("W", "P0", work=(wait(20),), uses=uses),
        Task("A", "P0", work=(work(part(3, "ux")),), uses=uses),
        Task("B", "P0", work=(work(part(3, "ux")),), uses=uses),
        pools=(Pool("lab", capacity=2), Pool("licences", kind="consumable")),
        progress=(begun("W"),),
    )
    plan = network(made, W=waiting(at(2, 9), at(6, 13)), A=choice(does("ana", 5)), B=choice(does("ana", 5, 12)))
    assert arcs_of(plan, ArcKind.POOL) == [(plan.first_task_end + 1, 2)]


@pytest.mark.parametrize(
    ("rows", "arcs"),
    [
        # Both are finished, or one of them: they hold nothing any more.
        ((begun("A", "ana", 4, 0), begun("B", "ana", 4, 0)), []),
        ((begun("A", "ana", 4, 0),), []),
        # What is left of A holds the unit from its planned start on, from 13:00, when B has given it back.
        ((begun("A", "ana", 1, 3),), [(1, 0)]),
    ],
)
def test_units_of_begun_work_are_held_from_its_planned_start_on(
    rows: tuple[Progress, ...], arcs: list[tuple[int, int]]
) -> None:
    tasks = tuple(
        Task(name, "P0", work=(work(part(4, "ux" if name == "A" else "qa")),), uses=(Use("lab"),)) for name in "AB"
    )
    made = studio(*tasks, pools=(Pool("lab"),), progress=rows)
    done = {row.task for row in rows if row.remaining == 0}
    choices = {"A": choice(does("ana", 5, 17 if rows[0].remaining else 9)), "B": choice(does("ben", 5))}
    plan = network(made, **{name: chosen for name, chosen in choices.items() if name not in done})
    names = [
        (plan.tasks[tail - plan.first_task_end], plan.tasks[plan.groups[head, 0]])
        for tail, head in arcs_of(plan, ArcKind.POOL)
    ]
    assert names == [("AB"[before], "AB"[after]) for before, after in arcs]


def test_what_was_begun_comes_before_what_shares_a_persons_time_with_it() -> None:
    # Ana goes on with T at half her time; S takes the other half beside it, and F all of it on Wednesday.
    made = studio(
        Task("T", "P0", work=(work(part(8, "ux", share=50)),)),
        Task("S", "P0", work=(work(part(2, "ux", share=50)),)),
        Task("F", "P0", work=(work(part(8, "ux")),)),
        progress=(begun("T", "ana", 4, 4),),
    )
    plan = network(made, T=choice(does("ana", 5)), S=choice(does("ana", 5)), F=choice(does("ana", 7)))
    ends = plan.first_end
    # F takes over what both have had; S only has to begin no sooner than T, and F does anyhow.
    assert arcs_of(plan, ArcKind.PERSON) == [(0, 1), (ends + 0, 2), (ends + 1, 2)]
    later = rebuild(plan, not_before=np.array([[tick_of(plan, 5, 11)], [0], [0]], np.int32))
    assert later.task_starts[1:, 0].tolist() == [tick_of(plan, 5, 11), tick_of(plan, 6, 11)]


def test_parts_of_one_group_begin_together_and_people_of_one_part_do_not() -> None:
    qa = work(part(4, "qa", most=2))
    made = studio(
        Task("A", "P0", work=(qa,)),
        Task("B", "P0", work=(work(part(2, "ux"), part(1, "qa"), together=True),)),
        Task("C", "P0", work=(work(part(2, "ux"), part(1, "qa")),)),
    )
    chosen = {
        "A": choice(does("ana", 5), does("ben", 5)),
        "B": choice(does("ana", 7), does("ben", 7, 9, 1)),
        "C": choice(does("ana", 8), does("ben", 8, 9, 1)),
    }
    plan = Reading(plan_of(made, chosen), made)
    assert [[len(stints) for stints in together(plan, name)] for name in "ABC"] == [[1, 1], [2], [1, 1]]
    # Those that a plan begins at different moments are told apart.
    apart = Reading(plan_of(made, {**chosen, "B": choice(does("ana", 7), does("ben", 7, 10, 1))}), made)
    assert [len(stints) for stints in together(apart, "B")] == [1, 1]
    # What was begun goes on by itself.
    rest = replace(made, progress=(begun("B", "ana", 1, 1), begun("B", "ben", 1, 1)))
    assert [len(stints) for stints in together(Reading(plan_of(rest, chosen), rest), "B")] == [1, 1]


def test_a_task_before_all_calendars_is_at_their_beginning() -> None:
    made = studio(Task("A", "P0", work=(work(part(4, "ux")),)))
    early = retimed(
        plan_of(made, {"A": choice(does("ana", 5))}), "A", start=at(1).replace(2020), end=at(2).replace(2020)
    )
    assert plan_network(Reading(early, made)).spans.tolist() == [[0, 0]]


def test_work_that_waits_for_each_other_in_a_circle_comes_to_rest_or_never_happens() -> None:
    # Ana does A before B, and A must not start more than 8 working hours before B ends.
    made = studio(
        Task("A", "P0", work=(work(part(4, "ux")),), after=(Link("B", "FS", Fraction(-8)),)),
        Task("B", "P0", work=(work(part(4, "ux")),)),
        Task("C", "P0", work=(work(part(2, "qa")),), after=(Link("B"),)),
    )
    plan = network(made, A=choice(does("ana", 5)), B=choice(does("ana", 5, 13)), C=choice(does("ben", 6)))
    # As planned; shorter; an hour longer, which no start of A is late enough for.
    times = rebuild(plan, np.array([[4, 2, 4], [4, 4, 5], [4, 4, 4]], np.int32))
    far = plan.calendars.far
    assert times.task_starts.tolist() == [
        [tick_of(plan, 5, 9), tick_of(plan, 5, 9), far],
        [tick_of(plan, 5, 13), tick_of(plan, 5, 11), far],
        [tick_of(plan, 6, 9), tick_of(plan, 5, 15), far],
    ]
    assert times.task_ends[:, 0].tolist() == [tick_of(plan, 5, 13), tick_of(plan, 5, 17), tick_of(plan, 6, 13)]
    assert times.task_ends[:2, 2].tolist() == [far, far]
    # Four hours later all is four hours later.
    moved = rebuild(plan, not_before=np.array([[tick_of(plan, 5, 13)], [0], [0]], np.int32))
    assert moved.task_starts[:2, 0].tolist() == [tick_of(plan, 5, 13), tick_of(plan, 6, 9)]
