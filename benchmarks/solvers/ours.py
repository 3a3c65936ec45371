"""The planner itself, called as a user would call it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.solvers.outcome import Outcome, Step
from benchmarks.solvers.stopwatch import Stopwatch
from ipmplan import planner
from ipmplan.errors import IpmplanError

if TYPE_CHECKING:
    from benchmarks.suite import Run
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.models.search import Event

NAME = "ipmplan"


def solve(portfolio: Portfolio, run: Run, goals: Sequence[str] | None = None, *, work: float | None = None) -> Outcome:
    """Plan a portfolio within the time of `run`, or with so much work; whatever goes wrong is the outcome, so that a long run goes on."""
    planner.prepare()
    watch = Stopwatch()
    steps: list[Step] = []

    def listen(event: Event) -> None:
        if event.kind == "plan":
            steps.append(Step(watch.seconds, event.goal, event.value, event.bound))

    schedule: Schedule | None = None
    trouble = ""
    try:
        schedule = planner.plan(
            portfolio,
            time_limit=run.time if work is None else None,
            work_limit=work,
            workers=run.workers,
            seed=run.seed,
            goals=None if goals is None else tuple(goals),
            on_event=listen,
        )
    except IpmplanError as error:
        trouble = str(error).splitlines()[0]
    except Exception as error:  # noqa: BLE001 - one crash must not lose a night's run; it counts as a failure
        trouble = f"{type(error).__name__}: {error}"
    return Outcome(schedule, bound(schedule), watch.seconds, watch.cpu_seconds, tuple(steps), trouble)


def bound(schedule: Schedule | None, goal: str = "makespan") -> float | None:
    """Return the bound that a plan reports for a goal."""
    goals = schedule.goals if schedule is not None else ()
    return next((reached.bound for reached in goals if reached.goal == goal), None)


def breaches(schedule: Schedule, portfolio: Portfolio) -> list[str]:
    """Ask `check` what is wrong with a plan; warnings and notes are left aside."""
    return [issue.message for issue in planner.check(schedule, portfolio) if issue.severity == "error"]
