"""The two strands that work on a stage: local search over priority lists, and CP-SAT.

CP-SAT takes the timetable without names first (where everybody's time is the grid's), then the whole model where that
is small, and neighbourhoods where it is not. It runs outside Python's lock, so both strands have a core each.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random
from time import monotonic

from ipmplan.instance.horizon import Window, last_moment
from ipmplan.instance.interchangeable import Kinds, kinds, named
from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide, choosing
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups, post_loads, post_pairs
from ipmplan.models.cpsat.solve import Effort, is_small, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.cpsat.timetable import Timetable, can_relax, relaxed, staffed
from ipmplan.models.gate import breaches
from ipmplan.models.improve.choose_anew import Reassign
from ipmplan.models.improve.level_loads import Balance
from ipmplan.models.improve.neighbourhoods import PICKS, neighbourhood
from ipmplan.models.incumbent import Incumbent
from ipmplan.models.local.compiled_search import climber
from ipmplan.models.local.list_search import LocalSearch
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import counts_finishes

STEP = 1.0
SOON, SECOND, DEALING, CHOOSING = 0.2, 0.8, 0.1, 0.4
FIRST = 0.5
STRAIGHT, NEAR_BOUND, LOADED = 0.6, 1.03, 1.06
COUNTED = 0.25
DEALT = 0.5
RESTAFF = 3.0
LEAST, MOST, GROWTH = 8, 150, 1.05
REACH_DAYS = 5
RELAXED_TASKS = 1500
MONEY = ("cost", "overrun")
REGULAR = ("makespan", "lateness", "completion")
TURN = 2000
TOGETHER = 50
MOMENT = 0.05


@dataclass(frozen=True)
class Slice:
    """Until when a stage may go on, in the clock's unit."""

    incumbent: Incumbent
    began: float
    end: float

    @property
    def over(self) -> bool:
        """Whether nothing is left to do or no time to do it."""
        clock = self.incumbent.clock
        return clock.over or clock.used >= self.end or self.incumbent.proved

    @property
    def left(self) -> float:
        """What is left of it."""
        return max(0.0, min(self.end - self.incumbent.clock.used, self.incumbent.clock.left))

    @property
    def patience(self) -> float:
        """1 at its beginning, 0 at its end."""
        return 1 - (self.incumbent.clock.used - self.began) / max(1e-9, self.end - self.began)


class LocalStrand:
    """Local search, for a thread of its own or in turns with the solver."""

    def __init__(self, slice_: Slice, random: Random) -> None:
        self.slice = slice_
        self.incumbent = slice_.incumbent
        stage, best = self.incumbent.stage, self.incumbent.best
        # Where a rule has to be asked, only the search in Python looks at it with every plan.
        compiled = None if breaches(best) else climber(stage, best, random)
        self.local = compiled or LocalSearch(stage, best, random)
        self.judged = 1 if compiled else TOGETHER
        self.count = 1

    def run(self, done: Callable[[], bool]) -> None:
        """Search until told to stop; looks up some twenty times a second."""
        while not self.slice.over and not done():
            began = monotonic()
            self._steps(self.count)
            took = monotonic() - began
            self.count = max(1, min(2 * self.count, int(self.count * MOMENT / max(took, 1e-6))))

    def turn(self, steps: int, done: Callable[[], bool] = lambda: False) -> None:
        """Do some steps and count them as work."""
        for _ in range(0, steps, TOGETHER):
            if self.slice.over or done():
                return
            self._steps(TOGETHER)
            self.incumbent.spend(TOGETHER, self.judged)

    def _steps(self, count: int) -> None:
        self.local.adopt(self.incumbent.best)
        if self.local.steps(count, self.slice.patience):
            self.incumbent.take(self.local.best)


