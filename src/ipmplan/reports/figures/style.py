"""How all figures look: a colour for each project, a light and a dark theme, shaded days, lines that mark today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from ipmplan.reports import words
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure, Scatter
    from plotly.graph_objects.layout import Template

Theme = Literal["light", "dark"]
# Told apart with any kind of colour blindness: searched for so that no two of them are nearer than 21 in CIE Lab in any, and all stand
# out from white and from the dark paper; a test says so. Red is kept for "late".
PALETTE = ("#2E6A97", "#D6A911", "#56BC70", "#FA88B2", "#91A1F3", "#8F8001", "#6A4EC6", "#9C4F2E")
INTERNAL = "#9AA0A6"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
ROW = 24
# Above everything else lies a strip that is left to plotly's buttons, so that they cover no title and no date.
BUTTONS = 28
MOST_SHADES = 120
WEEKEND_WEEKS = 40


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme that are not a project's."""

    paper: str
    ink: str
    faint: str
    grid: str
    shade: str
    veil: str
    late: str
    sprint: str


THEMES: dict[Theme, Colours] = {
    "light": Colours(
        "#FFFFFF", "#1F2933", "#667380", "#E4E8EC", "#F1F3F5", "rgba(255,255,255,0.62)", "#B3261E", "#E9F1FA"
    ),
    "dark": Colours("#15191E", "#E6EAEE", "#9AA5B1", "#2C343D", "#1D232A", "rgba(21,25,30,0.62)", "#FF8A80", "#1B2A3A"),
}


def project_colours(scene: Scene) -> dict[str, str]:
    """Colour of each project, by its place in the portfolio: the same in every figure; internal work is grey.

    From the ninth on, the colours come again darker, then lighter.
    """
    return {**{project.id: colour(place) for place, project in enumerate(scene.portfolio.projects)}, "": INTERNAL}


def colour(place: int) -> str:
    """Colour of the project at a place, counted from 0.

    Examples
    --------
    >>> colour(0), colour(8), colour(16)
    ('#2E6A97', '#1E4562', '#80A4C0')
    """
    plain, turn = PALETTE[place % len(PALETTE)], place // len(PALETTE)
    if not turn:
        return plain
    paper, part = (0, 0.35) if turn % 2 else (255, 0.39)
    mixed = (round(int(plain[at : at + 2], 16) * (1 - part) + paper * part) for at in (1, 3, 5))
    return "#" + "".join(f"{value:02X}" for value in mixed)


@cache
def template(theme: Theme) -> Template:
    """Return the plotly template of a theme."""
    from plotly import graph_objects as go

    colours = THEMES[theme]
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colours.ink},
            "paper_bgcolor": colours.paper,
            "plot_bgcolor": colours.paper,
            "colorway": list(PALETTE),
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left", "namelength": -1},
            "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
            "margin": {"l": 8, "r": 16, "t": 40 + BUTTONS, "b": 8},
            "bargap": 0.25,
        }
    )


def figure(theme: Theme, height: float, **layout: object) -> Figure:
    """Return an empty figure of that theme and height, the strip for the buttons not counted."""
    from ipmplan.reports.figures.light import LightFigure

    made = LightFigure()
    made.update_layout(template=template(theme), height=round(height) + BUTTONS, **layout)
    return made


