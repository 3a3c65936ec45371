"""Hard facts that may conflict, and the portfolio as it would be without some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ipmplan.core.edits import (
    DropPins,
    DropTask,
    Edit,
    OpenTeam,
    ReleaseTasks,
    RemoveAbsence,
    SetCapacity,
    SetLastDay,
    SetSetting,
    SoftenBudget,
    SoftenDate,
    UnholdTask,
    apply_all,
)
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.models.solution import Solution
from ipmplan.study.holds import active
from ipmplan.study.scope import Scope
from ipmplan.study.study import Study

FactKind = Literal[
    "date", "budget", "consumable", "pin", "pool", "team", "leaves", "away", "release", "handovers", "hold", "task"
]
PLENTY = 10**6


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One hard fact: a firm milestone, a project's budget or team, a pool, a task's pin, somebody's absences ...

    Parameters
    ----------
    kind
        What kind of fact it is.
    id
        Of the milestone, project, pool, task or person.
    number
        Of the pin within its task.
    """

    kind: FactKind
    id: str
    number: int = 0


def demands(study: Study) -> list[Fact]:
    """Facts that ask for something of the plan: firm dates, hard budgets, consumables, held starts, `same` and `other`."""
    portfolio, planned = study.portfolio, study.scope
    found = [
        Fact("date", due.id)
        for due in planned.dues
        if due.firm and due.end is not None and due.tasks and not study.is_broken(due)
    ]
    if portfolio.has_money:
        capped, broken = study.budgets, study.broken_budgets
        found += [
            Fact("budget", project.id)
            for project in planned.projects
            if project.id in capped and project.budget_limit == "hard" and project.id not in broken
        ]
    found += [Fact("consumable", pool.id) for pool in portfolio.pools if pool.kind == "consumable"]
    found += [Fact("hold", name) for name, held in study.holds.items() if held.first is not None]
    states = study.started
    for task in planned.tasks:
        if task.id not in states:
            found += [
                Fact("pin", task.id, number)
                for number, pin in enumerate(task.people)
                if pin.kind in {"same", "other"} and (pin.task in planned.ids or study.sheet.logged(pin.task))
            ]
    return found


def work_to_do(study: Study) -> list[Fact]:
    """Tasks that are still to be done, each as a demand."""
    states = study.started
    return [Fact("task", t.id) for t in study.scope.tasks if t.id not in states or not states[t.id].finished]


def broken(solution: Solution) -> list[Fact]:
    """The demands that a solution does not keep."""
    instance = solution.instance
    late = {due.id for due in instance.dues if solution.past_firm(due)}
    dear = {
        project.id
        for project, cost in zip(instance.projects, solution.costs, strict=True)
        if project.hard and project.budget is not None and cost > project.budget
    }
    used: dict[int, int] = {}
    for task in range(len(solution.choices)):
        for pool, units in solution.mode(task).uses.items():
            used[pool] = used.get(pool, 0) + units
    empty = {pool.id for n, pool in enumerate(instance.pools) if pool.consumable and used.get(n, 0) > pool.capacity}
    missed = {instance.tasks[task].id for task in instance.held_starts if solution.past_latest(instance.tasks[task])}
    wrong = {"hold": missed, "date": late, "budget": dear, "consumable": empty, "pin": _odd(solution)}
    return [fact for fact in demands(instance.study) if fact.id in wrong[fact.kind]]


def _odd(solution: Solution) -> set[str]:
    """Tasks whose `same` or `other` a solution breaks."""
    at = [{work.person for work in choice.work} for choice in solution.choices]
    found = set()
    for relation in solution.instance.relations:
        others = set(relation.people) | (at[relation.other] if relation.other is not None else set())
        if (at[relation.task] - others) if relation.same else (at[relation.task] & others):
            found.add(solution.instance.tasks[relation.task].id)
    return found


