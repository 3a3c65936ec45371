"""portfolio.toml: what is understood, and what every mistake says."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from ipmplan.core.portfolio import Goals, Sprint
from ipmplan.errors import InputError, Issue
from ipmplan.files.settings import Settings, parse_goals, read_settings, read_toml

AS_OF = "as_of = 2026-01-05\n"


def read(text: str, **options: date) -> tuple[Settings, list[str]]:
    issues: list[Issue] = []
    raw = read_toml(text.encode(), "portfolio.toml", issues)
    assert raw is not None, issues
    settings = read_settings(raw, issues, **options)
    return settings, [f"{issue.severity} {issue}" for issue in issues]


def test_everything_can_be_said() -> None:
    settings, issues = read("""
name = "Northlight Studio"
currency = "CHF"
as_of = 2026-01-05T13:00:00
[calendar]
workweek = "Mon-Thu 09:00-13:00 14:00-18:30"
holidays = "DE-BE"
grid = "30m"
open_absence = "2d"
handover = "3h"
[sprint]
start = 2026-01-05
length = "3w"
fill = 0.8
[goals]
order = ["lateness", "cost"]
tolerance = 0.05
slack = {evenness = 0.01}
""")
    assert issues == []
    assert (settings.name, settings.currency, settings.as_of) == ("Northlight Studio", "CHF", datetime(2026, 1, 5, 13))
    assert settings.calendar.workweek.hours_a_week == 34
    assert settings.calendar.grid.minutes == 30
    assert settings.calendar.holidays == "DE-BE"
    assert settings.calendar.open_absence == 17
    assert settings.calendar.handover == 3
    assert settings.sprint == Sprint(date(2026, 1, 5), 21, Fraction(4, 5))
    assert settings.goals == Goals(("lateness", "cost"), Fraction(1, 20), {"evenness": Fraction(1, 100)})


def test_little_has_to_be_said() -> None:
    settings, issues = read(AS_OF)
    assert issues == []
    assert settings == Settings(as_of=date(2026, 1, 5))


def test_today_is_the_day_of_reading() -> None:
    assert read('as_of = "today"', today=date(2026, 3, 4))[0].as_of == date(2026, 3, 4)


def test_the_caller_knows_the_status_date_best() -> None:
    assert read(AS_OF, as_of=date(2026, 3, 4))[0].as_of == date(2026, 3, 4)
    assert read("", as_of=date(2026, 3, 4)) == (Settings(as_of=date(2026, 3, 4)), [])


def test_an_open_absence_lasts_five_of_the_portfolios_days() -> None:
    assert read(AS_OF + '[calendar]\nworkweek = "Mon-Wed 09:00-15:00"')[0].calendar.open_absence == 30


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("", 'error portfolio.toml: as_of is missing\nMaybe write `as_of = "today"`?'),
        ("as_of = 9999-12-31", "error portfolio.toml:1: as_of `9999-12-31` is not between the years 1970 and 2200"),
        (AS_OF + 'currency = "Euro"', "error portfolio.toml:2: currency `Euro` is not the three letters of a currency\nMaybe you meant `EUR`?"),
        (AS_OF + "nam = 'x'", "warning portfolio.toml:2: setting `nam` is not known and is not read\nMaybe you meant `name`?"),
        (AS_OF + "grid = '1h'", "warning portfolio.toml:2: setting `grid` is not known and is not read\nMaybe you meant `calendar.grid`?"),
        (AS_OF + "calendar = 1", "error portfolio.toml:2: `calendar` is not a section of settings\nMaybe write `[calendar]`?"),
        (AS_OF + "[calendar]\ngrid = '20m'", "error portfolio.toml:3: grid `20m` is not a grid\nMaybe you meant `15m`, `30m` or `1h`?"),
        (AS_OF + "[calendar]\nhandover = 2", "error portfolio.toml:3: handover `2` has no unit\nMaybe you meant `2h` or `2d`?"),
        (AS_OF + "[calendar]\nopen_absence = []", "error portfolio.toml:3: open_absence `a list` is not a length of time\nMaybe you meant something like `24h` or `3d`?"),
        (AS_OF + "[sprint]\nlength = '2w'", "error portfolio.toml:2: start of the sprint is missing\nMaybe write `start = 2026-01-05`?"),
        (AS_OF + "[sprint]\nstart = 2026-01-05\nfill = 0.0", "error portfolio.toml:4: fill `0` leaves no working time at all"),
        (AS_OF + "[sprint]\nstart = 2026-01-05\nfill = nan", "error portfolio.toml:4: fill `nan` is not a number"),
        (AS_OF + "[sprint]\nstart = 2026-01-05\nfill = 80", "error portfolio.toml:4: fill `80` is not between 0 and 1\nMaybe you meant `80%`?"),
        (AS_OF + "[goals]\norder = ['latenes']", "error portfolio.toml:3: order names the unknown goal `latenes`\nMaybe you meant `lateness`?"),
        (AS_OF + "[goals]\norder = 'clam'", "error portfolio.toml:3: order names the unknown goal `clam`\nMaybe you meant `calm`?"),
        (AS_OF + "[goals]\norder = ['cost', 'cost']", "error portfolio.toml:3: order names `cost` twice"),
        (AS_OF + "[goals]\nslack = {even = 1}", "error portfolio.toml:3: slack names the unknown goal `even`\nMaybe you meant `evenness`?"),
        (AS_OF + "[goals]\nslack = {evenness = -1}", "error portfolio.toml:3: slack `-1` is negative"),
        (AS_OF + "[goals]\nslack = 1", "error portfolio.toml:3: slack `1` is not known\nMaybe you meant something like `slack = {evenness = 0.02}`?"),
        (AS_OF + f"[goals]\ntolerance = {10**40}", "error portfolio.toml:3: tolerance `a number too large` is not a number"),
    ],
)  # fmt: skip
def test_mistakes_are_explained(text: str, issue: str) -> None:
    assert read(text)[1] == [issue]


def test_a_section_of_slacks_is_understood() -> None:
    assert read(AS_OF + "[goals.slack]\ncost = 5.5")[0].goals.slack == {"cost": Fraction(11, 2)}


@pytest.mark.parametrize(
    ("data", "issue"),
    [
        (b"name = Tiny\n", "portfolio.toml:1: the settings are not TOML: Invalid value"),
        (b"as_of = 2026-02-30\n", "portfolio.toml:1: the settings are not TOML: Invalid date or datetime"),
        (b"a = " + b"[" * 5000, "portfolio.toml: the settings are nested too deeply"),
        (b"a = " + b"9" * 5000, "portfolio.toml: the settings are not TOML: "),
    ],
)
def test_what_is_not_toml_is_told(data: bytes, issue: str) -> None:
    issues: list[Issue] = []
    assert read_toml(data, "portfolio.toml", issues) is None
    assert str(issues[0]).startswith(issue)


def test_goals_on_the_command_line() -> None:
    assert parse_goals("deadline") == ("lateness", "overrun", "makespan", "completion", "cost")
    with pytest.raises(InputError, match="unknown goal `x`\nMaybe use some of lateness"):
        parse_goals("cost,x")
