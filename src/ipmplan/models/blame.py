"""Which tasks stand in the way of a goal: the last ones that it measures, and the chains that push them."""

from __future__ import annotations

from random import Random

from ipmplan.models.solution import Solution


def culprit(solution: Solution, goal: str, random: Random) -> int:
    """Choose a task whose earlier end would help: of a late milestone, of a project, or of the whole plan."""
    finish, instance = solution.finish, solution.instance
    if goal == "lateness":
        late = [due for due in instance.dues if due.weight and due.tasks and _late(finish, due.tasks) > due.target]
        if late:
            return _last(finish, random.choice(late).tasks, random)
    if goal == "completion":
        active = [project.tasks for project in instance.projects if project.tasks and project.weight]
        if active:
            return _last(finish, random.choice(active), random)
    return _last(finish, range(len(finish)), random)


def _late(finish: list[int], tasks: tuple[int, ...]) -> int:
    return max(finish[task] for task in tasks)


def _last(finish: list[int], tasks: tuple[int, ...] | range, random: Random) -> int:
    most = max(finish[task] for task in tasks)
    return random.choice([task for task in tasks if finish[task] == most])


def pushing(solution: Solution, task: int, random: Random) -> list[int]:
    """One chain back from a task: each ends where the next begins, tied by a link or a person."""
    choices, into = solution.choices, solution.instance.into
    by_person = solution.tasks_by_person
    chain = [task]
    known = {task}
    while True:
        start = choices[chain[-1]].start
        before = [link.before for link in into[chain[-1]] if choices[link.before].end >= start - 1]
        for work in choices[chain[-1]].work:
            before += [o for o in by_person[work.person] if start - 1 <= choices[o].end <= start]
        before = [other for other in before if other not in known]
        if not before:
            return chain
        chain.append(random.choice(before))
        known.add(chain[-1])
