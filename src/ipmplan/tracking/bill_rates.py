"""What an hour of a person is billed at."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio


class BillRates:
    """Billing rates by person and day, from the column `bill` of rates.

    Examples
    --------
    >>> from ipmplan.core.people import Rate
    >>> rates = BillRates(Portfolio("Northlight", date(2026, 1, 5), rates=(Rate("ana", None, Decimal(60), Decimal(110)),)))
    >>> rates.worth("ana", date(2026, 1, 5), Fraction(3, 2)), rates.at("ben", date(2026, 1, 5))
    (Decimal('165'), None)
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._steps: dict[str, list[tuple[date, Decimal]]] = {}
        for row in portfolio.rates:
            if row.bill is not None:
                start = row.start.date() if isinstance(row.start, datetime) else row.start
                self._steps.setdefault(row.person, []).append((start or date.min, row.bill))
        for steps in self._steps.values():
            steps.sort(key=lambda step: step[0])

    @property
    def any(self) -> bool:
        """Whether anybody has one."""
        return bool(self._steps)

    def at(self, person: str, day: date) -> Decimal | None:
        """Rate of a person on a day; None without one."""
        found = None
        for start, rate in self._steps.get(person, ()):
            if start <= day:
                found = rate
        return found

    def worth(self, person: str, day: date, hours: Fraction) -> Decimal:
        """What hours on a day bring, not rounded; 0 without a rate."""
        rate = self.at(person, day)
        return rate * Decimal(hours.numerator) / Decimal(hours.denominator) if rate is not None else Decimal(0)
