"""What can be billed, by hand to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.tracking.sprints import plain, row

from ipmplan.core.people import Person, Rate
from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Change, Invoiced, Progress
from ipmplan.study.study import Study
from ipmplan.tracking.billing import Billing, billing
from ipmplan.tracking.months import Month

RATES = (
    Rate("ana", None, Decimal(50), Decimal(110)),
    Rate("ana", date(2026, 1, 19), Decimal(50), Decimal(120)),
    Rate("ben", None, Decimal(40), Decimal("95.5")),
)


def bill(month: Month | None = None, **tables: Any) -> Billing:
    facts: dict[str, object] = {"people": (Person("ana"), Person("ben"), Person("eve")), "rates": RATES} | tables
    portfolio = Portfolio("Studio", date(2026, 2, 9), **facts)  # type: ignore[arg-type]
    return billing(Study.reaching(portfolio, portfolio.as_of_tick), month)


def lines(found: Billing) -> list[tuple[str, float | None, str]]:
    return [(line.ref, plain(line.hours)[0], str(line.amount)) for line in found.lines]


def as_invoiced(found: Billing) -> tuple[Invoiced, ...]:
    day = date(2026, 2, 9)
    return tuple(
        Invoiced(day, one.client, one.project, one.what, one.hours, one.amount, one.ref) for one in found.lines
    )


HOURS: dict[str, Any] = {
    "projects": (Project("T", client="Visit", billing="time"),),
    "tasks": (Task("T1", "T"),),
    "bookings": (
        Booking("am", "ben", project="T", hours=Fraction(1), every="week", start=date(2026, 1, 5), billable=True),
        Booking("free", "ben", project="T", hours=Fraction(1), every="week", start=date(2026, 1, 5)),
    ),
    "progress": (
        row(6, "T1", "ana", 8),
        row(20, "T1", "ana", 3),
        row(7, "am", "", 2),
        row(7, "free", "ben", 5),
        row(8, "T1", "eve", 4),
        Progress(date(2026, 2, 3), "T1", "ben", Fraction(5, 2)),
        Progress(date(2026, 2, 4), "T1", "", cost=Decimal("180.40")),
    ),
}


def test_hours_by_month_at_the_rates_of_their_days() -> None:
    found = bill(**HOURS)
    # 8 x 110 + 3 x 120 + 2 x 95.5 = 1,431; 2.5 x 95.5 = 238.75. Eve has no billing rate; `free` is not billable.
    assert lines(found) == [
        ("hours:T:2026-01", 13, "1431.00"),
        ("hours:T:2026-02", 2.5, "238.75"),
        ("expenses:T:2026-02", None, "180.40"),
    ]
    assert found.notes == ("T: 4 h of eve have no billing rate",)
    assert found.total == Decimal("1850.15")


def test_of_one_month() -> None:
    assert lines(bill(Month(2026, 1), **HOURS)) == [("hours:T:2026-01", 13, "1431.00")]


def test_what_was_billed_is_never_billed_again() -> None:
    written = as_invoiced(bill(**HOURS))
    assert bill(**HOURS, invoices=written).lines == ()
    # Two hours that somebody records late: alone, at the rate of their day.
    late = (*HOURS["progress"], row(5, "T1", "ana", 2))
    assert lines(bill(**HOURS | {"progress": late}, invoices=written)) == [("hours:T:2026-01", 2, "220.00")]


def test_more_billed_than_recorded_is_told() -> None:
    written = as_invoiced(bill(**HOURS))
    fewer = bill(**HOURS | {"progress": HOURS["progress"][1:]}, invoices=written)
    assert fewer.lines == ()
    assert "hours:T:2026-01: 8 h more were billed than are recorded" in fewer.notes


def test_hours_go_up_to_the_price_with_accepted_changes() -> None:
    capped = HOURS | {
        "projects": (Project("T", client="Visit", billing="time", price=Decimal(1400)),),
        "changes": (
            Change("C1", "T", price=Decimal(100), status="accepted"),
            Change("C2", "T", price=Decimal(900), status="quoted"),
        ),
    }
    found = bill(**capped)
    # 1,431 of January; of February 1,500 - 1,431 = 69 of 238.75.
    assert [(ref, amount) for ref, _, amount in lines(found)] == [
        ("hours:T:2026-01", "1431.00"),
        ("hours:T:2026-02", "69.00"),
        ("expenses:T:2026-02", "180.40"),
    ]
    assert "T: hours worth 169.75 EUR are over the price" in found.notes
    assert bill(**capped, invoices=as_invoiced(found)).lines == ()


FIXED: dict[str, Any] = {
    "projects": (Project("F", client="Kessler", billing="fixed", price=Decimal(900)), Project("L", status="lost")),
    "milestones": (
        Milestone("M1", "F", payment=Decimal(300)),
        Milestone("M2", "F", payment=Decimal(600)),
        Milestone("M0", "F", payment=Decimal(50), invoiced_on=date(2026, 1, 5)),
        Milestone("M3", "F", payment=Decimal(70), due=date(2026, 1, 20)),
        Milestone("M4", "L", payment=Decimal(80), due=date(2026, 1, 20)),
    ),
    "tasks": (
        Task("F1", "F", milestone="M1"),
        Task("F2", "F", milestone="M1", cancelled=True),
        Task("F3", "F", milestone="M2"),
        Task("F4", "F", milestone="M2"),
    ),
    "changes": (
        Change("C1", "F", statement="A map", price=Decimal("120.50"), status="accepted", decided_on=date(2026, 1, 8)),
        Change("C2", "F", price=Decimal(99), status="asked"),
    ),
    "progress": (row(6, "F1", "ana", 8, 0), row(7, "F3", "ana", 8, 0), row(8, "F4", "ana", 1, 4, 30)),
}


def test_milestones_when_reached_and_changes_when_accepted() -> None:
    found = bill(**FIXED)
    # M2 waits for F4; M0 is invoiced; M3 has no task and its day is over; nothing of a project that was lost.
    assert lines(found) == [
        ("milestone:M1", None, "300.00"),
        ("milestone:M3", None, "70.00"),
        ("change:C1", None, "120.50"),
    ]
    assert found.notes == ("F: expenses of 30.00 EUR are part of the fixed price",)
    assert bill(**FIXED, invoices=as_invoiced(found)).lines == ()


def test_bare_ids_in_old_invoices_count() -> None:
    old = (Invoiced(date(2026, 1, 9), "Kessler", "F", "Concept", None, Decimal(300), "M1"),)
    assert [line.ref for line in bill(**FIXED, invoices=old).lines] == ["milestone:M3", "change:C1"]


def test_all_of_a_finished_project_is_reached() -> None:
    done = FIXED | {"projects": (replace(FIXED["projects"][0], status="done"),), "milestones": FIXED["milestones"][:3]}
    assert "milestone:M2" in [line.ref for line in bill(**done).lines]


CARE: dict[str, Any] = {
    "projects": (Project("C", client="Spree", billing="retainer"),),
    "tasks": (Task("C1", "C"),),
    "bookings": (
        Booking("m", "ana", project="C", hours=Fraction(8), every="month", start=date(2026, 1, 1), billable=True),
        Booking("w", "ben", project="C", hours=Fraction(1), every="week", start=date(2026, 1, 12), billable=True),
    ),
    "progress": (row(6, "m", "ana", 5), row(21, "w", "ben", 1), row(22, "C1", "ana", 2), row(23, "m", "ana", 1)),
}


def test_retainers_by_month() -> None:
    found = bill(**CARE)
    # January: 8 h and the Thursdays 15, 22 and 29 agreed; 5 + 1 h of ana, 1 h of ben used: 5 x 110 + 120 + 95.5.
    january, february = found.retainers
    assert plain(january.agreed, january.used, january.left) == [11, 7, 4]
    assert january.amount == Decimal("765.50")
    assert plain(february.agreed) == [12]
    assert not february.over
    assert lines(found) == [("retainer:C:2026-01", 7, "765.50"), ("hours:C:2026-01", 2, "240.00")]
    assert bill(**CARE, invoices=as_invoiced(found)).lines == ()


def test_a_retainer_with_a_price_costs_it_every_month() -> None:
    priced = CARE | {
        "projects": (Project("C", client="Spree", billing="retainer", price=Decimal(900)),),
        "progress": (row(6, "m", "ana", 10), row(23, "m", "ana", 3)),
    }
    [line] = bill(**priced).lines
    # 13 h used of 11: two hours more on the 23rd, at 120.
    assert line.amount == Decimal("1140.00")


def test_internal_projects_are_not_billed() -> None:
    inside = HOURS | {"projects": (Project("T", billing="internal"),)}
    assert bill(**inside).lines == ()


def test_hours_of_a_project_that_does_not_say_how_it_is_paid() -> None:
    unsaid = HOURS | {"projects": (Project("T"),)}
    found = bill(**unsaid)
    assert [line.ref for line in found.lines] == ["hours:T:2026-01"]
    assert "T: 17.5 h are not billed, as `billing` is empty; maybe it is `time`?" in found.notes
