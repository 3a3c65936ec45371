"""The gate to the best plan: rules that the search does not keep by itself are asked about every plan before it is taken.

Constructor, local search and compiled code know what is built into them: calendars, skills, links, pools, and the breaches that
`Solution.violations` counts. A rule of which that is not enough is judged by its own `check`, on the planned rows that a
solution stands for.
"""

from __future__ import annotations

from ipmplan.errors import Issue
from ipmplan.models.rules import guarded_rules
from ipmplan.models.solution import Solution
from ipmplan.models.written import written
from ipmplan.study.reading import Reading


def breaches(solution: Solution) -> tuple[Issue, ...]:
    """What a solution breaks of the rules that the search does not keep by itself; kept with it, and for nothing without such rules."""
    if solution.breaches is None:
        rules = guarded_rules()
        if not rules:
            solution.breaches = ()
        else:
            plan = Reading(written(solution), solution.instance.portfolio)
            found = (issue for rule in rules for issue in rule.check(plan))
            solution.breaches = tuple(issue for issue in found if issue.severity == "error")
    return solution.breaches


def is_valid(solution: Solution) -> bool:
    """Whether a solution breaks no hard rule at all."""
    return solution.sound and not breaches(solution)


def blamed(solution: Solution, issue: Issue) -> list[int]:
    """Tasks that a breach is about: the one, or those of the person, project, milestone or pool that it names; else all."""
    instance = solution.instance
    if issue.where in instance.task_index:
        return [instance.task_index[issue.where]]
    if issue.where in instance.person_index:
        return list(dict.fromkeys(solution.tasks_by_person.get(instance.person_index[issue.where], ())))
    near = [task.id for task in instance.scope.tasks if issue.where in {task.project, task.milestone}]
    near += [task.id for task in instance.scope.tasks if issue.where in {use.pool for use in task.uses}]
    return [instance.task_index[name] for name in near if name in instance.task_index] or list(
        range(len(instance.tasks))
    )


def told() -> tuple[str, ...]:
    """Each rule that the search does not keep by itself as a sentence: the first line of its file."""
    found = []
    for rule in guarded_rules():
        sentence = (rule.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        name = rule.__name__.rpartition(".")[2]
        found.append(f"{sentence} (rule {name})" if sentence else f"the rule {name}")
    return tuple(found)
