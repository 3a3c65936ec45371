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


def status_sentence(scene: Scene) -> str:
    """Say how good the plan is, and nothing more than was proved."""
    tolerance = words.number(float(scene.portfolio.goals.tolerance) * 100)
    if scene.schedule.status == "optimal":
        return f"Optimal: every goal is proved best, within the tolerance of {tolerance} %."
    states = goal_states(scene)
    proved = [state.goal for state in states if state.proved]
    open_ = [
        f"{state.goal} {state.verdict}{' of the bound' if state.bound != NOTHING else ''}"
        for state in states
        if not state.proved
    ]
    text = "Feasible: the best plan found in the time given; a better one may exist."
    if proved:
        text += f" Proved: {', '.join(proved)}."
    if open_:
        text += f" Not proved: {'; '.join(open_)}."
    return text


def _state(scene: Scene, goal: GoalValue) -> GoalState:
    value = _figure(goal.value)
    if goal.bound is None:
        return GoalState(goal.goal, value, NOTHING, goal.unit, proved=False, verdict="(no bound)")
    settings = scene.portfolio.goals
    allowed = goal.bound + abs(goal.bound) * float(settings.tolerance) + float(settings.slack.get(goal.goal, 0))
    gap = goal.value - goal.bound
    if goal.value <= allowed + 1e-6:
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
