"""Goal values with their bounds, and what may honestly be said about them."""

from __future__ import annotations

from dataclasses import dataclass

from ipmplan.core.plan import GoalValue
from ipmplan.reports import words
from ipmplan.reports.scene import Scene

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal in words; `proved` = its value is within tolerance of the best that the goals before it leave."""

    goal: str
    value: str
    bound: str
    unit: str
    proved: bool
    verdict: str


def goal_states(scene: Scene) -> list[GoalState]:
    """All goals of a plan in their order."""
    return [_state(scene, goal) for goal in scene.schedule.goals]


def is_proved(scene: Scene, goal: GoalValue) -> bool:
    """Whether a goal's bound shows that it is within tolerance and slack of the best."""
    if goal.bound is None:
        return False
    settings = scene.portfolio.goals
    allowed = goal.bound + abs(goal.bound) * float(settings.tolerance) + float(settings.slack.get(goal.goal, 0))
    return goal.value <= allowed + 1e-6


def _state(scene: Scene, goal: GoalValue) -> GoalState:
    value = _figure(goal.value)
    if goal.bound is None:
        return GoalState(goal.goal, value, NOTHING, goal.unit, proved=False, verdict="(no bound)")
    gap = goal.value - goal.bound
    if is_proved(scene, goal):
        verdict = "proved best" if gap <= 1e-6 else f"proved within {_gap(gap, goal.bound)}"
        return GoalState(goal.goal, value, _figure(goal.bound), goal.unit, proved=True, verdict=verdict)
    verdict = f"within {_gap(gap, goal.bound)}"
    return GoalState(goal.goal, value, _figure(goal.bound), goal.unit, proved=False, verdict=verdict)


def _gap(gap: float, bound: float) -> str:
    if abs(bound) < 1e-9 or gap / abs(bound) > 10:
        return _figure(gap)
    share = gap / abs(bound) * 100
    return "0.1 %" if share < 0.1 else f"{words.number(share)} %"


def _figure(value: float) -> str:
    return words.number(value, 4 if abs(value) < 1 else 1)


def goal_column(name: str, currency: str) -> str:
    """Name of a table's column for a goal, with its unit.

    Examples
    --------
    >>> goal_column("cost", "EUR"), goal_column("completion", "EUR"), goal_column("continuity", "EUR")
    ('cost_eur', 'completion_hours', 'continuity')
    """
    from ipmplan.models.goals import goal

    unit = goal(name).UNIT
    return words.column(name, currency if unit == "money" else unit)
