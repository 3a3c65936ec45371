"""What may end when, where an end is compared with the end of a wait without length or with somebody's odd hours.

The shared grid has no time at which nobody works, so one grid moment is both the end of a slot and the start of the next
one, which may be days later. And a wait ends in portfolio time, which may be over long before somebody's evening is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.models import solution
from ipmplan.models.solution import Choice, ends_at_slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipmplan.instance import Instance
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr, Var


def ended_at_end(instance: Instance, task: int, choice: Choice) -> int:
    """How many portfolio slots, counted from the status date, a wait has to fill so that it ends no sooner than a task."""
    if choice.passed >= 0 and ends_at_slot(instance.tasks[task], choice.mode):
        return instance.ended_at_slot(choice.passed)
    return instance.ended_at_end[choice.end]


def first_end(draft: Draft, task: int) -> Expr:
    """Express `solution.first_end` with the variables of a draft."""
    instance, choice = draft.instance, draft.hint.choices[task]
    hint = solution.first_end(instance, task, choice)
    if task not in draft.is_free:
        return hint
    if not any(ends_at_slot(instance.tasks[task], mode) for mode in draft.modes[task]):
        return draft.end[task]
    result = draft.int_var(0, instance.length, hint)
    from_start = draft.lookup(draft.start[task], instance.end_from_start)
    future = draft.at_least(draft.waits[task], 0)
    for mode, literal in draft.modes[task].items():
        if ends_at_slot(instance.tasks[task], mode):
            draft.model.add(result == from_start).only_enforce_if(literal, future)
            draft.model.add(result == draft.end[task]).only_enforce_if(literal, ~future)
        else:
            draft.enforce(result == draft.end[task], literal)
    return result


def end_of_wait(draft: Draft, task: int) -> tuple[Expr, int]:
    """Express `ended_at_end` with the variables of a draft; with its value in the hint."""
    instance, choice = draft.instance, draft.hint.choices[task]
    hint = ended_at_end(instance, task, choice)
    if task not in draft.is_free:
        return hint, hint
    counted = draft.lookup(draft.end[task], instance.ended_at_end)
    modes = {mode for mode in draft.modes[task] if ends_at_slot(instance.tasks[task], mode)}
    if not modes:
        return counted, hint
    result = draft.int_var(-instance.most_passed, instance.length, hint)
    by_slot = _table(draft, draft.waits[task], lambda passed: 1 if passed < 0 else instance.ended_at_slot(passed))
    for mode, literal in draft.modes[task].items():
        draft.enforce(result == (by_slot if mode in modes else counted), literal)
    return result, hint


def _table(draft: Draft, var: Var, value: Callable[[int], int]) -> Var:
    """Create the variable `value(var)`; `var` may be negative."""
    size = draft.instance.most_passed
    shifted = draft.int_var(0, 2 * size, draft.hinted(var) + size)
    draft.model.add(shifted == var + size)
    return draft.lookup(shifted, [value(number - size) for number in range(2 * size + 1)])
