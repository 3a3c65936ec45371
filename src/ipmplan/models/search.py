"""The search: construct, repair, then one stage for each goal, anytime.

Two strands share each stage: local search over priority lists, which is quick, and CP-SAT, on the whole model where
that is small and on neighbourhoods where it is not. CP-SAT runs outside Python's lock, so both strands use their own
core.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from threading import Event as Flag
from threading import Lock, Thread

from ipmplan.core.portfolio import Portfolio
from ipmplan.instance import Instance
from ipmplan.models.clock import Clock
from ipmplan.models.constructor import Constructor, Guide
from ipmplan.models.draft import Draft, Term
from ipmplan.models.first import first_solution
from ipmplan.models.floors import floor_of
from ipmplan.models.local import LocalSearch, sample
from ipmplan.models.neighbourhoods import PICKS, neighbourhood
from ipmplan.models.priorities import Network, rules, shuffled
from ipmplan.models.repair import repair
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.solve import Effort, solve
from ipmplan.models.stage import Cap, Stage, cap_after, measure, to_value

WHOLE_MODEL_JOBS = 6000
SAMPLES = 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something to show while the search runs.

    Parameters
    ----------
    kind
        ``plan``: a better plan; ``stage``: a goal begins; ``bound``: a better bound; ``proved``: a goal is done.
    seconds
        Wall time since the start.
    value, bound
        Of the goal being worked on, in its unit.
    """

    kind: str
    seconds: float
    goal: str
    value: float | None
    bound: float | None


Listener = Callable[[Event], None]


@dataclass(frozen=True)
class Found:
    """The best solution and, for each goal, the bound that was proved for it (in its measure)."""

    solution: Solution
    bounds: Sequence[tuple[str, int | None]]


