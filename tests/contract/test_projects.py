"""Projects, milestones, money and pools."""

from datetime import date
from pathlib import Path

import pytest
from tests.contract.facade import (
    breaches,
    goal_row,
    infeasible,
    is_wrong,
    milestone,
    moment,
    money,
    plan,
    plan_with_warnings,
    project,
    said,
    shown,
    span,
    starts,
    studio,
    value,
    when,
)
from tests.contract.sentences import covers
from tests.scenarios.here import Here

import ipmplan as ipm

ANA = "id, skills, rate\nana, ux, 50"
PAIR = "id, skills, rate\nana, ux, 50\nben, ux, 30"


@covers("budget caps labour, fixed costs and bookings")
def test_a_budget_counts_everything_that_a_project_costs(tmp_path: Path) -> None:
    """Spent: 2 h of ana on Friday (100) and 30 without hours. Booked: 1 h (50). Planned: 4 h (200), 20 fixed, 40 a way.

    That is 440: a budget of 440 holds, one of 439.99 does not.
    """

    def tables(budget: str) -> dict[str, str]:
        return {
            "people": ANA,
            "projects": f"id, budget\nP0, {budget}",
            "bookings": "id, project, person, hours, end\nB1, P0, ana, 1h, 2026-01-05",
            "tasks": "id, project, work, fixed_cost\nT0, P0, ux 2h\nT1, P0, ux 4h [cost 40], 20",
            "progress": "date, task, person, hours, remaining, cost\n2026-01-02, T0, ana, 2, 0, 30",
        }

    result = plan(studio(tmp_path, **tables("440")))
    assert project(result, "P0").cost == money("440.00")
    assert project(result, "P0").budget == money("440")
    assert goal_row(plan(studio(tmp_path, **tables("440")), "cost"), "cost").value == 440
    assert "P0" in infeasible(studio(tmp_path, **tables("439.99")))


@covers(
    "budget_limit = hard (default) or soft", "--allow-over-budget makes all soft", "Overrun = money over soft budgets"
)
def test_hard_and_soft_budgets(tmp_path: Path) -> None:
    """Four hours of ana cost 200. Over 150 by 50: no plan when hard, an overrun of 50 when soft or when all are allowed."""
    tasks = "id, project, work\nT1, P0, ux 4h"
    row = "T1 ana 01-05 09:00 01-05 13:00 4h"
    hard = studio(tmp_path, people=ANA, projects="id, budget\nP0, 150", tasks=tasks)
    assert breaches(hard, row) == {"budget"}
    assert value(hard, "overrun", row) == 0
    assert infeasible(hard)
    allowed = plan(hard, "overrun", allow_over_budget=True)
    assert (shown(allowed), goal_row(allowed, "overrun").value) == ([row], 50)
    soft = studio(tmp_path, people=ANA, projects="id, budget, budget_limit\nP0, 150, soft", tasks=tasks)
    assert breaches(soft, row) == set()
    assert goal_row(plan(soft, "overrun"), "overrun").value == 50


def test_a_hard_budget_chooses_people(tmp_path: Path) -> None:
    """Ana could begin at once, ben from Wednesday on; 120 pays four hours of ben's only (4 x 30)."""
    found = studio(
        tmp_path,
        people=PAIR,
        absences="person, start, end\nben, 2026-01-05, 2026-01-06",
        projects="id, budget\nP0, 120",
        tasks="id, project, work\nT1, P0, ux 4h",
    )
    assert shown(plan(found)) == ["T1 ben 01-07 09:00 01-07 13:00 4h"]


