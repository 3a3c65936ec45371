"""Working times of a portfolio, as a calendar of Microsoft Project says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from ipmplan.core.calendar import MINUTES_A_DAY, Moment, Spans, Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra, Person
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.formats.mspdi.calendars import WorkingTimes, minus
from ipmplan.files.formats.mspdi.document import union

DAY = timedelta(days=1)


def working_times(portfolio: Portfolio, person: Person | None, first: date, last: date) -> WorkingTimes:
    """Working times of a person, or of the portfolio, with everything that makes single days others.

    Parameters
    ----------
    portfolio
        The facts.
    person
        Whose; None = the portfolio's own.
    first, last
        Days for which holidays are written.
    """
    week = portfolio.calendar.workweek if person is None or person.workweek is None else person.workweek
    code = portfolio.calendar.holidays if person is None or person.holidays is None else person.holidays
    whose = {EVERYBODY} if person is None else {EVERYBODY, person.id}
    days: dict[date, tuple[Spans, str]] = {}

    def on(day: date) -> Spans:
        return days[day][0] if day in days else week.days[day.weekday()]

    for day, name in sorted(_holidays(portfolio.holidays, code).items()):
        if first <= day <= last and on(day):
            days[day] = ((), name)
    for absence in portfolio.absences:
        if absence.person in whose:
            end = absence.end if absence.end is not None else _open_end(portfolio, absence)
            for day, span in _daily(absence.start, end):
                if on(day) and (left := minus(on(day), (span,))) != on(day):
                    days[day] = (left, "" if person is not None else absence.reason)
    for extra in portfolio.extra:
        if extra.person in whose:
            for day, spans in _extra_days(extra, week):
                days[day] = (union([*on(day), *spans]), days.get(day, ((), ""))[1])
    return WorkingTimes(week.days, days)


def minutes(times: WorkingTimes, start: datetime, end: datetime) -> int:
    """Working minutes between two moments.

    Examples
    --------
    >>> minutes(WorkingTimes(), datetime(2026, 1, 5, 11), datetime(2026, 1, 6, 9))
    360
    """
    found = 0
    day = start.date()
    while day <= end.date():
        low = start.hour * 60 + start.minute if day == start.date() else 0
        high = end.hour * 60 + end.minute if day == end.date() else MINUTES_A_DAY
        found += sum(max(min(stop, high) - max(begin, low), 0) for begin, stop in times.on(day))
        day += DAY
    return found


def last_minute(times: WorkingTimes, due: Moment) -> datetime:
    """The moment at which a due day ends: its last working minute, or that of the usual week."""
    if isinstance(due, datetime):
        return due
    spans = times.on(due) or next((spans for spans in reversed(times.week) if spans), ((0, 17 * 60),))
    return datetime.combine(due, time()) + timedelta(minutes=min(spans[-1][1], MINUTES_A_DAY - 1))


def _holidays(known: Mapping[str, Mapping[date, str]], code: str | None) -> Mapping[date, str]:
    return known.get(code, {}) if code else {}


def _open_end(portfolio: Portfolio, absence: Absence) -> date:
    """The last day of an absence without an end: as many working days as it is taken for."""
    start = max(absence.start.date() if isinstance(absence.start, datetime) else absence.start, portfolio.as_of_day)
    left = portfolio.calendar.open_absence
    day = start
    week = portfolio.calendar.workweek
    while week.hours_a_week:
        left -= sum(end - begin for begin, end in week.days[day.weekday()]) // 60
        if left <= 0:
            break
        day += DAY
    return day


def _daily(start: Moment, end: Moment) -> Iterator[tuple[date, tuple[int, int]]]:
    first = start.date() if isinstance(start, datetime) else start
    last = end.date() if isinstance(end, datetime) else end
    for number in range((last - first).days + 1):
        day = first + number * DAY
        low = start.hour * 60 + start.minute if isinstance(start, datetime) and day == first else 0
        high = end.hour * 60 + end.minute if isinstance(end, datetime) and day == last else MINUTES_A_DAY
        if low < high:
            yield day, (low, high)


def _extra_days(extra: Extra, week: Workweek) -> Iterable[tuple[date, Spans]]:
    whole = not isinstance(extra.start, datetime) and not isinstance(extra.end, datetime)
    usual = next((spans for spans in week.days if spans), ())
    return [(day, usual if whole else (span,)) for day, span in _daily(extra.start, extra.end)]
