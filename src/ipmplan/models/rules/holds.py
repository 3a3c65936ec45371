"""Who is held on a task works at it, and a task that is held starts then.

Formula::

    each hold h of a task t that facts have not broken:  people(h) within people(t);
    first(h) <= s(t) <= last(h), where first and last are the ends of its day, or its moment
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock, on
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound
from ipmplan.study.holds import HeldTask
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "holds"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """A held task starts no later than it is held; who is held, and from when on, is in the domains of its variables."""
    for task in draft.free:
        model = draft.instance.tasks[task]
        if model.latest is not None:
            over = draft.slack(draft.hint.past_latest(model), 100) if draft.repair else 0
            draft.model.add(draft.start[task] <= model.latest + over)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield holds that a plan breaks; a warning where facts alone have broken one."""
    for name, held in plan.study.holds.items():
        for reason in held.broken:
            message = f"it is held{_said(held)}, but {reason}; no plan can keep that any more"
            hint = f"Maybe take it out: `ipmplan unhold {name}`."
            yield Issue(message, name, hint, severity="warning", rule=RULE)
        if name not in plan.rows:
            continue
        at_work = {stint.row.person for stint in plan.stints.get(name, ())}
        for person in held.people:
            if person not in at_work and (plan.is_fresh(name) or _goes_on(plan, name, person)):
                yield Issue(f"{person} is held on it, but does not work at it", name, _hint(name), rule=RULE)
        if held.first is None or held.last is None:
            continue
        start = plan.spans[name][0]
        if not held.first <= start <= held.last:
            message = f"it is held{_said(held)}, but starts at {clock(plan.grid.moment(start))}"
            yield Issue(message, name, _hint(name), rule=RULE)


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield the day, or the moment, on which a task is held."""
    held = plan.study.holds.get(task)
    if held is not None and held.first is not None:
        yield Bound(held.first, "is held on {day}", "hold", day=held.row.start)


def _goes_on(plan: Reading, name: str, person: str) -> bool:
    return any(piece.person == person for piece in plan.started[name].pieces)


def _said(held: HeldTask) -> str:
    row = held.row
    people = f" with {' and '.join(row.people)}" if row.people else ""
    start = f" on {on(row.start)}" if row.start is not None else ""
    return f"{people}{start}"


def _hint(name: str) -> str:
    return f"Maybe hold it otherwise, or `ipmplan unhold {name}`."
