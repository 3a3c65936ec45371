"""The finish, cost and budget of projects that a plan reports follow from its tasks.

Formula::

    finish(p) = max of e(t) over tasks t of p;
    cost(p) = sum of hours * rate over its work and bookings + fixed costs
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.money import CENT
from ipmplan.study.reading import Reading

RULE = "projects"
KEPT_BY_SEARCH = True


def check(plan: Reading) -> Iterator[Issue]:
    """Yield projects that are missing, unknown, or reported with another finish, cost or budget than they have.

    A plan without costs (one made for staff or clients) is not asked for them.
    """
    ends: dict[str, int] = {}
    for name, (_, end) in plan.spans.items():
        project = plan.task(name).project
        ends[project] = max(end, ends.get(project, end))
    costs = plan.costs
    caps = plan.study.budgets
    known = [project.id for project in plan.scope.projects]
    for row in plan.schedule.projects:
        if row.id not in known:
            hint = "Maybe it was renamed, removed or not to be planned any more."
            yield Issue("the plan reports a project that is not planned", row.id, hint, rule=RULE)
            continue
        finish = ends.get(row.id)
        if (plan.tick(row.finish) if row.finish is not None else None) != finish:
            said = clock(row.finish) if row.finish is not None else "never"
            real = clock(plan.grid.moment(finish)) if finish is not None else "never"
            yield Issue(f"the plan reports its finish as {said}, but its tasks end: {real}", row.id, rule=RULE)
        if _differ(row.cost, costs.get(row.id)):
            message = f"the plan reports a cost of {row.cost}, but its rows cost {costs.get(row.id)}"
            yield Issue(message, row.id, "Maybe rates were changed after planning; plan again.", rule=RULE)
        if _differ(row.budget, caps.get(row.id)):
            message = f"the plan reports a budget of {row.budget}, but it is {caps.get(row.id)}"
            yield Issue(message, row.id, "Maybe it was changed after planning; plan again.", rule=RULE)
    reported = {row.id for row in plan.schedule.projects}
    for name in known:
        if name in ends and name not in reported:
            yield Issue("the plan does not report this project", name, "Maybe plan again.", rule=RULE)


def _differ(said: Decimal | None, real: Decimal | None) -> bool:
    return said is not None and (real is None or not said.is_finite() or abs(said - real) >= CENT)
