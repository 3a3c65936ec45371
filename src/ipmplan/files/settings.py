"""The settings: portfolio.toml, or the sheet `portfolio` of a workbook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import TypeVar, cast

from ipmplan.core.calendar import Moment, Workweek
from ipmplan.core.goal_names import NAMED_ORDERS, known_goals
from ipmplan.core.portfolio import CalendarSettings, Goals, Handovers, Sprint
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue, Severity
from ipmplan.files.dates import parse_day, parse_moment
from ipmplan.files.numbers import doubt, parse_factor, parse_length, parse_portion, wrong
from ipmplan.files.tables import decode
from ipmplan.files.values import one_of, parse_text
from ipmplan.files.week import parse_grid, parse_sprint_length, parse_workweek, week_off_the_grid

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "": ("name", "currency", "as_of"),
    "calendar": ("workweek", "holidays", "grid", "open_absence", "open_answer", "handover", "handovers", "timezone"),
    "sprint": ("start", "length", "fill"),
    "goals": ("order", "tolerance", "slack"),
}
T = TypeVar("T")
HANDOVERS = ("needed", "any", "never")
TODAY = "today"
OPEN_DAYS = 5
_KEY = re.compile(r"\s*([\w-]+(?:\.[\w-]+)*)\s*=")
_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")


@dataclass(frozen=True)
class RawSettings:
    """Settings as written: values by dotted key, and the place of each."""

    values: Mapping[str, object]
    places: Mapping[str, str]
    place: str

    def under(self, others: RawSettings) -> RawSettings:
        """The same settings, but for those that `others` gives."""
        return RawSettings({**self.values, **others.values}, {**self.places, **others.places}, others.place)


@dataclass(frozen=True)
class Settings:
    """Settings as understood; `name` and `as_of` None when they are missing or cannot be read."""

    name: str | None = None
    currency: str = "EUR"
    as_of: Moment | None = None
    calendar: CalendarSettings = field(default_factory=CalendarSettings)
    sprint: Sprint | None = None
    goals: Goals = field(default_factory=Goals)


def read_toml(data: bytes, place: str, issues: list[Issue]) -> RawSettings | None:
    r"""Read portfolio.toml into dotted keys; None and an issue when it is not TOML.

    Examples
    --------
    >>> raw = read_toml(b"[calendar]\ngrid = '1h'", "portfolio.toml", [])
    >>> raw.values, raw.places
    ({'calendar.grid': '1h'}, {'calendar': 'portfolio.toml:1', 'calendar.grid': 'portfolio.toml:2'})
    """
    text = decode(data, place, issues)
    if text is None:
        return None
    try:
        loaded = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        issues.append(Issue("the settings are nested too deeply", place))
        return None
    except ValueError as error:
        issues.append(_not_toml(str(error), place))
        return None
    values: dict[str, object] = {}
    for key, value in loaded.items():
        if isinstance(value, dict):
            values |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            values[key] = value
    return RawSettings(values, _places(text, place), place)


def settings_of_rows(lines: Iterable[tuple[int, list[str]]], place: str) -> RawSettings:
    """Take settings from rows of key and value; a key may leave out its section.

    Examples
    --------
    >>> settings_of_rows([(1, ["setting", "value"]), (2, ["grid", "1h"])], "studio.xlsx:portfolio").places
    {'calendar.grid': 'studio.xlsx:portfolio:2'}
    """
    values: dict[str, object] = {}
    places: dict[str, str] = {}
    sections = {name: section for section, names in SECTIONS.items() for name in names}
    for line, cells in lines:
        key = "_".join(cells[0].casefold().split())
        value = next((cell for cell in cells[1:] if cell), "")
        if not key or not value or (key, value.casefold()) in {("key", "value"), ("setting", "value")}:
            continue
        full = f"{sections[key]}.{key}".lstrip(".") if key in sections else key
        values[full] = value
        places[full] = f"{place}:{line}"
    return RawSettings(values, places, place)


def _not_toml(error: str, place: str) -> Issue:
    line = re.search(r"\(at line (\d+)", error)
    message = error[: line.start()].strip() if line else error
    where = f"{place}:{line[1]}" if line else place
    return Issue(f"the settings are not TOML: {message[:200]}", where, "Maybe text needs quotation marks?")


def _places(text: str, place: str) -> dict[str, str]:
    """Line of each key, as well as they can be told without a parser."""
    section = ""
    places: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _SECTION.match(line):
            section = f"{found[1]}."
            places.setdefault(found[1], f"{place}:{number}")
        elif found := _KEY.match(line):
            places.setdefault(section + found[1], f"{place}:{number}")
    return places


def read_settings(
    raw: RawSettings, issues: list[Issue], *, as_of: Moment | None = None, today: date | None = None
) -> Settings:
    """Understand the settings; what is wrong is reported and left at its default.

    Parameters
    ----------
    raw
        As parsed.
    issues
        Where problems are added.
    as_of
        Status date that overrides the one in the settings.
    today
        What the word "today" means; the computer's date when not given.

    Examples
    --------
    >>> raw = RawSettings({"name": "Northlight", "as_of": "2026-01-05"}, {}, "portfolio.toml")
    >>> read_settings(raw, []).as_of
    datetime.date(2026, 1, 5)
    """
    return _Understanding(raw, issues).settings(as_of, today)


class _Understanding:
    """Reads setting by setting, so that all problems are found."""

    def __init__(self, raw: RawSettings, issues: list[Issue]) -> None:
        self.raw = raw
        self.issues = issues

    def settings(self, as_of: Moment | None, today: date | None) -> Settings:
        self._unknown_keys()
        status_date: Moment | None = self._value("as_of", lambda text: _status_date(text, today))
        if as_of is not None:
            status_date = as_of
        elif "as_of" not in self.raw.values:
            self._say("as_of is missing", self.raw.place, 'Maybe write `as_of = "today"`?')
        return Settings(
            name=self._value("name", parse_text),
            currency=self._value("currency", parse_currency) or "EUR",
            as_of=status_date,
            calendar=self._calendar(),
            sprint=self._sprint(),
            goals=self._goals(),
        )

    def _calendar(self) -> CalendarSettings:
        workweek = self._value("calendar.workweek", _some_workweek)
        plain = CalendarSettings() if workweek is None else CalendarSettings(workweek=workweek)
        day, week = plain.workweek.hours_a_day, plain.workweek.hours_a_week
        grid = self._value("calendar.grid", parse_grid)
        for message, hint in week_off_the_grid(plain.workweek, grid or plain.grid):
            self._say(message, self._place("calendar.workweek"), hint)
        open_absence = self._value("calendar.open_absence", lambda text: parse_length(text, day, week=week))
        open_answer = self._value("calendar.open_answer", lambda text: parse_length(text, day, week=week))
        handover = self._value("calendar.handover", lambda text: parse_length(text, day, week=week))
        return CalendarSettings(
            workweek=plain.workweek,
            holidays=self._value("calendar.holidays", parse_text),
            grid=plain.grid if grid is None else grid,
            open_absence=OPEN_DAYS * day if open_absence is None else open_absence,
            open_answer=OPEN_DAYS * day if open_answer is None else open_answer,
            handover=plain.handover if handover is None else handover,
            timezone=self._value("calendar.timezone", _timezone),
            handovers=self._value("calendar.handovers", parse_handovers) or plain.handovers,
        )

    def _sprint(self) -> Sprint | None:
        if not any(key == "sprint" or key.startswith("sprint.") for key in self.raw.values):
            return None
        start = self._value("sprint.start", parse_day)
        days = self._value("sprint.length", parse_sprint_length)
        fill = self._value("sprint.fill", _fill)
        if start is None:
            if "sprint.start" not in self.raw.values:
                self._say("start of the sprint is missing", self._place("sprint"), "Maybe write `start = 2026-01-05`?")
            return None
        plain = Sprint(start)
        return Sprint(start, days or plain.days, plain.fill if fill is None else fill)

    def _goals(self) -> Goals:
        plain = Goals()
        tolerance = self._value("goals.tolerance", parse_portion)
        order = self._order()
        slack = self._slack()
        return Goals(
            order=plain.order if order is None else order,
            tolerance=plain.tolerance if tolerance is None else tolerance,
            slack=plain.slack if slack is None else slack,
        )

    def _order(self) -> tuple[str, ...] | None:
        value = self.raw.values.get("goals.order")
        if isinstance(value, list):
            value = ",".join(as_text(one) for one in value)
        return None if value is None else self._read("goals.order", value, parse_goals)

    def _slack(self) -> Mapping[str, Fraction] | None:
        prefix = "goals.slack."
        named: dict[str, object] = {}
        named |= {key.removeprefix(prefix): value for key, value in self.raw.values.items() if key.startswith(prefix)}
        value = self.raw.values.get("goals.slack")
        if isinstance(value, dict):
            named |= value
        elif isinstance(value, str):
            pairs = (one.partition("=") for one in value.split(";"))
            named |= {name.strip(): amount.strip() for name, _, amount in pairs}
        elif value is not None:
            self._say(f"slack {quoted(as_text(value))} is not known", self._place("goals.slack"), _SLACK_HINT)
            return None
        elif not named:
            return None
        slack = {}
        for goal, amount in named.items():
            if goal not in known_goals():
                hint = did_you_mean(goal, known_goals())
                self._say(f"slack names the unknown goal {quoted(goal)}", self._place("goals.slack"), hint)
                continue
            read = self._read("goals.slack", amount, _not_negative)
            if read is not None:
                slack[goal] = read
        return slack

    def _unknown_keys(self) -> None:
        known = [f"{section}.{name}".lstrip(".") for section, names in SECTIONS.items() for name in names]
        for key in self.raw.values:
            if key in known or key.startswith("goals.slack.") or key == "":
                continue
            if key in SECTIONS:
                self._say(f"{quoted(key)} is not a section of settings", self._place(key), f"Maybe write `[{key}]`?")
                continue
            self._say(
                f"setting {quoted(key)} is not known and is not read", self._place(key), _near(key, known), "warning"
            )

    def _value(self, key: str, parse: Callable[[str], T]) -> T | None:
        value = self.raw.values.get(key)
        return None if value is None or value == "" else self._read(key, value, parse)

    def _read(self, key: str, value: object, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(as_text(value))
        except InputError as error:
            for issue in error.issues:
                self._say(f"{key.rpartition('.')[2]} {issue.message}", self._place(key), issue.hint)
            return None

    def _place(self, key: str) -> str:
        return self.raw.places.get(key, self.raw.place)

    def _say(self, message: str, where: str, hint: str = "", severity: Severity = "error") -> None:
        self.issues.append(Issue(message, where, hint, severity))


_SLACK_HINT = "Maybe you meant something like `slack = {evenness = 0.02}`?"


def _near(key: str, known: list[str]) -> str:
    """The likely key: the same name in another section, or a similar one."""
    name = key.rpartition(".")[2]
    moved = [other for other in known if other.rpartition(".")[2] == name]
    return f"Maybe you meant {quoted(moved[0])}?" if moved else did_you_mean(key, known)


def as_text(value: object) -> str:
    """Write a value of TOML as a cell would have it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        # With another digit, 1.125 is not taken for thousands.
        text = f"{value:.12f}".rstrip("0").rstrip(".")
        return (f"{text}0" if doubt(text) else text) if abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "a number too large"
    return value.strip() if isinstance(value, str) else f"a {type(value).__name__}"


