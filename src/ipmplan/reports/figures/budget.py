"""Budget burn: what each project has cost by when, recorded and planned, against its cap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.spending import BudgetState, Burn, budgets, burns

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

MOST_PROJECTS = 12
PANEL = 190
GAP = 92


def budget(
    schedule: Schedule, portfolio: Portfolio, projects: Sequence[str] | None = None, *, theme: style.Theme = "light"
) -> Figure:
    """Draw the cumulative cost of each project: a solid line for what was recorded, a dashed one for the plan.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    projects
        Ids of the projects to draw; by default the twelve that are nearest to or furthest over their budgets.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    InputError
        When the plan has no such project, or no money.
    """
    view = scene(schedule, portfolio)
    rows = {row.id: row for row in budgets(view)}
    lines = {burn.project: burn for burn in burns(view)}
    if not rows:
        raise InputError(Issue("the plan has no money", hint="Maybe give people a `rate`?"))
    if not lines:
        raise InputError(Issue("the plan spends no money"))
    wanted = list(projects) if projects is not None else [name for name in rows if name in lines][:MOST_PROJECTS]
    for name in wanted:
        if name not in rows or name not in lines:
            raise InputError(
                Issue(f"the plan has no costs for a project `{name}`", hint=f"Maybe one of {', '.join(rows)}?")
            )
    made, count = style.panels(theme, [_title(view, rows[name]) for name in wanted], PANEL, GAP)
    columns = min(3, max(len(wanted), 1))
    colours = style.project_colours(view)
    for number, name in enumerate(wanted):
        place = {"row": number // columns + 1, "col": number % columns + 1}
        for trace in _burn(view, theme, rows[name], lines[name], colours.get(name, style.INTERNAL)):
            trace.showlegend = number == 0 and bool(trace.showlegend)
            made.add_trace(trace, **place)
        made.add_vline(view.now, line={"color": style.THEMES[theme].ink, "width": 1, "dash": "dot"}, **place)
    made.update_layout(height=count * (PANEL + GAP) + 50 + style.BUTTONS, hovermode="closest")
    made.update_annotations(font_size=13, xanchor="center")
    made.update_yaxes(rangemode="tozero", tickformat="~s", nticks=5)
    made.update_xaxes(showgrid=False, nticks=6, showticklabels=True, tickformat="%-d %b")
    made.update_layout(
        legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"t": 52 + style.BUTTONS, "b": 64}
    )
    return made


def _title(view: Scene, row: BudgetState) -> str:
    text = f"<b>{style.label(row.name, 34)}</b>"
    if row.over:
        return f"{text}<br>OVER by {words.money(row.over, view.currency)}"
    used = (
        f"{words.percent(row.share)} of {words.money(row.budget)}" if row.share is not None else words.money(row.cost)
    )
    return f"{text}<br>{used} {view.currency}"


def _burn(view: Scene, theme: style.Theme, row: BudgetState, burn: Burn, colour: str) -> list[Scatter]:
    from plotly import graph_objects as go

    ink = style.THEMES[theme]
    split = bisect_right(burn.moments, view.now)
    made = []
    if split > 1:
        made.append(_line(view, row, burn.moments[:split], burn.amounts[:split], colour, "spent", "solid"))
    at_now = burn.amounts[split - 1] if split else 0.0
    moments, amounts = [view.now, *burn.moments[split:]], [at_now, *burn.amounts[split:]]
    made.append(_line(view, row, moments, amounts, colour, "planned", "4px,2px"))
    if row.budget is not None:
        last = max(view.last, burn.moments[-1])
        cap = float(row.budget)
        made.append(
            go.Scatter(
                x=[view.first, last],
                y=[cap, cap],
                mode="lines",
                line={"color": ink.late if row.over else ink.faint, "width": 2, "dash": "solid" if row.over else "dot"},
                hovertext=f"budget {words.money(row.budget, view.currency)}",
                hoverinfo="text",
                name="budget",
                showlegend=True,
            )
        )
    return made


def _line(
    view: Scene,
    row: BudgetState,
    moments: Sequence[datetime],
    amounts: Sequence[float],
    colour: str,
    name: str,
    dash: str,
) -> Scatter:
    from plotly import graph_objects as go

    currency = view.currency
    return go.Scatter(
        x=list(moments),
        y=list(amounts),
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"size": 4, "color": colour},
        hovertext=[
            f"<b>{style.label(row.name)}</b><br>{words.day(words.last_day(when), view.year)}: {name} "
            f"{words.number(amount, 0)} {style.label(currency)}"
            for when, amount in zip(moments, amounts, strict=True)
        ],
        hoverinfo="text",
        name=name,
        showlegend=True,
    )
