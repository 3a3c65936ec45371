"""The bar that narrows the page to a project, a person or a milestone, and what rows say of themselves for it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ipmplan.reports.html.elements import Html, el
from ipmplan.reports.scene import Scene


def bar(view: Scene) -> Html:
    """Return the bar: three lists and a field, which work together."""
    planned = [task.id for task in view.schedule.tasks]
    milestones = dict.fromkeys(view.portfolio.task[task].milestone for task in planned)
    stones = ((ident, view.portfolio.milestone[ident].name or ident) for ident in milestones if ident)
    people = dict.fromkeys(person for task in planned for person in view.people_of(task))
    projects = dict.fromkeys(view.project_of(task) for task in planned)
    return el(
        "form",
        _choice("project", "All projects", ((ident, view.project_name(ident)) for ident in projects if ident)),
        _choice("person", "Everybody", ((ident, view.person_name(ident)) for ident in people)),
        _choice("milestone", "All milestones", stones),
        el("input", type="search", placeholder="Find a task, project or person", aria_label="Find", name="words"),
        el("button", "Show all", type="reset"),
        el("output", "", aria_live="polite"),
        class_="filter",
        role="search",
        aria_label="Narrow the page",
    )


def task(view: Scene, ident: str) -> Html:
    """Return a task's name: pressed, it opens why the task is where it is; its row can be filtered."""
    return el("button", view.work_name(ident), type="button", class_="why", data_task=ident, **_marks(view, ident))


def marked(content: str, *, project: str = "", milestone: str = "") -> Html:
    """Return what a row is about, so that it can be filtered by project and milestone."""
    marks = {"data_project": project} if project else {}
    return el("span", content, **marks, **({"data_milestone": milestone} if milestone else {}))


def _marks(view: Scene, ident: str) -> dict[str, str]:
    return {
        "data_project": view.project_of(ident),
        "data_milestone": view.portfolio.task[ident].milestone or "",
        "data_people": json.dumps(view.people_of(ident)),
    }


def _choice(name: str, everything: str, options: Iterable[tuple[str, str]]) -> Html:
    listed = sorted(options, key=lambda option: option[1].casefold())
    shown = [el("option", everything, value=""), *(el("option", label, value=ident) for ident, label in listed)]
    return el("select", *shown, name=name, aria_label=name.title())
