"""What a bill is made of: its lines, and what was billed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.records import Invoiced

Kind = Literal["milestone", "change", "hours", "retainer", "expenses"]


@dataclass(frozen=True, slots=True)
class BillLine:
    """Something that can be billed.

    Parameters
    ----------
    client, project
        Who pays, and for which project.
    kind
        Of what.
    what
        In words, as it stands on the invoice.
    hours
        Where it is hours.
    amount
        Money net of tax, to the cent.
    ref
        What it is for, in `invoices.csv`.
    """

    client: str
    project: str
    kind: Kind
    what: str
    hours: Fraction | None
    amount: Decimal
    ref: str


class Ledger:
    """What was invoiced before, by reference.

    A row that names a milestone's or change's bare id counts as well, as people write it.

    Examples
    --------
    >>> from datetime import date
    >>> ledger = Ledger([Invoiced(date(2026, 1, 31), ref="hours:TOUR:2026-01", hours=Fraction(8), amount=Decimal(960))])
    >>> ledger.has("milestone:M1"), ledger.hours("hours:TOUR:2026-01"), ledger.for_hours("TOUR")
    (False, Fraction(8, 1), Decimal('960'))
    """

    def __init__(self, rows: Sequence[Invoiced]) -> None:
        self._hours: dict[str, Fraction] = {}
        self._amounts: dict[str, Decimal] = {}
        for row in rows:
            ref = "".join(row.ref.split())
            self._hours[ref] = self._hours.get(ref, Fraction(0)) + (row.hours or Fraction(0))
            self._amounts[ref] = self._amounts.get(ref, Decimal(0)) + row.amount

    def has(self, ref: str) -> bool:
        """Whether something was billed; what was credited in full was not."""
        return any(self._amounts.get(one) for one in (ref, ref.partition(":")[2]))

    def hours(self, ref: str) -> Fraction:
        """Hours that were billed."""
        return self._hours.get(ref, Fraction(0))

    def amount(self, ref: str) -> Decimal:
        """Money that was billed."""
        return self._amounts.get(ref, Decimal(0))

    def for_hours(self, project: str) -> Decimal:
        """Money that was billed for hours of a project."""
        own = (amount for ref, amount in self._amounts.items() if ref.startswith(f"hours:{project}:"))
        return sum(own, Decimal(0))
