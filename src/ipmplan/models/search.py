"""The search: construct, repair, then one stage for each goal, anytime."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random
from threading import Event as Flag
from threading import Thread

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.models import rounds
from ipmplan.models.begin import as_before
from ipmplan.models.begin.nearest import nearest
from ipmplan.models.begin.start import beginnings, moved
from ipmplan.models.clock import Clock
from ipmplan.models.conflict import placed_or_explained, repair_or_explain
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.cpsat.solve import is_small
from ipmplan.models.gate import breaches, is_valid
from ipmplan.models.held import hold
from ipmplan.models.improve import turns
from ipmplan.models.improve.allowed import is_promised
from ipmplan.models.improve.give_way import eased
from ipmplan.models.improve.turns import SolverThread
from ipmplan.models.incumbent import Event, Incumbent, Listener, Slice
from ipmplan.models.local import first_plans
from ipmplan.models.local import thread as local_thread
from ipmplan.models.local.thread import LocalThread
from ipmplan.models.natural import Natural
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, asks_of, cap_after, floor_of, is_worse, measure
from ipmplan.models.way import Setting

__all__ = ["Event", "Found", "Listener", "Search"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the time is shared out before stages and among them; set by hand, without figures of single values.

    Parameters
    ----------
    first_share, most_share, later_share
        Part of the time that the first stage has at the least, and most of what is left that it and a later one have, when others come after them.
    promised_share
        Part of what is left for a goal that counts who works, right after promises.
    before_share
        Part of what is left, in a re-plan, for a goal before stability that is no promise.
    natural_share, natural
        Part of the time, and how much at the most, that is kept for making the plan more natural.
    enough
        What all later stages need together, in the clock's unit: the first one has the rest of a long search, up to `most_share`.
    repair_steps
        Steps of local search before the solver repairs, where nothing runs side by side.
    repair_seconds
        Seconds of local search before the solver does, where the whole model is small.
    repair_share
        The same, as a part of what is left, where it is not.
    """

    first_share: float = 0.5
    most_share: float = 0.8
    later_share: float = 0.45
    natural_share: float = 0.05
    natural: float = 1.5
    enough: float = 20.0
    promised_share: float = 0.65
    before_share: float = 0.25
    repair_steps: int = 3000
    repair_seconds: float = 2.0
    repair_share: float = 0.5


PARAMETERS = Parameters()


