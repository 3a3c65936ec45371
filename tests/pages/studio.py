"""A studio with something in every column that people write, and a plan made by hand: who may read what shows on its pages."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.people import Absence, Rate
from ipmplan.core.plan import Approval, Schedule, Told
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.core.records import Change, Decision, Finished, Hold, Invoiced, Progress, Requirement
from ipmplan.reports.views.sources import Sources, sources


def studio() -> Portfolio:
    """Two projects; the second is another client's."""
    made = portfolio(2)
    p0, p1 = made.projects
    return replace(
        made,
        projects=(
            replace(p0, name="Online exhibition", billing="fixed", price=Decimal(12000)),
            replace(p1, name="Ticket shop", billing="time", price=Decimal(9000)),
        ),
        milestones=tuple(
            replace(row, agreed=row.due, payment=Decimal(4000) if row.id == "P0-concept" else None)
            for row in made.milestones
        ),
        rates=tuple(Rate(one.id, None, Decimal("61.37"), Decimal("118.53")) for one in made.people),
        requirements=(
            Requirement("R1", "P0", "theme", "Calm and blue", ("P0-design",)),
            Requirement("R2", "P1", "theme", "Loud and red", ("P1-design",)),
        ),
        decisions=(
            Decision(
                "D1", "P0", "Which three stories?", "client", date(2026, 1, 2), ("P0-frontend",), date(2026, 1, 12)
            ),
            Decision(
                "D2", "P0", "Buy a viewer or build one?", "us", date(2026, 1, 2), ("P0-backend",), date(2026, 1, 20)
            ),
            Decision("D3", "P1", "Which cards?", "client", date(2026, 1, 2), ("P1-backend",), date(2026, 1, 20)),
        ),
        changes=(
            Change("C1", "P0", "Ms. Blum", date(2026, 1, 2), "A map", Decimal(900), "quoted"),
            Change("C2", "P1", "Mr. Kim", date(2026, 1, 2), "A wallet", Decimal(777), "quoted"),
        ),
    )


def known(made: Portfolio, approved: tuple[Schedule, ...] = ()) -> Sources:
    """All that is known of a studio and its plan made by hand."""
    return sources(schedule(made), made, approved)


def told(plan: Schedule, **who: Any) -> Schedule:
    """A plan as it is approved and told."""
    return replace(plan, approved=Approval(date(2026, 1, 5), told=Told(**who)))


def planted(made: Portfolio) -> tuple[Portfolio, set[str]]:
    """Every text of a portfolio replaced by a word of its own that says where it stands, ids apart, and rows in all tables."""
    made = replace(
        made,
        absences=(
            Absence("p0", date(2026, 1, 12), date(2026, 1, 13), "ill"),
            Absence("p1", date(2026, 1, 14), None, "ill"),
        ),
        bookings=(*made.bookings, Booking("am", "p2", "", "P1", Fraction(1), None, "week")),
        progress=(
            Progress(date(2026, 1, 2), "P0-discovery", "p0", Fraction(4), cost=Decimal("31.79"), ref="x", note="x"),
        ),
        history=(Finished("old", "old", "x", "x", "pm", "p0", Fraction(3), Fraction(4), date(2025, 1, 2)),),
        holds=(Hold("P0-launch", ("p5",), None, None, "x"),),
        invoices=(Invoiced(date(2026, 1, 2), "x", "P1", "x", None, Decimal("555.41"), "x"),),
    )
    words: set[str] = set()
    tables = ("people", "projects", "milestones", "tasks", "pools", "absences", "bookings", "progress", "requirements",
              "decisions", "changes", "history", "holds", "invoices")  # fmt: skip
    filled: dict[str, Any] = {}
    for table in tables:
        filled[table] = tuple(_planted(table, row, words) for row in getattr(made, table))
    return replace(made, **filled), words


FREE = ("name", "client", "reason", "note", "ref", "what", "topic", "statement", "question", "answer", "asked_by", "email", "kind", "skill")  # fmt: skip
SKIPPED = {("tasks", "kind"), ("pools", "kind"), ("history", "skill")}


def _planted(table: str, row: Any, words: set[str]) -> Any:
    assert is_dataclass(row)
    assert not isinstance(row, type)
    known_fields = {field.name for field in fields(row)}
    name = str(getattr(row, "id", "") or getattr(row, "task", "") or getattr(row, "person", "") or "row")
    new = {}
    for column in FREE:
        if column in known_fields and (table, column) not in SKIPPED:
            word = f"canary.{table}.{name}.{column}".replace("-", ".")
            new[column] = word
            words.add(word)
    return replace(row, **new)
