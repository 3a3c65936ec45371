"""What people may do in a task: its variables, mode by mode and part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.instance import Mode, PartModel, TaskModel
from ipmplan.models.cpsat.calendars import continuous, could_fit, link_length
from ipmplan.models.solution import Work

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Var


@dataclass(frozen=True, slots=True)
class Job:
    """A part of a mode that a person may do.

    Parameters
    ----------
    task, mode, part, person
        Indexes; the mode counts within the task, the part within the mode.
    does
        Literal: the mode is chosen and this person does the part.
    start, end
        Grid moments, valid when they do.
    length
        Own slots.
    share
        Per cent of the person's time.
    piece
        Whether it is the rest of started work.
    interval
        Optional interval on the shared grid.
    """

    task: int
    mode: int
    part: int
    person: int
    does: Var
    start: Var
    end: Var
    length: int
    share: int
    piece: bool
    interval: cp_model.IntervalVar


def add_task(draft: Draft, task: TaskModel) -> None:
    """Variables of a task that may change: its start and end, its modes, and the jobs of each."""
    choice = draft.hint.choices[task.index]
    window = draft.window(task.index)
    numbers = range(len(task.modes)) if task.index not in draft.held else (choice.mode,)
    draft.start[task.index] = draft.int_var(window.start, window.end, choice.start)
    draft.end[task.index] = draft.int_var(window.start, window.end, choice.end)
    if len(numbers) == 1:
        draft.modes[task.index] = {numbers[0]: draft.yes}
    else:
        draft.modes[task.index] = {number: draft.bool_var(number == choice.mode) for number in numbers}
        draft.model.add_exactly_one(draft.modes[task.index].values())
    draft.jobs[task.index] = []
    for number, literal in draft.modes[task.index].items():
        mode = task.modes[number]
        if mode.wait is not None:
            _wait(draft, task, choice.passed)
        else:
            _worked(draft, task, number, mode, literal, choice.work if number == choice.mode else ())


def _wait(draft: Draft, task: TaskModel, hint: int) -> None:
    if task.index not in draft.waits:
        draft.waits[task.index] = draft.int_var(-draft.instance.most_passed, draft.instance.length, hint)


def _worked(draft: Draft, task: TaskModel, number: int, mode: Mode, literal: Var, work: Sequence[Work]) -> None:
    """Variables of a mode in which people work."""
    alone = len(mode.parts) == 1
    together = len({part.group for part in mode.parts}) == 1 and mode.parts[0].group is not None
    group_starts: dict[int, Var] = {}
    starts: list[tuple[Var, Var]] = []
    ends: list[tuple[Var, Var]] = []
    for index, part in enumerate(mode.parts):
        done = {item.person: item for item in work if item.part == index}
        shared_start: Var | None = None
        if part.group is not None:
            if part.group not in group_starts:
                hint = next((i.start for i in work if mode.parts[i.part].group == part.group), None)
                group_starts[part.group] = draft.start[task.index] if together else _moment(draft, task, hint)
                starts.append((group_starts[part.group], literal))
            shared_start = group_starts[part.group]
        elif part.people == 1:
            first = next(iter(done.values()), None)
            own = _moment(draft, task, first.start if first else None)
            shared_start = draft.start[task.index] if alone else own
            starts.append((shared_start, literal))
        shared_end: Var | None = None
        if part.people == 1 or (shared_start is not None and _same_length(draft, task, part)):
            first = next(iter(done.values()), None)
            begun = shared_start if shared_start is not None else draft.start[task.index]
            stop = first.end if first else draft.hinted(begun)
            shared_end = draft.end[task.index] if alone else _moment(draft, task, stop)
            ends.append((shared_end, literal))
        for job in _jobs(draft, task, number, index, part, literal, done, shared_start, shared_end):
            if shared_start is None:
                starts.append((job.start, job.does))
            if shared_end is None:
                ends.append((job.end, job.does))
    _extremes(draft, task, literal, starts, ends)


def _moment(draft: Draft, task: TaskModel, hint: int | None) -> Var:
    window = draft.window(task.index)
    return draft.int_var(window.start, window.end, window.start if hint is None else hint)


def _same_length(draft: Draft, task: TaskModel, part: PartModel) -> bool:
    """Whether everybody who may do a part ends it at the same moment when started together."""
    window = draft.window(task.index)
    return len(set(part.length.values())) == 1 and all(
        continuous(draft.instance.axes[person], window) for person in part.length
    )


def _jobs(
    draft: Draft,
    task: TaskModel,
    number: int,
    index: int,
    part: PartModel,
    literal: Var,
    done: Mapping[int, Work],
    shared_start: Var | None,
    shared_end: Var | None,
) -> list[Job]:
    window = draft.window(task.index)
    people = list(part.length) if task.index not in draft.held else list(done)
    certain = len(people) == part.people
    jobs = []
    for person in people:
        length = part.length[person]
        item = done.get(person)
        if not could_fit(draft.instance.axes[person], length, window) and item is None:
            continue
        does = literal if certain else draft.bool_var(item is not None)
        start = shared_start if shared_start is not None else _moment(draft, task, item.start if item else None)
        stop = item.end if item else draft.hinted(start)
        end = shared_end if shared_end is not None else _moment(draft, task, stop)
        interval = link_length(draft, draft.instance.axes[person], length, start, end, does, window)
        jobs.append(Job(task.index, number, index, person, does, start, end, length, part.share, part.piece, interval))
    if not certain:
        literals = [job.does for job in jobs]
        if part.people == 1 and literal is draft.yes:
            draft.model.add_exactly_one(literals)
        else:
            draft.model.add(sum(literals) == part.people * literal)
    elif len(jobs) < part.people:
        draft.model.add_bool_or([~literal])
    draft.jobs[task.index].extend(jobs)
    return jobs


def _extremes(
    draft: Draft, task: TaskModel, literal: Var, starts: list[tuple[Var, Var]], ends: list[tuple[Var, Var]]
) -> None:
    """Tie the task's start to its first part's and its end to its last part's."""
    for var, items, is_end in ((draft.start[task.index], starts, False), (draft.end[task.index], ends, True)):
        others = [(item, does) for item, does in items if item.index != var.index]
        if not others:
            continue
        chosen: list[Var] = []
        hinted = [draft.hinted(item) for item, does in others if draft.hinted(does)]
        best = (max if is_end else min)(hinted, default=0)
        for item, does in others:
            draft.enforce(item <= var if is_end else item >= var, does)
            at = draft.bool_var(bool(draft.hinted(does)) and draft.hinted(item) == best and not _marked(draft, chosen))
            draft.model.add(item >= var if is_end else item <= var).only_enforce_if(at)
            draft.model.add_implication(at, does)
            chosen.append(at)
        draft.model.add(sum(chosen) == literal)


def _marked(draft: Draft, literals: Sequence[Var]) -> bool:
    return any(draft.hinted(literal) for literal in literals)
