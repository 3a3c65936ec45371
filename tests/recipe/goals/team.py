"""Team: how few people there is work for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "people"


def value(plan: Reading) -> float:
    """Count the people with planned work."""
    return float(len(plan.by_person))


def measure(solution: Solution) -> int:
    """Count the people with planned work."""
    return len(solution.loads)


def term(draft: Draft) -> Term:
    """Count people by a literal each, which is true as soon as they have work."""
    from ipmplan.models.cpsat.terms import Term

    staying = {
        work.person
        for task, choice in enumerate(draft.hint.choices)
        for work in choice.work
        if task not in draft.is_free
    }
    busy = []
    for person, jobs in sorted(draft.jobs_by_person.items()):
        if person not in staying:
            literal = draft.bool_var(any(draft.hinted(job.does) for job in jobs))
            for job in jobs:
                draft.model.add_implication(job.does, literal)
            busy.append(literal)
    return Term(draft.cp.LinearExpr.sum(busy) + len(staying), measure(draft.hint))


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return float(measure)