class Search:
    """One search; `run` may be called once.

    Parameters
    ----------
    workers
        Search workers of CP-SAT; with 1 nothing runs side by side and the same seed gives the same plan.
    """

    def __init__(
        self, portfolio: Portfolio, clock: Clock, workers: int, seed: int, listener: Listener | None = None
    ) -> None:
        self.clock = clock
        self.workers = workers
        self.random = Random(seed)
        self.seed = seed
        self.listener = listener
        self.lock = Lock()
        self.goals = portfolio.goals.order
        self.instance, self.best = first_solution(portfolio)
        self.constructor = Constructor(self.instance)
        self.network = Network(self.instance)
        self.bound: int | None = None
        self.stage = Stage(self.instance, self.goals[0], (), self.goals[1:])

    def run(self) -> Found:
        """Search until every goal is proved or the time is over."""
        if not self.instance.tasks:
            return Found(self.best, [(goal, measure(goal, self.best)) for goal in self.goals])
        self._tell("plan")
        self._sample()
        if not self.best.valid:
            self.best = repair(self.best, self.clock, self.workers, self.seed)
            self._tell("plan")
        caps: list[Cap] = []
        bounds: list[tuple[str, int | None]] = []
        for number, goal in enumerate(self.goals):
            self.stage = Stage(self.instance, goal, tuple(caps), self.goals[number + 1 :])
            self.bound = floor_of(goal, self.network)
            self._tell("stage")
            left = len(self.goals) - number
            limit = self.clock.left if left == 1 else self.clock.left * min(1.0, 1.4 / left)
            if self.stage.measure(self.best) > self.bound and not self.clock.over:
                self._improve(limit)
            self._tell("proved" if self.stage.measure(self.best) <= self.bound else "bound")
            bounds.append((goal, self.bound))
            caps.append(cap_after(self.instance, goal, self.stage.measure(self.best)))
        return Found(self.best, bounds)

    def _tell(self, kind: str) -> None:
        if self.listener is not None:
            value = to_value(self.stage.goal, self.instance, self.stage.measure(self.best))
            bound = None if self.bound is None else to_value(self.stage.goal, self.instance, self.bound)
            self.listener(Event(kind, self.clock.elapsed, self.stage.goal, value, bound))

    def _sample(self) -> None:
        """Several priority rules, with noise; few for large portfolios."""
        keys = rules(self.network)
        tries = max(len(keys), min(SAMPLES, 40_000 // len(self.instance.tasks)))

        def guide(number: int) -> Guide:
            if number < len(keys):
                return Guide(keys[number])
            return Guide(shuffled(keys[number % len(keys)], self.random, 0.05))

        for number in range(tries):
            if self.clock.over:
                return
            self._take(sample(self.constructor, lambda _, n=number: guide(n), self.stage, self.best, 1))  # type: ignore[misc]
            self.clock.spend(self._construction_work())

    def _construction_work(self) -> float:
        """Deterministic work that one construction counts as."""
        return 1e-5 * len(self.instance.tasks)

    def _take(self, solution: Solution) -> bool:
        """Keep a solution when it is better; safe to call from several threads."""
        with self.lock:
            old, new = self.stage.key(self.best), self.stage.key(solution)
            if new >= old:
                return False
            self.best = solution
        if new[:3] < old[:3]:
            self._tell("plan")
        return True

    def _improve(self, limit: float) -> None:
        """Work on the current stage for `limit` of the clock's units."""
        end = self.clock.used + limit
        if self.clock.deterministic or self.workers == 1:
            self._in_turns(end)
            return
        done = Flag()
        helper = Thread(target=self._local, args=(end, done, self.random.randrange(1 << 30)), daemon=True)
        helper.start()
        try:
            self._solver(end)
        finally:
            done.set()
            helper.join()

    def _over(self, end: float) -> bool:
        assert self.bound is not None
        return self.clock.over or self.clock.used >= end or self.stage.measure(self.best) <= self.bound

    def _in_turns(self, end: float) -> None:
        """Both strands one after the other, for runs that must repeat."""
        local = LocalSearch(self.constructor, self.stage, self.best, self.random)
        began = self.clock.used
        while not self._over(end):
            local.adopt(self.best)
            for _ in range(50):
                if self._over(end):
                    return
                if local.step(1 - (self.clock.used - began) / max(1e-9, end - began)):
                    self._take(local.best)
                self.clock.spend(self._construction_work())
            self._solver_turn(end)

    def _local(self, end: float, done: Flag, seed: int) -> None:
        local = LocalSearch(self.constructor, self.stage, self.best, Random(seed))
        began = self.clock.used
        while not done.is_set() and not self._over(end):
            local.adopt(self.best)
            if local.step(1 - (self.clock.used - began) / max(1e-9, end - began)):
                self._take(local.best)

    def _solver(self, end: float) -> None:
        while not self._over(end):
            self._solver_turn(end)

    def _solver_turn(self, end: float) -> None:
        if self._is_small():
            self._whole(end)
        else:
            self._neighbourhood(end)

    def _is_small(self) -> bool:
        return self.jobs <= WHOLE_MODEL_JOBS

    @property
    def jobs(self) -> int:
        """How many pairs of a part and a person there are, as a measure of the model's size."""
        return sum(
            max(1, sum(len(part.length) for part in mode.parts)) for task in self.instance.tasks for mode in task.modes
        )

    def _whole(self, end: float) -> None:
        """Solve the whole model from the best plan; improves the bound as well."""
        hint = self.best
        regular = self.stage.goal == "makespan"
        horizon = hint.last_moment if regular else min(self.instance.length, 2 * hint.last_moment)
        draft = Draft(hint, horizon=horizon)
        post_all(draft)
        term = self.stage.post(draft)
        limit = min(end - self.clock.used, self.clock.left)
        if self.clock.deterministic:
            limit = min(limit, max(1.0, limit / 2))
        effort = Effort(limit, self._cp_workers(), self.random.randrange(1 << 30))
        outcome = solve(draft, term, effort, self.clock)
        if outcome.solution is not None:
            self._take(outcome.solution)
        if term.exact and outcome.bound is not None:
            self._raise_bound(int(outcome.bound + 1 - 1e-6))
        if outcome.proved and term.exact and outcome.value is not None:
            self._raise_bound(round(outcome.value))

    def _cp_workers(self) -> int:
        return 1 if self.workers == 1 else max(8, self.workers)

    def _raise_bound(self, bound: int) -> None:
        with self.lock:
            if self.bound is None or bound > self.bound:
                self.bound = bound

    def _neighbourhood(self, end: float) -> None:
        """Free a part of the plan and let CP-SAT close it."""
        hint = self.best
        pick = self.random.choice(PICKS)
        size = self.random.choice((15, 20, 30))
        near = neighbourhood(hint, pick, size, self.random, reach=40)
        draft = Draft(
            hint, free=(*near.free, *near.held), windows=near.windows, held=near.held, horizon=hint.last_moment
        )
        post_all(draft)
        term = self.stage.post(draft)
        weight = self.instance.length * (len(draft.free) + 1)
        early = draft.cp.LinearExpr.sum([draft.end[number] for number in draft.free])
        limit = min(1.0, end - self.clock.used, self.clock.left)
        effort = Effort(limit, 1, self.random.randrange(1 << 30))
        outcome = solve(draft, Term(weight * term.expr + early, 0), effort, self.clock)
        if outcome.solution is not None:
            self._take(outcome.solution)
