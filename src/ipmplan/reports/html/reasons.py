"""Why each task is where it is: one tie a task, which the page follows back to a fact when a task is opened."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ipmplan.reports import words
from ipmplan.reports.critical import because
from ipmplan.reports.html.elements import Html, el, join, json_data
from ipmplan.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class TaskWhy:
    """What the page says of a task.

    Parameters
    ----------
    name, project, people, when, slack
        In words.
    because
        What its work waits for.
    after
        The task of that tie, which is told next; empty where a fact or the planner's choice ends the chain.
    """

    name: str
    project: str
    people: str
    when: str
    slack: str
    because: str
    after: str


def reasons(view: Scene) -> dict[str, TaskWhy]:
    """Say of every task of the plan what keeps it from starting sooner."""
    found = {}
    for row in view.schedule.tasks:
        works = view.chains.works(row.id)
        step = view.chains.step(min(works, key=lambda work: (work.start, -work.end))) if works else None
        people = dict.fromkeys(view.person_name(person) for person in view.people_of(row.id))
        goes_on = step is not None and step.ties and not step.chosen
        slack = "critical" if row.critical else f"{words.hours(row.slack_hours)} of slack"
        found[row.id] = TaskWhy(
            view.work_name(row.id),
            view.project_name(view.project_of(row.id)),
            ", ".join(people) or "(a wait)",
            f"{words.moment(row.start, view.year)} to {words.moment(row.end, view.year)}",
            "done" if step is None else slack,
            "It is done." if step is None else because(view, step, named=True),
            step.ties[0].bound.after if step is not None and goes_on else "",
        )
    return found


def dialog(view: Scene) -> Html:
    """Return the place where a task's why is shown, with all of them as data."""
    data = json.dumps({ident: asdict(reason) for ident, reason in reasons(view).items()}, separators=(",", ":"))
    shown = el(
        "dialog",
        el("h2", "", id="why-title"),
        el("p", "", class_="about"),
        el("ol", ""),
        el("p", "To try what would change it: ", el("code", ""), class_="hint"),
        el("form", el("button", "Close"), method="dialog"),
        id="why",
        aria_labelledby="why-title",
    )
    return join([shown, json_data(data, id="reasons")])