@covers("due is a milestone of all its tasks, unless")
def test_a_projects_due_day_is_a_milestone_of_all_its_tasks(tmp_path: Path) -> None:
    """T1 (8 h) and T2 (4 h) of ana end on Tuesday at 13:00, four hours after the due day; so says the plan of P0.

    When M, of T1 only, has that date, there is no milestone for P0 itself, and nothing is late.
    """
    tasks = "id, project, milestone, work, after\nT1, P0, M, ux 8h\nT2, P0, , ux 4h, T1"
    other_day = studio(
        tmp_path, projects="id, due\nP0, 2026-01-05", milestones="id, project, due\nM, P0, 2026-01-06", tasks=tasks
    )
    result = plan(other_day, "lateness")
    row = milestone(result, "P0")
    assert (row.kind, when(row.finish), row.late_hours) == ("project", "01-06 13:00", 4)
    assert [one.id for one in result.milestones] == ["M", "P0"]
    same_day = studio(
        tmp_path, projects="id, due\nP0, 2026-01-05", milestones="id, project, due\nM, P0, 2026-01-05", tasks=tasks
    )
    result = plan(same_day, "lateness")
    assert [(one.id, one.late_hours) for one in result.milestones] == [("M", 0)]


@covers("status = confirmed (default), tentative")
@pytest.mark.parametrize(
    ("status", "planned"),
    [("", True), ("confirmed", True), ("tentative", False), ("on_hold", False), ("done", False), ("lost", False)],
)
def test_only_confirmed_projects_are_planned(tmp_path: Path, status: str, planned: bool) -> None:
    """A tentative one is planned when it is named; the others are not, named or not."""
    found = studio(
        tmp_path, projects=f"id, status\nP0, {status}", tasks="id, project, work\nT0, , qa 1h\nT1, P0, ux 1h"
    )
    assert ("T1 ana 01-05 09:00 01-05 10:00 1h" in shown(plan(found))) is planned
    named = shown(plan(found, including=("P0",)))
    assert ("T1 ana 01-05 09:00 01-05 10:00 1h" in named) is (planned or status == "tentative")


def test_links_to_what_is_not_planned_are_dropped_with_a_warning(tmp_path: Path) -> None:
    """T1's predecessor is on hold: it starts at once, and reading says so."""
    tables = {
        "projects": "id, status\nP0, confirmed\nP1, on_hold",
        "tasks": "id, project, work, after\nT0, P1, qa 8h\nT1, P0, ux 1h, T0",
    }
    assert span(plan(studio(tmp_path, **tables)), "T1") == "01-05 09:00 01-05 10:00"
    assert any(line.startswith("warning tasks.csv:3: after names `T0`") for line in said(tmp_path, **tables))


@covers("team = ana|ben: nobody else works on it")
def test_a_team_is_who_works_on_a_project(tmp_path: Path) -> None:
    """Ben and cleo are the team: ana is a breach, also for a task for anybody."""
    people = "id, skills\nana, ux\nben, ux\ncleo, ux"
    found = studio(
        tmp_path, people=people, projects="id, team\nP0, ben|cleo", tasks="id, project, work\nT1, P0, ux 1h\nT2, P0, 1h"
    )
    assert {row.person for row in plan(found).assignments} <= {"ben", "cleo"}
    rows = "T1 {} 01-05 09:00 01-05 10:00 1h\nT2 cleo 01-05 10:00 01-05 11:00 1h"
    assert breaches(found, rows.format("ben")) == set()
    assert breaches(found, rows.format("ana")) == {"pins"}


@covers("Reached when every task that names it has finished")
def test_a_milestone_is_reached_with_its_last_task(tmp_path: Path) -> None:
    """T1 ends at 11:00, T2 at 14:00: M at 14:00. N, which nothing names, is never reached and never late."""
    found = studio(
        tmp_path,
        projects="id\nP0",
        milestones="id, project, due\nM, P0, 2026-01-05\nN, P0, 2026-01-05",
        tasks="id, project, milestone, work\nT1, P0, M, ux 2h\nT2, P0, M, qa 5h",
    )
    result = plan(found)
    assert (when(milestone(result, "M").finish), milestone(result, "M").late_hours) == ("01-05 14:00", 0)
    assert (milestone(result, "N").finish, milestone(result, "N").late_hours) == (None, 0)


