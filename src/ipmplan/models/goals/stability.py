"""Stability: how little changes against the plan before.

Formula::

    sum over tasks t of the plan before, still to do, at which people work, of  weight(t) *
        ([s(t) != s0(t)]  +  |W(s0(t), s(t))| in working days / 10  +  5 * people changed(t));
    people changed(t) = max of how many are new and how many are gone;  s0(t) its old start, not before today;
    weight(t) = 3 if s0(t) lies within 7 days, 2 within 28, else 1; twice that where it was told
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.instance.stability import changes
from ipmplan.models.goals import Asks
from ipmplan.models.kernel.columns import STABLE
from ipmplan.study.reading import Reading
from ipmplan.study.stability import DAY, MOVED, PERSON, day_ticks, stays

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "weighted moves"
ASKS = Asks(counted=STABLE, stays=True)


def value(plan: Reading) -> float:
    """Weigh what is done at another time, or by others, than in the plan before."""
    day, total = day_ticks(plan.portfolio), 0
    for name, stay in stays(plan.study).items():
        if name not in plan.spans:
            continue
        if stay.start is not None:
            start = plan.spans[name][0]
            apart = plan.time.portfolio.count(min(start, stay.start), max(start, stay.start))
            total += stay.weight * (apart * DAY + (MOVED * day if apart else 0))
        now = {stint.row.person for stint in plan.stints.get(name, ())}
        total += stay.weight * PERSON * day * max(len(now - stay.people), len(stay.people - now))
    return total / (MOVED * day)


def measure(solution: Solution) -> int:
    """Weigh the same in integers: slots times tenths."""
    before = solution.instance.stability
    if not len(before.tasks):
        return before.fixed
    return before.fixed + int(changes(solution.instance, solution.tasks, solution.seats).sum())


def term(draft: Draft) -> Term:
    """Bound distances and changes of people from above, with a literal for each task that moves at all."""
    from ipmplan.models.cpsat import terms

    return terms.stability(draft, MOVED, DAY, PERSON)


def culprits(solution: Solution) -> list[list[int]]:
    """Tasks that are not where they were, or not done by whom they were, each alone."""
    before = solution.instance.stability
    found = []
    for task in before.tasks:
        choice = solution.choices[task]
        people = {work.person for work in choice.work}
        moved = before.date_weight[task] and int(solution.instance.axis.before[choice.start]) != before.start[task]
        if moved or any(not before.people[task, person] for person in people):
            found.append([task])
    return found


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return measure / (MOVED * instance.stability.day)
