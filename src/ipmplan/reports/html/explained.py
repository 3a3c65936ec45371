"""Sections of the report that explain: why dates are late and what keeps them, and who is needed when."""

from __future__ import annotations

from ipmplan.explaining.staffing import demand, idle
from ipmplan.explaining.why import Explainer
from ipmplan.reports import words
from ipmplan.reports.answers.show import html_listings
from ipmplan.reports.answers.staffing import need_listings
from ipmplan.reports.answers.why import why_page
from ipmplan.reports.dues import dues
from ipmplan.reports.html.elements import Html, el, join
from ipmplan.reports.scene import Scene

# Late dates that are explained, the worst first; larger plans than that leave these sections to `why` and `staffing`.
MOST_DATES = 5
MOST_TASKS = 600


def late(view: Scene) -> Html | None:
    """Return why each late date is late, with what the causes cost; None when none is."""
    if len(view.schedule.tasks) > MOST_TASKS:
        return None
    planned = {due.id for due in view.reading.scope.dues if any(name in view.reading.spans for name in due.tasks)}
    found = [due for due in dues(view) if due.status == "late" and due.id in planned]
    found = [due for due in found if due.finish is not None and due.finish > view.now]
    if not found:
        return None
    explainer = Explainer(view.schedule, view.portfolio)
    parts = [
        el(
            "p",
            "What each cause costs is worked out with the order of all other work kept; `ipmplan why` plans again with single changes,"
            " `ipmplan recover` finds ways to reach a date.",
            class_="hint",
        )
    ]
    for due in found[:MOST_DATES]:
        page = why_page(view, explainer.why(due.id), None)
        title = f"{page.title}, {due.verdict(view.hours_a_day)}"
        parts += [el("h3", title), *(el("p", line) for line in page.lines), *html_listings(page.grids, "h4")]
    if len(found) > MOST_DATES:
        parts.append(el("p", f"and {words.count(len(found) - MOST_DATES, 'more late date')}", class_="hint"))
    return join(parts)


def staffing(view: Scene) -> Html | None:
    """Return demand against supply, the queue and idle time; None for plans without work to come."""
    if not view.reading.by_person or len(view.schedule.tasks) > MOST_TASKS:
        return None
    rows = tuple(demand(view.reading))
    return join(list(html_listings(need_listings(view, rows, tuple(idle(view.reading))), "h3"))) if rows else None