@covers("Lateness = portfolio working hours from the end of the due day", "Lateness, cost as above")
@pytest.mark.parametrize(
    ("due", "buffer", "late"),
    [
        # Finished on Wednesday 12:00. From the end of Monday: 8 + 3 hours.
        ("2026-01-05", "", 11),
        # From the end of Tuesday: 3; a buffer of half a day makes that 7, of one day 11.
        ("2026-01-06", "", 3),
        ("2026-01-06", "4h", 7),
        ("2026-01-06", "1d", 11),
        # Due on Wednesday is in time; with a buffer of 8 hours it should be done on Tuesday at 17:00: 3 late.
        ("2026-01-07", "", 0),
        ("2026-01-07", "1d", 3),
        # 5 hours before Wednesday 17:00 is 12:00: exactly in time.
        ("2026-01-07", "5h", 0),
        ("2026-01-07", "6h", 1),
        # A moment as due: Wednesday 10:00.
        ("2026-01-07T10:00", "", 2),
    ],
)
def test_lateness_is_counted_in_portfolio_hours_less_the_buffer(
    tmp_path: Path, due: str, buffer: str, late: float
) -> None:
    """19 hours of ana end on Wednesday at 12:00. Milestone weight 3 times project weight 0.5: 1.5 for each hour."""
    found = studio(
        tmp_path,
        projects="id, weight\nP0, 0.5",
        milestones=f"id, project, due, weight, buffer\nM, P0, {due}, 3, {buffer}",
        tasks="id, project, milestone, work\nT1, P0, M, ux 19h",
    )
    result = plan(found, "lateness")
    assert milestone(result, "M").late_hours == late
    assert goal_row(result, "lateness").value == 1.5 * late
    assert value(found, "lateness", "T1 ana 01-05 09:00 01-07 12:00 19h") == 1.5 * late


def test_weights_are_one_when_empty_and_zero_is_only_reported(tmp_path: Path) -> None:
    """Both milestones are 4 hours late; the one of weight 0 is reported, and counts nothing: lateness 4."""
    found = studio(
        tmp_path,
        projects="id\nP0",
        milestones="id, project, due, weight\nM, P0, 2026-01-05\nN, P0, 2026-01-05, 0",
        tasks="id, project, milestone, work\nT1, P0, M, ux 12h\nT2, P0, N, qa 12h",
    )
    result = plan(found, "lateness")
    assert [milestone(result, name).late_hours for name in "MN"] == [4, 4]
    assert goal_row(result, "lateness").value == 4


@covers("firm = yes: never after the due day")
def test_a_firm_date_holds_to_the_due_day_whatever_the_buffer(tmp_path: Path) -> None:
    """8 hours end on Monday, the due day: kept, and with a buffer of four hours it is 4 late. 9 hours: no plan."""
    head = "id, project, due, firm, buffer\nM, P0, 2026-01-05, yes, 4h"
    tasks = "id, project, milestone, work\nT1, P0, M, ux {}h"
    kept = studio(tmp_path, projects="id\nP0", milestones=head, tasks=tasks.format(8))
    result = plan(kept, "lateness")
    assert (shown(result), milestone(result, "M").late_hours) == (["T1 ana 01-05 09:00 01-05 17:00 8h"], 4)
    missed = studio(tmp_path, projects="id\nP0", milestones=head, tasks=tasks.format(9))
    assert breaches(missed, "T1 ana 01-05 09:00 01-06 10:00 9h") == {"deadlines"}
    assert "M" in infeasible(missed)


@covers("without any rate, plans have no money")
def test_without_rates_there_is_no_money(tmp_path: Path) -> None:
    """Nobody has a rate: a budget of 1 is no obstacle, and no cost is shown, fixed or not."""
    found = studio(tmp_path, projects="id, budget\nP0, 1", tasks="id, project, work, fixed_cost\nT1, P0, ux 4h, 99")
    assert project(plan(found), "P0").cost is None


