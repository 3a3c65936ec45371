"""Completion: how soon projects are done, the important ones first.

Formula::

    sum over projects p of  weight(p) * max(0, W(today, max of e(t) over tasks t of p))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import FinishGroup, Instance
    from ipmplan.instance.network import Network
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "weighted working hours"


def value(plan: Reading) -> float:
    """Sum over projects: weight times portfolio working hours from the status date to the project's last finish."""
    today = plan.portfolio.as_of_tick
    ends: dict[str, int] = {}
    for name, (_, end) in plan.spans.items():
        project = plan.task(name).project
        ends[project] = max(end, ends.get(project, today))
    return sum(
        float(project.weight) * plan.grid.to_hours(plan.time.portfolio.count(today, ends[project.id]))
        for project in plan.scope.projects
        if project.id in ends
    )


def groups(instance: Instance) -> list[FinishGroup]:
    """Say which last finishes count."""
    from ipmplan.instance import FinishGroup

    return [FinishGroup(project.tasks, project.weight, floor=project.done) for project in instance.projects]


def measure(solution: Solution) -> int:
    """Sum the weighted finishes of the projects, in scaled slots."""
    projects = solution.instance.projects
    lasts = solution.latest(solution.instance.project_groups)
    return sum(project.weight * max(project.done, last) for project, last in zip(projects, lasts, strict=True))


def floor(network: Network) -> int:
    """Bound the finish of each project by its longest chain."""
    return sum(
        project.weight * max([project.done, *(network.finishes[task] for task in project.tasks)])
        for project in network.instance.projects
    )


def culprits(solution: Solution) -> list[Sequence[int]]:
    """Groups of tasks whose last ones stand in the way: those of every project that counts."""
    return [project.tasks for project in solution.instance.projects if project.tasks and project.weight]


def term(draft: Draft) -> Term:
    """Bound the last finish of every project from above."""
    from ipmplan.models.cpsat import terms

    lasts = [(project.weight, terms.latest(draft, project.tasks, project.done)) for project in draft.instance.projects]
    return terms.weighted(draft, [(weight, last) for weight, last in lasts if weight])


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return instance.portfolio.grid.to_hours(measure) / instance.weight_scale
