"""What is held against what is recorded: who still can stay, and which starts facts alone have lost.

The status date is Monday 5 January 2026, everybody works 9 to 17. Ana designs (`ux`) and tests, ben tests at half her speed.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import MONDAY, at, part, studio, tick, wait, work
from tests.study.by_hand import logged, study

from ipmplan.core.calendar import Moment
from ipmplan.core.people import Absence
from ipmplan.core.portfolio import CalendarSettings, Pool, Portfolio, Task
from ipmplan.core.records import Decision, Hold, Progress
from ipmplan.core.work import Alternative, Link, LinkType, Use
from ipmplan.study.holds import HeldTask, active, seatings, window

UX, QA = work(part(4, "ux")), work(part(4, "qa"))
DECEMBER_30 = date(2025, 12, 30)
TUESDAY = date(2026, 1, 6)


def task(name: str, *ways: Alternative, **more: Any) -> Task:
    return Task(name, "P0", work=ways or (UX,), **more)


def held(portfolio: Portfolio, people: str = "", start: Moment | None = None, name: str = "T1") -> HeldTask:
    """What is held of a task, by people with spaces between them, at a start."""
    row = Hold(name, tuple(people.split()), start)
    found = study(replace(portfolio, holds=(row,))).holds[name]
    assert found.row == row
    return found


def lost(portfolio: Portfolio, people: str = "", start: Moment | None = None) -> list[str]:
    return list(held(portfolio, people, start).broken)


@pytest.mark.parametrize(("until", "counts"), [(None, True), (date(2026, 1, 4), False), (MONDAY, True)])
def test_a_hold_counts_until_the_end_of_its_last_day(until: date | None, counts: bool) -> None:
    row = Hold("T1", ("ana",), until=until)
    portfolio = studio(task("T1"), holds=(row,))
    assert active(portfolio) == ({"T1": row} if counts else {})
    assert set(study(portfolio).holds) == ({"T1"} if counts else set())


def test_a_day_is_all_of_it_and_a_moment_one_tick() -> None:
    portfolio = studio()
    assert window(portfolio, MONDAY) == (tick(portfolio, 5), tick(portfolio, 5, 23))
    assert window(portfolio, at(5, 9)) == (tick(portfolio, 5, 9), tick(portfolio, 5, 9))


@pytest.mark.parametrize(
    ("way", "people", "expected"),
    [
        (work(part(4, "ux"), part(4, "qa")), ("ana", "ben"), [(0, 1)]),
        (work(part(4, "ux"), part(4, "qa")), ("ben", "ana"), [(1, 0)]),
        (work(part(4, "ux"), part(4, "qa")), ("ana",), [(0,), (1,)]),
        (work(part(4, "ux"), part(4, "qa")), (), [()]),
        (UX, ("ben",), []),
        # Two seats of one part, or one.
        (work(part(4, "qa", most=2)), ("ana", "ben"), [(0, 0)]),
        (QA, ("ana", "ben"), []),
    ],
)
def test_everybody_has_a_seat_of_a_part_that_they_may_do(
    way: Alternative, people: tuple[str, ...], expected: list[tuple[int, ...]]
) -> None:
    one = task("T1", way)
    assert list(seatings(studio(one), one, way, people)) == expected


@pytest.mark.parametrize(
    ("ways", "people", "reason"),
    [
        ((UX,), "ana", ""),
        ((UX,), "ben", "ben may not do it"),
        ((UX,), "ana ben", "ben may not do it"),
        # They may in another way.
        ((UX, QA), "ben", ""),
        ((UX, QA), "ana ben", "ana, ben are more than it has room for"),
        ((QA,), "ana ben", "ana, ben are more than it has room for"),
        ((work(part(4, "qa", most=2)),), "ana ben", ""),
    ],
)
def test_who_is_held_on_work_that_nobody_has_begun(ways: tuple[Alternative, ...], people: str, reason: str) -> None:
    found = held(studio(task("T1", *ways)), people)
    assert found == HeldTask(found.row, () if reason else tuple(people.split()), broken=(reason,) if reason else ())


@pytest.mark.parametrize(
    ("people", "kept", "reason"),
    [
        ("ana", "ana", ""),
        ("ben", "", "ben is not among those who have begun it"),
        ("ana ben", "ana", "ben is not among those who have begun it"),
    ],
)
def test_who_is_held_on_begun_work_has_begun_it(people: str, kept: str, reason: str) -> None:
    portfolio = studio(task("T1", QA), progress=(logged("T1", "ana", 2, 2),))
    found = held(portfolio, people)
    assert (found.people, found.broken) == (tuple(kept.split()), (reason,) if reason else ())
    assert (found.first, found.last) == (None, None)


def test_who_has_left_cannot_go_on_and_who_is_done_need_not() -> None:
    # Ana's last day was Friday: what she has begun is somebody else's.
    portfolio = studio(task("T1", QA), progress=(logged("T1", "ana", 2, 2),))
    ana, ben = portfolio.people
    gone = replace(portfolio, people=(replace(ana, leaves=date(2026, 1, 2)), ben))
    assert lost(gone, "ana") == ["ana cannot go on with it"]
    assert held(gone, "ana").people == ()
    assert lost(gone, "ana ben") == ["ana, ben cannot go on with it"]
    # Of T1 in two parts all that is left is ben's; ana did her four hours.
    both = task("T1", work(part(4, "ux"), part(4, "qa")))
    done = studio(both, progress=(logged("T1", "ana", 4), logged("T1", "ben", 2)))
    assert [piece.person for piece in study(done).started["T1"].pieces] == ["ben"]
    assert held(done, "ana") == HeldTask(Hold("T1", ("ana",)), ("ana",))


def test_who_is_ill_for_long_does_not_stay() -> None:
    """Ana is away for a fortnight, longer than an absence without an end counts; ben may take her work over."""
    away = Absence("ana", MONDAY, date(2026, 1, 18))
    portfolio = studio(task("T1", QA), progress=(logged("T1", "ana", 2, 2),), absences=(away,))
    assert lost(portfolio, "ana") == ["ana cannot go on with it"]
    assert lost(replace(portfolio, calendar=CalendarSettings(open_absence=Fraction(100))), "ana") == []


def test_nothing_is_held_of_finished_work_and_of_what_is_not_planned() -> None:
    rows = tuple(Hold(name, ("ana",)) for name in ("T0", "T1", "T2"))
    tasks = (task("T0"), task("T1"), task("T2", cancelled=True))
    found = study(studio(*tasks, holds=rows, progress=(logged("T0", "ana", 4, 0),))).holds
    assert found == {"T1": HeldTask(rows[1], ("ana",))}


@pytest.mark.parametrize(
    ("start", "as_of", "reason"),
    [
        (date(2026, 1, 4), MONDAY, "that has passed"),
        (MONDAY, MONDAY, ""),
        (at(5, 8), at(5, 9), "that has passed"),
        (at(5, 9), at(5, 9), ""),
        # Of Monday an hour is left, or none.
        (MONDAY, at(5, 16), ""),
        (MONDAY, at(5, 17), "nobody who may do it is away then"),
        # She works until 17:00.
        (at(6, 16), MONDAY, ""),
        (at(6, 17), MONDAY, "nobody who may do it is away then"),
    ],
)
def test_a_start_that_has_passed_or_is_in_nobodys_time(start: Moment, as_of: Moment, reason: str) -> None:
    portfolio = replace(studio(task("T1")), as_of=as_of)
    found = held(portfolio, "", start)
    assert found.broken == ((reason,) if reason else ())
    assert (found.first, found.last) == ((None, None) if reason else window(portfolio, start))


@pytest.mark.parametrize(
    ("start", "people", "broken"),
    [
        (date(2026, 1, 2), "ana", ()),
        (at(2, 9), "ana", ()),
        (MONDAY, "ana", ("it was begun on 2 January 2026",)),
        (date(2026, 1, 1), "ana", ("it was begun on 2 January 2026",)),
        (MONDAY, "ben", ("ben is not among those who have begun it", "it was begun on 2 January 2026")),
        (date(2026, 1, 2), "ben", ("ben is not among those who have begun it",)),
    ],
)
def test_begun_work_began_when_it_did(start: Moment, people: str, broken: tuple[str, ...]) -> None:
    """T1 began on Friday: held then it asks for nothing more, held on another day it is lost."""
    portfolio = studio(task("T1", QA), progress=(logged("T1", "ana", 2, 2),))
    found = held(portfolio, people, start)
    assert (found.broken, found.first, found.last) == (broken, None, None)


@pytest.mark.parametrize(
    ("release", "start", "kept"),
    [
        (date(2026, 1, 7), TUESDAY, False),
        (date(2026, 1, 7), date(2026, 1, 7), True),
        (at(6, 15), TUESDAY, True),
        (at(6, 15), at(6, 14), False),
        (at(6, 15), at(6, 15), True),
    ],
)
def test_a_start_before_its_own_date_or_an_answer(release: Moment, start: Moment, kept: bool) -> None:
    day = "7" if release == date(2026, 1, 7) else "6"
    reason = [] if kept else [f"it may not start before {day} January 2026 (its not_before or a decision)"]
    assert lost(studio(task("T1", not_before=release)), "", start) == reason
    asked = Decision("D1", "P0", tasks=("T1",), expected=release)
    assert lost(studio(task("T1"), decisions=(asked,)), "", start) == reason


@pytest.mark.parametrize(
    ("share", "hours", "link", "lag", "first"),
    [
        # Of T0 ana has so many hours left, from Monday 9:00 on; at half her time they take twice as long.
        (100, 12, "FS", 0, at(6, 13)),
        (50, 6, "FS", 0, at(6, 13)),
        (100, 12, "FS", 2, at(6, 15)),
        (100, 12, "FS", -2, at(6, 11)),
        # It began on Friday at 9:00: eight hours of that day, and as many of Monday, have to have passed.
        (100, 12, "SS", 16, at(5, 17)),
        (100, 12, "SS", 9, at(5, 10)),
    ],
)
def test_what_is_left_of_begun_work_keeps_another_task_from_starting(
    share: int, hours: int, link: LinkType, lag: int, first: Any
) -> None:
    """Held at the first moment that facts leave, it may be kept as far as they say; held an hour before it cannot."""
    tasks = (
        task("T0", work(part(40, "ux", share=share))),
        task("T1", QA, after=(Link("T0", link, Fraction(lag)),)),
    )
    portfolio = studio(*tasks, progress=(logged("T0", "ana", 8, hours),))
    before = first.replace(hour=first.hour - 1)
    assert lost(portfolio, "", before) == ["T0 takes longer than that"]
    # At 17:00 nobody works.
    assert lost(portfolio, "", first) == (["nobody who may do it is away then"] if first.hour == 17 else [])
    # Only links into its start keep it from starting.
    into_end = (tasks[0], replace(tasks[1], after=(Link("T0", "FF"), Link("T0", "SF", Fraction(40)))))
    assert lost(replace(portfolio, tasks=into_end), "", at(5, 9)) == []


def test_finished_work_ended_when_it_did() -> None:
    """T0 ended on Tuesday 30 December at 17:00: sixteen hours later it is Thursday 17:00, twenty-six Monday 11:00."""
    rows = (logged("T0", "ana", 4, 0, on=DECEMBER_30),)
    for lag, start, reason in ((16, MONDAY, []), (26, at(5, 10), ["T0 takes longer than that"]), (26, at(5, 11), [])):
        tasks = (task("T0"), task("T1", after=(Link("T0", "FS", Fraction(lag)),)))
        assert lost(studio(*tasks, progress=rows), "", start) == reason


def test_a_chain_of_what_nobody_has_begun_takes_no_time_but_keeps_its_lags() -> None:
    """Ana ends T0 on Monday at 12:00; T1 waits for T2, which waits for T0, with an hour and two hours between."""
    tasks = (
        task("T0"),
        task("T1", QA, after=(Link("T2", "FS", Fraction(2)),)),
        task("T2", QA, after=(Link("T0", "FS", Fraction(1)),)),
    )
    portfolio = studio(*tasks, progress=(logged("T0", "ana", 1, 3),))
    assert lost(portfolio, "", at(5, 14)) == ["T2 takes longer than that"]
    assert lost(portfolio, "", at(5, 15)) == []
    # T2's own date is later than that, and so is the end of a wait that has not begun only by its date.
    later = replace(portfolio, tasks=(*tasks[:2], replace(tasks[2], not_before=at(6, 9))))
    assert lost(later, "", at(6, 10)) == ["T2 takes longer than that"]
    assert lost(later, "", at(6, 11)) == []
    waits = replace(tasks[2], work=(wait(8),), after=(), not_before=at(6, 9))
    assert lost(replace(portfolio, tasks=(*tasks[:2], waits)), "", at(6, 10)) == ["T2 takes longer than that"]
    # Work does not begin before the status date.
    free = replace(portfolio, tasks=(*tasks[:2], replace(tasks[2], after=())))
    assert lost(free, "", at(5, 10)) == ["T2 takes longer than that"]
    assert lost(free, "", at(5, 11)) == []


@pytest.mark.parametrize(
    ("people", "away", "most", "reason"),
    [
        ("ana", ("ana",), 1, "ana is away then"),
        ("ana", ("ben",), 1, ""),
        ("", ("ana",), 1, ""),
        ("", ("ana", "ben"), 1, "nobody who may do it is away then"),
        ("ana ben", ("ana", "ben"), 2, "ana, ben are away then"),
        # Ben may begin it while ana, who is held, is away.
        ("ana ben", ("ana",), 2, ""),
        ("ana", ("ana",), 2, ""),
    ],
)
def test_somebody_who_may_begin_has_to_be_there(people: str, away: tuple[str, ...], most: int, reason: str) -> None:
    absences = tuple(Absence(name, TUESDAY, TUESDAY) for name in away)
    portfolio = studio(task("T1", work(part(4, "qa", most=most))), absences=absences)
    assert lost(portfolio, people, TUESDAY) == ([reason] if reason else [])
    assert lost(portfolio, people, date(2026, 1, 7)) == []


def test_a_wait_with_a_pool_needs_nobody() -> None:
    made = studio(task("T1", wait(8), uses=(Use("lab"),)), pools=(Pool("lab"),))
    assert held(made, "", TUESDAY) == HeldTask(Hold("T1", (), TUESDAY), (), *window(made, TUESDAY))
    own = Alternative(wait=Fraction(8), uses=(Use("lab"),))
    assert lost(studio(task("T1", own), pools=(Pool("lab"),)), "", TUESDAY) == []


def test_a_row_without_anybody_begins_a_task_all_the_same() -> None:
    row = Progress(date(2026, 1, 2), "T1", "", Fraction(1), Fraction(3))
    assert lost(studio(task("T1"), progress=(row,)), "", MONDAY) == ["it was begun on 2 January 2026"]
