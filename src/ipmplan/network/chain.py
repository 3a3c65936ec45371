"""Why a task of a plan ends when it does: the chain of work that keeps it there, each step with what it waits for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipmplan.network.columns import ANY_TIME, FROM_FACTS, NOBODY, ArcColumn, ArcKind, GroupColumn, PieceColumn
from ipmplan.network.data import PlanNetwork


@dataclass(frozen=True, slots=True)
class Tie:
    """What lets a piece of work begin no earlier.

    Parameters
    ----------
    kind
        What kind of tie it is.
    after
        Task that comes before; empty when the tie comes from facts alone.
    about
        The person, pool or decision; for a link its type (``FS``, ``SS``, ``FF``, ``SF``).
    lag
        Portfolio working ticks of a link.
    moment
        Tick from which it lets the work begin.
    could
        Tick of the first moment from then on at which everybody who begins it works.
    """

    kind: ArcKind
    after: str
    about: str
    lag: int
    moment: int
    could: int


@dataclass(frozen=True, slots=True)
class ChainStep:
    """Work that begins together, with its tightest tie.

    Parameters
    ----------
    task
        Whose work it is.
    people
        Who does it; empty for waits.
    start, end
        Ticks, as planned.
    tie
        None when nothing at all ties it.
    chosen
        The planner let it begin later than its ties ask for.
    """

    task: str
    people: tuple[str, ...]
    start: int
    end: int
    tie: Tie | None
    chosen: bool


def chain(network: PlanNetwork, task: str) -> tuple[ChainStep, ...]:
    """Follow a task's last work back, tie by tie, to something that no other work explains; the first step first.

    The tightest tie counts: the one that leaves the latest start, of equal ones a link before a person before a pool before
    a fact. A chain has no holes: between the end of a step and the start of the next lie only lags, time in which nobody
    who begins it works, and what the planner chose (`ChainStep.chosen`).

    Returns
    -------
    tuple of ChainStep
        Empty when nothing of the task is left to do.
    """
    found: list[ChainStep] = []
    seen: set[int] = set()
    group = _last_group(network, network.row[task])
    while group is not None and group not in seen:
        seen.add(group)
        step, tail = _step(network, group)
        found.append(step)
        group = _group_of_tail(network, tail)
    return tuple(reversed(found))


def _last_group(network: PlanNetwork, row: int) -> int | None:
    """Group of the piece of a task that ends last."""
    pieces = network.pieces_of_task[row]
    if not pieces:
        return None
    last = max(pieces, key=lambda piece: (int(network.pieces[piece, PieceColumn.END]), piece))
    return int(network.pieces[last, PieceColumn.GROUP])


def _group_of_tail(network: PlanNetwork, tail: int) -> int | None:
    """The group whose moment an event is as planned."""
    groups = network.groups_of_tail(tail)
    if not groups:
        return None
    if tail >= network.first_task_end:
        return _last_group(network, tail - network.first_task_end)
    return min(groups, key=lambda group: (int(network.planned[group]), group))


def _step(network: PlanNetwork, group: int) -> tuple[ChainStep, int]:
    """A group with its tightest tie, and the event that the tie comes from."""
    pieces = network.pieces[network.pieces_of_group[group].start : network.pieces_of_group[group].stop].tolist()
    people = tuple(network.people[row[PieceColumn.PERSON]] for row in pieces if row[PieceColumn.PERSON] != NOBODY)
    start, task = int(network.planned[group]), network.tasks[int(network.groups[group, GroupColumn.TASK])]
    end = max(row[PieceColumn.END] for row in pieces)
    ties = [(_tie(network, group, row), row) for row in network.arcs_into_group[group]]
    times = (network.origin + start, network.origin + end)
    if not ties:
        return ChainStep(task, people, *times, None, chosen=False), FROM_FACTS
    tie, row = max(ties, key=lambda found: (found[0].could, found[0].moment, -found[0].kind, -found[1]))
    step = ChainStep(task, people, *times, tie, chosen=tie.could < times[0])
    return step, int(network.arcs[row, ArcColumn.TAIL])


def _tie(network: PlanNetwork, group: int, row: int) -> Tie:
    kind, tail, head, lag, at, about, counts = (int(value) for value in network.arcs[row])
    calendars = network.calendars
    moment = np.array([at if tail < 0 else network.planned[tail]], np.int32)
    if tail >= 0:
        moment = calendars.after(moment, lag, counts=bool(counts))
    if head >= network.first_end:
        piece = network.pieces[head - network.first_end]
        moment = calendars.begin_to_end(piece[PieceColumn.CALENDAR], moment, int(piece[PieceColumn.LENGTH]))
    calendar = int(network.groups[group, GroupColumn.CALENDAR])
    could = moment if calendar == ANY_TIME else calendars.begin(calendar, moment)
    ticks = (network.origin + int(moment[0]), network.origin + int(could[0]))
    return Tie(ArcKind(kind), network.task_of_tail(tail), _about(network, ArcKind(kind), about), lag, *ticks)


def _about(network: PlanNetwork, kind: ArcKind, row: int) -> str:
    if kind == ArcKind.LINK:
        return network.links[row].type
    named = {ArcKind.PERSON: network.people, ArcKind.POOL: network.pools, ArcKind.DECISION: network.decisions}
    return named[kind][row] if kind in named else ""
