"""The report: one HTML file that needs nothing else, no network either."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_text
from ipmplan.reports import words
from ipmplan.reports.figures.style import Theme
from ipmplan.reports.html import charts, filtering, lists, odds, reasons
from ipmplan.reports.html.elements import Html, el, join, packed
from ipmplan.reports.html.in_notebook import notebook
from ipmplan.reports.html.standing import standing
from ipmplan.reports.html.summary import head, summary
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.standing.read import standing_of

if TYPE_CHECKING:
    from ipmplan.odds.scorecard import Scorecard
    from ipmplan.reports.odds import PlanForecast

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"

__all__ = ["notebook", "report", "write_report"]


def report(
    schedule: Schedule,
    portfolio: Portfolio,
    *,
    theme: Theme = "light",
    before: Schedule | None = None,
    forecast: PlanForecast | None = None,
    card: Scorecard | None = None,
) -> str:
    """Write a plan as one self-contained HTML page: the first screen, charts and tables.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    theme
        ``light`` (also for print) or ``dark``.
    before
        The plan that was there before, to say what moved.
    forecast, card
        What may become of it, and how good earlier forecasts were; sections of their own.

    Returns
    -------
    str
        The whole page. plotly.js and the figures are packed in it, and its script unpacks them.
    """
    view = scene(schedule, portfolio, before)
    sections = [section for section in _sections(view, theme, forecast, card) if section is not None]
    links = [el("a", name, href=f"#{ident}") for ident, name, _ in sections]
    body = [
        head(view),
        el("nav", *links, aria_label="Sections"),
        el("main", summary(view), *_undrawn(), filtering.bar(view), *(_section(*section) for section in sections)),
        reasons.dialog(view),
        el("footer", _footer(view)),
    ]
    return _page(view, body, theme)


def write_report(
    path: Path,
    schedule: Schedule,
    portfolio: Portfolio,
    *,
    theme: Theme = "light",
    before: Schedule | None = None,
    forecast: PlanForecast | None = None,
    card: Scorecard | None = None,
) -> Path:
    """Write the report in one step; see `report`.

    Raises
    ------
    InputError
        When the place cannot be written.
    """
    text = report(schedule, portfolio, theme=theme, before=before, forecast=forecast, card=card)
    try:
        write_text(path, text)
    except OSError as error:
        message = f"the report cannot be written: {error.strerror or error}"
        raise InputError(Issue(message, str(path), "Maybe the folder does not exist?")) from error
    return path


def _page(view: Scene, body: list[Html], theme: Theme) -> str:
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="en" data-theme="{theme}">',
            el("head", *_head(view), _raw("style", _asset("page.css"))),
            "<body>",
            *body,
            _plotly(),
            _raw("script", _asset("page.js")),
            "</body>",
            "</html>",
            "",
        ]
    )


def _sections(
    view: Scene, theme: Theme, made: PlanForecast | None, card: Scorecard | None
) -> list[tuple[str, str, Html] | None]:
    # It shows answers, which are HTML, too, on terminals: imported here, there is no circle.
    from ipmplan.reports.html import explained

    return [
        ("sprint", "Sprint", lists.sprint(view)),
        ("milestones", "Milestones", lists.milestones(view)),
        _optional("odds", "Odds", None if made is None else odds.section(view, made, theme)),
        _optional("word", "How good our word was", None if card is None else odds.calibration(card)),
        ("roadmap", "Roadmap", charts.roadmap(view, theme)),
        ("projects", "Tasks by project", charts.by_project(view, theme)),
        ("people", "Tasks by person", charts.by_person(view, theme)),
        ("workload", "Workload", charts.workload(view, theme)),
        _optional("budget", "Budget", charts.budget(view, theme)),
        _optional("standing", "Where it stands", standing(standing_of(view.schedule, view.portfolio), theme)),
        _optional("late", "Why dates are late", explained.late(view)),
        _optional("critical", "Critical path", lists.critical(view)),
        _optional("staffing", "Staffing", explained.staffing(view)),
        _optional("decisions", "Open decisions", lists.decisions(view)),
        ("tasks", "All tasks", lists.tasks(view)),
        ("goals", "Goals in figures", lists.goals(view)),
        _optional("notes", "Notes", lists.notes(view)),
    ]


def _optional(ident: str, name: str, content: Html | None) -> tuple[str, str, Html] | None:
    return None if content is None else (ident, name, content)


def _section(ident: str, name: str, content: Html) -> Html:
    return el("section", el("h2", name), content, id=ident)


def _head(view: Scene) -> list[Html]:
    return [
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("link", rel="icon", href="data:,"),
        el("title", f"{view.schedule.portfolio}: plan of {words.day(view.schedule.as_of)}"),
    ]


def _undrawn() -> list[Html]:
    """Say why there are no charts, where a browser draws none: all else can be read there."""
    old = "This browser is too old to draw the charts (Chrome 80, Firefox 113 and Safari 16.4 do). The tables are complete."
    off = "Without JavaScript the charts are not drawn, and nothing can be filtered. The tables are complete."
    return [
        el("p", old, class_="undrawn", id="undrawn", role="status", hidden=""),
        el("noscript", el("p", off, class_="undrawn")),
    ]


def _footer(view: Scene) -> Html:
    text = f"Planned by ipmplan as of {words.day(view.schedule.as_of)}. Hours are working hours; times are local."
    return join([text])


def _raw(name: str, content: str) -> Html:
    return Html(f"<{name}>\n{content}\n</{name}>")


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _plotly() -> Html:
    from plotly.offline import get_plotlyjs

    return packed(str(get_plotlyjs()), id="plotly")
