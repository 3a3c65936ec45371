"""Nothing is planned in the past, before `not_before`, or before an open decision is expected.

Formula::

    each row of work r:  s(r) >= today
    each task t that has not begun:  s(t) >= max(not_before(t), answer of each open decision of t)
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.words import clock, on
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading
from ipmplan.study.scope import is_overdue

RULE = "status"
KEPT_BY_SEARCH = True


def check(plan: Reading) -> Iterator[Issue]:
    """Yield work before the status date, and tasks that start before `not_before` or an open decision allow.

    A wait that uses nothing may have begun before the status date; the rule `waits` says when.
    """
    today = plan.portfolio.as_of_tick
    for stints in plan.stints.values():
        for stint in stints:
            if stint.start < today:
                message = f"{stint.row.person} starts at {clock(stint.row.start)}, before the status date"
                hint = f"Maybe at {clock(plan.grid.moment(today))} or later."
                yield Issue(message, stint.row.task, hint, rule=RULE)
    for name, (start, _) in plan.spans.items():
        if not plan.is_fresh(name):
            continue
        if start < today and (not plan.is_wait(name) or plan.uses(name)):
            message = f"it starts at {clock(plan.grid.moment(start))}, before the status date"
            hint = "Maybe progress of it is missing, or it has to start later."
            yield Issue(message, name, hint, rule=RULE)
        yield from _released(plan, name, start)


def _released(plan: Reading, name: str, start: int) -> Iterator[Issue]:
    task = plan.task(name)
    begins = clock(plan.grid.moment(start))
    if task.not_before is not None and start < plan.grid.start_of(task.not_before):
        message = f"it starts at {begins}, but not before {on(task.not_before)} was asked for"
        yield Issue(message, name, f"Maybe start it on {on(task.not_before)}.", rule=RULE)
    for decision in plan.scope.decisions.get(name, ()):
        answer = plan.scope.answer(decision)
        if start < answer:
            given = decision.expected if not is_overdue(plan.portfolio, decision) else None
            when = f"expected on {on(given)}" if given else f"taken for answered by {clock(plan.grid.moment(answer))}"
            message = f"it starts at {begins}, but the decision {decision.id}, {when}, is open"
            hint = "Maybe start it later, or write down the answer if there is one."
            yield Issue(message, name, hint, rule=RULE)


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield the status date, `not_before` and open decisions of a task."""
    today, known = plan.portfolio.as_of_tick, plan.task(task)
    fresh, wait = plan.is_fresh(task), plan.is_wait(task)
    if not fresh:
        if not wait:
            yield Bound(today, "has begun and goes on at the status date", "status")
        return
    tied = plan.scope.release(known) is not None or any(
        link.before in plan.spans for link in plan.links_into.get(task, ())
    )
    if not wait or plan.uses(task) or not tied:
        yield Bound(today, "begins at the status date", "status")
    if known.not_before is not None:
        moment = plan.grid.start_of(known.not_before)
        yield Bound(moment, "not before {day}", "not_before", day=known.not_before)
    for decision in plan.scope.decisions.get(task, ()):
        words = "waits for the answer to {about}"
        yield Bound(plan.scope.answer(decision), words, "decision", about=decision.id, table="decisions")