def conditions(portfolio: Portfolio, tasks: Iterable[str]) -> list[Fact]:
    """Facts that make work harder to place: pins, teams, pools, leave, last days, waiting for a date or a decision."""
    wanted = set(tasks)
    planned = Scope(portfolio)
    kept = [task for task in planned.tasks if task.id in wanted]
    projects = {task.project for task in kept}
    pools = {use.pool for task in kept for use in (*task.uses, *(u for way in task.work for u in way.uses))}
    found = [
        Fact("pin", task.id, number)
        for task in kept
        for number, pin in enumerate(task.people)
        if pin.kind not in {"same", "other"}
    ]
    found += [Fact("team", project.id) for project in planned.projects if project.id in projects and project.team]
    found += [Fact("pool", p.id) for p in portfolio.pools if p.id in pools and p.kind == "renewable"]
    found += [Fact("leaves", person.id) for person in portfolio.people if person.leaves is not None]
    away = {absence.person for absence in portfolio.absences}
    found += [Fact("away", name) for name in (EVERYBODY, *portfolio.person) if name in away]
    held = active(portfolio)
    found += [Fact("hold", task.id) for task in kept if task.id in held and held[task.id].start is None]
    found += [Fact("release", task.id) for task in kept if planned.release(task) is not None]
    if portfolio.calendar.handovers == "never" and any(row.task in wanted for row in portfolio.progress):
        found.append(Fact("handovers", "never"))
    return found


def without(portfolio: Portfolio, facts: Iterable[Fact]) -> Portfolio:
    """The portfolio as it would be if these facts did not hold."""
    return apply_all(portfolio, dropped(facts))


def dropped(facts: Iterable[Fact]) -> list[Edit]:
    """Edits after which facts do not hold any more."""
    pins: dict[str, list[int]] = {}
    released: list[str] = []
    found: list[Edit] = []
    for fact in dict.fromkeys(facts):
        if fact.kind == "task":
            # `only` leaves tasks out.
            continue
        if fact.kind == "pin":
            pins.setdefault(fact.id, []).append(fact.number)
        elif fact.kind == "release":
            released.append(fact.id)
        else:
            found.append(_dropped(fact))
    found += [DropPins(task, tuple(numbers)) for task, numbers in pins.items()]
    return [*found, ReleaseTasks(tuple(released))] if released else found


def _dropped(fact: Fact) -> Edit:
    kinds: dict[FactKind, Edit] = {
        "date": SoftenDate(fact.id),
        "budget": SoftenBudget(fact.id),
        "consumable": SetCapacity(fact.id, PLENTY),
        "pool": SetCapacity(fact.id, PLENTY),
        "team": OpenTeam(fact.id),
        "leaves": SetLastDay(fact.id, None),
        "away": RemoveAbsence(fact.id),
        "handovers": SetSetting("calendar.handovers", "needed"),
        "hold": UnholdTask(fact.id),
    }
    return kinds[fact.kind]


def involved(portfolio: Portfolio, facts: Iterable[Fact]) -> frozenset[str]:
    """Tasks that facts are about, and for dates everything that has to come before; started work always counts."""
    study = Study(portfolio, portfolio.as_of_tick)
    planned = study.scope
    dues = {due.id: due.tasks for due in planned.dues if due.kind == "milestone"}
    found = {name for name, state in study.started.items() if not state.finished}
    queue: list[str] = []
    for fact in facts:
        if fact.kind == "date":
            queue += dues[fact.id]
        elif fact.kind == "budget":
            found |= {task.id for task in planned.tasks if task.project == fact.id}
        elif fact.kind in {"consumable", "pool"}:
            found |= {t.id for t in planned.tasks if fact.id in _pools(t)}
        elif fact.kind == "pin":
            found |= {fact.id, portfolio.task[fact.id].people[fact.number].task} & planned.ids
        elif fact.kind == "hold":
            queue.append(fact.id)
        else:
            found.add(fact.id)
    into: dict[str, list[str]] = {}
    for link in planned.links:
        into.setdefault(link.after, []).append(link.before)
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += into.get(name, ())
    return frozenset(found | seen)


def _pools(task: Task) -> set[str]:
    return {use.pool for use in (*task.uses, *(use for way in task.work for use in way.uses))}


def only(portfolio: Portfolio, tasks: frozenset[str]) -> Portfolio:
    """The portfolio with these tasks alone; what was recorded on the others stays."""
    return apply_all(portfolio, (DropTask(task.id) for task in portfolio.tasks if task.id not in tasks))
