"""Three sprints worked out by hand, to the cent; approving a plan changes none of it.

Baseline: A is worth 16 h x 50 = 800 (Mon 5 to Tue 6), B 24 h x 40 = 960 (Wed 7 to Fri 9) and 100 at its end, C 8 h x 50 = 400 (Mon 12):
BAC 2,260, PD 48 h.

Wed 7: A has 16 h spent and 4 left, 16/20 done. PV 800 (A whole), EV 800 x 0.8 = 640, AC 16 x 50 = 800.
ES: 640 is reached at 50 an hour after 12.8 h; AT 16 h.
Mon 12: A is finished (800). B has 19 of 24 h (no remaining was written: 5 left), 960 x 19/24 = 760. EV 1,560; PV 800 + 960 + 100 = 1,860;
AC 21 x 50 + 19 x 40 + 75 = 1,885. ES: 16 h + 760/40 = 35 h; AT 40 h.
Wed 14: all is finished, C with 7 h on Tue 13. EV 2,260; AC 1,050 + 960 + 75 + 100 + 350 = 2,535. AT: until Tue 13 17:00, 56 h.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.tracking.sprints import Morning, approve, mornings, plain

from ipmplan.core.records import Invoiced
from ipmplan.tracking.track import Track, track


def stand(morning: Morning, **more: object) -> Track:
    known = replace(morning.portfolio, **more)  # type: ignore[arg-type]
    return track(known, morning.plan, morning.approved)


def test_first_sprint() -> None:
    made = stand(mornings()[1])
    [row] = made.projects
    value, schedule = row.value, row.schedule
    assert schedule is not None
    assert (value.bac, value.pv, value.ev, value.ac) == tuple(map(Decimal, ("2260", "800", "640", "800")))
    assert (value.cv, value.sv, value.cpi, value.spi) == (Decimal(-160), Decimal(-160), 0.8, 0.8)
    assert (value.eac, value.etc, value.vac) == (Decimal("2825.00"), Decimal("2025.00"), Decimal("-565.00"))
    assert value.tcpi == pytest.approx(1620 / 1460)
    # M1 is 0.8 done, M2 not at all, both with a weight of 1.
    assert value.weighted == Fraction(2, 5)
    assert plain(schedule.planned, schedule.actual, schedule.earned) == [48, 16, 12.8]
    assert (schedule.sv_t, schedule.spi_t) == (Fraction(-16, 5), 0.8)
    # 16 + 48 - 12.8 = 51.2 h: six days and 3.2 h, which end on the grid at 13:00.
    assert (schedule.duration, schedule.finish) == (Fraction(256, 5), datetime(2026, 1, 13, 13))
    # Less than a third is earned.
    assert schedule.duration_by_spi is None
    [use] = made.budgets
    # To go: A 4 x 50, B 960 + 100, C 400.
    assert (use.spent, use.committed, use.to_go) == (Decimal(800), Decimal(0), Decimal(1660))
    [margin] = made.margins
    assert margin.sold is not None
    assert margin.sold.margin == Decimal(2740)
    # 5,000 x 640 / 2,260 = 1,415.929.
    assert (margin.now.revenue, margin.now.margin) == (Decimal("1415.93"), Decimal("615.93"))
    assert margin.expected.margin == Decimal(2540)
    assert made.billing.lines == ()


def test_second_sprint() -> None:
    made = stand(mornings()[2])
    [row] = made.projects
    value, schedule = row.value, row.schedule
    assert schedule is not None
    assert (value.pv, value.ev, value.ac) == (Decimal(1860), Decimal(1560), Decimal(1885))
    # 2,260 x 1,885 / 1,560 = 2,730.833.
    assert (value.eac, value.vac) == (Decimal("2730.83"), Decimal("-470.83"))
    assert plain(schedule.earned, schedule.actual) == [35, 40]
    assert schedule.spi_t == 0.875
    # 40 + 13 = 53 h end on Tue 13 at 14:00; 40 + 13 / 0.875 = 54.86 h at 16:00.
    assert (schedule.finish, schedule.finish_by_spi) == (datetime(2026, 1, 13, 14), datetime(2026, 1, 13, 16))
    [use] = made.budgets
    assert (use.spent, use.committed, use.to_go) == (Decimal(1885), Decimal(100), Decimal(600))
    [margin] = made.margins
    # 5,000 x 1,560 / 2,260 = 3,451.327; expected: 5,000 - 2,585.
    assert (margin.now.margin, margin.expected.margin) == (Decimal("1566.33"), Decimal(2415))
    [line] = made.billing.lines
    assert (line.client, line.amount, line.ref) == ("Kessler", Decimal("2000.00"), "milestone:M1")
    by_id = {slip.id: slip for slip in made.slips}
    # M1 was reached on Wed 7 at 17:00, planned for Tue 6; M2 is planned for Tue 13 at 14:00, 5 h after Mon 12.
    assert by_id["M1"].reached
    assert plain(by_id["M1"].hours) == [8]
    assert plain(by_id["M2"].hours, by_id["M2"].hours_since) == [5, 1]
    assert by_id["M2"].light.colour == "red"
    assert by_id["M2"].cause is not None
    assert (by_id["M2"].cause.task, by_id["M2"].cause.words) == ("A", "takes 21 h instead of 16 h")
    # The plan of Wed 7 had ana at A for 4 h and ben at B for 20 h until Monday; she recorded 5 h and he 19.
    assert [plain(one.planned, one.logged) for one in made.people] == [[4, 5], [20, 19]]
    assert [plain(one.estimate, one.spent, one.left) for one in made.tasks] == [[16, 21, 0], [24, 19, 5], [8, 0, 8]]


def test_third_sprint() -> None:
    before = (Invoiced(date(2026, 1, 12), "Kessler", "P", "M1", None, Decimal(2000), "milestone:M1"),)
    made = stand(mornings()[3], invoices=before)
    [row] = made.projects
    value, schedule = row.value, row.schedule
    assert schedule is not None
    assert (value.pv, value.ev, value.ac, value.eac) == tuple(map(Decimal, ("2260", "2260", "2535", "2535")))
    assert plain(schedule.earned, schedule.actual, schedule.sv_t) == [48, 56, -8]
    assert schedule.done
    assert schedule.spi_t == pytest.approx(48 / 56)
    assert schedule.finish == schedule.finish_by_spi == datetime(2026, 1, 13, 17)
    [margin] = made.margins
    assert margin.now == margin.expected
    assert margin.now.margin == Decimal(2465)
    [line] = made.billing.lines
    assert (line.amount, line.ref) == (Decimal("3000.00"), "milestone:M2")
    assert not made.overdue
    assert not made.unplanned


@pytest.mark.parametrize("sprint", [1, 2, 3])
def test_approving_the_plan_of_a_sprint_changes_nothing(sprint: int) -> None:
    morning = mornings()[sprint]
    before = stand(morning)
    kept = approve(morning.plan, morning.portfolio)
    known = replace(morning.portfolio, baseline=kept)
    after = track(known, morning.plan, (*morning.approved, kept))
    assert after.projects == before.projects
    assert (after.budgets, after.margins, after.billing) == (before.budgets, before.margins, before.billing)
    assert after.tasks == before.tasks


def test_values_over_time_are_those_of_each_morning() -> None:
    days = [stand(morning).projects[0] for morning in mornings()[1:]]
    last = {point.when: point for point in days[-1].points}
    monday = last[datetime(2026, 1, 12)]
    assert (monday.pv, monday.ev, monday.ac) == (1860, 1560, 1885)
    assert last[datetime(2026, 1, 14)].ac == 2535


def test_money_is_priced_when_it_was_approved() -> None:
    morning = mornings()[2]
    dearer = tuple(replace(person, rate=Decimal(100)) for person in morning.portfolio.people)
    [row] = stand(morning, people=dearer).projects
    assert (row.value.bac, row.value.ev) == (Decimal(2260), Decimal(1560))
    assert row.value.ac == Decimal(21 * 100 + 19 * 100 + 75)


def test_a_new_baseline_is_what_counts_from_then_on() -> None:
    first, second, third, _ = mornings()
    assert second.plan.approved is None
    again = approve(second.plan, second.portfolio)
    assert again.approved is not None
    kept = replace(again, approved=replace(again.approved, rebaselined=("P",), reason="more to design"))
    made = track(third.portfolio, third.plan, (approve(first.plan, first.portfolio), kept))
    [row] = made.projects
    # A as approved on Wed 7: 16 h spent and 4 to go.
    assert row.value.bac == Decimal(1000 + 960 + 100 + 400)
    assert row.baseline.reason == "more to design"
    assert plain({slip.id: slip.hours for slip in made.slips}["M2"]) == [1]
