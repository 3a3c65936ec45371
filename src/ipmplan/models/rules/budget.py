"""A project with a hard budget costs no more than that.

Formula::

    each project p with a hard budget:  cost(p) <= budget(p)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "budget"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """Labour, fixed costs and bookings of a project stay within a hard budget."""
    for index, project in enumerate(draft.instance.projects):
        if project.budget is None or not project.hard:
            continue
        if index not in draft.instance.running and not any(task in draft.is_free for task in project.tasks):
            if not project.tasks and project.fixed > project.budget and not draft.repair:
                # Nothing is left to choose, and what is booked or fixed is too much.
                draft.model.add_bool_or([])
            continue
        total, hint = draft.cost(index)
        over = draft.slack(max(0, hint - project.budget), 1) if draft.repair else 0
        draft.model.add(total <= project.budget + over)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield projects over a hard budget; a warning where facts alone have broken it."""
    caps = plan.study.budgets
    broken = plan.study.broken_budgets
    for name, cost in plan.costs.items():
        if name not in caps or cost <= caps[name] or plan.portfolio.project[name].budget_limit == "soft":
            continue
        currency = plan.portfolio.currency
        message = f"it costs {cost:.2f} {currency}, but its budget is {caps[name]:.2f} {currency}"
        if name in broken:
            yield Issue(f"{message}; no plan can hold it any more", name, severity="warning", rule=RULE)
        else:
            yield Issue(message, name, "Maybe cheaper people, or `budget_limit` = `soft`.", rule=RULE)
