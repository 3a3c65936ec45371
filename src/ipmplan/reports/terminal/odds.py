"""A forecast and a scorecard on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from ipmplan.core.calendar import Moment
from ipmplan.core.forecast import Forecast, Odds
from ipmplan.odds.scorecard import Scorecard
from ipmplan.odds.scores import Score, Share
from ipmplan.reports import chances, words
from ipmplan.reports.scene import Scene
from ipmplan.reports.terminal.first import INDENT, MARKS
from ipmplan.reports.terminal.tables import add, heading, table

STYLES = {"bad": "bold red", "watch": "yellow", "good": "green", "info": ""}


def forecast_page(view: Scene, forecast: Forecast) -> Group:
    """Everything a forecast says: dates with what drives them, costs, what new work would change, and what to know."""
    return Group(*_forecast(view, forecast))


def scorecard_page(card: Scorecard) -> Group:
    """How good the forecasts were, and what estimates turned into."""
    return Group(*_scorecard(card))


def _forecast(view: Scene, forecast: Forecast) -> Iterator[RenderableType]:
    lines = chances.date_lines(view, forecast.known)
    title, tone = chances.headline(forecast, lines)
    mark, style = MARKS[tone]
    yield Text.assemble((mark, style), " ", (title, "bold"))
    yield Text(f"   {chances.basis(forecast, view.year)}", style="dim")
    if lines:
        yield from _dates(view, lines)
    costs = chances.cost_lines(view, forecast.known)
    if costs:
        yield from heading(f"Costs, {forecast.currency}")
        yield from _costs(costs)
    if forecast.arrivals is not None:
        yield from heading("With as much new work as arrived so far")
        yield from _arrivals(view, forecast.arrivals)
    if forecast.notes:
        yield from heading("To know")
        yield from (Text(f"- {note}") for note in forecast.notes)


def _dates(view: Scene, lines: list[chances.DateLine]) -> Iterator[RenderableType]:
    days = ("promised", "planned", "P50", "P80")
    made = table("date", *days, "chance", fixed=(*days, "chance"), names=("date",))
    shown = [line for line in lines if line.promised is not None] or lines
    for line in shown:
        cells = [_day(day, view.year) for day in (line.promised, line.planned, line.p50, line.p80)]
        name = f"{line.name} ({line.project})" if line.project and line.project != line.name else line.name
        add(made, name, *cells, "" if line.chance is None else chances.per_cent(line.chance), style=STYLES[line.tone])
    yield Text()
    yield made
    yield from heading("What moves them most")
    for line in shown:
        odds = f" ({line.says})" if line.says else ""
        drivers = "; ".join(line.drivers) or "nothing that is known"
        yield Padding(Text.assemble((line.name, "bold"), f"{odds}: {drivers}"), (0, 0, 0, INDENT))


def _day(moment: Moment | None, year: int) -> str:
    """Write a day without its weekday, so that names have room; ``22 Jan 27`` when the year differs."""
    if moment is None:
        return "–"
    when = words.day_of(moment)
    text = f"{when.day} {words.MONTHS[when.month - 1]}"
    return text if when.year == year else f"{text} {when.year % 100:02}"


def _costs(lines: list[chances.CostLine]) -> Iterator[RenderableType]:
    numbers = ("budget", "planned", "P50", "P80")
    made = table("project", *numbers, "chance", numbers=numbers, fixed=("chance",), names=("project",))
    for line in lines:
        cells = [words.money(amount) for amount in (line.budget, line.planned, line.p50, line.p80)]
        add(made, line.name, *cells, line.says)
    yield made


def _arrivals(view: Scene, odds: Odds) -> Iterator[RenderableType]:
    made = table(
        "date", "promised", "P50", "P80", "chance", fixed=("promised", "P50", "P80", "chance"), names=("date",)
    )
    for line in chances.date_lines(view, odds):
        if line.promised is not None:
            cells = [_day(day, view.year) for day in (line.promised, line.p50, line.p80)]
            add(made, f"{line.name} ({line.project})", *cells, line.says)
    yield made


def _scorecard(card: Scorecard) -> Iterator[RenderableType]:
    yield Text(f"{card.portfolio}: {card.sentence}", style="bold")
    stored = words.count(card.stored, "forecast")
    yield Text(f"{stored} stored, {words.count(card.finished, 'finished task')} to learn from", style="dim")
    if card.scores:
        yield from heading("How good the forecasts were")
        heads = ("things", "in 80 %", "in 90 %", "by P50", "by P80", "by P95")
        made = table("of", *heads, numbers=heads, fixed=("of",))
        for score in card.scores:
            shares = (score.coverage80, score.coverage90, score.held50, score.held80, score.held95)
            add(made, score.of, str(score.things), *(_share(one) for one in shares))
        yield made
        yield Text("shares with their standard errors; several forecasts of one thing count as one", style="dim")
        for score in card.scores:
            yield from _off(score)
    if card.groups:
        yield from heading(f"Actual / estimate by {card.by}")
        numbers = ("tasks", "median", "10 %", "90 %")
        made = table(card.by, *numbers, numbers=numbers, names=(card.by,))
        for group in card.groups:
            cells = (f"{value:.2f}" for value in (group.ratio, group.low, group.high))
            add(made, group.name or "(not said)", str(group.tasks), *cells)
        yield made


def _off(score: Score) -> Iterator[RenderableType]:
    bias = f"{words.number(abs(score.bias))} {score.unit}"
    way = (
        "as said"
        if round(score.bias, 1) == 0
        else f"{bias} more than P50"
        if score.bias > 0
        else f"{bias} less than P50"
    )
    if score.of == "dates":
        way = way.replace(" more than", " later than").replace(" less than", " earlier than")
    yield Text()
    yield Text(f"{score.of}: on average {way}; CRPS {words.number(score.crps)} {score.unit}")
    bars = "".join(" ▁▂▃▄▅▆▇█"[min(round(share * 40), 8)] for share in score.pit)
    yield Text(f"  from early or little to late or much: |{bars}| (even is right)", style="dim")


def _share(share: Share) -> str:
    return f"{share.value:.0%} ±{share.error:.0%}".replace("%", "")
