"""What the search claims about a portfolio, each by itself: bounds on goals, and optima under redundant constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model
from tests.models.pinned import constructed, posted, solver

from ipmplan.core.portfolio import Portfolio
from ipmplan.instance.interchangeable import kinds
from ipmplan.instance.network import Network
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.cpsat import redundant
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.cpsat.timetable import can_relax, relaxed
from ipmplan.models.improve import exchange_seats
from ipmplan.models.improve.at_the_bound import AtTheBound
from ipmplan.models.improve.choose_anew import ChooseAnew
from ipmplan.models.improve.level_loads import can_deal, deal
from ipmplan.models.improve.promised.promises import Promises
from ipmplan.models.improve.turns import SolverThread
from ipmplan.models.improve.whole_model import WholeModel
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, asks_of, counts_finishes, floor_of, groups_of, measure, term_of, to_value
from ipmplan.models.way import Setting, Way

FAR = 10**9
WORK = 2.0


@dataclass(frozen=True)
class Claim:
    """Nothing is better than `bound`, in the goal's measure; FAR = there is no plan at all."""

    what: str
    goal: str
    bound: int


def claims(hint: Solution, goal: str) -> Iterator[Claim]:
    """Everything that is claimed about a goal from a constructed plan."""
    yield Claim("floor", goal, floor_of(goal, Network(hint.instance)))
    yield from _optima(hint, goal)
    if counts_finishes(goal) and can_relax(hint.instance):
        for counted in (None, kinds(hint.instance)):
            bounds: list[int] = []
            groups, last = groups_of(goal, hint.instance) or (), asks_of(goal).last
            relaxed(hint, groups, Effort(WORK, 1, 1), Clock(work=WORK), bounds.append, counted, last=last)
            yield from (Claim("with kinds" if counted else "without names", goal, bound) for bound in bounds)
    if goal == "makespan":
        yield from _makespans(hint)
    if hint.sound:
        yield from _ways(hint, goal)


def _optima(hint: Solution, goal: str) -> Iterator[Claim]:
    """The optimum under the rules, and under each redundant constraint besides."""
    posts: dict[str, Callable[[Draft, Term], None]] = {"rules": lambda _draft, _term: None}
    if counts_finishes(goal):
        posts["groups"] = lambda draft, _: redundant.post_groups(draft)
        posts["pairs"] = lambda draft, _: redundant.post_pairs(draft)
    if goal == "makespan":
        posts["loads"] = redundant.post_loads
    for name, post in posts.items():
        draft = posted(hint)
        term = term_of(goal, draft)
        if not term.exact:
            return
        post(draft, term)
        draft.model.minimize(term.expr)
        made = solver()
        status = made.solve(draft.model)
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        yield Claim(name, goal, FAR if status == cp_model.INFEASIBLE else round(made.objective_value))


def _makespans(hint: Solution) -> Iterator[Claim]:
    """Values for which there is no room, or no way to deal the work out."""
    most = measure("makespan", hint)
    instance = hint.instance
    bound = 0
    while bound <= most and not exchange_seats.has_room(instance, instance.moment_within(bound)):
        bound += 1
    yield Claim("room", "makespan", bound)
    bound = 0
    while (
        can_deal(instance)
        and bound <= most
        and deal(hint, instance.moment_within(bound), Effort(WORK, 1, 1), Clock(work=WORK)).impossible
    ):
        bound += 1
    yield Claim("dealt", "makespan", bound)


def _ways(hint: Solution, goal: str) -> Iterator[Claim]:
    """What the ways of improving prove in a stage, each from the constructed plan."""
    ways: dict[str, type[Way]] = {
        "promises": Promises,
        "whole": WholeModel,
        "at the bound": AtTheBound,
        "chosen anew": ChooseAnew,
    }
    for name, kind in ways.items():
        incumbent = Incumbent(Stage(hint.instance, goal), hint, Clock(work=2 * WORK), None)
        if name == "at the bound":
            # It asks only near the bound.
            incumbent.raise_bound(floor_of(goal, Network(hint.instance)))
        way = kind(Setting(Constructor(hint.instance), incumbent, 1, Random(1)))
        if way.supports(incumbent.stage):
            way.turn(Slice(incumbent, 0.0, 2 * WORK, until=WORK))
        yield Claim(name, goal, incumbent.bound)
    incumbent = Incumbent(Stage(hint.instance, goal), hint, Clock(work=2 * WORK), None)
    SolverThread(Constructor(hint.instance), Slice(incumbent, 0.0, 2 * WORK), 1, Random(1)).deal(1.0)
    yield Claim("dealt anew", goal, incumbent.bound)


def late(portfolio: Portfolio) -> Solution | None:
    """A plan that leaves something to be found: of several orders, a valid one that ends last."""
    first = constructed(portfolio)
    if first is None:
        return None
    tasks, random = first.instance.tasks, Random(1)
    orders = [[float(task.index * sign) for task in tasks] for sign in (1, -1)]
    orders += [[random.random() for _ in tasks] for _ in range(3)]
    made = [first]
    for order in orders:
        with suppress(DoesNotFit):
            made.append(Constructor(first.instance).build(Guide(order)))
    return max(made, key=lambda hint: (hint.sound, hint.last_moment))


def refuted(portfolio: Portfolio, goal: str, best: float | None) -> list[Claim]:
    """Claims that a plan of a value refutes; None = no plan is known, and nothing is refuted."""
    if best is None:
        return []
    first, last = constructed(portfolio), late(portfolio)
    if first is None or last is None:
        return []
    hints = [first] if first.choices == last.choices else [first, last]
    made = [claim for hint in hints for claim in claims(hint, goal)]
    return [claim for claim in made if to_value(goal, first.instance, claim.bound) > best + 1e-6]