@covers("Optional rates.csv, to be kept apart")
def test_raises_hold_from_their_day(tmp_path: Path) -> None:
    """Ana costs 50, from Tuesday 60, from Wednesday noon 80. 20 hours: 8 x 50 + 8 x 60 + 3 x 60 + 1 x 80 = 1140.

    Recorded hours cost the rate of their day: an hour of Friday 2 January costs 50 though today's is dearer.
    """
    tables = {
        "people": "id, skills\nana, ux",
        "rates": "person, from, cost, bill\nana, 2026-01-07T12:00, 80, 120\nana, , 50, 100\nana, 2026-01-06, 60",
        "projects": "id\nP0",
    }
    found = studio(tmp_path, **tables, tasks="id, project, work\nT1, P0, ux 20h")
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 09:00 01-07 13:00 20h"]
    assert project(result, "P0").cost == money("1140.00")
    logged = studio(
        tmp_path,
        **tables,
        as_of="2026-01-08",
        tasks="id, project, work\nT1, P0, ux 20h",
        progress="date, task, person, hours, remaining\n2026-01-02, T1, ana, 1, \n2026-01-06, T1, ana, 2, 0",
    )
    assert project(plan(logged), "P0").cost == money("170.00")


@covers("Away, and working outside the workweek")
def test_premiums_make_the_hours_dearer_that_fall_in_them(tmp_path: Path) -> None:
    """Ana at 50, from 15:00: 2 hours until 17:00, then 17 to 19 extra at 50 % more, of which 18 to 19 at 100 % more.

    100 + 75 + 100 = 275: of two premiums on one hour the higher one counts. An hour of Tuesday: 50.
    """
    found = studio(
        tmp_path,
        as_of="2026-01-05T15:00",
        people=ANA,
        projects="id\nP0",
        extra="person, start, end, premium\nana, 2026-01-05T17:00, 2026-01-05T19:00, 0.5\n*, 2026-01-05T18:00, 2026-01-05T19:00, 100%",
        tasks="id, project, work\nT1, P0, ux 5h",
    )
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 15:00 01-06 10:00 5h"]
    assert project(result, "P0").cost == money("325.00")


def test_shares_cost_their_share_and_cents_are_rounded_once(tmp_path: Path) -> None:
    """2 hours at 40 % hold 5 hours at 33.33 x 0.4 = 13.332 each: 66.66 in all."""
    found = studio(
        tmp_path,
        people="id, skills, rate\nana, ux, 33.33",
        projects="id\nP0",
        tasks="id, project, work\nT1, P0, ux 2h @40%",
    )
    assert project(plan(found), "P0").cost == money("66.66")


def test_what_belongs_to_no_project_costs_nobody(tmp_path: Path) -> None:
    """An hour for P0 and four for nobody: P0 costs 50, and cost is 50."""
    found = studio(tmp_path, people=ANA, projects="id\nP0", tasks="id, project, work\nT1, P0, ux 1h\nT2, , ux 4h")
    assert goal_row(plan(found, "cost"), "cost").value == 50


@covers("uses: device_lab:1; licence:2", "Things that tasks use: renewable")
def test_renewable_pools_are_held_from_start_to_end_nights_included(tmp_path: Path) -> None:
    """T1 holds the lab from Monday 9:00 to Tuesday 13:00: ben, who works nights, cannot have it on Monday at 20:00."""
    found = studio(
        tmp_path,
        people="id, skills, workweek\nana, ux\nben, qa, Mon-Fri 20:00-23:00",
        pools="id, capacity\nlab, 1",
        tasks="id, work, uses\nT1, ux 12h, lab:1\nT2, qa 2h, lab:1",
    )
    first = "T1 ana 01-05 09:00 01-06 13:00 12h"
    assert breaches(found, f"{first}\nT2 ben 01-05 20:00 01-05 22:00 2h") == {"pools"}
    assert breaches(found, f"{first}\nT2 ben 01-06 20:00 01-06 22:00 2h") == set()
    two = studio(
        tmp_path,
        people="id, skills, workweek\nana, ux\nben, qa, Mon-Fri 20:00-23:00",
        pools="id, capacity\nlab, 3",
        tasks="id, work, uses\nT1, ux 12h, lab:1\nT2, qa 2h, lab:2",
    )
    assert breaches(two, f"{first}\nT2 ben 01-05 20:00 01-05 22:00 2h") == set()


