"""TEMP all posts."""

from __future__ import annotations
from typing import TYPE_CHECKING
from ipmplan.models.waiting import post_waits

if TYPE_CHECKING:
    from ipmplan.models.draft import Draft, Expr, Job
    from ortools.sat.python import cp_model


def post_parts(draft: Draft) -> None:
    """Everybody within an alternative is a different person."""
    for jobs in draft.jobs.values():
        by_person: dict[tuple[int, int], list[Job]] = {}
        for job in jobs:
            by_person.setdefault((job.mode, job.person), []).append(job)
        for same in by_person.values():
            if len(same) > 1:
                draft.model.add_at_most_one(job.does for job in same)


def post_capacity(draft: Draft) -> None:
    """A person works at one thing at a time, or at several that have a share, up to 100 %."""
    by_person = draft.jobs_by_person
    for person, jobs in by_person.items():
        blocks = draft.blocks(person)
        if len(jobs) + len(blocks) < 2:
            continue
        intervals = [job.interval for job in jobs]
        intervals += [draft.model.new_fixed_size_interval_var(b.start, b.end - b.start, "") for b in blocks]
        loads = [job.share for job in jobs] + [block.share for block in blocks]
        if all(load > 50 for load in loads):
            draft.model.add_no_overlap(intervals)
        else:
            draft.model.add_cumulative(intervals, loads, 100)


def post_precedence(draft: Draft) -> None:
    """Links hold, lags counted in portfolio working time."""
    for link in draft.instance.links:
        if link.before not in draft.is_free and link.after not in draft.is_free:
            continue
        into_end = link.type[1] == "F"
        if link.after in draft.waits and all(
            m.wait is not None and not m.uses for m in draft.instance.tasks[link.after].modes
        ):
            continue
        if link.lag:
            before = draft.passed(link.before, end=link.type[0] == "F")
            after = draft.passed(link.after, end=into_end)
            draft.model.add(after >= before + link.lag)
        else:
            draft.model.add(
                draft.moment(link.after, end=into_end) >= draft.moment(link.before, end=link.type[0] == "F")
            )
    for number in draft.free:
        bound = draft.instance.tasks[number].end_bound
        if bound is not None and bound > 0:
            draft.model.add(draft.end[number] >= draft.instance.slot_after(bound))


def post_pools(draft: Draft) -> None:
    """A renewable pool is never held beyond its capacity; a consumable one is never used up beyond it."""
    for index, pool in enumerate(draft.instance.pools):
        if pool.consumable:
            terms = []
            fixed = 0
            for task in draft.instance.tasks:
                if task.index in draft.is_free:
                    for number, literal in draft.modes[task.index].items():
                        units = task.modes[number].uses.get(index, 0)
                        if units:
                            terms.append(units * literal)
                else:
                    fixed += draft.hint.mode(task.index).uses.get(index, 0)
            if terms:
                total = sum(terms) + fixed
                limit: Expr = pool.capacity
                if draft.repair:
                    used = sum(draft.hint.mode(t.index).uses.get(index, 0) for t in draft.instance.tasks)
                    limit = pool.capacity + draft.slack(max(0, used - pool.capacity), 1)
                draft.model.add(total <= limit)
            continue
        _renewable(draft, index, pool.capacity)


def _renewable(draft: Draft, index: int, capacity: int) -> None:
    intervals = []
    demands = []
    recorded = 0
    for task, choice in zip(draft.instance.tasks, draft.hint.choices, strict=True):
        if task.started is not None and task.modes[0].wait is not None:
            recorded += task.modes[0].uses.get(index, 0)
        if task.index not in draft.is_free:
            units = draft.hint.mode(task.index).uses.get(index, 0)
            if units and choice.end > choice.start:
                intervals.append(draft.model.new_fixed_size_interval_var(choice.start, choice.end - choice.start, ""))
                demands.append(units)
            continue
        for number, literal in draft.modes[task.index].items():
            units = task.modes[number].uses.get(index, 0)
            if not units or task.modes[number].wait == 0:
                continue
            if units > capacity and task.started is None:
                draft.model.add(literal == 0)
                continue
            intervals.append(draft.span(task.index, number))
            demands.append(units)
    if sum(demands) > capacity:
        draft.model.add_cumulative(intervals, demands, max(capacity, recorded))


def post_deadlines(draft: Draft) -> None:
    """A firm milestone is reached by the end of its due day."""
    for due in draft.instance.dues:
        if due.firm is None:
            continue
        over = None
        for task in due.tasks:
            if task not in draft.is_free:
                continue
            if draft.repair:
                if over is None:
                    late = max(0, max(draft.hint.choices[t].end for t in due.tasks) - due.firm)
                    over = draft.slack(late, 100)
                draft.model.add(draft.end[task] <= due.firm + over)
            else:
                draft.model.add(draft.end[task] <= due.firm)


def post_budget(draft: Draft) -> None:
    """Labour, fixed costs and bookings of a project stay within a hard budget."""
    for index, project in enumerate(draft.instance.projects):
        if project.budget is None or not project.hard:
            continue
        if not any(task in draft.is_free for task in project.tasks):
            continue
        limit = max(project.budget, project.fixed)
        total, hint = draft.cost(index)
        if draft.repair:
            draft.model.add(total <= limit + draft.slack(max(0, hint - limit), 1))
        else:
            draft.model.add(total <= limit)


def post_pins(draft: Draft) -> None:
    """`same` and `other`."""
    for relation in draft.instance.relations:
        if relation.task not in draft.is_free and (relation.other is None or relation.other not in draft.is_free):
            continue
        people = sorted({*draft.possible(relation.task)})
        for person in people:
            does = draft.at_work(relation.task, person)
            if relation.other is None:
                at_other = []
            else:
                at_other = draft.at_work(relation.other, person)
            known = person in relation.people
            if relation.same:
                if not known:
                    for literal in does:
                        draft.model.add_bool_or([*at_other, ~literal])
            elif known:
                for literal in does:
                    draft.model.add(literal == 0)
            else:
                for literal in does:
                    for other in at_other:
                        draft.model.add_bool_or([~literal, ~other])


def post_progress(draft: Draft) -> None:
    """The rest of started work comes before other work of the same person."""
    for person, jobs in draft.jobs_by_person.items():
        pieces = [job for job in jobs if job.piece]
        others = [job for job in jobs if not job.piece]
        blocks = draft.blocks(person)
        first = max((block.start for block in blocks if block.piece), default=0)
        last = min((block.start for block in blocks if not block.piece), default=None)
        for job in others:
            if first:
                draft.model.add(job.start >= first).only_enforce_if(job.does)
            for piece in pieces:
                draft.model.add(job.start >= piece.start).only_enforce_if(job.does, piece.does)
        if last is not None:
            for piece in pieces:
                draft.model.add(piece.start <= last).only_enforce_if(piece.does)


def post_all(draft: Draft) -> None:
    for f in (
        post_parts,
        post_capacity,
        post_precedence,
        post_pools,
        post_deadlines,
        post_budget,
        post_pins,
        post_progress,
        post_waits,
    ):  # noqa
        f(draft)
