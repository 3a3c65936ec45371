"""Started work goes on: same alternative, same people, what is left in unbroken pieces, before other work.

Formula::

    started task t:  alternative and s(t) as recorded, one row for each piece that is left;
    person i:  s(new row of i) >= s(piece of i) for each of their pieces
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound
from ipmplan.study.pieces import Piece, Started
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "progress"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
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


def check(plan: Reading) -> Iterator[Issue]:
    """Yield started tasks whose plan does not follow from what was recorded."""
    for name, state in plan.started.items():
        if name in plan.rows:
            yield from _state(plan, name, state)
            if state.pieces:
                yield from _pieces(plan, name)
    yield from _first(plan)


def _state(plan: Reading, name: str, state: Started) -> Iterator[Issue]:
    row = plan.rows[name]
    start, end = plan.spans[name]
    if row.alternative != state.alternative:
        message = f"the plan takes alternative {row.alternative}, but {state.alternative} has begun"
        yield Issue(message, name, f"Maybe {state.alternative}.", rule=RULE)
    if start != state.start:
        began = clock(plan.grid.moment(state.start))
        yield Issue(f"it starts at {clock(row.start)}, but it has begun at {began}", name, f"Maybe {began}.", rule=RULE)
    if state.end is not None and end != state.end:
        ended = clock(plan.grid.moment(state.end))
        yield Issue(f"it ends at {clock(row.end)}, but it was finished at {ended}", name, f"Maybe {ended}.", rule=RULE)
    if state.end is None and state.pieces and plan.stints.get(name):
        last = max(stint.row.end for stint in plan.stints[name])
        if row.end != last:
            message = f"it ends at {clock(row.end)}, but what is left of it ends at {clock(last)}"
            yield Issue(message, name, f"Maybe {clock(last)}.", rule=RULE)


def _pieces(plan: Reading, name: str) -> Iterator[Issue]:
    pairs = plan.pieces(name)
    for piece, stint in pairs:
        if stint is None:
            yield Issue(f"{_words(piece)} is not in the plan", name, "Maybe plan again.", rule=RULE)
    known = {stint.number for _, stint in pairs if stint is not None}
    for stint in plan.stints.get(name, ()):
        if stint.number not in known:
            message = f"{stint.row.person} works on part {stint.row.part}, but nothing of that is left for them"
            yield Issue(message, name, "Maybe delete the row, or record the progress that is missing.", rule=RULE)


def _words(piece: Piece) -> str:
    if piece.person is None:
        return f"what is left of part {piece.part} ({float(piece.hours):g} h, to hand over or not begun)"
    over = f", or {float(piece.handover):g} h more for somebody else" if piece.owner else ""
    return f"what is left of part {piece.part} for {piece.person} ({float(piece.hours):g} h{over})"


def _first(plan: Reading) -> Iterator[Issue]:
    """Other work of a person does not start before a started piece of theirs."""
    last_start: dict[str, tuple[int, str]] = {}
    kept: set[int] = set()
    for name in plan.started:
        for _, stint in plan.pieces(name) if name in plan.rows else ():
            if stint is not None:
                kept.add(stint.number)
                person = stint.row.person
                last_start[person] = max(last_start.get(person, (stint.start, name)), (stint.start, name))
    for person, (start, name) in last_start.items():
        for stint in plan.by_person[person]:
            if stint.number not in kept and stint.start < start:
                message = (
                    f"{person} begins it at {clock(stint.row.start)}, before going on with {name}, which has begun"
                )
                hint = f"Maybe begin it at {clock(plan.grid.moment(start))} or later."
                yield Issue(message, stint.row.task, hint, rule=RULE)


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield work in progress that the people of a task go on with first."""
    if not plan.is_fresh(task):
        return
    for stint in plan.stints.get(task, ()):
        person = stint.row.person
        for other in plan.by_person[person]:
            if plan.is_open(other.row.task):
                words = "{person} goes on with {after} first"
                yield Bound(other.start, words, "progress", stint.number, other.row.task, "start", person)
