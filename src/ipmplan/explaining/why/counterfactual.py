"""What single changes would bring: each is planned with and judged, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ipmplan.core.edits import apply_all
from ipmplan.core.plan import Schedule
from ipmplan.explaining.effort import Allowance
from ipmplan.explaining.outcome import Effect, outcome
from ipmplan.explaining.solving import Towards, solve
from ipmplan.explaining.why.explain import Explainer, Why
from ipmplan.explaining.why.ideas import Idea, ideas
from ipmplan.study.reading import Reading

MOST_IDEAS = 6
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change that was planned with, and what came out beside the plan that needs no change.

    Parameters
    ----------
    idea
        The change.
    outcome
        What it brings; `sooner_hours` is above 0 where it helps.
    schedule
        The plan that shows it.
    """

    idea: Idea
    outcome: Effect
    schedule: Schedule


@dataclass(frozen=True)
class Tried:
    """What was tried for a target.

    Parameters
    ----------
    again
        Planned again without any change, towards the target and with no other milestone later.
    helpful
        Changes that bring the target forward from there, those that bring most first.
    vain
        Changes that were tried and bring nothing, or of which no plan was found.
    """

    again: Effect | None
    helpful: tuple[Counterfactual, ...]
    vain: tuple[Idea, ...]


def counterfactuals(
    explainer: Explainer,
    why: Why,
    effort: Allowance,
    most: int = MOST_IDEAS,
    tell: Callable[[str], None] = lambda _: None,
) -> Tried:
    """Plan with each of the most promising changes, no other milestone later than planned.

    Parameters
    ----------
    explainer
        Of the plan.
    why
        What is to be brought forward.
    effort
        What each search may take.
    most
        How many changes are tried.
    tell
        Called with each change before it is tried.
    """
    plan = explainer.plan
    portfolio = explainer.portfolio
    asked = Towards(plan.schedule, portfolio, why.target, portfolio.as_of_day, others_stay=True)
    tell("planning again without a change")
    base = solve(asked, (), effort) or plan.schedule
    reading = Reading(base, portfolio)
    again = outcome(plan, reading, why.target)
    helpful, vain = [], []
    for idea in ideas(plan, why)[:most]:
        tell(idea.text)
        found = solve(asked, idea.edits, effort, base)
        made = outcome(reading, Reading(found, apply_all(portfolio, idea.edits)), why.target) if found else None
        if found is not None and made is not None and made.sooner_hours > TINY:
            helpful.append(Counterfactual(idea, made, found))
        else:
            vain.append(idea)
    helpful.sort(key=lambda one: (-one.outcome.sooner_hours, one.outcome.cost or 0, one.idea.text))
    return Tried(again, tuple(helpful), tuple(vain))
