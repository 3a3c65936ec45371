"""Constraints that follow from the rules and that the solver would not see by itself.

For every group of people such that some work can be done by nobody else, that work never needs more people at once than
the group has: one cumulative for each group (people as capacity), and for unions of groups. Everybody's own load fits
before the last finish. What each is worth stands in docs/search.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.instance import Instance, Mode
from ipmplan.models.crews import WHOLE, Crew, cannot_overlap, cliques, unions

if TYPE_CHECKING:
    from ipmplan.models.draft import Draft, Term, Var

MOST_CLAUSES = 100_000


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


def post_pairs(draft: Draft) -> None:
    """Whoever works at two tasks does one after the other: literals for pairs of tasks, which all who may do both share.

    Only tasks that have one mode with several seats, all from its start to its end: with one seat each, the solver's own
    literals serve as well.
    """
    model, hinted = draft.model, draft.hinted
    crews = {task: _whole_crew(draft, task) for task in draft.free}
    tasks = [task for task, crew in crews.items() if crew]
    if not tasks or sum(len(crews[task]) for task in tasks) * len(tasks) > 2 * MOST_CLAUSES:
        return
    after = _afterwards(draft.instance)
    for second in tasks:
        for first in tasks:
            both = crews[first].keys() & crews[second].keys()
            if first >= second or not both or second in after[first] or first in after[second]:
                continue
            before = draft.bool_var(hinted(draft.end[first]) <= hinted(draft.start[second]))
            behind = draft.bool_var(hinted(draft.end[second]) <= hinted(draft.start[first]))
            model.add(draft.end[first] <= draft.start[second]).only_enforce_if(before)
            model.add(draft.end[second] <= draft.start[first]).only_enforce_if(behind)
            for person in sorted(both):
                for one in crews[first][person]:
                    for other in crews[second][person]:
                        model.add_bool_or([~one, ~other, before, behind])


def _whole_crew(draft: Draft, task: int) -> dict[int, list[Var]]:
    """Who may do something in a task from its start to its end, with all their time; empty where that is not all of it."""
    jobs, start = draft.jobs[task], draft.start[task].index
    several = len(draft.modes[task]) == 1 and sum(part.people for part in draft.instance.tasks[task].modes[0].parts) > 1
    if not several or len({job.length for job in jobs}) != 1:
        return {}
    if any(job.start.index != start or job.share < WHOLE or not draft.continuous(job.person, task) for job in jobs):
        return {}
    return {person: draft.at_work(task, person) for person in draft.possible(task)}


def _afterwards(instance: Instance) -> list[frozenset[int]]:
    """For each task, those that cannot begin before its end."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(instance.tasks)))
    graph.add_edges_from((link.before, link.after) for link in instance.links if link.type == "FS" and link.lag >= 0)
    return [frozenset(nx.descendants(graph, task)) for task in range(len(instance.tasks))]


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
