"""A wait begins as soon as it may and lasts as long as it says.

Formula::

    without a pool:  s(t) = first portfolio time that links, not_before and decisions allow, else today
    W(s(t), e(t)) = wait; one that began in the past ends one step after today at the earliest
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound, begin_to_end
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "waits"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """A wait without a pool begins as soon as its links allow; with one, when the pool has room."""
    from ipmplan.models.cpsat.waits import post_waits

    post_waits(draft)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield waits that begin too late or too early, or do not last their time on the portfolio calendar.

    A wait without `uses` begins at the first moment of portfolio time that its links, `not_before` and decisions allow,
    also before the status date; when none of them says anything, at the status date. One that began in the past ends one
    working step after the status date at the earliest.
    """
    for name in plan.rows:
        state = plan.started.get(name)
        if plan.is_wait(name) and (state is None or not state.finished):
            yield from _wait(plan, name)


def _wait(plan: Reading, name: str) -> Iterator[Issue]:
    calendar = plan.time.portfolio
    length = plan.wait_ticks(name)
    start = plan.spans[name][0]
    began = calendar.before(start)
    state = plan.started.get(name)
    into_end = _bounds(plan, name, "F")
    if state is not None:
        yield from _ends(plan, name, [calendar.before(state.start) + length, _tomorrow(plan), *into_end], length)
        return
    if start not in calendar and length:
        message = f"it begins at {clock(plan.grid.moment(start))}, which is not working time of the portfolio"
        hint = f"Maybe {clock(plan.grid.moment(calendar.slot(began)))}." if began < calendar.total else ""
        yield Issue(message, name, hint, rule=RULE)
        return
    if not plan.uses(name):
        bounds = _bounds(plan, name, "S") + [bound - length for bound in into_end]
        release = plan.scope.release(plan.task(name))
        if release is not None:
            bounds.append(calendar.before(release))
        first = max(bounds, default=calendar.before(plan.portfolio.as_of_tick))
        if began != first:
            should = clock(plan.grid.moment(calendar.slot(first))) if 0 <= first < calendar.total else "another time"
            message = f"it begins at {clock(plan.grid.moment(start))}, but the first moment it may is {should}"
            yield Issue(message, name, f"Maybe {should}.", rule=RULE)
            return
    past = [_tomorrow(plan)] if start < plan.portfolio.as_of_tick else []
    yield from _ends(plan, name, [began + length, *past], length)


def _ends(plan: Reading, name: str, bounds: list[int], length: int) -> Iterator[Issue]:
    calendar = plan.time.portfolio
    last = max(bounds)
    end = plan.spans[name][1]
    if calendar.before(end) == last and (not length or end == calendar.slot(last - 1) + 1):
        return
    start = plan.spans[name][0]
    begins = clock(plan.grid.moment(start))
    should = clock(plan.grid.moment(calendar.slot(last - 1) + 1)) if 0 < last <= calendar.total else "another time"
    if not length and calendar.before(start) == last:
        should = begins
    message = (
        f"it ends at {clock(plan.grid.moment(end))}, but {plan.grid.to_hours(length):g} working h from {begins} on "
        f"(and not before the status date) end at {should}"
    )
    yield Issue(message, name, f"Maybe {should}.", rule=RULE)


def _tomorrow(plan: Reading) -> int:
    """Portfolio ticks that have passed one step after the status date."""
    return plan.time.portfolio.before(plan.portfolio.as_of_tick) + 1


def _bounds(plan: Reading, name: str, edge: str) -> list[int]:
    """Portfolio ticks that must have passed before a wait's start (`S`) or end (`F`), by its links.

    Without a lag an end must not lie before the predecessor's, also where that is no time of the portfolio.
    """
    calendar = plan.time.portfolio
    bounds = []
    for link in plan.links_into.get(name, ()):
        if link.type[1] == edge and link.before in plan.spans:
            moment = plan.spans[link.before][link.type[0] == "F"]
            count = calendar.before(moment)
            lasts = bool(plan.alternative(name).wait) or not plan.is_fresh(name)
            ends = edge == "F" and not link.counts_time and lasts
            missed = ends and not (count and calendar.slot(count - 1) + 1 >= moment)
            bounds.append(count + link.lag + missed)
    return bounds


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield that a wait takes its time once it has begun."""
    state = plan.started.get(task)
    if state is None or state.finished or not plan.is_wait(task):
        return
    calendar = plan.time.portfolio
    length = plan.wait_ticks(task)
    last = max(calendar.before(state.start) + length, _tomorrow(plan))
    end = calendar.slot(last - 1) + 1 if 0 < last <= calendar.total else plan.spans[task][1]
    moment = begin_to_end(calendar, end, calendar.count(*plan.spans[task]))
    yield Bound(moment, "has begun and takes its time", "progress")
