"""Calendars as elements of an MSPDI file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Spans
from ipmplan.files.formats.mspdi.calendars import WorkingTimes
from ipmplan.files.formats.mspdi.xml import add, add_all

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MIDNIGHT = 24 * 60


def add_calendar(parent: Element, uid: int, name: str, times: WorkingTimes, base: WorkingTimes | None) -> None:
    """Write a calendar; one with a base says only what is other than there.

    Parameters
    ----------
    parent
        Where it goes.
    uid, name
        Its own.
    times
        Its working times.
    base
        Those of calendar 1; None when it is this one.
    """
    one = add(parent, "Calendar")
    add_all(one, {"UID": uid, "Name": name, "IsBaseCalendar": base is None, "BaseCalendarUID": 1 if base else -1})
    days = add(one, "WeekDays")
    for weekday in (6, 0, 1, 2, 3, 4, 5):
        if base is None or times.week[weekday] != base.week[weekday]:
            day_element = add(days, "WeekDay")
            add(day_element, "DayType", (weekday + 1) % 7 + 1)
            _add_spans(day_element, times.week[weekday])
    others = _others(times, base)
    outer = add(one, "Exceptions") if others else one
    for day, (spans, why) in sorted(others.items()):
        exception = add(outer, "Exception")
        add(exception, "EnteredByOccurrences", value=False)
        period = add(exception, "TimePeriod")
        add_all(period, {"FromDate": day, "ToDate": datetime.combine(day, clock(MIDNIGHT))})
        add_all(exception, {"Occurrences": 1, "Name": why, "Type": 1})
        _add_spans(exception, spans)


def clock(minute: int) -> time:
    """A time of day; its end is the last minute.

    Examples
    --------
    >>> clock(570), clock(1440)
    (datetime.time(9, 30), datetime.time(23, 59))
    """
    return time(min(minute, MIDNIGHT - 1) // 60, min(minute, MIDNIGHT - 1) % 60)


def _others(times: WorkingTimes, base: WorkingTimes | None) -> dict[date, tuple[Spans, str]]:
    """Days that are other than week and base alone would have them."""
    if base is None:
        return dict(times.days)
    named = {day for day in range(7) if times.week[day] != base.week[day]}

    def inherited(day: date) -> Spans:
        if day in base.days:
            return base.days[day][0]
        return times.week[day.weekday()] if day.weekday() in named else base.week[day.weekday()]

    return {
        day: times.days.get(day, (times.on(day), ""))
        for day in {*times.days, *base.days}
        if times.on(day) != inherited(day)
    }


def _add_spans(parent: Element, spans: Sequence[tuple[int, int]]) -> None:
    add(parent, "DayWorking", bool(spans))
    if spans:
        outer = add(parent, "WorkingTimes")
        for start, end in spans:
            one = add(outer, "WorkingTime")
            until = "00:00:00" if end == MIDNIGHT else str(clock(end))
            add_all(one, {"FromTime": str(clock(start)), "ToTime": until})
