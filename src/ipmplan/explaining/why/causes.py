"""What each cause of a chain costs: it is taken away, the order of all work kept, and the plan rebuilt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipmplan.core.edits import DropRow, Edit, apply_all
from ipmplan.core.edits.people import RemoveAbsence
from ipmplan.core.people import Absence
from ipmplan.explaining.why.chain import Step
from ipmplan.network import ArcKind, PlanNetwork, plan_network, rebuild, together
from ipmplan.network.columns import ArcColumn, PieceColumn
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading

DATED = (ArcKind.NOT_BEFORE, ArcKind.DECISION)
TAKEN = {"link": ArcKind.LINK, "person": ArcKind.PERSON, "pool": ArcKind.POOL, "progress": ArcKind.PERSON}
Moments = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that keeps work where it is, and that could be otherwise.

    Parameters
    ----------
    task, rows
        Whose work, and which rows of the plan.
    bounds
        Ties that are taken away together, or the one that says who is away.
    absence
        Verdict that begins or falls into the work; None for everything else.
    """

    task: str
    rows: tuple[int, ...]
    bounds: tuple[Bound, ...]
    absence: Absence | None = None

    @property
    def kind(self) -> str:
        """What it is, as its first bound says; ``away`` for leave."""
        return self.bounds[0].kind if self.bounds else "away"


class Removals:
    """Moments of a plan when a cause is gone; each cause is rebuilt once, many at a time.

    Parameters
    ----------
    plan
        Read against its portfolio.
    network
        Its own.
    """

    def __init__(self, plan: Reading, network: PlanNetwork) -> None:
        self.plan = plan
        self.network = network
        self.base: Moments = rebuild(network).events[:, 0]
        self._known: dict[Hindrance, Moments] = {}
        self._today = max(0, plan.portfolio.as_of_tick - network.origin)

    def prepare(self, causes: Iterable[Hindrance]) -> None:
        """Rebuild the plan without each of these causes."""
        new = [cause for cause in dict.fromkeys(causes) if cause not in self._known]
        tied = [cause for cause in new if cause.kind != "away"]
        for cause, events in zip(tied, self._without_ties(tied), strict=True):
            self._known[cause] = events
        for cause in new:
            if cause.kind == "away":
                self._known[cause] = self._without_leave(cause)

    def start(self, task: str, cause: Hindrance | None = None) -> int:
        """Tick at which a task starts without a cause; None = with everything as it is, begun as early as it can be."""
        return self._moment(self.network.first_task_start + self.network.row[task], cause)

    def end(self, tasks: Iterable[str], cause: Hindrance | None = None) -> int:
        """Tick of the last end of some tasks."""
        return max(self._moment(self.network.first_task_end + self.network.row[name], cause) for name in tasks)

    def _moment(self, event: int, cause: Hindrance | None) -> int:
        if cause is not None and cause not in self._known:
            self.prepare([cause])
        events = self.base if cause is None else self._known[cause]
        return self.network.origin + int(events[event])

    def _without_ties(self, causes: Sequence[Hindrance]) -> Iterator[Moments]:
        network = self.network
        if not causes:
            return
        without = np.zeros((len(network.arcs), len(causes)), np.bool_)
        not_before = np.zeros((len(network.groups), len(causes)), np.int32)
        for run, cause in enumerate(causes):
            groups = self._groups(cause)
            for bound in cause.bounds:
                without[list(self._arcs(groups, bound)), run] = True
            gone = {bound.about for bound in cause.bounds}
            dated = any(bound.kind in {"not_before", "decision"} for bound in cause.bounds)
            not_before[groups, run] = self._release(cause, gone) if dated else self._first(cause.task)
        events = rebuild(network, not_before=not_before, without=without).events
        yield from events.T

    def _first(self, task: str) -> int:
        """No wait begins earlier than the status date because nothing ties it any more."""
        start = self.plan.spans[task][0] - self.network.origin
        return max(0, min(start, self._today)) if self.plan.is_wait(task) else 0

    def _release(self, cause: Hindrance, gone: set[str]) -> int:
        """First moment that the facts about a task leave once some are gone."""
        plan, known = self.plan, self.plan.task(cause.task)
        ticks = [plan.scope.answer(one) for one in plan.scope.decisions.get(cause.task, ()) if one.id not in gone]
        kept = all(bound.kind != "not_before" for bound in cause.bounds)
        if known.not_before is not None and kept:
            ticks.append(plan.grid.start_of(known.not_before))
        return max([self._today, *(tick - self.network.origin for tick in ticks)])

    def _groups(self, cause: Hindrance) -> list[int]:
        """Rows of the network's groups that are a cause's work."""
        pieces = self.network.pieces_of_task[self.network.row[cause.task]]
        if not cause.rows:
            return list(self.network.groups_of_task[self.network.row[cause.task]])
        stints = [stint for stints in together(self.plan, cause.task) for stint in stints]
        own = [piece for piece, stint in zip(pieces, stints, strict=True) if stint.number in cause.rows]
        return sorted({int(self.network.pieces[piece, PieceColumn.GROUP]) for piece in own})

    def _arcs(self, groups: Sequence[int], bound: Bound) -> Iterator[int]:
        """Arcs into a cause's work that stand for one of its ties."""
        network = self.network
        for group in groups:
            for row in network.arcs_into_group[group]:
                kind, tail, about = (
                    int(network.arcs[row, column]) for column in (ArcColumn.KIND, ArcColumn.TAIL, ArcColumn.ABOUT)
                )
                if bound.kind in {"not_before", "decision"}:
                    if kind in DATED:
                        yield row
                elif TAKEN.get(bound.kind) == kind and network.task_of_tail(tail) == bound.after:
                    named = {"person": network.people, "progress": network.people, "pool": network.pools}
                    names = named.get(bound.kind)
                    if names is None or names[about] == (bound.person or bound.about):
                        yield row

    def _without_leave(self, cause: Hindrance) -> Moments:
        """The same people at the same work, with their leave or booking gone."""
        edited = apply_all(self.plan.portfolio, [back(cause)])
        network = plan_network(Reading(self.plan.schedule, edited))
        lengths = self.network.pieces[:, PieceColumn.LENGTH : PieceColumn.LENGTH + 1]
        events = rebuild(network, lengths=np.ascontiguousarray(lengths)).events[:, 0]
        moments: Moments = events + np.int32(network.origin - self.network.origin)
        return moments


