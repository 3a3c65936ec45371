"""The chain that keeps a task where it is, tie by tie, read from what every rule leaves it (`binds`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipmplan.core.calendar import Calendar
from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.models.rules import bounds
from ipmplan.network import together
from ipmplan.study.bound import KINDS, Bound
from ipmplan.study.reading import Reading, Stint


@dataclass(frozen=True, slots=True)
class Tied:
    """A bound, and the first moment from it on at which everybody who begins the work works (ticks)."""

    bound: Bound
    could: int


@dataclass(frozen=True, slots=True)
class Step:
    """Work that begins together, with what ties it.

    Parameters
    ----------
    task
        Whose work it is.
    rows
        Numbers of the plan's rows; none for a wait.
    people
        Who does it.
    start, end
        Ticks, as planned.
    ties
        The tightest ones, which all let it begin at the same moment, the one that is told first. Empty when nothing at all
        ties it. That somebody is away is no tie, but comes after them.
    away
        Who is away or booked between those ties and the start, the longest first.
    meanwhile
        Who is away between start and end.
    chosen
        The planner let it begin later than its ties ask for.
    """

    task: str
    rows: tuple[int, ...]
    people: tuple[str, ...]
    start: int
    end: int
    ties: tuple[Tied, ...]
    away: tuple[Bound, ...]
    meanwhile: tuple[Absence, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a task that begin together; a wait has none."""

    task: str
    stints: tuple[Stint, ...]
    start: int
    end: int


class Chains:
    """Follows ties through a plan; what rules leave each task is asked once.

    Parameters
    ----------
    plan
        Read against its portfolio.
    """

    def __init__(self, plan: Reading) -> None:
        self.plan = plan
        self._bounds: dict[str, list[Bound]] = {}
        self._works: dict[str, tuple[Stretch, ...]] = {}
        self._steps: dict[Stretch, Step] = {}
        self._common: dict[tuple[str, ...], Calendar] = {}

    def to_start(self, task: str) -> tuple[Step, ...]:
        """Why a task starts when it does, the first step first; empty when nothing of it is left to do."""
        works = self.works(task)
        return self._follow(min(works, key=lambda work: (work.start, -work.end))) if works else ()

    def to_end(self, task: str) -> tuple[Step, ...]:
        """Why a task ends when it does: the same for its work that ends last."""
        works = self.works(task)
        return self._follow(max(works, key=lambda work: (work.end, work.start))) if works else ()

    def bounds(self, task: str) -> list[Bound]:
        """What every rule leaves a task."""
        if task not in self._bounds:
            self._bounds[task] = bounds(self.plan, task)
        return self._bounds[task]

    def works(self, task: str) -> tuple[Stretch, ...]:
        """Work of a task that is left; none when it is finished, or not in the plan."""
        if task not in self._works:
            self._works[task] = tuple(self._read(task))
        return self._works[task]

    def _read(self, task: str) -> list[Stretch]:
        plan = self.plan
        state = plan.started.get(task)
        if task not in plan.spans or (state is not None and state.finished):
            return []
        if plan.is_wait(task):
            return [Stretch(task, (), *plan.spans[task])]
        return [
            Stretch(task, tuple(stints), stints[0].start, max(stint.end for stint in stints))
            for stints in together(plan, task)
        ]

    def _follow(self, work: Stretch | None) -> tuple[Step, ...]:
        found: list[Step] = []
        seen: set[Stretch] = set()
        while work is not None and work not in seen:
            seen.add(work)
            step = self.step(work)
            found.append(step)
            work = self._before(step.ties[0].bound) if step.ties else None
        return tuple(reversed(found))

    def step(self, work: Stretch) -> Step:
        """Work with its ties."""
        if work not in self._steps:
            self._steps[work] = self._tie(work)
        return self._steps[work]

    def _tie(self, work: Stretch) -> Step:
        rows = tuple(stint.number for stint in work.stints)
        people = tuple(dict.fromkeys(stint.row.person for stint in work.stints))
        own = [bound for bound in self.bounds(work.task) if bound.row is None or bound.row in rows]
        ties = [Tied(bound, self._could(work, people, bound.moment)) for bound in own]
        tightest = max((tie.could for tie in ties if tie.bound.kind != "away"), default=0)
        chosen = bool(ties) and tightest < work.start
        kept = sorted(
            (tie for tie in ties if tie.bound.kind != "away" and tie.could == tightest),
            key=lambda tie: (-tie.bound.moment, KINDS.index(tie.bound.kind), tie.bound.after),
        )
        from_ = kept[0].bound.moment if kept else 0
        away = [bound for bound in own if bound.kind == "away" and from_ < bound.moment and not chosen]
        away.sort(key=lambda bound: max(bound.since, from_) - bound.moment)
        times = (work.start, work.end)
        return Step(work.task, rows, people, *times, tuple(kept), tuple(away), tuple(self._meanwhile(work)), chosen)

    def _meanwhile(self, work: Stretch) -> Iterator[Absence]:
        """Leave that makes the work last longer."""
        plan = self.plan
        people = {stint.row.person for stint in work.stints}
        for absence in plan.portfolio.absences:
            if people and absence.person in {*people, EVERYBODY}:
                start, end = plan.grid.start_of(absence.start), plan.time.absence_end(absence)
                first, last = max(start, work.start), min(end, work.end)
                if first < last and plan.time.portfolio.count(first, last):
                    yield absence

    def _could(self, work: Stretch, people: tuple[str, ...], moment: int) -> int:
        """First moment at which all of the work's people work; waits begin in the portfolio's time."""
        calendar = self._calendar(people)
        if not people and work.end == work.start and work.start not in calendar:
            return moment
        number = calendar.before(max(moment, 0))
        return calendar.slot(number) if number < calendar.total else max(moment, work.start)

    def _calendar(self, people: tuple[str, ...]) -> Calendar:
        if not people:
            return self.plan.time.portfolio
        if people not in self._common:
            first, *others = [self.plan.time.free(person) for person in people]
            for other in others:
                first = first.minus(first.minus(other.intervals).intervals)
            self._common[people] = first
        return self._common[people]

    def _before(self, bound: Bound) -> Stretch | None:
        """The work at which a bound's moment is as planned."""
        works = self.works(bound.after) if bound.after else ()
        if bound.person:
            own = [work for work in works if any(stint.row.person == bound.person for stint in work.stints)]
            works = tuple(own) or works
        if not works:
            return None
        if bound.edge == "start":
            return min(works, key=lambda work: (work.start, work.end))
        if bound.person:
            return max((work for work in works if work.end <= bound.moment), key=_last, default=max(works, key=_last))
        return max(works, key=_last)


def _last(work: Stretch) -> tuple[int, int]:
    return work.end, work.start
