"""Reading plan.json, hand-edited ones, too: every wrong place is told with its line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeVar, cast

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import (
    Assignment,
    AssignmentKind,
    GoalValue,
    MilestoneKind,
    PersonLoad,
    PersonWeek,
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    PlanStatus,
    Schedule,
)
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.dates import FIRST_YEAR, LAST_YEAR, parse_moment

T = TypeVar("T")
FORMAT = "ipmplan-plan/1"
MOST_ITEMS = 1_000_000
LONGEST_NUMBER = 30
_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")
_MISSING = object()


class _Wrong(ValueError):
    """A value is not what its place wants; says what that is."""


def load_document(text: str, place: str) -> dict[str, object]:
    """Read the JSON of a plan.

    Raises
    ------
    InputError
        When it is not JSON, or not a plan of this format.

    Examples
    --------
    >>> load_document('{"format": "ipmplan-plan/1"}', "plan.json")
    {'format': 'ipmplan-plan/1'}
    """
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(Issue(f"the plan is not JSON: {error.msg}", f"{place}:{error.lineno}")) from None
    except RecursionError:
        raise InputError(Issue("the plan is nested too deeply", place)) from None
    except ValueError as error:
        raise InputError(Issue(f"the plan is not JSON: {str(error)[:200]}", place)) from None
    if not isinstance(document, dict):
        raise InputError(Issue("the plan is not a JSON object", place, 'Maybe it should begin with "{"?'))
    if document.get("format") != FORMAT:
        message = f"the format is {quoted(str(document.get('format'))[:100])}, only {quoted(FORMAT)} can be read"
        raise InputError(Issue(message, place, "Maybe this is not a plan of ipmplan?"))
    return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def schedule_of(document: dict[str, object], text: str, place: str) -> Schedule:
    """Turn the document of a plan into facts.

    Parameters
    ----------
    text
        What the document was read from, to tell lines.

    Raises
    ------
    InputError
        With every place that is wrong.

    Examples
    --------
    >>> text = '{"format": "ipmplan-plan/1", "portfolio": "N", "as_of": "2026-01-05", "status": "optimal"}'
    >>> schedule_of(load_document(text, "plan.json"), text, "plan.json").status
    'optimal'
    """
    reader = _Reader(text, place)
    top = _Item(reader, document, "")
    schedule = Schedule(
        portfolio=top.get("portfolio", _text),
        as_of=top.get("as_of", _moment),
        status=cast("PlanStatus", top.get("status", _one_of("optimal", "feasible"))),
        goals=top.each("goals", _goal),
        assignments=top.each("assignments", _assignment),
        tasks=top.each("tasks", _task),
        milestones=top.each("milestones", _milestone),
        projects=top.each("projects", _project),
        people=top.each("people", _person),
        including=top.get("with", _texts, ()),
        allow_over_budget=top.get("allow_over_budget", _flag, default=False),
        notes=top.get("notes", _texts, ()),
        currency=top.get("currency", _text, ""),
    )
    if reader.issues:
        raise InputError(reader.issues)
    return schedule


class _Reader:
    """Collects what is wrong."""

    def __init__(self, text: str, place: str) -> None:
        self.issues: list[Issue] = []
        self._text = text
        self._place = place
        self._lines: dict[str, list[int]] = {}

    def say(self, path: str, message: str) -> None:
        self.issues.append(Issue(f"{path} {message}", self._where(path)))

    def _where(self, path: str) -> str:
        """Place with the line of the item, such as ``assignments[3]``, that the path lies in."""
        top, _, rest = path.partition("[")
        key = top.partition(".")[0]
        if key not in self._lines:
            self._lines[key] = self._find(key)
        lines = self._lines[key]
        number = int(rest.partition("]")[0]) + 1 if rest else 0
        return f"{self._place}:{lines[number]}" if number < len(lines) else self._place

    def _find(self, key: str) -> list[int]:
        """Line of a key, then of each object in its list, found by reading the text once more."""
        found = re.search(rf'"{re.escape(key)}"\s*:\s*', self._text)
        if found is None:
            return []
        line, position = self._text.count("\n", 0, found.start()) + 1, found.start()
        lines = [line]
        decoder = json.JSONDecoder()
        after = found.end()
        if self._text[after : after + 1] != "[":
            return lines
        after = self._skip(after + 1)
        while self._text[after : after + 1] not in ("", "]"):
            line += self._text.count("\n", position, after)
            position = after
            lines.append(line)
            after = self._skip(decoder.raw_decode(self._text, after)[1])
        return lines

    def _skip(self, position: int) -> int:
        while position < len(self._text) and self._text[position] in " \t\r\n,":
            position += 1
        return position


class _Item:
    """An object of the document and its path."""

    __slots__ = ("_data", "_path", "_reader")

    def __init__(self, reader: _Reader, data: object, path: str) -> None:
        self._reader = reader
        self._path = path
        self._data: dict[str, object] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            reader.say(path, "is not an object")

    def get(self, key: str, parse: Callable[[object], T], default: object = _MISSING) -> T:
        """Read a value; null counts as not given."""
        value = self._data.get(key)
        if value is None:
            if default is _MISSING and self._data:
                self._reader.say(f"{self._path}.{key}".lstrip("."), "is missing")
            return cast("T", default)
        try:
            return parse(value)
        except _Wrong as error:
            shown = quoted(value if isinstance(value, str) else json.dumps(value)[:100])
            self._reader.say(f"{self._path}.{key}".lstrip("."), f"{shown} is not {error}")
            return cast("T", default)

    def each(self, key: str, read: Callable[[_Item], T]) -> tuple[T, ...]:
        """Read a list of objects."""
        path = f"{self._path}.{key}".lstrip(".")
        value = self._data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._reader.say(path, "is not a list")
            return ()
        return tuple(read(_Item(self._reader, one, f"{path}[{number}]")) for number, one in enumerate(value))


def _goal(item: _Item) -> GoalValue:
    return GoalValue(
        item.get("goal", _text),
        item.get("value", _number),
        item.get("bound", _number, None),
        item.get("unit", _text, ""),
    )


def _assignment(item: _Item) -> Assignment:
    return Assignment(
        task=item.get("task", _text),
        person=item.get("person", _text),
        start=item.get("start", _time),
        end=item.get("end", _time),
        hours=item.get("hours", _amount),
        part=item.get("requirement", _index, 0),
        skill=item.get("skill", _text, ""),
        share=item.get("share", _share, 1.0),
        kind=cast("AssignmentKind", item.get("kind", _one_of("planned", "booking", "actual"), "planned")),
    )


def _task(item: _Item) -> PlannedTask:
    return PlannedTask(
        id=item.get("id", _text),
        start=item.get("start", _time),
        end=item.get("end", _time),
        alternative=item.get("alternative", _index, 0),
        critical=item.get("critical", _flag, default=False),
        slack_hours=item.get("slack_hours", _number, 0.0),
    )


def _milestone(item: _Item) -> PlannedMilestone:
    return PlannedMilestone(
        id=item.get("id", _text),
        due=item.get("due", _moment, None),
        finish=item.get("finish", _time, None),
        late_hours=item.get("late_hours", _number, 0.0),
        kind=cast("MilestoneKind", item.get("kind", _one_of("milestone", "project", "task"), "milestone")),
    )


def _project(item: _Item) -> PlannedProject:
    return PlannedProject(
        item.get("id", _text),
        item.get("finish", _time, None),
        item.get("cost", _money, None),
        item.get("budget", _money, None),
    )


def _person(item: _Item) -> PersonLoad:
    return PersonLoad(
        id=item.get("id", _text),
        hours=item.get("hours", _amount, 0.0),
        available_hours=item.get("available_hours", _amount, 0.0),
        utilisation=item.get("utilisation", _amount, 0.0),
        weeks=item.each("weeks", _week),
        cost=item.get("cost", _money, None),
    )


def _week(item: _Item) -> PersonWeek:
    return PersonWeek(
        item.get("week", _text),
        item.get("available", _amount, 0.0),
        item.get("booked", _amount, 0.0),
        item.get("planned", _amount, 0.0),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong("text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Wrong("a list of texts")
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true or false")
    return value


def _one_of(*words: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise _Wrong(" or ".join(words))
        return value

    return parse


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise _Wrong("a number")
    return float(value)


def _amount(value: object) -> float:
    number = _number(value)
    if number < 0 or math.isnan(number):
        raise _Wrong("a number of hours")
    return number


def _share(value: object) -> float:
    number = _number(value)
    if not 0 < number <= 1:
        raise _Wrong("a share between 0 and 1")
    return number


def _index(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ITEMS:
        raise _Wrong("a whole number from 0")
    return value


def _money(value: object) -> Decimal:
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            raise _Wrong('an amount of money like "1250.00"') from None
        if amount.is_finite() and abs(amount) < Decimal(10) ** 15:
            return amount
    raise _Wrong('an amount of money like "1250.00"')


def _time(value: object) -> datetime:
    if isinstance(value, str) and _FULL.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise _Wrong("in the calendar") from None
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
    raise _Wrong("a time like 2026-01-05T09:00")


def _moment(value: object) -> Moment:
    try:
        # In a plan, midnight is a moment, as in a cell it is the day.
        return parse_moment(value) if isinstance(value, str) and not _FULL.fullmatch(value) else _time(value)
    except InputError:
        raise _Wrong("a day or a time like 2026-01-05T09:00") from None
