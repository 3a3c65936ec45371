"""What a project costs, as an expression over a draft."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ipmplan.instance import TaskModel
from ipmplan.models.solution import Choice

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.jobs import Job
    from ipmplan.models.cpsat.variables import Expr


def project_cost(draft: Draft, project: int) -> Expr:
    """Cents that a project costs: what is certain, what is chosen, and what comes with the last finish."""
    instance = draft.instance
    constant = instance.projects[project].fixed
    terms: list[Expr] = []
    for number in instance.projects[project].tasks:
        task, choice = instance.tasks[number], draft.hint.choices[number]
        if number not in draft.is_free:
            constant += _hint_cost(draft, task, choice)
            continue
        terms += [
            task.modes[mode].cost * literal for mode, literal in draft.modes[number].items() if task.modes[mode].cost
        ]
        terms += [_job_cost(draft, job) for job in draft.jobs[number]]
    if project in instance.running:
        terms.append(draft.lookup(draft.last_moment, instance.running[project]))
    cost: Expr = draft.cp.LinearExpr.sum(terms) + constant
    return cost


def _hint_cost(draft: Draft, task: TaskModel, choice: Choice) -> int:
    mode = task.modes[choice.mode]
    return mode.cost + sum(
        draft.instance.money.cost(
            work.person, mode.parts[work.part].length[work.person], mode.parts[work.part].share, work.start
        )
        for work in choice.work
    )


def _job_cost(draft: Draft, job: Job) -> Expr:
    window = draft.window(job.task)
    steps = draft.instance.money.cost_steps(job.person, job.length, job.share, window.start, window.end)
    if not steps:
        return 0
    base = steps[0][1]
    if len(steps) == 1:
        return base * job.does
    changes = [(after - before) * draft.at_least(job.start, slot) for (_, before), (slot, after) in pairwise(steps)]
    amounts = [amount for _, amount in steps]
    now = next(amount for slot, amount in reversed(steps) if slot <= max(draft.hinted(job.start), steps[0][0]))
    cost = draft.int_var(0, max(amounts), now if draft.hinted(job.does) else 0)
    draft.model.add(cost == base + sum(changes)).only_enforce_if(job.does)
    draft.model.add(cost == 0).only_enforce_if(~job.does)
    return cost
