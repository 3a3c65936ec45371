"""Calendars of Microsoft Project become working weeks, absences and extra time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from ipmplan.core.calendar import MINUTES_A_DAY, Grid, Moment, Spans, Workweek
from ipmplan.core.people import Absence, Extra
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.data import ProjectCalendar
from ipmplan.files.formats.mspdi.document import union
from ipmplan.files.formats.mspdi.recurrence import MOST_DAYS, days_of

NORMAL: Spans = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
STANDARD: tuple[Spans, ...] = (NORMAL,) * 5 + ((), ())
FINEST = 15
WHOLE: Spans = ((0, MINUTES_A_DAY),)
HALVES: Spans = ((0, MINUTES_A_DAY // 2), (MINUTES_A_DAY // 2, MINUTES_A_DAY))
DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingTimes:
    """A calendar with everything that it inherits: the usual week, and days that are otherwise, with why."""

    week: tuple[Spans, ...] = STANDARD
    days: Mapping[date, tuple[Spans, str]] = field(default_factory=dict)

    def on(self, day: date) -> Spans:
        """Working spans of a day."""
        found = self.days.get(day)
        return found[0] if found is not None else self.week[day.weekday()]

    def cut(self, share: Fraction) -> WorkingTimes:
        """The first part of each day alone, for somebody who is there for so much of it."""
        if share >= 1:
            return self
        return WorkingTimes(
            tuple(_first(spans, share) for spans in self.week),
            {day: (_first(spans, share), why) for day, (spans, why) in self.days.items()},
        )


def _first(spans: Spans, share: Fraction) -> Spans:
    """The first minutes of a day, to the quarter of an hour, at least one."""
    left = sum(end - start for start, end in spans) * share
    rest = max(round(left / FINEST), 1) * FINEST if spans else 0
    found = []
    for start, end in spans:
        if rest <= 0:
            break
        found.append((start, min(end, start + rest)))
        rest -= end - start
    return tuple(found)


class CalendarSet:
    """Finds the working times of each calendar.

    Parameters
    ----------
    calendars
        By UID.
    until
        Last day for which exceptions are worked out.
    losses
        What cannot be carried over.
    """

    def __init__(self, calendars: Mapping[int, ProjectCalendar], until: date, losses: Losses) -> None:
        self._calendars = calendars
        self._until = until
        self._losses = losses
        self._known: dict[int, WorkingTimes] = {}

    def times(self, uid: int | None) -> WorkingTimes:
        """Working times of a calendar, with those of its bases; the usual ones when it is not in the file."""
        return self._times(uid, frozenset())

    def _times(self, uid: int | None, above: frozenset[int]) -> WorkingTimes:
        calendar = self._calendars.get(uid) if uid is not None else None
        if uid is None or calendar is None or uid in above:
            return WorkingTimes()
        if uid not in self._known:
            base = self._times(calendar.base, above | {uid}) if calendar.base is not None else WorkingTimes()
            self._known[uid] = self._over(base, calendar)
        return self._known[uid]

    def _over(self, base: WorkingTimes, calendar: ProjectCalendar) -> WorkingTimes:
        named = {day: self._round(spans, calendar) for day, spans in calendar.week.items()}
        week = tuple(named.get(day, base.week[day]) for day in range(7))
        days = dict(base.days)
        for other in calendar.weeks:
            if (other.end - other.start).days > MOST_DAYS:
                self._losses.add("a working week of a very long period is not carried over", calendar.name)
                continue
            for number in range((min(other.end, self._until) - other.start).days + 1):
                day = other.start + number * DAY
                if day.weekday() in other.week:
                    days[day] = (self._round(other.week[day.weekday()], calendar), other.name)
        # The last exceptions first: where two fall on a day, the first one of the file holds.
        for exception in reversed(calendar.exceptions):
            spans = self._round(exception.spans, calendar)
            found = days_of(exception, self._until)
            if len(found) >= MOST_DAYS:
                self._losses.add(f"only the first {MOST_DAYS:,} days of an exception are carried over", exception.name)
            days |= dict.fromkeys(found, (spans, exception.name))
        return WorkingTimes(week, days)

    def _round(self, spans: Spans, calendar: ProjectCalendar) -> Spans:
        rounded = union([(round(start / FINEST) * FINEST, round(end / FINEST) * FINEST) for start, end in spans])
        rounded = tuple((start, end) for start, end in rounded if start < end)
        if rounded != spans:
            self._losses.add("working times are rounded to the quarter of an hour", calendar.name)
        return rounded


def grid_of(several: list[WorkingTimes], moments: list[Fraction]) -> Grid:
    """The coarsest grid on which all working times, and hours of work, lie.

    Parameters
    ----------
    several
        Working times of everybody.
    moments
        Hours of work that ought to fit whole steps.

    Examples
    --------
    >>> grid_of([WorkingTimes()], [Fraction(8), Fraction(5, 2)])
    Grid(minutes=30)
    """
    edges = {edge for times in several for spans in times.week for span in spans for edge in span}
    edges |= {edge for times in several for spans, _ in times.days.values() for span in spans for edge in span}
    for minutes in (60, 30):
        whole = all((hours * 60 / minutes).denominator == 1 for hours in moments)
        if whole and all(edge % minutes == 0 for edge in edges):
            return Grid(minutes)
    return Grid(15)


def workweek(times: WorkingTimes) -> Workweek:
    """The usual week of a calendar; the standard one where nobody ever works."""
    return Workweek(times.week if any(times.week) else STANDARD)


def differences(
    person: str, times: WorkingTimes, beside: WorkingTimes | None = None
) -> tuple[tuple[Absence, ...], tuple[Extra, ...]]:
    """Absences and extra time that make a usual week what a calendar says.

    Parameters
    ----------
    person
        Whose; ``*`` for everybody.
    times
        What is to come out.
    beside
        For a person: everybody's working times, whose absences and extra time apply already.
    """
    away: list[tuple[date, Spans, str]] = []
    more: list[tuple[date, Spans, str]] = []
    for day in sorted({*times.days, *(beside.days if beside is not None else ())}):
        have = times.week[day.weekday()]
        if beside is not None and day in beside.days:
            usual, special = beside.week[day.weekday()], beside.days[day][0]
            have = union([*minus(have, minus(usual, special)), *minus(special, usual)])
        want = times.on(day)
        why = times.days[day][1] if day in times.days else ""
        if lost := minus(have, want):
            away.append((day, lost if want else WHOLE, why))
        if gained := minus(want, have):
            # A row of extra time with dates alone means usual hours.
            more.append((day, HALVES if gained == WHOLE else gained, why))
    absences = tuple(Absence(person, start, end, why) for start, end, why in _rows(away, times))
    extra = tuple(Extra(person, start, end) for start, end, _ in _rows(more, times))
    return absences, extra


def _rows(found: list[tuple[date, Spans, str]], times: WorkingTimes) -> Iterator[tuple[Moment, Moment, str]]:
    """Whole days that follow each other are one row; parts of days are moments."""
    run: tuple[date, date, str] | None = None
    for day, spans, why in found:
        if spans == WHOLE:
            if run is not None and run[2] == why and not any(times.week[d.weekday()] for d in _between(run[1], day)):
                run = (run[0], day, why)
                continue
            if run is not None:
                yield run
            run = (day, day, why)
            continue
        for start, end in spans:
            yield (
                _moment(day, start) if start else day,
                _moment(day, end) if end < MINUTES_A_DAY else day,
                why,
            )
    if run is not None:
        yield run


def _between(first: date, second: date) -> Iterator[date]:
    for number in range(1, (second - first).days):
        yield first + number * DAY


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def minus(spans: Spans, others: Spans) -> Spans:
    """What of spans does not lie in others.

    Examples
    --------
    >>> minus(((480, 720), (780, 1020)), ((540, 600), (700, 800)))
    ((480, 540), (600, 700), (800, 1020))
    """
    found = []
    for start, end in spans:
        for low, high in others:
            if high <= start or low >= end:
                continue
            if low > start:
                found.append((start, low))
            start = max(start, high)
        if start < end:
            found.append((start, end))
    return tuple(found)