def back(cause: Hindrance) -> Edit:
    """The edit that takes somebody's leave or a booking away."""
    if cause.absence is not None:
        return RemoveAbsence(cause.absence.person, cause.absence.start)
    return DropRow("bookings", cause.bounds[0].about)


def causes(plan: Reading, step: Step) -> Iterator[Hindrance]:
    """Everything about a step that could be otherwise: each tightest tie, all of them together, and leave."""
    ties = [tie.bound for tie in step.ties if tie.bound.kind in {*TAKEN, "not_before", "decision"}]
    ties = [bound for bound in ties if bound.after or bound.kind != "progress"]
    if step.chosen:
        return
    for bound in ties:
        yield Hindrance(step.task, step.rows, (bound,))
    if len(ties) > 1 and len(ties) == len(step.ties):
        yield Hindrance(step.task, step.rows, tuple(ties))
    half_a_day = float(plan.portfolio.calendar.workweek.hours_a_day) / 2
    for bound in step.away:
        absence = _absence(plan, bound)
        lost = plan.grid.to_hours(plan.time.portfolio.count(max(bound.since, step.ties[0].bound.moment), bound.moment))
        booked = bound.table == "bookings" and lost >= half_a_day
        if absence is not None or booked:
            yield Hindrance(step.task, step.rows, (bound,), absence)
    for absence in step.meanwhile:
        yield Hindrance(step.task, step.rows, (), absence)


def _absence(plan: Reading, bound: Bound) -> Absence | None:
    """The leave that a bound speaks of."""
    for absence in plan.portfolio.absences:
        same = plan.grid.start_of(absence.start) == bound.since and plan.time.absence_end(absence) == bound.moment
        if same and absence.person in {bound.person, "*"} and bound.table != "bookings":
            return absence
    return None
