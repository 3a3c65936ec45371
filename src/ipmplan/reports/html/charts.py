"""The figures of the report, as data that the page draws when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.reports import figures, words
from ipmplan.reports.figures.style import Theme
from ipmplan.reports.html.elements import Html, el, join, packed, table
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import budgets, burns

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROWS = 42
MOST_TASK_ROWS = 130


def roadmap(view: Scene, theme: Theme) -> Html:
    """One row a project."""
    about = "One bar a project, from its first to its last day of work; those with late milestones first."
    return join(
        [_about(about), chart("roadmap", figures.roadmap(view.schedule, view.portfolio, theme=theme, rows=ROWS))]
    )


def by_project(view: Scene, theme: Theme, most: int = MOST_TASK_ROWS) -> Html:
    """One row a task; more than `most` rows are moved through."""
    about = (
        "Outlined bars are critical: a delay there moves a due date or the end. Hatched: somebody of the task is away. Point at a bar for who does it; "
        "drag to zoom, double-click to come back."
    )
    fits = len(view.schedule.tasks) + len(view.schedule.milestones) <= most
    figure = figures.gantt(
        view.schedule,
        view.portfolio,
        theme=theme,
        rows=len(view.schedule.tasks) * 3 if fits else min(most, ROWS),
        before=view.before,
    )
    if figure.layout.dragmode == "pan":
        about = f"{about.partition('; ')[0]}. Drag to move through the rows, or choose a project on the right."
    return join([_about(about), chart("by-project", figure)])


def by_person(view: Scene, theme: Theme) -> Html:
    """One row a person."""
    about = "Hatched: away, also over work that goes on afterwards. Thin bars: work at a share of the time. The line below them: bookings."
    figure = figures.gantt(view.schedule, view.portfolio, "person", theme=theme, rows=ROWS)
    return join([_about(about), chart("by-person", figure)])


def workload(view: Scene, theme: Theme) -> Html:
    """The heat map."""
    about = "Per cent of each person's working time that is booked or planned, by week; the total stands by the name."
    return join(
        [_about(about), chart("workload", figures.workload(view.schedule, view.portfolio, theme=theme, rows=ROWS))]
    )


def budget(view: Scene, theme: Theme) -> Html | None:
    """Table and burn; None when the plan has no money."""
    rows = budgets(view)
    if not rows:
        return None
    currency = view.currency
    cells = [
        (
            "bad" if row.over else "",
            (
                row.name,
                words.money(row.spent),
                words.money(row.cost),
                words.money(row.budget),
                words.percent(row.share) if row.share is not None else "–",
                row.verdict(currency),
            ),
        )
        for row in rows
    ]
    heads = ("Project", f"Spent, {currency}", f"In all, {currency}", f"Budget, {currency}", "Used", "")
    listed = table(heads, cells, numbers=heads[1:5], class_="tall" if len(rows) > 25 else "")
    if not burns(view):
        return listed
    return join([listed, chart("budget", figures.budget(view.schedule, view.portfolio, theme=theme))])


def _about(text: str) -> Html:
    return el("p", text, class_="hint")


def chart(ident: str, figure: Figure) -> Html:
    """A figure as packed data, and the place where it is drawn."""
    height = f"height:{int(figure.layout.height)}px"
    place = el("div", id=f"chart-{ident}", class_="chart", style=height)
    return join([el("div", place, class_="scroll"), packed(str(figure.to_json()), data_for=f"chart-{ident}")])
