"""Trade-offs between two goals: plans of which none is better in both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from threading import Event as Flag

from ipmplan.core.goal_names import known_goals
from ipmplan.core.plan import GoalValue, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue, OutOfTime
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult

LEAST = 2
ROUNDS = 2
"""How often gaps between points are filled, at most."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A plan that is not worse in both goals than any other one that was found.

    Parameters
    ----------
    schedule
        The plan.
    first, second
        What the two goals make of it.
    limit
        What the first goal was held to; None at the end where it alone was made small.
    first_bound
        What no plan can be below in the first goal; None = nothing was proved.
    second_bound
        What no plan within the limit can be below in the second one.
    """

    schedule: Schedule
    first: float
    second: float
    limit: float | None = None
    first_bound: float | None = None
    second_bound: float | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """Plans of which none is better in both goals, the best of the first goal first.

    Parameters
    ----------
    goals
        The two goals.
    units
        Of each.
    points
        The plans.
    portfolio
        What was planned.
    """

    goals: tuple[str, str]
    units: tuple[str, str]
    points: tuple[FrontierPoint, ...]
    portfolio: Portfolio


def frontier(
    portfolio: Portfolio,
    first: str,
    second: str,
    *,
    points: int = 8,
    keeping: Sequence[str] = (),
    time_limit: float | None = 5.0,
    work_limit: float | None = None,
    seed: int = 0,
    including: Sequence[str] = (),
    executor: Executor | None = None,
    on_done: Callable[[PlanResult, int, int], None] | None = None,
    stop: Flag | None = None,
) -> Front:
    r"""Trade one goal for another.

    Parameters
    ----------
    portfolio
        What to plan.
    first, second
        Names of goals.
    points
        How many plans are wanted, the two ends included; fewer come out where there are no more that differ.
    keeping
        Goals that come before both and give up nothing, such as ``lateness``.
    time_limit, work_limit
        For each plan.
    seed, including
        As `plan` takes them.
    executor, on_done, stop
        As `run_all` takes them.

    Raises
    ------
    InputError
        When a goal is unknown, or both are one, or fewer than two points are asked for.
    OutOfTime
        When no plan was found for either end.

    Notes
    -----
    Epsilon-constraint [1]_: for levels :math:`\epsilon` between the two ends, :math:`\min f_2` subject to :math:`f_1 \le \epsilon`.
    Plans that another one is at least as good as in both goals are left out, and the widest gaps are filled.

    References
    ----------
    .. [1] Y. Haimes, L. Lasdon, D. Wismer, On a bicriterion formulation of the problems of integrated system identification and
       system optimization, IEEE Trans. Syst. Man Cybern. 1, 296-297 (1971).
    """
    _ensure_goals(first, second, keeping, points)
    whole = PlanJob(
        "",
        portfolio,
        including=tuple(including),
        slack={},
        time_limit=time_limit if work_limit is None else None,
        work_limit=work_limit,
        seed=seed,
    )
    orders = ((*keeping, first, second), (*keeping, second, first))
    ends = [replace(whole, name=f"least {order[len(keeping)]}", goals=order) for order in orders]
    made = [one for one in run_all(ends, executor, on_done=on_done, stop=stop) if one is not None]
    found = [_point(one, first, second) for one in made if one.schedule is not None]
    if not found:
        raise OutOfTime(made[0].problem if made else "stopped before there was a plan")
    for _ in range(ROUNDS):
        best = best_of(found)
        levels = _levels(best, points)
        if not levels or (stop is not None and stop.is_set()):
            break
        jobs = [_within(whole, orders[0], best, level) for level in levels]
        for level, one in zip(levels, run_all(jobs, executor, on_done=on_done, stop=stop), strict=True):
            if one is not None and one.schedule is not None:
                point = _point(one, first, second)
                # It may be the best within its level; by the portfolio's own tolerance nothing says so.
                plan = replace(point.schedule, status="feasible")
                found.append(replace(point, schedule=plan, limit=level))
    kept = best_of(found)
    units = {row.goal: row.unit for row in kept[0].schedule.goals}
    return Front((first, second), (units[first], units[second]), tuple(kept), portfolio)


def best_of(points: Iterable[FrontierPoint]) -> list[FrontierPoint]:
    """Points that no other one is at least as good as in both goals, the best of the first goal first."""
    kept: list[FrontierPoint] = []
    for one in sorted(points, key=lambda point: (point.first, point.second)):
        if not kept or one.second < kept[-1].second - 1e-9:
            kept.append(one)
    return kept


def _levels(best: Sequence[FrontierPoint], points: int) -> list[float]:
    """Levels of the first goal at which more points may lie: within the widest gaps first."""
    gaps = [[one.first, other.first, 1.0] for one, other in pairwise(best)]
    for _ in range(points - len(best)):
        if not gaps:
            break
        widest = max(gaps, key=lambda gap: (gap[1] - gap[0]) / gap[2])
        widest[2] += 1
    return [
        low + (high - low) * step / parts
        for low, high, parts in gaps
        for step in range(1, int(parts))
        if high - low > 1e-6
    ]


def _within(whole: PlanJob, order: tuple[str, ...], best: Sequence[FrontierPoint], level: float) -> PlanJob:
    """Make the second goal small while the first stays within a level: so much more than the least that it can be.

    There is no plan to begin from: it would be kept to in the first goal, too.
    """
    slack = {order[-2]: Fraction(level - best[0].first).limit_denominator(1000)}
    return replace(whole, name=f"{order[-2]} up to {level:,.2f}", goals=order, slack=slack)


def _point(result: PlanResult, first: str, second: str) -> FrontierPoint:
    assert result.schedule is not None
    rows: dict[str, GoalValue] = {row.goal: row for row in result.schedule.goals}
    order = [row.goal for row in result.schedule.goals]
    # A bound holds under the goals before it: that of the first goal is one where it comes first.
    is_first = order.index(first) < order.index(second)
    values = result.goal_values
    return FrontierPoint(
        result.schedule,
        values[first],
        values[second],
        None,
        rows[first].bound if is_first else None,
        rows[second].bound,
    )


def _ensure_goals(first: str, second: str, keeping: Sequence[str], points: int) -> None:
    issues = [
        Issue(f"unknown goal {quoted(name)}", "frontier", did_you_mean(name, known_goals()))
        for name in (first, second, *keeping)
        if name not in known_goals()
    ]
    if len({first, second, *keeping}) < LEAST + len(keeping):
        issues.append(Issue(f"a goal is named twice: {', '.join((first, second, *keeping))}", "frontier"))
    if points < LEAST:
        issues.append(Issue(f"{points} points are asked for, at least 2 are needed", "frontier"))
    if issues:
        raise InputError(issues)
