"""The cheapest single changes that make a plan possible; each one is planned with before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.core.edits import Edit, SetDue, SetLastDay
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import on
from ipmplan.errors import Relaxation
from ipmplan.models.conflict.changes import Days, budget_plus, one_more, pool_plus, working_days
from ipmplan.models.conflict.core import Core
from ipmplan.models.conflict.facts import Fact, dropped, without
from ipmplan.models.conflict.probe import Prober
from ipmplan.models.conflict.words import skills_of
from ipmplan.models.solution import Solution
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.words import asked, money, some

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr

SHARE = 0.15
STEP_SHARE = 0.1
FREE_SHARE = 0.5
LEAST_SHARE = 0.08
MOST_SKILLS = 6
KINDS = ("days", "units", "people", "conditions")


@dataclass
class Relaxer:
    """Tries single changes on the whole portfolio.

    Parameters
    ----------
    portfolio
        The whole one.
    reduced
        The portfolio with the core's demands and their tasks alone: what does not help there does not help at all.
    core
        What cannot hold together.
    prober
        Asks whether a portfolio has a plan.
    """

    portfolio: Portfolio
    reduced: Portfolio
    core: Core
    prober: Prober
    turn: float = field(default=0.0, init=False)
    slowest: float = field(default=0.0, init=False)

    def all(self) -> list[Relaxation]:
        """Changes that were found to help, each alone; cheapest first within its kind.

        Each kind of change has its turn, so that dates that are hard to shorten leave time for the others.
        """
        ways: list[Callable[[], Iterable[Relaxation]]] = [
            lambda fact=fact: self._relax(fact)  # type: ignore[misc]
            for fact in (*self.core.demands, *self.core.conditions)
        ]
        ways.append(self._people)
        found: list[Relaxation] = []
        for number, way in enumerate(ways):
            self.turn = self.prober.clock.used + self.prober.clock.left / (len(ways) - number)
            found += way()
        order = {unit: number for number, unit in enumerate(("days", self.portfolio.currency, *KINDS[1:]))}
        return sorted(found, key=lambda change: (order[change.unit], change.amount))

    def _relax(self, fact: Fact) -> list[Relaxation]:
        if fact.kind == "date":
            made = self._later(fact)
        elif fact.kind == "budget":
            made = self._dearer(fact)
        elif fact.kind in {"consumable", "pool"}:
            made = self._more(fact)
        elif fact.kind == "leaves":
            made = self._longer(fact)
        else:
            made = self._dropped(fact)
        return [made] if made is not None else []

    def _possible(self, portfolio: Portfolio) -> bool:
        """Whether a changed portfolio is found to have a plan as a whole."""
        return self._quick(portfolio) or self._slow(portfolio)

    def _quick(self, portfolio: Portfolio) -> bool:
        """Whether a plan can be constructed at once."""
        return self.prober.ask(portfolio, 0, self.core.tasks).possible is True

    def _slow(self, portfolio: Portfolio) -> bool:
        """Whether the solver finds a plan before long; it is not asked when the turn would be over before it answers."""
        clock = self.prober.clock
        began = clock.used
        if began + self.slowest > self.turn:
            return False
        answer = self.prober.ask(portfolio, STEP_SHARE * clock.left, self.core.tasks)
        self.slowest = clock.used - began
        return answer.possible is True

    def _best(self, fact: Fact, term: Callable[[Solution, Draft], Expr]) -> tuple[Solution, int] | None:
        """The core's tasks without one of its facts: the best solution and the bound of what the fact limits."""
        free = without(self.reduced, [fact])
        answer = self.prober.ask(free, SHARE * self.prober.clock.left)
        if answer.solution is None:
            return None
        first = answer.solution
        found, bound = self.prober.least(first, lambda draft: term(first, draft), LEAST_SHARE * self.prober.clock.left)
        return found, int(bound + 1 - 1e-6)

    def _smallest(
        self, low: int, high: Callable[[Solution], int], free: Portfolio, change: Callable[[int], Edit]
    ) -> int | None:
        """Smallest amount with which the whole has a plan, at least `low`; `high` reads it off a plan without limit.

        Constructed plans narrow it down before the solver is asked, which may take its time to prove that there is none.
        """
        low = max(1, low)
        if self._quick(change(low).apply(self.portfolio)):
            return low
        answer = self.prober.ask(free, FREE_SHARE * self.prober.clock.left, self.core.tasks)
        if answer.solution is None:
            return None
        best = self._bisected(self._quick, low, max(low, high(answer.solution)), change)
        if best == low or self._slow(change(low).apply(self.portfolio)):
            return low
        return self._bisected(self._slow, low + 1, best, change)

    def _bisected(
        self, possible: Callable[[Portfolio], bool], low: int, best: int, change: Callable[[int], Edit]
    ) -> int:
        """Smallest amount from `low` on that is found possible while there is time; `best` is known to be."""
        floor = low - 1
        while best - floor > 1 and self.prober.clock.used < self.turn:
            middle = (floor + best) // 2
            if possible(change(middle).apply(self.portfolio)):
                best = middle
            else:
                floor = middle
        return best

    def _later(self, fact: Fact) -> Relaxation | None:
        due = self.portfolio.milestone[fact.id].due
        assert due is not None
        bounds = Bounds(self.portfolio)
        days = Days(self.portfolio, bounds.time, due)
        row = next(row for row in bounds.scope.dues if row.kind == "milestone" and row.id == fact.id)
        chain = max(bounds.earliest[name].end for name in row.tasks) - 1

        def finish(solution: Solution) -> list[int]:
            return next(list(row.tasks) for row in solution.instance.dues if row.id == fact.id)

        def last(solution: Solution, draft: Draft) -> Expr:
            var = draft.int_var(0, solution.instance.length, solution.last_moment)
            draft.model.add_max_equality(var, [draft.end[task] for task in finish(solution)])
            return var

        def number(solution: Solution, moment: int) -> int:
            tick = int(solution.instance.last_ticks[moment]) - 1
            return days.number(self.portfolio.grid.day(tick))

        found = self._best(fact, last)
        if found is None:
            return None

        def change(count: int) -> Edit:
            return SetDue(fact.id, days.day(count))

        amount = self._smallest(
            max(number(found[0], found[1]), days.number(self.portfolio.grid.day(chain))),
            lambda solution: number(solution, max(solution.choices[task].end for task in finish(solution))),
            without(self.portfolio, [fact]),
            change,
        )
        if amount is None:
            return None
        return Relaxation(
            f"{fact.id} {working_days(amount)} later ({on(days.day(amount))})", amount, "days", (change(amount),)
        )

    def _dearer(self, fact: Fact) -> Relaxation | None:
        def excess(solution: Solution, cost: int) -> int:
            project = next(row for row in solution.instance.projects if row.id == fact.id)
            return -(-(cost - (project.budget or 0)) // 100)

        def index(solution: Solution) -> int:
            return next(n for n, row in enumerate(solution.instance.projects) if row.id == fact.id)

        found = self._best(fact, lambda solution, draft: draft.cost(index(solution))[0])
        if found is None:
            return None

        def change(count: int) -> Edit:
            return budget_plus(self.portfolio, fact.id, count)

        amount = self._smallest(
            excess(found[0], found[1]),
            lambda solution: excess(solution, solution.costs[index(solution)]),
            without(self.portfolio, [fact]),
            change,
        )
        if amount is None:
            return None
        currency = self.portfolio.currency
        return Relaxation(f"{money(Decimal(amount), currency)} more for {fact.id}", amount, currency, (change(amount),))

    def _more(self, fact: Fact) -> Relaxation | None:
        pool = self.portfolio.pool[fact.id]

        def used(solution: Solution) -> int:
            number = next(n for n, row in enumerate(solution.instance.pools) if row.id == fact.id)
            units = [solution.mode(task).uses.get(number, 0) for task in range(len(solution.choices))]
            return sum(units) - pool.capacity

        def change(count: int) -> Edit:
            return pool_plus(self.portfolio, fact.id, count)

        amount = self._smallest(
            1,
            used,
            without(self.portfolio, [fact]),
            change,
        )
        if amount is None:
            return None
        return Relaxation(
            f"{amount} more of {fact.id}, {pool.capacity + amount} in all", amount, "units", (change(amount),)
        )

    def _longer(self, fact: Fact) -> Relaxation | None:
        leaves = self.portfolio.person[fact.id].leaves
        assert leaves is not None
        days = Days(self.portfolio, Bounds(self.portfolio).time, leaves)

        def last(solution: Solution) -> int:
            person = solution.instance.person_index[fact.id]
            ends = [work.end for choice in solution.choices for work in choice.work if work.person == person]
            tick = int(solution.instance.last_ticks[max(ends, default=0)]) - 1
            return days.number(self.portfolio.grid.day(tick))

        def change(count: int) -> Edit:
            return SetLastDay(fact.id, days.day(count))

        amount = self._smallest(
            1,
            last,
            without(self.portfolio, [fact]),
            change,
        )
        if amount is None:
            return None
        return Relaxation(
            f"{fact.id} stays {working_days(amount)} longer (until {on(days.day(amount))})",
            amount,
            "days",
            (change(amount),),
        )

    def _dropped(self, fact: Fact) -> Relaxation | None:
        if not self._possible(without(self.portfolio, [fact])):
            return None
        if fact.kind == "pin":
            text = f"{fact.id} without `{self.portfolio.task[fact.id].people[fact.number]}`"
        else:
            text = {
                "team": f"somebody else on the team of {fact.id}",
                "away": f"no leave for {fact.id}" if fact.id != "*" else "no common days off",
                "handovers": 'handovers = "needed"',
                "hold": f"{fact.id} not held (`ipmplan unhold {fact.id}`)",
                "release": f"an earlier start of {fact.id} (its not_before or decisions)",
            }[fact.kind]
        return Relaxation(text, 1, "conditions", tuple(dropped([fact])))

    def _people(self) -> Iterator[Relaxation]:
        """One more person with a skill."""
        bounds = Bounds(self.portfolio)
        for part in skills_of(bounds, self.core.tasks)[:MOST_SKILLS]:
            small = one_more(self.reduced, bounds.time, part)
            if self.prober.ask(small.apply(self.reduced), SHARE * self.prober.clock.left).possible is not True:
                continue
            change = one_more(self.portfolio, bounds.time, part)
            if self._possible(change.apply(self.portfolio)):
                rate = change.person.rate
                cost = f" at {money(rate, self.portfolio.currency)} an hour" if rate is not None else ""
                who = f"with {asked(part)}" if part.skill is not None else "whoever it is"
                yield Relaxation(f"one more person {who}{cost}{self._teams()}", 1, "people", (change,))

    def _teams(self) -> str:
        """The teams that somebody new has to join."""
        projects = {self.portfolio.task[name].project for name in self.core.tasks}
        teams = [project.id for project in self.portfolio.projects if project.id in projects and project.team]
        return f", on the team of {some(teams)}" if teams else ""
