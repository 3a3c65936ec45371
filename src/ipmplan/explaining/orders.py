"""What each goal costs the others: a folder planned in its own order, without one goal at a time, and in the named orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event as Flag

from ipmplan import planner
from ipmplan.core.goal_names import KNOWN_GOALS, NAMED_ORDERS
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.models.goals import goal as goal_module
from ipmplan.study.reading import Reading

MONEY_GOALS = frozenset({"overrun", "cost"})
NOTABLE: Mapping[str, float] = {
    "lateness": 1,
    "overrun": 1,
    "completion": 8,
    "makespan": 1,
    "continuity": 1,
    "evenness": 0.005,
    "cost": 1,
}
"""Differences from which on they are told, each in its goal's unit."""
SHARE = 0.005
"""And as a part of the value."""


@dataclass(frozen=True, slots=True)
class OrderedPlan:
    """A plan made for one order of goals, and what all goals make of it.

    Parameters
    ----------
    name
        ``yours``, ``without GOAL``, or a named order.
    order
        Goals in their order.
    left_out
        The goal that is left out, "" where none is.
    schedule
        The plan.
    values
        Each goal's value in its unit; goals of money are left out where no money counts.
    """

    name: str
    order: Sequence[str]
    left_out: str
    schedule: Schedule
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Price:
    """What one goal costs another: so much better the other is when the goal is left out, in the other's unit."""

    goal: str
    other: str
    amount: float


@dataclass(frozen=True, slots=True)
class Orders:
    """Plans of one portfolio for several orders of goals.

    Parameters
    ----------
    plans
        The portfolio's own order first.
    seconds
        Time that each of them had; None = by work.
    """

    plans: Sequence[OrderedPlan]
    seconds: float | None

    @property
    def own(self) -> OrderedPlan:
        """The plan in the portfolio's own order."""
        return self.plans[0]

    def prices(self) -> list[Price]:
        """What each goal of the own order costs the goals behind it; small differences are left out.

        Goals before it have what they want first, so that nothing can be said of them but chance.
        """
        found = []
        for plan in self.plans:
            if not plan.left_out:
                continue
            behind = list(self.own.order)[list(self.own.order).index(plan.left_out) + 1 :]
            for other in behind:
                if other not in self.own.values:
                    continue
                amount = self.own.values[other] - plan.values[other]
                if amount >= max(NOTABLE.get(other, 0), SHARE * abs(self.own.values[other])):
                    found.append(Price(plan.left_out, other, amount))
        return found


def compare_orders(
    portfolio: Portfolio,
    *,
    time_limit: float | None = 60.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    on_plan: Callable[[str, int, int], None] | None = None,
    stop: Flag | None = None,
) -> Orders:
    """Plan a portfolio in its own order, without one goal at a time, and in each named order.

    Parameters
    ----------
    portfolio
        What to plan.
    time_limit
        Wall seconds for all of them; each has an equal part.
    work_limit
        Deterministic work for all of them instead.
    workers, seed, including
        As for `planner.plan`.
    goals
        The order that is taken apart; None = the portfolio's.
    on_plan
        Told before each plan: its name, its number from 1 on, and of how many.
    stop
        Set it to end after the plan that is being made.

    Raises
    ------
    InputError, Infeasible, OutOfTime
        As `planner.plan` does, for the portfolio's own order.

    Examples
    --------
    >>> from datetime import date
    >>> empty = Portfolio("Northlight", date(2026, 1, 5))
    >>> [plan.name for plan in compare_orders(empty, time_limit=1).plans][:3]
    ['yours', 'without lateness', 'without overrun']
    """
    asked = _asked(portfolio.goals.order if goals is None else planner.goal_order(goals))
    plans: list[OrderedPlan] = []
    for number, (name, order, left_out) in enumerate(asked, start=1):
        if stop is not None and stop.is_set() and plans:
            break
        if on_plan is not None:
            on_plan(name, number, len(asked))
        schedule = planner.plan(
            portfolio,
            time_limit=None if time_limit is None else time_limit / len(asked),
            work_limit=None if work_limit is None else work_limit / len(asked),
            workers=workers,
            seed=seed,
            goals=order,
            including=including,
            stop=stop,
        )
        plans.append(OrderedPlan(name, order, left_out, schedule, values_of(schedule, portfolio)))
    return Orders(plans, None if time_limit is None else time_limit / len(asked))


def _asked(own: Sequence[str]) -> list[tuple[str, tuple[str, ...], str]]:
    """Name, order and the goal that is left out, of each plan."""
    asked = [("yours", tuple(own), "")]
    if len(own) > 1:
        asked += [(f"without {goal}", tuple(other for other in own if other != goal), goal) for goal in own]
    return [*asked, *((name, order, "") for name, order in NAMED_ORDERS.items() if order != tuple(own))]


def values_of(schedule: Schedule, portfolio: Portfolio) -> dict[str, float]:
    """What every goal makes of a plan, whatever it was made for."""
    reading = Reading(schedule, portfolio)
    names = [name for name in KNOWN_GOALS if portfolio.has_money or name not in MONEY_GOALS]
    return {name: float(goal_module(name).value(reading)) for name in dict.fromkeys([*names, *portfolio.goals.order])}
