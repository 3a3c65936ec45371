"""How good the plan is, in sentences that claim no more than was proved."""

from __future__ import annotations

from ipmplan.core.plan import GoalValue
from ipmplan.reports import words
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.goals import is_proved
from ipmplan.reports.scene import Scene

TINY = 1e-6
# A plan that is better by more than this part was not ruled out: then the bound says nothing that helps anybody.
TELLING = 0.5
BETTER = {
    "lateness": "less late",
    "overrun": "less over budget",
    "completion": "sooner",
    "makespan": "shorter",
    "evenness": "more even",
    "continuity": "less scattered",
    "cost": "cheaper",
}


def quality(scene: Scene) -> Section | None:
    """A sentence for each goal, in their order; None for a plan without goals."""
    goals = scene.schedule.goals
    if not goals:
        return None
    said = [(goal.goal, sentence(scene, goal)) for goal in goals]
    lines = [Line(text) for _, text in said if text]
    open_ = [name for name, text in said if not text]
    if open_:
        names = ", ".join(open_)
        lines.append(Line(f"{names[:1].upper()}{names[1:]}: how much better a plan could be was not found out."))
    if scene.schedule.status == "optimal":
        return Section("quality", "How good it is: the best, goal by goal", tuple(lines), "good")
    return Section("quality", "How good it is", tuple(lines))


def sentence(scene: Scene, goal: GoalValue) -> str:
    """What may be said of a goal among the plans that are as good in the goals before it; empty = nothing that helps."""
    better = BETTER.get(goal.goal, f"better in {goal.goal}")
    name = goal.goal[:1].upper() + goal.goal[1:]
    if goal.bound is None:
        return ""
    gap = max(goal.value - goal.bound, 0.0)
    share = gap / abs(goal.value) if abs(goal.value) > TINY else 0.0
    if is_proved(scene, goal):
        margin = f" by more than {_percent(share)}" if gap > TINY and _percent(share) != "0 %" else ""
        return f"No plan is {better}{margin}: proved."
    if goal.bound <= TINY and goal.goal in ("lateness", "overrun"):
        without = "that is late nowhere" if goal.goal == "lateness" else "within all budgets"
        return f"{name}: a plan {without} is not ruled out."
    if share > TELLING:
        return ""
    return f"{name}: a plan that is {_percent(share)} {better} is not ruled out."


def _percent(share: float) -> str:
    """Rounded up, so that what was not ruled out is not made smaller."""
    text = words.number(-(-share * 1000 // 1) / 10 if share < 0.1 else -(-share * 100 // 1))
    return f"{text} %"
