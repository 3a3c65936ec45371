"""How late a project is because of whom: what was waited for, and the rest, which is ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.slips import Slip


@dataclass(frozen=True, slots=True)
class Waited:
    """A time in which something that is not our work was overdue.

    Parameters
    ----------
    what
        Id of the decision or of the wait.
    owner
        Whose it was: ``client`` or ``us``.
    start, end
        In working hours of the axis.
    """

    what: str
    owner: str
    start: Fraction
    end: Fraction

    @property
    def hours(self) -> Fraction:
        """Working hours."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Delay:
    """How late a project is against its baseline, in working hours.

    Parameters
    ----------
    project
        Its id.
    late
        In all; 0 when it is not later.
    client
        Of it, as long as an answer of the client was overdue or a wait took longer than approved, each hour once.
    waited
        What was waited for, our own decisions included.
    """

    project: str
    late: Fraction
    client: Fraction
    waited: tuple[Waited, ...]

    @property
    def ours(self) -> Fraction:
        """The rest of it."""
        return self.late - self.client


def delays(study: Study, axis: Axis, baselines: Mapping[str, Baseline], slips: tuple[Slip, ...]) -> tuple[Delay, ...]:
    """Every project that is later than its baseline, or has waited for somebody."""
    found = []
    for slip in slips:
        if slip.kind != "project":
            continue
        waited = tuple(_waited(study, axis, baselines.get(slip.id), slip.id))
        late = max(slip.hours or Fraction(0), Fraction(0))
        client = union([(row.start, row.end) for row in waited if row.owner == "client"])
        if late or waited:
            found.append(Delay(slip.id, late, min(late, client), waited))
    return tuple(found)


def union(spans: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Length of what some spans cover, each moment once.

    Examples
    --------
    >>> union([(Fraction(0), Fraction(4)), (Fraction(2), Fraction(6)), (Fraction(9), Fraction(10))])
    Fraction(7, 1)
    """
    total, reached = Fraction(0), Fraction(-1)
    for start, end in sorted(spans):
        total += max(end - max(start, reached), Fraction(0))
        reached = max(reached, end)
    return total


def _waited(study: Study, axis: Axis, baseline: Baseline | None, project: str) -> Iterator[Waited]:
    portfolio = study.portfolio
    now = axis.at_tick(portfolio.as_of_tick)
    for decision in portfolio.decisions:
        if decision.project != project or decision.expected is None:
            continue
        answered = axis.at(decision.answered_on) if decision.answered_on is not None else now
        expected, answered = axis.at(decision.expected), min(answered, now)
        if answered > expected:
            yield Waited(decision.id, decision.owner, expected, answered)
    for name, approved in baseline.tasks.items() if baseline is not None else ():
        state = study.started.get(name)
        task = portfolio.task[name]
        if state is None or not task.work or task.work[state.alternative].wait is None:
            continue
        end = axis.at_tick(state.end) if state.end is not None else now
        longer = (end - axis.at_tick(state.start)) - axis.between(approved.start, approved.end)
        if longer > 0:
            yield Waited(name, "client", end - longer, end)
