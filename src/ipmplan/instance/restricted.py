"""A part of an instance: some of its tasks, as if there were no others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ipmplan.instance.instance import Instance


def restricted(instance: Instance, tasks: Collection[int]) -> Instance:
    """Leave out all but some tasks, with what ties them to the others.

    Whatever plan of the whole there is, its rows of these tasks are a plan of the part, if every task before one of them is
    among them: bounds of the part hold for the whole.

    Parameters
    ----------
    instance
        What is to plan.
    tasks
        Indexes; the tasks of the part are numbered in their order.
    """
    kept = sorted(tasks)
    number = {task: new for new, task in enumerate(kept)}
    relations = []
    for relation in instance.relations:
        if relation.task not in number:
            continue
        if relation.other is None or relation.other in number:
            other = None if relation.other is None else number[relation.other]
            relations.append(replace(relation, task=number[relation.task], other=other))
        elif not relation.same:
            relations.append(replace(relation, task=number[relation.task], other=None))
    return replace(
        instance,
        tasks=tuple(replace(instance.tasks[task], index=number[task]) for task in kept),
        links=tuple(
            replace(link, before=number[link.before], after=number[link.after])
            for link in instance.links
            if link.before in number and link.after in number
        ),
        dues=tuple(
            replace(due, tasks=tuple(number[task] for task in due.tasks if task in number)) for due in instance.dues
        ),
        projects=tuple(
            replace(project, tasks=tuple(number[task] for task in project.tasks if task in number))
            for project in instance.projects
        ),
        relations=tuple(relations),
    )
