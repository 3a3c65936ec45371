"""The top of the report: title, status and what a manager has to know in ten seconds."""

from __future__ import annotations

from ipmplan.reports import words
from ipmplan.reports.attention import Point, attention
from ipmplan.reports.goals import status_sentence
from ipmplan.reports.html.elements import Html, el
from ipmplan.reports.scene import Scene

MOST_DETAILS = 4
TONES = {"bad": "Act", "watch": "Watch", "good": "Good", "info": ""}


def head(view: Scene) -> Html:
    """Return the title and how good the plan is."""
    schedule = view.schedule
    about = [
        words.count(len(schedule.projects), "project"),
        words.count(len(schedule.tasks), "task"),
        words.count(len(schedule.people), "person", "people"),
        f"ends {words.day(words.last_day(view.last), view.year)}" if schedule.tasks else "nothing to plan",
    ]
    if schedule.including:
        about.append(f"with {', '.join(schedule.including)}")
    if schedule.allow_over_budget:
        about.append("budgets taken as soft")
    status = el("span", schedule.status, class_=f"status {schedule.status}")
    return el(
        "header",
        el("p", f"Plan of {words.day(schedule.as_of)}", class_="eyebrow"),
        el("h1", schedule.portfolio),
        el("p", " · ".join(about), class_="about"),
        el("p", status, " ", status_sentence(view).partition(": ")[2], class_="honest"),
    )


def summary(view: Scene) -> Html:
    """Return a card for each point."""
    return el("div", *(_card(point) for point in attention(view)), class_="cards", id="summary")


def _card(point: Point) -> Html:
    shown = [el("li", el("span", detail.what), el("b", detail.figure)) for detail in point.details[:MOST_DETAILS]]
    if len(point.details) > MOST_DETAILS:
        shown.append(el("li", f"and {len(point.details) - MOST_DETAILS} more below", class_="more"))
    children = [
        el("h3", point.topic, " ", el("span", TONES[point.tone], class_="tone")),
        el("p", point.headline, class_="headline"),
    ]
    if shown:
        children.append(el("ul", *shown))
    return el("article", *children, class_=f"card {point.tone}")
