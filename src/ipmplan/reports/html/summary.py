"""The top of the report: its title, and the first screen as cards."""

from __future__ import annotations

from ipmplan.reports import words
from ipmplan.reports.first import Line, Section, first_screen
from ipmplan.reports.html.elements import Html, el, table
from ipmplan.reports.scene import Scene

LONG = 25
TONES = {"bad": "Act", "watch": "Watch", "good": "Good", "info": ""}


def head(view: Scene) -> Html:
    """Return the title and how much there is."""
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
    return el(
        "header",
        el("p", f"Plan of {words.day(schedule.as_of)}", class_="eyebrow"),
        el("h1", schedule.portfolio),
        el("p", " · ".join(about), class_="about"),
    )


def summary(view: Scene) -> Html:
    """Return a card for each section of the first screen."""
    cards = (_card(section) for section in first_screen(view).sections)
    return el("div", *cards, class_="cards", id="summary")


def _card(section: Section) -> Html:
    title = el("h2", section.title, " ", el("span", TONES[section.tone], class_="tone"))
    if section.topic == "day":
        rows = [("", (el("b", line.what), "; ".join(line.details))) for line in section.lines]
        shown = [table(("Who", "What"), rows, fixed=("Who",), class_="tall" if len(rows) > LONG else "")]
    else:
        shown = [el("ul", *(_line(line) for line in section.lines))] if section.lines else []
    rest = [el("p", section.rest, class_="more")] if section.rest else []
    return el("article", title, *shown, *rest, class_=f"card {section.tone} {section.topic}")


def _line(line: Line) -> Html:
    figure = [el("b", line.figure)] if line.figure else []
    details = [el("p", detail, class_="remedy" if detail.startswith("Maybe") else "why") for detail in line.details]
    return el("li", el("div", el("span", line.what), *figure, class_="line"), *details, class_=line.tone)
