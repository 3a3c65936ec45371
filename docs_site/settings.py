"""The reference of portfolio.toml, from `ipmplan.files.settings`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache

from docs_site.markdown import code, page, table
from docs_site.tables import ABOUT, WORDS
from ipmplan.core.goal_names import NAMED_ORDERS
from ipmplan.core.portfolio import CalendarSettings, Goals, Sprint
from ipmplan.files.numbers import print_hours, print_number
from ipmplan.files.scaffold import _FILES
from ipmplan.files.settings import OPEN_DAYS, SECTIONS
from ipmplan.files.week import print_workweek


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """What is said of each section (`about`) and setting."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads((WORDS / "settings.toml").read_text(encoding="utf-8"))
    return found


def defaults() -> dict[str, str]:
    """What holds when a setting is not given, by dotted key; nothing for those that have no value then."""
    calendar, sprint, goals = CalendarSettings(), Sprint(date(2026, 1, 5)), Goals()
    return {
        "currency": "EUR",
        "calendar.workweek": print_workweek(calendar.workweek),
        "calendar.grid": f"{calendar.grid.minutes}m" if calendar.grid.minutes < 60 else "1h",
        "calendar.open_absence": f"{OPEN_DAYS}d",
        "calendar.open_answer": f"{OPEN_DAYS}d",
        "calendar.handover": print_hours(calendar.handover),
        "calendar.handovers": calendar.handovers,
        "sprint.length": f"{sprint.days}d",
        "sprint.fill": print_number(sprint.fill),
        "goals.order": ", ".join(goals.order),
        "goals.tolerance": print_number(goals.tolerance),
        "goals.slack": "evenness = 0.02",
    }


def settings_page() -> str:
    """Every setting, its default, and the file that `ipmplan init` writes."""
    known = defaults()
    parts = []
    for section, names in SECTIONS.items():
        title = f"## [{section}] {{ #{section} }}" if section else "## On top { #top }"
        rows = [
            [f"`{name}`", words()[section][name], code(known.get(f"{section}.{name}".lstrip("."), ""))]
            for name in names
        ]
        parts.append(f"{title}\n\n{words()[section][ABOUT]}\n\n{table(['setting', 'means', 'when not given'], rows)}")
    orders = table(["order", "goals"], [[f"`{name}`", ", ".join(order)] for name, order in NAMED_ORDERS.items()])
    parts.append(
        f"### Named orders {{ #orders }}\n\n{orders}\n\nWhat each goal counts stands in [the model](../model.md#goals)."
    )
    example = f"## As `ipmplan init` writes it\n\n```toml\n{_FILES['portfolio.toml'].replace('{0}', '2026-01-05')}```"
    return page(
        "Settings: portfolio.toml",
        "`name` and `as_of` must be there; everything else may be left out.",
        *parts,
        example,
    )