def test_a_pool_is_free_again_at_the_moment_of_the_end(tmp_path: Path) -> None:
    """T1 gives the lab back at 11:00, T2 takes it then: soonest is 13:00."""
    found = studio(tmp_path, pools="id\nlab", tasks="id, work, uses\nT1, ux 2h, lab\nT2, qa 2h, lab:1")
    assert when(max(row.end for row in plan(found).tasks)) == "01-05 13:00"


def test_consumable_pools_are_used_up(tmp_path: Path) -> None:
    """Three licences: two tasks of two use four, whenever they are. One way out of two without the licence is taken."""
    pools = "id, capacity, kind\nlicence, 3, consumable"
    found = studio(tmp_path, pools=pools, tasks="id, work, uses\nT1, ux 1h, licence:2\nT2, ux 1h, licence:2")
    rows = "T1 ana 01-05 09:00 01-05 10:00 1h\nT2 ana 01-07 09:00 01-07 10:00 1h"
    assert breaches(found, rows) == {"pools"}
    assert "licence" in infeasible(found)
    enough = studio(tmp_path, pools=pools, tasks="id, work, uses\nT1, ux 1h, licence:2\nT2, ux 1h, licence:1")
    assert breaches(enough, rows) == set()


@covers("A rule that facts alone have broken is reported and turns soft")
def test_what_facts_alone_have_broken_is_told_and_turns_soft(tmp_path: Path) -> None:
    """M was due on Friday 2 January, firm, and budget 60 is spent by 2 hours at 50: both are warnings now.

    T1's last hour ends on Monday at 10:00: one hour late; P0 costs 150, 90 over.
    """
    found = studio(
        tmp_path,
        people=ANA,
        projects="id, budget\nP0, 60",
        milestones="id, project, due, firm\nM, P0, 2026-01-02, yes",
        tasks="id, project, milestone, work\nT1, P0, M, ux 3h",
        progress="date, task, person, hours\n2026-01-02, T1, ana, 2",
    )
    result, warnings = plan_with_warnings(found, "lateness,overrun")
    assert shown(result) == ["T1 ana 01-05 09:00 01-05 10:00 1h"]
    assert sorted(warnings) == ["budget P0", "deadlines M"]
    assert (goal_row(result, "lateness").value, goal_row(result, "overrun").value) == (1, 90)
    assert {note.partition(":")[0] for note in result.notes} == {"M", "P0"}


@covers(
    "change: planned once that change is accepted",
    "status = asked, quoted, accepted, declined",
    "Once accepted its tasks are planned",
)
@pytest.mark.parametrize(
    ("status", "planned"), [("", False), ("asked", False), ("quoted", False), ("declined", False), ("accepted", True)]
)
def test_a_change_counts_once_it_is_accepted(tmp_path: Path, status: str, planned: bool) -> None:
    """T2 belongs to C1, price 200: accepted, it is planned and the budget of 100 is 300; else neither."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id, budget\nP0, 100",
        changes=f"id, project, price, status\nC1, P0, 200, {status}",
        tasks="id, project, work, change\nT1, P0, ux 2h\nT2, P0, ux 4h, C1",
    )
    result = plan(found)
    assert {row.id for row in result.tasks} == ({"T1", "T2"} if planned else {"T1"})
    assert project(result, "P0").budget == money("300" if planned else "100")
    assert project(result, "P0").cost == money("300.00" if planned else "100.00")


@covers("status = cancelled keeps what was logged")
def test_cancelled_work_keeps_its_cost(tmp_path: Path) -> None:
    """T1 is cancelled after 2 hours at 50 and 7 without hours: nothing is planned, 107 stay, and its hours are shown."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id\nP0",
        tasks="id, project, work, status\nT1, P0, ux 8h, cancelled\nT2, P0, ux 1h",
        progress="date, task, person, hours, cost\n2026-01-02, T1, ana, 2, 7",
    )
    result = plan(found)
    assert {row.id for row in result.tasks} == {"T2"}
    assert project(result, "P0").cost == money("157.00")
    assert shown(result, "actual") == ["T1 ana 01-02 09:00 01-02 17:00 2h"]


