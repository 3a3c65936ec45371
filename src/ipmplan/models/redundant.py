"""Constraints that follow from the rules and that the solver would not see by itself.

For every group of people such that some work can be done by nobody else, that work never needs more people at once than
the group has: one cumulative for each group (people as capacity), and for unions of groups. Everybody's own load fits
before the last finish. What each is worth stands in docs/search.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.instance import Mode
from ipmplan.models.crews import Crew, cannot_overlap, cliques, unions

if TYPE_CHECKING:
    from ipmplan.models.draft import Draft, Term, Var


def post_groups(draft: Draft) -> None:
    """Work that only a group can do never needs more than the group at once."""
    needs = _needs(draft)
    for group in unions([need.able for need in needs]):
        inside = [need for need in needs if need.able <= group]
        if sum(need.demand for need in inside) > 100 * len(group) and len(inside) > 1:
            draft.model.add_cumulative(
                [need.interval for need in inside], [need.demand for need in inside], 100 * len(group)
            )
    single = {need.task: need.interval for need in needs if len(draft.modes[need.task]) == 1}
    for clique in cliques(cannot_overlap(draft.instance, needs)):
        members = [single[task] for task in clique if task in single]
        if len(members) > 1:
            draft.model.add_no_overlap(members)


def post_loads(draft: Draft, last: Term) -> None:
    """Everybody's work fits between the first moment they can start and the last finish.

    Parameters
    ----------
    last
        Portfolio slots to the last finish; only used where everybody works in all slots.
    """
    if isinstance(last.expr, int):
        return
    for person, jobs in draft.jobs_by_person.items():
        if not draft.instance.axes[person].complete or not draft.instance.axis.complete:
            continue
        whole = [job for job in jobs if job.share == 100]
        if len(whole) > 1:
            first = min(draft.window(job.task).start for job in whole)
            draft.model.add(sum(job.length * job.does for job in whole) + first <= last.expr)


def _needs(draft: Draft) -> list[Crew]:
    needs = []
    for task in draft.free:
        model = draft.instance.tasks[task]
        for number, literal in draft.modes[task].items():
            for index, _ in enumerate(model.modes[number].parts):
                need = _need(draft, task, number, index, model.modes[number], literal)
                if need is not None:
                    needs.append(need)
    return needs


def _need(draft: Draft, task: int, number: int, index: int, mode: Mode, literal: Var) -> Crew | None:
    """Interval and demand of a part, when all who do it start and end together."""
    part = mode.parts[index]
    jobs = [job for job in draft.jobs[task] if job.mode == number and job.part == index]
    if not jobs or any(job.start.index != jobs[0].start.index or job.end.index != jobs[0].end.index for job in jobs):
        return None
    start, end = jobs[0].start, jobs[0].end
    fixed = {job.length for job in jobs}
    if len(fixed) == 1 and all(draft.continuous(job.person, task) for job in jobs):
        interval = draft.model.new_optional_fixed_size_interval_var(start, jobs[0].length, literal, "")
    else:
        interval = draft.model.new_optional_interval_var(start, draft.size(start, end), end, literal, "")
    return Crew(task, frozenset(job.person for job in jobs), interval, part.people * part.share)
