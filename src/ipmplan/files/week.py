"""The notations of time: working weeks, the grid, and the length of a sprint."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from ipmplan.core.calendar import MINUTES_A_DAY, Grid, Spans, Workweek
from ipmplan.core.portfolio import TimeOfWeek
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.files.numbers import wrong

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
GERMAN = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
GERMAN |= dict(
    zip(("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"), range(7), strict=True)
)
GRIDS = {"15m": 15, "30m": 30, "1h": 60}
DAYS_A_WEEK = 7
LONGEST_SPRINT_WEEKS = 104

_GROUP = re.compile(r"([^\d]+?) ?(\d.*)")
_SPAN = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?-([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_DASH = re.compile(r" ?(?:[-\u2013\u2014]|\bbis\b|\bto\b) ?")
_TIME = re.compile(
    r"(?:([^\W\d_]+)\.?,? )?(?:um |at )?([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)? ?(?:Uhr|h)?", re.IGNORECASE
)
_WEEKS = re.compile(r"([0-9]{1,3}) ?w", re.IGNORECASE)
_DAYS = re.compile(r"([0-9]{1,3}) ?d?", re.IGNORECASE)


def parse_workweek(text: str) -> Workweek:
    """Read the working hours of each weekday.

    Examples
    --------
    >>> week = parse_workweek("Mon-Thu 09:00-13:00 14:00-18:00; Fri 9-13")
    >>> week.hours_a_week, week.days[4]
    (Fraction(36, 1), ((540, 780),))
    """
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for group in re.split(r"[;\n]", text.strip()):
        plain = _DASH.sub("-", " ".join(group.removesuffix("Uhr").split()))
        plain = re.sub(r" ?,? ?(?:und|and|&) ", " ", re.sub(r" ?, ?", ",", plain))
        plain = re.sub(r"(?<=[0-9]),(?=[0-9])|(?<=[^\W\d_]): ?(?=[0-9])", " ", plain)
        found = _GROUP.fullmatch(plain)
        if found is None:
            raise wrong(f"{quoted(group.strip())} is not a working week", "Maybe you meant `Mon-Fri 09:00-17:00`?")
        spans = [_span(span) for span in found[2].split(" ")]
        for day in _weekdays(found[1].strip()):
            days[day] += spans
    for name, spans in zip(DAYS, days, strict=True):
        spans.sort()
        if any(first[1] > second[0] for first, second in pairwise(spans)):
            raise wrong(f"{quoted(text)} has spans that overlap on {name}")
    return Workweek(tuple(tuple(spans) for spans in days))


def _weekdays(text: str) -> list[int]:
    found: list[int] = []
    for one in re.split(r"[ ,]", text):
        first, dash, last = one.partition("-")
        start = _weekday(first)
        end = _weekday(last) if dash else start
        found += [(start + step) % DAYS_A_WEEK for step in range((end - start) % DAYS_A_WEEK + 1)]
    return found


def _weekday(text: str) -> int:
    if (german := GERMAN.get(text.casefold().rstrip("."))) is not None:
        return german
    name = text[:3].capitalize()
    if name not in DAYS or (len(text) > 3 and not text.casefold().endswith("day")):
        raise wrong(f"{quoted(text)} is not a weekday", did_you_mean(name, DAYS) or "Maybe use Mon, Tue ... Sun?")
    return DAYS.index(name)


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise wrong(f"{quoted(text)} is not a span of the day", "Maybe you meant something like `09:00-17:00`?")
    start, end = (int(found[i]) * 60 + int(found[i + 1] or 0) for i in (1, 3))
    if int(found[2] or 0) > 59 or int(found[4] or 0) > 59 or max(start, end) > MINUTES_A_DAY:
        raise wrong(f"{quoted(text)} is not within the day")
    if start >= end:
        raise wrong(f"{quoted(text)} ends before it starts", "Maybe split it at midnight?")
    return start, end


def print_workweek(week: Workweek) -> str:
    """Write a working week so that `parse_workweek` reads the same.

    Examples
    --------
    >>> print_workweek(parse_workweek("Mon,Tue,Wed 9-17; Fri 10-12"))
    'Mon-Wed 09:00-17:00; Fri 10:00-12:00'
    """
    groups = []
    for spans, run in groupby(range(DAYS_A_WEEK), key=lambda day: week.days[day]):
        days = list(run)
        if spans:
            names = DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
            groups.append(f"{names} {_print_spans(spans)}")
    return "; ".join(groups)


def _print_spans(spans: Spans) -> str:
    return " ".join(f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}" for start, end in spans)


def parse_time_of_week(text: str) -> TimeOfWeek:
    """Read a time of day, with or without a weekday.

    Examples
    --------
    >>> parse_time_of_week("Mon 09:00"), parse_time_of_week("14:30")
    (TimeOfWeek(minute=540, weekday=0), TimeOfWeek(minute=870, weekday=None))
    """
    found = _TIME.fullmatch(" ".join(text.split()))
    if found is None:
        raise wrong(f"{quoted(text)} is not a time of the week", "Maybe you meant something like `Mon 09:00`?")
    minute = int(found[2]) * 60 + int(found[3] or 0)
    if int(found[3] or 0) > 59 or minute >= MINUTES_A_DAY:
        raise wrong(f"{quoted(text)} is not within the day")
    return TimeOfWeek(minute, _weekday(found[1]) if found[1] else None)


def print_time_of_week(when: TimeOfWeek) -> str:
    """Write a time so that `parse_time_of_week` reads the same.

    Examples
    --------
    >>> print_time_of_week(parse_time_of_week("Montag, 9 Uhr"))
    'Mon 09:00'
    """
    clock = f"{when.minute // 60:02}:{when.minute % 60:02}"
    return clock if when.weekday is None else f"{DAYS[when.weekday]} {clock}"


def parse_grid(text: str) -> Grid:
    """Read the step in which time is planned.

    Examples
    --------
    >>> parse_grid("30m")
    Grid(minutes=30)
    """
    minutes = GRIDS.get(text.replace(" ", ""))
    if minutes is None:
        raise wrong(f"{quoted(text)} is not a grid", "Maybe you meant `15m`, `30m` or `1h`?")
    return Grid(minutes)


def parse_sprint_length(text: str) -> int:
    """Read the length of a sprint in weeks; gives calendar days.

    Examples
    --------
    >>> parse_sprint_length("2w")
    14
    """
    found = _WEEKS.fullmatch(text)
    if found is None:
        days = _DAYS.fullmatch(text)
        guess = max(round(int(days[1]) / (5 if int(days[1]) % 5 == 0 else DAYS_A_WEEK)), 1) if days else 2
        raise wrong(f"{quoted(text)} is not a number of weeks", f"Maybe you meant `{guess}w`?")
    if not 1 <= int(found[1]) <= LONGEST_SPRINT_WEEKS:
        raise wrong(f"{quoted(text)} is not between 1 and {LONGEST_SPRINT_WEEKS} weeks")
    return int(found[1]) * DAYS_A_WEEK


def print_sprint_length(days: int) -> str:
    """Write the length of a sprint of whole weeks so that `parse_sprint_length` reads the same.

    Examples
    --------
    >>> print_sprint_length(14)
    '2w'
    """
    return f"{days // DAYS_A_WEEK}w"


def off_the_grid(what: str, minutes: int, grid: Grid) -> tuple[str, str] | None:
    """Say that a time of day does not lie on the grid, and which grid it would lie on; None when it does.

    Examples
    --------
    >>> off_the_grid("start `09:30`", 570, Grid(60))
    ('start `09:30` does not lie on the grid of 60 minutes', 'Maybe set `grid = "30m"`?')
    """
    if minutes % grid.minutes == 0:
        return None
    finer = next((f"{step}m" for step in (30, 15) if step < grid.minutes and minutes % step == 0), "")
    hint = f'Maybe set `grid = "{finer}"`?' if finer else ""
    return f"{what} does not lie on the grid of {grid.minutes} minutes", hint


def week_off_the_grid(week: Workweek, grid: Grid) -> list[tuple[str, str]]:
    """Say which times of a working week do not lie on the grid, each once.

    Examples
    --------
    >>> [message for message, _ in week_off_the_grid(parse_workweek("Mon-Fri 09:00-17:30"), Grid(60))]
    ['workweek `17:30` does not lie on the grid of 60 minutes']
    """
    edges = dict.fromkeys(edge for spans in week.days for span in spans for edge in span)
    found = (off_the_grid(f"workweek `{edge // 60:02}:{edge % 60:02}`", edge, grid) for edge in edges)
    return [one for one in found if one is not None]
