"""Checks of a plan's dates and floats, and of what was approved: DCMA's points 6 to 9 and 11 to 14, worked out by hand.

Ana works 9 to 17 from Monday to Friday, as the portfolio does: 8 hours are a working day. The status date is Monday, 5 January 2026.
"""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from tests.checkups.looking import checkup, found, said
from tests.plans import MONDAY, at, choice, does, part, plan_of, retimed, studio, work

from ipmplan.core.plan import Approval, Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link


def task(name: str, hours: int = 8, *after: Link, **more: object) -> Task:
    return Task(name, "P0", work=(work(part(hours, "ux")),), after=after, **more)  # type: ignore[arg-type]


def test_high_float_is_more_than_44_working_days() -> None:
    portfolio = studio(task("T1"), task("T2"), task("T3"))
    plan = plan_of(portfolio, {f"T{n}": choice(does("ana", day)) for n, day in ((1, 5), (2, 6), (3, 7))})
    # 44 days of 8 hours are 352 hours.
    plan = retimed(retimed(plan, "T1", slack_hours=352.0), "T2", slack_hours=353.0)
    assert found("high_float", portfolio, plan) == ["T2"]
    assert checkup("high_float", portfolio).missing == "a plan of this day"


def late() -> tuple[Portfolio, Schedule]:
    """T1 on Monday, T2 on Wednesday after it; M1 was due on Monday. T3 on Tuesday lies between them in ana's week."""
    portfolio = studio(
        task("T1"),
        task("T2", 8, Link("T1"), milestone="M1"),
        task("T3"),
        milestones=(Milestone("M1", "P0", due=MONDAY),),
    )
    plan = plan_of(
        portfolio, {"T1": choice(does("ana", 5)), "T2": choice(does("ana", 7)), "T3": choice(does("ana", 6))}
    )
    return portfolio, plan


def test_negative_float_is_what_a_late_date_lacks() -> None:
    portfolio, plan = late()
    # M1 is reached on Wednesday 17:00, 16 hours after Monday 17:00. Nothing before it can slip: all three have -16 h.
    assert sorted(found("negative_float", portfolio, plan)) == ["T1", "T2", "T3"]
    assert set(said("negative_float", portfolio, plan)) == {"2.0 working days behind M1"}


def test_float_before_a_late_date_counts_against_its_lateness() -> None:
    portfolio, plan = late()
    portfolio = replace(portfolio, tasks=(*portfolio.tasks[:2], replace(portfolio.tasks[2], after=(Link("T2"),))))
    plan = plan_of(
        portfolio, {"T1": choice(does("ana", 5)), "T2": choice(does("ana", 7)), "T3": choice(does("ana", 8))}
    )
    # Tuesday is free: T1 can slip by 8 of the 16 hours. T3 comes after M1, and no date waits for it.
    assert said("negative_float", portfolio, plan) == ["2.0 working days behind M1", "1.0 working days behind M1"]
    assert found("negative_float", portfolio, plan) == ["T2", "T1"]


def test_dates_in_time_leave_no_negative_float() -> None:
    portfolio, plan = late()
    portfolio = replace(portfolio, milestones=(Milestone("M1", "P0", due=date(2026, 1, 7)),))
    assert checkup("negative_float", portfolio, plan).good


def test_high_duration_in_working_days() -> None:
    portfolio = studio(task("T1", 352), task("T2", 353), people=studio().people)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    # 352 hours of ana are 44 working days, 5 January to 5 March; T2's row is stretched by hand to a day more.
    assert checkup("high_duration", portfolio, plan).good
    plan = retimed(plan, "T2", start=at(5, 9), end=datetime(2026, 3, 6, 17))
    assert said("high_duration", portfolio, plan) == ["lasts 45 working days"]


def test_invalid_dates_are_records_ahead_and_plans_behind() -> None:
    progress = (
        Progress(date(2026, 1, 2), "T2", "ana", Fraction(4)),
        Progress(date(2026, 1, 5), "T2", "ana", Fraction(4)),
    )
    portfolio = studio(task("T1"), task("T2"), progress=progress)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6)), "T2": choice(does("ana", 5, number=0))})
    assert found("invalid_dates", portfolio, plan) == ["T2"]
    assert said("invalid_dates", portfolio, plan) == ["recorded on 5 January 2026, not before 5 January 2026"]
    # Two days later the plan's Tuesday has passed, and the record counts.
    later = replace(portfolio, as_of=date(2026, 1, 7))
    assert found("invalid_dates", later, plan) == ["T1"]
    # As of 17:00 of that day the day's rows count.
    assert found("invalid_dates", replace(portfolio, as_of=datetime(2026, 1, 5, 17)), plan) == []


