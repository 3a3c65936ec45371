"""Calendar months, by which hours and retainers are billed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year.

    Examples
    --------
    >>> str(Month(2026, 1)), Month(2025, 12).next, Month.of(date(2026, 2, 27)).last
    ('2026-01', Month(year=2026, month=1), datetime.date(2026, 2, 28))
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2026-01``.

        Raises
        ------
        ValueError
            For anything else.
        """
        year, dash, month = text.strip().partition("-")
        if not (dash and year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2):
            raise ValueError(text)
        return cls.of(date(int(year), int(month), 1))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from one to another one, both included."""
    while first <= last:
        yield first
        first = first.next