def _status_date(text: str, today: date | None) -> Moment:
    return (today or date.today()) if text.casefold() == TODAY else parse_moment(text)


def parse_currency(text: str) -> str:
    """Read the code of a currency.

    Examples
    --------
    >>> parse_currency("EUR")
    'EUR'
    """
    if not (len(text) == 3 and text.isascii() and text.isupper() and text.isalpha()):
        raise wrong(f"{quoted(text)} is not the three letters of a currency", "Maybe you meant `EUR`?")
    return text


def _timezone(text: str) -> str:
    from zoneinfo import available_timezones

    known = available_timezones()
    if text not in known:
        raise wrong(
            f"{quoted(text)} is not a time zone", did_you_mean(text, known) or "Maybe you meant `Europe/Berlin`?"
        )
    return text


def _some_workweek(text: str) -> Workweek:
    week = parse_workweek(text)
    if not week.hours_a_week:
        raise wrong(f"{quoted(text)} has no working time")
    return week


def _fill(text: str) -> Fraction:
    fill = parse_portion(text)
    if not fill:
        raise wrong(f"{quoted(text)} leaves no working time at all")
    return fill


def _not_negative(text: str) -> Fraction:
    value = parse_factor(text)
    if value < 0:
        raise wrong(f"{quoted(text)} is negative")
    return value


def parse_handovers(text: str) -> Handovers:
    """Read when begun work may be handed over.

    Examples
    --------
    >>> parse_handovers("Needed")
    'needed'
    """
    return cast("Handovers", one_of(HANDOVERS)(text))


def parse_goals(text: str) -> tuple[str, ...]:
    """Read an order of goals: the name of one, or goals set apart by commas.

    Examples
    --------
    >>> parse_goals("cheap"), parse_goals("lateness, cost")
    (('overrun', 'cost', 'lateness', 'completion'), ('lateness', 'cost'))
    """
    if text in NAMED_ORDERS:
        return NAMED_ORDERS[text]
    order = tuple(goal.strip() for goal in re.split(r"[,;]", text))
    for number, goal in enumerate(order):
        if goal not in known_goals():
            known = [*known_goals(), *NAMED_ORDERS] if len(order) == 1 else known_goals()
            hint = did_you_mean(goal, known) or f"Maybe use some of {', '.join(known_goals())}?"
            raise wrong(f"names the unknown goal {quoted(goal)}", hint)
        if goal in order[:number]:
            raise wrong(f"names {quoted(goal)} twice")
    return order