@covers("While one is open, its tasks do not start before expected", "they stay in plan, budget and milestones")
def test_open_decisions_hold_their_tasks(tmp_path: Path) -> None:
    """D1 is expected on Wednesday: T1 starts then, late for M, and costs; T2, whose answer is there, starts on Monday."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id\nP0",
        milestones="id, project, due\nM, P0, 2026-01-06",
        decisions="id, project, tasks, expected, answered_on\nD1, P0, T1, 2026-01-07, \nD2, P0, T2, 2026-01-07, 2026-01-02",
        tasks="id, project, milestone, work\nT1, P0, M, ux 2h\nT2, P0, , ux 2h",
    )
    result = plan(found)
    assert (span(result, "T1"), span(result, "T2")) == ("01-07 09:00 01-07 11:00", "01-05 09:00 01-05 11:00")
    assert milestone(result, "M").late_hours == 2
    assert project(result, "P0").cost == money("200.00")
    assert breaches(found, "T1 ana 01-06 15:00 01-06 17:00 2h\nT2 ana 01-05 09:00 01-05 11:00 2h") == {"status"}


@pytest.mark.parametrize(
    ("expected", "setting", "start"),
    [
        ("2026-01-02", "", "01-12 09:00"),
        ("", "", "01-12 09:00"),
        ("2026-01-02", 'open_answer = "12h"', "01-06 13:00"),
        ("", 'open_answer = "0h"', "01-05 09:00"),
        # The day is not over yet, the moment lies ahead: neither is overdue.
        ("2026-01-05", "", "01-05 09:00"),
        ("2026-01-06T11:00", "", "01-06 11:00"),
    ],
)
@covers("open_answer : when an open decision is expected")
def test_an_overdue_decision_is_expected_open_answer_from_now(
    tmp_path: Path, expected: str, setting: str, start: str
) -> None:
    """Five working days after Monday the 5th: the following Monday. Twelve hours: Tuesday after four hours, at 13:00."""
    tables = {"decisions": f"id, tasks, expected\nD1, T1, {expected}", "tasks": "id, work\nT1, ux 1h"}
    found = studio(tmp_path, calendar=setting, **tables)
    assert span(plan(found), "T1")[:11] == start


@covers("timezone : for calendars that are exported")
def test_a_time_zone_changes_no_plan(tmp_path: Path) -> None:
    """Times are local whatever the zone is called; one that there is not is refused."""
    found = studio(tmp_path, calendar='timezone = "America/New_York"', tasks="id, work\nT1, ux 1h")
    assert span(plan(found), "T1") == "01-05 09:00 01-05 10:00"
    assert is_wrong(tmp_path, calendar='timezone = "Berlin"')


@pytest.mark.parametrize(("price", "more", "budget"), [("200", "", "300"), ("200", "150", "250"), ("", "50", "150")])
def test_an_accepted_change_raises_the_budget_by_its_own(tmp_path: Path, price: str, more: str, budget: str) -> None:
    """`budget` counts, `price` where it is empty."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id, budget\nP0, 100",
        changes=f"id, project, price, status, budget\nC1, P0, {price}, accepted, {more}",
        tasks="id, project, work\nT1, P0, ux 1h",
    )
    assert project(plan(found), "P0").budget == money(budget)


@pytest.mark.parametrize(
    ("rate", "hours", "cost"), [("10.0050", "1h", "10.01"), ("10.0050", "3h", "30.02"), ("0.333", "3h", "1.00")]
)
def test_cents_are_rounded_once_for_each_assignment(tmp_path: Path, rate: str, hours: str, cost: str) -> None:
    """10.005 is 10.01, half a cent going up; three hours are 30.015, so 30.02 and not 3 x 10.01; 3 x 0.333 is 0.999."""
    found = studio(
        tmp_path,
        people=f"id, skills, rate\nana, ux, {rate}",
        projects="id\nP0",
        tasks=f"id, project, work\nT1, P0, ux {hours}",
    )
    assert project(plan(found), "P0").cost == money(cost)


