"""The report's section on odds: promises beside what the runs say, costs, and how good earlier forecasts were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.core.forecast import Forecast, Odds
from ipmplan.odds.scorecard import Scorecard
from ipmplan.odds.scores import Share
from ipmplan.reports import chances, words
from ipmplan.reports.html import charts
from ipmplan.reports.html.elements import Html, el, join, table
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from ipmplan.reports.figures.style import Theme
    from ipmplan.reports.odds import PlanForecast

LONG = 25
TONES = {"bad": "bad", "watch": "watch", "good": "", "info": ""}


def section(view: Scene, made: PlanForecast, theme: Theme) -> Html:
    """The tables with the fan over the S-curve."""
    tables = odds_tables(view, made.forecast)
    if not made.fan.moments:
        return tables
    about = "How many of the planned hours are done by when: the plan, and the runs around it. Dashed: days on which all is done in five and in eight of ten runs."
    return join([tables, el("p", about, class_="hint"), charts.chart("odds", made.figure(theme=theme))])


def odds_tables(view: Scene, forecast: Forecast) -> Html:
    """Everything a forecast says, as tables."""
    lines = chances.date_lines(view, forecast.known)
    title, _ = chances.headline(forecast, lines)
    parts: list[Html] = [
        el("p", el("b", f"{title}.")),
        el(
            "p",
            f"{chances.basis(forecast, view.year)}. P50 and P80 are days that hold in five and in eight of ten cases.",
            class_="hint",
        ),
    ]
    if lines:
        parts.append(_dates(view, lines))
    costs = chances.cost_lines(view, forecast.known)
    if costs:
        heads = ("Project", "Budget", "Planned", "P50", "P80", f"Chance of the budget, {forecast.currency}")
        rows = [
            (
                "bad" if line.chance is not None and line.chance < 0.5 else "",
                (line.name, *(words.money(one) for one in (line.budget, line.planned, line.p50, line.p80)), line.says),
            )
            for line in costs
        ]
        parts.append(table(heads, rows, numbers=heads[1:5]))
    if forecast.arrivals is not None:
        parts += [el("h3", "With as much new work as arrived so far"), _arrivals(view, forecast.arrivals)]
    parts += [el("p", note, class_="hint") for note in forecast.notes]
    return join(parts)


def calibration(card: Scorecard) -> Html | None:
    """How good the forecasts were; None when nothing that was forecast has come out."""
    if not card.scores:
        return None
    heads = ("", "How many", "In 80 %", "In 90 %", "By P50", "By P80", "By P95", "Off on average", "CRPS")
    rows = []
    for score in card.scores:
        shares = (score.coverage80, score.coverage90, score.held50, score.held80, score.held95)
        off = f"{score.bias:+,.1f} {score.unit}"
        cells = (
            score.of,
            str(score.things),
            *(_share(one) for one in shares),
            off,
            f"{words.number(score.crps)} {score.unit}",
        )
        rows.append(("", cells))
    sentence = f"{card.sentence[:1].upper()}{card.sentence[1:]}."
    about = "Shares with their standard errors; several forecasts of one thing count as one. Off: what came out less the P50 that was said."
    return join([el("p", el("b", sentence)), el("p", about, class_="hint"), table(heads, rows, numbers=heads[1:])])


def _dates(view: Scene, lines: list[chances.DateLine]) -> Html:
    heads = ("Date", "Project", "Agreed or due", "Planned", "P50", "P80", "What moves it most", "Chance")
    rows = []
    for line in lines:
        days = [words.day(day, view.year) for day in (line.promised, line.planned, line.p50, line.p80)]
        project = view.project_name(line.project) if line.project else ""
        rows.append((TONES[line.tone], (line.name, project, *days, "; ".join(line.drivers), line.says)))
    return table(heads, rows, fixed=heads[2:6], class_="tall" if len(rows) > LONG else "")


def _arrivals(view: Scene, odds: Odds) -> Html:
    heads = ("Date", "Project", "Agreed or due", "P50", "P80", "Chance")
    rows = []
    for line in chances.date_lines(view, odds):
        if line.promised is not None:
            days = [words.day(day, view.year) for day in (line.promised, line.p50, line.p80)]
            rows.append((TONES[line.tone], (line.name, view.project_name(line.project), *days, line.says)))
    return table(heads, rows, fixed=heads[2:5], class_="tall" if len(rows) > LONG else "")


def _share(share: Share) -> str:
    return f"{share.value:.0%} ± {share.error:.0%}".replace("%", " %")