class SolverStrand:
    """CP-SAT on one stage."""

    def __init__(self, constructor: Constructor, slice_: Slice, workers: int, random: Random) -> None:
        self.constructor = constructor
        self.slice = slice_
        self.incumbent = slice_.incumbent
        self.stage = slice_.incumbent.stage
        self.instance = slice_.incumbent.stage.instance
        self.clock = slice_.incumbent.clock
        self.workers = workers
        self.random = random
        self.whole = is_small(self.incumbent.best)
        self.ways: list[Balance | Reassign] = [Balance(constructor, self.incumbent, workers, random)]
        if self.whole:
            self.ways.append(Reassign(self.incumbent, random))
        self.people = any(part.length for task in self.instance.tasks for mode in task.modes for part in mode.parts)
        self.size = 20.0
        self.far = False
        self.reach = max(40, REACH_DAYS * self.instance.slots_a_day)

    def run(self) -> None:
        """Work until the stage is over.

        Without people, local search finds the better plans: where the solver does not close the gap soon, a second local
        search takes its core, for a while or, where the gap is wide, to the end. Where people matter, the solver finds what
        local search does not, and has the first half of what is left.
        """
        self.choose_anew(DEALING)
        if self._is_near(LOADED):
            self.choose_anew(STRAIGHT)
        self.without_names()
        if self._is_near(LOADED):
            self.choose_anew(DEALT)
        if self.whole and self.people:
            self._at_the_bound(self.clock.used + self.slice.left * STRAIGHT)
            if not self._is_near():
                self._whole(self.slice.left * FIRST)
                self._local(1.0)
        elif self.whole and not self.slice.over:
            self._whole(self.slice.left * SOON)
            if not self._is_near():
                self.choose_anew(CHOOSING)
                self._local(SECOND if self._is_near(LOADED) else 1.0)
        while not self.slice.over:
            self.turn(self.slice.left)

    def _local(self, share: float) -> None:
        """A second local search on this core, for a part of the time."""
        end = self.clock.used + self.slice.left * share
        if not self.slice.over:
            LocalStrand(self.slice, Random(self.random.randrange(1 << 30))).run(lambda: self.clock.used >= end)

    def turn(self, limit: float) -> None:
        """One call of the solver."""
        if self.whole:
            self._whole(limit)
        elif not counts_finishes(self.stage.goal) and self.random.random() < 0.5:
            self._restaff(limit)
        else:
            self._neighbourhood(limit)

    def without_names(self) -> None:
        """The relaxed timetable: a bound, and a plan when it can be staffed."""
        if self.slice.over or self.stage.goal not in REGULAR or not can_relax(self.instance):
            return
        if len(self.instance.tasks) > RELAXED_TASKS:
            return
        counted = kinds(self.instance)
        table = relaxed(
            self.incumbent.best,
            self.stage.goal,
            self._effort(self.slice.left * (0.3 if counted is None else 0.1)),
            self.clock,
            self.incumbent.raise_bound,
        )
        if table is not None:
            with suppress(DoesNotFit):
                self.incumbent.take(self.constructor.build(Guide([float(s) for s in table.start.values()])))
        if counted is not None:
            self._by_kinds(counted)
        elif table is not None:
            self._staff(table)

    def choose_anew(self, share: float) -> None:
        """Deal work out anew, and ask for better plans in which some tasks are done otherwise, for a part of the time.

        Each way has as much time as the other while both are of use.
        """
        end = self.clock.used + self.slice.left * share
        spent = dict.fromkeys(self.ways, 0.0)
        while spent and self.clock.used < end:
            way = min(spent, key=spent.__getitem__)
            began = self.clock.used
            if way.turn(end, lambda: self.slice.over):
                spent[way] += self.clock.used - began
            else:
                del spent[way]

    def _staff(self, table: Timetable) -> None:
        """Find names for a timetable as it is."""
        if not self.slice.over:
            self.incumbent.take(staffed(self.incumbent.best, table, self._effort(self.slice.left * 0.2), self.clock))

    def _by_kinds(self, counted: Kinds) -> None:
        """How many people of each kind do what, and then who: exact where people are interchangeable."""
        if self.slice.over:
            return
        effort = self._effort(self.slice.left * COUNTED)
        goal, best, tell = self.stage.goal, self.incumbent.best, self.incumbent.raise_bound
        table = relaxed(best, goal, effort, self.clock, tell, counted)
        if table is not None:
            people = named(self.instance, counted, table.start, table.mode, table.counts)
            keys = [float(table.start[number]) for number in range(len(self.instance.tasks))]
            with suppress(DoesNotFit):
                self.incumbent.take(self.constructor.build(choosing(self.instance, keys, table.mode, people)))

    def _is_near(self, most: float = NEAR_BOUND) -> bool:
        """Whether the best plan is so near the bound that it may well be reached."""
        return self.stage.measure(self.incumbent.best) <= self.incumbent.bound * most

    def _at_the_bound(self, end: float) -> None:
        """Ask for a plan as good as the bound, at once: that leaves every task the narrowest window.

        When there is none, the bound rises (destructive improvement: Klein & Scholl 1999, "Computing lower bounds by
        destructive improvement", EJOR 112, 322-346), and it is asked again, until a time in the clock's unit.
        """
        incumbent, bounds = self.incumbent, network(self.instance)
        if self.stage.goal != "makespan" or self.instance.has_started:
            return
        while not self.slice.over and self.clock.used < end and incumbent.valid:
            bound = incumbent.bound
            if not self._is_near():
                return
            last = self.instance.moment_within(bound)
            windows = {
                task.index: Window(bounds.head[task.index], last - bounds.rest[task.index])
                for task in self.instance.tasks
                if all(mode.wait is None or mode.uses for mode in task.modes)
            }
            if any(window.end < window.start for window in windows.values()):
                return
            draft = Draft(incumbent.best, windows=windows, horizon=last)
            post_all(draft)
            term = self.stage.post(draft)
            post_groups(draft)
            post_pairs(draft)
            post_loads(draft, term)
            draft.model.add(term.expr <= bound)
            effort = self._effort(end - self.clock.used)
            outcome = solve(draft, None, effort, self.clock, enough=lambda: incumbent.proved, sure=True)
            incumbent.take(outcome.solution)
            if outcome.solution is not None or not outcome.proved:
                return
            incumbent.raise_bound(bound + 1)

    def _whole(self, limit: float) -> None:
        """Solve the whole model from the best plan; improves the bound as well."""
        hint = self.incumbent.best
        capped = self.stage.goal == "makespan"
        horizon, holds = self._horizon(hint)
        draft = Draft(hint, horizon=horizon)
        post_all(draft)
        term = self.stage.post(draft)
        if self.stage.goal in REGULAR:
            post_groups(draft)
            post_pairs(draft)
        if capped:
            post_loads(draft, term)
        if term.exact and not isinstance(term.expr, int):
            draft.model.add(term.expr >= self.incumbent.bound)
        effort = replace(self._effort(limit), polite=not self.people)

        def heard(value: float, bound: float) -> None:
            self.incumbent.heard(value, bound if holds else 0)

        outcome = solve(draft, term, effort, self.clock, heard if term.exact else None, lambda: self.incumbent.proved)
        self.incumbent.take(outcome.solution)
        if not holds:
            if outcome.proved and not self.far:
                self.far = True
                if not self.slice.over:
                    self._whole(limit)
        elif term.exact and outcome.bound is not None:
            self.incumbent.raise_bound(int(outcome.bound + 1 - 1e-6))

    def _horizon(self, hint: Solution) -> tuple[int, bool]:
        """Grid moment up to which plans are looked for, and whether none that ends later is better.

        What is better may take much longer: the cheap people may be slow, and a licence that shortens what nobody waits for
        is needed elsewhere. So a proof within a near horizon is none, and all of it is looked at next.
        """
        if self.stage.goal == "makespan":
            return hint.last_moment, True
        near = min(self.instance.length, 2 * hint.last_moment)
        enough = last_moment(self.instance, money=self.stage.goal in MONEY)
        if enough is None:
            return self.instance.length if self.far else near, False
        if enough <= near:
            return near, True
        if self.far or is_small(hint, last=enough):
            return enough, True
        return near, False

    def _effort(self, limit: float) -> Effort:
        """More search workers than cores: the lower bounds are much better, the plans about the same."""
        return Effort(min(limit, self.slice.left), self._workers, self.random.randrange(1 << 30))

    @property
    def _workers(self) -> int:
        return 1 if self.workers == 1 else max(8, self.workers)

    def _restaff(self, limit: float) -> None:
        """Keep all times, or nearly, and choose who does what anew."""
        hint = self.incumbent.best
        near = self.random.choice((0, self.instance.slots_a_day))
        windows = {
            task.index: Window(max(task.release, choice.start - near), min(choice.end + near, hint.last_moment))
            for task, choice in zip(self.instance.tasks, hint.choices, strict=True)
        }
        draft = Draft(hint, windows=windows, horizon=hint.last_moment)
        post_all(draft)
        outcome = solve(draft, self.stage.post(draft), self._effort(min(RESTAFF, limit)), self.clock)
        self.incumbent.take(outcome.solution)

    def _neighbourhood(self, limit: float) -> None:
        """Free a part of the plan and let CP-SAT close it; the part grows while that is easy."""
        hint = self.incumbent.best
        near = neighbourhood(
            hint, self.random.choice(PICKS), self.stage.goal, round(self.size), self.random, reach=self.reach
        )
        draft = Draft(
            hint, free=(*near.free, *near.held), windows=near.windows, held=near.held, horizon=hint.last_moment
        )
        post_all(draft)
        term = self.stage.post(draft)
        weight = self.instance.length * (len(draft.free) + 1)
        early = draft.cp.LinearExpr.sum([draft.end[number] for number in draft.free])
        effort = Effort(min(STEP, limit), 1, self.random.randrange(1 << 30))
        outcome = solve(draft, Term(weight * term.expr + early, 0), effort, self.clock)
        self.size = min(MOST, self.size * GROWTH) if outcome.proved else max(LEAST, self.size / GROWTH)
        self.incumbent.take(outcome.solution)
