"""Local search in compiled code, for all goals that it counts.

Runs of hill climbing with a little patience; when one finds nothing better for a while, its best plan joins a small
population, and the next run starts from a child of two of its plans, or from a fresh one. (A memetic algorithm; the
crossover of lists is Hartmann's two-point crossover: "A competitive genetic algorithm for resource-constrained project
scheduling", Naval Research Logistics 45, 1998, 733-750.)
"""

from __future__ import annotations

from bisect import insort
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import numpy as np

from ipmplan.instance.network import closed, network
from ipmplan.instance.seats import seats_of
from ipmplan.models.begin.recipes import home
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.construct.justification import Mirror
from ipmplan.models.construct.priorities import FOREMOST, priorities, shuffled
from ipmplan.models.gate import breaches
from ipmplan.models.kernel.climb import climb
from ipmplan.models.kernel.columns import AHEAD, AIMED, BEYOND, KEYS, SEED, TAIL, VALUE
from ipmplan.models.kernel.disturb import ALL, BEST, CURRENT, LEFT, RANKED, SINCE, STALE, Plans
from ipmplan.models.kernel.worth import Aim
from ipmplan.models.local.annealing import Annealing
from ipmplan.models.local.stage_arrays import aim_of
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Key, Stage, adds_up_projects, culprits_of, stays


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the search goes about; set by hand where nothing else is said (docs/search.md has the figures of the whole).

    Parameters
    ----------
    cooling, cooling_ahead, cooling_ends
        How much worse a plan may be, as a part of its value: as a rule; where lateness tells plans apart and people work; where
        it does and only the order or the alternatives are free.
    patient
        Tasks and seats that are placed without a better plan before a run is left; a third of it gives 2.17 %, an eighth 1.96 % where
        this gives 1.74 % (12 hard psplib, docs/search.md).
    least_stale
        Steps before that, at the least.
    justified
        Per mille of promising plans that are pushed late and early; a quarter of them gives 1.84 %, all 1.68 % where this gives 1.74 %.
    kept
        Per mille of tasks that keep alternative and people, mostly.
    staffing
        Per mille of steps that only give work to others, where people count.
    population
        Plans that are kept to be crossed.
    fresh
        How often a run begins with a fresh plan all the same.
    foremost, foremost_heat
        How often a run begins with a plan that puts all of one late promise before everything else, and the factor of `cooling` then.
    annealed, annealed_tasks, annealed_best, warm
        How often a run anneals ranks of projects, where several projects' last finishes are added up; how many tasks it places; how often it begins with the
        best plan, and how warm then, as a part of what it is with a fresh one.
    homes
        How often a run begins with what is most like the plan before, where work should stay there.
    widths
        Noise of a fresh plan's list, as a part of the range of its keys.
    heat
        Factors of `cooling`, one of them for each run.
    cooling_ranked
        The same as `cooling` where projects have ranks (docs/search.md, *ranks of projects*).
    holding
        Per mille of moves of keys in whose place a task is held to another mode or somebody else, there (the same).
    """

    cooling: float = 0.002
    cooling_ahead: float = 0.004
    cooling_ends: float = 0.006
    patient: int = 2_500_000
    least_stale: int = 300
    justified: int = 600
    kept: int = 900
    staffing: int = 850
    population: int = 10
    fresh: float = 0.15
    foremost: float = 0.5
    foremost_heat: float = 0.25
    homes: float = 0.5
    annealed: float = 0.5
    annealed_tasks: int = 3_000_000
    annealed_best: float = 0.5
    warm: float = 0.5
    widths: tuple[float, ...] = (0.05, 0.1, 0.2)
    heat: tuple[float, ...] = (0.1, 0.5, 1.0, 2.0)
    cooling_ranked: float = 0.01
    holding: int = 100


PARAMETERS = Parameters()


class CompiledSearch:
    """Hill climbing over priority lists; one object a thread.

    The list is the plan's own order of starts, so that an undisturbed list gives the plan back or a tighter one.

    Parameters
    ----------
    stage, aim
        What is made small, also as arrays.
    start
        The plan to begin with.
    random
        The only source of random numbers.
    keeping
        Whether modes and people mostly stay as they are at the start: it is the order that is looked for.
    ranked
        Whether projects have ranks, which stay from step to step (see `kernel.climb.move_ranks`); there is one run then.
    annealing
        Whether the first run and some of the others are so, where several projects' last finishes are added up.
    """

    def __init__(
        self,
        stage: Stage,
        aim: Aim,
        start: Solution,
        random: Random,
        *,
        keeping: bool = False,
        ranked: bool = False,
        annealing: bool = False,
    ) -> None:
        instance, known = stage.instance, seats_of(stage.instance)
        self._kept = start if keeping else None
        self.stage = stage
        self.best = start
        self.best_key = stage.key(start)
        self._random = random
        self._aim = aim
        self._constructor = Constructor(instance)
        self._constructor.state.rows[-1, SEED] = random.randrange(1 << 62)
        mirror = Mirror(instance)
        self._late = mirror.constructor(start.last_moment) if mirror.works else Constructor(instance)
        bounds = network(instance)
        self._constructor.state.rows[: len(instance.tasks), TAIL] = bounds.rest
        self._priorities = priorities(bounds)
        self._population: list[tuple[Key, int, Solution]] = []
        self._joined = 0
        self._stays = stays(stage)
        self._home = home(instance) if self._stays else None
        self._heat = 1.0
        tasks, seats = len(instance.tasks), len(known.owner)
        self._plans = Plans(
            tasks=np.zeros((4, tasks, 4), np.int64),
            seats=np.zeros((4, seats, 3), np.int64),
            keys=np.zeros((4, KEYS), np.int64),
            owners=known.owner.astype(np.int64),
            chain=np.zeros(2 * tasks, np.int64),
            ranks=np.zeros((2, tasks + len(instance.projects) + 2), np.int64),
            holds=np.full((2, tasks + seats), -1, np.int64),
        )
        # Where something is used up, modes are changed a few at a time: whoever chooses the quickest ones breaks the limit.
        scarce = any(pool.consumable for pool in instance.pools)
        shares = (ALL, ALL, 1) if keeping else (ALL, ALL, 4) if scarce else (PARAMETERS.kept, 0, 2)
        stale = max(PARAMETERS.least_stale, PARAMETERS.patient // (tasks + seats))
        bounded = stage.asks.last
        # Where work may be done by others or otherwise, how much of it is late tells plans with one last finish apart. Where only the
        # order is free it is better to go from one to the other. With people, the chain behind a task tells more than its end.
        ahead = len(known.owner) > 0
        free = bounded and (ahead or any(len(task.modes) > 1 for task in instance.tasks))
        self._constructor.state.rows[-1, AHEAD] = ahead
        self._cooling = (
            PARAMETERS.cooling if not free else PARAMETERS.cooling_ahead if ahead else PARAMETERS.cooling_ends
        )
        people = not stage.counts_finishes or self._stays
        justified = PARAMETERS.justified if mirror.works and not people else 0
        staffing = PARAMETERS.staffing if people else 0
        # Where rules say more of people than that they are able, or something is used up, those who were chosen mostly stay.
        kept_ranked = PARAMETERS.kept if scarce or instance.relations or instance.has_started else 0
        self._tuning = np.array(
            [
                0,
                0,
                stale,
                justified,
                *shares,
                bounded,
                BEYOND if free else VALUE,
                staffing,
                2 * ranked,
                kept_ranked,
                PARAMETERS.holding,
            ],
            dtype=np.int64,
        )
        self._anneals = annealing and start.sound and adds_up_projects(stage)
        self._annealing: Annealing | None = None
        self._begin(start if self._home is None else self._home)
        if self._anneals:
            self._anneal(start, 1.0)

    @property
    def run_key(self) -> list[int]:
        """What the best plan of this run is worth, as compiled code counts it; see `kernel.worth.judge`."""
        return [int(number) for number in self._plans.keys[BEST, :BEYOND]]

    def run_best(self) -> Solution:
        """The best plan of this run."""
        return Solution(self.stage.instance, self._plans.tasks[BEST].copy(), self._plans.seats[BEST].copy())

    def adopt(self, solution: Solution) -> None:
        """Go on from a plan that somebody else found, when it is better; as good and only earlier is no reason to begin anew but for the last finish."""
        if solution is not self.best:
            key = self.stage.key(solution)
            counts = len(key) if self.stage.asks.last else len(key) - 1
            if key[:counts] < self.best_key[:counts]:
                self.best, self.best_key = solution, key
                if not self._tuning[RANKED]:
                    self._begin(solution)

    def steps(self, count: int, patience: float) -> bool:
        """Try some lists; returns whether one gave a better plan than any before.

        Parameters
        ----------
        count
            How many.
        patience
            1 at the start of the search, 0 at its end: how willingly a worse plan is taken.
        """
        tuning = self._tuning
        tuning[LEFT] = count
        self._constructor.state.rows[-1, AIMED] = self.best_key[2] - 1
        made, late = self._constructor, self._late
        heat = self._cooling * self._heat * max(patience, 1e-3)
        if tuning[RANKED]:
            heat = PARAMETERS.cooling_ranked * (self._annealing.patience if self._annealing else patience) ** 2
        # Random numbers wrap around in 64 bits; numpy would warn of it where the code is not compiled.
        with np.errstate(over="ignore"):
            found = climb(made.arrays, made.state, late.arrays, late.state, self._aim, self._plans, tuning, heat)
        better = False
        if found and self._key() < self.best_key:
            plan = self.run_best()
            key = self._judged(plan)
            better = key < self.best_key
            if better:
                self.best, self.best_key = plan, key
            elif key[0][0]:
                # Compiled code knows nothing of the rule that this plan breaks: back to one that keeps it.
                self._begin(self.best)
        if tuning[RANKED]:
            tuning[SINCE] = 0
        if self._annealing:
            self._annealing = self._annealing.after(count)
        if tuning[SINCE] >= tuning[STALE] or (self._annealing and self._annealing.over):
            plan = self.run_best()
            self._join(plan, self._judged(plan))
            self._begin_next()
        return better

    def _anneal(self, start: Solution, heat: float) -> None:
        """Begin a run that anneals ranks of projects."""
        self._begin(start)
        steps = max(1, PARAMETERS.annealed_tasks // len(self.stage.instance.tasks))
        self._annealing, self._tuning[RANKED] = Annealing(steps, heat), 2

    def _begin_next(self) -> None:
        """Begin another run."""
        self._annealing, self._tuning[RANKED] = None, 0
        if self._anneals and self._random.random() < PARAMETERS.annealed:
            warm = bool(self.stage.caps) or self._random.random() < PARAMETERS.annealed_best
            self._anneal(self.best if warm else self._fresh(), PARAMETERS.warm if warm else 1.0)
            return
        foremost = self._foremost()
        if foremost is not None:
            self._begin(foremost, PARAMETERS.foremost_heat)
        else:
            self._begin(self._child())

    def _key(self) -> Key:
        odd, firm, stock, money, excess, value, early = self.run_key
        return (0, odd, firm, stock, money), excess, value, early

    def _judged(self, made: Solution) -> Key:
        """What the best plan of this run is worth, with the rules that are asked."""
        return (len(breaches(made)), *self._key()[0][1:]), *self._key()[1:]

    def _begin(self, solution: Solution, heat: float | None = None) -> None:
        """Begin a run with a plan; without a factor of `cooling` one is drawn."""
        violations, *rest = self.stage.key(solution)
        for row in (CURRENT, BEST):
            self._plans.tasks[row] = solution.tasks
            self._plans.seats[row] = solution.seats
            self._plans.keys[row] = [*violations[1:], *rest, 0]
        if self._stays:
            # Whatever is undisturbed begins when it did in the plan before, or where this plan has it.
            self._constructor.delay(np.minimum(self.stage.instance.stability.slot, solution.tasks[:, 1]))
        self._tuning[SINCE] = 0
        self._heat = self._random.choice(PARAMETERS.heat) if heat is None else heat

    def _join(self, solution: Solution, key: Key) -> None:
        """Take a plan into the population, unless one that is worth the same is there."""
        if any(other == key for other, _, _ in self._population):
            return
        self._joined += 1
        insort(self._population, (key, self._joined, solution))
        del self._population[PARAMETERS.population :]

    def _foremost(self) -> Solution | None:
        """A plan to begin the next run with, in which all that one late promise of the best plan waits for comes first.

        What is then late is often mended in a few thousand steps, while the best plan would have to get much worse before it gets better.
        """
        if not self.stage.asks.promises or self._random.random() >= PARAMETERS.foremost:
            return None
        late = culprits_of(self.stage.goal, self.best)
        if not late or self._kept is not None:
            return None
        keys = self.best.tasks[:, 1].astype(np.float64)
        keys[closed(self.stage.instance, self._random.choice(late))] -= FOREMOST
        with suppress(DoesNotFit):
            return self._constructor.build(Guide(keys))
        return None

    def _child(self) -> Solution:
        """A plan to begin the next run with."""
        random = self._random
        if self._home is not None and random.random() < PARAMETERS.homes:
            return self._home
        if len(self._population) < PARAMETERS.population // 2 or random.random() < PARAMETERS.fresh:
            return self._fresh()
        first, second = (one[2] for one in random.sample(self._population, 2))
        return self._built(self._crossed(first, second))

    def _fresh(self) -> Solution:
        """A plan of a priority rule, with noise."""
        random = self._random
        keys = shuffled(random.choice(self._priorities), random, random.choice(PARAMETERS.widths))
        kept = self._kept
        return self._built(Guide(keys) if kept is None else Guide(keys, kept.tasks[:, 0], kept.seats[:, 0]))

    def _built(self, guide: Guide) -> Solution:
        try:
            return self._constructor.build(guide)
        except DoesNotFit:
            return self.best

    def _crossed(self, first: Solution, second: Solution) -> Guide:
        """The first part of one plan's list, the next of the other's, the rest of the first one's again."""
        count = len(first.tasks)
        low, high = sorted(self._random.sample(range(count + 1), 2))
        ranks = [np.argsort(np.argsort(plan.tasks[:, 1], kind="stable")) for plan in (first, second)]
        keys = ranks[0].astype(np.float64)
        rest = np.flatnonzero(ranks[0] >= low)
        middle = rest[np.argsort(ranks[1][rest])][: high - low]
        keys[rest] += 2 * count
        keys[middle] = ranks[1][middle] + count
        modes = first.tasks[:, 0].copy()
        modes[middle] = second.tasks[middle, 0]
        inside = np.zeros(count, dtype=np.bool_)
        inside[middle] = True
        kept = np.where(inside[self._plans.owners], second.seats[:, 0], first.seats[:, 0])
        return Guide(keys, modes, kept)


def compiled_search(
    stage: Stage,
    start: Solution,
    random: Random,
    *,
    keeping: bool = False,
    ranked: bool = False,
    annealing: bool = False,
) -> CompiledSearch | None:
    """Make a climber where the stage allows it."""
    aim = aim_of(stage) if stage.instance.tasks else None
    return (
        None
        if aim is None
        else CompiledSearch(stage, aim, start, random, keeping=keeping, ranked=ranked, annealing=annealing)
    )
