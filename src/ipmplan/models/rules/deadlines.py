"""A firm milestone is reached on its due day at the latest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.broken import is_broken_due
from ipmplan.core.dates import finish_of
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import clock, on, reading
from ipmplan.errors import Issue

if TYPE_CHECKING:
    from ipmplan.models.draft import Draft

RULE = "deadlines"


def post(draft: Draft) -> None:
    """A firm milestone is reached by the end of its due day."""
    from ipmplan.models.edges import reach

    for due in draft.instance.dues:
        if due.firm is None:
            continue
        over = None
        for task in due.tasks:
            if task not in draft.is_free:
                continue
            if draft.repair:
                if over is None:
                    over = draft.slack(max(0, draft.hint.ended(due.tasks) - due.firm), 100)
                draft.model.add(reach(draft, task, end=True) <= due.firm + over)
            else:
                draft.model.add(reach(draft, task, end=True) <= due.firm)


def check(schedule: Schedule, portfolio: Portfolio) -> Iterator[Issue]:
    """Yield firm milestones that the plan misses; a warning where facts alone have broken the date."""
    plan = reading(schedule, portfolio)
    for due in plan.scope.dues:
        finish = finish_of(plan, due)
        if not due.firm or due.due is None or due.end is None or finish is None or finish <= due.end:
            continue
        last = next(name for name in due.tasks if name in plan.spans and plan.spans[name][1] == finish)
        message = f"it is due on {on(due.due)}, firm, but {last} ends at {clock(plan.grid.moment(finish))}"
        if is_broken_due(plan.portfolio, plan.time, due):
            yield Issue(f"{message}; no plan can hold it any more", due.id, severity="warning", rule=RULE)
        else:
            yield Issue(message, due.id, f"Maybe {last} can be done earlier, or by more people.", rule=RULE)