@pytest.mark.parametrize(
    ("not_before", "start"),
    [("2026-01-07", "01-07 09:00"), ("2026-01-07T11:00", "01-07 11:00"), ("2026-01-02", "01-05 09:00")],
)
def test_not_before(tmp_path: Path, not_before: str, start: str) -> None:
    """A day or a moment before which a task does not start; one that has passed says nothing."""
    found = studio(tmp_path, tasks=f"id, work, not_before\nT1, ux 2h, {not_before}")
    assert span(plan(found), "T1")[:11] == start
    if start != "01-05 09:00":
        assert breaches(found, "T1 ana 01-05 09:00 01-05 11:00 2h") == {"status"}


def test_a_wait_that_uses_something_begins_today_at_the_earliest(tmp_path: Path) -> None:
    """T1 ended on Friday 2 January. The wait after it would have begun then; it takes the lab, so it begins on Monday."""
    found = studio(
        tmp_path,
        pools="id\nlab",
        tasks="id, work, after, uses\nT1, ux 8h\nW1, wait 4h, T1, lab",
        progress="date, task, person, hours, remaining\n2026-01-01, T1, ana, 8, 0",
    )
    assert span(plan(found), "W1") == "01-05 09:00 01-05 13:00"


def test_two_accepted_changes_raise_a_budget_twice(tmp_path: Path) -> None:
    """100 and 200 and 50: 350. A change of another project, or without a price, raises nothing; nor is there a budget where none was."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id, budget\nP0, 100\nP1",
        changes="id, project, price, status\nC1, P0, 200, accepted\nC2, P0, 50, accepted\nC3, P1, 70, accepted\nC4, P0, , accepted",
        tasks="id, project, work\nT1, P0, ux 1h",
    )
    result = plan(found)
    assert [project(result, name).budget for name in ("P0", "P1")] == [money("350"), None]


def test_a_wait_that_has_begun_by_itself_costs_what_it_says(tmp_path: Path) -> None:
    """The wait after T1 began on Friday, though nothing is recorded of it: 1800 and T1's 8 x 50 are P0's cost."""
    found = studio(
        tmp_path,
        as_of="2026-01-06",
        people=ANA,
        projects="id, budget\nP0, 2200",
        tasks="id, project, work, after\nT1, P0, ux 8h\nW1, P0, wait 10d [cost 1800], T1",
        progress="date, task, person, hours, remaining\n2026-01-01, T1, ana, 8, 0",
    )
    result = plan(found, "cost")
    assert span(result, "W1") == "01-02 09:00 01-15 17:00"
    assert (project(result, "P0").cost, goal_row(result, "cost").value) == (money("2200.00"), 2200)
    short = studio(
        tmp_path,
        as_of="2026-01-06",
        people=ANA,
        projects="id, budget\nP0, 2150",
        tasks="id, project, work, after\nT1, P0, ux 8h\nW1, P0, wait 10d [cost 1800], T1\nT2, , ux 1h",
        progress="date, task, person, hours, remaining\n2026-01-01, T1, ana, 8, 0",
    )
    assert "50 EUR more for P0" in infeasible(short)


@pytest.mark.parametrize("tasks", ["id, project, work\nT1, , qa 1h", "id, project, work\nT1, P0, qa 1h"])
def test_bookings_alone_may_be_more_than_a_hard_budget(tmp_path: Path, tasks: str) -> None:
    """Two hours at 50 for P0, whose budget is 60: there is no plan, with or without work for it, and 40 at least are missing."""
    found = studio(
        tmp_path,
        people=ANA + "\nben, qa, 0",
        projects="id, budget\nP0, 60",
        bookings="id, project, person, hours, end\nB1, P0, ana, 2h, 2026-01-05",
        tasks=tasks,
    )
    assert "40 EUR more for P0" in infeasible(found)


@covers('marked "if answered by"')
def test_what_waits_for_an_answer_is_marked(tmp_path: Path) -> None:
    """Answered by Wednesday the 7th, T1 starts then; it costs as any other and counts for its milestone."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id\nP0",
        milestones="id, project, due\nM, P0, 2026-01-06",
        decisions="id, project, tasks, expected\nD1, P0, T1, 2026-01-07",
        tasks="id, project, milestone, work\nT1, P0, M, ux 2h\nT2, P0, , ux 1h",
    )
    result = plan(found)
    assert starts(found, result, "01-05", "01-06") == ["T2"]
    assert starts(found, result, "01-07", "01-07") == ["T1 (if D1 is answered by Wed 7 Jan)"]
    assert project(result, "P0").cost == money("150.00")
    assert milestone(result, "M").late_hours == 2