def test_a_critical_task_that_moves_nothing_is_no_critical_path() -> None:
    portfolio = studio(task("T1"), task("T2", people=()), task("T3", 8, Link("T1")))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5)), "T3": choice(does("ana", 7))})
    plan = retimed(retimed(plan, "T1", critical=True), "T3", critical=True)
    # T1 a day later ends on Tuesday, before T3 begins on Wednesday: somebody has written `critical` by hand.
    assert found("critical_path", portfolio, plan) == ["T1"]
    again = plan_of(portfolio, {"T1": choice(does("ana", 5)), "T3": choice(does("ana", 6))})
    again = retimed(retimed(again, "T1", critical=True), "T3", critical=True)
    assert checkup("critical_path", portfolio, again).good


def test_critical_path_length_index() -> None:
    portfolio, plan = late()
    one = checkup("critical_path_length", portfolio, plan)
    # Monday 9:00 to Wednesday 17:00 are 24 hours, and 16 are missing: (24 - 16) / 24.
    assert one.found is not None
    assert one.found.index == 1 / 3
    assert ([row.id for row in one.symptoms], one.bad) == (["P0"], True)
    friday = replace(portfolio, milestones=(Milestone("M1", "P0", due=date(2026, 1, 9)),))
    # Two days of air: (24 + 16) / 24.
    good = checkup("critical_path_length", friday, plan)
    assert good.found is not None
    assert (good.found.index, good.good) == (5 / 3, True)


def approved() -> tuple[Portfolio, Schedule]:
    """T1 to T4 of a day each, from Monday to Thursday; the status date is Friday, 9 January."""
    progress = (
        Progress(date(2026, 1, 5), "T1", "ana", Fraction(8), Fraction(0)),
        Progress(date(2026, 1, 7), "T2", "ana", Fraction(8), Fraction(0)),
        Progress(date(2026, 1, 8), "T3", "ana", Fraction(4)),
    )
    tasks = tuple(task(f"T{n}") for n in range(1, 6))
    before = studio(*tasks)
    plan = plan_of(before, {f"T{n}": choice(does("ana", 4 + n)) for n in range(1, 5)} | {"T5": choice(does("ana", 12))})
    plan = replace(plan, approved=Approval(MONDAY))
    return replace(before, as_of=date(2026, 1, 9), progress=progress), plan


def test_missed_tasks_are_late_or_open() -> None:
    portfolio, plan = approved()
    one = checkup("missed_tasks", portfolio, None, (plan,))
    # T1 in time, T2 a day late, T3 begun and open two days after Wednesday, T4 open a day after Thursday; T5 is not due.
    assert one.found is not None
    assert (one.found.of, found("missed_tasks", portfolio, None, (plan,))) == (4, ["T3", "T2", "T4"])
    assert said("missed_tasks", portfolio, None, (plan,)) == [
        "due on 7 January 2026, still open",
        "due on 6 January 2026, finished on 7 January 2026",
        "due on 8 January 2026, still open",
    ]


def test_baseline_execution_index() -> None:
    portfolio, plan = approved()
    one = checkup("baseline_execution", portfolio, None, (plan,))
    # Two of four.
    assert one.found is not None
    assert (one.found.index, said("baseline_execution", portfolio, None, (plan,))) == (0.5, ["2 of 4 are finished"])
    assert one.bad
    assert checkup("baseline_execution", portfolio).missing == "a baseline"


def test_what_was_done_early_counts_for_the_index() -> None:
    portfolio, plan = approved()
    ends = tuple(Progress(date(2026, 1, 8), f"T{n}", "ana", Fraction(8), Fraction(0)) for n in (3, 4, 5))
    one = checkup("baseline_execution", replace(portfolio, progress=(*portfolio.progress[:2], *ends)), None, (plan,))
    # Five are finished, four were due.
    assert one.found is not None
    assert (one.found.index, one.good) == (1.25, True)


def test_projects_without_dates_have_no_index() -> None:
    portfolio = studio(task("T1"), projects=(Project("P0"),))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert checkup("critical_path_length", portfolio, plan).missing == "nothing to look at"
