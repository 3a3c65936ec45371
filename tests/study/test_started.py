"""What is left of started work, worked out from timesheet rows by hand; the status date is Monday 5 January 2026."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, part, studio, wait, work
from tests.study.by_hand import logged, moment, study

from ipmplan.core.calendar import Grid, Workweek
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import CalendarSettings, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.study.pieces import Piece, Started
from ipmplan.study.started import seen

FRIDAY, SATURDAY, TUESDAY = date(2026, 1, 2), date(2026, 1, 3), date(2025, 12, 30)


def state(portfolio: Portfolio, task: str = "T1") -> Started:
    return study(portfolio).started[task]


def doing(*rows: Progress, alternatives: tuple[Alternative, ...] = (), **more: object) -> Portfolio:
    """T1 with these timesheet rows; 40 hours of ux when nothing else is said."""
    return studio(Task("T1", "P0", work=alternatives or (work(part(40, "ux")),)), progress=rows, **more)


def pieces(portfolio: Portfolio) -> list[tuple[object, ...]]:
    return [(piece.part, piece.person, piece.hours) for piece in state(portfolio).pieces]


def test_more_than_the_estimate_leaves_nothing_and_what_is_said_to_remain_counts_from_then_on() -> None:
    """Of 8 h, 6 and 5 were worked: nothing is left, and not less; then 4 are said to remain, of which 3 are worked."""
    rows = [logged("T1", "ana", hours) for hours in (6, 5, 2)]
    rows += [logged("T1", "ana", 1, 4), logged("T1", "ben", 3), logged("T1", "ben", 0, 0), logged("T1", "ana", 1)]
    found = list(seen(rows, Fraction(8)))
    assert [row.left for row in found] == [2, 0, 0, 4, 1, 0, 0]
    assert [row.spent for row in found] == [6, 11, 13, 14, 17, 17, 18]
    assert [row.finished_by for row in found] == ["", "", "", "", "", "ben", "ben"]
    assert found[-1].finished_on == FRIDAY
    # It is open again once something is said to remain.
    assert [row.finished_on for row in seen([rows[5], rows[3]], Fraction(8))] == [FRIDAY, None]


EARLY = Workweek((((7 * 60, 12 * 60),),) * 4 + ((), (), ()))


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        ([logged("T1", "ana", 1)], at(2, 9)),
        ([logged("T1", "", 1)], at(2, 9)),
        ([logged("T1", "cleo", 1, on=TUESDAY)], datetime(2025, 12, 30, 7)),
        # Cleo has no work on Fridays: then the portfolio's time counts; on Saturdays nobody has any.
        ([logged("T1", "cleo", 1)], at(2, 9)),
        ([logged("T1", "ana", 1, on=SATURDAY)], at(3, 0)),
        ([logged("T1", "ana", 1), logged("T1", "cleo", 1, on=TUESDAY)], datetime(2025, 12, 30, 7)),
    ],
)
def test_a_task_starts_at_the_first_working_moment_of_its_first_rows_day(rows: list[Progress], start: datetime) -> None:
    people = (*studio().people, Person("cleo", workweek=EARLY))
    assert moment(state(doing(*rows, people=people)).start) == start


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        ([logged("T1", "ana", 4, 0)], at(2, 17)),
        ([logged("T1", "", 4, 0)], at(2, 17)),
        ([logged("T1", "cleo", 4, 0, on=TUESDAY)], datetime(2025, 12, 30, 12)),
        ([logged("T1", "ana", 4, on=TUESDAY), logged("T1", "ana", 4, 0)], at(2, 17)),
        # Saturday: the day has no working time, so its end counts.
        ([logged("T1", "ana", 4, 0, on=SATURDAY)], at(4, 0)),
        ([logged("T1", "ana", 4, 0, on=TUESDAY), logged("T1", "ana", 0, 3)], None),
        ([logged("T1", "ana", 4, 3, on=TUESDAY), logged("T1", "ana", 3)], None),
        ([logged("T1", "ana", 40)], None),
    ],
)
def test_only_a_written_zero_finishes_and_a_later_remaining_opens_again(
    rows: list[Progress], end: datetime | None
) -> None:
    people = (*studio().people, Person("cleo", workweek=EARLY))
    found = state(doing(*rows, people=people))
    assert found.finished == (end is not None)
    assert (None if found.end is None else moment(found.end)) == end
    assert bool(found.pieces) == (end is None)


@pytest.mark.parametrize(("hour", "start", "end"), [(12, 9, 12), (20, 9, 17), (8, 8, 8)])
def test_nothing_happened_after_the_status_date(hour: int, start: int, end: int) -> None:
    portfolio = replace(doing(logged("T1", "ana", 1, 0, on=MONDAY)), as_of=at(5, hour))
    found = state(portfolio)
    assert found.end is not None
    assert (moment(found.start), moment(found.end)) == (at(5, start), at(5, end))


@pytest.mark.parametrize(
    ("rows", "left", "used_up"),
    [
        ([logged("T1", "ana", 10)], 30, False),
        ([logged("T1", "ana", 10, 5)], 5, False),
        ([logged("T1", "ana", 10, 5, on=TUESDAY), logged("T1", "ana", 2)], 3, False),
        ([logged("T1", "ana", 10, 5, on=TUESDAY), logged("T1", "ana", 2, 9)], 9, False),
        ([logged("T1", "ana", 39)], 1, False),
        ([logged("T1", "ana", 39.5)], Fraction(1, 2), False),
        # A used-up estimate stays open with one grid step.
        ([logged("T1", "ana", 40)], 1, True),
        ([logged("T1", "ana", 50)], 1, True),
        ([logged("T1", "ana", 50, 0, on=TUESDAY), logged("T1", "ana", 0, 2), logged("T1", "ana", 5)], 1, True),
    ],
)
def test_remaining_is_what_was_last_written_less_what_was_logged_since(
    rows: list[Progress], left: Fraction, used_up: bool
) -> None:
    portfolio = doing(*rows)
    assert pieces(portfolio) == [(0, "ana", left)]
    assert state(portfolio).used_up == used_up


def test_one_grid_step_is_as_long_as_the_grid() -> None:
    portfolio = doing(logged("T1", "ana", 50), calendar=CalendarSettings(grid=Grid(15)))
    assert pieces(portfolio) == [(0, "ana", Fraction(1, 4))]


def test_remaining_is_in_hours_of_the_one_who_works() -> None:
    # 8 hours of qa take ben 16.
    assert pieces(doing(logged("T1", "ben", 4), alternatives=(work(part(8, "qa")),))) == [(0, "ben", 12)]
    assert pieces(doing(logged("T1", "ben", 4), alternatives=(work(part(8)),))) == [(0, "ben", 4)]


# 8 hours of ux for ana and 16 of qa, which take ben 32.
BOTH = (work(part(8, "ux"), part(16, "qa")),)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # What each still lacks: 6 and 29 of 35.
        ([logged("T1", "ana", 2), logged("T1", "ben", 3)], [(0, "ana", 6), (1, "ben", 29)]),
        ([logged("T1", "ben", 3), logged("T1", "ana", 2)], [(0, "ana", 6), (1, "ben", 29)]),
        (
            [logged("T1", "ana", 2), logged("T1", "ben", 3, 7)],
            [(0, "ana", Fraction(6, 5)), (1, "ben", Fraction(29, 5))],
        ),
        # Ana has done hers.
        ([logged("T1", "ana", 8), logged("T1", "ben", 3, 10)], [(1, "ben", 10)]),
        ([logged("T1", "ana", 9), logged("T1", "ben", 2, 10)], [(1, "ben", 10)]),
        # Both have done theirs, and 10 hours remain: by what was planned.
        ([logged("T1", "ana", 8), logged("T1", "ben", 40, 10)], [(0, "ana", 2), (1, "ben", 8)]),
        # Nobody has begun the second part: 16 hours of whoever takes it.
        ([logged("T1", "ana", 2)], [(0, "ana", 6), (1, None, 16)]),
        # Hours of nobody in particular count on the parts by what was planned: 2 and 4 of 6.
        ([logged("T1", "", 6)], [(0, None, 6), (1, None, 12)]),
        # A used-up estimate goes on with whoever did most.
        ([logged("T1", "ana", 10), logged("T1", "ben", 32)], [(1, "ben", 1)]),
        ([logged("T1", "ana", 33), logged("T1", "ben", 32)], [(0, "ana", 1)]),
    ],
)
def test_what_is_left_is_divided_by_what_each_part_still_lacks(
    rows: list[Progress], expected: list[tuple[int, str | None, Fraction]]
) -> None:
    assert pieces(doing(*rows, alternatives=BOTH)) == expected


def test_a_part_that_nobody_began_is_for_somebody_else() -> None:
    found = state(doing(logged("T1", "ana", 2), alternatives=BOTH))
    assert found.pieces == (Piece(0, "ana", Fraction(6)), Piece(1, None, Fraction(16), excluded=("ana",)))


def test_those_who_are_not_chosen_yet_exclude_nobody() -> None:
    found = state(doing(logged("T1", "ana", 3), alternatives=(work(part(24, fewest=3, most=3)),)))
    rest = Piece(0, None, Fraction(8), excluded=("ana",))
    assert found.pieces == (Piece(0, "ana", Fraction(5)), rest, rest)


@pytest.mark.parametrize(
    ("who", "wanted", "expected"),
    [
        # 24 hours of anybody by two: ana's 12, and 12 of somebody else.
        ("ana", Part(Fraction(24), fewest=2, most=2), [(0, "ana", 9), (0, None, 12)]),
        ("ana ben", Part(Fraction(24), fewest=2, most=2), [(0, "ana", 9), (0, "ben", 9)]),
        # One to three: as many as have logged, but no fewer than were asked for and no more than may.
        ("ana", Part(Fraction(24), fewest=1, most=3), [(0, "ana", 21)]),
        ("ana ben", Part(Fraction(24), fewest=1, most=3), [(0, "ana", 9), (0, "ben", 9)]),
        ("ana ben cleo", Part(Fraction(24), fewest=1, most=3), [(0, "ana", 5), (0, "ben", 5), (0, "cleo", 5)]),
        ("ana ben cleo", Part(Fraction(24), fewest=3, most=4), [(0, "ana", 5), (0, "ben", 5), (0, "cleo", 5)]),
        ("ana ben", Part(Fraction(24), fewest=3, most=4), [(0, "ana", 5), (0, "ben", 5), (0, None, 8)]),
    ],
)
def test_a_part_is_divided_among_as_many_as_work_on_it(
    who: str, wanted: Part, expected: list[tuple[int, str | None, int]]
) -> None:
    rows = tuple(logged("T1", name, 3) for name in who.split())
    people = (*studio().people, Person("cleo"))
    assert pieces(doing(*rows, alternatives=(work(wanted),), people=people)) == expected


def test_hours_of_somebody_who_has_no_part_count_for_all() -> None:
    # Cleo's 4 hours on a part that is ana's and one that nobody began: 36 of 40 remain for ana.
    people = (*studio().people, Person("cleo"))
    rows = (logged("T1", "ana", 1), logged("T1", "cleo", 4))
    assert pieces(doing(*rows, people=people)) == [(0, "ana", 35)]
    # The 6 hours of two who left are taken from both parts, 2 and 4.
    gone = (logged("T1", "ana", 2), logged("T1", "zoe", 6))
    assert pieces(doing(*gone, alternatives=BOTH)) == [(0, "ana", 4), (1, None, 12)]


@pytest.mark.parametrize(
    ("rows", "alternatives", "chosen"),
    [
        ([logged("T1", "ana", 1)], (work(part(8, "qa")), work(part(8, "ux"))), 0),
        ([logged("T1", "ben", 1)], (work(part(8, "ux")), work(part(8, "qa"))), 1),
        ([logged("T1", "ana", 1), logged("T1", "ben", 1)], (work(part(8, "ux")), work(part(8, "qa", most=2))), 1),
        ([logged("T1", "ana", 1)], (wait(8), work(part(8, "ux"))), 1),
        ([logged("T1", "ben", 1)], (work(part(8, "ux")), wait(8)), 0),
        ([logged("T1", "", 1)], (work(part(8, "ux")), wait(8)), 1),
        ([logged("T1", "", 1)], (work(part(8, "ux")), work(part(8, "qa"))), 0),
    ],
)
def test_the_alternative_is_the_first_in_which_most_of_them_have_something_to_do(
    rows: list[Progress], alternatives: tuple[Alternative, ...], chosen: int
) -> None:
    assert state(doing(*rows, alternatives=alternatives)).alternative == chosen


def test_a_wait_in_progress_has_no_pieces() -> None:
    assert state(doing(logged("T1"), alternatives=(wait(8),))) == Started(
        "T1", 0, state(doing(logged("T1"))).start, None
    )


# Hand-overs: 8 hours of qa, of which ana has done 2; ben needs twice as long.
QA = (work(part(8, "qa")),)


def team_of(*people: str) -> dict[str, object]:
    return {"projects": (Project("P0", team=people),)}


@pytest.mark.parametrize(
    ("leaves", "gone"), [(date(2026, 1, 4), True), (MONDAY, False), (at(5, 0), True), (at(5, 15), False)]
)
def test_work_of_somebody_who_left_is_handed_over(leaves: date, gone: bool) -> None:
    people = tuple(replace(person, leaves=leaves) if person.id == "ana" else person for person in studio().people)
    found = state(doing(logged("T1", "ana", 2), alternatives=QA, people=people)).pieces
    handed = Piece(0, None, Fraction(6), Fraction(2), ("ana",), "ana")
    assert found == ((handed,) if gone else (Piece(0, "ana", Fraction(6)),))


def test_what_is_handed_over_is_work_before_efficiency_and_the_handover_of_the_settings() -> None:
    portfolio = doing(
        logged("T1", "ben", 4), alternatives=QA, calendar=CalendarSettings(handover=Fraction(3)), **team_of("ana")
    )
    # Ben has 12 of his 16 hours left, which are 6 of qa.
    assert state(portfolio).pieces == (Piece(0, None, Fraction(6), Fraction(3), ("ben",), "ben"),)


@pytest.mark.parametrize(
    ("pins", "alternatives", "handed"),
    [
        ((Pin("not", ("ana",)),), QA, True),
        ((Pin("only", ("ana",)),), QA, False),
        ((Pin("skill", ("ben",), skill="qa"),), QA, True),
        # Nobody else can do ux: ana goes on.
        ((Pin("not", ("ana",)),), (work(part(8, "ux")),), False),
        # Ben could, but may not.
        ((Pin("not", ("ana", "ben")),), QA, False),
    ],
)
def test_excluded_people_hand_over_to_somebody_who_can(
    pins: tuple[Pin, ...], alternatives: tuple[Alternative, ...], handed: bool
) -> None:
    portfolio = doing(logged("T1", "ana", 2), alternatives=alternatives)
    portfolio = replace(portfolio, tasks=(replace(portfolio.tasks[0], people=pins),))
    assert [piece.person for piece in state(portfolio).pieces] == [None if handed else "ana"]


def test_those_on_the_other_parts_do_not_take_it() -> None:
    two = (work(part(8, "qa"), part(8, "qa")),)
    rows = (logged("T1", "ana", 2), logged("T1", "ben", 2))
    # Ana must hand over, but ben is on the other part.
    assert [piece.person for piece in state(doing(*rows, alternatives=two, **team_of("ben"))).pieces] == ["ana", "ben"]
    people = (*studio().people, Person("cleo", skills=(Skill("qa"),)))
    found = state(doing(*rows, alternatives=two, people=people, **team_of("ben", "cleo"))).pieces
    assert found == (Piece(0, None, Fraction(6), Fraction(2), ("ana", "ben"), "ana"), Piece(1, "ben", Fraction(14)))


# The baseline: what an approved plan gave the task counts, as long as it still fits.
def row(person: str, hours: float, number: int = 0, kind: str = "planned", task: str = "T1") -> Assignment:
    return Assignment(task, person, at(2, 9), at(2, 17), hours, number, kind=kind)  # type: ignore[arg-type]


def approved(*rows: Assignment, alternative: int = 0) -> Schedule:
    task = PlannedTask("T1", at(2, 9), at(2, 17), alternative)
    other = PlannedTask("T0", at(2, 9), at(2, 17), 1)
    return Schedule("Studio", FRIDAY, "feasible", tasks=(other, task), assignments=rows)


TWO_WAYS = (work(part(8, "ux")), work(part(8, "qa"), part(4, "qa")))


@pytest.mark.parametrize(
    ("baseline", "rows", "expected"),
    [
        # Ten hours were planned, not eight.
        (approved(row("ana", 10)), [logged("T1", "ana", 4)], (0, [(0, "ana", 6)])),
        (approved(row("ana", 10, 1), alternative=1), [logged("T1", "ana", 4)], (1, [(1, "ana", 6)])),
        (
            approved(row("ana", 8), row("ben", 8, 1), alternative=1),
            [logged("T1", "ben", 2)],
            (1, [(0, "ana", 8), (1, "ben", 6)]),
        ),
        # What was recorded when the plan was approved belongs to its hours.
        (approved(row("ana", 2, kind="actual"), row("ana", 6)), [logged("T1", "ana", 4)], (0, [(0, "ana", 4)])),
        # Also where it was for another part: she goes on with what was planned for her, 7 of 8 hours.
        (
            approved(row("ana", 2, kind="actual"), row("ana", 6, 1), alternative=1),
            [logged("T1", "ana", 1)],
            (1, [(1, "ana", 7)]),
        ),
        # Rows of other tasks and of bookings do not count.
        (
            approved(row("ana", 10), row("ana", 5, task="T0"), row("ana", 5, kind="booking")),
            [logged("T1", "ana", 4)],
            (0, [(0, "ana", 6)]),
        ),
        # Hours that are no exact binary fraction are what people wrote: a third of an hour.
        (approved(row("ana", 1 / 3)), [logged("T1", "ana", 0)], (0, [(0, "ana", Fraction(1, 3))])),
        # Ana does what was planned for ben, who has not begun.
        (approved(row("ben", 16), alternative=1), [logged("T1", "ana", 3)], (1, [(0, "ana", 13)])),
        # Two parts wait for ben: hers is the first.
        (
            approved(row("ben", 16), row("ben", 8, 1), alternative=1),
            [logged("T1", "ana", 3)],
            (1, [(0, "ana", 13), (1, "ben", 8)]),
        ),
        # Ben has begun: ana's hours count for his part.
        (
            approved(row("ben", 16), alternative=1),
            [logged("T1", "ben", 1), logged("T1", "ana", 3)],
            (1, [(0, "ben", 12)]),
        ),
        # Plans that do not fit any more: a part, an alternative or a person that is gone, or no row at all.
        (approved(row("ana", 10, 1)), [logged("T1", "ana", 4)], (0, [(0, "ana", 4)])),
        (approved(row("ana", 10), alternative=2), [logged("T1", "ana", 4)], (0, [(0, "ana", 4)])),
        (approved(row("ana", 10), row("zoe", 10)), [logged("T1", "ana", 4)], (0, [(0, "ana", 4)])),
        (approved(alternative=1), [logged("T1", "ana", 4)], (0, [(0, "ana", 4)])),
    ],
)
def test_the_baselines_alternative_people_and_hours_count(
    baseline: Schedule, rows: list[Progress], expected: tuple[int, list[tuple[int, str, Fraction]]]
) -> None:
    portfolio = replace(doing(*rows, alternatives=TWO_WAYS), baseline=baseline)
    assert (state(portfolio).alternative, pieces(portfolio)) == expected


def test_a_wait_that_was_approved_is_the_alternative_that_began() -> None:
    portfolio = replace(
        doing(logged("T1", "ana", 1), alternatives=(work(part(8)), wait(8))), baseline=approved(alternative=1)
    )
    assert (state(portfolio).alternative, state(portfolio).pieces) == (1, ())
