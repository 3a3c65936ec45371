"""One stage of the lexicographic search: a goal to minimise, and what the goals before it must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ipmplan.instance import FinishGroup, Instance
from ipmplan.instance.network import Network
from ipmplan.models.construct.without_time import WithoutTime
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.gate import breaches
from ipmplan.models.goals import Asks, goal
from ipmplan.models.solution import Solution

if TYPE_CHECKING:
    from ipmplan.models.cpsat.variables import Expr

Key = tuple[tuple[int, int, int, int, int], int, int, int]


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that an earlier goal's measure may be."""

    goal: str
    limit: int


@dataclass(frozen=True)
class Stage:
    """A goal under the caps of the goals before it.

    Parameters
    ----------
    instance
        What is solved.
    goal
        Name of what is made small.
    caps
        What earlier goals reached, with their tolerance: not to be exceeded.
    then
        Goals that come later; the next one breaks ties.
    """

    instance: Instance
    goal: str
    caps: Sequence[Cap] = ()
    then: Sequence[str] = ()

    @property
    def asks(self) -> Asks:
        """What its goal asks of a search."""
        return asks_of(self.goal)

    @property
    def counts_finishes(self) -> bool:
        """Whether its goal is a sum over last finishes, whoever works."""
        return counts_finishes(self.goal)

    def measure(self, solution: Solution) -> int:
        """Value of the stage's goal, in the goal's integer measure."""
        return measure(self.goal, solution)

    def excess(self, solution: Solution) -> int:
        """How far the caps are exceeded, added up over their measures."""
        return sum(max(0, measure(cap.goal, solution) - cap.limit) for cap in self.caps)

    def key(self, solution: Solution) -> Key:
        """Order of solutions: hard rules, those first that `gate` asks; caps, the goal, and how early everything is."""
        return (
            (len(breaches(solution)), *solution.violations),
            self.excess(solution),
            self.measure(solution),
            solution.earliness,
        )

    def post(self, draft: Draft) -> Term:
        """Add the caps to a draft and return the goal's term."""
        for cap in self.caps:
            term = term_of(cap.goal, draft)
            if isinstance(term.expr, int):
                continue
            # A term that only leads towards its goal may not get worse than it is; `key` judges the goal itself.
            draft.model.add(term.expr <= (max(cap.limit, term.hint) if term.exact else term.hint))
        return term_of(self.goal, draft)


def stays(stage: Stage) -> bool:
    """Whether a stage's goal, or one before it, asks that work stays where a plan has it."""
    return any(asks_of(name).stays for name in (stage.goal, *(cap.goal for cap in stage.caps)))


def adds_up_projects(stage: Stage) -> bool:
    """Whether a stage's goal adds up last finishes of several projects, and nothing asks that work stays: which of them waits decides."""
    return (
        stage.counts_finishes
        and not stage.asks.last
        and not stays(stage)
        and len({task.project for task in stage.instance.tasks}) > 1
    )


def promise_of(stage: Stage) -> Cap:
    """What promises may become in a stage after them."""
    return next(cap for cap in stage.caps if asks_of(cap.goal).promises)


def measure(name: str, solution: Solution) -> int:
    """Measure of a goal by its name."""
    return int(module(name).measure(solution))


def groups_of(name: str, instance: Instance) -> Sequence[FinishGroup] | None:
    """What a goal counts when it is a sum over last finishes, else None."""
    groups = getattr(module(name), "groups", None)
    return None if groups is None else cast("Sequence[FinishGroup]", groups(instance))


def counts_finishes(name: str) -> bool:
    """Whether a goal is a sum over last finishes, whoever works: its file says so with `groups`."""
    return hasattr(module(name), "groups")


def asks_of(name: str) -> Asks:
    """What a goal asks of a search."""
    return cast("Asks", getattr(module(name), "ASKS", Asks()))


def floor_of(name: str, network: Network) -> int:
    """Bound on a goal's measure that needs no solver: what links, calendars and facts make certain; 0 where a goal knows none."""
    floor = getattr(module(name), "floor", None)
    return 0 if floor is None else int(floor(network))


def culprits_of(name: str, solution: Solution) -> Sequence[Sequence[int]]:
    """Groups of tasks one of whose last ones has to end earlier for a goal; none = all tasks are such a group."""
    culprits = getattr(module(name), "culprits", None)
    return () if culprits is None else cast("Sequence[Sequence[int]]", culprits(solution))


def term_of(name: str, draft: Draft) -> Term:
    """Term of a goal by its name."""
    return cast("Term", module(name).term(draft))


def least_of(name: str, made: WithoutTime) -> Expr | None:
    """What a goal is worth at the least, whoever does what, in a model without time; None where its file does not say."""
    least = getattr(module(name), "without_time", None)
    return None if least is None else cast("Expr", least(made))


def is_about_people(name: str) -> bool:
    """Whether a goal can be told from who does what alone, at the least: its file says so with `without_time`."""
    return hasattr(module(name), "without_time")


def depends_on_last(cap: Cap) -> bool:
    """Whether what a cap says of who does what depends on the last finish."""
    return hasattr(module(cap.goal), "keep_without_time")


def keep_cap(cap: Cap, made: WithoutTime) -> None:
    """Keep what a cap of an earlier goal says of who does what, in a model without time."""
    keep = getattr(module(cap.goal), "keep_without_time", None)
    if keep is not None:
        keep(made, cap.limit)
        return
    least = least_of(cap.goal, made)
    if least is not None and not isinstance(least, int):
        made.model.add(least <= cap.limit)


def to_value(name: str, instance: Instance, amount: int) -> float:
    """Value of a goal in its unit, from its measure."""
    return float(module(name).to_value(instance, amount))


def module(name: str) -> ModuleType:
    """Module of a goal."""
    return cast("ModuleType", goal(name))


def cap_after(instance: Instance, name: str, amount: int) -> Cap:
    """How much of a goal later ones may give up: the tolerance of its value and its slack."""
    goals = instance.portfolio.goals
    unit = Fraction(to_value(name, instance, 10**6)).limit_denominator(10**9) / 10**6
    slack = Fraction(goals.slack.get(name, 0)) / unit if unit else Fraction(0)
    return Cap(name, int(amount * (1 + goals.tolerance) + slack))


def is_worse(made: Solution, before: Solution, goals: Sequence[str]) -> bool:
    """Whether the first goal that tells two plans apart, by more than later ones may give up, is worse in the one made later.

    What a round finds for a goal is given up again within its tolerance: it may not be enough then for what it has cost later goals.
    """
    for name in goals:
        new, old = measure(name, made), measure(name, before)
        if new > cap_after(made.instance, name, old).limit:
            return True
        if old > cap_after(made.instance, name, new).limit:
            return False
    return False
