"""What a re-plan keeps as it was in the plan before: promises, and the end of it all, each with its slack."""

from __future__ import annotations

from collections.abc import Sequence

from ipmplan.instance import Instance
from ipmplan.models.stage import Cap, asks_of, to_value
from ipmplan.study.stability import compared

END = "makespan"


def promise(goal: str, goals: Sequence[str], instance: Instance) -> int | None:
    """What a re-plan may make of promises in any case: what they were before, with their tolerance and slack; None where that is not asked.

    Nothing more moves to keep them better than that: it is another question.
    """
    plan, known = compared(instance.portfolio), instance.portfolio.goals
    if plan is None or goal not in known.slack or not asks_of(goal).promises:
        return None
    was = next((row.value for row in plan.goals if row.goal == goal), None)
    if was is None or not any(asks_of(name).stays for name in goals[goals.index(goal) + 1 :]):
        return None
    most = was * (1 + float(known.tolerance)) + float(known.slack[goal])
    return int(most / to_value(goal, instance, 10**6) * 10**6)


def end(goals: Sequence[str], instance: Instance) -> Cap | None:
    """The last finish that a re-plan should have where it is no goal but has slack: what it was, and the slack; None where it has none."""
    plan, slack = compared(instance.portfolio), instance.portfolio.goals.slack.get(END)
    if plan is None or slack is None or END in goals or not any(asks_of(name).stays for name in goals):
        return None
    last = max((row.end for row in plan.tasks), default=None)
    was = 0 if last is None else instance.passed(instance.portfolio.grid.start_of(last))
    return Cap(END, was + int(float(slack) / to_value(END, instance, 10**6) * 10**6))
