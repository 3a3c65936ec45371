"""Figures of answers: a chain over time, ways back by date and money, demand against supply by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plotly.graph_objects import Figure

    from ipmplan.explaining.recover import Menu
    from ipmplan.explaining.staffing import SkillWeek
    from ipmplan.explaining.why import Why


def chain_figure(scene: Scene, why: Why, theme: style.Theme = "light") -> Figure:
    """Draw the chain of a date: a bar for each step, in the colour of its project."""
    from plotly import graph_objects as go

    from ipmplan.reports.critical import because

    colours = style.project_colours(scene)
    moment = scene.portfolio.grid.moment
    made = style.figure(theme, max(len(why.steps), 1) * style.ROW + 60)
    labels = [f"{scene.work_name(step.task)} " + "\u200b" * number for number, step in enumerate(why.steps)]
    made.add_trace(
        go.Bar(
            orientation="h",
            y=labels,
            base=[moment(step.start) for step in why.steps],
            x=[style.milliseconds(moment(step.start), moment(step.end)) for step in why.steps],
            marker_color=[colours.get(scene.project_of(step.task), style.INTERNAL) for step in why.steps],
            customdata=[
                f"<b>{style.label(scene.work_name(step.task))}</b><br>"
                f"{words.moment(moment(step.start), scene.year)} to {words.moment(moment(step.end), scene.year)}<br>"
                f"{style.label(because(scene, step, named=True))}"
                for step in why.steps
            ],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    )
    made.update_yaxes(autorange="reversed")
    made.update_xaxes(type="date")
    return made


def ways_figure(scene: Scene, menu: Menu, theme: style.Theme = "light") -> Figure:
    """Draw ways back: when they reach the date, against what they cost more."""
    from plotly import graph_objects as go

    from ipmplan.explaining.recover.idea import KINDS

    made = style.figure(theme, 320)
    colours = style.THEMES[theme]
    for number, way in enumerate(menu.ways, 1):
        text = f"<b>{number}</b> {style.label(way.proposal.text)}<br>{words.moment(way.outcome.finish, scene.year)}"
        made.add_trace(
            go.Scatter(
                x=[way.outcome.finish],
                y=[float(way.outcome.cost or 0)],
                mode="markers+text",
                text=[str(number)],
                textposition="top center",
                marker={"size": 14, "symbol": "circle" if way.reaches else "x"},
                name=f"{number} {KINDS[way.proposal.kind]}",
                customdata=[text],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    end = scene.portfolio.grid.moment(scene.portfolio.grid.end_of(menu.by))
    made.add_vline(x=end, line={"color": colours.late, "dash": "dot"})
    made.update_yaxes(title=f"{scene.currency} more")
    made.update_xaxes(type="date")
    return made


def demand_figure(scene: Scene, rows: Sequence[SkillWeek], theme: style.Theme = "light") -> Figure:
    """Draw the part of each skill's time that is planned, by week; over 100 % others do it, or it waits."""
    from plotly import graph_objects as go

    skills = sorted({row.skill for row in rows})
    weeks = sorted({row.week for row in rows})
    cells = {(row.skill, row.week): row for row in rows}

    def share(skill: str, week: date) -> float | None:
        row = cells.get((skill, week))
        return None if row is None or not row.supply else 100 * row.planned / row.supply

    made = style.figure(theme, max(len(skills), 1) * style.ROW + 80)
    made.add_trace(
        go.Heatmap(
            x=[words.day(week, scene.year) for week in weeks],
            y=[skill or "(any)" for skill in skills],
            z=[[share(skill, week) for week in weeks] for skill in skills],
            zmin=0,
            zmax=100,
            colorscale=[[0, style.THEMES[theme].shade], [1, style.PALETTE[0]]],
            hovertemplate="%{y}, week of %{x}: %{z:.0f} %<extra></extra>",
            showscale=False,
        )
    )
    return made
