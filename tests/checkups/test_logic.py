"""Checks of links: numbers of DCMA's points 1 to 5, worked out by hand."""

from datetime import date
from fractions import Fraction

from tests.checkups.looking import checkup, found, said
from tests.plans import MONDAY, choice, does, part, plan_of, studio, work

from ipmplan.core.portfolio import Milestone, Project, Task
from ipmplan.core.records import Decision, Hold, Progress
from ipmplan.core.work import Link

WORK = (work(part(8, "ux")),)


def task(name: str, *after: Link, **more: object) -> Task:
    return Task(name, "P0", work=WORK, after=after, **more)  # type: ignore[arg-type]


def test_missing_logic_wants_both_ends() -> None:
    # T1 is the first of its project; T3 lacks both, T4 a successor. M1 is T2's successor, D1 T5's predecessor.
    portfolio = studio(
        task("T1"),
        task("T2", Link("T1"), milestone="M1"),
        task("T3"),
        task("T4", Link("T2")),
        task("T5", due=date(2026, 2, 1)),
        milestones=(Milestone("M1", "P0"),),
        decisions=(Decision("D1", "P0", tasks=("T5",), expected=date(2026, 1, 20)),),
    )
    one = checkup("missing_logic", portfolio)
    assert [(row.id, row.what) for row in one.symptoms] == [
        ("T3", "no predecessor and no successor or milestone"),
        ("T4", "no successor or milestone"),
    ]
    # 2 of 5 is 40 %, more than 5 %.
    assert one.share == 0.4
    assert one.bad


def test_the_first_task_is_the_one_that_starts_first_in_the_plan() -> None:
    portfolio = studio(task("T1", due=MONDAY), task("T2", due=MONDAY))
    assert found("missing_logic", portfolio) == ["T2"]
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6)), "T2": choice(does("ana", 5))})
    assert found("missing_logic", portfolio, plan) == ["T1"]


def test_work_that_has_begun_needs_no_predecessor_and_finished_work_nothing() -> None:
    progress = (
        Progress(date(2026, 1, 2), "T2", "ana", Fraction(4)),
        Progress(date(2026, 1, 2), "T3", "ana", Fraction(4), Fraction(0)),
    )
    portfolio = studio(task("T1", due=MONDAY), task("T2", due=MONDAY), task("T3"), progress=progress)
    one = checkup("missing_logic", portfolio)
    assert one.found is not None
    assert (one.found.of, one.symptoms) == (2, ())
    assert one.good


def test_leads_the_longest_first() -> None:
    links = (Link("T1", "FS", Fraction(-4)), Link("T2", "SS", Fraction(-8)), Link("T3"))
    portfolio = studio(task("T1"), task("T2"), task("T3"), task("T4", *links))
    assert found("leads", portfolio) == ["T2 -> T4", "T1 -> T4"]
    assert said("leads", portfolio) == ["SS with a lead of 8 h", "FS with a lead of 4 h"]
    assert checkup("leads", portfolio).bad


def test_one_lag_in_twenty_links_is_accepted() -> None:
    chain = [task("T0"), *(task(f"T{n}", Link(f"T{n - 1}")) for n in range(1, 20))]
    lagging = task("T20", Link("T19", "FS", Fraction(8)))
    one = checkup("lags", studio(*chain, lagging))
    # 1 of 20 links is 5 %; one link less, and it is 5.3 %.
    assert ([row.id for row in one.symptoms], one.share, one.good) == (["T19 -> T20"], 0.05, True)
    assert checkup("lags", studio(*chain[1:], lagging)).bad


def test_a_milestone_as_predecessor_is_one_link() -> None:
    portfolio = studio(
        task("T1", milestone="M1"),
        task("T2", milestone="M1"),
        task("T3", Link("M1", "FF"), Link("gone")),
        milestones=(Milestone("M1", "P0"),),
    )
    one = checkup("link_types", portfolio)
    assert one.found is not None
    assert (one.found.of, said("link_types", portfolio)) == (1, ["finish-to-finish"])


def test_start_to_finish_is_the_worst_type() -> None:
    portfolio = studio(task("T1"), task("T2", Link("T1", "SS")), task("T3", Link("T1", "SF")))
    assert found("link_types", portfolio) == ["T1 -> T3", "T1 -> T2"]


def test_hard_dates_are_firm_milestones_and_held_starts() -> None:
    portfolio = studio(
        task("T1", milestone="M1"),
        task("T2", milestone="M2", not_before=date(2026, 1, 12)),
        task("T3"),
        milestones=(
            Milestone("M1", "P0", due=date(2026, 1, 30), firm=True),
            Milestone("M2", "P0", due=date(2026, 1, 30)),
            Milestone("M3", "P0", due=date(2026, 1, 30), firm=True),
        ),
        holds=(Hold("T3", start=date(2026, 1, 7), reason="workshop"), Hold("T2", ("ana",))),
    )
    one = checkup("hard_dates", portfolio)
    # M3 has no open task. Counted are three open tasks, and two dates.
    assert one.found is not None
    assert (one.found.of, [row.id for row in one.symptoms]) == (5, ["M1", "T3"])
    assert said("hard_dates", portfolio) == ["firm: not after 30 January 2026", "held at 7 January 2026 (workshop)"]


def test_dangling_at_the_start_and_at_the_end() -> None:
    portfolio = studio(
        task("T1"),
        task("T2", Link("T1", "FF")),
        task("T3", Link("T1", "SS")),
        task("T4", Link("T3", "SS"), due=date(2026, 2, 1)),
        projects=(Project("P0"),),
    )
    # T2 is held by its end only; T3 is waited for by its start only. T1 has an FF out of it, T4 a date.
    assert found("dangling", portfolio) == ["T2", "T3"]
    assert said("dangling", portfolio) == [
        "its start waits for nothing, only its end",
        "nothing waits for its end, only for its start",
    ]
