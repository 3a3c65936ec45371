"""The moments of a wait: its start in portfolio slots, tied to the shared grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.instance.network import never_past
from ipmplan.models.cpsat.calendars import link_length
from ipmplan.models.cpsat.ends import end_of_wait
from ipmplan.models.solution import wait_finish

if TYPE_CHECKING:
    from ipmplan.instance import LinkModel
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr, Var


def post_waits(draft: Draft) -> None:
    """A wait without a pool begins as soon as its links allow; with one, when the pool has room."""
    for number in draft.waits:
        model = draft.instance.tasks[number]
        for mode, literal in draft.modes[number].items():
            length = model.modes[mode].wait
            if length is None:
                continue
            if model.modes[mode].uses and model.started is None:
                _with_pool(draft, number, length, literal)
            else:
                _as_soon_as_possible(draft, number, mode, literal)


def _with_pool(draft: Draft, task: int, length: int, literal: Var) -> None:
    axis = draft.instance.axis
    start, end = draft.start[task], draft.end[task]
    if length:
        link_length(draft, axis, length, start, end, literal, draft.window(task))
    else:
        draft.enforce(end == start, literal)
        draft.enforce(draft.cp.LinearExpr.sum([start]), literal, draft.cp.Domain.from_values(axis.slot_list))
    passed = start if axis.complete else draft.lookup(start, axis.before_list)
    draft.enforce(draft.waits[task] == passed, literal)


def _as_soon_as_possible(draft: Draft, task: int, mode: int, literal: Var) -> None:
    model = draft.instance.tasks[task]
    length = model.modes[mode].wait or 0
    most = draft.instance.length
    passed = draft.waits[task]
    ends = _ends(draft, task, mode)
    if model.started is not None:
        began = draft.instance.passed(model.started)
        draft.model.add(passed == began)
        finish = _highest(draft, [(began + length, began + length), (1, 1), *ends], 0)
    else:
        bounds = [*_starts(draft, task), *((expr - length, value - length) for expr, value in ends)]
        first = _highest(draft, bounds or [(0, 0)], -draft.instance.most_passed)
        draft.enforce(passed == first, literal)
        value = draft.hinted(first)
        if never_past(draft.instance, draft.instance.tasks[task]) and not ends:
            finish = draft.int_var(0, most, value + length)
            draft.model.add(finish == first + length)
        elif length:
            finish = _highest(draft, [(first + length, value + length), (1, 1)], 0)
        else:
            finish = draft.int_var(0, most, wait_finish(value, 0))
            future = draft.at_least(first, 0)
            draft.model.add(finish == first).only_enforce_if(future)
            draft.model.add(finish == 1).only_enforce_if(~future)
    draft.enforce(finish <= len(draft.instance.axis.slot_list) - (0 if length else 1), literal)
    _tie(draft, task, passed, finish, length, literal)


def _highest(draft: Draft, bounds: list[tuple[Expr, int]], low: int) -> Var:
    """The largest of several expressions, each with its value in the hint."""
    most = draft.instance.length
    highest = draft.int_var(low, most, max(value for _, value in bounds))
    if len(bounds) == 1:
        draft.model.add(highest == bounds[0][0])
    else:
        draft.model.add_max_equality(highest, [expr for expr, _ in bounds])
    return highest


def _tie(draft: Draft, task: int, passed: Var, finish: Var, length: int, literal: Var) -> None:
    """Tie the start and end to the shared grid; a wait that began in the past is shown from the first slot on."""
    axis = draft.instance.axis
    size = draft.instance.length
    start, end = draft.start[task], draft.end[task]
    if never_past(draft.instance, draft.instance.tasks[task]) and axis.complete:
        draft.enforce(start == passed, literal)
        draft.enforce(end == finish, literal)
        return
    now = draft.int_var(0, size, max(draft.hinted(passed), 0))
    draft.model.add_max_equality(now, [passed, 0])
    starts = [*axis.slot_list, *[size] * (size + 1 - len(axis.slot_list))]
    ends = [0, *(slot + 1 for slot in axis.slot_list)]
    ends += [size] * (size + 1 - len(ends))
    begin = draft.lookup(now, starts)
    future = draft.at_least(passed, 0)
    draft.model.add(start == begin).only_enforce_if(literal, future)
    draft.model.add(start == 0).only_enforce_if(literal, ~future)
    stop = draft.lookup(finish, ends)
    if length or draft.instance.tasks[task].started is not None:
        draft.enforce(end == stop, literal)
    else:
        draft.model.add(end == start).only_enforce_if(literal, future)
        draft.model.add(end == stop).only_enforce_if(literal, ~future)


def _starts(draft: Draft, task: int) -> list[tuple[Expr, int]]:
    """Portfolio slots that must have passed before the start, from links and facts, with hint values."""
    fact = draft.instance.tasks[task].start_bound
    bounds: list[tuple[Expr, int]] = [] if fact is None else [(fact, fact)]
    return bounds + [_after(draft, link) for link in draft.instance.into[task] if link.type[1] == "S"]


def _ends(draft: Draft, task: int, mode: int) -> list[tuple[Expr, int]]:
    """Portfolio slots that must have passed before the end, from links and facts, with hint values."""
    task_model = draft.instance.tasks[task]
    model = task_model.modes[mode]
    lasts = bool(model.wait) or task_model.started is not None
    bounds: list[tuple[Expr, int]] = [] if model.end_bound is None else [(model.end_bound, model.end_bound)]
    for link in draft.instance.into[task]:
        if link.type[1] == "F":
            odd = lasts and not link.counts_time
            bounds.append(end_of_wait(draft, link.before) if odd else _after(draft, link))
    return bounds


def _after(draft: Draft, link: LinkModel) -> tuple[Expr, int]:
    from_end = link.type[0] == "F"
    return (
        draft.passed(link.before, end=from_end) + link.lag,
        draft.passed_hint(link.before, end=from_end) + link.lag,
    )
