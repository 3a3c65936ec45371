"""A firm milestone is reached on its due day at the latest.

Formula::

    each firm milestone d:  max of e(t) over its tasks t  <=  end of its due day
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock, on
from ipmplan.errors import Issue
from ipmplan.study.dates import finish_of
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr

RULE = "deadlines"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """A firm milestone is reached by the end of its due day."""
    for due in draft.instance.dues:
        free = [task for task in due.tasks if task in draft.is_free]
        if due.firm is None or due.firm_start is None or not free:
            continue
        over = draft.slack(draft.hint.past_firm(due), 100) if draft.repair else 0
        for task in free:
            draft.model.add(draft.end[task] <= due.firm + over)
            _post_start(draft, task, due.firm_start + over)


def _post_start(draft: Draft, task: int, latest: Expr) -> None:
    """A wait without length that begins in the future ends at the start of a slot, which may be long after the last."""
    model = draft.instance.tasks[task]
    for mode, literal in draft.modes[task].items():
        if model.modes[mode].wait == 0 and model.started is None:
            future = draft.at_least(draft.waits[task], 0)
            draft.model.add(draft.start[task] <= latest).only_enforce_if(literal, future)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield firm milestones that the plan misses; a warning where facts alone have broken the date."""
    for due in plan.scope.dues:
        finish = finish_of(plan, due)
        if not due.firm or due.due is None or due.end is None or finish is None or finish <= due.end:
            continue
        last = next(name for name in due.tasks if name in plan.spans and plan.spans[name][1] == finish)
        message = f"it is due on {on(due.due)}, firm, but {last} ends at {clock(plan.grid.moment(finish))}"
        if plan.study.is_broken(due):
            yield Issue(f"{message}; no plan can hold it any more", due.id, severity="warning", rule=RULE)
        else:
            yield Issue(message, due.id, f"Maybe {last} can be done earlier, or by more people.", rule=RULE)
