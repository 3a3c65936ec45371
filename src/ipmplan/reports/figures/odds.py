"""Figures of a forecast: the fan over the S-curve, and where outcomes lay in their forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.core.forecast import Forecast
from ipmplan.errors import InputError, Issue
from ipmplan.odds.curve import Fan
from ipmplan.odds.scorecard import Scorecard
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 340
_ALPHA = ("33", "66")


def fan(view: Scene, curves: Fan, forecast: Forecast, project: str = "", *, theme: style.Theme = "light") -> Figure:
    """Draw how much of the planned hours is done by when: the plan as a line, the runs as a fan of 50 and 80 %.

    Parameters
    ----------
    view
        The plan with its portfolio.
    curves, forecast
        What the runs gave.
    project
        Whose; empty = all.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    InputError
        When the forecast has no such project, or nothing is left to do.
    """
    from plotly import graph_objects as go

    if project not in curves.bands:
        known = ", ".join(name for name in curves.bands if name)
        raise InputError(
            Issue(f"the forecast has no project `{project}`", hint=f"Maybe one of {known}?" if known else "")
        )
    ink = style.THEMES[theme]
    colour = style.project_colours(view).get(project, style.INTERNAL) if project else style.PALETTE[0]
    moments, bands = list(curves.moments), curves.bands[project]
    made = style.figure(theme, HEIGHT, hovermode="x unified")
    for low, high, alpha, name in ((0, 4, _ALPHA[0], "8 of 10 runs"), (1, 3, _ALPHA[1], "5 of 10 runs")):
        made.add_trace(
            go.Scatter(
                x=moments, y=bands[low].tolist(), mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False
            )
        )
        made.add_trace(
            go.Scatter(
                x=moments,
                y=bands[high].tolist(),
                mode="lines",
                line={"width": 0},
                fill="tonexty",
                fillcolor=f"{colour}{alpha}",
                name=name,
                hoverinfo="skip",
            )
        )
    middle = {"color": colour, "width": 2.5}
    planned = {"color": ink.ink, "width": 2, "dash": "4px,2px"}
    for values, line, name in ((bands[2], middle, "half of the runs"), (curves.planned[project], planned, "the plan")):
        made.add_trace(
            go.Scatter(x=moments, y=[round(float(v), 1) for v in values], mode="lines", line=line, name=name)
        )
    made.add_vline(view.now, line={"color": ink.ink, "width": 1, "dash": "dot"})
    row = next(
        (
            one
            for one in forecast.known.dates
            if (one.kind, one.id) == (("project", project) if project else ("portfolio", ""))
        ),
        None,
    )
    if row is not None:
        for moment, text in ((row.p50, "P50"), (row.p80, "P80")):
            label = f"{text} {words.day(words.last_day(moment), view.year)}"
            made.add_vline(moment, line={"color": colour, "width": 1.5, "dash": "dash"})
            made.add_annotation(
                x=moment,
                y=0.04 if text == "P50" else 0.12,
                yref="paper",
                text=label,
                showarrow=False,
                xanchor="left",
                xshift=4,
            )
    made.update_yaxes(title="hours done", rangemode="tozero")
    made.update_xaxes(tickformat="%-d %b\n%Y")
    return made


def pit(card: Scorecard, *, theme: style.Theme = "light") -> Figure:
    """Draw where outcomes lay in their forecasts, in ten equal parts: each bar reaches a tenth when forecasts are right.

    Raises
    ------
    InputError
        When nothing that was forecast has come out.
    """
    from plotly import graph_objects as go

    if not card.scores:
        raise InputError(Issue(card.sentence, hint="Maybe look again after the next milestone?"))
    made = style.figure(theme, HEIGHT * 0.8, barmode="group")
    labels = [f"{place * 10}–{place * 10 + 10} %" for place in range(10)]
    for score in card.scores:
        made.add_trace(
            go.Bar(x=labels, y=[round(share, 3) for share in score.pit], name=f"{score.of} ({score.things})")
        )
    made.add_hline(0.1, line={"color": style.THEMES[theme].ink, "width": 1, "dash": "dot"})
    made.update_yaxes(title="share of outcomes", tickformat=".0%", rangemode="tozero")
    made.update_xaxes(title="place in the forecast, from early or little to late or much")
    return made