@dataclass(frozen=True)
class Found:
    """The best solution and, for each goal, the bound that was proved for it (in its measure)."""

    solution: Solution
    bounds: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a stage has found out of its goal.

    Parameters
    ----------
    goal
        Its name.
    caps
        Of the goals before, under which the bound holds.
    bound
        In the goal's measure.
    proved
        Whether the best plan is as good.
    """

    goal: str
    caps: Sequence[Cap]
    bound: int
    proved: bool

    def bound_under(self, caps: Sequence[Cap]) -> int:
        """The bound, where other caps allow no more than these; else 0."""
        return self.bound if all(new.limit <= old.limit for new, old in zip(caps, self.caps, strict=True)) else 0


class Search:
    """One search; `run` may be called once.

    Parameters
    ----------
    portfolio
        One without errors.
    clock
        What is left of time or work.
    workers
        Search workers of CP-SAT; with 1 nothing runs side by side and the same seed gives the same plan.
    seed
        Of the random numbers.
    listener
        Told of better plans and bounds.
    start
        A plan to begin from: what is found is never worse than it in the order of the goals, where it keeps the rules.
    held
        Ids of tasks that stay where that plan has them; others stay with them, as `held.staying` says. Bounds then hold only
        for plans in which they do.
    loosely
        Whether those that cannot stay may move.

    Raises
    ------
    InputError
        When tasks are to stay and the plan to begin from breaks a rule.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        clock: Clock,
        workers: int,
        seed: int,
        listener: Listener | None = None,
        start: Schedule | None = None,
        held: Collection[str] = (),
        *,
        loosely: bool = False,
    ) -> None:
        self.clock = clock
        self.workers = workers
        self.random = Random(seed)
        self.seed = seed
        self.goals = portfolio.goals.order
        self.listener = listener
        self.ends: Cap | None = None

        def near(instance: Instance) -> Solution | None:
            found = nearest(instance, self.goals, clock, self.random, held)
            self.ends = found.ends
            return found.solution

        begun, *others = beginnings(
            portfolio,
            start,
            lambda: placed_or_explained(portfolio, clock, workers, seed),
            near,
        )
        if held:
            staying = _loosely(begun, start, held) if loosely else held
            if staying:
                begun, others = _holding(begun, start, staying), []
        self._begin(begun)
        self.start = begun if start is not None and self.incumbent.valid else None
        for other in others:
            self.incumbent.take(other)

    def run(self) -> Found:
        """Search until every goal is proved or the time is over.

        Where work is counted, it goes in rounds (`rounds`); not where work stays, since all begins from the plan before then.
        """
        incumbent = self.incumbent
        if not self.instance.tasks:
            return Found(incumbent.best, [(goal, measure(goal, incumbent.best)) for goal in self.goals])
        ends: Sequence[float | None] = (None,)
        if self.clock.work is not None and not any(asks_of(goal).stays for goal in self.goals):
            ends = rounds.ends(self.clock.work)
        if incumbent.valid:
            incumbent.tell("plan")
        with self.clock.until(ends[0]):
            first_plans.try_them(incumbent, self.constructor, self.random)
        if not incumbent.valid:
            self._repair()
        known: list[Known] = []
        best = self.incumbent.best
        for end in ends:
            if end is not None and end != ends[-1] and self.clock.used >= end:
                continue
            with self.clock.until(end):
                if known:
                    self.start = self.incumbent.best = best
                found, made = self._stages(known), self._natural()
            if not known or not is_worse(made, best, self.goals):
                known, best = found, made
            if self.clock.stop.is_set() or all(one.proved for one in known):
                break
        return Found(best, [(one.goal, one.bound) for one in known])

    def _stages(self, before: Sequence[Known]) -> list[Known]:
        """One stage for each goal, and what is known of it then; `before` is what a round before has found out."""
        incumbent = self.incumbent
        kept = min(PARAMETERS.natural, PARAMETERS.natural_share * self.clock.left)
        caps: list[Cap] = []
        known: list[Known] = []
        for number, goal in enumerate(self.goals):
            caps = [self._lowered(cap) for cap in caps]
            if asks_of(goal).stays and self.ends is not None:
                caps.append(self.ends)
            bound = floor_of(goal, self.network)
            if before:
                bound = max(bound, before[number].bound_under(caps))
            incumbent.begin(Stage(self.instance, goal, tuple(caps), self.goals[number + 1 :]), bound)
            incumbent.take(self.start)
            if not incumbent.proved and not self.clock.over:
                left = len(self.goals) - number
                try:
                    if asks_of(goal).stays:
                        setting = Setting(self.constructor, incumbent, self.workers, self.random)
                        caps = [*eased(setting, self.instance.portfolio.goals.yields)]
                    self._improve(
                        max(0.0, self.clock.left - kept) * self._share(goal, number, left),
                        as_before.promise(goal, self.goals, self.instance),
                    )
                except KeyboardInterrupt:
                    # Whatever this thread is at, not only a call of the solver: the best plan so far is kept.
                    self.clock.stop.set()
            incumbent.tell("proved" if incumbent.proved else "bound")
            known.append(Known(goal, tuple(caps), incumbent.bound, incumbent.proved))
            caps.append(self._cap(goal))
        return known

    def _natural(self) -> Solution:
        """The best plan, more natural where that makes no goal worse."""
        best, end = self.incumbent.best, self.clock.used + PARAMETERS.natural
        if not self.incumbent.valid or self.instance.held is not None or self.clock.over:
            return best
        made: Natural | None = None
        # Also what it looks up before it begins takes a moment, in which Ctrl-C may come.
        with suppress(KeyboardInterrupt):
            made = Natural(best, self.goals, self.random, lambda: self.clock.over or self.clock.used >= end, self.clock)
            made.run()
        return best if made is None else made.best

    def _cap(self, goal: str) -> Cap:
        """What later goals may make of one: a tolerance more than was reached, and not more than the plan to begin from has."""
        stage = self.incumbent.stage
        cap = cap_after(self.instance, goal, stage.measure(self.incumbent.best))
        cap = Cap(goal, max(cap.limit, as_before.promise(goal, self.goals, self.instance) or 0))
        if self.start is None:
            return cap
        begun = stage.measure(self.start)
        if stage.excess(self.start) or begun > cap.limit:
            # What was found is better in an earlier goal, by more than later ones may give up.
            self.start = None
            return cap
        return Cap(goal, begun)

    def _lowered(self, cap: Cap) -> Cap:
        """What a later stage has found for an earlier goal on its way is not given up again; where work stays, caps have reasons of their own."""
        if any(asks_of(name).stays for name in self.goals):
            return cap
        return min(
            cap, cap_after(self.instance, cap.goal, measure(cap.goal, self.incumbent.best)), key=lambda one: one.limit
        )

    def _share(self, goal: str, number: int, left: int) -> float:
        """Part of what is left of the time that a goal's stage has, the `number`-th, with so many left.

        In a re-plan, that is long for the goal in which work stays.
        """
        if left == 1:
            return 1.0
        if asks_of(goal).stays:
            return PARAMETERS.most_share
        if any(asks_of(name).stays for name in self.goals[number + 1 :]) and not asks_of(goal).promises:
            return PARAMETERS.before_share
        if is_promised(self.incumbent.stage):
            return PARAMETERS.promised_share
        return _share(number, left, self.clock.left)

    def _repair(self) -> None:
        """Keep the hard rules that the constructed plan breaks: local search first, then beside the solver."""
        slice_ = Slice(self.incumbent, self.clock.used, self.clock.used + self.clock.left)
        local = LocalThread(slice_, Random(self.seed))
        if not self.clock.side_by_side(self.workers):
            # Asking rules about every plan takes long: what the solver needs is left to it.
            half = slice_.end - slice_.left * PARAMETERS.repair_share if breaches(self.incumbent.best) else slice_.end
            local.turn(PARAMETERS.repair_steps, lambda: self.incumbent.valid or self.clock.used >= half)
        else:
            seconds = (
                PARAMETERS.repair_seconds
                if is_small(self.incumbent.best)
                else self.clock.left * PARAMETERS.repair_share
            )
            local.run(lambda: self.incumbent.valid or self.clock.used - slice_.began > seconds)
        if self.incumbent.valid:
            return
        with self._beside(local, until_valid=True):
            found = repair_or_explain(
                self.incumbent.best, self.clock, self.workers, self.seed, lambda: self.incumbent.valid
            )
            if found.instance is self.instance:
                self.incumbent.take(found)
        if found.instance is not self.instance and not self.incumbent.valid:
            self._begin(found)
            self.incumbent.tell("plan")

    def _begin(self, first: Solution) -> None:
        """Search on the grid of a solution."""
        self.instance = first.instance
        self.constructor = Constructor(self.instance)
        self.network = network(self.instance)
        stage = Stage(self.instance, self.goals[0], (), self.goals[1:])
        self.incumbent = Incumbent(stage, first, self.clock, self.listener)

    @contextmanager
    def _beside(self, local: LocalThread, *, until_valid: bool = False) -> Iterator[None]:
        """Run local search in a thread beside the body, where that is allowed."""
        if not self.clock.side_by_side(self.workers):
            yield
            return
        done = Flag()
        thread = Thread(
            target=local.run,
            args=(lambda: done.is_set() or (until_valid and self.incumbent.valid),),
            daemon=True,
        )
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _improve(self, limit: float, enough: int | None = None) -> None:
        """Work on the current stage for `limit` of the clock's units, or until its goal is worth `enough`."""
        slice_ = Slice(self.incumbent, self.clock.used, self.clock.used + limit, enough=enough)
        local = LocalThread(slice_, Random(self.random.randrange(1 << 30)))
        solver = SolverThread(self.constructor, slice_, self.workers, self.random)
        if not self.clock.side_by_side(self.workers):
            solver.first()
            solver.deal(turns.PARAMETERS.dealing)
            solver.open()
            while not slice_.over:
                local.turn(local_thread.PARAMETERS.turn)
                if not slice_.over:
                    solver.turn(max(1.0, slice_.left / 2))
            return
        with self._beside(local):
            solver.run()


def _share(number: int, left: int, units: float) -> float:
    """Part of what is left of the time that a stage has, the `number`-th, with so many left."""
    if number:
        return min(PARAMETERS.later_share, 2 / left)
    return min(PARAMETERS.most_share, max(2 / left, PARAMETERS.first_share, 1 - PARAMETERS.enough / units))


def _loosely(begun: Solution, plan: Schedule | None, held: Collection[str]) -> Collection[str]:
    """Those of some tasks that can stay where a plan has them; none where what begins from it breaks rules."""
    if plan is None or not is_valid(begun):
        return ()
    gone = set(moved(plan, begun, held))
    return [name for name in held if name not in gone]


def _holding(begun: Solution, plan: Schedule | None, held: Collection[str]) -> Solution:
    """The rest of a plan to begin from."""
    known = begun.instance.task_index
    gone = list(held) if plan is None else moved(plan, begun, held)
    issues = [Issue("it cannot stay: the plan to begin from does not have it where it could be", name) for name in gone]
    if not issues and not is_valid(begun):
        issues = [Issue("no task can stay: the plan to begin from breaks rules, and no other was constructed", "held")]
    if issues:
        raise InputError(issues)
    return hold(begun, [known[name] for name in held if name in known])
