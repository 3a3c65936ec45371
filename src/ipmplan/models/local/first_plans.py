"""First plans: several priority rules with noise, and cheap people where a hard budget is broken."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.construct.priorities import priorities, shuffled
from ipmplan.models.incumbent import Incumbent
from ipmplan.models.local.list_search import prices_of


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many there are; set by hand, without figures of single values.

    Parameters
    ----------
    samples
        Lists that are tried before anything else.
    sampled_tasks
        Tasks that are placed for that at the most.
    width
        Noise of a list, as a part of the range of its keys.
    cheap_share
        Part of what is left in which prices are tried.
    cheap_rounds
        Rounds of that at the most.
    least_price
        Slots of delay that a cent of an hour's cost counts as at the least.
    ease
        Factor by which the price of a project falls that is within its budget.
    large
        Tasks from which on prices are tried before lists, and rise faster.
    """

    samples: int = 200
    sampled_tasks: int = 400_000
    width: float = 0.05
    cheap_share: float = 0.35
    cheap_rounds: int = 60
    least_price: float = 0.01
    ease: float = 0.93
    large: int = 1000


PARAMETERS = Parameters()


def try_them(incumbent: Incumbent, constructor: Constructor, random: Random) -> None:
    """Try lists, and prices where a hard budget is broken; the incumbent keeps what is best."""
    large = len(constructor.instance.tasks) >= PARAMETERS.large
    if not large:
        _sample(incumbent, constructor, random)
    if incumbent.best.violations[-1]:
        _try_cheap_people(incumbent, constructor)
    if large:
        _sample(incumbent, constructor, random)


def _sample(incumbent: Incumbent, constructor: Constructor, random: Random) -> None:
    """Several priority rules, with noise; few for large portfolios."""
    keys = priorities(network(constructor.instance))
    tries = max(len(keys), min(PARAMETERS.samples, PARAMETERS.sampled_tasks // len(constructor.instance.tasks)))
    for number in range(tries):
        if incumbent.clock.over:
            return
        chosen = keys[number % len(keys)]
        if number >= len(keys):
            chosen = shuffled(chosen, random, PARAMETERS.width)
        try:
            incumbent.take(constructor.build(Guide(chosen)))
        except DoesNotFit:
            continue
        incumbent.spend(1, 1)


def _try_cheap_people(incumbent: Incumbent, constructor: Constructor) -> None:
    """Where a hard budget is broken, let an hour's cost count as a delay, more in every round.

    Prices are raised for the projects that are over, and fall slowly for the others (a subgradient step).
    """
    instance, clock = constructor.instance, incumbent.clock
    keys = priorities(network(instance))
    prices = dict.fromkeys(instance.tight_budgets, 0.0)
    end = clock.used + clock.left * PARAMETERS.cheap_share
    least, step = (
        (PARAMETERS.least_price, 2) if len(instance.tasks) < PARAMETERS.large else (5 * PARAMETERS.least_price, 4)
    )
    for number in range(PARAMETERS.cheap_rounds):
        if clock.over or (clock.used >= end and incumbent.valid):
            return
        try:
            made = constructor.build(
                Guide(keys[number % 3 if incumbent.valid else 0], prices=prices_of(instance, prices))
            )
        except DoesNotFit:
            return
        incumbent.take(made)
        incumbent.spend(1, 1)
        # Prices fall again only once they have brought everybody under: they would swing for ever.
        ease = PARAMETERS.ease if incumbent.valid else 1.0
        for project in prices:
            budget = instance.projects[project].budget or 0
            over = made.costs[project] > budget
            prices[project] = max(least, prices[project] * step) if over else prices[project] * ease
