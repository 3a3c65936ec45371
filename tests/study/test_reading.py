"""A plan next to its portfolio: what of it counts, and how long each row has to be."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, choice, does, part, plan_of, retimed, studio, wait, waiting, work
from tests.study.by_hand import HOURS, logged

from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Booking, CalendarSettings, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Pin, Use
from ipmplan.study.dates import finish_of, late_hours
from ipmplan.study.reading import Length, Reading, differs

FOUR = Task("T1", "P0", work=(work(part(4)), work(part(2), part(1)), wait(3)))


def row(task: str, person: str, start: datetime, end: datetime, number: int = 0, **more: object) -> Assignment:
    return Assignment(task, person, start, end, 0.0, number, **more)  # type: ignore[arg-type]


def by_hand(*rows: Assignment, tasks: tuple[PlannedTask, ...] = ()) -> Schedule:
    return Schedule("Studio", MONDAY, "feasible", tasks=tasks, assignments=rows)


def test_only_planned_rows_of_listed_tasks_by_known_people_count() -> None:
    listed = (PlannedTask("T1", at(5, 9), at(5, 13)), PlannedTask("T9", at(5, 9), at(30, 13)))
    rows = (
        row("T1", "ben", at(5, 11), at(5, 13)),
        row("T1", "ana", at(5, 9), at(5, 13), kind="actual"),
        row("T1", "zoe", at(5, 9), at(5, 13)),
        row("T9", "ana", at(5, 9), at(5, 13)),
        row("T2", "ana", at(5, 9), at(5, 13)),
        row("T1", "ana", at(5, 10), at(5, 12)),
    )
    plan = Reading(by_hand(*rows, tasks=listed), studio(FOUR, replace(FOUR, id="T2")))
    assert list(plan.rows) == list(plan.spans) == ["T1"]
    assert [(stint.number, stint.row.person) for stint in plan.stints["T1"]] == [(0, "ben"), (5, "ana")]
    assert {name: [stint.number for stint in stints] for name, stints in plan.by_person.items()} == {
        "ana": [5],
        "ben": [0],
    }
    assert list(plan.by_person) == ["ana", "ben"]
    assert plan.last == HOURS.start_of(at(5, 13))


def test_rows_of_a_person_are_in_order_of_time_and_then_of_task() -> None:
    names = ("T3", "T2", "T1")
    listed = tuple(PlannedTask(name, at(5, 9), at(5, 13)) for name in names)
    hours = {"T3": 9, "T2": 10, "T1": 10}
    rows = tuple(row(name, "ana", at(5, hours[name]), at(5, 13)) for name in names)
    plan = Reading(by_hand(*rows, tasks=listed), studio(*(replace(FOUR, id=name) for name in names)))
    assert [stint.row.task for stint in plan.by_person["ana"]] == ["T3", "T1", "T2"]


def test_the_first_of_two_rows_of_a_task_counts() -> None:
    listed = (PlannedTask("T1", at(5, 9), at(5, 13)), PlannedTask("T1", at(6, 9), at(6, 13)))
    assert Reading(by_hand(tasks=listed), studio(FOUR)).spans == {
        "T1": (HOURS.start_of(at(5, 9)), HOURS.start_of(at(5, 13)))
    }


def test_the_last_finish_is_not_before_the_status_date() -> None:
    early = Reading(by_hand(tasks=(PlannedTask("T1", at(2, 9), at(2, 13)),)), studio(FOUR))
    assert early.last == early.portfolio.as_of_tick


def test_moments_off_the_grid_are_rounded_inwards() -> None:
    half = (datetime(2026, 1, 5, 9, 30), datetime(2026, 1, 5, 12, 30))
    plan = Reading(by_hand(row("T1", "ana", *half), tasks=(PlannedTask("T1", *half),)), studio(FOUR))
    stint = plan.stints["T1"][0]
    assert (stint.start, stint.end) == (HOURS.start_of(at(5, 10)), HOURS.start_of(at(5, 12)))
    assert plan.spans["T1"] == (HOURS.start_of(at(5, 10)), HOURS.start_of(at(5, 13)))
    assert [plan.on_grid(moment) for moment in (*half, at(5, 9))] == [False, False, True]


def test_included_projects_and_budgets_that_may_be_passed() -> None:
    projects = (Project("P0", status="tentative"), Project("P1", status="on_hold"))
    portfolio = studio(FOUR, replace(FOUR, id="T2", project="P1"), projects=projects)
    plain = Reading(by_hand(), portfolio)
    assert (plain.scope.ids, plain.portfolio.projects[0].budget_limit) == (frozenset(), "hard")
    asked = Reading(replace(by_hand(), including=("P0", "P1"), allow_over_budget=True), portfolio)
    assert (asked.scope.ids, asked.portfolio.projects[0].budget_limit) == (frozenset({"T1"}), "soft")


@pytest.mark.parametrize(
    ("alternative", "parts", "is_wait"), [(0, 1, False), (1, 2, False), (2, 0, True), (3, 0, True), (-1, 0, True)]
)
def test_an_alternative_that_does_not_exist_has_no_work(alternative: int, parts: int, is_wait: bool) -> None:
    plan = Reading(by_hand(tasks=(PlannedTask("T1", at(5), at(5), alternative),)), studio(FOUR))
    assert (len(plan.alternative("T1").parts), plan.is_wait("T1")) == (parts, is_wait)


@pytest.mark.parametrize(("number", "hours"), [(0, 2), (1, 1), (2, None), (-1, None)])
def test_a_part_that_does_not_exist_is_none(number: int, hours: int | None) -> None:
    rows = row("T1", "ana", at(5, 9), at(5, 11), number)
    plan = Reading(by_hand(rows, tasks=(PlannedTask("T1", at(5, 9), at(5, 11), 1),)), studio(FOUR))
    found = plan.part(plan.stints["T1"][0])
    assert (None if found is None else found.hours) == hours
    assert (plan.length(plan.stints["T1"][0]) is None) == (hours is None)


def test_units_of_the_task_and_of_the_chosen_alternative_are_added() -> None:
    ways = (replace(work(part(4)), uses=(Use("lab", 2), Use("licence", 3))), work(part(4)))
    portfolio = studio(Task("T1", "P0", work=ways, uses=(Use("lab", 1),)), pools=(Pool("lab"), Pool("licence")))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert Reading(plan, portfolio).uses("T1") == {"lab": 3, "licence": 3}
    assert Reading(retimed(plan, "T1", alternative=1), portfolio).uses("T1") == {"lab": 1}


def test_everybody_on_a_task_is_planned_or_has_recorded() -> None:
    rows = (logged("T1", "ana", 1), logged("T1", "", 1), logged("T1", "cleo", 1))
    portfolio = studio(replace(FOUR, work=(work(part(9)),)), progress=rows)
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5))})
    assert Reading(plan, portfolio).people_on("T1") == ("ben", "ana", "cleo")


QUICK = (
    Person("ana", skills=(Skill("ux", 1, Fraction(3, 2)),)),
    Person("ben", skills=(Skill("ux", 1, Fraction(1, 2)), Skill("qa", 1, Fraction(0)))),
)


@pytest.mark.parametrize(
    ("wanted", "person", "ticks", "hours"),
    [
        # 5 hours at one and a half are 3 1/3, at one half 10.
        (work(part(5, "ux")), "ana", 4, 4.0),
        (work(part(5, "ux")), "ben", 10, 10.0),
        (work(part(5)), "ana", 5, 5.0),
        # A quarter of the time: 20 hours for 5; a third of an hour more is a step more.
        (work(part(5, share=25)), "ana", 20, 5.0),
        (work(part(5, "ux", share=25)), "ana", 14, 3.5),
        (work(part(5, "ux", share=60)), "ben", 17, 10.2),
        # What nobody can be (validation says so) is taken for 1.
        (work(part(5, "qa")), "ben", 5, 5.0),
        (work(part(5, "qa")), "ana", 5, 5.0),
    ],
)
def test_a_row_lasts_by_efficiency_and_share(wanted: Alternative, person: str, ticks: int, hours: float) -> None:
    portfolio = studio(Task("T1", "P0", work=(wanted,)), people=QUICK)
    plan = Reading(plan_of(portfolio, {"T1": choice(does(person, 5))}), portfolio)
    assert plan.length(plan.stints["T1"][0]) == Length(ticks, hours)


def test_a_part_is_divided_by_the_people_the_plan_has_on_it() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(9, most=3), part(4)),)), people=(*QUICK, Person("cleo")))
    rows = choice(does("ana", 5), does("ben", 5), does("cleo", 5, number=1))
    plan = Reading(plan_of(portfolio, {"T1": rows}), portfolio)
    assert [plan.length(stint) for stint in plan.stints["T1"]] == [Length(5, 5.0), Length(5, 5.0), Length(4, 4.0)]


def test_what_is_handed_over_lasts_by_the_new_persons_efficiency() -> None:
    """Ana has 3 of 4 hours left, which take ben, half as fast, 6, and 2 for the handover."""
    task = Task("T1", "P0", work=(work(part(4, "qa")),), people=(Pin("not", ("ana",)),))
    portfolio = studio(task, progress=(logged("T1", "ana", 1),))
    plan = Reading(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio)
    assert plan.length(plan.stints["T1"][0]) == Length(8, 8.0)
    shared = replace(portfolio, tasks=(replace(task, work=(work(part(4, "qa", share=50)),)),))
    half = Reading(plan_of(shared, {"T1": choice(does("ben", 5))}), shared)
    assert half.length(half.stints["T1"][0]) == Length(16, 8.0)


def test_a_rest_goes_to_the_row_that_is_as_long() -> None:
    """Of twelve hours by three people ana has done one: she lacks three, and two others have four each."""
    task = Task("T1", "P0", work=(work(part(12, fewest=3, most=3)),))
    people = tuple(Person(name) for name in ("ana", "ben", "cleo"))
    portfolio = studio(task, people=people, progress=(logged("T1", "ana", 1),))
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5), does("cleo", 5), does("ana", 5))})
    read = Reading(plan, portfolio)
    assert [(piece.person, stint and stint.row.person) for piece, stint in read.pieces("T1")] == [
        ("ana", "ana"),
        (None, "ben"),
        (None, "cleo"),
    ]
    # The row of ben is too long now, that of cleo fits.
    longer = tuple(replace(one, end=at(5, 17)) if one.person == "ben" else one for one in plan.assignments)
    other = Reading(replace(plan, assignments=longer), portfolio)
    assert [stint and stint.row.person for _, stint in other.pieces("T1")] == ["ana", "cleo", "ben"]
    without = Reading(replace(plan, assignments=plan.assignments[1:]), portfolio)
    assert [stint and stint.row.person for _, stint in without.pieces("T1")] == ["ana", "cleo", None]


@pytest.mark.parametrize(
    ("said", "real", "tolerance", "differ"),
    [
        (1.5, 1.0, 0.5, False),
        (1.0, 1.5, 0.5, False),
        (1.51, 1.0, 0.5, True),
        (0.4, 1.0, 0.5, True),
        (float("nan"), 1.0, 9.0, True),
    ],
)
def test_numbers_differ_by_more_than_the_tolerance(said: float, real: float, tolerance: float, differ: bool) -> None:
    assert differs(said, real, tolerance) == differ


def test_a_milestone_finishes_with_its_last_listed_task() -> None:
    tasks = tuple(replace(FOUR, id=f"T{number}", milestone="beta") for number in range(3))
    portfolio = studio(*tasks, milestones=(Milestone("beta", "P0", due=MONDAY), Milestone("none", "P0", due=MONDAY)))
    listed = (PlannedTask("T0", at(5, 9), at(6, 13)), PlannedTask("T1", at(5, 9), at(6, 10)))
    plan = Reading(by_hand(tasks=listed), portfolio)
    beta, none = plan.scope.dues
    assert (finish_of(plan, beta), late_hours(plan, beta)) == (HOURS.start_of(at(6, 13)), 4.0)
    assert (finish_of(plan, none), late_hours(plan, none)) == (None, 0.0)
    undated = Reading(by_hand(tasks=listed), replace(portfolio, milestones=(Milestone("beta", "P0"),)))
    assert late_hours(undated, undated.scope.dues[0]) == 0.0


def test_bookings_without_an_end_stop_with_the_plan() -> None:
    portfolio = studio(FOUR, bookings=(Booking("B1", "ben", hours=Fraction(6), every="day"),))
    plan = Reading(plan_of(portfolio, {"T1": choice(does("ana", 5, 9))}), portfolio)
    assert [row.intervals for row in plan.bookings("ben")] == [((HOURS.start_of(at(5, 9)), HOURS.start_of(at(5, 13))),)]


def test_a_wait_of_any_length_may_be_read_far_ahead() -> None:
    portfolio = Portfolio("Studio", MONDAY, calendar=CalendarSettings(), tasks=(Task("T1", work=(wait(8),)),))
    far = plan_of(portfolio, {"T1": waiting(at(5, 9), at(5, 17))})
    late = replace(far, tasks=(replace(far.tasks[0], end=datetime(2040, 3, 1, 12)),))
    plan = Reading(late, portfolio)
    assert (
        plan.time.portfolio.count(plan.portfolio.as_of_tick, plan.last)
        == 8
        * sum(date.fromordinal(day).weekday() < 5 for day in range(MONDAY.toordinal(), date(2040, 3, 1).toordinal()))
        + 3
    )


def test_a_rest_that_fits_another_row_as_well_makes_room() -> None:
    """An hour and a half is left for each, three and a half for cleo, whose row fits either; ana's own row, though too long, is hers alone, so that cleo's is ben's."""
    people = (Person("ana"), Person("ben"), Person("cleo"))
    task = Task("T1", "P0", work=(work(part(12, most=2)),))
    rows = (logged("T1", "ana", 3, 3), logged("T1", "ben", 3, 3))
    portfolio = studio(task, people=people, progress=rows, calendar=CalendarSettings(handovers="any"))
    listed = (PlannedTask("T1", at(2, 9), at(6, 11)),)
    four, nine = row("T1", "cleo", at(5, 9), at(5, 13)), row("T1", "ana", at(5, 9), at(6, 10))
    plan = Reading(by_hand(four, nine, tasks=listed), portfolio)
    assert [(piece.person, stint and stint.row.person) for piece, stint in plan.pieces("T1")] == [
        ("ana", "ana"),
        ("ben", "cleo"),
    ]
