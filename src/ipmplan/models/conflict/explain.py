"""From the proof that no plan exists to a conflict in words with what would help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Conflict, Infeasible, OutOfTime
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.core import Core, CoreSearch
from ipmplan.models.conflict.facts import Fact, broken, conditions, demands, involved, only, without, work_to_do
from ipmplan.models.conflict.placed import placed
from ipmplan.models.conflict.probe import Prober, constructed
from ipmplan.models.conflict.relax import Relaxer
from ipmplan.models.conflict.repair import Impossible, repair
from ipmplan.models.conflict.together import all_of, least_budgets, together
from ipmplan.models.conflict.words import restrictions, sentences
from ipmplan.models.gate import is_valid, told
from ipmplan.models.solution import Solution
from ipmplan.study.scope import Scope
from ipmplan.validation.impossible import Finding
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.budgets import Costs

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr

LEAST_SHARE = 0.15
CONSTRUCTION, FIRST_REPAIR, LAST_REPAIR = 0.05, 0.3, 0.6
BRIEF, ALONE, DEEP = 0.02, 0.05, 0.15
UNLIMITED = 60.0
IN_TURN = 0.3
LARGE = 1200
MOST_FINDINGS = 20
PLACING = 0.8
NO_SINGLE = "no single change makes a plan possible"
PLANNED_ALONE = "the portfolio is large: changes were planned with for the work concerned alone"
NOT_PLANNED = "the portfolio is large: changes are the least that can help, and were not planned with"
NO_TIME = "which single change would make a plan possible was not found in time"


def repair_or_explain(
    solution: Solution, clock: Clock, workers: int, seed: int, enough: Callable[[], bool] | None = None
) -> Solution:
    """Find a solution that breaks no hard rule, or say why there is none.

    A conflict among few facts is often proved sooner than the whole is repaired, so both take turns.

    Parameters
    ----------
    solution
        One that breaks something.
    clock
        What is left of time or work.
    workers, seed
        Of the solver.
    enough
        Whether somebody else has found one; the best so far is then given back.

    Raises
    ------
    Infeasible
        When it was proved that there is none.
    OutOfTime
        When neither was found in time.
    """
    portfolio = solution.instance.portfolio
    for wrong in (broken(solution), demands(solution.instance.study)):
        solution = constructed(solution, involved(portfolio, wrong), clock, CONSTRUCTION * clock.left)
        if is_valid(solution):
            return solution
    prober = Prober(clock, workers, seed)
    for number, share in enumerate((FIRST_REPAIR, LAST_REPAIR)):
        try:
            return _for_a_while(solution, clock, workers, seed, share, enough)
        except Impossible:
            raise Infeasible(explain(solution, prober)) from None
        except OutOfTime:
            if clock.over:
                raise
            if enough is not None and enough():
                return solution
            core = _search(solution, prober, DEEP if number else ALONE, IN_TURN).of(broken(solution))
            if enough is not None and enough():
                return solution
            if core is not None:
                raise Infeasible(_conflict(portfolio, core, prober)) from None
    return repair(solution, clock, workers, seed, enough)


def placed_or_explained(portfolio: Portfolio, clock: Clock, workers: int, seed: int) -> Solution:
    """Find a complete solution, or say why there is none.

    Raises
    ------
    Infeasible
        When it was proved that there is none.
    OutOfTime
        When neither was found in time.
    """
    prober = Prober(clock, workers, seed)
    share = replace(prober.effort(clock.left), limit=PLACING * (UNLIMITED if clock.seconds is None else clock.left))
    if clock.work is not None:
        share = replace(share, limit=PLACING * clock.left)
    try:
        return placed(portfolio, share, clock)
    except Impossible:
        study = Bounds(portfolio).study
        known = [*demands(study), *work_to_do(study)]
        search = CoreSearch(portfolio, known, prober, ALONE)
        core = search.around(known)
        raise Infeasible(_conflict(portfolio, core, prober)) from None


def explain(solution: Solution, prober: Prober) -> Conflict:
    """Name the smallest conflict of a portfolio that was proved to have no plan.

    Parameters
    ----------
    solution
        A constructed one; what it breaks is suspected first.
    prober
        Asks whether a portfolio has a plan.
    """
    portfolio = solution.instance.portfolio
    suspects = broken(solution)
    core = _search(solution, prober, DEEP).of(suspects)
    if core is None:
        core = Core(tuple(suspects), (), involved(portfolio, suspects), minimal=False)
    found = _conflict(portfolio, core, prober)
    return replace(found, facts=(*found.facts, *told()))


def explain_findings(portfolio: Portfolio, found: Sequence[Finding], clock: Clock, workers: int, seed: int) -> Conflict:
    """Say what would help against what was found impossible without the solver."""
    hard: list[Fact] = []
    soft: list[Fact] = []
    tasks: set[str] = set()
    for finding in found:
        if finding.kind == "people":
            tasks.update(finding.ids)
            soft += _in_the_way(portfolio, finding.ids)
        elif finding.kind == "pool":
            soft += [Fact("pool", pool) for pool in finding.ids]
        elif finding.kind == "date":
            hard += [Fact("date", name) for name in finding.ids]
        elif finding.kind == "budget":
            hard += [Fact("budget", name) for name in finding.ids]
        else:
            hard += [Fact("consumable", name) for name in finding.ids]
    hard, soft = list(dict.fromkeys(hard)), list(dict.fromkeys(soft))
    names = frozenset(tasks) | involved(portfolio, [*hard, *(fact for fact in soft if fact.kind == "pool")])
    core = Core(tuple(hard), tuple(soft), names, minimal=len(found) == 1)
    prober = Prober(clock, workers, seed)
    if len(found) > 1:
        facts = tuple("; ".join(finding.facts) for finding in found[:MOST_FINDINGS])
        if len(found) > MOST_FINDINGS:
            facts += (f"and {len(found) - MOST_FINDINGS} more; `ipmplan check` lists them all",)
        return _conflict(portfolio, core, prober, facts)
    facts = found[0].facts
    if hard:
        core = CoreSearch(portfolio, demands(Bounds(portfolio).study), prober, BRIEF).around(hard)
        facts = tuple(dict.fromkeys((*facts, *restrictions(portfolio, core))))
    return _conflict(portfolio, core, prober, facts)


def _in_the_way(portfolio: Portfolio, names: Sequence[str]) -> list[Fact]:
    """Last days of those who may do some tasks, and what keeps others from taking them over."""
    bounds = Bounds(portfolio)
    ways = [way for name in names for way in bounds.least_work(portfolio.task[name])]
    able = {person for way in ways for need in way for person in need.people}
    found = [Fact("leaves", p.id) for p in portfolio.people if p.leaves is not None and p.id in able]
    return found + [fact for fact in conditions(portfolio, names) if fact.kind == "handovers"]


def _for_a_while(
    solution: Solution, clock: Clock, workers: int, seed: int, share: float, enough: Callable[[], bool] | None
) -> Solution:
    """Repair with a part of the time that is left."""
    part = replace(
        clock,
        seconds=clock.elapsed + (UNLIMITED if clock.seconds is None else clock.left) * share,
        work=None if clock.work is None else clock.done + clock.left * share,
    )
    try:
        return repair(solution, part, workers, seed, enough)
    finally:
        clock.done = part.done


def _search(solution: Solution, prober: Prober, share: float, most: float = 1.0) -> CoreSearch:
    portfolio = solution.instance.portfolio
    return CoreSearch(portfolio, demands(solution.instance.study), prober, share, most)


def _conflict(portfolio: Portfolio, core: Core, prober: Prober, facts: tuple[str, ...] = ()) -> Conflict:
    others = [fact for fact in demands(Bounds(portfolio).study) if fact not in core.demands]
    reduced = only(without(portfolio, others), core.tasks)
    told = facts or sentences(portfolio, core, _least_costs(reduced, core, prober))
    if len(Scope(portfolio).tasks) > LARGE:
        # Pins are told by their number within a task, which has to stay what it is.
        named = {fact.id for fact in (*core.demands, *core.conditions) if fact.kind == "pin"}
        kept = [fact for fact in others if fact.kind != "pin" or fact.id not in named]
        return _of_large(only(without(portfolio, kept), core.tasks), core, prober, told)
    changes = tuple(Relaxer(portfolio, reduced, core, prober).all())
    if changes:
        return Conflict(told, changes, core.minimal)
    note = NO_TIME if prober.clock.over else NO_SINGLE
    found = together(portfolio, core, prober)
    if len(found) == 1:
        return Conflict(told, found, core.minimal)
    return Conflict(told, (all_of(found),) if found else (), core.minimal, note)


def _least_costs(reduced: Portfolio, core: Core, prober: Prober) -> dict[str, Decimal]:
    """What projects cost at least where their cheapest people are within the budget, as far as it can be proved.

    Raises, premiums, half cents and all other facts of the core count: the same cents that `check` counts.
    """
    costs = Costs(Bounds(reduced))
    found: dict[str, Decimal] = {}
    for fact in core.demands:
        if fact.kind == "budget" and costs.lacking(fact.id) <= 0:
            answer = prober.ask(without(reduced, [fact]), LEAST_SHARE * prober.clock.left)
            if answer.solution is not None:
                number = next(n for n, row in enumerate(answer.solution.instance.projects) if row.id == fact.id)
                bound = prober.least(answer.solution, partial(_cost, project=number), LEAST_SHARE * prober.clock.left)[
                    1
                ]
                least = Decimal(int(bound + 1 - 1e-6)) / 100
                if least > costs.budget(fact.id):
                    found[fact.id] = least
    return found


def _cost(draft: Draft, project: int) -> Expr:
    return draft.cost(project)[0]


def _of_large(reduced: Portfolio, core: Core, prober: Prober, told: tuple[str, ...]) -> Conflict:
    """Changes for a portfolio that takes too long to be planned once for each of them."""
    if len(core.tasks) <= LARGE:
        return Conflict(told, tuple(Relaxer(reduced, reduced, core, prober).all()), core.minimal, PLANNED_ALONE)
    least = least_budgets(reduced, core)
    return Conflict(told, (all_of(least),) if least else (), core.minimal, NOT_PLANNED)
