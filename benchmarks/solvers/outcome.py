"""What came out of planning one instance."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.solvers.stopwatch import Stopwatch
from ipmplan.core.plan import Schedule


@dataclass(frozen=True, slots=True)
class Step:
    """A new best plan: after how many seconds, and the value and bound of the goal that was being worked on."""

    seconds: float
    goal: str
    value: float | None
    bound: float | None


@dataclass(frozen=True)
class Outcome:
    """A plan, or why there is none.

    Parameters
    ----------
    schedule
        None when no plan came out; `trouble` then says why.
    bound
        Proved bound of the makespan; None = none.
    seconds, cpu_seconds
        Time on the clock and of all cores from the call to the answer.
    steps
        Every new best plan, in order.
    skipped
        Whether the solver cannot say such an instance, or may not: that is no failure.
    """

    schedule: Schedule | None
    bound: float | None
    seconds: float
    cpu_seconds: float
    steps: tuple[Step, ...] = ()
    trouble: str = ""
    skipped: bool = False

    @property
    def first(self) -> float | None:
        """Seconds to the first complete plan; None when it is not known."""
        return self.steps[0].seconds if self.steps else None


def none(watch: Stopwatch, trouble: str, *, skipped: bool = False) -> Outcome:
    """Say that no plan came out, and why.

    Examples
    --------
    >>> none(Stopwatch(), "too large", skipped=True).skipped
    True
    """
    return Outcome(None, None, watch.seconds, watch.cpu_seconds, trouble=trouble, skipped=skipped)