@covers("an answer is needed by the last day on the morning of which it moves no dated milestone")
def test_an_answer_is_needed_by_the_last_day_that_moves_no_date(tmp_path: Path) -> None:
    """T1 has 16 hours and is due on Friday the 9th: begun on Thursday morning it ends on Friday evening, begun on Friday it is late."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id\nP0",
        milestones="id, project, due\nM, P0, 2026-01-09",
        decisions="id, project, tasks, expected\nD1, P0, T1, 2026-01-06",
        tasks="id, project, milestone, work\nT1, P0, M, ux 16h",
    )
    (question,) = ipm.decisions(ipm.Plan(plan(found), found))
    assert question.needed_by == date(2026, 1, 8)


@covers(
    "held_until = capacity is reserved for a tentative project",
    "it is planned by default, after everything that is confirmed",
    "after that day it is tentative as any other",
)
def test_a_tentative_project_that_is_held_comes_after_what_is_confirmed(tmp_path: Path) -> None:
    """P1 weighs ten times as much, and would come first were it confirmed. It is held until Monday: Ana does it on Tuesday.

    On Monday it is planned, had it been held until Sunday it would not be, and that is told.
    """

    def tables(until: str) -> dict[str, str]:
        return {
            "people": "id, skills\nana, ux",
            "projects": f"id, status, weight, held_until\nP0, confirmed, 1,\nP1, tentative, 10, {until}",
            "tasks": "id, project, work\nT0, P0, ux 8h\nT1, P1, ux 8h",
        }

    made = plan(studio(tmp_path, **tables("2026-01-05")), "completion")
    assert made.including == ("P1",)
    assert span(made, "T0") == "01-05 09:00 01-05 17:00"
    assert span(made, "T1") == "01-06 09:00 01-06 17:00"
    over, told = plan_with_warnings(studio(tmp_path, **tables("2026-01-04")), "completion")
    assert [row.id for row in over.tasks] == ["T0"]
    assert any(
        "`P1` was held until 4 January 2026" in text for text in (*told, *said(tmp_path, **tables("2026-01-04")))
    )


@covers("quote protects what was agreed and told")
def test_a_quote_keeps_what_was_agreed_and_told(tmp_path: Path) -> None:
    """T0 was agreed for Monday evening, as Ana has planned it. P1 asks for her, too: in no offer does T0 end later."""
    from ipmplan.scenarios.quote import quote

    found = studio(
        tmp_path,
        people="id, skills\nana, ux",
        projects="id, status, weight\nP0, confirmed, 1\nP1, tentative, 10",
        milestones="id, project, due, agreed\nM, P0, 2026-01-05, 2026-01-05",
        tasks="id, project, milestone, work\nT0, P0, M, ux 8h\nT1, P1, , ux 8h",
    )
    base = plan(found)
    offers = quote(found, "P1", base, time_limit=None, work_limit=0.05, runs=50, executor=Here()).offers
    assert offers
    for offer in offers:
        assert span(offer.schedule, "T0") == "01-05 09:00 01-05 17:00"
    assert offers[0].finish == moment("01-06 17:00")
