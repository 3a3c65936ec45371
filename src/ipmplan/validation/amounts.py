"""Numbers that cannot be: negative ones, reversed estimates, more of a pool than there is, unknown goals."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.goal_names import known_goals
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import Issue
from ipmplan.study.scope import Scope
from ipmplan.validation.names import place

SETTINGS_ORDER = "goals.order"
NEVER_NEGATIVE = {
    "people": ("rate",),
    "rates": ("cost", "bill"),
    "extra": ("premium",),
    "projects": ("budget", "weight", "price"),
    "milestones": ("weight", "buffer", "payment"),
    "tasks": ("fixed_cost", "optimistic", "pessimistic"),
    "pools": ("capacity",),
    "progress": ("hours", "remaining"),
    "changes": ("budget",),
    "history": ("estimate", "actual"),
}


def negative(portfolio: Portfolio) -> Iterator[Issue]:
    """Find negative numbers where less than nothing makes no sense."""
    for table, columns in NEVER_NEGATIVE.items():
        for row in getattr(portfolio, table):
            for column in columns:
                value = getattr(row, column)
                if value is not None and value < 0:
                    yield Issue(f"{column} is negative: {float(value):g}", place(row))
    for task in portfolio.tasks:
        for alternative in task.work:
            if alternative.cost < 0:
                yield Issue(f"work has a negative cost: {alternative.cost}", place(task))


def estimates(portfolio: Portfolio) -> Iterator[Issue]:
    """Find optimistic estimates above the pessimistic ones, and bookings of nothing."""
    for task in portfolio.tasks:
        low, high = task.optimistic, task.pessimistic
        if low is not None and high is not None and low > high:
            message = f"optimistic is more than pessimistic: {float(low):g} h and {float(high):g} h"
            yield Issue(message, place(task), "Maybe they are the wrong way round?")
    for booking in portfolio.bookings:
        if booking.hours == 0:
            yield Issue("hours is 0, so the booking takes no time", place(booking), severity="warning")


def pools(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks that use more of a pool than there is."""
    planned = Scope(portfolio).ids
    for task in portfolio.tasks:
        for extra in (alternative.uses for alternative in task.work) if task.work else ((),):
            wanted: dict[str, int] = {}
            for use in (*task.uses, *extra):
                wanted[use.pool] = wanted.get(use.pool, 0) + use.units
            over = [
                name
                for name, units in wanted.items()
                if name in portfolio.pool and units > portfolio.pool[name].capacity
            ]
            for name in over:
                message = f"uses {wanted[name]} of pool {quoted(name)}, which has {portfolio.pool[name].capacity}"
                yield Issue(message, place(task), severity="error" if task.id in planned else "warning")
            if over:
                break


def goals(portfolio: Portfolio) -> Iterator[Issue]:
    """Find goals that there are not, or none at all, in portfolios made in Python."""
    if not portfolio.goals.order:
        hint = f"Maybe some of {', '.join(known_goals())}?"
        yield Issue("order names no goal", SETTINGS_ORDER, hint)
    for goal in portfolio.goals.order:
        if goal not in known_goals():
            yield Issue(
                f"order names the unknown goal {quoted(goal)}", SETTINGS_ORDER, did_you_mean(goal, known_goals())
            )
