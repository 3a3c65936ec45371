"""On which days an exception of a calendar falls."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from ipmplan.files.formats.mspdi.data import CalendarException, Recurrence

DAY = timedelta(days=1)
MOST_DAYS = 4_000
SATURDAY = 5
# Items of a month: any day, working day, weekend day, then Sunday to Saturday.
ANY, WORKDAY, WEEKEND, SUNDAY = range(4)
DAILY, YEARLY, YEARLY_AT, MONTHLY, MONTHLY_AT, WEEKLY, EVERY_DAYS, EVERY_WORKDAYS = range(1, 9)


def days_of(exception: CalendarException, until: date) -> list[date]:
    """The days of an exception, those after `until` left out.

    Examples
    --------
    >>> fridays = Recurrence(6, every=2, days=frozenset({4}), times=3)
    >>> off = CalendarException("Friday off", date(2026, 1, 5), date(2026, 12, 31), (), fridays)
    >>> [str(day) for day in days_of(off, date(2027, 1, 1))]
    ['2026-01-09', '2026-01-23', '2026-02-06']
    """
    rule = exception.recurrence
    last = min(exception.end, until)
    found = _every_day(exception.start, 1) if rule is None else _recurring(exception.start, rule)
    days: list[date] = []
    times = rule.times if rule is not None and rule.times else MOST_DAYS
    for day in islice(found, MOST_DAYS * 10):
        if day > last or len(days) >= min(times, MOST_DAYS):
            break
        if day >= exception.start:
            days.append(day)
    return days


def _recurring(start: date, rule: Recurrence) -> Iterator[date]:
    if rule.type in (DAILY, EVERY_DAYS):
        return _every_day(start, rule.every)
    if rule.type == EVERY_WORKDAYS:
        return (day for day in islice((d for d in _every_day(start, 1) if d.weekday() < SATURDAY), 0, None, rule.every))
    if rule.type == WEEKLY:
        monday = start - timedelta(days=start.weekday())
        return (
            day
            for week in _every_day(monday, 7 * rule.every)
            for day in (week + timedelta(days=number) for number in sorted(rule.days))
        )
    yearly = rule.type in (YEARLY, YEARLY_AT)
    by_day = rule.type in (YEARLY, MONTHLY)
    month = date(start.year, rule.month % 12 + 1, 1) if yearly else start.replace(day=1)
    months = _months(month, 12 * rule.every if yearly else rule.every)
    days = (_on_day(one, rule.month_day) if by_day else _at_position(one, rule) for one in months)
    return (day for day in days if day is not None)


def _every_day(start: date, step: int) -> Iterator[date]:
    day = start
    while day.year < 9000:
        yield day
        day += step * DAY


def _months(first: date, step: int) -> Iterator[date]:
    number = first.year * 12 + first.month - 1
    while number < 9000 * 12:
        yield date(number // 12, number % 12 + 1, 1)
        number += step


def _on_day(month: date, day: int) -> date | None:
    last = monthrange(month.year, month.month)[1]
    return month.replace(day=day) if 1 <= day <= last else None


def _at_position(month: date, rule: Recurrence) -> date | None:
    last = monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, last + 1)]
    if rule.item == WORKDAY:
        days = [day for day in days if day.weekday() < SATURDAY]
    elif rule.item == WEEKEND:
        days = [day for day in days if day.weekday() >= SATURDAY]
    elif rule.item >= SUNDAY:
        days = [day for day in days if day.weekday() == (rule.item - SUNDAY - 1) % 7]
    if not 0 <= rule.position <= 4 or not days:
        return None
    return days[-1] if rule.position == 4 else days[rule.position]
