"""Requirements in words: what waits for the client, what was forgotten, and how much work nobody asked for."""

from __future__ import annotations

from collections.abc import Sequence

from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.tracking.requirements import AskedFor, Stage, Unasked

TITLES: dict[Stage, str] = {
    "missing": "without a task that delivers it",
    "done": "done, but not accepted",
    "in work": "in work",
    "planned": "planned",
    "change": "part of a change that is not agreed",
    "accepted": "accepted",
}
MOST_TASKS = 4


def asked_words(portfolio: Portfolio, rows: Sequence[AskedFor], free: Sequence[Unasked]) -> tuple[str, ...]:
    """Lines about all requirements, those that need somebody first, then the work that no requirement asks for."""
    lines = []
    for stage, title in TITLES.items():
        found = [one for one in rows if one.stage == stage]
        if not found:
            continue
        lines.append(f"{words.count(len(found), 'requirement')} {title}")
        year = portfolio.as_of_day.year
        for one in found:
            day = one.requirement.accepted_on if stage == "accepted" else one.done_on
            since = f" ({words.day(day, year)})" if day is not None else ""
            asked = one.requirement
            lines.append(f"  {asked.id} {asked.project}{since}: {asked.statement or asked.topic}")
    for row in free:
        if row.hours:
            named = ", ".join(row.tasks[:MOST_TASKS])
            more = f" and {len(row.tasks) - MOST_TASKS} more" if len(row.tasks) > MOST_TASKS else ""
            about = f": {named}{more}" if row.tasks else ""
            lines.append(f"{row.project}: no requirement asks for {words.percent(row.share)} of the work{about}")
    return tuple(lines)
