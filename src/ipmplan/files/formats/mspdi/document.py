"""Reading an MSPDI file into its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from ipmplan.core.calendar import MINUTES_A_DAY, Spans
from ipmplan.core.work import LinkType
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.mspdi.data import (
    CalendarException,
    CostRate,
    MsAssignment,
    MsProject,
    MsTask,
    OtherWeek,
    PredecessorLink,
    ProjectCalendar,
    Recurrence,
    Resource,
    ResourceKind,
    Saved,
    TimePiece,
)
from ipmplan.files.formats.mspdi.elements import NO_YEARS, Values, walk

KINDS = frozenset({"Calendar", "Task", "Resource", "Assignment"})
MOST_THINGS = 200_000
MOST_ISSUES = 200
LINKS: Mapping[int, LinkType] = {0: "FF", 1: "FS", 2: "SF", 3: "SS"}
# Formats of lags and durations: elapsed units, and those in per cent.
ELAPSED = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
PERCENT = frozenset({19, 20, 51, 52})
RESOURCES: Mapping[int, ResourceKind] = {0: "material", 1: "work", 2: "cost"}
T = TypeVar("T")
# Timephased data that is read: actual work, baseline work.
WORKED, PROMISED = 2, 4
# The resource of an assignment that nobody has.
NOBODY = -65535


def read_document(data: bytes, place: str) -> MsProject:
    """Read the bytes of a file.

    Raises
    ------
    InputError
        When it is not MSPDI, or values of it cannot be read: with every one of them.
    """
    issues: list[Issue] = []
    calendars: dict[int, ProjectCalendar] = {}
    resources: dict[int, Resource] = {}
    tasks: list[MsTask] = []
    assignments: list[MsAssignment] = []
    root: Values | None = None
    for kind, element in walk(data, place, KINDS):
        if len(tasks) + len(assignments) + len(resources) + len(calendars) > MOST_THINGS or len(issues) > MOST_ISSUES:
            break
        if kind not in KINDS:
            if kind != "Project":
                message = f"the file is not a plan in Microsoft Project's XML: it begins with <{kind[:40]}>"
                raise InputError(Issue(message, place))
            root = Values(element, place, issues)
            continue
        label = Values(element, place, issues)
        where = f"{place}: {kind.casefold()} {label.text('UID')[:20]}"
        values = Values(element, where, issues)
        if kind == "Calendar":
            calendar = _calendar(values)
            calendars[calendar.uid] = calendar
        elif kind == "Resource":
            resource = _resource(values)
            resources[resource.uid] = resource
        elif kind == "Task":
            if not values.yes("IsNull"):
                tasks.append(_task(values))
        else:
            assignments.append(_assignment(values))
    if root is None and not issues:
        issues.append(Issue(f"the file has more than {MOST_THINGS:,} tasks and assignments", place))
    if issues or root is None:
        raise InputError(issues)
    seen: set[int] = set()
    for task in tasks:
        if task.uid in seen:
            issues.append(Issue(f"two tasks have the UID {task.uid}", place))
        seen.add(task.uid)
    if issues:
        raise InputError(issues)
    return MsProject(
        name=root.text("Title") or root.text("Name"),
        currency=root.text("CurrencyCode"),
        status=root.moment("StatusDate"),
        saved=root.moment("LastSaved"),
        current=root.moment("CurrentDate"),
        start=root.moment("StartDate"),
        calendar=root.whole("CalendarUID", -1),
        calendars=calendars,
        tasks=tuple(tasks),
        resources=resources,
        assignments=tuple(assignments),
        aliases={
            one.text("FieldID"): one.text("Alias")
            for one in root.inner("ExtendedAttributes", "ExtendedAttribute")
            if one.text("Alias")
        },
    )


def _fields(values: Values) -> dict[str, str]:
    """Custom fields by number."""
    return {one.text("FieldID"): one.text("Value") for one in values.all("ExtendedAttribute") if one.text("Value")}


def _task(values: Values) -> MsTask:
    links = tuple(_link(one) for one in values.all("PredecessorLink"))
    return MsTask(
        uid=values.whole("UID", -1),
        name=values.text("Name"),
        level=values.whole("OutlineLevel"),
        summary=values.yes("Summary"),
        milestone=values.yes("Milestone"),
        active=values.text("Active") != "0",
        manual=values.yes("Manual"),
        external=values.yes("ExternalTask") or values.yes("IsSubproject"),
        start=values.moment("Start"),
        finish=values.moment("Finish"),
        duration=values.hours("Duration") or Fraction(0),
        elapsed=values.whole("DurationFormat") in ELAPSED,
        actual_start=values.moment("ActualStart"),
        actual_finish=values.moment("ActualFinish"),
        actual_duration=values.hours("ActualDuration") or Fraction(0),
        percent=values.whole("PercentComplete"),
        constraint=values.whole("ConstraintType"),
        constraint_date=values.moment("ConstraintDate"),
        deadline=values.moment("Deadline"),
        calendar=values.whole("CalendarUID", -1) if values.text("CalendarUID") not in {"", "-1"} else None,
        priority=values.whole("Priority", 500),
        # Money of tasks and assignments is kept in hundredths.
        fixed_cost=(values.number("FixedCost") or Decimal(0)) / 100,
        split=(values.moment("Stop") or values.moment("Resume")) is not None and _apart(values),
        notes=values.text("Notes"),
        wbs=values.text("WBS"),
        baseline=_saved(values),
        links=links,
        fields=_fields(values),
    )


def _apart(values: Values) -> bool:
    """Whether work stops and goes on later than the same day."""
    stop, resume = values.moment("Stop"), values.moment("Resume")
    return stop is not None and resume is not None and (resume.date() - stop.date()).days > 3


def _link(values: Values) -> PredecessorLink:
    form = values.whole("LagFormat", 7)
    percent = form in PERCENT
    lag = Fraction(values.number("LinkLag") or 0)
    return PredecessorLink(
        predecessor=values.whole("PredecessorUID", -1),
        type=LINKS.get(values.whole("Type", 1), "FS"),
        # In tenths of a minute, but for per cent.
        lag=lag if percent else lag / 600,
        percent=percent,
        elapsed=form in ELAPSED,
        other_project=values.yes("CrossProject"),
    )


def _saved(values: Values) -> Saved | None:
    """Return baseline 0; the ten others are further copies."""
    for one in values.all("Baseline"):
        start, finish = one.moment("Start"), one.moment("Finish")
        if one.whole("Number") == 0 and start is not None and finish is not None and start <= finish:
            return Saved(start, finish, max(one.hours("Work") or Fraction(0), Fraction(0)))
    return None


def _resource(values: Values) -> Resource:
    rates = []
    for one in values.inner("Rates", "Rate"):
        rate = one.number("StandardRate")
        start = one.moment("RatesFrom")
        if rate is not None and one.whole("RateTable") == 0:
            rates.append(CostRate(_real(start), rate))
    units = values.number("MaxUnits")
    periods = values.inner("AvailabilityPeriods", "AvailabilityPeriod")
    first = _real(periods[0].moment("AvailableFrom")) if periods else _real(values.moment("AvailableFrom"))
    last = _real(periods[-1].moment("AvailableTo")) if periods else _real(values.moment("AvailableTo"))
    return Resource(
        uid=values.whole("UID", -1),
        name=values.text("Name"),
        kind=RESOURCES.get(values.whole("Type", 1), "work"),
        max_units=Fraction(units) if units is not None else Fraction(1),
        rate=values.number("StandardRate"),
        rates=tuple(rates),
        calendar=values.whole("CalendarUID", -1),
        group=values.text("Group"),
        email=values.text("EmailAddress"),
        overtime_rate=values.number("OvertimeRate") or Decimal(0),
        cost_per_use=values.number("CostPerUse") or Decimal(0),
        joins=first,
        leaves=last,
        availability=len(periods) > 1,
        fields=_fields(values),
    )


def _real(moment: datetime | None) -> date | None:
    """The day of a moment, unless it stands for none."""
    return None if moment is None or moment.year in NO_YEARS else moment.date()


def _assignment(values: Values) -> MsAssignment:
    pieces = []
    for one in values.all("TimephasedData"):
        if (kind := one.whole("Type")) in (WORKED, PROMISED):
            start, finish, hours = one.moment("Start"), one.moment("Finish"), one.hours("Value")
            if start is not None and finish is not None and hours is not None and hours >= 0 and start < finish:
                pieces.append(TimePiece(kind, start, finish, hours))
    units = values.number("Units")
    return MsAssignment(
        task=values.whole("TaskUID", -1),
        resource=values.whole("ResourceUID", -1),
        units=Fraction(units) if units is not None else Fraction(1),
        work=max(values.hours("Work") or Fraction(0), Fraction(0)),
        actual=max(values.hours("ActualWork") or Fraction(0), Fraction(0)),
        remaining=max(values.hours("RemainingWork") or Fraction(0), Fraction(0)),
        actual_start=values.moment("ActualStart"),
        actual_finish=values.moment("ActualFinish"),
        start=values.moment("Start"),
        cost=(values.number("Cost") or Decimal(0)) / 100,
        baseline=_saved(values),
        pieces=tuple(pieces),
        fields=_fields(values),
    )


def _calendar(values: Values) -> ProjectCalendar:
    week: dict[int, Spans] = {}
    exceptions = [_exception(one) for one in values.inner("Exceptions", "Exception")]
    older = []
    for one in values.inner("WeekDays", "WeekDay"):
        if one.whole("DayType") == 0:
            older.append(_period(one, lambda start, end, one=one: CalendarException("", start, end, _spans(one))))  # type: ignore[misc]
        elif 1 <= one.whole("DayType") <= 7:
            week[_weekday(one.whole("DayType"))] = _spans(one)
    if not exceptions:
        # Files of 2003 have exceptions as weekdays of type 0; later ones repeat them there.
        exceptions = older
    weeks = []
    for one in values.inner("WorkWeeks", "WorkWeek"):
        days = {
            _weekday(day.whole("DayType")): _spans(day)
            for day in one.inner("WeekDays", "WeekDay")
            if 1 <= day.whole("DayType") <= 7
        }
        weeks.append(_period(one, lambda start, end, one=one, days=days: OtherWeek(one.text("Name"), start, end, days)))  # type: ignore[misc]
    base = values.whole("BaseCalendarUID", -1)
    return ProjectCalendar(
        uid=values.whole("UID", -1),
        name=values.text("Name"),
        base=base if base > 0 else None,
        week=week,
        exceptions=tuple(one for one in exceptions if one is not None),
        weeks=tuple(one for one in weeks if one is not None),
    )


def _weekday(number: int) -> int:
    """Monday = 0; Microsoft Project counts from 1 = Sunday."""
    return (number - 2) % 7


def _period(values: Values, make: Callable[[date, date], T]) -> T | None:
    for one in values.all("TimePeriod"):
        start, end = one.moment("FromDate"), one.moment("ToDate")
        if start is not None and end is not None:
            # An end at midnight is that of the day before.
            last = end - timedelta(minutes=1) if end > start and (end.hour, end.minute) == (0, 0) else end
            return make(start.date(), max(last.date(), start.date()))
    return None


def _exception(values: Values) -> CalendarException | None:
    recurrence = _recurrence(values)
    spans = _spans(values)
    return _period(values, lambda start, end: CalendarException(values.text("Name"), start, end, spans, recurrence))


def _recurrence(values: Values) -> Recurrence | None:
    kind = values.whole("Type", 1)
    every = max(values.whole("Period", 1), 1)
    if kind not in range(1, 9) or (kind == 1 and every == 1):
        return None
    bits = values.whole("DaysOfWeek")
    return Recurrence(
        type=kind,
        every=every,
        # Sunday is bit 1, Saturday bit 64.
        days=frozenset((day - 1) % 7 for day in range(7) if bits >> day & 1),
        item=values.whole("MonthItem"),
        position=values.whole("MonthPosition"),
        month=values.whole("Month"),
        month_day=values.whole("MonthDay", 1),
        times=max(values.whole("Occurrences"), 0) if values.yes("EnteredByOccurrences") else 0,
    )


def _spans(values: Values) -> Spans:
    """Working spans of a day in minutes, sorted and disjoint; none where the day is off."""
    if not values.yes("DayWorking"):
        return ()
    found: list[tuple[int, int]] = []
    for one in values.inner("WorkingTimes", "WorkingTime"):
        if not one.text("FromTime") or not one.text("ToTime"):
            continue
        start, end = one.minute("FromTime"), one.minute("ToTime")
        if start is not None and end is not None:
            found.append((start, end if end > start else MINUTES_A_DAY))
    return union(found)


def union(spans: list[tuple[int, int]]) -> Spans:
    """Join spans that overlap or touch.

    Examples
    --------
    >>> union([(540, 600), (480, 560), (700, 720)])
    ((480, 600), (700, 720))
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
