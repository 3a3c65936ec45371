"""The values, bounds and status of goals that a plan reports are honest.

Formula::

    |reported - value| <= 1e-6 * max(1, |value|)  and  bound <= value;
    `optimal` means  value <= bound + tolerance * |bound| + slack  for each goal
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from ipmplan.core.plan import GoalValue, fingerprint
from ipmplan.errors import Issue
from ipmplan.models.goals import goal, goal_names
from ipmplan.study.reading import Reading
from ipmplan.study.stability import compared

RULE = "honesty"
KEPT_BY_SEARCH = True
TOLERANCE = 1e-6
COMPARED = "stability"


def check(plan: Reading) -> Iterator[Issue]:
    """Yield goals with a wrong value, a bound above the value, or without the proof that `optimal` claims."""
    for row in plan.schedule.goals:
        if row.goal not in goal_names():
            hint = f"Maybe one of {', '.join(goal_names())}."
            yield Issue(f"`{row.goal}` is not a goal that this version knows", row.goal, hint, "warning", RULE)
            continue
        if row.goal == COMPARED and not _is_known(plan):
            continue
        real = goal(row.goal).value(plan)
        if not _close(row.value, real):
            message = f"the plan reports {row.value:g} {row.unit}, but it is {real:g}"
            yield Issue(message, row.goal, "Maybe the plan was edited by hand.", rule=RULE)
        if row.bound is not None and not row.bound <= row.value + TOLERANCE * max(1.0, abs(row.value)):
            yield Issue(f"its bound {row.bound:g} is above its value {row.value:g}", row.goal, rule=RULE)
        if plan.schedule.status == "optimal" and not _proved(plan, row):
            bound = "no bound" if row.bound is None else f"the bound {row.bound:g}"
            message = f"the plan calls itself optimal, but {bound} does not prove the value {row.value:g}"
            yield Issue(message, row.goal, "Maybe its status should be `feasible`.", rule=RULE)


def _is_known(plan: Reading) -> bool:
    """Whether the plan that this one was compared with is there to compare it with."""
    said, other = plan.schedule.compared, compared(plan.portfolio)
    return said is None or (other is not None and fingerprint(other) == said.fingerprint)


def _close(said: float, real: float) -> bool:
    return isfinite(said) and abs(said - real) <= TOLERANCE * max(1.0, abs(real))


def _proved(plan: Reading, row: GoalValue) -> bool:
    if row.bound is None:
        return False
    goals = plan.portfolio.goals
    given = float(goals.tolerance) * abs(row.bound) + float(goals.slack.get(row.goal, 0))
    return row.value <= row.bound + given + TOLERANCE * max(1.0, abs(row.value))