def panels(theme: Theme, titles: Sequence[str], panel: int, gap: int) -> tuple[Figure, int]:
    """Return an empty figure with a panel for each title, at most three beside each other, and how many rows there are.

    Parameters
    ----------
    theme
        ``light`` or ``dark``.
    titles
        Of the panels, one at least.
    panel, gap
        Height of a panel, and of what lies between two, in pixels.
    """
    from plotly.subplots import make_subplots

    from ipmplan.reports.figures.light import LightFigure

    columns = min(3, len(titles))
    count = -(-len(titles) // columns)
    made = make_subplots(
        rows=count,
        cols=columns,
        subplot_titles=titles,
        vertical_spacing=min(0.5, gap / (count * (panel + gap))),
        horizontal_spacing=0.07,
        figure=LightFigure(),
    )
    made.update_layout(template=template(theme))
    return made, count


def outlines(
    theme: Theme,
    spans: Sequence[tuple[datetime, datetime]],
    rows: Sequence[float],
    widths: Sequence[float] | None = None,
    offsets: Sequence[float] | None = None,
) -> Bar:
    """Frame the bars of critical work: a trace of its own, so that no legend shows a frame that means something else."""
    from plotly import graph_objects as go

    return go.Bar(
        orientation="h",
        base=[start for start, _ in spans],
        x=[milliseconds(start, end) for start, end in spans],
        y=list(rows),
        width=widths,
        offset=offsets,
        marker={"color": "rgba(0,0,0,0)", "line": {"color": THEMES[theme].ink, "width": 1.5}},
        hoverinfo="skip",
        name="critical",
        showlegend=bool(spans),
        textposition="none",
    )


def label(text: str, width: int = 200) -> str:
    """Make a user's text safe as plotly text, which reads HTML tags; longer than `width` is cut."""
    return escape(words.shorten(text, width), quote=False)


def milliseconds(start: datetime, end: datetime) -> float:
    """Length of a bar on an axis of dates."""
    return (end - start) / timedelta(milliseconds=1)


def days_off(scene: Scene, first: datetime, last: datetime) -> list[tuple[datetime, datetime, str]]:
    """Runs of days on which the portfolio does not work, with the holidays in them by name.

    Ordinary weekends of plans longer than forty weeks are left out: they would be all one sees.
    """
    grid, calendar = scene.portfolio.grid, scene.time.portfolio
    names = scene.portfolio.holidays.get(scene.portfolio.calendar.holidays or "", {})
    week = scene.portfolio.calendar.workweek.days
    long = last - first > timedelta(weeks=WEEKEND_WEEKS)
    runs: list[tuple[datetime, datetime, str]] = []
    day = datetime(first.year, first.month, first.day)
    while day < last:
        begin = grid.start_of(day.date())
        works = calendar.count(begin, begin + grid.ticks_a_day)
        usual = not week[day.weekday()]
        name = "" if usual else names.get(day.date(), "closed")
        if not works and not (usual and long):
            end = day + timedelta(days=1)
            if runs and runs[-1][1] == day:
                start, _, known = runs.pop()
                runs.append((start, end, ", ".join(text for text in (known, name) if text)))
            else:
                runs.append((day, end, name))
        day += timedelta(days=1)
    return runs if len(runs) <= MOST_SHADES else [run for run in runs if run[2]][:MOST_SHADES]


def time_axis(made: Figure, first: datetime, last: datetime) -> None:
    """Put dates on top: Mondays, every second or fourth one, or months, so that they can be read side by side."""
    weeks = (last - first) / timedelta(weeks=1)
    monday = datetime(first.year, first.month, first.day) - timedelta(days=first.weekday())
    every = next((step for most, step in ((14, 1), (28, 2), (44, 4)) if weeks <= most), None)
    ticks: dict[str, Any] = {"dtick": "M1", "tickformat": "%b\n%Y"}
    if every is not None:
        ticks = {"tick0": monday.isoformat(), "dtick": every * 7 * 86_400_000, "tickformat": "%-d %b\n%Y"}
    made.update_xaxes(range=[first, last], side="top", type="date", showgrid=True, **ticks)


def dates_below(made: Figure, row: float) -> None:
    """Repeat the dates at the bottom of a tall figure."""
    from plotly import graph_objects as go

    top = made.layout.xaxis.to_plotly_json()
    made.update_layout(xaxis2={**top, "side": "bottom", "overlaying": "x", "matches": "x", "showgrid": False})
    made.add_trace(
        go.Scatter(
            x=[top["range"][0]], y=[row], xaxis="x2", mode="markers", opacity=0, hoverinfo="skip", showlegend=False
        )
    )


def shade_time(made: Figure, scene: Scene, theme: Theme, first: datetime, last: datetime) -> None:
    """Shade weekends and holidays, the sprint, and mark the status date."""
    colours = THEMES[theme]
    shapes: list[dict[str, Any]] = []
    sprint = scene.portfolio.sprint
    if sprint is not None:
        begin = datetime(sprint.start.year, sprint.start.month, sprint.start.day)
        shapes.append(_band(begin, begin + timedelta(days=sprint.days), colours.sprint))
    shapes.extend(_band(start, end, colours.shade) for start, end, _ in days_off(scene, first, last))
    line = {"color": colours.ink, "width": 1.5, "dash": "dot"}
    now = scene.now.isoformat()
    shapes.append(
        {"type": "line", "x0": now, "x1": now, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "above"}
    )
    made.update_layout(shapes=shapes)


def holiday_marks(scene: Scene, theme: Theme, first: datetime, last: datetime, y: float) -> Scatter:
    """Return a trace of small marks that name each holiday when one points at it."""
    from plotly import graph_objects as go

    named = [(start, end, text) for start, end, text in days_off(scene, first, last) if text]
    return go.Scatter(
        x=[start + (end - start) / 2 for start, end, _ in named],
        y=[y] * len(named),
        mode="markers",
        marker={"symbol": "triangle-down", "size": 8, "color": THEMES[theme].faint},
        hovertext=[f"{words.day(start, scene.year)}: {label(text)}" for start, _, text in named],
        hoverinfo="text",
        name="holiday",
        showlegend=False,
        cliponaxis=False,
    )


def scroll_rows(made: Figure, rows: int, most: int, groups: Sequence[tuple[str, int]] = (), first: int = 0) -> None:
    """Show at most `most` rows at a time; the rest by dragging, or by choosing a group from a list.

    Parameters
    ----------
    made
        The figure; changed.
    rows, most
        How many rows there are, and how many are shown at a time.
    groups
        Name and first row of each group.
    first
        The row that is seen first, as far as rows go on below it.
    """
    shown = min(rows, most)
    begin = min(first, rows - shown)
    made.update_yaxes(range=[begin + shown - 0.4, begin - 0.9], autorange=False)
    if rows <= most:
        return
    made.update_layout(dragmode="pan")
    if not groups:
        return
    buttons = [
        {"label": label(name, 40), "method": "relayout", "args": [{"yaxis.range": [row + shown - 0.4, row - 0.9]}]}
        for name, row in groups
    ]
    menu = {"buttons": buttons, "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom", "pad": {"b": 46}}
    active = max((number for number, (_, row) in enumerate(groups) if row <= first), default=0)
    made.update_layout(updatemenus=[{**menu, "font": {"size": 12}, "showactive": True, "active": active}])


def _band(start: datetime, end: datetime, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": start.isoformat(),
        "x1": end.isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }
