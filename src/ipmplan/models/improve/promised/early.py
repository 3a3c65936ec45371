"""The tasks up to some due dates, closed under predecessors, as if there were no others.

Leaving tasks out is a relaxation: what this part cannot do, no plan can. Every task's window follows from what its promises may still
be late (destructive improvement: Klein & Scholl 1999, "Computing lower bounds by destructive improvement", EJOR 112, 322-346), over the
calendars of those who may do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipmplan.instance import DueModel, Instance
from ipmplan.instance.horizon import Window, last_moment
from ipmplan.instance.network import closed, network
from ipmplan.instance.restricted import restricted
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups, post_pairs
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Choice, Solution
from ipmplan.models.stage import Stage


@dataclass(frozen=True)
class Early:
    """The tasks up to some due dates, and what the others cost at least.

    Parameters
    ----------
    instance
        Only these tasks, and only the due dates that count here.
    tasks
        Their indexes in the whole instance, in the order of the part.
    rest
        Measure that the other due dates have at least.
    """

    instance: Instance
    tasks: Sequence[int]
    rest: int

    def rows(self, solution: Solution) -> Solution:
        """A plan's rows of these tasks: a plan of the part."""
        return Solution.of(self.instance, [solution.choices[task] for task in self.tasks])


@dataclass(frozen=True)
class Drafted:
    """A model of a part in which its promises are kept as well as is asked.

    Parameters
    ----------
    draft
        Its variables, with all rules.
    late
        What is late in the part.
    complete
        Whether every plan of the part that is so good can be found in it.
    """

    draft: Draft
    late: Term
    complete: bool


def dues_of(instance: Instance) -> Sequence[DueModel]:
    """Due dates that count and have tasks, the earliest first."""
    return sorted((due for due in instance.dues if due.weight and due.tasks), key=lambda due: due.target)


def missed(solution: Solution, dues: Sequence[DueModel]) -> list[int]:
    """Numbers of those due dates that a plan misses."""
    finish = solution.finish
    return [
        number
        for number, due in enumerate(dues)
        if max([due.done, *(int(finish[task]) for task in due.tasks)]) > due.target
    ]


def part_of(instance: Instance, dues: Sequence[DueModel]) -> Early:
    """The tasks of some due dates and all before them."""
    tasks = closed(instance, (task for due in dues for task in due.tasks))
    chosen = {id(due) for due in dues}
    number = {task: new for new, task in enumerate(tasks)}
    counted = [
        replace(due, tasks=tuple(number[task] for task in due.tasks), weight=due.weight if id(due) in chosen else 0)
        for due in instance.dues
        if id(due) in chosen or (due.firm is not None and all(task in number for task in due.tasks))
    ]
    bounds = network(instance)
    rest = sum(bounds.least_late(due) for due in instance.dues if id(due) not in chosen)
    return Early(replace(restricted(instance, tasks), dues=tuple(counted)), tasks, rest)


def drafted(hint: Solution, value: int) -> Drafted | None:
    """A model of a part, from a plan of it, in which no more is late than a value; None where nothing is so good."""
    instance = hint.instance
    latest: dict[int, int] = {}
    for due in instance.dues:
        ends = [instance.moment_within(max(due.target + value // due.weight, 0))] if due.weight else []
        ends += [] if due.firm is None else [due.firm]
        for task in due.tasks:
            latest[task] = min([latest.get(task, instance.length), *ends])
    found = network(instance).latest_ends(latest) if value >= 0 else None
    if found is None:
        return None
    first, last = network(instance).heads, max(found.values())
    complete = len(found) == len(instance.tasks) or last_moment(instance) is not None
    windows = {
        task: Window(first.start[task], end)
        for task, end in found.items()
        if all(mode.wait is None or mode.uses for mode in instance.tasks[task].modes)
        and instance.tasks[task].started is None
    }
    horizon = last if len(found) == len(instance.tasks) else instance.length
    draft = Draft(hint, windows=windows, horizon=horizon)
    post_all(draft)
    term = Stage(instance, "lateness").post(draft)
    post_groups(draft)
    post_pairs(draft)
    draft.model.add(term.expr <= value)
    return Drafted(draft, term, complete)


def people_of(instance: Instance, choices: Sequence[Choice]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Who does each part, by task and the part's number."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, choice in enumerate(choices):
        parts = instance.tasks[number].modes[choice.mode].parts
        for work in choice.work:
            found.setdefault((number, parts[work.part].number), []).append(work.person)
    return {key: tuple(people) for key, people in found.items()}
