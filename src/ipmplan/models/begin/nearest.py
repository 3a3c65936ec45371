"""Where a re-plan begins: what is most like the plan before and keeps its promises, and how late its end may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from ipmplan.instance import Instance
from ipmplan.models.begin import as_before
from ipmplan.models.begin.giving_way import GivingWay
from ipmplan.models.begin.recipes import home
from ipmplan.models.clock import Clock
from ipmplan.models.goals import stability
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, asks_of, measure


@dataclass(frozen=True, slots=True)
class Parameters:
    """How it is looked for; set by hand.

    Parameters
    ----------
    share
        Part of the time that is left.
    moves
        Weighted moves that a working day less at the end is worth.
    rounds
        How often it is begun anew at the most while promises are not kept.
    """

    share: float = 0.25
    moves: float = 5.0
    rounds: int = 20


PARAMETERS = Parameters()


@dataclass(frozen=True)
class Nearest:
    """What a re-plan begins with.

    Parameters
    ----------
    solution
        What is most like the plan before; None where changes are not counted, or nothing could be constructed.
    ends
        The last finish that every plan may have from the goal of stability on; None = any.
    """

    solution: Solution | None = None
    ends: Cap | None = None


def nearest(
    instance: Instance, goals: Sequence[str], clock: Clock, random: Random, held: Collection[str] = ()
) -> Nearest:
    """Let some tasks give way, so that promises and the end are kept and most tasks stay.

    The end is kept where a working day of it costs few moves; else it may be where it is with the least of them.

    Parameters
    ----------
    instance
        What is planned, with the plan that changes are counted against.
    goals
        In their order.
    clock, random
        What is left of the time, and the only source of random numbers.
    held
        Ids of tasks that are to stay.
    """
    counted = next((number for number, name in enumerate(goals) if asks_of(name).stays), None)
    if counted is None:
        return Nearest()
    limits = [(name, as_before.promise(name, goals, instance)) for name in goals[:counted]]
    promises = [Cap(name, limit) for name, limit in limits if limit is not None]
    ends = as_before.end(goals, instance)
    if counted and not promises and ends is None:
        # Only a goal that is still to be searched says what there is to give way to.
        return Nearest(home(instance))
    kept = [instance.task_index[name] for name in held if name in instance.task_index]

    def found(caps: Sequence[Cap], share: float) -> Solution | None:
        until, stage = clock.used + clock.left * share, Stage(instance, goals[counted], caps)

        def over() -> bool:
            return clock.over or clock.used >= until

        search = None
        try:
            search = GivingWay(stage, random, over, clock, kept)
            tried = search.descend()
            for _ in range(PARAMETERS.rounds):
                if not tried or over() or search.best is None or (search.best.sound and not stage.excess(search.best)):
                    break
                search.disturb()
        except KeyboardInterrupt:
            # The best plan so far is kept, as in all of the search.
            clock.stop.set()
        return None if search is None else search.best

    least = found(promises, PARAMETERS.share)
    if least is None or ends is None or _end(least) <= ends.limit:
        return Nearest(least, ends)
    sooner = None if clock.over else found([*promises, ends], PARAMETERS.share / 2)
    asked = Stage(instance, goals[counted], promises)
    if sooner is not None and _worth(sooner, asked) < _worth(least, asked):
        return Nearest(sooner, Cap(ends.goal, max(ends.limit, _end(sooner))))
    return Nearest(least, Cap(ends.goal, _end(least)))


def _end(solution: Solution) -> int:
    return measure(as_before.END, solution)


def _worth(solution: Solution, asked: Stage) -> tuple[tuple[int, ...], int, float]:
    """Rules and promises; then weighted moves, and the end by what it is worth of them."""
    days = _end(solution) / solution.instance.stability.day
    moves = stability.to_value(solution.instance, stability.measure(solution))
    return solution.violations, asked.excess(solution), moves + PARAMETERS.moves * days
