"""Tasks wait for their predecessors, with the lag asked for.

Formula::

    link from task a to task b, x(a) and y(b) their starts or ends as its type says:
    y(b) >= x(a) without a lag, else (and for SF) W(x(a), y(b)) >= lag; a lag below 0 is an overlap
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound, after_link, begin_to_end
from ipmplan.study.reading import Reading
from ipmplan.study.scope import TaskLink

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "precedence"
KEPT_BY_SEARCH = True
EDGES = {"F": "ends", "S": "starts"}


def post(draft: Draft) -> None:
    """Links hold, lags counted in portfolio working time; waits that begin by their links are the rule `waits`."""
    for link in draft.instance.links:
        if link.before not in draft.is_free and link.after not in draft.is_free:
            continue
        modes = draft.instance.tasks[link.after].modes
        if link.after in draft.is_free and all(mode.wait is not None and not mode.uses for mode in modes):
            continue
        from_end, into_end = link.type[0] == "F", link.type[1] == "F"
        if link.counts_time:
            earlier = draft.passed(link.before, end=from_end) + link.lag
            draft.model.add(draft.passed(link.after, end=into_end) >= earlier)
        else:
            draft.model.add(draft.moment(link.after, end=into_end) >= draft.moment(link.before, end=from_end))
            if into_end:
                _post_end(draft, link.before, link.after)
    for number in draft.free:
        bound = draft.instance.tasks[number].end_bound
        if bound is not None and bound > 0:
            draft.model.add(draft.end[number] >= draft.instance.slot_after(bound))


def _post_end(draft: Draft, before: int, after: int) -> None:
    """An end is not before another one, also where that is a wait's without length, at the start of a slot."""
    from ipmplan.models.cpsat.ends import first_end

    earliest = first_end(draft, before)
    if after not in draft.is_free:
        draft.model.add(draft.moment(after, end=True) >= earliest)
        return
    for mode, literal in draft.modes[after].items():
        if draft.instance.tasks[after].modes[mode].wait != 0:
            draft.enforce(draft.end[after] >= earliest, literal)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield every link that the plan breaks.

    A link into a start that happened, or into a finished task, does not bind any more. The end of a wait in progress
    cannot be moved, so a link that it breaks is only a warning.
    """
    for link in plan.scope.links:
        if link.before not in plan.spans or link.after not in plan.spans:
            continue
        into_start = link.type[1] == "S"
        state = plan.started.get(link.after)
        if state is not None and (into_start or state.finished):
            continue
        before = plan.spans[link.before][link.type[0] == "F"]
        after = plan.spans[link.after][not into_start]
        if not holds(plan, before, after, link):
            yield _issue(plan, link, before, after)


def holds(plan: Reading, before: int, after: int, link: TaskLink) -> bool:
    """Whether a moment is far enough after another.

    At least as many portfolio working ticks as the link's lag lie between; a negative lag = at most that overlap. Without a
    lag it is not before the other; of `SF`, no portfolio working time lies between when it is.
    """
    if not link.counts_time:
        return after >= before
    calendar = plan.time.portfolio
    return calendar.before(after) - calendar.before(before) >= link.lag


def _issue(plan: Reading, link: TaskLink, before: int, after: int) -> Issue:
    lag = f"{plan.grid.to_hours(abs(link.lag)):g} working h"
    verb, other = EDGES[link.type[1]], EDGES[link.type[0]]
    if not link.counts_time:
        wanted = "not before"
    else:
        wanted = f"at least {lag} after" if link.lag > 0 else f"at most {lag} before"
    message = (
        f"it {verb} at {clock(plan.grid.moment(after))}, but should {verb[:-1]} {wanted} {link.before} {other} "
        f"({clock(plan.grid.moment(before))})"
    )
    return Issue(message, link.after, "Maybe move it later, or drop the link.", rule=RULE)


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield what each predecessor leaves a task; a link into its end binds what ends last."""
    state = plan.started.get(task)
    for link in plan.links_into.get(task, ()):
        into_start = link.type[1] == "S"
        if link.before not in plan.spans or (state is not None and (into_start or state.finished)):
            continue
        from_end = link.type[0] == "F"
        moment = after_link(plan, plan.spans[link.before][from_end], link)
        row = None
        if not into_start:
            moment, row = _begin(plan, task, moment)
        yield Bound(moment, _because(plan, link), "link", row, link.before, "end" if from_end else "start")


def _begin(plan: Reading, task: str, end: int) -> tuple[int, int | None]:
    """When the work of a task that ends last has to begin for an end, and the number of its row."""
    stints = plan.stints.get(task, ())
    if stints:
        last = max(stints, key=lambda stint: (stint.end, stint.number))
        free = plan.time.free(last.row.person)
        return begin_to_end(free, end, free.count(last.start, max(last.start, last.end))), last.number
    calendar = plan.time.portfolio
    return begin_to_end(calendar, end, calendar.count(*plan.spans[task])), None


def _because(plan: Reading, link: TaskLink) -> str:
    edge = "" if link.type[0] == "F" else "the start of "
    waits = "" if link.type[1] == "S" else "ends "
    lag = f"{plan.grid.to_hours(abs(link.lag)):g} h"
    if link.lag > 0:
        return f"{waits}{lag} after {edge}{{after}}"
    if link.counts_time:
        return f"{waits}at most {lag} before {edge or 'the end of '}{{after}}"
    return f"{waits}after {edge}{{after}}"
