"""Constraints that follow from the rules and that the solver would not see by itself.

For every group of people such that some work can be done by nobody else, that work never needs more people at once than
the group has: one cumulative for each group (people as capacity), and for unions of groups. Everybody's own load fits
before the last finish. What each is worth stands in docs/search.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.instance import Instance
from ipmplan.models.cpsat.groups import WHOLE, Crew, Phase, cannot_overlap, cliques, unions

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.cpsat.variables import Var

MOST_CLAUSES = 100_000


@dataclass(frozen=True, slots=True)
class _Needed:
    """A need for people whom a part has from its start to its end, all of them.

    Parameters
    ----------
    crew
        Out of whom.
    start
        Grid moment.
    least
        Grid slots that it lasts at least; exactly so many when `fixed`.
    fixed
        Whether `least` is exact.
    """

    crew: Crew
    start: Var
    least: int
    fixed: bool


def post_groups(draft: Draft) -> None:
    """Work that only a group can do never needs more than the group at once."""
    crews: list[Crew] = []
    phases: list[Phase] = []
    for task in draft.free:
        for number, literal in draft.modes[task].items():
            needs = _needs(draft, task, number, literal)
            crews += [need.crew for need in needs]
            if len(draft.instance.tasks[task].modes) == 1:
                phases += _phases(draft, task, number, needs)
    for group in unions([crew.able for crew in crews]):
        inside = [crew for crew in crews if crew.able <= group]
        if sum(crew.demand for crew in inside) > WHOLE * len(group) and len(inside) > 1:
            draft.model.add_cumulative(
                [crew.interval for crew in inside], [crew.demand for crew in inside], WHOLE * len(group)
            )
    for clique in cliques(cannot_overlap(draft.instance, phases)):
        draft.model.add_no_overlap([phases[number].interval for number in clique])


def post_loads(draft: Draft, last: Term) -> None:
    """Everybody's work fits between the first moment they can start and the last finish.

    Parameters
    ----------
    draft
        The model.
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


def _needs(draft: Draft, task: int, number: int, literal: Var) -> list[_Needed]:
    """What a mode needs, by part, where all who do a part start and end together."""
    found = []
    for index, part in enumerate(draft.instance.tasks[task].modes[number].parts):
        jobs = [job for job in draft.jobs[task] if job.mode == number and job.part == index]
        if not jobs or any(
            job.start.index != jobs[0].start.index or job.end.index != jobs[0].end.index for job in jobs
        ):
            continue
        start, end = jobs[0].start, jobs[0].end
        least = min(job.length for job in jobs)
        fixed = least == max(job.length for job in jobs) and all(draft.continuous(job.person, task) for job in jobs)
        if fixed:
            interval = draft.model.new_optional_fixed_size_interval_var(start, least, literal, "")
        else:
            interval = draft.model.new_optional_interval_var(start, draft.size(start, end), end, literal, "")
        crew = Crew(task, frozenset(job.person for job in jobs), interval, part.people * part.share)
        found.append(_Needed(crew, start, least, fixed))
    return found


def _phases(draft: Draft, task: int, mode: int, needs: Sequence[_Needed]) -> Iterator[Phase]:
    """When a task surely has several of its needs at once: parts that start together, until the shortest of them ends."""
    together: dict[int, list[_Needed]] = {}
    for need in needs:
        together.setdefault(need.start.index, []).append(need)
    for same in together.values():
        for least in sorted({need.least for need in same}):
            inside = [need for need in same if need.least >= least]
            fixed = next((need.crew.interval for need in inside if need.fixed and need.least == least), None)
            if fixed is None and len(inside) > 1:
                fixed = draft.model.new_fixed_size_interval_var(inside[0].start, least, "")
            if fixed is not None:
                yield Phase(task, fixed, tuple((need.crew.able, need.crew.demand) for need in inside))
        for need in same:
            if not need.fixed:
                yield Phase(task, need.crew.interval, ((need.crew.able, need.crew.demand),))
    if len(needs) != 1 and draft.instance.tasks[task].modes[mode].uses and draft.instance.tasks[task].modes[mode].parts:
        yield Phase(task, draft.span(task, mode), ())
