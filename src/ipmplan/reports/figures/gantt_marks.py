"""What is told beside the bars of tasks: where they were before, what holds them, and which answers they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ipmplan.core.moves import moves
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Hold
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.reports.scene import Scene

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Scatter

    from ipmplan.tracking.decisions import Question

GHOST = 0.16


def compared_with(view: Scene) -> Schedule | None:
    """Return the plan that this one is compared with: the one before, else the approved one; None when there is none."""
    before = view.before if view.before is not None else view.portfolio.baseline
    return before if before is not None and before.tasks else None


def ghosts(view: Scene, theme: style.Theme, row_of: Mapping[str, int]) -> Bar:
    """Draw thin bars below those of tasks that were on other days in the plan before."""
    from plotly import graph_objects as go

    before = compared_with(view)
    moved = moves(before, view.schedule, view.now).dates if before is not None else ()
    then = {task.id: task for task in before.tasks} if before is not None else {}
    shown = [then[name] for name in moved if name in row_of]
    return go.Bar(
        orientation="h",
        base=[task.start for task in shown],
        x=[style.milliseconds(task.start, task.end) for task in shown],
        y=[row_of[task.id] for task in shown],
        width=GHOST,
        offset=0.5 - GHOST,
        marker={"color": style.THEMES[theme].faint, "line": {"width": 0}},
        hovertext=[
            f"<b>{style.label(view.work_name(task.id))}</b><br>before: "
            f"{words.moment(task.start, view.year)} – {words.moment(task.end, view.year)}"
            for task in shown
        ],
        hoverinfo="text",
        name="before",
        showlegend=bool(shown),
        textposition="none",
    )


def holds(view: Scene, theme: style.Theme, row_of: Mapping[str, int]) -> Scatter:
    """Mark the starts of tasks that stay where they are, or with their people."""
    from plotly import graph_objects as go

    shown = [hold for hold in view.portfolio.holds if hold.task in row_of and hold.task in view.task]
    colours = style.THEMES[theme]
    return go.Scatter(
        x=[view.task[hold.task].start for hold in shown],
        y=[row_of[hold.task] for hold in shown],
        mode="markers",
        marker={
            "symbol": "square",
            "size": 10,
            "color": colours.paper,
            "line": {"width": 2.5, "color": colours.ink},
        },
        hovertext=[_hold_text(view.portfolio, hold, view) for hold in shown],
        hoverinfo="text",
        name="held",
        showlegend=bool(shown),
    )


def decisions(view: Scene, theme: style.Theme, row_of: Mapping[str, int]) -> Scatter:
    """Mark when the answers are expected that tasks wait for."""
    from plotly import graph_objects as go

    shown = [(question, task) for question in view.questions for task in question.waiting if task in row_of]
    colours = style.THEMES[theme]
    return go.Scatter(
        x=[question.taken for question, _ in shown],
        y=[row_of[task] for _, task in shown],
        mode="markers+text",
        text=["?"] * len(shown),
        textfont={"size": 11, "color": colours.paper},
        marker={
            "symbol": "circle",
            "size": 15,
            "color": [colours.late if question.overdue else colours.ink for question, _ in shown],
            "line": {"width": 1, "color": colours.paper},
        },
        hovertext=[_question_text(view, question) for question, _ in shown],
        hoverinfo="text",
        name="answer expected",
        showlegend=bool(shown),
    )


def _hold_text(portfolio: Portfolio, hold: Hold, view: Scene) -> str:
    people = ", ".join(view.person_name(person) for person in hold.people)
    said = [f"{people} {'stay' if len(hold.people) > 1 else 'stays'} on it"] if people else []
    said += [f"starts on {words.day(hold.start, view.year)}"] if hold.start is not None else []
    until = f", until {words.day(hold.until, view.year)}" if hold.until is not None else ""
    why = f"<br>{style.label(hold.reason)}" if hold.reason else ""
    name = portfolio.task[hold.task].name or hold.task if hold.task in portfolio.task else hold.task
    return f"<b>Held: {style.label(name)}</b><br>{style.label('; '.join(said))}{until}{why}"


def _question_text(view: Scene, question: Question) -> str:
    row = question.decision
    who = "the client" if row.owner == "client" else "us"
    lines = [
        f"<b>{style.label(row.question or row.id)}</b>",
        f"answer of {who} {'was' if question.overdue else 'is'} expected {words.day(row.expected, view.year) if row.expected is not None else 'on no day'}",
        f"the plan takes it for {words.moment(question.taken, view.year)}",
    ]
    if question.needed_by is not None:
        lines.append(f"needed by {words.day(question.needed_by, view.year)}, or a date moves")
    return "<br>".join(lines)
