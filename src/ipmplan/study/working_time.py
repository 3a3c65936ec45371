"""Who can work when: workweeks, holidays, absences, extra time, bookings and premiums become calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from ipmplan.core.calendar import EPOCH, BeyondReach, Calendar, Grid, Moment, Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.study.bookings import PlacedBooking, place_bookings, wishes_to_come
from ipmplan.study.past import Past, past_bookings
from ipmplan.study.plain_time import after, day_spans, week_time
from ipmplan.study.timesheet import Timesheet, timesheet

LOOK_BACK_DAYS = 31
# The weekday of the first tick; Monday is 0.
FIRST_WEEKDAY = EPOCH.weekday()


class WorkingTime:
    """Calendars of the portfolio and of every person, from before the first recorded fact to `until`.

    Parameters
    ----------
    portfolio
        Whose calendars.
    until
        Tick up to which all calendars are known, moved on to the end of its day: days are whole, so that what `fill`
        and bookings take of them does not depend on it.

    Examples
    --------
    >>> from ipmplan.core.people import Person
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), people=(Person("ana"),))
    >>> time = WorkingTime(studio, studio.as_of_tick + 7 * 24)
    >>> time.portfolio.count(studio.as_of_tick, studio.as_of_tick + 7 * 24)
    40
    """

    def __init__(self, portfolio: Portfolio, until: int) -> None:
        self._portfolio = portfolio
        self.grid: Grid = portfolio.grid
        self.start: int = self.grid.start_of(_first_day(portfolio))
        self.until: int = -(-until // self.grid.ticks_a_day) * self.grid.ticks_a_day
        self._weeks: dict[tuple[Workweek, str | None], Calendar] = {}
        self._people: dict[str, Calendar] = {}
        self._free: dict[str, Calendar] = {}
        self._past: dict[str, Past] = {}
        self._sheet: Timesheet | None = None
        self._bookings: dict[tuple[str, int | None], tuple[PlacedBooking, ...]] = {}
        self._absences: dict[str, list[Absence]] = {}
        for absence in portfolio.absences:
            self._absences.setdefault(absence.person, []).append(absence)
        self._open: dict[int, int] = {}
        self._extra: dict[str, list[Extra]] = {}
        for extra in portfolio.extra:
            self._extra.setdefault(extra.person, []).append(extra)
        plain = self._week(portfolio.calendar.workweek, portfolio.calendar.holidays)
        self.portfolio: Calendar = self._adjusted(plain, EVERYBODY)

    def person(self, person: str) -> Calendar:
        """Working time of a person, bookings included."""
        if person not in self._people:
            self._people[person] = self._person(person)
        return self._people[person]

    def bookings(self, person: str, last_finish: int | None = None) -> tuple[PlacedBooking, ...]:
        """Bookings as placed in a person's working time, from the status date on.

        Parameters
        ----------
        person
            Whose.
        last_finish
            Tick at which those without an end stop, and behind which the time that they would have taken is free for
            those after them in file order; None = they go on, which is what work sees that is not placed yet.
        """
        if last_finish is not None and last_finish > self.until:
            raise BeyondReach(last_finish, self.until)
        key = (person, last_finish)
        if key not in self._bookings:
            gone = self.past(person).gone
            self._bookings[key] = place_bookings(self._portfolio, person, self.person(person), gone, last_finish)
        return self._bookings[key]

    def past(self, person: str) -> Past:
        """A person's bookings before the status date."""
        if person not in self._past:
            working = self.person(person)
            if self._sheet is None:
                self._sheet = timesheet(self._portfolio)
            self._past[person] = past_bookings(self._portfolio, person, working, self._sheet)
        return self._past[person]

    def wishes(self, person: str, booking: Booking) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and ticks of what a booking asks of a person from the status date on."""
        gone = self.past(person).gone.get(booking.id, 0)
        return wishes_to_come(self._portfolio, booking, self.person(person), gone)

    def free(self, person: str) -> Calendar:
        """Working time of a person that is left for tasks, before the plan's last finish wherever that is."""
        if person not in self._free:
            placed = [interval for booking in self.bookings(person) for interval in booking.intervals]
            self._free[person] = self.person(person).minus(placed) if placed else self.person(person)
        return self._free[person]

    def premiums(self, person: str) -> list[tuple[int, int, Decimal]]:
        """Intervals of extra time that cost more, with the premium (0.5 = 50 % dearer)."""
        return [
            (start, end, extra.premium)
            for name in (person, EVERYBODY)
            for extra in self._extra.get(name, ())
            if extra.premium
            for start, end in self._extra_spans(extra)
        ]

    def absence_end(self, absence: Absence) -> int:
        """Tick at which an absence ends, also beyond `until`.

        An open one counts as `open_absence` of the portfolio's workweek, holidays left out, from the later of its start
        and the status date; it never ends where nobody ever works.
        """
        if absence.end is not None:
            return self.grid.end_of(absence.end)
        start = max(self.grid.start_of(absence.start), self._portfolio.as_of_tick)
        if start not in self._open:
            self._open[start] = after(self._portfolio, start, self._portfolio.calendar.open_absence)
        return self._open[start]

    def _week(self, week: Workweek, code: str | None) -> Calendar:
        key = (week, code)
        if key not in self._weeks:
            first, last = self.grid.day(self.start).toordinal(), self.grid.day(self.until).toordinal()
            spans = week_time(self._portfolio, week, code, first, last)
            self._weeks[key] = Calendar(spans.within(self.start, self.until).intervals, self.until)
        return self._weeks[key]

    def _adjusted(self, calendar: Calendar, name: str) -> Calendar:
        away = [(self.grid.start_of(row.start), self.absence_end(row)) for row in self._absences.get(name, ())]
        more = [span for extra in self._extra.get(name, ()) for span in self._extra_spans(extra)]
        if away:
            calendar = calendar.minus(away)
        return calendar.plus(more).within(self.start, self.until) if more else calendar

    def _person(self, person_id: str) -> Calendar:
        person = self._portfolio.person[person_id]
        settings = self._portfolio.calendar
        week = person.workweek or settings.workweek
        code = person.holidays if person.holidays is not None else settings.holidays
        # One after the other: extra time of everybody calls nobody back from leave, one's own does.
        calendar = self._adjusted(self._adjusted(self._week(week, code), EVERYBODY), person_id)
        joins = self.grid.start_of(person.joins) if person.joins else self.start
        leaves = self.grid.end_of(person.leaves) if person.leaves else self.until
        if person.joins or person.leaves:
            calendar = calendar.within(joins, leaves)
        sprint = self._portfolio.sprint
        return self._filled(calendar) if sprint is not None and sprint.fill < 1 else calendar

    def _filled(self, calendar: Calendar) -> Calendar:
        """Keep the first part of each working day: the running total over each ISO week is rounded (half up) to the grid."""
        sprint = self._portfolio.sprint
        assert sprint is not None
        a_day = self.grid.ticks_a_day
        by_day: dict[int, list[tuple[int, int]]] = {}
        for start, end in calendar.intervals:
            while start < end:
                stop = min(end, (start // a_day + 1) * a_day)
                by_day.setdefault(start // a_day, []).append((start, stop))
                start = stop
        kept: list[tuple[int, int]] = []
        week, worked, given = None, 0, 0
        for day, spans in by_day.items():
            if (day + FIRST_WEEKDAY) // 7 != week:
                week, worked, given = (day + FIRST_WEEKDAY) // 7, 0, 0
            worked += sum(end - start for start, end in spans)
            left = int(sprint.fill * worked + Fraction(1, 2)) - given
            given += left
            for start, end in spans:
                take = min(left, end - start)
                kept.append((start, start + take))
                left -= take
        return Calendar(kept, self.until)

    def _extra_spans(self, extra: Extra) -> list[tuple[int, int]]:
        if isinstance(extra.start, datetime) or isinstance(extra.end, datetime):
            return [(self.grid.start_of(extra.start), self.grid.end_of(extra.end))]
        week = self._portfolio.calendar.workweek
        spans = day_spans(self.grid, next((spans for spans in week.days if spans), ()))
        days = range((extra.start - EPOCH).days, (extra.end - EPOCH).days + 1)
        a_day = self.grid.ticks_a_day
        return [(day * a_day + start, day * a_day + end) for day in days for start, end in spans]


def _first_day(portfolio: Portfolio) -> date:
    """First day that calendars must know: a little before the first date that any fact names."""
    moments: list[Moment] = [portfolio.as_of]
    moments += [row.date for row in portfolio.progress]
    moments += [booking.start for booking in portfolio.bookings if booking.start]
    moments += [milestone.due for milestone in portfolio.milestones if milestone.due]
    moments += [project.due for project in portfolio.projects if project.due]
    for task in portfolio.tasks:
        moments += [moment for moment in (task.not_before, task.due) if moment]
    if portfolio.baseline is not None:
        moments += [task.start for task in portfolio.baseline.tasks]
    first = min(moment.date() if isinstance(moment, datetime) else moment for moment in moments)
    return max(first - timedelta(days=LOOK_BACK_DAYS + _days_back(portfolio)), EPOCH)


def _days_back(portfolio: Portfolio) -> int:
    """Days before all facts at which waits may begin: before the end that they are linked to, or by a negative lag."""
    hours = Fraction(0)
    for task in portfolio.tasks:
        if any(link.type[1] == "F" for link in task.after):
            hours += max((work.wait or Fraction(0) for work in task.work), default=Fraction(0))
        hours += max((-link.lag for link in task.after if link.lag < 0), default=Fraction(0))
    week = portfolio.calendar.workweek.hours_a_week
    return ceil(hours / week * 9) if week else 0
