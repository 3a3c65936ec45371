"""The project's team, and what a task says about who does it, hold.

Formula::

    with P(t) the people of task t:  P(t) within the team, within `only`, without `not`;
    `same u`: P(t) within P(u);  `other u`: P(t) and P(u) have nobody in common
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.work import Pin
from ipmplan.errors import Issue
from ipmplan.models.cpsat.same_other import tie
from ipmplan.study.reading import Reading, Stint

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "pins"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """Whoever does a task is among those who do another one (`same`), or not (`other`); the rest is eligibility."""
    for relation in draft.instance.relations:
        if relation.task not in draft.is_free and (relation.other is None or relation.other not in draft.is_free):
            continue
        for person in draft.possible(relation.task):
            others = draft.at_work(relation.other, person) if relation.other is not None else []
            tie(draft.model, relation, person, draft.at_work(relation.task, person), others)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield everybody who is not in the team, or whom `people` keeps away; whoever has already begun goes on."""
    for name, stints in plan.stints.items():
        state = plan.started.get(name)
        kept = {(piece.part, piece.person) for piece in state.pieces} if state is not None else set()
        for stint in stints:
            if (stint.row.part, stint.row.person) not in kept:
                yield from _stint(plan, name, stint)


def _stint(plan: Reading, name: str, stint: Stint) -> Iterator[Issue]:
    person = stint.row.person
    task = plan.task(name)
    project = plan.portfolio.project.get(task.project)
    if project is not None and project.team and person not in project.team:
        message = f"{person} is not in the team of {project.id} ({', '.join(project.team)})"
        yield Issue(message, name, f"Maybe {project.team[0]} can do it.", rule=RULE)
    for pin in task.people:
        reason = _against(plan, name, pin, stint)
        if reason:
            yield Issue(f"{person} works on it, but {reason}", name, "Maybe somebody else can do it.", rule=RULE)


def _against(plan: Reading, name: str, pin: Pin, stint: Stint) -> str:
    """Why a pin keeps a person away, empty when it does not."""
    person = stint.row.person
    named = " or ".join(pin.people)
    if pin.kind == "only":
        return "" if person in pin.people else f"only {named} may"
    if pin.kind == "not":
        return f"{named} must not" if person in pin.people else ""
    if pin.kind == "skill":
        part = plan.part(stint)
        asked = part is not None and part.skill == pin.skill
        return f"its {pin.skill} is for {named}" if asked and person not in pin.people else ""
    if not plan.is_fresh(name) or (pin.task in plan.scope.ids and pin.task not in plan.rows):
        return ""
    others = plan.people_on(pin.task)
    if pin.task not in plan.scope.ids and not any(other in plan.portfolio.person for other in others):
        return ""
    if pin.kind == "other":
        return f"nobody who does {pin.task} may" if person in others else ""
    if person in others or (not others and not plan.is_fresh(pin.task)):
        return ""
    return f"only those who do {pin.task} may ({', '.join(others) or 'nobody does'})"
